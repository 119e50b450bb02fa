"""The cited title was read in a wrong encoding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.judging.rule import RuleInfo, Stage
from linkcheck.models import Proposal, Rule, Severity, Status, UrlStatus

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.judging.case import Case
    from linkcheck.models import Finding

__all__ = ["RULE", "check"]

RULE = RuleInfo(
    rule=Rule.MOJIBAKE,
    stage=Stage.ARTICLE,
    severity=Severity.WARNING,
    status=Status.WARNING,
    url_status=UrlStatus.LIVE,
    summary="The cited title is garbled: it was read in the wrong encoding.",
    why="Readers cannot read the title, or search for the source by it.",
    example="“ÐÑÐ´Ð¶ÐµÑ” appears instead of “Бюджет”.",
    fix="Correct the title; linkcheck proposes the most likely original.",
)


def check(case: Case) -> Iterator[Finding]:
    """Report a damaged title that can be read again in the right encoding."""
    citation = case.citation
    if citation.title_repaired is None or citation.title is None:
        return
    proposal = Proposal(
        kind="title",
        replacement=citation.title_repaired,
        location=citation.title_location,
        reason="the same title in the right encoding",
    )
    facts = {"cited": citation.title, "repaired": citation.title_repaired}
    yield RULE.finding("the title is garbled; it was most likely “{repaired}”", facts, proposal)
