"""The outcome of a request, regardless of who cites it: living, gone, blocked or failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.judging.case import Case
from linkcheck.judging.rule import Stage
from linkcheck.judging.rules import RULES, findings_of
from linkcheck.models import Citation, Location, Outcome, Rule

if TYPE_CHECKING:
    from linkcheck.models import Page, Resolution

__all__ = ["outcome"]

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
