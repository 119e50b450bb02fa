"""The page says that it is not there, with a status of 200."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.judging.rule import RuleInfo, Stage
from linkcheck.models import PageKind, Rule, Severity, Status, UrlStatus

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.judging.case import Case
    from linkcheck.models import Finding

__all__ = ["RULE", "check"]

RULE = RuleInfo(
    rule=Rule.SOFT_404,
    stage=Stage.REPLACED,
    severity=Severity.ERROR,
    status=Status.BROKEN,
    url_status=UrlStatus.DEAD,
    summary="The page says that there is no such page, with a status of 200.",
    why="Readers find nothing, and programs that look at the status alone think the link works.",
    example="The address answers 200 with the heading “Page not found”.",
    fix="As for a dead link: cite the new address, or an archived copy.",
    reads_page=True,
)


def check(case: Case) -> Iterator[Finding]:
    """Report a "not found" page that was sent as if it were the story."""
    if case.kind is PageKind.SOFT_404:
        yield RULE.finding("the page says it is not there{reasons}", case.answer_facts)
