"""Headlines and their professional translations: is the same story told from another?"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from linkcheck.errors import UsageError
from linkcheck.matching.semantic import UniversalEncoder, decide
from linkcheck.matching.titles import compare_title
from linkcheck.models import Candidate, LanguageGuess, Liveness, Match, Page, PageKind
from tests.evaluation.rows import auc, cited, share, table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from linkcheck.models import Evidence


def measure_headlines(folder: Path) -> dict[str, Any]:
    """Return the figures over `headlines.tsv`, in both directions, and for each language."""
    rows = table(folder / "headlines.tsv")
    result: dict[str, Any] = {"count": len(rows)}
    for language in sorted({row["language"] for row in rows}):
        chosen = [row for row in rows if row["language"] == language]
        for lead in (False, True):
            for forth in (True, False):
                name = f"en-{language}" if forth else f"{language}-en"
                key = f"{name} {'with lead' if lead else 'title alone'}"
                result[key] = _measure(chosen, language, lead=lead, forth=forth)
    names = ("auc", "true_called_mismatch", "false_called_match", "false_called_mismatch")
    try:
        encoder = _Remembering(UniversalEncoder())
    except UsageError:
        encoder = None
    if encoder is not None:
        for language in sorted({row["language"] for row in rows}):
            chosen = [row for row in rows if row["language"] == language]
            result[f"en-{language} semantic"] = _measure_semantic(chosen, language, encoder)
    with_lead = [part for key, part in result.items() if str(key).endswith("with lead")]
    for name in names:
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


def _measure_semantic(
    rows: list[dict[str, str]], language: str, encoder: _Remembering
) -> dict[str, Any]:
    """Return the figures where the encoder decides what the rules cannot."""
    cites = [cited(row["title_en"], "en") for row in rows]
    pages = [_page(row, language, lead=True, forth=True) for row in rows]
    mine = encoder.encode([row["title_en"] for row in rows])
    theirs = encoder.encode([row["title"] for row in rows])
    found: dict[bool, list[Evidence]] = {True: [], False: []}
    scores: dict[bool, list[float]] = {True: [], False: []}
    for place, page in enumerate(pages):
        for other, citation in enumerate(cites):
            evidence = compare_title(citation, page)
            if evidence is None:
                continue
            cosine = sum(a * b for a, b in zip(mine[other], theirs[place], strict=True))
            scores[place == other].append((evidence.score or 0.0) + float(cosine))
            found[place == other].append(evidence)
    decided = {
        kind: [fields[0] for fields in decide([(one,) for one in several], encoder)]
        for kind, several in found.items()
    }
    return {
        "auc": auc(scores[True], scores[False]),
        "true_called_match": _share(decided[True], Match.MATCH),
        "true_called_mismatch": _share(decided[True], Match.MISMATCH),
        "false_called_match": _share(decided[False], Match.MATCH),
        "false_called_mismatch": _share(decided[False], Match.MISMATCH),
    }


def _measure(
    rows: list[dict[str, str]], language: str, *, lead: bool, forth: bool
) -> dict[str, Any]:
    cites = [
        cited(row["title_en"], "en") if forth else cited(row["title"], language) for row in rows
    ]
    pages = [_page(row, language, lead=lead, forth=forth) for row in rows]
    started = time.process_time()
    true: list[Evidence] = []
    false: list[Evidence] = []
    for place, page in enumerate(pages):
        for other, citation in enumerate(cites):
            found = compare_title(citation, page)
            if found is not None:
                (true if place == other else false).append(found)
    spent = time.process_time() - started
    return {
        "auc": auc([found.score or 0.0 for found in true], [found.score or 0.0 for found in false]),
        "true_called_match": _share(true, Match.MATCH),
        "true_called_mismatch": _share(true, Match.MISMATCH),
        "false_called_match": _share(false, Match.MATCH),
        "false_called_mismatch": _share(false, Match.MISMATCH),
        "ms_each": round(1000 * spent / max(1, len(true) + len(false)), 3),
    }


def _share(found: list[Evidence], match: Match) -> float:
    return share(sum(one.match is match for one in found), len(found))


def _page(row: dict[str, str], language: str, *, lead: bool, forth: bool) -> Page:
    title, text, tag = (
        (row["title"], row["lead"], language) if forth else (row["title_en"], row["lead_en"], "en")
    )
    return Page(
        url="https://source.example/1",
        liveness=Liveness(kind=PageKind.LIVING),
        titles=(Candidate(text=title, source="h1"),),
        lead=text if lead else None,
        text=text if lead else "",
        language=LanguageGuess(tag=tag, confidence=1.0),
    )
