"""The page says that it is not there, with a status of 200."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.judging.rule import RuleInfo, Stage
from linkcheck.models import PageKind, Rule, Severity, Status, UrlStatus
from linkcheck.text.urls import same_place

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
    summary="The page says that it does not exist, although its status is 200.",
    why="Readers find nothing, yet tools that check only the status consider the link good.",
    example="The page returns status 200 with the heading “Page not found”.",
    fix="As for a dead link: cite the new address, or an archived copy.",
    reads_page=True,
)

MESSAGES = {
    PageKind.SOFT_404: "the site shows a “not found” page{reasons}",
    PageKind.FAREWELL: "the site says that it has closed{reasons}",
    PageKind.SEARCH_RESULTS: "the story's address leads to the site's search page{reasons}",
}


def check(case: Case) -> Iterator[Finding]:
    """Report a "not found" page that was sent as if it were the story, or what says the same."""
    template = MESSAGES.get(case.kind)
    if template is None or case.shows_title or case.keeps_title:
        return
    if case.kind is PageKind.SEARCH_RESULTS and not _was_moved(case):
        return  # the site may show the story among what it has found
    yield RULE.finding(template, case.answer_facts)


def _was_moved(case: Case) -> bool:
    resolution = case.resolution
    return resolution is not None and not same_place(resolution.url, resolution.final_url)
