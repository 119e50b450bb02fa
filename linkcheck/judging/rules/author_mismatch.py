"""The page names a different author from the one cited."""

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
    rule=Rule.AUTHOR_MISMATCH,
    stage=Stage.DETAILS,
    severity=Severity.NOTE,
    status=Status.OK,
    url_status=UrlStatus.LIVE,
    summary="The page names a different author from the one cited.",
    why="The text is credited to someone who did not write it, or a different text was meant.",
    example="The article cites Olena Marchenko; the page is signed by Ivan Bondar.",
    fix="Correct the author, or link to the text by the author cited.",
    reads_page=True,
)


def check(case: Case) -> Iterator[Finding]:
    """Report a page that names other people as its authors."""
    if case.is_another_story:
        return  # what another story says does not contradict the one cited
    for author in case.mismatches(Field.AUTHOR):
        yield RULE.finding(
            "the author is cited as {cited}, but the page is by {found}", compared(author)
        )
