"""The page has another date than the source cited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.judging.case import compared
from linkcheck.judging.rule import RuleInfo, Stage
from linkcheck.models import Field, Rule, Severity, Status, UrlStatus

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.judging.case import Case
    from linkcheck.models import Finding

__all__ = ["RULE", "check"]

RULE = RuleInfo(
    rule=Rule.DATE_MISMATCH,
    stage=Stage.DETAILS,
    severity=Severity.NOTE,
    status=Status.OK,
    url_status=UrlStatus.LIVE,
    summary="The page has another date than the source cited.",
    why="It may be another report on the same matter, or a rewritten one.",
    example="Cited as of 30 March 2014, dated 12 May 2016.",
    fix="Compare the story with what the article takes from it, and correct the date.",
    reads_page=True,
)


def check(case: Case) -> Iterator[Finding]:
    """Report a date that differs from the cited one."""
    if case.is_another_story:
        return  # what another story says does not contradict the one cited
    for date in case.mismatches(Field.DATE):
        yield RULE.finding("cited as of {cited}, dated {found}", compared(date))
