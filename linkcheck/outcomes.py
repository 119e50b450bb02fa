"""What an answer amounts to, whoever cites the address: gone, walled, away, or a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.models import Failure, Finding, Outcome, PageKind, Proposal, Rule
from linkcheck.rules import RULES
from linkcheck.urls import mended

if TYPE_CHECKING:
    from linkcheck.models import Citation, Page, Resolution

__all__ = ["PERHAPS_OURS", "finding", "no_answer", "not_the_page", "outcome"]

GONE = frozenset({404, 410})
REFUSED = frozenset({401, 402, 403, 405, 406, 407, 412, 418, 423, 429, 451, 999})

_CERTIFICATE = frozenset(
    {
        Failure.TLS_EXPIRED,
        Failure.TLS_WRONG_NAME,
        Failure.TLS_SELF_SIGNED,
        Failure.TLS_INCOMPLETE_CHAIN,
        Failure.TLS_UNTRUSTED,
        Failure.TLS_OTHER,
    }
)
_LOOPS = frozenset({Failure.REDIRECT_LOOP, Failure.TOO_MANY_REDIRECTS})
# What may be wrong on our side of the line, and so proves nothing however often it is seen.
PERHAPS_OURS = frozenset({Failure.DNS_TEMPORARY, Failure.NETWORK, Failure.NOT_RECORDED})
_OUTCOMES = {
    Rule.DEAD_LINK: Outcome.GONE,
    Rule.SOFT_404: Outcome.GONE,
    Rule.PARKED_DOMAIN: Outcome.GONE,
    Rule.REDIRECTED_TO_HOME: Outcome.GONE,
    Rule.BLOCKED: Outcome.BLOCKED,
}
_MALFORMED = frozenset({Failure.MALFORMED_URL, Failure.UNSUPPORTED_SCHEME})
_WALLS = {
    PageKind.BOT_WALL: "shows a bot check instead of the page",
    PageKind.CONSENT_WALL: "asks for consent before it shows the page",
    PageKind.LOGIN_WALL: "asks to sign in before it shows the page",
    PageKind.PAYWALL: "shows the page to subscribers only",
    PageKind.GEO_BLOCK: "does not show the page in every country",
}
_AWAY = {
    PageKind.MAINTENANCE: "is under maintenance",
    PageKind.SERVER_DEFAULT: "shows the server's default page",
}


def outcome(resolution: Resolution, page: Page | None) -> Outcome:
    """Return what came of asking for an address, whoever cites it.

    Args:
        resolution: what came of asking.
        page: what was read there, or None where nothing answered.
    """
    found = no_answer(None, resolution) or not_the_page(resolution, page)
    if found is None:
        return Outcome.LIVING
    if found.rule is Rule.UNREACHABLE and resolution.failure not in PERHAPS_OURS:
        return Outcome.FAILED
    return _OUTCOMES.get(found.rule, Outcome.UNTOLD)


def no_answer(citation: Citation | None, resolution: Resolution) -> Finding | None:
    """Return the finding for an address that gave no answer at all."""
    failure = resolution.failure
    if failure is None:
        return None
    facts = {"detail": resolution.detail or failure.value.replace("-", " ")}
    if failure is Failure.NO_SUCH_HOST:
        return finding(Rule.DEAD_LINK, "there is no such host: {detail}", facts)
    if failure in _MALFORMED:
        meant = mended(resolution.url)
        proposal = meant and Proposal(
            kind="new-address",
            replacement=meant,
            location=citation.location if citation is not None else None,
            reason="the address without the slip in it",
        )
        return finding(Rule.MALFORMED_URL, "{detail}", facts, proposal or None)
    if failure in _CERTIFICATE:
        return finding(Rule.CERTIFICATE_PROBLEM, "{detail}", facts)
    if failure in _LOOPS:
        return finding(Rule.REDIRECT_LOOP, "{detail}", facts)
    if failure is Failure.ROBOTS:
        return finding(Rule.BLOCKED, "{detail}", facts)
    if failure is Failure.PRIVATE_ADDRESS:
        return finding(Rule.PRIVATE_ADDRESS, "{detail}", facts)
    if failure is Failure.NOT_RECORDED:
        return finding(Rule.UNREACHABLE, "the address is not in the recording", facts)
    return finding(Rule.UNREACHABLE, "no answer: {detail}", facts)


def not_the_page(resolution: Resolution, page: Page | None) -> Finding | None:
    """Return the finding for an answer that is not the page: an error, a wall, a parked domain."""
    status = resolution.status or 0
    kind = page.liveness.kind if page is not None else PageKind.LIVING
    reasons = "; ".join(page.liveness.reasons) if page is not None else ""
    facts = {"status": str(status), "reasons": f": {reasons}" if reasons else ""}
    if kind in _WALLS:
        return finding(Rule.BLOCKED, f"the site {_WALLS[kind]}{{reasons}}", facts)
    if status in GONE:
        return finding(Rule.DEAD_LINK, "the page is gone: status {status}", facts)
    if status in REFUSED:
        return finding(Rule.BLOCKED, "the site refuses to answer: status {status}", facts)
    if kind is PageKind.PARKED:
        return finding(Rule.PARKED_DOMAIN, "the domain is parked{reasons}", facts)
    if kind in _AWAY:
        return finding(Rule.UNREACHABLE, f"the site {_AWAY[kind]}{{reasons}}", facts)
    if status >= 500 or not 200 <= status < 300:
        return finding(Rule.UNREACHABLE, "no usable answer: status {status}", facts)
    if kind is PageKind.HOME_PAGE:
        return finding(
            Rule.REDIRECTED_TO_HOME,
            "the story's address leads to the front page {found}",
            {"found": resolution.final_url},
        )
    if kind is PageKind.SOFT_404:
        return finding(Rule.SOFT_404, "the page says it is not there{reasons}", facts)
    return None


def finding(
    rule: Rule,
    template: str,
    facts: dict[str, str] | None = None,
    proposal: Proposal | None = None,
) -> Finding:
    """Return a finding of the rule's own severity; see `Finding`."""
    return Finding(
        rule=rule,
        severity=RULES[rule].severity,
        template=template,
        facts=facts or {},
        proposal=proposal,
    )
