"""Proxies of the environment: which requests go there, and what they must not take along."""

from __future__ import annotations

import base64
import socket
from typing import TYPE_CHECKING, Any

import pytest
from yarl import URL

import linkcheck
from linkcheck.errors import UsageError
from linkcheck.models import Failure
from linkcheck.web.proxies import Proxies
from tests.server import LoopbackServer, Request, answer

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Iterator
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    from linkcheck.web import Fetcher

    Make = Callable[..., AbstractAsyncContextManager[Fetcher]]

PAGE = b"<title>Talks end</title><p>The ministers left without a deal.</p>"
NAMES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


@pytest.fixture(autouse=True)
def _no_proxies(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Leave no proxy of the machine, and a netrc file with something for everybody."""
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.delenv("REQUEST_METHOD", raising=False)
    netrc = tmp_path / ".netrc"
    netrc.write_text(
        "machine 127.0.0.1 login me password sesame\n"
        "machine proxy.test login me password sesame\n"
        "machine news.invalid login me password sesame\n"
        "default login everybody password sesame\n"
    )
    netrc.chmod(0o600)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(netrc))


@pytest.fixture
def proxy(monkeypatch: pytest.MonkeyPatch) -> Iterator[LoopbackServer]:
    """A proxy for http on 127.0.0.1 that answers for every host."""
    with LoopbackServer() as running:
        running.otherwise(answer(PAGE))
        monkeypatch.setenv("HTTP_PROXY", running.url(""))
        yield running


class Names:
    """A name server: what each name stands for, at each look-up in turn, the last one for good."""

    def __init__(self, **names: list[str]) -> None:
        self.names = names
        self.asked: list[str] = []

    def __call__(self, host: str, port: int, **_: Any) -> list[Any]:
        """Answer as `socket.getaddrinfo`."""
        self.asked.append(host)
        key = host.replace(".", "_")
        if host.replace(".", "").isdigit():
            addresses = [host]
        elif key in self.names:
            known = self.names[key]
            addresses = [known.pop(0) if len(known) > 1 else known[0]]
        else:
            raise socket.gaierror(socket.EAI_NONAME, "no such name")
        kind = socket.SOCK_STREAM
        return [(socket.AF_INET, kind, 6, "", (address, port)) for address in addresses]


def authorizations(server: LoopbackServer) -> set[str]:
    """Return the credentials that came with the requests to a server."""
    names = ("authorization", "proxy-authorization")
    found = {request.headers.get(name) for request in server.requests for name in names}
    return {each for each in found if each is not None}


@pytest.mark.parametrize("no_proxy", ["", "*", "127.0.0.1", "127.0.0.0/8"])
async def test_netrc_is_not_read(
    server: LoopbackServer,
    proxy: LoopbackServer,
    fetcher: Make,
    monkeypatch: pytest.MonkeyPatch,
    no_proxy: str,
) -> None:
    """The passwords of ~/.netrc would go to every source cited, over plain http."""
    monkeypatch.setenv("NO_PROXY", no_proxy)
    url = server.page("/a", PAGE)
    async with fetcher(proxy_from_env=True) as web:
        await web.resolve(url)
        await web.resolve("http://news.invalid/b")
    assert [request.target for request in proxy.requests] == (
        [url, "http://news.invalid/b"] if not no_proxy else
        [] if no_proxy == "*" else ["http://news.invalid/b"]
    )  # fmt: skip
    assert server.asked("/a") == (1 if no_proxy else 0)
    assert not authorizations(server) | authorizations(proxy)


async def test_netrc_where_it_is_asked_for(proxy: LoopbackServer, fetcher: Make) -> None:
    """With --netrc too, its `default` or a password over plain http would leave the machine."""
    async with fetcher(proxy_from_env=True, netrc="") as web:
        assert (await web.resolve("http://news.invalid/b")).status == 200
        assert (await web.resolve("http://other.invalid/b")).status == 200
    assert not authorizations(proxy)


async def test_credentials_of_the_proxy(
    proxy: LoopbackServer, fetcher: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A proxy that asks for a password would refuse every request, or a source would see it."""
    monkeypatch.setenv("HTTP_PROXY", f"http://me:p%40ss@127.0.0.1:{proxy.port}")
    async with fetcher(proxy_from_env=True) as web:
        assert (await web.resolve("http://news.invalid/b")).status == 200
    (request,) = proxy.requests
    assert request.headers["proxy-authorization"] == "Basic " + (
        base64.b64encode(b"me:p@ss").decode()
    )
    assert "authorization" not in request.headers


@pytest.mark.parametrize(
    "variables",
    [
        {"HTTP_PROXY": "http://127.0.0.1:9", "NO_PROXY": "*"},
        {"HTTP_PROXY": "http://127.0.0.1:9", "NO_PROXY": "rebound.test"},
        {"HTTPS_PROXY": "http://127.0.0.1:9"},
        {},
    ],
    ids=["for no host", "not for this host", "for https only", "none"],
)
async def test_name_that_is_rebound(
    server: LoopbackServer,
    fetcher: Make,
    monkeypatch: pytest.MonkeyPatch,
    variables: dict[str, str],
) -> None:
    """A name that is public when it is checked and private when it is dialed would lead inside."""
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    names = Names(rebound_test=["127.0.0.2", "127.0.0.1"], private_test=["127.0.0.1"])
    monkeypatch.setattr("socket.getaddrinfo", names)
    # 127.0.0.2 stands for a public address: nothing listens there, and it may be dialled.
    allowed = ("127.0.0.2/32",)
    async with fetcher(proxy_from_env=True, allow_networks=allowed, attempts=1) as web:
        for _ in range(3):
            await web.resolve(server.url("/a", host="rebound.test"))
        found = await web.resolve(server.url("/a", host="private.test"))
    assert names.asked.count("rebound.test") == 1  # what was checked is what was dialled
    assert not server.requests
    if variables.get("NO_PROXY") != "rebound.test":
        assert found.failure is Failure.PRIVATE_ADDRESS


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "10.1.2.3", "[::1]", "localhost", "2130706433", "private.test"]
)
async def test_private_address_through_a_proxy(
    proxy: LoopbackServer, fetcher: Make, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    """A link in an article would reach machines inside, since a proxy stands inside, too."""
    monkeypatch.setenv("HTTP_PROXY", f"http://proxy.test:{proxy.port}")
    look_up = socket.getaddrinfo
    names = Names(proxy_test=["127.0.0.1"], private_test=["10.1.2.3"])
    monkeypatch.setattr(
        "socket.getaddrinfo",
        lambda host, *rest, **more: (names if host.endswith(".test") else look_up)(
            host, *rest, **more
        ),
    )
    async with fetcher(proxy_from_env=True, allow_networks=()) as web:
        found = await web.resolve(f"http://{host}/a")
        through = await web.resolve("http://93.184.216.34/a")
    assert (found.failure, found.hops[0].status) == (Failure.PRIVATE_ADDRESS, None)
    assert through.status == 200
    assert [request.target for request in proxy.requests] == ["http://93.184.216.34/a"]


async def test_redirect_to_the_proxy_itself(proxy: LoopbackServer, fetcher: Make) -> None:
    """The proxy's own address is for connections to the proxy, and no source."""
    proxy.redirect("http://news.invalid/b", f"{proxy.url('/admin')}")
    async with fetcher(proxy_from_env=True, allow_networks=()) as web:
        found = await web.resolve("http://news.invalid/b")
    assert found.failure is Failure.PRIVATE_ADDRESS
    assert [request.target for request in proxy.requests] == ["http://news.invalid/b"]


async def test_secure_source_goes_through_a_tunnel(
    fetcher: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sources over https could not be checked behind a proxy, or it would see the requests."""
    asked: list[Request] = []

    async def tunnel(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: Request
    ) -> None:
        asked.append(request)
        writer.write(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n")
        await writer.drain()
        writer.close()

    with LoopbackServer() as proxy:
        proxy.otherwise(tunnel)
        monkeypatch.setenv("HTTPS_PROXY", f"http://me:sesame@127.0.0.1:{proxy.port}")
        async with fetcher(proxy_from_env=True, allow_networks=(), attempts=1) as web:
            found = await web.resolve("https://news.invalid/b?q=secret")
            refused = await web.resolve("https://127.0.0.1/b")
    (request,) = asked
    assert (request.method, request.target) == ("CONNECT", "news.invalid:443")
    assert request.headers["proxy-authorization"].startswith("Basic ")
    assert (found.failure, found.detail) == (
        Failure.NETWORK, "the proxy refused the connection: status 502",
    )  # fmt: skip
    assert refused.failure is Failure.PRIVATE_ADDRESS


@pytest.mark.parametrize("value", ["http://127.0.0.1:9", "http://gone.test:3128"])
async def test_proxy_that_is_away(
    fetcher: Make, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    """Living sources would be called dead while our own proxy is away."""
    monkeypatch.setenv("HTTP_PROXY", value)
    monkeypatch.setattr("socket.getaddrinfo", Names())
    async with fetcher(proxy_from_env=True) as web:
        found = await web.resolve("http://news.invalid/b")
    assert (found.failure, found.detail) == (Failure.NETWORK, "the proxy could not be reached")


@pytest.mark.parametrize(
    ("no_proxy", "url", "direct"),
    [
        ("", "http://a.test/", False),
        ("*", "http://a.test/", True),
        ("a.test", "http://a.test/", True),
        ("A.test.", "http://www.a.test/", True),
        (".a.test", "http://a.test/", True),
        ("*.a.test", "http://www.a.test/", True),
        ("a.test", "http://ba.test/", False),
        (" b.test , a.test:8080", "http://a.test:8080/", True),
        ("a.test:8080", "http://a.test/", False),
        ("10.0.0.0/8", "http://10.1.2.3/", True),
        ("10.0.0.0/8", "http://11.1.2.3/", False),
        ("::1", "http://[::1]/", True),
        ("[::1]", "http://[::1]:8080/", True),
        (",,", "http://a.test/", False),
    ],
)
def test_what_needs_no_proxy(
    monkeypatch: pytest.MonkeyPatch, no_proxy: str, url: str, *, direct: bool
) -> None:
    """A site of one's own network would be looked for outside, or a proxy be left out."""
    monkeypatch.setenv("ALL_PROXY", "proxy.test:3128")
    monkeypatch.setenv("NO_PROXY", no_proxy)
    found = Proxies().for_url(URL(url))
    assert (found is None) == direct
    assert found is None or str(found) == "http://proxy.test:3128"


@pytest.mark.parametrize("value", ["socks5://me:sesame@127.0.0.1:1080", "http://me:sesame@:99999"])
def test_proxy_that_cannot_be_used(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    """Requests that are to go through a proxy would go directly, and nobody would know."""
    monkeypatch.setenv("HTTPS_PROXY", value)
    settings = linkcheck.Settings(fetch=linkcheck.FetchSettings(proxy_from_env=True))
    with pytest.raises(UsageError, match=r"^HTTPS_PROXY: ") as caught:
        linkcheck.check([__file__], settings)
    assert "sesame" not in str(caught.value)
