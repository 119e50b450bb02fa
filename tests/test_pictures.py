"""The README's pictures are there, show what the program does now, and are quick to load."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

import linkcheck
from linkcheck.cli.demo import demo

ROOT = Path(__file__).parent.parent
PICTURES = re.findall(r"examples/pictures/[\w.-]+", (ROOT / "README.md").read_text("utf-8"))


@pytest.mark.parametrize("name", PICTURES)
def test_picture_is_there_and_small(name: str) -> None:
    """A reader would see a broken picture, or wait for it."""
    assert 5_000 < (ROOT / name).stat().st_size < 200_000


def test_terminal_is_what_the_demonstration_shows() -> None:
    """The README would show findings that nobody gets; `python -m tests.pictures` fixes that."""
    (name,) = (name for name in PICTURES if name.endswith(".svg"))
    picture = (ROOT / name).read_text("utf-8")
    assert "url(http" not in picture
    shown = unescape(re.sub(r"<[^>]+>", "", picture)).replace("\xa0", " ")
    with demo() as files:
        settings = linkcheck.Settings(replay=str(files.recording))
        report = linkcheck.check(files.articles, settings=settings)
    for verdict in report.verdicts:
        place = verdict.citation.location
        where = f"{place.line}:{place.column}: "
        if not verdict.findings:
            assert f"{where}{verdict.citation.publisher}: " in shown
        for finding in verdict.findings:
            assert f"{where}{finding.rule.value} " in shown
    assert "16 citations in 3 articles" in shown
