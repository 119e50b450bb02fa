"""An ignore that hides nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.judging.rule import RuleInfo, Stage
from linkcheck.models import Rule, Severity, Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.judging.case import Case
    from linkcheck.models import Finding

__all__ = ["RULE", "check"]

RULE = RuleInfo(
    rule=Rule.UNUSED_IGNORE,
    stage=Stage.IGNORES,
    severity=Severity.NOTE,
    status=Status.OK,
    url_status=None,
    summary="An ignore no longer hides anything.",
    why="It would hide the next problem with that source before anyone sees it.",
    example="A dead link was ignored, and the site is back.",
    fix="Remove the ignore.",
)


def check(case: Case) -> Iterator[Finding]:
    """Report an ignore that hides nothing and would not, had it not expired."""
    if case.ignore is not None and case.ignore.unused and not case.ignore.overdue:
        yield RULE.finding("this ignore hides nothing{why} and can be removed", case.ignore.facts)
