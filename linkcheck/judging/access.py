"""What an answer amounts to, whoever cites the address: gone, walled, away, or a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.judging.rules import RULES
from linkcheck.models import Failure, Finding, Outcome, PageKind, Proposal, Rule
from linkcheck.text.urls import lookalike, mended, same_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.models import Citation, History, Page, Resolution

__all__ = [
    "PERHAPS_OURS",
    "damaged",
    "disguised",
    "drift",
    "finding",
    "moved",
    "no_answer",
    "not_checked",
    "not_the_page",
    "outcome",
]

GONE = frozenset({404, 410})
PERMANENT = frozenset({301, 308})
REFUSED = frozenset({401, 402, 403, 405, 406, 407, 412, 418, 423, 429, 451, 999})

# Share of a text's fingerprint (`linkcheck.store.fingerprint`) that a few new paragraphs change.
DRIFTED = 0.2

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
PERHAPS_OURS = frozenset(
    {Failure.DNS_TEMPORARY, Failure.NETWORK, Failure.NOT_RECORDED, Failure.INTERNAL}
)
_OUTCOMES = {
    Rule.DEAD_LINK: Outcome.GONE,
    Rule.SOFT_404: Outcome.GONE,
    Rule.PARKED_DOMAIN: Outcome.GONE,
    Rule.REDIRECTED_TO_HOME: Outcome.GONE,
    Rule.BLOCKED: Outcome.BLOCKED,
}
_WALLS = {
    PageKind.BOT_WALL: "the site shows a bot check instead of the page{reasons}",
    PageKind.CONSENT_WALL: "the site asks for consent before it shows the page{reasons}",
    PageKind.LOGIN_WALL: "the site asks to sign in before it shows the page{reasons}",
    PageKind.PAYWALL: "the site shows the page to subscribers only{reasons}",
    PageKind.GEO_BLOCK: "the site does not show the page in every country{reasons}",
}
_AWAY = {
    PageKind.MAINTENANCE: "the site is under maintenance{reasons}",
    PageKind.SERVER_DEFAULT: "the site shows the server's default page{reasons}",
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
    if failure is Failure.UNSUPPORTED_SCHEME:
        return finding(Rule.UNSUPPORTED_SCHEME, "{detail}", facts)
    if failure is Failure.MALFORMED_URL:
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
    if failure is Failure.INTERNAL:
        return not_checked(facts["detail"])
    return finding(Rule.UNREACHABLE, "no answer: {detail}", facts)


def not_checked(fault: str) -> Finding:
    """Return the finding for an address that a bug in linkcheck kept from being checked."""
    template = "not checked because of an internal error in linkcheck: {detail}"
    return finding(Rule.UNREACHABLE, template, {"detail": fault})


def not_the_page(resolution: Resolution, page: Page | None) -> Finding | None:
    """Return the finding for an answer that is not the page: an error, a wall, a parked domain."""
    status = resolution.status or 0
    kind = page.liveness.kind if page is not None else PageKind.LIVING
    reasons = "; ".join(page.liveness.reasons) if page is not None else ""
    facts = {"status": str(status), "reasons": f": {reasons}" if reasons else ""}
    if kind in _WALLS:
        return finding(Rule.BLOCKED, _WALLS[kind], facts)
    if status in GONE:
        return finding(Rule.DEAD_LINK, "the page is gone: status {status}", facts)
    if status in REFUSED:
        return finding(Rule.BLOCKED, "the site refuses to answer: status {status}", facts)
    if kind is PageKind.PARKED:
        return finding(Rule.PARKED_DOMAIN, "the domain is parked{reasons}", facts)
    if kind in _AWAY:
        return finding(Rule.UNREACHABLE, _AWAY[kind], facts)
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


def damaged(citation: Citation) -> Iterator[Finding]:
    """Report a title that was read in a wrong encoding, with what it must have been."""
    if citation.title_repaired is None or citation.title is None:
        return
    proposal = Proposal(
        kind="title",
        replacement=citation.title_repaired,
        location=citation.title_location,
        reason="the same title read in the right encoding",
    )
    facts = {"cited": citation.title, "repaired": citation.title_repaired}
    template = "the title is damaged; it must have been “{repaired}”"
    yield finding(Rule.MOJIBAKE, template, facts, proposal)


def disguised(citation: Citation) -> Iterator[Finding]:
    """Report a host that passes for another by letters of two alphabets."""
    url = citation.url or ""
    if url.isascii() and "xn--" not in url:
        return  # as nearly all are: of one alphabet
    meant = lookalike(url)
    if meant is not None:
        template = "the host mixes alphabets: it looks like {meant} and is another"
        yield finding(Rule.MALFORMED_URL, template, {"meant": meant})


def drift(history: History) -> Iterator[Finding]:
    """Report a text that is another than when it was last looked at."""
    if history.drift is not None and history.drift >= DRIFTED:
        # Unrelated texts differ in about half of the fingerprint.
        facts = {"share": f"{min(1.0, 2 * history.drift):.0%}"}
        template = "about {share} of the text is another than last time"
        yield finding(Rule.CONTENT_DRIFT, template, facts)


def moved(citation: Citation, resolution: Resolution, page: Page | None) -> Iterator[Finding]:
    """Report a move that the site itself calls permanent, to a living page elsewhere."""
    if page is None or page.liveness.kind is not PageKind.LIVING:
        return
    if same_place(resolution.url, resolution.final_url):
        return
    for hop in resolution.hops[:-1]:
        passing = hop.location is not None and same_place(hop.url, hop.location)
        if hop.status not in PERMANENT and not passing:
            return
    proposal = Proposal(
        kind="new-address",
        replacement=resolution.final_url,
        location=citation.location,
        reason="the site redirects there for good",
    )
    yield finding(
        Rule.MOVED, "moved for good to {found}", {"found": resolution.final_url}, proposal
    )


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
