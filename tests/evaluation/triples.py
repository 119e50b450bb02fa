"""Headlines of our own making in English, Ukrainian and Russian, each way between each two."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from linkcheck.matching.titles import compare_title
from linkcheck.models import Match
from tests.evaluation.headlines import Pair, measure_directions
from tests.evaluation.rows import cited, page_of, share, table

if TYPE_CHECKING:
    from pathlib import Path

LANGUAGES = ("en", "uk", "ru")


def measure_triples(folder: Path) -> dict[str, Any]:
    """Return the figures over `triples.tsv`, as for headlines."""
    rows = table(folder / "triples.tsv")
    pairs = {
        f"{one}-{other}": [
            Pair(row[f"title_{one}"], one, row[f"title_{other}"], row[f"lead_{other}"], other)
            for row in rows
        ]
        for one, other in itertools.permutations(LANGUAGES, 2)
    }
    return {"count": len(rows), **measure_directions(pairs)}


def measure_descriptions(folder: Path) -> dict[str, Any]:
    """Return how often an author's own description of a source is called another story.

    Every description of `descriptions.tsv` is held against every headline of `triples.tsv`, alone
    on its page: nothing there could speak for the description.
    """
    rows = table(folder / "triples.tsv")
    described = table(folder / "descriptions.tsv")
    result: dict[str, Any] = {"count": len(described)}
    for kind in ("one language", "two languages"):
        found = [
            compare_title(
                cited(row["description"], row["language"]),
                page_of(headline[f"title_{language}"], "", language),
            )
            for row in described
            for language in LANGUAGES
            if (language == row["language"]) == (kind == "one language")
            for headline in rows
        ]
        mismatches = sum(each is not None and each.match is Match.MISMATCH for each in found)
        result[f"called_mismatch, {kind}"] = share(mismatches, len(found))
    return result
