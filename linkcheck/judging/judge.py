"""From evidence to verdict. Pure: no file, no network, no clock.

`TABLE` says which evidence makes which finding; `linkcheck.judging.rules.RULES` how severe that is
and the citation's status; `linkcheck.judging.access` what is found where no page could be compared.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from linkcheck.judging.access import (
    PERHAPS_OURS,
    damaged,
    disguised,
    drift,
    finding,
    moved,
    no_answer,
    not_the_page,
)
from linkcheck.judging.policy import Policy
from linkcheck.judging.rules import RULES
from linkcheck.judging.status import status_of, wanted_of
from linkcheck.languages import same_language
from linkcheck.matching.dates import days_between
from linkcheck.models import (
    Evidence,
    Field,
    Finding,
    History,
    Match,
    Proposal,
    Rule,
    Severity,
    UrlStatus,
    Verdict,
)
from linkcheck.text.urls import same_place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from linkcheck.models import Article, Citation, Page, Resolution

__all__ = ["TABLE", "Row", "judge"]

# Days after its publication in which an article may still take up sources.
_REVISED = 31
# What is the article's own fault says nothing of the address.
_OF_THE_ARTICLE = frozenset({Rule.MOJIBAKE, Rule.DUPLICATE_CITATION})
_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


def judge(
    citation: Citation,
    *,
    article: Article | None,
    resolution: Resolution | None,
    page: Page | None,
    evidence: Sequence[Evidence] = (),
    history: History | None = None,
    policy: Policy | None = None,
    repeats: Citation | None = None,
) -> Verdict:
    """Return what became of a citation.

    Args:
        citation: what the article says.
        article: where it says so.
        resolution: what came of asking, or None where there is no address.
        page: what was read there, or None where nothing answered.
        evidence: what the comparison of the two found.
        history: what earlier runs say of the address.
        policy: which findings are wanted.
        repeats: the citation of the same source above this one in the article's list, if any.
    """
    policy = (policy if policy is not None else Policy()).for_citation(citation)
    history = history if history is not None else History()
    accepted = resolution is not None and _accepted(resolution.status, policy)
    if accepted:
        page, evidence = None, ()
    fields: dict[Field, Evidence] = {}
    for found in evidence:
        fields.setdefault(found.field, found)
    case = _Case(citation, article, resolution, page, fields, history)
    every = [
        _confirmed(found, resolution, history, policy)
        for found in _findings(case, evidence, repeats, accepted=accepted)
    ]
    wanted = wanted_of(every, policy)
    ignored = [found for found in every if found.rule in policy.ignore]
    wanted.sort(key=lambda found: _RANK[found.severity])
    return Verdict(
        citation=citation,
        article=article.title if article is not None else None,
        article_published=article.published if article is not None else None,
        status=status_of(citation, wanted, ignored, page, evidence),
        url_status=_url_status(every, resolution),
        findings=tuple(wanted),
        evidence=tuple(evidence),
        resolution=msgspec.structs.replace(resolution, body=b"") if resolution else None,
        page=msgspec.structs.replace(page, text="", anchors=None) if page else None,
        history=history,
    )


class _Case(NamedTuple):
    """All that is known of a citation; of each field the first evidence."""

    citation: Citation
    article: Article | None
    resolution: Resolution | None
    page: Page | None
    fields: Mapping[Field, Evidence]
    history: History

    @property
    def relation(self) -> str | None:
        """How the cited title and the page's relate."""
        title = self.fields.get(Field.TITLE)
        return title.relation if title is not None else None


def _findings(
    case: _Case, evidence: Sequence[Evidence], repeats: Citation | None, *, accepted: bool
) -> Iterator[Finding]:
    citation, resolution, page = case.citation, case.resolution, case.page
    yield from damaged(citation)
    if resolution is None:
        yield finding(Rule.UNLINKED_CITATION, "the source has no address")
        return
    yield from disguised(citation)
    if repeats is not None:
        facts = {"line": str(repeats.location.line)}
        template = "the same source stands in line {line} already"
        yield finding(Rule.DUPLICATE_CITATION, template, facts)
    if accepted:
        return
    unreadable = no_answer(citation, resolution) or not_the_page(resolution, page)
    if unreadable is not None:
        yield unreadable
        return
    yield from _from_table(case, evidence)
    if Field.OWNER in case.fields:
        return
    if case.relation != "another":
        yield from _newer(case)
        yield from drift(case.history)
    if case.relation != "another" or citation.inline:
        yield from moved(citation, resolution, page)


def _from_table(case: _Case, evidence: Sequence[Evidence]) -> Iterator[Finding]:
    """Yield what the table makes of the evidence."""
    for row in TABLE:
        for found in evidence:
            if (
                found.field is row.field
                and found.match is row.match
                and row.relation in {None, found.relation}
                and not any(excuse(case, found) for excuse in row.unless)
            ):
                facts = {"cited": found.cited or "", "found": found.found or ""}
                if found.field is Field.OWNER:
                    facts["signs"] = found.source or ""
                propose = _PROPOSALS.get(row.rule)
                proposal = propose(case, found) if propose is not None else None
                yield finding(row.rule, row.template, facts, proposal)


def _accepted(status: int | None, policy: Policy) -> bool:
    """Tell whether an answer is to be taken for good unread; one that is good anyway is read."""
    return status in policy.accept and not 200 <= (status or 0) < 300


def _confirmed(
    found: Finding, resolution: Resolution | None, history: History, policy: Policy
) -> Finding:
    """Return a finding, or that the link is dead where it has failed often enough."""
    if found.rule is not Rule.UNREACHABLE or resolution is None:
        return found
    times = max(1, history.failures)
    if times < policy.confirmations or resolution.failure in PERHAPS_OURS:
        return found
    if times == 1:
        return finding(Rule.DEAD_LINK, found.template, found.facts)
    facts = {"times": str(times), "since": (history.failing_since or "")[:10]} | found.facts
    return finding(
        Rule.DEAD_LINK, f"failed {{times}} times since {{since}}: {found.template}", facts
    )


def _sold(case: _Case, _: Evidence) -> bool:
    """Where the domain is another's now, all else on the page is no news."""
    return Field.OWNER in case.fields


def _an_anchor(case: _Case, _: Evidence) -> bool:
    """An anchor is often a phrase of the sentence and no title: it proves nothing."""
    return case.citation.inline


def _another_story(case: _Case, _: Evidence) -> bool:
    """What another story says is no contradiction of the one cited."""
    return case.relation == "another"


def _title_is_there(case: _Case, language: Evidence) -> bool:
    """A title that stands there as cited was misjudged, or is in the page's second language."""
    return language.source != "declared" and (case.citation.inline or case.relation == "same")


def _translated_by_author(case: _Case, language: Evidence) -> bool:
    """An author who gives the title in the article's own language has translated it."""
    return (
        language.source != "declared"
        and _edition(case, language) is None
        and case.article is not None
        and case.article.language == case.citation.title_language
    )


def _said_of_the_language(case: _Case, _: Evidence) -> bool:
    """Where the language was not meant to be another, that is said, and the translation with it."""
    language = case.fields.get(Field.LANGUAGE)
    if language is None or language.match is not Match.MISMATCH:
        return False
    return _title_is_there(case, language) or not _translated_by_author(case, language)


class Row(NamedTuple):
    """A line of the table.

    Attributes:
        field: what was compared.
        match: how that came out.
        relation: and how the two relate; None for any.
        rule: the finding; its severity and the citation's status are those of `RULES`.
        template: what is said; `cited` and `found` are those of the evidence.
        unless: what excuses it.
    """

    field: Field
    match: Match
    relation: str | None
    rule: Rule
    template: str
    unless: tuple[Callable[[_Case, Evidence], bool], ...] = ()


TABLE: tuple[Row, ...] = (
    Row(Field.OWNER, Match.MISMATCH, None, Rule.USURPED_DOMAIN,
        "the domain is no longer that of {cited}: “{found}” ({signs})"),
    Row(Field.TITLE, Match.MISMATCH, "another", Rule.TITLE_MISMATCH,
        "the page tells another story: “{found}”", (_sold, _an_anchor)),
    Row(Field.TITLE, Match.MISMATCH, "changed", Rule.TITLE_CHANGED,
        "the story's headline is now “{found}”", (_sold, _an_anchor)),
    Row(Field.LANGUAGE, Match.MISMATCH, None, Rule.LANGUAGE_MISMATCH,
        "the source is cited in {cited}, the page is in {found}",
        (_sold, _title_is_there, _translated_by_author)),
    Row(Field.TITLE, Match.MATCH, "translated", Rule.TITLE_TRANSLATED,
        "the page has the story in another language: “{found}”", (_said_of_the_language,)),
    Row(Field.PUBLISHER, Match.MISMATCH, None, Rule.PUBLISHER_MISMATCH,
        "cited as {cited}, published by {found}", (_sold,)),
    Row(Field.QUOTATION, Match.MISMATCH, None, Rule.QUOTE_NOT_FOUND,
        "no source of the article has the words “{cited}”", (_sold, _another_story)),
    Row(Field.FRAGMENT, Match.MISMATCH, None, Rule.MISSING_FRAGMENT,
        "the page has no place “{cited}”", (_sold,)),
    Row(Field.DATE, Match.MISMATCH, None, Rule.DATE_MISMATCH,
        "cited as of {cited}, dated {found}", (_sold, _another_story)),
)  # fmt: skip


def _newest_title(case: _Case, title: Evidence) -> Proposal:
    return Proposal(
        kind="title",
        replacement=title.found or "",
        location=case.citation.title_location,
        reason="the headline that the page has now",
    )


def _other_edition(case: _Case, language: Evidence) -> Proposal | None:
    edition = _edition(case, language)
    if edition is None:
        return None
    return Proposal(
        kind="other-edition",
        replacement=edition,
        location=case.citation.location,
        reason="the page names it as its edition in the language cited",
    )


_PROPOSALS: Mapping[Rule, Callable[[_Case, Evidence], Proposal | None]] = {
    Rule.TITLE_CHANGED: _newest_title,
    Rule.LANGUAGE_MISMATCH: _other_edition,
}


def _edition(case: _Case, language: Evidence) -> str | None:
    """Return the address of the page's edition in the cited language, where it names one."""
    page = case.page
    if page is None:
        return None
    return next(
        (
            url
            for tag, url in page.alternates
            if same_language(tag, language.cited or "") and not same_place(url, page.url)
        ),
        None,
    )


def _newer(case: _Case) -> Iterator[Finding]:
    article, page = case.article, case.page
    if article is None or page is None or not article.published or not page.published:
        return
    dated = case.fields.get(Field.DATE)
    if dated is not None and dated.match is Match.MISMATCH:
        return
    # Revised since, it may well cite what is newer than itself.
    written = max(article.published, article.modified or "")[:10]
    later = page.published[:10] > written
    # A day is no difference between time zones, and articles are revised for weeks unsaid.
    if later and days_between(written, page.published) > _REVISED:
        facts = {"article": written, "found": page.published[:10]}
        template = "the page is of {found}, the article that cites it of {article}"
        yield finding(Rule.NEWER_THAN_ARTICLE, template, facts)


def _url_status(findings: Sequence[Finding], resolution: Resolution | None) -> UrlStatus | None:
    if resolution is None or resolution.status is None:
        gone = any(found.rule is Rule.DEAD_LINK for found in findings)
        return UrlStatus.DEAD if gone else None
    findings = [found for found in findings if found.rule not in _OF_THE_ARTICLE]
    if not findings:
        return UrlStatus.LIVE
    worst = min(findings, key=lambda found: _RANK[found.severity])
    return RULES[worst.rule].url_status
