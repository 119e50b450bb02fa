"""Writing what was fetched into a WARC file (ISO 28500), as standard tools read it.

Each request is a `request` and a `response` record. A failure, which WARC has no record for, is
a `metadata` record with the fields `failure` and `detail`, tied to the record it belongs to.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Self
from urllib.parse import urlsplit, urlunsplit

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from linkcheck._version import __version__
from linkcheck.errors import RecordingError
from linkcheck.text.destinations import destination

if TYPE_CHECKING:
    from collections.abc import Sequence
    from os import PathLike
    from types import TracebackType

    from linkcheck.web.messages import Exchange, Response

__all__ = ["FIELDS", "Recorder"]

# Of a request only what is no secret: a host may be sent a key in a header of any name.
_KEPT = frozenset(
    {
        b"host", b"user-agent", b"accept", b"accept-encoding", b"accept-language", b"connection",
        b"if-modified-since", b"if-none-match", b"sec-fetch-dest", b"sec-fetch-mode",
        b"sec-fetch-site", b"sec-fetch-user", b"upgrade-insecure-requests",
    }
)  # fmt: skip

FIELDS = "application/warc-fields"

# EDQUOT is not on every system.
_FULL = frozenset({errno.ENOSPC, errno.EFBIG, errno.EIO, getattr(errno, "EDQUOT", errno.ENOSPC)})


class Recorder:
    """Writes a WARC file; use it as a context manager.

    Args:
        path: the file, replaced if it exists; gzipped where the name ends in ".gz".
    """

    def __init__(self, path: str | PathLike[str]) -> None:
        self._path = Path(path)
        self._file: BinaryIO | None = None
        self._writer: Any = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="linkcheck-record")

    def __enter__(self) -> Self:
        """Open the file.

        Raises:
            RecordingError: it cannot be written.
        """
        try:
            self._file = destination(self._path).open("wb")
            self._writer = WARCWriter(
                self._file, gzip=self._path.suffix == ".gz", warc_version="WARC/1.1"
            )
            self._writer.write_record(
                self._writer.create_warcinfo_record(
                    self._path.name,
                    {"software": f"linkcheck/{__version__}", "format": "WARC File Format 1.1"},
                )
            )
        except OSError as error:
            with contextlib.suppress(OSError):
                self._close()
            raise self._unwritten(error) from error
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close the file.

        Raises:
            RecordingError: its end cannot be written.
        """
        self._thread.shutdown()
        try:
            self._close()
        except OSError as error:
            if not isinstance(exc, RecordingError):  # which has told it already
                raise self._unwritten(error) from error

    def _close(self) -> None:
        file, self._file, self._writer = self._file, None, None
        if file is not None:
            file.close()

    async def add(self, exchange: Exchange) -> None:
        """Add one exchange, in a thread: compressing takes time that the loop has not.

        Raises:
            RecordingError: the file cannot be written, or is closed.
        """
        await asyncio.get_running_loop().run_in_executor(self._thread, self.write, exchange)

    def write(self, exchange: Exchange) -> None:
        """Add one exchange.

        Raises:
            RecordingError: the file cannot be written, or is closed.
        """
        if self._writer is None:
            raise RecordingError("the recording is closed: use Recorder in a with statement")
        try:
            self._write(exchange)
        except OSError as error:
            raise self._unwritten(error) from error

    def _unwritten(self, error: OSError) -> RecordingError:
        found = RecordingError(
            f"{self._path}: the recording cannot be written: {error.strerror or error}"
        )
        if error.errno in _FULL:
            found.exit_code = 3  # a run that cannot continue, not a wrong path
        return found

    def _write(self, exchange: Exchange) -> None:
        writer, url = self._writer, _url(exchange)
        request = writer.create_warc_record(url, "request", http_headers=_request_head(exchange))
        if exchange.response is None:
            writer.write_record(request)
            last = request
        else:
            extra = {}
            if peer := exchange.response.peer:
                extra["WARC-IP-Address"] = peer
            if exchange.truncated:
                extra["WARC-Truncated"] = "length"
            last = writer.create_warc_record(
                url,
                "response",
                payload=BytesIO(exchange.body),
                length=len(exchange.body),
                http_headers=_response_head(exchange.response),
                warc_headers_dict=extra,
            )
            writer.write_request_response_pair(request, last)
        # `fetchTimeMs` is what Heritrix calls it, too.
        fields = f"fetchTimeMs: {1000 * exchange.elapsed:.0f}\r\n"
        if exchange.failure is not None:
            fields += f"failure: {exchange.failure}\r\ndetail: {exchange.detail or ''}\r\n"
        self._metadata(url, fields.encode(), last)

    def _metadata(self, url: str, fields: bytes, last: Any) -> None:
        writer = self._writer
        writer.write_record(
            writer.create_warc_record(
                url,
                "metadata",
                payload=BytesIO(fields),
                length=len(fields),
                warc_content_type=FIELDS,
                warc_headers_dict={
                    "WARC-Concurrent-To": last.rec_headers.get_header("WARC-Record-ID")
                },
            )
        )


def _url(exchange: Exchange) -> str:
    """Return the address that was asked."""
    changed = exchange.response.url if exchange.response is not None else None
    return changed or exchange.request.url


def _request_head(exchange: Exchange) -> Any:
    request = exchange.request
    parts = urlsplit(_url(exchange))
    sent: Sequence[tuple[bytes, bytes]] | None = None
    if exchange.response is not None:
        sent = exchange.response.sent
    if sent is None:
        fields = {"Host": parts.netloc, **request.headers}
        sent = [(name.encode(), value.encode()) for name, value in fields.items()]
    headers = [
        (_text(name), _text(value))
        for name, value in sent
        if name.lower() in _KEPT  # a recording is handed on
    ]
    target = urlunsplit(("", "", parts.path, parts.query, ""))
    return StatusAndHeaders(f"{request.method} {target} HTTP/1.1", headers, is_http_request=True)


def _response_head(response: Response) -> Any:
    headers = []
    for name, value in response.raw:
        label = _text(name)
        if label.lower() == "transfer-encoding":
            # The body is stored without its chunks; readers would look for them.
            label = "X-Archive-Orig-Transfer-Encoding"
        headers.append((label, _text(value)))
    return StatusAndHeaders(f"{response.status} {response.reason}", headers, protocol="HTTP/1.1")


def _text(raw: bytes) -> str:
    """Return a header's bytes as ASCII: what is not gets escaped."""
    return "".join(chr(byte) if byte < 0x80 else f"%{byte:02X}" for byte in raw)
