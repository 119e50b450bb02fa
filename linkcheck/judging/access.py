"""What an answer amounts to before it is judged: living, gone, blocked, failed, or in doubt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.judging.case import Case
from linkcheck.judging.rule import Stage
from linkcheck.judging.rules import RULES, findings_of
from linkcheck.models import Citation, Field, Location, Match, Outcome, Rule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from linkcheck.models import Evidence, Page, Resolution

__all__ = ["may_be_shared", "outcome"]

_NOBODYS = Citation(location=Location(path="", line=1, column=1, start=0, end=0))


def outcome(resolution: Resolution, page: Page | None) -> Outcome:
    """Return the outcome of a request, regardless of who cites the address.

    Args:
        resolution: the result of the request.
        page: what was read there, or None where there was nothing to read.
    """
    case = Case(_NOBODYS, resolution=resolution, page=page)
    found = next(findings_of(case, since=Stage.ACCESS), None)
    if found is None or not RULES[found.rule].stage.ends:
        return Outcome.LIVING if resolution.failure is None else Outcome.UNTOLD
    if RULES[found.rule].stage.has_no_page:
        return Outcome.GONE
    if found.rule is Rule.BLOCKED:
        return Outcome.BLOCKED
    if found.rule is Rule.UNREACHABLE and case.counts_as_away:
        return Outcome.FAILED
    return Outcome.UNTOLD


def may_be_shared(
    citations: Sequence[Citation],
    resolution: Resolution,
    page: Page,
    evidence: Sequence[tuple[Evidence, ...]],
) -> bool:
    """Tell whether a verdict on a page depends on whether unrelated sites show the same.

    Args:
        citations: of one address.
        resolution: the result of its request.
        page: what was read there.
        evidence: for each citation, the result of comparing it with the page.
    """
    cases = [
        Case(citation, resolution=resolution, page=page, evidence=found)
        for citation, found in zip(citations, evidence, strict=True)
    ]
    titles = (case.first(Field.TITLE) for case in cases)
    if any(title is not None and title.match is Match.MATCH for title in titles):
        return False  # it is the source of one of them, and so it is the site's own
    return any(case.may_be_shared for case in cases)
