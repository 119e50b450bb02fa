"""It cannot be determined whether the page is the source cited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.judging.rule import RuleInfo, Stage
from linkcheck.models import Field, Match, PageKind, Rule, Severity, Status, UrlStatus

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.judging.case import Case
    from linkcheck.models import Finding

__all__ = ["MESSAGES", "RULE", "check"]

RULE = RuleInfo(
    rule=Rule.TITLE_UNVERIFIED,
    stage=Stage.SOURCE,
    severity=Severity.NOTE,
    status=Status.UNVERIFIED,
    url_status=UrlStatus.LIVE,
    summary="It cannot be determined whether the page is the source cited.",
    why="The page does not say enough to show whether it is the source.",
    example="The article cites “Talks end”, and the only headline on the page is “Steppe Herald”.",
    fix="Open the page and compare it with the citation; cite its headline as it appears there.",
    reads_page=True,
)

MESSAGES = {
    PageKind.EMPTY: "the page is empty; it cannot be determined whether it is the source cited",
    PageKind.OTHER_MEDIA: "the source is {what}, which is not compared with the citation",
    PageKind.SCRIPT_SHELL: "the page shows nothing without JavaScript; "
    "it cannot be determined whether it is the source cited",
    PageKind.DIRECTORY_LISTING: "the page is a list of files; "
    "it cannot be determined whether the source cited is among them",
    PageKind.STUB: "a notice says that the page is elsewhere: {onward}",
    PageKind.FRAMESET: "the page consists of frames; "
    "it cannot be determined whether they show the source cited",
    PageKind.SEARCH_RESULTS: "the page is a site search; "
    "it cannot be determined whether it finds the source cited",
}
"""What is said of pages that have no headline of their own."""

REASONS = {"no address": "it names no address"}
"""What is said in place of a fact that a page does not have."""


def check(case: Case) -> Iterator[Finding]:
    """Report a page that could be compared with the citation, and settled nothing."""
    if case.copy is not None:
        if case.copy.match is not Match.MATCH:
            template = (
                "the archived copy's headline is “{found}”; "
                "it cannot be determined whether it is this story"
            )
            yield RULE.finding(template, {"found": case.copy.found or ""})
        return
    if case.page is None or case.shows_title:
        return
    if case.keeps_title:
        template = "the page has the cited headline, but says that the story is gone{reasons}"
        yield RULE.finding(template, case.answer_facts)
        return
    if case.kind is not PageKind.LIVING:
        yield _of_kind(case)
        return
    title = case.first(Field.TITLE)
    if title is None or title.match is Match.MATCH or case.contradiction is not None:
        return
    if case.citation.inline:
        return  # an anchor claims no headline
    headline = title.found or case.page.title
    if headline is None:
        yield RULE.finding(
            "the page has no headline; it cannot be determined whether it is the source cited"
        )
        return
    template = "the page's headline is “{found}”; it cannot be determined whether it is this story"
    yield RULE.finding(template, {"found": headline})


def _of_kind(case: Case) -> Finding:
    liveness = case.page.liveness if case.page is not None else None
    reasons = liveness.reasons if liveness is not None else ()
    onward = liveness.onward if liveness is not None else None
    facts = {
        "what": reasons[0] if reasons else "not an HTML page",
        "onward": onward or REASONS["no address"],
    }
    template = MESSAGES.get(case.kind)
    if template is None:
        return RULE.finding("the page cannot be compared with the citation")
    return RULE.finding(template, facts)
