"""A story's address leads to the front page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.judging.rule import RuleInfo, Stage
from linkcheck.models import PageKind, Rule, Severity, Status, UrlStatus
from linkcheck.text.urls import host_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.judging.case import Case
    from linkcheck.models import Finding

__all__ = ["RULE", "check"]

RULE = RuleInfo(
    rule=Rule.REDIRECTED_TO_HOME,
    stage=Stage.REPLACED,
    severity=Severity.ERROR,
    status=Status.BROKEN,
    url_status=UrlStatus.DEAD,
    summary="The story's address now leads to the front page.",
    why="The story is gone, and readers have to search the site for it.",
    example="/2014/talks redirects to the front page of news.example.",
    fix="Search the site for the story, or cite an archived copy.",
    reads_page=True,
)


def check(case: Case) -> Iterator[Finding]:
    """Report a front page in place of a story."""
    resolution = case.resolution
    if case.kind is not PageKind.HOME_PAGE or resolution is None:
        return
    if case.shows_title and host_key(resolution.url) != host_key(resolution.final_url):
        return
    # A front page of the same site that has the cited title may be the page that was meant.
    yield RULE.finding(
        "the story's address leads to the front page {found}",
        {"found": resolution.final_url},
        severity=Severity.WARNING if case.shows_title else None,
    )
