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
    summary="The words that the article quotes are not in any of its sources (with "
    "`--quotations`).",
    why="Quotation marks attribute exact words to someone, but the sources do not contain them.",
    example="The article quotes “Progress must include a pullback”; the page cited does not "
    "contain these words.",
    fix="Correct the quotation, cite the source that contains it, or remove the quotation marks.",
    silence="Quotations are only checked with `--quotations`.",
    reads_page=True,
)


def check(case: Case) -> Iterator[Finding]:
    """Report a quotation beside this citation that is in no source of the article."""
    if case.is_another_story:
        return
    for quotation in case.mismatches(Field.QUOTATION):
        yield RULE.finding(
            "the words “{cited}” were not found in the article's sources", compared(quotation)
        )
