"""Documents of a few kilobytes that are made to take gigabytes and minutes."""

from __future__ import annotations

import json
import subprocess
import sys
import zlib
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

RUN = r"""
import json, pathlib, re, sys, time
from linkcheck.models import Resolution
from linkcheck.pages import read_page

def read(body):
    url = "http://news.example/a.pdf"
    return read_page(Resolution(url=url, final_url=url, status=200, body=body))

read(b"%PDF-1.7 is loaded")
before = time.process_time()
page = read(pathlib.Path(sys.argv[1]).read_bytes())
taken = time.process_time() - before
peak = re.search(r"VmHWM:\s*(\d+)", pathlib.Path("/proc/self/status").read_text())
print(json.dumps([page.text, str(page.liveness.kind), taken, int(peak[1]) / 1024]))
"""
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
BEGIN = b"BT /F1 12 Tf 50 700 Td "


def stream(data: bytes, entries: str = "", *, times: int = 1) -> bytes:
    """Return a stream, compressed so many times."""
    for _ in range(times):
        data = zlib.compress(data, 9)
    filters = "/FlateDecode" * times
    head = f"<</Length {len(data)}/Filter[{filters}]{entries}>>stream\n"
    return head.encode() + data + b"\nendstream"


def document(content: bytes, *more: bytes) -> bytes:
    """Return a document of one page."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        (
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
            b"/Resources<</Font<</F1 5 0 R>>/XObject<</X 6 0 R>>>>>>"
        ),
        content,
        *(more or (FONT,)),
    ]
    out = b"%PDF-1.7\n"
    places = []
    for number, each in enumerate(objects, 1):
        places.append(f"{len(out):010} 00000 n \n")
        out += f"{number} 0 obj\n".encode() + each + b"\nendobj\n"
    count = len(objects) + 1
    table = f"xref\n0 {count}\n0000000000 65535 f \n{''.join(places)}"
    return (
        out + f"{table}trailer<</Size {count}/Root 1 0 R>>\nstartxref\n{len(out)}\n%%EOF".encode()
    )


FORM = "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</Font<</F1 5 0 R>>>>"
BOMBS = {
    "texts": document(stream(BEGIN + b"(a) Tj " * 3_000_000 + b" ET")),
    "lines": document(stream(BEGIN + b"1 1 Td (a) Tj\n" * 200_000 + b" ET")),
    "long text": document(stream(BEGIN + b"(" + b"a" * 30_000_000 + b") Tj ET")),
    "numbers": document(stream(b"1 " * 10_000_000)),
    "states": document(stream(b"q " * 1_500_000)),
    "zeros": document(stream(bytes(70_000_000))),
    "twice": document(stream(b"1 0 0 1 0 0 cm " * 20_000_000, times=2)),
    "array": document(stream(BEGIN + b"[" + b"(a) 1 " * 1_000_000 + b"] TJ ET")),
    "brackets": document(stream(BEGIN + b"[" * 500_000)),
    "forms": document(
        stream(b"/X Do " * 5_000), FONT, stream(b"BT /F1 12 Tf (abc) Tj ET " * 20_000, FORM)
    ),
    "letters": document(
        stream(BEGIN + b"(abc) Tj ET"),
        b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/ToUnicode 6 0 R"
        b"/DescendantFonts[7 0 R]>>",
        stream(b"begincmap\n" + b"1 beginbfrange\n<0000> <ffff> <0041>\nendbfrange\n" * 3_000),
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/X>>",
    ),
}


def read(path: Path, body: bytes) -> tuple[str, str, float, float]:
    """Return text, kind, processor time in seconds and peak memory in MiB of reading a document."""
    path.write_bytes(body)
    ran = subprocess.run(
        [sys.executable, "-c", RUN, str(path)], capture_output=True, text=True, check=True,
        timeout=60,
    )  # fmt: skip
    text, kind, taken, peak = json.loads(ran.stdout)
    return text, kind, taken, peak


@pytest.mark.skipif(sys.platform != "linux", reason="reads the peak of memory from /proc")
@pytest.mark.parametrize("name", BOMBS)
def test_bomb(tmp_path: Path, name: str) -> None:
    """One document of 20 kB would hold up the run, or take all memory of the job."""
    assert len(BOMBS[name]) < 100_000
    _, _, taken, peak = read(tmp_path / "a.pdf", BOMBS[name])
    assert taken < 4.0
    assert peak < 200


@pytest.mark.skipif(sys.platform != "linux", reason="reads the peak of memory from /proc")
def test_long_page_is_read(tmp_path: Path) -> None:
    """Reports with much on their first page would no longer be read."""
    lines = "".join(f"(line {number} of the report) Tj 0 -20 Td " for number in range(3_000))
    body = document(stream(BEGIN + lines.encode() + b"0 0 m 9 9 l S " * 20_000 + b"ET"))
    text, kind, _, _ = read(tmp_path / "a.pdf", body)
    assert kind == "living"
    assert text.startswith("line 0 of the report\nline 1 of the report")
