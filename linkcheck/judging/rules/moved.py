"""The story has moved permanently to another address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.judging.rule import RuleInfo, Stage
from linkcheck.models import PageKind, Proposal, Rule, Severity, Status, UrlStatus
from linkcheck.text.identifiers import is_persistent
from linkcheck.text.sessions import has_session
from linkcheck.text.urls import drop_tracking, same_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.judging.case import Case
    from linkcheck.models import Finding

__all__ = ["RULE", "check"]

RULE = RuleInfo(
    rule=Rule.MOVED,
    stage=Stage.DETAILS,
    severity=Severity.NOTE,
    status=Status.OK,
    url_status=UrlStatus.LIVE,
    summary="The story has moved permanently to another address.",
    why="Sites often switch off redirects from old addresses after a while.",
    example="The site permanently redirects /old/talks to /2014/talks.",
    fix="Use the new address, which linkcheck proposes.",
)


_PERMANENT = frozenset({301, 308})


def check(case: Case) -> Iterator[Finding]:
    """Report a move that the site itself calls permanent, to a living page elsewhere."""
    resolution = case.resolution
    if resolution is None or case.page is None or case.kind is not PageKind.LIVING:
        return
    if not case.is_cited_story or has_session(resolution.final_url):
        return
    if same_place(resolution.url, resolution.final_url):
        return
    if not same_place(case.page.url, resolution.final_url):
        return  # the page was found by a second request, not where the redirect leads
    if is_persistent(resolution.url):
        return  # it is made to outlive the address that it redirects to
    for hop in resolution.hops[:-1]:
        passing = hop.location is not None and same_place(hop.url, hop.location)
        if hop.status not in _PERMANENT and not passing:
            return
    cited = (case.citation.url or "").partition("#")[2]
    fragment = cited if resolution.fragment is None else resolution.fragment
    address = drop_tracking(resolution.final_url)
    found = f"{address}#{fragment}" if fragment else address
    proposal = Proposal(
        kind="new-address",
        replacement=found,
        location=case.citation.location,
        reason="the site redirects there permanently",
    )
    yield RULE.finding("moved permanently to {found}", {"found": found}, proposal)
