"""Real news pages: is the true title found, and no other page's?"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from linkcheck.languages.mojibake import repaired
from linkcheck.matching.titles import compare_title
from linkcheck.models import Match, Page, PageKind
from linkcheck.pages import read_page
from tests.evaluation.rows import answer_of, cited, share, table

if TYPE_CHECKING:
    from pathlib import Path


def measure_pages(folder: Path) -> dict[str, Any]:
    """Return shares over `pages.tsv`; wrong pairs are pages and titles of one language."""
    rows = table(folder / "pages.tsv")
    pages: list[Page] = []
    size, spent = 0, 0.0
    for row in rows:
        answer = answer_of(folder, row)
        started = time.process_time()
        pages.append(read_page(answer))
        spent += time.process_time() - started
        size += len(answer.body)
    titles = [row["title"] for row in rows]
    matched = sum(
        _match(title, page) is Match.MATCH for title, page in zip(titles, pages, strict=True)
    )
    mismatched = sum(
        _match(title, page) is Match.MISMATCH for title, page in zip(titles, pages, strict=True)
    )
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
        "title_match": share(matched, len(pages)),
        "false_mismatch": share(mismatched, len(pages)),
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
