"""Reading a body piece by piece: inflated under a cap, never further than wanted.

httpx inflates whole chunks without a limit, so a few kilobytes could become gigabytes. Here raw
pieces go in and the output is limited while inflating.
"""

from __future__ import annotations

import re
import sys
import zlib
from io import BytesIO
from typing import TYPE_CHECKING, Protocol

import brotli

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["ACCEPT_ENCODING", "BodyError", "BodyReader", "zstd"]

ACCEPT_ENCODING = "gzip, deflate, br, zstd"
"""The content codings that we can undo, and so the only ones asked for."""

_BOMB_RATIO = 300
"""Pages shrink to a tenth, tables of repeated markup to a hundredth; deflate's own limit is
about 1,030. What swells more than this up to the cap is no page."""

_MOST_RECEIVED = 2
"""Times the limit that may be received: no coding makes a page longer, but empty blocks of one
may follow each other without end."""

_GZIP = b"\x1f\x8b"
_WRONG_SUM = "check"
"""In zlib's message where only the checksum or the length at the end is wrong."""
_STEP = 4096
"""Bytes that are inflated at once where a stream may be damaged."""
_MOST_CODINGS = 4
_PIECE = 64 * 1024

_TITLED = re.compile(rb"</title\s*>|og:title|</h1\s*>", re.IGNORECASE)
_HEAD_OVER = re.compile(rb"</head\s*>|<body\b", re.IGNORECASE)

_ENOUGH = 4096
"""A cut-off body of this size holds a page's head; less of it says nothing about the page."""


class BodyError(Exception):
    """A body that cannot be read.

    Attributes:
        bomb: True where it expands far too much when decompressed.
        before: what the last piece gave before the damage.
    """

    def __init__(self, message: str, *, bomb: bool = False, before: bytes = b"") -> None:
        super().__init__(message)
        self.bomb = bomb
        self.before = before


class BodyReader:
    """Takes a body's raw pieces and keeps its inflated beginning.

    Args:
        coding: the Content-Encoding header, or None.
        limit: how many bytes to keep.
        soft: from this many bytes on, an HTML page whose head and title are in is enough.
        keep_raw: keep what was received too, for a recording.

    Attributes:
        full: True once no more is wanted.
        truncated: True where the body was longer than the limit.
    """

    def __init__(
        self, coding: str | None, *, limit: int, soft: int | None = None, keep_raw: bool = False
    ) -> None:
        # Unlike a bytearray these give out what they hold without copying it.
        self._data = BytesIO()
        self._raw = BytesIO()
        self.full = limit == 0
        self.truncated = False
        self._limit = limit
        self._soft = limit if soft is None else soft
        self._keep_raw = keep_raw
        self._received = 0
        self._inflater = _inflater(coding)

    @property
    def data(self) -> bytes:
        """The body so far."""
        return self._data.getvalue()

    @property
    def raw(self) -> bytes:
        """What was received so far; empty unless kept."""
        return self._raw.getvalue()

    def feed(self, chunk: bytes) -> None:
        """Take the next piece.

        Raises:
            BodyError: it cannot be inflated, or inflates beyond all measure.
        """
        # A transport may hand over a whole body at once: only what came before counts.
        if self._received > _MOST_RECEIVED * self._limit:
            raise BodyError("the body is far longer than its decompressed content")
        self._received += len(chunk)
        if self._keep_raw:
            self._raw.write(chunk)
        room = self._limit - self._data.tell()
        # One byte more than there is room for tells whether the body goes on.
        try:
            out = chunk if self._inflater is None else self._inflater.feed(chunk, room + 1)
        except BodyError as error:
            self._data.write(error.before[:room])
            raise
        self._data.write(out[:room])
        if len(out) > room:
            self.truncated = self.full = True
            if self._inflater is not None and self._limit > _BOMB_RATIO * self._inflater.consumed:
                raise BodyError("the response grows far too large when decompressed", bomb=True)
        elif self._data.tell() >= self._soft:
            # Looked at once, and then again only when twice as much is in.
            self._soft = 2 * self._data.tell()
            self.truncated = self.full = bool(
                _HEAD_OVER.search(self.data) and _TITLED.search(self.data)
            )

    @property
    def enough(self) -> bool:
        """Whether what was read before the body broke off is a page that can be judged."""
        return self._data.tell() >= _ENOUGH or b"</html" in self.data.lower()


class _Inflater:
    """Undoes gzip (RFC 1952) or deflate (RFC 9110 8.4.1.2, with or without zlib's frame)."""

    def __init__(self, *, gzip: bool) -> None:
        self.consumed = 0
        self._gzip = gzip
        self._head = b""
        self._plain = self._over = False
        self._stream: zlib._Decompress | None = None

    def feed(self, data: bytes, limit: int) -> bytes:
        if self._plain:
            return data
        if self._over:
            return b""
        if self._stream is None:
            data = self._head + data
            if len(data) < 2:
                self._head = data
                return b""
            if self._gzip and not data.startswith(_GZIP):
                # Servers exist that name gzip and send plain text.
                self._plain = True
                return data
            self._stream = zlib.decompressobj(self._window(data))
        out = bytearray()
        for piece in _steps(data):
            try:
                self._inflate(piece, out, limit)
            except zlib.error as error:
                raise BodyError("the body cannot be decompressed", before=bytes(out)) from error
        return bytes(out)

    def _inflate(self, data: bytes, out: bytearray, limit: int) -> None:
        """Take a step; in small steps, since the streams of a body may be many and short."""
        while data and len(out) < limit and not self._over:
            assert self._stream is not None  # noqa: S101 - made by feed
            before = self._stream.copy()
            try:
                out += self._stream.decompress(data, limit - len(out))
            except zlib.error as error:
                out += _salvaged(before, data, limit - len(out))
                if _WRONG_SUM not in str(error):
                    raise
                self._over = True  # it is all there: browsers do not look at the sum
                return
            rest = self._stream.unused_data or self._stream.unconsumed_tail
            self.consumed += len(data) - len(rest)
            data = rest
            if self._stream.eof:
                if not self._gzip or not data.startswith(_GZIP[: len(data)]):
                    self._over = True  # padding behind the end
                    return
                if len(data) >= len(_GZIP):
                    self._stream = zlib.decompressobj(self._window(data))
                else:
                    return  # the next step tells

    def _window(self, data: bytes) -> int:
        if self._gzip:
            return zlib.MAX_WBITS | 16
        framed = data[0] & 0x0F == 8 and (data[0] * 256 + data[1]) % 31 == 0
        return zlib.MAX_WBITS if framed else -zlib.MAX_WBITS


def _salvaged(stream: zlib._Decompress, data: bytes, limit: int) -> bytes:
    """Return what a damaged stream gives before the damage; zlib itself throws it away.

    Args:
        stream: as it was before the data.
        data: in which the damage is.
        limit: how many bytes are wanted.
    """
    out, step, start = bytearray(), _STEP, 0
    while start < len(data) and len(out) < limit:
        before = stream.copy()
        try:
            out += stream.decompress(data[start : start + step], limit - len(out))
        except zlib.error:
            if step == 1:
                break
            stream, step = before, step // 8
        else:
            start += step
    return bytes(out)


class _Brotli:
    """Undoes br (RFC 7932)."""

    def __init__(self) -> None:
        self.consumed = 0
        self._stream = brotli.Decompressor()

    def feed(self, data: bytes, limit: int) -> bytes:
        out = bytearray()
        try:
            for piece in _steps(data):
                if len(out) >= limit:
                    break
                if self._stream.can_accept_more_data():
                    out += self._stream.process(piece, output_buffer_limit=limit - len(out))
                    self.consumed += len(piece)
                while len(out) < limit and not self._stream.can_accept_more_data():
                    out += self._stream.process(b"", output_buffer_limit=limit - len(out))
        except brotli.error as error:
            raise BodyError("the body cannot be decompressed", before=bytes(out)) from error
        return bytes(out)


class _Zstandard:
    """Undoes zstd (RFC 8878), within the window that RFC 9659 allows on the web."""

    def __init__(self) -> None:
        self.consumed = 0
        self._stream = self._new()

    def feed(self, data: bytes, limit: int) -> bytes:
        out = bytearray()
        try:
            for piece in _steps(data):
                self._take(piece, out, limit)
        except (zstd.ZstdError, EOFError) as error:
            raise BodyError("the body cannot be decompressed", before=bytes(out)) from error
        return bytes(out)

    def _take(self, data: bytes, out: bytearray, limit: int) -> None:
        while len(out) < limit:
            if self._stream.eof:  # frames may follow one another
                data = self._stream.unused_data or data
                if not data:
                    break
                self._stream = self._new()
            out += self._stream.decompress(data, limit - len(out))
            self.consumed += len(data)
            data = b""
            if self._stream.needs_input and not self._stream.eof:
                break

    def _new(self) -> zstd.ZstdDecompressor:
        options = {int(zstd.DecompressionParameter.window_log_max): 23}  # 8 MiB
        return zstd.ZstdDecompressor(options=options)


class _Decoder(Protocol):
    """Undoes a content coding piece by piece."""

    @property
    def consumed(self) -> int:
        """How many bytes of the body were undone."""

    def feed(self, data: bytes, limit: int) -> bytes:
        """Take the next piece and return what comes out, about `limit` bytes at most."""


class _Several:
    """Undoes codings that were applied one after the other, the last one first."""

    def __init__(self, decoders: list[_Decoder]) -> None:
        self._decoders = decoders

    @property
    def consumed(self) -> int:
        return self._decoders[0].consumed

    def feed(self, data: bytes, limit: int) -> bytes:
        for decoder in self._decoders[:-1]:
            data = decoder.feed(data, _BOMB_RATIO * _PIECE)
        return self._decoders[-1].feed(data, limit)


def _steps(data: bytes) -> Iterator[bytes]:
    return (data[start : start + _STEP] for start in range(0, len(data), _STEP))


def _inflater(coding: str | None) -> _Decoder | None:
    """Return what undoes a body's codings; names that are none are ignored, as browsers do."""
    names = [name.strip().lower() for name in (coding or "").split(",")][:_MOST_CODINGS]
    decoders = [found for name in reversed(names) if (found := _decoder(name)) is not None]
    if len(decoders) > 1:
        return _Several(decoders)
    return decoders[0] if decoders else None


def _decoder(name: str) -> _Decoder | None:
    if name in {"gzip", "x-gzip", "deflate"}:
        return _Inflater(gzip=name != "deflate")
    if name == "br":
        return _Brotli()
    return _Zstandard() if name == "zstd" else None
