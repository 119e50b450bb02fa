"""From evidence to verdict. Pure: no file, no network, no clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from linkcheck.languages import same_language
from linkcheck.matching.dates import days_between
from linkcheck.models import (
    Evidence,
    Failure,
    Field,
    Finding,
    Match,
    Outcome,
    PageKind,
    Proposal,
    Rule,
    Severity,
    Status,
    UrlStatus,
    Verdict,
)
from linkcheck.rules import RULES
from linkcheck.urls import lookalike, mended, same_place

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from linkcheck.models import Article, Citation, Page, Resolution

__all__ = ["Policy", "judge", "outcome"]

GONE = frozenset({404, 410})
REFUSED = frozenset({401, 402, 403, 405, 406, 407, 412, 418, 423, 429, 451, 999})
PERMANENT = frozenset({301, 308})

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
_PERHAPS_OURS = frozenset({Failure.DNS_TEMPORARY, Failure.NETWORK, Failure.NOT_RECORDED})
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
# Days after its publication in which an article may still take up sources.
_REVISED = 31
# Share of a text's fingerprint (`linkcheck.store.fingerprint`) that a few new paragraphs change.
_DRIFTED = 0.2
_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}
_STATUS_RANK = [Status.OK, Status.UNVERIFIED, Status.WARNING, Status.BROKEN]


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """Which findings are wanted and how grave they are.

    Attributes:
        ignore: rules that are not reported.
        severity: severities other than the rules' own.
        confirmations: how many failures in a row, days apart, make an unreachable address a dead
            one; 1 believes the first.
    """

    ignore: frozenset[Rule] = frozenset()
    severity: Mapping[Rule, Severity] = {}
    confirmations: int = 3


def judge(
    citation: Citation,
    *,
    article: Article | None,
    resolution: Resolution | None,
    page: Page | None,
    evidence: Sequence[Evidence] = (),
    policy: Policy | None = None,
) -> Verdict:
    """Return what became of a citation.

    Args:
        citation: what the article says.
        article: where it says so.
        resolution: what came of asking, or None where there is no address.
        page: what was read there, or None where nothing answered.
        evidence: what the comparison of the two found.
        policy: which findings are wanted.
    """
    policy = policy if policy is not None else Policy()
    every = [
        _confirmed(found, resolution, policy)
        for found in _findings(citation, article, resolution, page, evidence)
    ]
    wanted = [
        msgspec.structs.replace(found, severity=policy.severity.get(found.rule, found.severity))
        for found in every
        if found.rule not in policy.ignore
    ]
    wanted.sort(key=lambda found: _RANK[found.severity])
    return Verdict(
        citation=citation,
        article=article.title if article is not None else None,
        status=_status(citation, wanted, page, evidence),
        url_status=_url_status(every, resolution),
        findings=tuple(wanted),
        evidence=tuple(evidence),
        resolution=msgspec.structs.replace(resolution, body=b"") if resolution else None,
        page=msgspec.structs.replace(page, text="", anchors=None) if page else None,
    )


def _findings(
    citation: Citation,
    article: Article | None,
    resolution: Resolution | None,
    page: Page | None,
    evidence: Sequence[Evidence],
) -> Iterator[Finding]:
    yield from _damaged(citation)
    if resolution is None:
        yield _finding(Rule.UNLINKED_CITATION, "the source has no address")
        return
    yield from _disguised(citation)
    unreadable = _no_answer(citation, resolution) or _not_the_page(resolution, page)
    if unreadable is not None:
        yield unreadable
        return
    fields = {found.field: found for found in evidence}
    title = fields.get(Field.TITLE)
    yield from _title(citation, title)
    yield from _language(citation, article, page, fields)
    yield from _publisher(fields)
    yield from _fragment(fields)
    if title is None or title.relation != "another":
        yield from _dates(article, page, fields)
        yield from _drift(resolution)
    if title is None or title.relation != "another" or citation.inline:
        yield from _moved(citation, resolution, page)


def outcome(resolution: Resolution, page: Page | None) -> Outcome:
    """Return what came of asking for an address, whoever cites it.

    Args:
        resolution: what came of asking.
        page: what was read there, or None where nothing answered.
    """
    found = _no_answer(None, resolution) or _not_the_page(resolution, page)
    if found is None:
        return Outcome.LIVING
    if found.rule is Rule.UNREACHABLE and resolution.failure not in _PERHAPS_OURS:
        return Outcome.FAILED
    return _OUTCOMES.get(found.rule, Outcome.UNTOLD)


def _confirmed(found: Finding, resolution: Resolution | None, policy: Policy) -> Finding:
    """Return a finding, or that the link is dead where it has failed often enough."""
    if found.rule is not Rule.UNREACHABLE or resolution is None:
        return found
    times = max(1, resolution.failures)
    if times < policy.confirmations or resolution.failure in _PERHAPS_OURS:
        return found
    if times == 1:
        return _finding(Rule.DEAD_LINK, found.template, found.facts)
    facts = {"times": str(times), "since": (resolution.failing_since or "")[:10]} | found.facts
    return _finding(
        Rule.DEAD_LINK, f"failed {{times}} times since {{since}}: {found.template}", facts
    )


def _damaged(citation: Citation) -> Iterator[Finding]:
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
    yield _finding(Rule.MOJIBAKE, template, facts, proposal)


def _disguised(citation: Citation) -> Iterator[Finding]:
    meant = lookalike(citation.url or "")
    if meant is not None:
        template = "the host mixes alphabets: it looks like {meant} and is another"
        yield _finding(Rule.MALFORMED_URL, template, {"meant": meant})


def _no_answer(citation: Citation | None, resolution: Resolution) -> Finding | None:
    """Return the finding for an address that gave no answer at all."""
    failure = resolution.failure
    if failure is None:
        return None
    facts = {"detail": resolution.detail or failure.value.replace("-", " ")}
    if failure is Failure.NO_SUCH_HOST:
        return _finding(Rule.DEAD_LINK, "there is no such host: {detail}", facts)
    if failure in _MALFORMED:
        meant = mended(citation.url or "") if citation is not None else None
        proposal = meant and Proposal(
            kind="new-address",
            replacement=meant,
            location=citation.location if citation is not None else None,
            reason="the address without the slip in it",
        )
        return _finding(Rule.MALFORMED_URL, "{detail}", facts, proposal or None)
    if failure in _CERTIFICATE:
        return _finding(Rule.CERTIFICATE_PROBLEM, "{detail}", facts)
    if failure in _LOOPS:
        return _finding(Rule.REDIRECT_LOOP, "{detail}", facts)
    if failure is Failure.ROBOTS:
        return _finding(Rule.BLOCKED, "{detail}", facts)
    if failure is Failure.PRIVATE_ADDRESS:
        return _finding(Rule.PRIVATE_ADDRESS, "{detail}", facts)
    if failure is Failure.NOT_RECORDED:
        return _finding(Rule.UNREACHABLE, "the address is not in the recording", facts)
    return _finding(Rule.UNREACHABLE, "no answer: {detail}", facts)


def _not_the_page(resolution: Resolution, page: Page | None) -> Finding | None:
    """Return the finding for an answer that is not the page: an error, a wall, a parked domain."""
    status = resolution.status or 0
    kind = page.liveness.kind if page is not None else PageKind.LIVING
    reasons = "; ".join(page.liveness.reasons) if page is not None else ""
    facts = {"status": str(status), "reasons": f": {reasons}" if reasons else ""}
    if kind in _WALLS:
        return _finding(Rule.BLOCKED, f"the site {_WALLS[kind]}{{reasons}}", facts)
    if status in GONE:
        return _finding(Rule.DEAD_LINK, "the page is gone: status {status}", facts)
    if status in REFUSED:
        return _finding(Rule.BLOCKED, "the site refuses to answer: status {status}", facts)
    if kind is PageKind.PARKED:
        return _finding(Rule.PARKED_DOMAIN, "the domain is parked{reasons}", facts)
    if kind in _AWAY:
        return _finding(Rule.UNREACHABLE, f"the site {_AWAY[kind]}{{reasons}}", facts)
    if status >= 500 or not 200 <= status < 300:
        return _finding(Rule.UNREACHABLE, "no usable answer: status {status}", facts)
    if kind is PageKind.HOME_PAGE:
        return _finding(
            Rule.REDIRECTED_TO_HOME,
            "the story's address leads to the front page {found}",
            {"found": resolution.final_url},
        )
    if kind is PageKind.SOFT_404:
        return _finding(Rule.SOFT_404, "the page says it is not there{reasons}", facts)
    return None


def _title(citation: Citation, title: Evidence | None) -> Iterator[Finding]:
    # An inline anchor is often a phrase of the sentence and no title: it proves nothing.
    if title is None or title.match is not Match.MISMATCH or citation.inline:
        return
    facts = {"cited": title.cited or "", "found": title.found or ""}
    if title.relation == "another":
        yield _finding(Rule.TITLE_MISMATCH, "the page tells another story: “{found}”", facts)
    elif title.relation == "changed":
        proposal = Proposal(
            kind="title",
            replacement=title.found or "",
            location=citation.title_location,
            reason="the headline that the page has now",
        )
        template = "the story's headline is now “{found}”"
        yield _finding(Rule.TITLE_CHANGED, template, facts, proposal)


def _language(
    citation: Citation,
    article: Article | None,
    page: Page | None,
    fields: dict[Field, Evidence],
) -> Iterator[Finding]:
    language, title = fields.get(Field.LANGUAGE), fields.get(Field.TITLE)
    translated = title is not None and title.relation == "translated"
    if language is None or language.match is not Match.MISMATCH:
        if translated and title is not None:
            yield _translated(title)
        return
    declared = language.source == "declared"
    if not declared and (citation.inline or (title is not None and title.relation == "same")):
        return  # the title is there as cited: its language was misjudged, or is the page's second
    cited, found = language.cited or "", language.found or ""
    edition = _edition(page, cited) if page is not None else None
    written_for_readers = article is not None and article.language == citation.title_language
    if not declared and edition is None and written_for_readers:
        # An author who gives the title in the article's own language has translated it.
        if translated and title is not None:
            yield _translated(title)
        return
    proposal = None
    if edition is not None:
        proposal = Proposal(
            kind="other-edition",
            replacement=edition,
            location=citation.location,
            reason=f"the page names it as its edition in {cited}",
        )
    yield _finding(
        Rule.LANGUAGE_MISMATCH,
        "the source is cited in {cited}, the page is in {found}",
        {"cited": cited, "found": found},
        proposal,
    )


def _edition(page: Page, language: str) -> str | None:
    """Return the address of the page's edition in a language, where it names one elsewhere."""
    return next(
        (
            url
            for tag, url in page.alternates
            if same_language(tag, language) and not same_place(url, page.url)
        ),
        None,
    )


def _translated(title: Evidence) -> Finding:
    facts = {"cited": title.cited or "", "found": title.found or ""}
    template = "the page has the story in another language: “{found}”"
    return _finding(Rule.TITLE_TRANSLATED, template, facts)


def _publisher(fields: dict[Field, Evidence]) -> Iterator[Finding]:
    found = fields.get(Field.PUBLISHER)
    if found is None or found.match is not Match.MISMATCH:
        return
    yield _finding(
        Rule.PUBLISHER_MISMATCH,
        "cited as {cited}, published by {found}",
        {"cited": found.cited or "", "found": found.found or ""},
    )


def _dates(
    article: Article | None, page: Page | None, fields: dict[Field, Evidence]
) -> Iterator[Finding]:
    found = fields.get(Field.DATE)
    if found is not None and found.match is Match.MISMATCH:
        facts = {"cited": found.cited or "", "found": (found.found or "")[:10]}
        yield _finding(Rule.DATE_MISMATCH, "cited as of {cited}, dated {found}", facts)
        return
    if article is None or page is None or not article.published or not page.published:
        return
    later = page.published[:10] > article.published[:10]
    # A day is no difference between time zones, and articles are revised for weeks.
    if later and days_between(article.published[:10], page.published) > _REVISED:
        facts = {"article": article.published[:10], "found": page.published[:10]}
        template = "the page is of {found}, the article that cites it of {article}"
        yield _finding(Rule.NEWER_THAN_ARTICLE, template, facts)


def _drift(resolution: Resolution) -> Iterator[Finding]:
    if resolution.drift is not None and resolution.drift >= _DRIFTED:
        # Unrelated texts differ in about half of the fingerprint.
        facts = {"share": f"{min(1.0, 2 * resolution.drift):.0%}"}
        template = "about {share} of the text is another than last time"
        yield _finding(Rule.CONTENT_DRIFT, template, facts)


def _fragment(fields: dict[Field, Evidence]) -> Iterator[Finding]:
    found = fields.get(Field.FRAGMENT)
    if found is None or found.match is not Match.MISMATCH:
        return
    template = "the page has no place “{fragment}”"
    if found.source == "text":
        template = "the page does not have the words “{fragment}”"
    yield _finding(Rule.MISSING_FRAGMENT, template, {"fragment": found.cited or ""})


def _moved(citation: Citation, resolution: Resolution, page: Page | None) -> Iterator[Finding]:
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
    yield _finding(
        Rule.MOVED, "moved for good to {found}", {"found": resolution.final_url}, proposal
    )


def _finding(
    rule: Rule,
    template: str,
    facts: dict[str, str] | None = None,
    proposal: Proposal | None = None,
) -> Finding:
    return Finding(
        rule=rule,
        severity=RULES[rule].severity,
        template=template,
        facts=facts or {},
        proposal=proposal,
    )


def _status(
    citation: Citation,
    findings: Sequence[Finding],
    page: Page | None,
    evidence: Sequence[Evidence],
) -> Status:
    """Return the worst status of the findings; without any, whether the page could be compared."""
    statuses = [RULES[found.rule].status for found in findings]
    titles = [found for found in evidence if found.field is Field.TITLE]
    other = page is not None and page.liveness.kind is not PageKind.LIVING
    if other and (titles or not statuses):
        statuses.append(Status.UNVERIFIED)
    # A claimed title that could not be compared is not vouched for; an anchor claims none.
    if not citation.inline and any(found.match is Match.UNVERIFIABLE for found in titles):
        statuses.append(Status.UNVERIFIED)
    return max(statuses, key=_STATUS_RANK.index, default=Status.OK)


def _url_status(findings: Sequence[Finding], resolution: Resolution | None) -> UrlStatus | None:
    if resolution is None or resolution.status is None:
        gone = any(found.rule is Rule.DEAD_LINK for found in findings)
        return UrlStatus.DEAD if gone else None
    # A damaged title is the article's fault and says nothing of the address.
    findings = [found for found in findings if found.rule is not Rule.MOJIBAKE]
    if not findings:
        return UrlStatus.LIVE
    worst = min(findings, key=lambda found: _RANK[found.severity])
    return RULES[worst.rule].url_status
