"""The page is a different story from the one cited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.judging.case import compared
from linkcheck.judging.rule import RuleInfo, Stage
from linkcheck.models import Rule, Severity, Status, UrlStatus

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.judging.case import Case
    from linkcheck.models import Finding

__all__ = ["RULE", "check"]

RULE = RuleInfo(
    rule=Rule.TITLE_MISMATCH,
    stage=Stage.SOURCE,
    severity=Severity.ERROR,
    status=Status.BROKEN,
    url_status=UrlStatus.DEVIATED,
    summary="The page is a different story from the one cited.",
    why="The link works, but readers find a different story that does not support the article.",
    example="The article cites “Talks end without a deal”; the page has the headline “Ten "
    "ways to cook a pumpkin”.",
    fix="Check the address for a typo, search for the story, or cite an archived copy.",
    reads_page=True,
)


def check(case: Case) -> Iterator[Finding]:
    """Report a page whose titles have nothing in common with the cited one."""
    title = case.contradiction
    if title is not None and title.relation == "another":
        yield RULE.finding("the page is a different story: “{found}”", compared(title))
