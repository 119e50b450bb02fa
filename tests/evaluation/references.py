"""References in hundreds of styles: what is read exactly, and what is made up?"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from linkcheck.articles import read_article
from linkcheck.articles.references.reader import SURE
from tests.evaluation.rows import share

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tests.evaluation.references_made import Made

__all__ = ["FIELDS", "measure_references", "same", "truth_of", "whole_truth_of"]

FIELDS = ("title", "publisher", "author", "date")


def same(read: str | None, truth: str | None) -> bool:
    """Tell whether two values are the same apart from case and punctuation."""
    return read is not None and truth is not None and _fold(read) == _fold(truth)


def truth_of(made: Made) -> dict[str, str | None]:
    """Return the fields that a made reference has."""

    def text(name: str) -> str | None:
        spans = made.spans.get(name)
        return made.text[slice(*spans[0])] if spans else None

    return {
        "title": text("title"),
        "publisher": text("container") or text("publisher"),
        "author": text("author"),
        "date": made.date,
    }


def whole_truth_of(made: Made) -> dict[str, str | None]:
    """Return the same, and the fields that few references have."""
    more = {name: made.spans.get(name) for name in ("place", "section", "remark")}
    return truth_of(made) | {
        name: made.text[slice(*spans[0])] if spans else None for name, spans in more.items()
    }


def _fold(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


class _Figures:
    """Counts, by group."""

    def __init__(self) -> None:
        self.counts: dict[str, Counter[str]] = defaultdict(Counter)

    def add(
        self,
        groups: Iterable[str],
        truth: dict[str, str | None],
        read: dict[str, str | None],
        sure: dict[str, float],
    ) -> None:
        for group in groups:
            count = self.counts[group]
            count["count"] += 1
            for name in FIELDS:
                if truth[name] is not None:
                    count[name] += 1
                    count[f"{name} right"] += same(read[name], truth[name])
                else:
                    count["absent"] += 1
                    count["made up"] += read[name] is not None
                if read[name] is not None and sure.get(name, 0.0) >= SURE:
                    count["sure"] += 1
                    count["sure right"] += same(read[name], truth[name])

    def result(self) -> dict[str, Any]:
        return {group: self._of(count) for group, count in sorted(self.counts.items())}

    @staticmethod
    def _of(count: Counter[str]) -> dict[str, Any]:
        found: dict[str, Any] = {"count": count["count"]}
        for name in FIELDS:
            found[name] = share(count[f"{name} right"], count[name])
        found["made_up"] = share(count["made up"], count["absent"])
        if count["sure"]:
            found["sure"] = share(count["sure right"], count["sure"])
        return found


def measure_references(folder: Path) -> dict[str, Any]:
    """Return the figures over `references/`: articles and the fields of their sources.

    `truth.json` names for each article its sources in order: url, title, publisher, author, date,
    style and language; null where the style leaves a field out.
    """
    figures = _Figures()
    truths = json.loads((folder / "references" / "truth.json").read_text(encoding="utf-8"))
    groups: tuple[str, ...]
    for name, wanted in truths.items():
        found = {
            citation.url: citation
            for citation in read_article(folder / "references" / name).citations
        }
        for truth in wanted:
            citation = found.get(truth["url"])
            read = {field: getattr(citation, field, None) for field in FIELDS}
            stated = citation.confidence if citation is not None else None
            sure = {field: getattr(stated, field, None) or 0.0 for field in FIELDS}
            groups = ("all", f"language {truth['language']}", f"style {truth['style']}")
            if truth["style"] == "loose":
                groups = ("loose",)  # of other difficulty than the rest
            figures.add(groups, {field: truth.get(field) for field in FIELDS}, read, sure)
    result = figures.result()
    styles = [value for group, value in result.items() if group.startswith("style ")]
    kept = {group: value for group, value in result.items() if not group.startswith("style ")}
    if styles:
        kept["styles"] = {
            "count": len(styles),
            "titles all right": share(sum(v["title"] == 1.0 for v in styles), len(styles)),
        }
    return kept
