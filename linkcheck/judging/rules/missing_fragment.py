"""The page does not have the place that the address names."""

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
    rule=Rule.MISSING_FRAGMENT,
    stage=Stage.DETAILS,
    severity=Severity.NOTE,
    status=Status.OK,
    url_status=UrlStatus.LIVE,
    summary="The page exists, but the part that the address points to (`#…`) does not.",
    why="Readers land at the top of a long page instead of the passage that was meant.",
    example="/law#article-12, on a page without such an anchor.",
    fix="Link to the anchor by its current name, or to the whole page.",
    reads_page=True,
)


def check(case: Case) -> Iterator[Finding]:
    """Report a fragment that no element of the page has."""
    for fragment in case.mismatches(Field.FRAGMENT):
        yield RULE.finding("the page has no anchor “{cited}”", compared(fragment))
