"""Real news pages: is the true title found, and no other page's?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from linkcheck.languages.mojibake import repaired
from linkcheck.matching.titles import compare_title
from linkcheck.models import Match, PageKind
from tests.evaluation.rows import cited, read_pages, share

if TYPE_CHECKING:
    from pathlib import Path

    from linkcheck.models import Page


def measure_pages(folder: Path) -> dict[str, Any]:
    """Return shares over `pages.tsv`; wrong pairs are pages and titles of one language."""
    every = read_pages(folder)
    rows = [each.row for each in every]
    pages = [each.page for each in every]
    spent = sum(each.seconds for each in every)
    size = sum(len(each.answer.body) for each in every)
    titles = [row["title"] for row in rows]
    true = [_match(title, page) for title, page in zip(titles, pages, strict=True)]
    wrong = [
        _match(title, page)
        for place, page in enumerate(pages)
        for other, title in enumerate(titles)
        if other != place and pages[other].language.tag == page.language.tag
    ]
    dated = [
        (page, row["published"]) for page, row in zip(pages, rows, strict=True) if row["published"]
    ]
    return {
        "count": len(pages),
        "title_match": share(true.count(Match.MATCH), len(pages)),
        "false_mismatch": share(true.count(Match.MISMATCH), len(pages)),
        "false_match": share(wrong.count(Match.MATCH), len(wrong)),
        "wrong_called_mismatch": share(wrong.count(Match.MISMATCH), len(wrong)),
        "damaged": share(sum(map(_is_damaged, pages)), len(pages)),
        "date_match": share(
            sum((page.published or "")[:10] == date[:10] for page, date in dated), len(dated)
        ),
        "not_living": [
            row["file"]
            for page, row in zip(pages, rows, strict=True)
            if page.liveness.kind is not PageKind.LIVING
        ],
        "ms_per_100_kb": round(1000 * spent / (size / 100_000), 3),
    }


def _match(title: str, page: Page) -> Match:
    found = compare_title(cited(title, None), page)
    return found.match if found is not None else Match.ABSENT


def _is_damaged(page: Page) -> bool:
    return any(
        "\ufffd" in candidate.text or repaired(candidate.text) is not None
        for candidate in page.titles
    )
