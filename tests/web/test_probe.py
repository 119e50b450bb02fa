"""Finding out whether there is a network, and whether names can be looked up."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Any

import pytest

from linkcheck.web import FetchSettings
from linkcheck.web.probe import Network, probe
from linkcheck.web.transport import Resolver
from tests.server import LoopbackServer, answer, reset, send_then_hang

if TYPE_CHECKING:
    from tests.server import Behaviour

ANYWHERE: Any = socket.getaddrinfo


class Names:
    """Stands for the name server, which can change its mind; every name leads to 127.0.0.1."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.exist: set[str] = set()
        self.asked: list[str] = []
        monkeypatch.setattr(socket, "getaddrinfo", self)

    def __call__(self, host: str, port: int, *_: object, **__: object) -> list[object]:
        """Look a name up."""
        if host[0].isdigit():
            return ANYWHERE(host, port, type=socket.SOCK_STREAM)  # type: ignore[no-any-return]
        self.asked.append(host)
        if host not in self.exist:
            raise socket.gaierror(socket.EAI_NONAME, "no such name")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]


async def looked_up(resolver: Resolver, host: str) -> int | None:
    """Look a name up; return the error's number, or None where it was found."""
    try:
        await resolver.resolve(host, 80)
    except socket.gaierror as error:
        return error.errno
    return None


async def test_no_such_name_is_believed_while_known_names_are_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Living sources would be dead links as soon as the name server denies every name."""
    names = Names(monkeypatch)
    names.exist = {"example.com", "a.example"}
    resolver = Resolver()
    assert await looked_up(resolver, "gone.example") == socket.EAI_NONAME
    assert await looked_up(resolver, "a.example") is None
    names.exist.clear()
    for host in ("b.example", "c.example"):
        assert await looked_up(resolver, host) == socket.EAI_AGAIN
    names.exist = {"iana.org"}
    assert await looked_up(resolver, "b.example") == socket.EAI_NONAME
    await resolver.close()


async def test_a_host_that_was_found_is_not_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name server that forgets one host for a moment would make it a dead link."""
    names = Names(monkeypatch)
    names.exist = {"example.com", "a.example"}
    resolver = Resolver()
    assert await looked_up(resolver, "a.example") is None
    names.exist.remove("a.example")
    assert await looked_up(resolver, "a.example") == socket.EAI_AGAIN
    await resolver.close()


async def test_names_that_come_back_between_two_questions(monkeypatch: pytest.MonkeyPatch) -> None:
    """A host would be dead since names worked again just after it was looked up."""

    class Recovering(Names):
        def __call__(self, host: str, port: int, *rest: object, **more: object) -> list[object]:
            try:
                return super().__call__(host, port, *rest, **more)
            finally:
                self.exist = {"example.com", "a.example"}

    Recovering(monkeypatch)
    resolver = Resolver()
    assert await looked_up(resolver, "a.example") is None
    await resolver.close()


async def test_own_networks_do_without_known_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a company without the Internet a host that is gone would never be reported."""
    names = Names(monkeypatch)
    names.exist = {"wiki.intranet"}
    resolver = Resolver()
    assert await looked_up(resolver, "wiki.intranet") is None
    assert await looked_up(resolver, "gone.intranet") == socket.EAI_NONAME
    names.exist.clear()
    assert await looked_up(resolver, "more.intranet") == socket.EAI_AGAIN
    await resolver.close()


async def test_names_that_worked_once_are_not_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    """A cache that still knows the hosts of this run would vouch for a name server that is away."""
    names = Names(monkeypatch)
    names.exist = {"example.com", "a.example"}
    resolver = Resolver()
    assert await looked_up(resolver, "a.example") is None
    assert await looked_up(resolver, "gone.example") == socket.EAI_NONAME
    names.exist = {"a.example"}
    assert await looked_up(resolver, "b.example") == socket.EAI_AGAIN
    await resolver.close()


async def test_invalid_names_need_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that can never exist (RFC 6761) would be unknown where there is no network."""
    names = Names(monkeypatch)
    resolver = Resolver()
    assert await looked_up(resolver, "nobody.invalid") == socket.EAI_NONAME
    assert names.asked == ["nobody.invalid"]
    await resolver.close()


@pytest.mark.parametrize(
    ("behaviour", "expected"),
    [
        (answer("<p>Example"), Network.FINE),
        (answer("", status="404 Not Found"), Network.FINE),
        (answer("", status="301 Moved", headers={"Location": "https://www.iana.org/"}),
         Network.FINE),
        (answer("", status="302 Found", headers={"Location": "/other"}), Network.FINE),
        (answer("", status="302 Found", headers={"Location": "http://login.portal.net/"}),
         Network.INTERCEPTED),
        (answer("", status="511 Network Authentication Required"), Network.INTERCEPTED),
        (reset, Network.NAMES_ONLY),
        (send_then_hang(), Network.NAMES_ONLY),
    ],
    ids=["page", "no page", "moved", "on the same host", "portal", "511", "reset", "slow"],
)  # fmt: skip
async def test_what_known_hosts_answer(
    server: LoopbackServer,
    monkeypatch: pytest.MonkeyPatch,
    behaviour: Behaviour,
    expected: Network,
) -> None:
    """A portal would pass for the network, or a network for none."""
    server.otherwise(behaviour)
    Names(monkeypatch).exist = {"example.com"}
    monkeypatch.setattr(
        "linkcheck.web.probe.KNOWN_NAMES", (f"example.com:{server.port}", "iana.org")
    )
    settings = FetchSettings(allow_networks=("127.0.0.0/8",), read_timeout=0.5)
    found = await probe(settings)
    assert (found.network, server.requests != []) == (expected, True)


async def test_no_network(server: LoopbackServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a network every failure would be held against the sources."""
    names = Names(monkeypatch)
    settings = FetchSettings(allow_networks=("127.0.0.0/8",))
    assert (await probe(settings)).network is Network.DOWN
    # A host that has answered takes the known ones' place.
    origin = server.url("")
    assert (await probe(settings, [origin])).network is Network.FINE
    names.exist = {"example.com", "iana.org"}
    assert (await probe(FetchSettings())).network is Network.ASTRAY


@pytest.mark.parametrize(
    ("status", "expected"), [("200 OK", Network.FINE), ("503 No", Network.DOWN)]
)
async def test_probe_goes_through_the_proxy(
    server: LoopbackServer, monkeypatch: pytest.MonkeyPatch, status: str, expected: Network
) -> None:
    """Behind a proxy every run with a dead link would end as an outage."""
    server.otherwise(answer("", status=status))
    Names(monkeypatch)
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.setenv("http_proxy", server.url(""))
    settings = FetchSettings(proxy_from_env=True)
    assert (await probe(settings)).network is expected
    assert {request.target for request in server.requests} >= {"http://example.com/"}
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{closed.getsockname()[1]}")
    assert (await probe(settings)).network is Network.DOWN
