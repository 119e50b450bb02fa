"""Answers that are not quite HTTP, read as browsers read them.

aiohttp refuses an answer for one header without a colon, or for rubbish behind the body. Browsers
show such pages, so an address whose answer was refused is requested once more from here: what can
be understood of the head counts, the rest is passed over, and the connection is closed.
"""

from __future__ import annotations

import asyncio
import re
import socket
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from linkcheck.models import Failure
from linkcheck.web.failures import KnownFailureError
from linkcheck.web.messages import LONGEST_HEAD, Response

if TYPE_CHECKING:
    import ssl
    from collections.abc import AsyncIterator, Callable

    from aiohttp.abc import AbstractResolver

    from linkcheck.web.guard import Guard
    from linkcheck.web.messages import Request
    from linkcheck.web.settings import FetchSettings

__all__ = ["LenientSender", "read_head"]

_PIECE = 64 * 1024
_MOST_INFORMATIONAL = 10
_MOST_HOSTS = 4
"""Addresses of one host that are dialled."""
# Chrome looks for this in the first bytes of an answer (net/http/http_stream_parser.cc).
_STATUS = re.compile(rb"[^\S\n]{0,4}HTTP/(\d)\.?\d?[ \t]+(\d{3})(?!\d)[ \t]*(.*)", re.IGNORECASE)
_CHUNK = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,8})[ \t]*(?:;.*)?")
_DEFAULT_PORTS = {"http": 80, "https": 443}


class LenientSender:
    """Sends requests to public addresses over connections of their own.

    Args:
        settings: its timeouts hold.
        guard: decides which addresses may be dialled.
        resolver: looks names up.
        tls: returns how certificates are checked.
    """

    lenient = None

    def __init__(
        self,
        settings: FetchSettings,
        guard: Guard,
        resolver: AbstractResolver,
        tls: Callable[[], ssl.SSLContext],
    ) -> None:
        self._connecting = settings.connect_timeout
        self._reading = settings.read_timeout
        self._guard = guard
        self._resolver = resolver
        self._tls = tls

    async def send(self, request: Request) -> Response:
        """Send a request; see `linkcheck.web.messages.Sender`.

        Raises:
            KnownFailureError: what came is no answer for a browser either.
        """
        reader, writer = await self._connect(request.url)
        try:
            writer.write(_head_of(request))
            await writer.drain()
            head = await self._head(reader)
        except BaseException:
            writer.transport.abort()
            raise
        peer = writer.get_extra_info("peername")

        async def close() -> None:
            writer.transport.abort()

        status, reason, headers = head
        return Response(
            status,
            headers,
            self._body(reader, request.method, status, headers),
            close,
            reason=reason,
            peer=str(peer[0]) if peer else None,
        )

    async def aclose(self) -> None:
        """Do nothing: every connection ends with its answer."""

    async def _connect(self, url: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        parts = urlsplit(url)
        name, port = parts.hostname or "", parts.port or _DEFAULT_PORTS[parts.scheme]
        found = await self._resolver.resolve(name, port)
        loop = asyncio.get_running_loop()
        trouble: OSError | None = None
        for each in found[:_MOST_HOSTS]:
            address = (each["host"], each["port"])
            dialled = self._guard.make_socket(
                (each["family"], socket.SOCK_STREAM, each["proto"], "", address)
            )
            try:
                async with asyncio.timeout(self._connecting):
                    dialled.setblocking(False)
                    await loop.sock_connect(dialled, address)
                    secure = self._tls() if parts.scheme == "https" else None
                    return await asyncio.open_connection(
                        sock=dialled, ssl=secure, server_hostname=name if secure else None
                    )
            except OSError as error:  # a TimeoutError is one
                dialled.close()
                trouble = error
            except BaseException:
                dialled.close()
                raise
        if isinstance(trouble, TimeoutError):
            raise KnownFailureError(Failure.CONNECT_TIMEOUT) from trouble
        if trouble is not None:
            raise trouble
        raise KnownFailureError(Failure.NO_SUCH_HOST)

    async def _head(
        self, reader: asyncio.StreamReader
    ) -> tuple[int, str, list[tuple[bytes, bytes]]]:
        """Read the head of the answer, informational ones left out."""
        for _ in range(_MOST_INFORMATIONAL):
            lines: list[bytes] = []
            size = 0
            while True:
                line = await self._line(reader)
                size += len(line)
                if size > LONGEST_HEAD:
                    message = "the headers of the response are too long"
                    raise KnownFailureError(Failure.MALFORMED_ANSWER, message)
                text = line.rstrip(b"\r\n")
                if not text and (lines or not line):
                    break
                if text:
                    lines.append(text)
            head = read_head(lines)
            if head[0] >= 200 or head[0] == 101:
                return head
        raise KnownFailureError(Failure.MALFORMED_ANSWER)

    async def _line(self, reader: asyncio.StreamReader) -> bytes:
        """Read a line with its end; what is left where the connection was closed."""
        async with asyncio.timeout(self._reading):
            try:
                return await reader.readuntil(b"\n")
            except asyncio.IncompleteReadError as error:
                return error.partial
            except asyncio.LimitOverrunError as error:
                return await reader.readexactly(max(1, error.consumed))

    async def _piece(self, reader: asyncio.StreamReader, most: int) -> bytes:
        async with asyncio.timeout(self._reading):
            return await reader.read(min(most, _PIECE))

    async def _body(
        self,
        reader: asyncio.StreamReader,
        method: str,
        status: int,
        headers: list[tuple[bytes, bytes]],
    ) -> AsyncIterator[bytes]:
        """Yield the body (RFC 9112 6.3), rubbish behind it left out."""
        if method == "HEAD" or status < 200 or status in {204, 304}:
            return
        values: dict[bytes, list[bytes]] = {}
        for name, value in headers:
            values.setdefault(name.lower(), []).extend(part.strip() for part in value.split(b","))
        if b"chunked" in {coding.lower() for coding in values.get(b"transfer-encoding", ())}:
            async for piece in self._chunks(reader):
                yield piece
            return
        lengths = {value for value in values.get(b"content-length", ()) if value.isdigit()}
        left = int(lengths.pop()[:15]) if len(lengths) == 1 else None
        while left is None or left > 0:
            piece = await self._piece(reader, _PIECE if left is None else left)
            if not piece:
                break
            if left is not None:
                left -= len(piece)
            yield piece
        if left:
            raise KnownFailureError(Failure.MALFORMED_ANSWER)

    async def _chunks(self, reader: asyncio.StreamReader) -> AsyncIterator[bytes]:
        """Yield chunks (RFC 9112 7.1).

        Raises:
            KnownFailureError: after what came, where rubbish follows instead of a chunk.
        """
        while True:
            size = _CHUNK.fullmatch((await self._line(reader)).rstrip(b"\r\n"))
            if size is None:
                raise KnownFailureError(Failure.MALFORMED_ANSWER)
            left = int(size[1], 16)
            if left == 0:
                return
            while left > 0:
                piece = await self._piece(reader, left)
                if not piece:
                    raise KnownFailureError(Failure.MALFORMED_ANSWER)
                left -= len(piece)
                yield piece
            await self._line(reader)


def read_head(lines: list[bytes]) -> tuple[int, str, list[tuple[bytes, bytes]]]:
    """Return status, reason and headers of an answer, as far as they can be understood.

    Args:
        lines: of the head, without their ends.

    Raises:
        KnownFailureError: there is no status line.
    """
    match = _STATUS.match(lines[0]) if lines else None
    if match is None:
        raise KnownFailureError(Failure.MALFORMED_ANSWER)
    headers: list[tuple[bytes, bytes]] = []
    for line in lines[1:]:
        if line[:1] in {b" ", b"\t"} and headers:  # folded (RFC 9112 5.2)
            name, value = headers[-1]
            headers[-1] = (name, value + b" " + line.strip())
            continue
        name, colon, value = line.partition(b":")
        if colon and name.strip():
            headers.append((name.strip(), value.strip()))
    return int(match[2]), match[3].decode("latin-1").strip(), headers


def _head_of(request: Request) -> bytes:
    parts = urlsplit(request.url)
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    lines = [
        f"{request.method} {target or '/'} HTTP/1.1",
        f"Host: {parts.netloc.rpartition('@')[2]}",
        *(f"{name}: {value}" for name, value in request.headers.items()),
        "Connection: close",
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace")
