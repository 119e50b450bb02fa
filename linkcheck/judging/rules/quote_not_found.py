"""No source has the words that the article quotes."""

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
    rule=Rule.QUOTE_NOT_FOUND,
    stage=Stage.DETAILS,
    severity=Severity.WARNING,
    status=Status.WARNING,
    url_status=UrlStatus.LIVE,
    summary="None of the article's sources has the words that it quotes (with `--quotations`).",
    why="Words in quotation marks are somebody's own; no source of the article has them.",
    example="“Progress must include a pullback” is quoted, and the page cited has no such words.",
    fix="Correct the words, cite the source that has them, or drop the quotation marks.",
    silence="It is only looked for with `--quotations`.",
    reads_page=True,
)


def check(case: Case) -> Iterator[Finding]:
    """Report a quotation beside this citation that is in no source of the article."""
    if case.is_another_story:
        return
    for quotation in case.mismatches(Field.QUOTATION):
        yield RULE.finding("no source of the article has the words “{cited}”", compared(quotation))
