"""How many findings each rule has, and how many citations of each site need attention."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from linkcheck.models import Status
from linkcheck.text.urls import host

if TYPE_CHECKING:
    from collections.abc import Iterable

    from linkcheck.models import Verdict

__all__ = ["by_host", "by_rule", "site"]


def by_rule(verdicts: Iterable[Verdict]) -> list[tuple[str, int]]:
    """Return rules with the number of their findings, the most frequent first."""
    counts = Counter(finding.rule.value for verdict in verdicts for finding in verdict.findings)
    return _ranked(counts)


def site(url: str) -> str:
    """Return an address's host as people know it: in its own letters (IDNA), without "www.".

    It is not made harmless; "" where there is none.
    """
    name = host(url).removeprefix("www.")
    try:
        return name.encode("ascii").decode("idna")
    except UnicodeError:
        return name


def by_host(verdicts: Iterable[Verdict]) -> list[tuple[str, int]]:
    """Return sites with the number of citations that are not ok, the most first."""
    counts = Counter(
        site(verdict.citation.url) or verdict.citation.url
        for verdict in verdicts
        if verdict.status is not Status.OK and verdict.citation.url
    )
    return _ranked(counts)


def _ranked(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda each: (-each[1], each[0]))
