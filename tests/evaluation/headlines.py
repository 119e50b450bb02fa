"""Headlines and their professional translations: is the same story told from another?"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, NamedTuple

from linkcheck.errors import UsageError
from linkcheck.matching.semantic import UniversalEncoder, decide
from linkcheck.matching.titles import compare_title
from linkcheck.models import Match
from tests.evaluation.rows import auc, cited, page_of, share, table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from linkcheck.models import Evidence


NAMES = ("auc", "true_called_mismatch", "false_called_match", "false_called_mismatch")


class Pair(NamedTuple):
    """A headline as it is cited, and the page that tells its story in another language."""

    cited: str
    language: str
    title: str
    lead: str
    page_language: str


def measure_headlines(folder: Path) -> dict[str, Any]:
    """Return the figures over `headlines.tsv`, in both directions, and for each language."""
    rows = table(folder / "headlines.tsv")
    pairs: dict[str, list[Pair]] = {}
    for row in rows:
        language = row["language"]
        forth = Pair(row["title_en"], "en", row["title"], row["lead"], language)
        back = Pair(row["title"], language, row["title_en"], row["lead_en"], "en")
        pairs.setdefault(f"en-{language}", []).append(forth)
        pairs.setdefault(f"{language}-en", []).append(back)
    return {"count": len(rows), **measure_directions(pairs)}


def measure_directions(pairs: dict[str, list[Pair]]) -> dict[str, Any]:
    """Return the figures for each direction, and their means over pages with a lead.

    Args:
        pairs: by direction, such as "en-uk"; every row is held against every other's page.
    """
    result: dict[str, Any] = {}
    for direction, several in pairs.items():
        for lead in (False, True):
            key = f"{direction} {'with lead' if lead else 'title alone'}"
            result[key] = _measure(several, lead=lead)
    try:
        encoder = _Remembering(UniversalEncoder())
    except UsageError:
        encoder = None
    if encoder is not None:
        for direction, several in pairs.items():
            result[f"{direction} semantic"] = _measure_semantic(several, encoder)
    with_lead = [part for key, part in result.items() if key.endswith("with lead")]
    for name in NAMES:
        values = [part[name] for part in with_lead]
        result[name] = round(sum(values) / len(values), 4) if values else 0.0
    return result


class _Remembering:
    """An encoder that is asked for each text once."""

    def __init__(self, encoder: UniversalEncoder) -> None:
        self._encoder = encoder
        self._known: dict[str, Sequence[float]] = {}

    def encode(self, texts: list[str]) -> Sequence[Sequence[float]]:
        """Return a vector for each text."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            self._known.update(zip(new, self._encoder.encode(new), strict=True))
        return [self._known[text] for text in texts]


def _measure_semantic(pairs: list[Pair], encoder: _Remembering) -> dict[str, Any]:
    """Return the figures where the encoder decides what the rules cannot."""
    mine = encoder.encode([pair.cited for pair in pairs])
    theirs = encoder.encode([pair.title for pair in pairs])
    found: dict[bool, list[Evidence]] = {True: [], False: []}
    scores: dict[bool, list[float]] = {True: [], False: []}
    for place, other, evidence in _compared(pairs, lead=True):
        cosine = sum(a * b for a, b in zip(mine[other], theirs[place], strict=True))
        scores[place == other].append((evidence.score or 0.0) + float(cosine))
        found[place == other].append(evidence)
    decided = {
        kind: [fields[0] for fields in decide([(one,) for one in several], encoder)]
        for kind, several in found.items()
    }
    return {"auc": auc(scores[True], scores[False]), **_shares(decided[True], decided[False])}


def _measure(pairs: list[Pair], *, lead: bool) -> dict[str, Any]:
    started = time.process_time()
    true: list[Evidence] = []
    false: list[Evidence] = []
    for place, other, found in _compared(pairs, lead=lead):
        (true if place == other else false).append(found)
    spent = time.process_time() - started
    return {
        "auc": auc([found.score or 0.0 for found in true], [found.score or 0.0 for found in false]),
        **_shares(true, false),
        "ms_each": round(1000 * spent / max(1, len(true) + len(false)), 3),
    }


def _compared(pairs: list[Pair], *, lead: bool) -> Iterator[tuple[int, int, Evidence]]:
    """Yield what is said of every cited headline on every page, with the numbers of both."""
    cites = [cited(pair.cited, pair.language) for pair in pairs]
    for place, pair in enumerate(pairs):
        page = page_of(pair.title, pair.lead if lead else "", pair.page_language)
        for other, citation in enumerate(cites):
            found = compare_title(citation, page)
            if found is not None:
                yield place, other, found


def _shares(true: list[Evidence], false: list[Evidence]) -> dict[str, float]:
    return {
        "true_called_match": _share(true, Match.MATCH),
        "true_called_mismatch": _share(true, Match.MISMATCH),
        "false_called_match": _share(false, Match.MATCH),
        "false_called_mismatch": _share(false, Match.MISMATCH),
    }


def _share(found: list[Evidence], match: Match) -> float:
    return share(sum(one.match is match for one in found), len(found))
