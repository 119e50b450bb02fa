"""Answering from a WARC file instead of the network."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

import httpx
from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader, DecompressingBufferedReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.limitreader import LimitReader

from linkcheck.errors import RecordingError
from linkcheck.models import Failure
from linkcheck.text.urls import MAX_LENGTH, normalize
from linkcheck.web.failures import KnownFailureError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from os import PathLike

__all__ = ["ReplayTransport"]

_PIECE = 16 * 1024
_LONGEST_BODY = 64 * 1024 * 1024
_LONGEST_HEAD = 2 << 20
"""Bytes of all header lines of one record: three times what is taken of an answer, escaped."""
_MOST_LINES = 1000
_LARGEST_RECORD = 1 << 40


class _Entry(NamedTuple):
    """One recorded answer: where its response stands, how it failed, how long it took."""

    offset: int | None
    failure: KnownFailureError | None = None
    elapsed: float = 0.0


class ReplayTransport(httpx.AsyncBaseTransport):
    """Answers requests from a recorded web; nothing is sent anywhere.

    Where an address was asked several times, its answers come in the order of the recording, and
    then the last one for good. An address that was not recorded fails as
    `Failure.NOT_RECORDED`. Responses carry the extensions "peer" and "date" (ISO 8601) of the
    recording.

    Args:
        path: a WARC file, gzipped record by record or not at all.
        pace: how long answers take: 0 for at once, 1 for as long as they took then.

    Raises:
        RecordingError: the file cannot be read.
    """

    def __init__(self, path: str | PathLike[str], *, pace: float = 0.0) -> None:
        self._path = Path(path)
        self._pace = pace
        self._answers: dict[str, list[_Entry]] = {}
        self._asked: dict[str, int] = {}
        if self._path.exists() and not self._path.is_file():
            message = f"{self._path}: a recording must be a regular file"
            raise RecordingError(message)
        try:
            self._index()
        except OSError as error:
            message = f"{self._path}: the recording cannot be read: {error.strerror}"
            raise RecordingError(message) from error
        except Exception as error:  # the parser raises exceptions of many kinds
            message = f"{self._path}: this is not a WARC file, or it is damaged"
            raise RecordingError(message) from error

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer a request; see `httpx.AsyncBaseTransport`."""
        key = _key(str(request.url))
        answers = self._answers.get(key)
        if answers is None:
            raise KnownFailureError(Failure.NOT_RECORDED)
        turn = self._asked.get(key, 0)
        self._asked[key] = turn + 1
        entry = answers[min(turn, len(answers) - 1)]
        if self._pace and entry.elapsed:
            await asyncio.sleep(self._pace * entry.elapsed)
        if entry.offset is None:
            assert entry.failure is not None  # noqa: S101 - an entry has one or the other
            raise KnownFailureError(entry.failure.failure, entry.failure.detail)
        return await asyncio.to_thread(self._read, entry)

    def _index(self) -> None:
        last_id, last_key, known = None, "", False
        with self._path.open("rb") as file:
            records = _Archive(file)
            for record in records:
                if (record.length or 0) > _LARGEST_RECORD:
                    raise ArchiveLoadFailed("a record is longer than any file")
                known = known or bool(record.rec_headers.get_header("WARC-Type"))
                key = _key(record.rec_headers.get_header("WARC-Target-URI") or "")
                if record.rec_type == "response" and _status(record) is not None:
                    last_id = record.rec_headers.get_header("WARC-Record-ID")
                    last_key = key
                    entry = _Entry(records.get_record_offset())
                    self._answers.setdefault(key, []).append(entry)
                elif record.rec_type == "metadata":
                    failure, elapsed = _told(record)
                    belongs = record.rec_headers.get_header("WARC-Concurrent-To")
                    if last_id is not None and belongs == last_id and key == last_key:
                        entries = self._answers[key]
                        entries[-1] = entries[-1]._replace(failure=failure, elapsed=elapsed)
                    elif failure is not None:
                        entry = _Entry(None, failure, elapsed)
                        self._answers.setdefault(key, []).append(entry)
        if not known:
            raise ArchiveLoadFailed("no record has a type")

    def _read(self, entry: _Entry) -> httpx.Response:
        try:
            with self._path.open("rb") as file:
                file.seek(entry.offset or 0)
                record = next(iter(_Archive(file)))
                stream = LimitReader.wrap_stream(record.raw_stream, _LONGEST_BODY)
                if record.http_headers.get_header("Transfer-Encoding"):
                    stream = ChunkedDataReader(stream)
                body = stream.read(_LONGEST_BODY)
        except Exception as error:  # the same
            message = f"{self._path}: the recording has changed or is damaged"
            raise KnownFailureError(Failure.NOT_RECORDED, message) from error
        extensions: dict[str, Any] = {"http_version": b"HTTP/1.1", "elapsed": entry.elapsed}
        for name, header in (("peer", "WARC-IP-Address"), ("date", "WARC-Date")):
            if value := record.rec_headers.get_header(header):
                extensions[name] = value
        return httpx.Response(
            _status(record) or 0,
            headers=[
                (name.encode("utf-8", "replace"), value.encode("utf-8", "replace"))
                for name, value in record.http_headers.headers
            ],
            stream=_Body(body, entry.failure),
            extensions=extensions,
        )


class _Lines(DecompressingBufferedReader):  # type: ignore[misc]  # warcio has no types
    """Reads lines up to a number of bytes: a few kilobytes may inflate to gigabytes without one.

    Attributes:
        room: bytes of lines that may still be read.
        lines: that may still be read.
    """

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__(stream)
        self.begin()

    def begin(self) -> None:
        """Begin with the next record."""
        self.room, self.lines = _LONGEST_HEAD, _MOST_LINES

    def readline(self, length: int | None = None) -> bytes:
        """Read a line, or the first bytes of one.

        Raises:
            ArchiveLoadFailed: there is no room left for it.
        """
        wanted = self.room if length is None else min(length, self.room)
        pieces: list[bytes] = []
        while wanted > 0:
            self._fillbuff()
            if self.empty():
                break
            piece: bytes = self.buff.readline(wanted)
            pieces.append(piece)
            wanted -= len(piece)
            self.room -= len(piece)
            if piece.endswith(b"\n"):
                break
        self.lines -= 1
        if self.room <= 0 or self.lines <= 0:
            raise ArchiveLoadFailed("the headers of a record are too long")
        return b"".join(pieces)


class _Archive(ArchiveIterator):  # type: ignore[misc]  # the same
    """Iterates over records, whose headers are of limited length.

    Args:
        file: at the beginning of a record.
    """

    INC_RECORD = ""  # which would be written to standard error, with a line of the file in it

    def __init__(self, file: BinaryIO) -> None:
        super().__init__(file)
        self.reader = _Lines(file)

    def _next_record(self, next_line: bytes | None) -> Any:
        self.reader.begin()
        return super()._next_record(next_line)


class _Body(httpx.AsyncByteStream):
    """A recorded body, which ends as badly as it did then."""

    def __init__(self, body: bytes, failure: KnownFailureError | None) -> None:
        self._body = body
        self._failure = failure

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for start in range(0, len(self._body), _PIECE):
            yield self._body[start : start + _PIECE]
        if self._failure is not None:
            raise KnownFailureError(self._failure.failure, self._failure.detail)


def _key(url: str) -> str:
    try:
        return normalize(url)
    except ValueError:
        return url[:MAX_LENGTH]


def _status(record: Any) -> int | None:
    code = record.http_headers.get_statuscode() if record.http_headers else ""
    return int(code) if code.isascii() and code.isdigit() and len(code) == 3 else None


def _told(record: Any) -> tuple[KnownFailureError | None, float]:
    """Return what a metadata record tells: how the exchange failed, if so, and how long it took."""
    text = record.content_stream().read(4096).decode("utf-8", "replace")
    fields = dict(line.split(": ", 1) for line in text.splitlines() if ": " in line)
    taken = fields.get("fetchTimeMs", "")
    elapsed = int(taken) / 1000 if taken.isascii() and taken.isdigit() and len(taken) < 8 else 0.0
    try:
        return KnownFailureError(Failure(fields.get("failure", "")), fields.get("detail")), elapsed
    except ValueError:
        return None, elapsed
