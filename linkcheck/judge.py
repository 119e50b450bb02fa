"""From evidence to verdict. Pure: no file, no network, no clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from linkcheck.languages import same_language
from linkcheck.matching.dates import days_between
from linkcheck.models import (
    Evidence,
    Field,
    Finding,
    Match,
    PageKind,
    Proposal,
    Rule,
    Severity,
    Status,
    UrlStatus,
    Verdict,
)
from linkcheck.outcomes import PERHAPS_OURS, finding, no_answer, not_the_page
from linkcheck.rules import RULES
from linkcheck.urls import lookalike, same_place

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from linkcheck.models import Article, Citation, Page, Resolution

__all__ = ["Policy", "judge"]

PERMANENT = frozenset({301, 308})

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
        article_published=article.published if article is not None else None,
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
        yield finding(Rule.UNLINKED_CITATION, "the source has no address")
        return
    yield from _disguised(citation)
    unreadable = no_answer(citation, resolution) or not_the_page(resolution, page)
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


def _confirmed(found: Finding, resolution: Resolution | None, policy: Policy) -> Finding:
    """Return a finding, or that the link is dead where it has failed often enough."""
    if found.rule is not Rule.UNREACHABLE or resolution is None:
        return found
    times = max(1, resolution.failures)
    if times < policy.confirmations or resolution.failure in PERHAPS_OURS:
        return found
    if times == 1:
        return finding(Rule.DEAD_LINK, found.template, found.facts)
    facts = {"times": str(times), "since": (resolution.failing_since or "")[:10]} | found.facts
    return finding(
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
    yield finding(Rule.MOJIBAKE, template, facts, proposal)


def _disguised(citation: Citation) -> Iterator[Finding]:
    meant = lookalike(citation.url or "")
    if meant is not None:
        template = "the host mixes alphabets: it looks like {meant} and is another"
        yield finding(Rule.MALFORMED_URL, template, {"meant": meant})


def _title(citation: Citation, title: Evidence | None) -> Iterator[Finding]:
    # An inline anchor is often a phrase of the sentence and no title: it proves nothing.
    if title is None or title.match is not Match.MISMATCH or citation.inline:
        return
    facts = {"cited": title.cited or "", "found": title.found or ""}
    if title.relation == "another":
        yield finding(Rule.TITLE_MISMATCH, "the page tells another story: “{found}”", facts)
    elif title.relation == "changed":
        proposal = Proposal(
            kind="title",
            replacement=title.found or "",
            location=citation.title_location,
            reason="the headline that the page has now",
        )
        template = "the story's headline is now “{found}”"
        yield finding(Rule.TITLE_CHANGED, template, facts, proposal)


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
    yield finding(
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
    return finding(Rule.TITLE_TRANSLATED, template, facts)


def _publisher(fields: dict[Field, Evidence]) -> Iterator[Finding]:
    found = fields.get(Field.PUBLISHER)
    if found is None or found.match is not Match.MISMATCH:
        return
    yield finding(
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
        yield finding(Rule.DATE_MISMATCH, "cited as of {cited}, dated {found}", facts)
        return
    if article is None or page is None or not article.published or not page.published:
        return
    later = page.published[:10] > article.published[:10]
    # A day is no difference between time zones, and articles are revised for weeks.
    if later and days_between(article.published[:10], page.published) > _REVISED:
        facts = {"article": article.published[:10], "found": page.published[:10]}
        template = "the page is of {found}, the article that cites it of {article}"
        yield finding(Rule.NEWER_THAN_ARTICLE, template, facts)


def _drift(resolution: Resolution) -> Iterator[Finding]:
    if resolution.drift is not None and resolution.drift >= _DRIFTED:
        # Unrelated texts differ in about half of the fingerprint.
        facts = {"share": f"{min(1.0, 2 * resolution.drift):.0%}"}
        template = "about {share} of the text is another than last time"
        yield finding(Rule.CONTENT_DRIFT, template, facts)


def _fragment(fields: dict[Field, Evidence]) -> Iterator[Finding]:
    found = fields.get(Field.FRAGMENT)
    if found is None or found.match is not Match.MISMATCH:
        return
    template = "the page has no place “{fragment}”"
    yield finding(Rule.MISSING_FRAGMENT, template, {"fragment": found.cited or ""})


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
    yield finding(
        Rule.MOVED, "moved for good to {found}", {"found": resolution.final_url}, proposal
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
