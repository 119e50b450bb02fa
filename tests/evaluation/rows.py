"""Reading tables, and making values to compare out of their rows."""

from __future__ import annotations

import csv
import functools
import gzip
import time
from typing import TYPE_CHECKING, NamedTuple

from linkcheck.models import (
    Candidate,
    Citation,
    LanguageGuess,
    Liveness,
    Location,
    Page,
    PageKind,
    Resolution,
)
from linkcheck.pages import read_page

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

PLACE = Location(path="evaluation", line=1, column=1, start=0, end=1)


def table(path: Path) -> list[dict[str, str]]:
    """Return the rows of a tab-separated file with a header."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t"))


def answer_of(folder: Path, row: dict[str, str]) -> Resolution:
    """Return the answer that a row of `pages.tsv` stands for."""
    return Resolution(
        url=row["url"],
        final_url=row["url"],
        status=200,
        body=gzip.decompress((folder / "pages" / row["file"]).read_bytes()),
        headers=(("content-type", "text/html"),),
    )


class ReadPage(NamedTuple):
    """A page of `pages.tsv`, with its row, its answer, and the processor time to read it."""

    row: dict[str, str]
    answer: Resolution
    page: Page
    seconds: float


@functools.cache  # several parts measure the same pages
def read_pages(folder: Path) -> tuple[ReadPage, ...]:
    """Return all pages of `pages.tsv`."""
    pages: list[ReadPage] = []
    for row in table(folder / "pages.tsv"):
        answer = answer_of(folder, row)
        started = time.process_time()
        page = read_page(answer)
        pages.append(ReadPage(row, answer, page, time.process_time() - started))
    return tuple(pages)


def cited(title: str, language: str | None = None) -> Citation:
    """Return a citation of that title."""
    return Citation(
        location=PLACE, url="https://source.example/1", title=title, title_language=language
    )


def page_of(title: str, lead: str, language: str) -> Page:
    """Return a living page with that title and, unless it is empty, that text."""
    return Page(
        url="https://source.example/1",
        liveness=Liveness(kind=PageKind.LIVING),
        titles=(Candidate(text=title, source="h1"),),
        lead=lead or None,
        text=lead,
        language=LanguageGuess(tag=language, confidence=1.0),
    )


def share(count: int, total: int) -> float:
    """Return a share, rounded to be read."""
    return round(count / total, 4) if total else 0.0


def auc(true: Sequence[float], false: Sequence[float]) -> float:
    """Return how likely a true pair scores higher than a false one (ties count half)."""
    ranked = sorted([(score, 1) for score in true] + [(score, 0) for score in false])
    summed, start = 0.0, 0
    while start < len(ranked):
        end = start
        while end < len(ranked) and ranked[end][0] == ranked[start][0]:
            end += 1
        summed += sum(kind for _, kind in ranked[start:end]) * (start + end + 1) / 2
        start = end
    pairs = len(true) * len(false)
    return round((summed - len(true) * (len(true) + 1) / 2) / pairs, 4) if pairs else 0.0
