"""The page has another publisher than the one cited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.judging.case import compared
from linkcheck.judging.rule import RuleInfo, Stage
from linkcheck.models import Field, Rule, Severity, Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.judging.case import Case
    from linkcheck.models import Finding

__all__ = ["RULE", "check"]

RULE = RuleInfo(
    rule=Rule.PUBLISHER_MISMATCH,
    stage=Stage.DETAILS,
    severity=Severity.WARNING,
    status=Status.WARNING,
    url_status=None,
    summary="The page has a different publisher from the one cited.",
    why="A claim is only as strong as its source, and the article names one source but "
    "links to another.",
    example="The article cites CNN, but the address belongs to the Kyiv Post.",
    fix="Name the page's publisher, or link to the page of the publisher cited.",
    reads_page=True,
)


def check(case: Case) -> Iterator[Finding]:
    """Report a page that names another publisher."""
    for publisher in case.mismatches(Field.PUBLISHER):
        yield RULE.finding("cited as {cited}, but published by {found}", compared(publisher))
