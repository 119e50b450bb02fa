"""The address redirects in circles or without end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.judging.rule import RuleInfo, Stage
from linkcheck.models import Failure, Rule, Severity, Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.judging.case import Case
    from linkcheck.models import Finding

__all__ = ["RULE", "check"]

RULE = RuleInfo(
    rule=Rule.REDIRECT_LOOP,
    stage=Stage.ACCESS,
    severity=Severity.WARNING,
    status=Status.UNVERIFIED,
    url_status=None,
    summary="The address redirects in circles or without end.",
    why="Readers see the browser's error, though some sites show the page to those with cookies.",
    example="/talks leads to /en/talks, which leads to /talks.",
    fix="Open it in a browser, and cite the address where you end up.",
)


FAILURES = frozenset({Failure.REDIRECT_LOOP, Failure.TOO_MANY_REDIRECTS})


def check(case: Case) -> Iterator[Finding]:
    """Report redirects that do not end."""
    if case.failure in FAILURES:
        yield RULE.finding("{detail}", {"detail": case.detail})
