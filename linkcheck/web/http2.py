"""HTTP/2 where a host offers it: httpcore under the same guard, one pool a host.

Slower than the usual transport (one pool for all hosts would be much slower still: it looks at
every connection for each request), and so used only where it is asked for.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import httpcore
import httpx

from linkcheck.errors import UsageError
from linkcheck.text.plugins import extra
from linkcheck.web.guard import AddressRefusedError, Guard
from linkcheck.web.sockets import room_for
from linkcheck.web.transport import Resolver, tls_context

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Iterator

    from linkcheck.web.settings import FetchSettings

__all__ = ["Http2Transport"]


class Http2Transport(httpx.AsyncBaseTransport):
    """Sends requests to public addresses only, by HTTP/2 where offered.

    Args:
        settings: see `FetchSettings`.

    Raises:
        UsageError: the extra `http2` is not installed.
    """

    def __init__(self, settings: FetchSettings) -> None:
        extra("h2", "http2", "HTTP/2")
        if settings.proxy_from_env:
            raise UsageError("http2 and proxy_from_env cannot be used together")
        self._context = tls_context(settings)
        self._resolver = Resolver()
        # From this many hosts on, the pools of those that are idle are closed.
        self._most_pools = max(1, room_for(settings.concurrency).idle)
        self._backend = _GuardedBackend(self._resolver, Guard(settings.allow_networks))
        self._pools: dict[tuple[bytes, bytes, int | None], httpcore.AsyncConnectionPool] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request; see `httpx.AsyncBaseTransport`."""
        url = httpcore.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        )
        assert isinstance(request.stream, httpx.AsyncByteStream)  # noqa: S101 - of an async client
        sent = httpcore.Request(
            method=request.method,
            url=url,
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        with _translated():
            response = await (await self._pool(url)).handle_async_request(sent)
        extensions: dict[str, Any] = dict(response.extensions)
        stream = extensions.get("network_stream")
        if stream is not None and (peer := stream.get_extra_info("server_addr")):
            extensions["peer"] = str(peer[0])
        return httpx.Response(
            response.status,
            headers=response.headers,
            stream=_Stream(response),
            extensions=extensions,
        )

    async def aclose(self) -> None:
        """Close every connection."""
        for pool in self._pools.values():
            await pool.aclose()
        await self._resolver.close()

    async def _pool(self, url: httpcore.URL) -> httpcore.AsyncConnectionPool:
        key = (url.scheme, url.host, url.port)
        if key not in self._pools:
            if len(self._pools) >= self._most_pools:
                await self._close_idle()
            self._pools[key] = httpcore.AsyncConnectionPool(
                ssl_context=self._context,
                max_connections=None,
                keepalive_expiry=15.0,
                http1=True,
                http2=True,
                network_backend=self._backend,
            )
        return self._pools[key]

    async def _close_idle(self) -> None:
        idle = [
            key
            for key, pool in self._pools.items()
            if all(connection.is_idle() for connection in pool.connections)
        ]
        # None of them is to be had any more before the first is closed, which lets others go on.
        for pool in [self._pools.pop(key) for key in idle]:
            await pool.aclose()


@contextmanager
def _translated() -> Iterator[None]:
    """Raise httpx's exception of the same name, as its own transports do."""
    try:
        yield
    except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError) as error:
        kind: type[httpx.TransportError] = getattr(httpx, type(error).__name__)
        raise kind(str(error)) from error


class _Stream(httpx.AsyncByteStream):
    """A body as it comes."""

    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with _translated():
            async for piece in self._response.aiter_stream():
                yield piece

    async def aclose(self) -> None:
        await self._response.aclose()


class _GuardedBackend(httpcore.AsyncNetworkBackend):
    """Looks a name up once, and connects to that very address if the guard lets it through."""

    def __init__(self, resolver: Resolver, guard: Guard) -> None:
        self._inner = httpcore.AnyIOBackend()
        self._resolver = resolver
        self._guard = guard

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's interface
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        found = await self._resolver.resolve(host, port)
        permitted = [result["host"] for result in found if self._guard.permits(result["host"])]
        if not permitted:
            raise AddressRefusedError("not a public address")
        last: Exception | None = None
        for address in permitted:
            try:
                return await self._inner.connect_tcp(
                    address, port, timeout, local_address, socket_options
                )
            except httpcore.ConnectError as error:
                last = error
        assert last is not None  # noqa: S101 - there was at least one address
        raise last

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ASYNC109, ARG002 - httpcore's interface
        socket_options: Iterable[Any] | None = None,  # noqa: ARG002 - the same
    ) -> httpcore.AsyncNetworkStream:
        raise AddressRefusedError(path)

    async def sleep(self, seconds: float) -> None:
        await self._inner.sleep(seconds)
