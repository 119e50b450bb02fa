"""The domain is for sale or shows only advertisements."""

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
    rule=Rule.PARKED_DOMAIN,
    stage=Stage.GONE,
    severity=Severity.ERROR,
    status=Status.BROKEN,
    url_status=UrlStatus.USURPED,
    summary="The domain is for sale or shows only advertisements.",
    why="The publisher has given up its domain; readers see advertisements, or worse.",
    example="old-paper.example shows “This domain is for sale” and links to a seller.",
    fix="Cite an archived copy, and remove the link to the domain.",
    reads_page=True,
)


def check(case: Case) -> Iterator[Finding]:
    """Report the page of a domain seller."""
    if case.kind is PageKind.PARKED and not case.shows_title:
        yield RULE.finding("the domain is parked{reasons}", case.answer_facts)
