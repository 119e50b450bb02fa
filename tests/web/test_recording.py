"""Writing a recorded web and answering from it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from linkcheck.errors import RecordingError
from linkcheck.models import Failure, Resolution
from linkcheck.web import Fetcher, Recorder, ReplayTransport
from tests.server import LoopbackServer, answer, compressed, reset, send

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    Make = Callable[..., AbstractAsyncContextManager[Fetcher]]


def essence(found: Resolution) -> tuple[Any, ...]:
    """Return what a replay must give again: all but the times."""
    hops = [(hop.url, hop.status, hop.peer, hop.via, hop.location) for hop in found.hops]
    headers = [pair for pair in found.headers if "transfer-encoding" not in pair[0]]
    return (
        found.url, found.final_url, hops, found.status, found.failure, found.detail, headers,
        found.body, found.truncated, found.attempts,
    )  # fmt: skip


@pytest.mark.parametrize("name", ["web.warc", "web.warc.gz"])
async def test_replay_gives_the_same(
    server: LoopbackServer, fetcher: Make, tmp_path: Path, name: str
) -> None:
    """A recording would not prove what the sources said that day."""
    server.page("/plain", "<html>звичайна</html>")
    server.behave("/gzip", compressed("<html>стиснута</html>".encode()))
    server.redirect("/moved", "/plain")
    server.page("/long", b"y" * 90_000)
    server.behave("/busy", answer(status="503 Busy"), answer("<html>now</html>"))
    server.behave("/reset", reset)
    server.behave("/bomb", compressed(b"\0" * 4_000_000))
    server.redirect("/loop", "/loop")
    server.behave(
        "/chunked",
        send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"),
    )
    server.behave("/short", send(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab", close=True))
    paths: tuple[str, ...] = ("plain", "gzip", "moved", "long", "busy", "reset", "bomb", "loop")
    paths += ("chunked", "short", "missing")
    addresses = [server.url(f"/{path}") for path in paths] + ["http://10.0.0.1/"]
    file = tmp_path / name
    with Recorder(file) as recorder:
        async with fetcher(recorder=recorder, max_body=50_000) as web:
            live = [await web.resolve(address) for address in addresses]
    asked = len(server.requests)
    async with fetcher(transport=ReplayTransport(file), max_body=50_000) as web:
        again = [await web.resolve(address) for address in addresses]
    assert [essence(found) for found in again] == [essence(found) for found in live]
    assert {found.failure for found in live} >= {
        Failure.RESET, Failure.DECOMPRESSION_BOMB, Failure.REDIRECT_LOOP, Failure.PRIVATE_ADDRESS,
        Failure.MALFORMED_ANSWER,
    }  # fmt: skip
    assert len(server.requests) == asked


async def test_recording_is_read_by_standard_tools(
    server: LoopbackServer, fetcher: Make, tmp_path: Path
) -> None:
    """The evidence of a run could not be opened in an archive's own viewer."""
    server.behave("/b", compressed(b"<html>text</html>"))
    file = tmp_path / "web.warc.gz"
    with Recorder(file) as recorder:
        async with fetcher(recorder=recorder) as web:
            await web.resolve(server.redirect("/a", "/b"))
    found = []
    with file.open("rb") as stream:
        for record in ArchiveIterator(stream, check_digests="raise"):
            url = record.rec_headers.get_header("WARC-Target-URI")
            found.append((record.rec_type, url, record.content_stream().read()))
    kinds = [(kind, url) for kind, url, _ in found]
    first, second = server.url("/a"), server.url("/b")
    assert kinds[0][0] == "warcinfo"
    assert sorted(kinds[1:]) == [
        (kind, url) for kind in ("metadata", "request", "response") for url in (first, second)
    ]
    assert (("response", second), b"<html>text</html>") in [((k, u), b) for k, u, b in found]


async def test_address_that_was_not_recorded(fetcher: Make, tmp_path: Path) -> None:
    """A gap in a recording would be taken for a dead source."""
    file = tmp_path / "web.warc"
    with Recorder(file):
        pass
    async with fetcher(transport=ReplayTransport(file)) as web:
        found = await web.resolve("http://source.example/")
    assert (found.failure, found.attempts) == (Failure.NOT_RECORDED, 1)


@pytest.mark.parametrize(
    "content", [b"no recording at all\n" * 20, b"\x1f\x8b broken", b"WARC/1.0\r\nrubbish\xff\r\n"]
)
def test_damaged_recording(tmp_path: Path, content: bytes) -> None:
    """A wrong file would give a traceback, or every source as missing."""
    file = tmp_path / "web.warc.gz"
    file.write_bytes(content)
    with pytest.raises(RecordingError, match=r"web\.warc\.gz"):
        ReplayTransport(file)


def test_missing_recording(tmp_path: Path) -> None:
    """A slip in a file's name would give a traceback."""
    with pytest.raises(RecordingError, match="No such file"):
        ReplayTransport(tmp_path / "none.warc")


def test_recording_that_cannot_be_written(tmp_path: Path) -> None:
    """A run would go on for an hour and then have nothing recorded."""
    with pytest.raises(RecordingError, match="cannot be written"), Recorder(tmp_path):
        pass


@pytest.mark.skipif(sys.platform != "linux", reason="/dev/full is Linux")
def test_full_disk_is_named() -> None:
    """A run whose recording filled the disk would end with a bare error number."""
    with (
        pytest.raises(RecordingError, match=r"^/dev/full: .* cannot be written: No space left"),
        Recorder("/dev/full"),
    ):
        pass
