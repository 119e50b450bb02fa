"""Unrelated sites show one page, or lead to one address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.judging.rule import RuleInfo, Stage
from linkcheck.models import Field, Rule, Severity, Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.judging.case import Case
    from linkcheck.models import Finding

__all__ = ["RULE", "check"]

RULE = RuleInfo(
    rule=Rule.SHARED_PAGE,
    stage=Stage.AWAY,
    severity=Severity.WARNING,
    status=Status.UNVERIFIED,
    url_status=None,
    summary="Three or more unrelated sites show the same page, or lead to the same address.",
    why="Something else responds in place of these sites: a filter on your network or at your "
    "provider, a login page, their hosting company or a new owner. The page says nothing about the "
    "sources.",
    example="Stories of three newspapers all show “This resource is restricted”.",
    fix="Open one of the addresses on another network. If the page is the same there, cite an "
    "archived copy.",
    reads_page=True,
)

MESSAGES = {
    "address": "unrelated sites ({sites}) lead to one address, {found}; "
    "a filter on your network, a hosting company or a new owner may be responding in their place",
    "text": "unrelated sites ({sites}) show the same page, “{found}”; "
    "a filter on your network, a hosting company or a new owner may be responding in their place",
    "untitled": "unrelated sites ({sites}) show the same page; "
    "a filter on your network, a hosting company or a new owner may be responding in their place",
}


def check(case: Case) -> Iterator[Finding]:
    """Report a page that cannot be the source's own, unless it is known for what it is."""
    shared = case.first(Field.SHARED)
    if shared is None or not case.may_be_shared:
        return
    kind = (shared.relation or "text") if shared.found else "untitled"
    yield RULE.finding(MESSAGES[kind], {"sites": shared.source or "", "found": shared.found or ""})
