"""The publisher's domain now belongs to someone else."""

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
    rule=Rule.USURPED_DOMAIN,
    stage=Stage.REPLACED,
    severity=Severity.ERROR,
    status=Status.BROKEN,
    url_status=UrlStatus.USURPED,
    summary="The domain was the publisher's and now serves someone else's purposes.",
    why="The new owner profits from the article's good name, and may harm its readers.",
    example="A story of “Steppe Herald” now opens “Best online casinos”; no herald is named there.",
    fix="Cite an archived copy, and do not link to the domain any more.",
    reads_page=True,
)


def check(case: Case) -> Iterator[Finding]:
    """Report a page that names the cited publisher nowhere and is in another line of business."""
    for owner in case.mismatches(Field.OWNER):
        yield RULE.finding(
            "the domain is no longer that of {cited}: “{found}” ({signs})",
            compared(owner) | {"signs": owner.source or ""},
        )
