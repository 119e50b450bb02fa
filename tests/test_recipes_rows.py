"""Facts that are added as one row of a data file: an outlet, a vendor of bot checks."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from tests.packages import copy_of_linkcheck

if TYPE_CHECKING:
    from pathlib import Path

OUTLET = """
[[outlet]]
names = ["The Invented Herald", "Вигаданий вісник"]
domains = ["ivh.example"]
former = ["old-herald.example"]
country = "UA"
languages = ["uk"]
"""
PUBLISHER = """
from linkcheck.models import Citation, Location, Page, Liveness, PageKind
from linkcheck.matching.publishers import compare_publisher
place = Location(path="a.md", line=1, column=1, start=0, end=1)
page = Page(url="https://www.ivh.example/1", liveness=Liveness(kind=PageKind.LIVING))
cited = Citation(location=place, publisher="Вигаданий вісник")
print(compare_publisher(cited, page).match.value)
"""
WALL = """
from linkcheck.models import Resolution
from linkcheck.pages import read_page
body = b"<html><script src='https://gate.example/invented-gate.js'></script><body>Wait</body></html>"
url = "https://a.example/story"
found = Resolution(url=url, final_url=url, status=403, body=body, headers=(("content-type", "text/html"),))
print(read_page(found).liveness.kind.value)
"""


def _printed(folder: Path, code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True, text=True, timeout=60, check=True, cwd=folder,
        env={"PYTHONPATH": str(folder), "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    return done.stdout.strip()


def test_an_outlet_is_one_row(tmp_path: Path) -> None:
    """A contributor who adds an outlet would have to look for further places."""
    data = copy_of_linkcheck(tmp_path) / "data" / "matching-outlets.toml"
    assert _printed(tmp_path, PUBLISHER) != "match"
    data.write_text(data.read_text(encoding="utf-8") + OUTLET, encoding="utf-8")
    assert _printed(tmp_path, PUBLISHER) == "match"


def test_a_wall_vendor_is_one_entry(tmp_path: Path) -> None:
    """A contributor who adds a vendor of bot checks would have to look for further places."""
    data = copy_of_linkcheck(tmp_path) / "data" / "pages-liveness-walls.toml"
    text = data.read_text(encoding="utf-8")
    assert text.count("\nstrong = [\n") == 1
    assert _printed(tmp_path, WALL) != "bot-wall"
    data.write_text(
        text.replace("\nstrong = [\n", '\nstrong = [\n    "/invented-gate.js",\n'), encoding="utf-8"
    )
    assert _printed(tmp_path, WALL) == "bot-wall"
