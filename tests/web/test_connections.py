"""How sites are reached: HTTP/2 where it is offered, proxies, the order of requests."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import TYPE_CHECKING

import h2.config
import h2.connection
import h2.events
import trustme

from linkcheck.engine.fetch_stage import FetchTask, fetch_here
from linkcheck.models import Failure
from linkcheck.pages import read_page
from linkcheck.web import Fetcher
from linkcheck.web.sockets import Room
from tests.server import LoopbackServer, answer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    import pytest

Make = Callable[..., AbstractAsyncContextManager[Fetcher]]

PAGE = b"<!doctype html><html lang=en><title>A page</title><p>" + b"Some words. " * 50


@asynccontextmanager
async def _http2_server(certificate: trustme.LeafCert) -> AsyncIterator[tuple[int, list[str]]]:
    """Serve one page by HTTP/2 alone; give the port, and the paths that are asked for."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_alpn_protocols(["h2"])
    certificate.configure_cert(context)
    asked: list[str] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        settings = h2.config.H2Configuration(client_side=False, header_encoding=None)
        connection = h2.connection.H2Connection(settings)
        connection.initiate_connection()
        writer.write(connection.data_to_send())
        while received := await reader.read(65536):
            for event in connection.receive_data(received):
                if isinstance(event, h2.events.RequestReceived):
                    assert event.headers is not None
                    asked.extend(
                        value.decode() for name, value in event.headers if name == b":path"
                    )
                    assert event.stream_id is not None
                    connection.send_headers(
                        event.stream_id, [(":status", "200"), ("content-type", "text/html")]
                    )
                    connection.send_data(event.stream_id, PAGE, end_stream=True)
            writer.write(connection.data_to_send())
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
    try:
        yield server.sockets[0].getsockname()[1], asked
    finally:
        server.close()


async def test_http2_is_spoken_where_offered(fetcher: Make, tmp_path: Path) -> None:
    """A host that speaks nothing else would be called unreachable."""
    authority = trustme.CA()
    ca_file = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(ca_file))
    async with _http2_server(authority.issue_cert("localhost")) as (port, asked):
        async with fetcher(http2=True, ca_file=str(ca_file)) as web:
            url = f"https://localhost:{port}"
            found = await asyncio.gather(*(web.resolve(f"{url}/{n}") for n in range(5)))
        assert {page.status for page in found} == {200}
        assert {page.hops[0].protocol for page in found} == {"HTTP/2"}
        assert all(page.body == PAGE for page in found)
        assert sorted(asked) == [f"/{n}" for n in range(5)]
        async with fetcher(http2=True) as web:
            unknown = (await web.resolve(f"{url}/x")).failure
        assert unknown in {Failure.TLS_INCOMPLETE_CHAIN, Failure.TLS_SELF_SIGNED}


async def test_proxy_of_the_environment_where_asked_for(
    server: LoopbackServer, fetcher: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Behind a company's proxy no source could be reached; or private ones could, through it."""
    with LoopbackServer() as proxy:
        for name in ("http_proxy", "HTTP_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        for name in ("no_proxy", "NO_PROXY"):
            monkeypatch.delenv(name, raising=False)
        proxy.page("http://news.invalid/story", PAGE)
        async with fetcher(proxy_from_env=True, allow_networks=()) as web:
            found = await web.resolve("http://news.invalid/story")
            refused = await web.resolve("http://127.0.0.1/story")
        assert (found.status, found.body) == (200, PAGE)
        assert [request.target for request in proxy.requests] == ["http://news.invalid/story"]
        assert refused.failure is Failure.PRIVATE_ADDRESS


async def test_same_seed_same_order(server: LoopbackServer, fetcher: Make) -> None:
    """A run that went wrong could not be repeated as it was."""

    async def order(queues: list[list[FetchTask]]) -> list[str]:
        server.requests.clear()
        # One request at a time shows in which order they wait.
        async with fetcher(concurrency=1, per_host=1, seed=3) as web:
            async for _ in fetch_here(web, queues):
                pass
        return [request.target for request in server.requests if "robots" not in request.target]

    def jobs(paths: str) -> list[FetchTask]:
        return [
            FetchTask(url, url, ()) for url in (server.page(f"/{path}", PAGE) for path in paths)
        ]

    first = await order([jobs("ab"), jobs("cdefg"), jobs("h")])
    assert sorted(first) == [f"/{path}" for path in "abcdefgh"]
    assert first[0] == "/c"  # the longest queue goes first
    assert await order([jobs("ab"), jobs("cdefg"), jobs("h")]) == first


async def test_troubles_of_http2_have_their_names(fetcher: Make, unused_tcp_port: int) -> None:
    """A host that is away, or slow, would only have had "network" against it."""

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(asyncio.CancelledError):
            await reader.read()
        writer.close()

    hanging = await asyncio.start_server(silent, "127.0.0.1", 0)
    port = hanging.sockets[0].getsockname()[1]
    async with fetcher(http2=True, read_timeout=0.3, connect_timeout=0.3, attempts=1) as web:
        refused = await web.resolve(f"http://127.0.0.1:{unused_tcp_port}/")
        slow = await web.resolve(f"http://127.0.0.1:{port}/")
        never_tls = await web.resolve(f"https://127.0.0.1:{port}/")
    hanging.close()
    assert refused.failure is Failure.REFUSED
    assert slow.failure is Failure.READ_TIMEOUT
    assert never_tls.failure is Failure.CONNECT_TIMEOUT


async def test_http2_with_more_hosts_than_pools(
    server: LoopbackServer, fetcher: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two requests that make room at once would trip over one another, and call hosts away."""
    monkeypatch.setattr("linkcheck.web.http2.room_for", lambda _: Room(64, 8, 4))
    server.otherwise(answer(PAGE))
    urls = [server.url("/a", host=f"site{number}.localhost") for number in range(60)]
    async with fetcher(http2=True, attempts=1) as web:
        first = await asyncio.gather(*map(web.resolve, urls[:30]))
        then = await asyncio.gather(*map(web.resolve, urls[30:]))
    assert {(found.status, found.failure) for found in first + then} == {(200, None)}


async def test_title_half_a_megabyte_into_a_page(server: LoopbackServer, fetcher: Make) -> None:
    """Pages that begin with styles and data of that length would have no title."""
    styles = b"<style>" + b".a{color:red}" * 40_000 + b"</style>"
    page = b"<!doctype html><html lang=en><head>" + styles + b"<title>Talks go on</title></head><p>"
    assert len(styles) > 500_000
    async with fetcher() as web:
        found = await web.resolve(server.page("/a", page + b"They agreed. " * 100))
    assert read_page(found).title == "Talks go on"
