"""The same story now has a different headline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.judging.case import compared
from linkcheck.judging.rule import RuleInfo, Stage
from linkcheck.models import Proposal, Rule, Severity, Status, UrlStatus

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.judging.case import Case
    from linkcheck.models import Evidence, Finding

__all__ = ["RULE", "check"]

RULE = RuleInfo(
    rule=Rule.TITLE_CHANGED,
    stage=Stage.SOURCE,
    severity=Severity.WARNING,
    status=Status.WARNING,
    url_status=UrlStatus.LIVE,
    summary="The same story now has a different headline.",
    why="Newsrooms rewrite headlines, and may have corrected the story since it was cited.",
    example="“Talks end without a deal” now has the headline “Talks to go on in June, "
    "ministers say”.",
    fix="Read the story again, and cite its current headline, which linkcheck proposes.",
    reads_page=True,
)


def check(case: Case) -> Iterator[Finding]:
    """Report a title that shares enough with the page's to be the same story, rewritten."""
    title = case.contradiction
    if title is not None and title.relation == "changed":
        yield RULE.finding(
            "the story's headline is now “{found}”", compared(title), _present(case, title)
        )


def _present(case: Case, title: Evidence) -> Proposal:
    return Proposal(
        kind="title",
        replacement=title.found or "",
        location=case.citation.title_location,
        reason="the page's current headline",
    )
