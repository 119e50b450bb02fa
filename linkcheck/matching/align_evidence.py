"""Evidence for a page from the whole text of a reference: what `align` finds is added to it.

What is found speaks for the page; a title that was not read for sure proves no other story.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from linkcheck.languages import detect
from linkcheck.matching.align import LONGEST, WEB_ADDRESS, Aligned, align
from linkcheck.matching.contradictions import with_contradictions
from linkcheck.matching.titles import BY_CHANCE, compare_title
from linkcheck.models import Evidence, Field, Match, PageKind
from linkcheck.text.outlets import outlet_names, outlets_at
from linkcheck.text.titles import fold_space
from linkcheck.text.urls import host_key
from linkcheck.text.words import (
    content_stems,
    fold,
)

if TYPE_CHECKING:
    from linkcheck.languages import Detect
    from linkcheck.models import Citation, Page

__all__ = ["with_alignment"]

_DATES = re.compile(r"\b\d{1,2}[./-]\d{1,2}[./-]\d{4}\b|\b\d{4}-\d\d-\d\d\b|\b(?:19|20)\d\d\b")


def with_alignment(
    evidence: tuple[Evidence, ...], citation: Citation, page: Page, detect: Detect = detect
) -> tuple[Evidence, ...]:
    """Return evidence to which what the reference's whole text says for the page is added.

    A field that was read is vouched for by what is found instead; one that was not read is new.

    Args:
        evidence: what comparing field by field found.
        citation: what the article says.
        page: what the address leads to.
        detect: detects the language of a title.
    """
    raw = citation.raw
    if raw is None or citation.inline or page.liveness.kind is not PageKind.LIVING:
        return evidence
    matched = {each.field for each in evidence if each.match is Match.MATCH}
    open_fields = {each.field for each in evidence if each.match is not Match.MATCH}
    if matched >= _ALIGNED or (Field.TITLE in matched and open_fields.isdisjoint(_CHANGEABLE)):
        return evidence
    found = align(raw, page)
    added = {
        name: Evidence(
            field=Field(name),
            match=Match.MATCH,
            relation="same" if name == Field.TITLE else None,
            score=one.confidence,
            cited=raw[one.start : one.end],
            found=one.found,
            source=one.source,
        )
        for name, one in found.items()
        if name in _ALIGNED and name not in matched and not _is_part(raw, one, name, citation)
    }
    if "title" in found and _is_within(raw, found["title"], citation.publisher):
        evidence = tuple(filter(None, map(_without_publisher, evidence)))
    kept = [added.pop(each.field, each) for each in evidence]
    if citation.title is None and citation.headline_is_sure and "title" not in found:
        kept = [*filter(None, (_as_a_whole(citation, raw, page, detect),)), *kept]
    if citation.headline_is_sure:
        if not citation.title_is_sure:
            kept = [each if _is_apart(each, raw, page) else _unproven(each) for each in kept]
        kept = list(with_contradictions(tuple(kept), citation, page, detect))
    # What was not read is evidence of its own only for the title: it says which page this is.
    return (*(each for name, each in added.items() if name == Field.TITLE), *kept)


_ALIGNED = frozenset({Field.TITLE, Field.PUBLISHER, Field.AUTHOR, Field.DATE})
_CHANGEABLE = _ALIGNED | {Field.OWNER}


def _is_part(raw: str, one: Aligned, name: str, citation: Citation) -> bool:
    """Tell whether what was found is only a part of a cited name: "Post" in "Kyiv Post".

    Nor is what looks like a headline one where it is the cited publisher's or author's name.
    """
    said = fold(raw[one.start : one.end])
    others = [fold(other) for other in (citation.publisher, citation.author) if other]
    if name != Field.TITLE:
        others = [other for other in others if other != said]
    return any(f" {said} " in f" {other} " for other in others)


def _is_within(raw: str, headline: Aligned, publisher: str | None) -> bool:
    """Tell whether what was read as the publisher is only a part of the page's headline."""
    if publisher is None:
        return False
    rest = f"{raw[: headline.start]} | {raw[headline.end :]}"
    name = f" {fold(publisher)} "
    return name in f" {fold(raw[headline.start : headline.end])} " and name not in f" {fold(rest)} "


def _without_publisher(each: Evidence) -> Evidence | None:
    """Return evidence about a publisher that nobody has cited: it tells nothing."""
    if each.match is Match.MISMATCH and each.field is Field.PUBLISHER:
        return msgspec.structs.replace(each, match=Match.UNVERIFIABLE)
    return None if each.match is Match.MISMATCH and each.field is Field.OWNER else each


def _is_apart(each: Evidence, raw: str, page: Page) -> bool:
    """Tell whether another story, whose title was not surely read, is one in any division.

    Of the words of the page's titles that carry a story hardly one is in the reference; the page's
    outlet, the names of its authors and its date may be.
    """
    if each.field is not Field.TITLE or each.match is not Match.MISMATCH:
        return True
    if each.relation != "another":
        return False
    known = [one.text for one in page.publishers] + list(page.authors)
    known += [name for outlet in outlets_at(page.url) for name in outlet_names(outlet)]
    named = frozenset().union(*map(content_stems, known), content_stems(host_key(page.url)))
    said = content_stems(WEB_ADDRESS.sub(" ", raw[:LONGEST])) - named
    for title in page.titles:
        told = {part for part in content_stems(title.text) - named if len(part) > 1}
        if len(told & said) > len(told) * BY_CHANCE:
            return False
    return True


def _as_a_whole(citation: Citation, raw: str, page: Page, detect: Detect) -> Evidence | None:
    """Compare the text of a reference whose headline could not be told from the rest of it.

    It can only show that the page is another story: no words of the reference name it.
    """
    text = WEB_ADDRESS.sub(" ", raw[:LONGEST])
    for known in (citation.publisher, citation.author, citation.place):
        text = text.replace(known, " ") if known else text
    text = fold_space(_DATES.sub(" ", text)).strip(" .,:;()[]–—-/|")
    each = compare_title(msgspec.structs.replace(citation, title=text), page, detect)
    is_told = each is not None and each.match is Match.MISMATCH and each.relation == "another"
    return each if each is not None and is_told and _is_apart(each, raw, page) else None


def _unproven(each: Evidence) -> Evidence:
    return msgspec.structs.replace(each, match=Match.UNVERIFIABLE, relation=None)
