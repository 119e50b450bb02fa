"""Recordings from elsewhere: a damaged or hostile one is an error with its name, and no more."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from linkcheck.errors import RecordingError
from linkcheck.web import ReplayTransport

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    from linkcheck.web import Fetcher

    Make = Callable[..., AbstractAsyncContextManager[Fetcher]]

URL = "http://news.example/a"


def record(http: bytes, length: str | None = None, more: bytes = b"", uri: str = URL) -> bytes:
    """Return a record of an answer."""
    length = str(len(http)) if length is None else length
    head = (
        f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:x:1>\r\nWARC-Target-URI: {uri}\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {length}\r\n"
    )
    return head.encode() + more + b"\r\n" + http + b"\r\n\r\n"


OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<title>Talks end</title>"
RECORDINGS: dict[str, Callable[[], bytes]] = {
    "length beyond all numbers": lambda: record(OK, "99999999999999999999"),
    "zeros": lambda: gzip.compress(bytes(200_000_000), 1),
    "line of a header": lambda: record(OK, more=b"X-Long: " + b"x" * 50_000_000 + b"\r\n"),
    "line of an answer": lambda: record(
        b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 50_000_000 + b"\r\n\r\n"
    ),
    "gzipped line": lambda: gzip.compress(
        record(OK, more=b"X-Long: " + b"x" * 80_000_000 + b"\r\n"), 1
    ),
    "many headers": lambda: record(OK, more=b"X: y\r\n" * 2_000_000),
    "continued header": lambda: record(OK, more=b"X: y\r\n" + b" z\r\n" * 2_000_000),
    "blank lines": lambda: gzip.compress(record(OK) + b"\r\n" * 20_000_000, 1),
    "no address": lambda: record(OK).replace(b"WARC-Target-URI", b"X-Nothing"),
}
RUN = r"""
import resource
resource.setrlimit(resource.RLIMIT_AS, (800 << 20, 800 << 20))
resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
from linkcheck.cli.main import main
main()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="limits the memory of a process")
@pytest.mark.parametrize(
    ("name", "option"),
    [*((name, "--replay") for name in RECORDINGS), ("zeros", "--drift-from")],
)
def test_hostile_recording(tmp_path: Path, name: str, option: str) -> None:
    """A file of a megabyte would take 10 GB or minutes, or give a traceback."""
    file = tmp_path / "evil.warc.gz"
    file.write_bytes(RECORDINGS[name]())
    article = tmp_path / "a.md"
    article.write_text("## Sources\n\n- Daily: [Talks end](http://127.0.0.1:9/)\n")
    ran = subprocess.run(
        [sys.executable, "-c", RUN, "check", str(article), option, str(file), "--no-store"],
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert ran.returncode == 2
    (line,) = ran.stderr.splitlines()
    assert "evil.warc.gz: this is not a WARC file, or it is damaged" in line


async def test_body_that_inflates_without_end(tmp_path: Path, fetcher: Make) -> None:
    """One page of a recording would take gigabytes when it is its turn."""
    file = tmp_path / "a.warc.gz"
    chunk = b"7fffffff\r\n" + bytes(100_000_000)
    answer = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk
    file.write_bytes(gzip.compress(record(answer), 1) + gzip.compress(record(OK, uri=f"{URL}/b")))
    async with fetcher(transport=ReplayTransport(file)) as web:
        first = await web.resolve(URL)
        second = await web.resolve(f"{URL}/b")
    assert len(first.body) <= 1 << 20
    assert (second.status, second.body) == (200, b"<title>Talks end</title>")


async def test_long_headers_are_replayed(tmp_path: Path, fetcher: Make) -> None:
    """Answers with headers as long as are taken from the web would be lost in a replay."""
    file = tmp_path / "a.warc"
    header = b"X-Long: " + b"%D0" * 60_000 + b"\r\n"
    file.write_bytes(record(b"HTTP/1.1 200 OK\r\n" + header * 4 + b"\r\n<title>Talks end</title>"))
    async with fetcher(transport=ReplayTransport(file)) as web:
        found = await web.resolve(URL)
    assert (found.status, found.body) == (200, b"<title>Talks end</title>")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no FIFOs")
def test_recording_that_is_no_file(tmp_path: Path) -> None:
    """The run would wait for good for somebody to write to it."""
    os.mkfifo(tmp_path / "a.warc")
    with pytest.raises(RecordingError, match=r"a\.warc: a recording must be a regular file"):
        ReplayTransport(tmp_path / "a.warc")
