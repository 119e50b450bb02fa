"""The article lists the same source twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.judging.rule import RuleInfo, Stage
from linkcheck.models import Rule, Severity, Status, UrlStatus

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.judging.case import Case
    from linkcheck.models import Finding

__all__ = ["RULE", "check"]

RULE = RuleInfo(
    rule=Rule.DUPLICATE_CITATION,
    stage=Stage.ARTICLE,
    severity=Severity.NOTE,
    status=Status.OK,
    url_status=UrlStatus.LIVE,
    summary="The article lists the same source twice.",
    why="The list looks longer than it is, or one of the two was meant to be a different source.",
    example="https://news.example/talks on line 40, and again with `?utm_source=` on line 46.",
    fix="Remove one of them, or replace it with the source that was meant.",
)


def check(case: Case) -> Iterator[Finding]:
    """Report the second of two citations of the same source."""
    if case.repeats is not None and case.resolution is not None:
        location = case.repeats.location
        if not location.has_lines:
            facts = {"place": location.words}
            yield RULE.finding("the same source is already cited at {place}", facts)
            return
        facts = {"line": str(location.line)}
        yield RULE.finding("the same source is already cited on line {line}", facts)
