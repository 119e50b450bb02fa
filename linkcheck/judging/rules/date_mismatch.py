"""The page's date differs from the one cited."""

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
    summary="The page's date differs from the one cited.",
    why="It may be a different report on the same subject, or a rewritten one.",
    example="The article cites a story of 30 March 2014; the page is dated 12 May 2016.",
    fix="Check that the page still says what the article cites, then correct the date.",
    reads_page=True,
)


def check(case: Case) -> Iterator[Finding]:
    """Report a date that differs from the cited one."""
    if case.is_another_story:
        return  # what another story says does not contradict the one cited
    for date in case.mismatches(Field.DATE):
        yield RULE.finding("cited with the date {cited}, but dated {found}", compared(date))
