"""The address redirects in a loop, or too many times."""

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
    summary="The address redirects in a loop, or too many times.",
    why="Readers see a browser error; some sites show the page only once cookies are set.",
    example="/talks redirects to /en/talks, which redirects to /talks.",
    fix="Open the address in a browser, and cite the address where you end up.",
)


FAILURES = frozenset({Failure.REDIRECT_LOOP, Failure.TOO_MANY_REDIRECTS})


def check(case: Case) -> Iterator[Finding]:
    """Report redirects that do not end."""
    if case.failure in FAILURES:
        yield RULE.finding("{detail}", {"detail": case.detail})
