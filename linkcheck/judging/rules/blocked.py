"""The site does not show the page to a program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.judging.rule import RuleInfo, Stage
from linkcheck.models import Failure, PageKind, Rule, Severity, Status
from linkcheck.models.statuses import REFUSED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.judging.case import Case
    from linkcheck.models import Finding

__all__ = ["RULE", "check"]

RULE = RuleInfo(
    rule=Rule.BLOCKED,
    stage=Stage.ACCESS,
    severity=Severity.NOTE,
    status=Status.UNVERIFIED,
    url_status=None,
    summary="The site does not show the page to automated tools.",
    why="The page may well exist, but the site shows it only to people in a browser.",
    example="The site responds with status 403 and a bot check.",
    fix="Open the page in a browser. `--contact` and `--browser-retry` help with some "
    "sites. If a filter on your own network responded, check from another network.",
)


MESSAGES = {
    PageKind.BOT_WALL: "the site refuses automated requests{reasons}",
    PageKind.CONSENT_WALL: "the site asks for consent before it shows the page{reasons}",
    PageKind.LOGIN_WALL: "the site asks to sign in before it shows the page{reasons}",
    PageKind.PAYWALL: "the site shows the page to subscribers only{reasons}",
    PageKind.GEO_BLOCK: "the site blocks the page in some countries{reasons}",
    PageKind.NETWORK_BLOCK: "a filter responded instead of the site, "
    "perhaps one on your own network{reasons}",
    PageKind.AGE_WALL: "the site asks for the reader's age before it shows the page{reasons}",
    PageKind.AD_WALL: "the site shows the page only to readers without an ad blocker{reasons}",
    PageKind.INTERSTITIAL: "the site shows another page before the one cited{reasons}",
}


def check(case: Case) -> Iterator[Finding]:
    """Report an access wall, a status that refuses, robots.txt, or an excluded address."""
    if case.failure in {Failure.ROBOTS, Failure.EXCLUDED}:
        yield RULE.finding("{detail}", {"detail": case.detail})
    elif case.kind in MESSAGES and not case.shows_title:
        yield RULE.finding(MESSAGES[case.kind], case.answer_facts)
    elif case.status in REFUSED:
        yield RULE.finding("the site refuses to answer: status {status}", case.answer_facts)
