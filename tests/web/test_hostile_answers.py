"""Answers made to use up memory or processor time: each costs its own address at most."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import zlib
from typing import TYPE_CHECKING

import pytest

from linkcheck.models import Failure
from linkcheck.pages import read_page
from linkcheck.web import Fetcher, Recorder
from tests.server import Request, answer, send

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    from tests.server import LoopbackServer

    Make = Callable[..., AbstractAsyncContextManager[Fetcher]]

PAGE = "<title>Talks end</title>" + "<p>The ministers left without a deal.</p>" * 60
CYRILLIC = ("<title>Переговори</title>" + "<p>Міністри поїхали без угоди.</p>" * 60).encode(
    "cp1251"
)
FILLED = {
    name: (filler * 60_000)[:59_999]
    for name, filler in {
        "spaces": " ", "tabs": "\t", "quotes": '"', "semicolons": ";", "commas": ",", "pairs": "a=b;",
        "signs": "=", "charsets": "charset= ",
    }.items()
}  # fmt: skip
BEGINNINGS = [
    ("Content-Type", "text/html; charset="),
    ("Content-Type", "text/html; charset='"),
    ("Content-Type", "application/pdf"),
    ("Content-Language", ""),
    ("Refresh", "0; url="),
    ("Refresh", ""),
    ("Set-Cookie", "a=b; expires="),
    ("Set-Cookie2", "a=b; Version=1; "),
    ("Retry-After", "Mon, "),
    ("Location", "/"),
    ("Content-Encoding", ""),
    ("Server", ""),
    ("X-Robots-Tag", ""),
]

RUN = """
import json, pathlib, re, sys
import linkcheck

fetch = linkcheck.FetchSettings(
    allow_networks=("127.0.0.0/8",), host_interval=0.0, backoff=0.0, per_host=40, attempts=1
)
settings = linkcheck.Settings(fetch=fetch, workers=0, store=None)
report = linkcheck.check([sys.argv[1]], settings)
statuses = sorted({verdict.status for verdict in report.verdicts})
# Not ru_maxrss, which begins with the peak of the process that started this one.
peak = int(re.search(r"VmHWM:\\s*(\\d+)", pathlib.Path("/proc/self/status").read_text())[1]) / 1024
print(json.dumps([statuses, len(report.verdicts), peak]))
"""


def head(fields: int, size: int) -> bytes:
    """Return the head of an answer with so many fields of so many characters each."""
    names = ["Server", "ETag", "Content-Language", "X-Robots-Tag", "Retry-After"]
    lines = (
        f"{names[number % 5] if number < 20 else f'X-{number}'}: {'x' * size}\r\n"
        for number in range(fields)
    )
    return f"HTTP/1.1 200 OK\r\nContent-Length: {len(PAGE)}\r\n{''.join(lines)}\r\n".encode()


@pytest.mark.skipif(sys.platform != "linux", reason="reads the peak of memory from /proc")
@pytest.mark.parametrize(
    ("fields", "size", "status"),
    [(100, 60_000, "unverified"), (60, 4_000, "ok"), (4, 60_000, "ok")],
)
def test_headers_cannot_fill_memory(
    tmp_path: Path, server: LoopbackServer, fields: int, size: int, status: str
) -> None:
    """One site with 300 links to it would take 8 GB, and the job that checks them would be killed."""
    server.otherwise(send(head(fields, size) + PAGE.encode(), close=True))
    lines = "".join(f"- Daily: [Talks end]({server.url(f'/{n}')})\n" for n in range(300))
    path = tmp_path / "a.md"
    path.write_text(f"## Sources\n\n{lines}")
    ran = subprocess.run(
        [sys.executable, "-c", RUN, str(path)], capture_output=True, text=True, check=False,
        timeout=120,
    )  # fmt: skip
    assert not ran.stderr
    statuses, count, peak = json.loads(ran.stdout)
    assert (statuses, count) == ([status], 300)
    assert peak < 200  # MiB, of which 90 are the program


async def test_head_without_end(server: LoopbackServer, fetcher: Make) -> None:
    """Informational answers, each short, would be taken until the time is over."""

    async def endless(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: Request
    ) -> None:
        while True:
            writer.write(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" * 500)
            await writer.drain()

    url = server.behave("/a", endless)
    async with fetcher(attempts=1) as web:
        found = await web.resolve(url)
    assert (found.failure, found.detail) == (
        Failure.MALFORMED_ANSWER, "the headers of the response are too long",
    )  # fmt: skip


@pytest.mark.parametrize("filler", FILLED.values(), ids=FILLED)
async def test_header_values_take_linear_time(
    server: LoopbackServer, fetcher: Make, filler: str
) -> None:
    """One header of 60 kB would hold up the whole run for half a minute, for each link."""
    urls = [
        server.page(f"/{n}", CYRILLIC, status=status, headers={name: f"{start}{filler}x"})
        for n, (name, start) in enumerate(BEGINNINGS)
        for status in ["302 Found" if name == "Location" else "200 OK"]
    ]
    async with fetcher(attempts=1) as web:
        await web.resolve(server.page("/", PAGE))  # loads what is loaded with the first page
        for url, (name, _) in zip(urls, BEGINNINGS, strict=True):
            before = time.process_time()
            found = await web.resolve(url)
            if found.status is not None:
                read_page(found)
            assert time.process_time() - before < 1.0, name
            assert sum(map(len, (value for _, value in found.headers))) < 20_000


async def test_many_long_cookies(
    server: LoopbackServer, fetcher: Make, recwarn: pytest.WarningsRecorder
) -> None:
    """Cookies just short enough to be kept would take seconds, or show a traceback."""
    values = ["a=b; path=" + "\\" * 4_000, "a=b; max-age=" + "9" * 4_000, "a=" + '";' * 2_000]
    lines = "".join(f"Set-Cookie: {value}\r\n" for value in values * 20)
    server.behave(
        "/a", send(f"HTTP/1.1 302 Found\r\nLocation: /b\r\n{lines}\r\n".encode(), close=True)
    )
    server.page("/b", PAGE)
    async with fetcher(attempts=1) as web:
        before = time.process_time()
        found = await web.resolve(server.url("/a"))
    assert found.status == 200
    assert time.process_time() - before < 2.0
    assert not [warning for warning in recwarn if "cookiejar" in str(warning.message)]


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
async def test_body_that_inflates_to_nothing(
    tmp_path: Path, server: LoopbackServer, fetcher: Make, coding: str
) -> None:
    """One link would fill memory and the disk with its recording, as long as its time lasts."""
    sent = 0

    async def endless(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: Request
    ) -> None:
        nonlocal sent
        stream = zlib.compressobj(wbits=31 if coding == "gzip" else 15)
        start = stream.compress(b"") + stream.flush(zlib.Z_SYNC_FLUSH)
        writer.write(
            f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: {coding}\r\n"
            "Connection: close\r\n\r\n".encode()
            + start
        )
        empty = b"\x00\x00\x00\xff\xff" * 10_000  # stored blocks of no length (RFC 1951 3.2.4)
        while True:
            writer.write(empty)
            await writer.drain()
            sent += len(empty)

    url = server.behave("/a", endless)
    path = tmp_path / "a.warc"
    with Recorder(path) as recorder:
        async with fetcher(attempts=1, recorder=recorder, max_body=100_000) as web:
            found = await web.resolve(url)
    assert found.failure is Failure.MALFORMED_ANSWER
    assert path.stat().st_size < 500_000  # twice the limit, and what was read with its end


async def test_large_page_that_hardly_shrinks(server: LoopbackServer, fetcher: Make) -> None:
    """A page sent in a coding that makes it longer would no longer be read."""
    stored = zlib.compressobj(level=0, wbits=31)
    page = PAGE.encode() + b" " * 90_000
    body = stored.compress(page) + stored.flush()
    url = server.behave("/a", answer(body, headers={"Content-Encoding": "gzip"}))
    async with fetcher(max_body=100_000) as web:
        found = await web.resolve(url)
    assert (found.status, found.body) == (200, page)
