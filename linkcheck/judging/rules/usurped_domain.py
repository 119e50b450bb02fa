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
    summary="The domain has changed hands and now hosts something else.",
    why="The new owner benefits from the article's reputation, and may harm its readers.",
    example="A story by “Steppe Herald” now shows “Best online casinos”, with no mention of "
    "the newspaper.",
    fix="Cite an archived copy, and remove the link to the domain.",
    reads_page=True,
)


def check(case: Case) -> Iterator[Finding]:
    """Report a page that names the cited publisher nowhere and is in another line of business."""
    for owner in case.mismatches(Field.OWNER):
        yield RULE.finding(
            "the domain is no longer that of {cited}: “{found}” ({signs})",
            compared(owner) | {"signs": owner.source or ""},
        )
