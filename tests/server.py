"""A web server on the loopback interface that behaves as badly as a test wants.

Real sockets in a thread of its own, so that both asynchronous tests and the command can be
tested against it.
"""

from __future__ import annotations

import asyncio
import gzip
import socket
import struct
import threading
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple, Self, TypeAlias

if TYPE_CHECKING:
    import ssl
    from types import TracebackType

__all__ = ["Behaviour", "LoopbackServer", "Request"]


class Request(NamedTuple):
    """A request that came in; names of headers in lower case."""

    method: str
    target: str
    headers: Mapping[str, str]


Behaviour: TypeAlias = Callable[
    [asyncio.StreamReader, asyncio.StreamWriter, Request], Awaitable[None]
]


class LoopbackServer:
    """Serves what was put under each path; use it as a context manager.

    Args:
        tls: a server context, for https.
        host: a loopback address.

    Attributes:
        requests: what came in, in order.
        open_connections: how many connections stand at the moment.
    """

    def __init__(self, *, tls: ssl.SSLContext | None = None, host: str = "127.0.0.1") -> None:
        self.requests: list[Request] = []
        self.open_connections = 0
        self._tls = tls
        self._host = host
        self._behaviours: dict[str, list[Behaviour]] = {}
        self._otherwise = answer("<html><title>Not found</title></html>", status="404 Not Found")
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="loopback-server")
        self._ready = threading.Event()
        self._stop = asyncio.Event()
        self._connections: set[asyncio.Task[None]] = set()
        self.port = 0

    def __enter__(self) -> Self:
        """Start serving."""
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Stop, whatever is still going on."""
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()

    def url(self, path: str = "/", *, host: str | None = None) -> str:
        """Return the address of a path, by default with the host as an IP address."""
        scheme = "https" if self._tls else "http"
        return f"{scheme}://{host or self._host}:{self.port}{path}"

    def asked(self, path: str) -> int:
        """Return how often a path was asked for."""
        return sum(request.target == path for request in self.requests)

    def behave(self, path: str, *behaviours: Behaviour) -> str:
        """Set what a path does, the last one for good; return its address."""
        self._behaviours[path] = list(behaviours)
        return self.url(path)

    def page(
        self,
        path: str,
        body: str | bytes = "<html><title>Page</title></html>",
        *,
        status: str = "200 OK",
        headers: Mapping[str, str] | None = None,
    ) -> str:
        """Put an answer under a path; return its address."""
        return self.behave(path, answer(body, status=status, headers=headers))

    def otherwise(self, behaviour: Behaviour) -> None:
        """Set what every path does that nothing was put under; 404 by default."""
        self._otherwise = behaviour

    def redirect(self, path: str, target: str, *, status: str = "302 Found") -> str:
        """Let a path redirect; return its address."""
        return self.page(path, b"", status=status, headers={"Location": target})

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._serve())
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        finally:
            self._loop.close()

    async def _serve(self) -> None:
        server = await asyncio.start_server(self._connected, self._host, 0, ssl=self._tls)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stop.wait()
        server.close()
        for connection in self._connections:
            connection.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._connections.add(task)
        self.open_connections += 1
        try:
            while request := await _read_request(reader):
                self.requests.append(request)
                await self._behaviour(request.target)(reader, writer, request)
                if writer.is_closing():
                    break
        except (asyncio.CancelledError, ConnectionError):
            pass  # the test is over, or the client went away
        finally:
            self.open_connections -= 1
            self._connections.discard(task)
            writer.transport.abort()

    def _behaviour(self, target: str) -> Behaviour:
        behaviours = self._behaviours.get(target.partition("?")[0])
        if behaviours is None:
            return self._otherwise
        return behaviours.pop(0) if len(behaviours) > 1 else behaviours[0]


def answer(
    body: str | bytes = b"",
    *,
    status: str = "200 OK",
    headers: Mapping[str, str] | None = None,
) -> Behaviour:
    """Answer properly."""
    payload = body.encode() if isinstance(body, str) else body
    fields = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(payload))}
    fields.update(headers or {})
    lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return send(f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + payload)


def compressed(body: bytes, **headers: str) -> Behaviour:
    """Answer with a gzipped body."""
    return answer(gzip.compress(body), headers={"Content-Encoding": "gzip", **headers})


def send(data: bytes, *, close: bool = False) -> Behaviour:
    """Send these bytes, whatever they are."""

    async def behaviour(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: Request
    ) -> None:
        writer.write(data)
        await writer.drain()
        if close:
            writer.close()

    return behaviour


def send_then_hang(data: bytes = b"") -> Behaviour:
    """Send these bytes and then nothing more, with the connection open."""

    async def behaviour(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: Request
    ) -> None:
        writer.write(data)
        await reader.read()
        writer.close()

    return behaviour


def drip(data: bytes, pause: float) -> Behaviour:
    """Send these bytes one by one, for ever from the start again."""

    async def behaviour(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: Request
    ) -> None:
        while not writer.is_closing():
            for byte in data:
                writer.write(bytes([byte]))
                await writer.drain()
                await asyncio.sleep(pause)

    return behaviour


async def reset(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: Request
) -> None:
    """Reset the connection: closing with a linger time of zero sends RST."""
    sock = writer.get_extra_info("socket")
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


async def _read_request(reader: asyncio.StreamReader) -> Request | None:
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return None
    first, *lines = head.decode("latin-1").split("\r\n")
    method, target, _ = first.split(" ", 2)
    fields = (line.split(": ", 1) for line in lines if line)
    return Request(method, target, {name.lower(): value for name, value in fields})
