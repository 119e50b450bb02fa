"""An ignore whose end has passed."""

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
    rule=Rule.EXPIRED_IGNORE,
    stage=Stage.IGNORES,
    severity=Severity.WARNING,
    status=Status.WARNING,
    url_status=None,
    summary="An ignore has expired, so the findings that it hid are reported again.",
    why="Someone meant to check this source again by that date.",
    example="A source was ignored until 2026-06-30 because its site was being rebuilt.",
    fix="Check the source again; fix it, or set a later end date.",
)


def check(case: Case) -> Iterator[Finding]:
    """Report an ignore that would still hide something."""
    if case.ignore is not None and case.ignore.overdue:
        template = "this ignore expired on {until}{why}: fix the source or set a later date"
        yield RULE.finding(template, case.ignore.facts)
