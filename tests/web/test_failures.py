"""Every way in which a link can fail, on real sockets."""

from __future__ import annotations

import asyncio
import datetime as dt
import errno
import socket
import ssl
from typing import TYPE_CHECKING, Any

import pytest
import trustme
from aiohttp import ClientConnectorError
from aiohttp.client_reqrep import ConnectionKey

from linkcheck.models import Failure
from linkcheck.web.failures import DETAILS, translate
from tests.server import (
    Behaviour,
    LoopbackServer,
    answer,
    compressed,
    drip,
    reset,
    send,
    send_then_hang,
)
from tests.waiting import until

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    from linkcheck.models import Resolution
    from linkcheck.web import Fetcher

BOMB = compressed(b"\0" * 4_000_000)
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


@pytest.mark.parametrize(
    ("behaviour", "changes", "expected"),
    [
        (reset, {}, Failure.RESET),
        (send(b"", close=True), {}, Failure.RESET),
        (send_then_hang(), {"read_timeout": 0.2}, Failure.READ_TIMEOUT),
        (send_then_hang(HEAD), {"read_timeout": 0.2}, Failure.READ_TIMEOUT),
        (
            send_then_hang(HEAD + b"Content-Length: 900\r\n\r\n<html>"),
            {"read_timeout": 0.2},
            Failure.READ_TIMEOUT,
        ),
        (drip(HEAD, 0.02), {"total_timeout": 0.3}, Failure.READ_TIMEOUT),
        (send(b"SSH-2.0-OpenSSH_9.2\r\n\r\n"), {}, Failure.MALFORMED_ANSWER),
        (send(b"\x15\x03\x01\x00\x02\x02\x16\r\n\r\n"), {}, Failure.MALFORMED_ANSWER),
        (
            send(HEAD + b"Content-Length: 900\r\n\r\n<html>", close=True),
            {},
            Failure.MALFORMED_ANSWER,
        ),
        (
            send(HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n<html>\r\n", close=True),
            {},
            Failure.MALFORMED_ANSWER,
        ),
        (answer(b"\x1f\x8bxx", headers={"Content-Encoding": "gzip"}), {}, Failure.MALFORMED_ANSWER),
        (answer(b"xxxx", headers={"Content-Encoding": "br"}), {}, Failure.MALFORMED_ANSWER),
        (BOMB, {}, Failure.DECOMPRESSION_BOMB),
    ],
    ids=[
        "reset",
        "closed without an answer",
        "hangs before the head",
        "hangs in the head",
        "hangs in the body",
        "drips its head for ever",
        "another protocol",
        "bytes of TLS",
        "body shorter than said",
        "broken chunks",
        "broken gzip",
        "a coding not asked for",
        "gzip bomb",
    ],
)
async def test_bad_servers(
    server: LoopbackServer,
    fetcher: Callable[..., AbstractAsyncContextManager[Fetcher]],
    behaviour: Behaviour,
    changes: dict[str, Any],
    expected: Failure,
) -> None:
    """An editor would be told the wrong reason, or the run would stop or hang."""
    url = server.behave("/x", behaviour)
    async with fetcher(**changes) as web:
        found = await web.resolve(url)
    assert (found.failure, found.status) == (expected, None)
    assert found.detail
    assert [hop.url for hop in found.hops] == [url]


async def test_refused(fetcher: Callable[..., AbstractAsyncContextManager[Fetcher]]) -> None:
    """A closed port would look like a time-out."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    async with fetcher() as web:
        found = await web.resolve(f"http://127.0.0.1:{port}/")
    assert (found.failure, found.attempts) == (Failure.REFUSED, 2)


async def test_connection_that_is_never_made(
    fetcher: Callable[..., AbstractAsyncContextManager[Fetcher]],
) -> None:
    """A host that accepts and never shakes hands would hold its place for ever."""
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        async with fetcher(connect_timeout=0.2) as web:
            found = await web.resolve(f"https://127.0.0.1:{silent.getsockname()[1]}/")
    assert (found.failure, found.attempts) == (Failure.CONNECT_TIMEOUT, 1)


@pytest.mark.parametrize(
    ("code", "known", "expected"),
    [
        (socket.EAI_NONAME, "example.com", Failure.NO_SUCH_HOST),
        (socket.EAI_NONAME, "nothing at all", Failure.DNS_TEMPORARY),
        (socket.EAI_AGAIN, "example.com", Failure.DNS_TEMPORARY),
        (socket.EAI_FAIL, "example.com", Failure.DNS_TEMPORARY),
    ],
)
async def test_names_that_are_not_found(
    fetcher: Callable[..., AbstractAsyncContextManager[Fetcher]],
    monkeypatch: pytest.MonkeyPatch,
    code: int,
    known: str,
    expected: Failure,
) -> None:
    """A name server that is down, or a machine without any, would make sources look dead."""

    def fail(name: str, *_: object, **__: object) -> list[object]:
        if name == known:
            return ["an address"]
        raise socket.gaierror(code, "told so")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    async with fetcher() as web:
        found = await web.resolve("http://source.example/")
    assert found.failure is expected


async def test_label_too_long_for_a_name(
    fetcher: Callable[..., AbstractAsyncContextManager[Fetcher]],
) -> None:
    """An impossible host name would end the run with a traceback."""
    async with fetcher() as web:
        found = await web.resolve(f"http://{'a' * 70}.example/")
    assert found.failure is Failure.MALFORMED_URL


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


async def _resolve_tls(
    fetcher: Callable[..., AbstractAsyncContextManager[Fetcher]],
    context: ssl.SSLContext,
    **changes: Any,
) -> Resolution:
    with LoopbackServer(tls=context) as server:
        server.page("/")
        async with fetcher(**changes) as web:
            return await web.resolve(server.url("/"))


def _context(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


async def test_certificates(
    fetcher: Callable[..., AbstractAsyncContextManager[Fetcher]], tmp_path: Path
) -> None:
    """The four usual faults of certificates could not be told apart, nor a good one read."""
    authority = trustme.CA()
    ca_file = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(ca_file))
    trusted = {"ca_file": str(ca_file)}

    good = _context(authority.issue_cert("127.0.0.1"))
    assert (await _resolve_tls(fetcher, good, **trusted)).status == 200
    assert (await _resolve_tls(fetcher, good)).failure is Failure.TLS_INCOMPLETE_CHAIN

    other = _context(authority.issue_cert("other.example"))
    assert (await _resolve_tls(fetcher, other, **trusted)).failure is Failure.TLS_WRONG_NAME

    old = _context(authority.issue_cert("127.0.0.1", not_after=_now() - dt.timedelta(days=1)))
    assert (await _resolve_tls(fetcher, old, **trusted)).failure is Failure.TLS_EXPIRED


async def test_certificate_signed_by_itself(
    fetcher: Callable[..., AbstractAsyncContextManager[Fetcher]], tmp_path: Path
) -> None:
    """A self-signed certificate would be reported as an unknown authority."""
    authority = trustme.CA()
    path = tmp_path / "self.pem"
    authority.private_key_pem.write_to_path(str(path))
    authority.cert_pem.write_to_path(str(path), append=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    assert (await _resolve_tls(fetcher, context)).failure is Failure.TLS_SELF_SIGNED


async def test_plain_http_on_a_secure_address(
    fetcher: Callable[..., AbstractAsyncContextManager[Fetcher]],
) -> None:
    """A server without TLS behind an https address would end in an unnamed failure."""

    async def complain(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        await reader.read()
        writer.close()

    async with await asyncio.start_server(complain, "127.0.0.1", 0) as plain:
        port = plain.sockets[0].getsockname()[1]
        async with fetcher() as web:
            found = await web.resolve(f"https://127.0.0.1:{port}/")
    assert found.failure is Failure.TLS_OTHER


async def test_cancellation_closes_everything(
    server: LoopbackServer, fetcher: Callable[..., AbstractAsyncContextManager[Fetcher]]
) -> None:
    """Ctrl-C would leave sockets open and print warnings about them."""
    url = server.behave("/hang", send_then_hang(HEAD + b"Content-Length: 9\r\n\r\n"))
    async with fetcher() as web:
        task = asyncio.create_task(web.resolve(url))
        await until(lambda: server.asked("/hang") == 1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    await until(lambda: server.open_connections == 0)


def test_every_failure_has_words() -> None:
    """A failure would be shown without an explanation."""
    assert set(DETAILS) == set(Failure)


def test_unreachable_network() -> None:
    """Being offline ourselves would be blamed on a host that does not exist."""
    error = OSError(errno.ENETUNREACH, "Network is unreachable")
    assert translate(error)[0] is Failure.NETWORK


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (OSError(errno.EMFILE, "Too many open files"), Failure.NETWORK),
        (OSError("Multiple exceptions: [Errno 101] no way, [Errno 101] no way"), Failure.NETWORK),
        (
            OSError(f"Multiple exceptions: [Errno {errno.ENETUNREACH}] Connect call failed"
                    f" ('2001:db8::1', 443), [Errno {errno.ECONNREFUSED}] Connect call failed"),
            Failure.REFUSED,
        ),
    ],
)  # fmt: skip
def test_what_the_system_says_within_aiohttp(error: OSError, expected: Failure) -> None:
    """Our own lack of files or of IPv6 would be told as a host that takes too long."""
    inner = ClientConnectorError(
        ConnectionKey("news.example", 443, True, True, None, None, None), error
    )
    inner.__cause__ = error
    assert translate(inner)[0] is expected
