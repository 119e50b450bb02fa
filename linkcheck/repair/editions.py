"""The other language editions of a page, where the one that was found is not the cited one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from langcodes import tag_distance
from langcodes.tag_parser import LanguageTagError

from linkcheck.matching.language import cited_language
from linkcheck.models import PageKind
from linkcheck.repair.candidates import Candidate
from linkcheck.text.urls import address_key, is_home

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.models import Page, Verdict

__all__ = ["other_editions"]

REASONS = {"edition": "the page links to it as its edition in that language"}
"""Why an address may be the source's."""

_NEAR = 10
"""Distance (CLDR, as langcodes counts it) up to which two tags are one language to a reader:
en-GB for en, not Ukrainian for Russian."""
_MOST = 3


def other_editions(verdict: Verdict) -> Iterator[Candidate]:
    """Yield the editions in the cited language that a page names (hreflang), the nearest first.

    None where the page itself is in that language, and where the article cites none. Whether the
    other edition tells the same story is for the engine to judge.

    Args:
        verdict: on the citation, with the page that was found.
    """
    page, citation = verdict.page, verdict.citation
    wanted = cited_language(citation)
    if page is None or wanted is None or page.liveness.kind is not PageKind.LIVING:
        return
    if _distance(wanted, _language_of(page)) <= _NEAR:
        return
    seen = {address_key(page.url), address_key(citation.url or "")}
    near = [(_distance(wanted, tag), number) for number, (tag, _) in enumerate(page.alternates)]
    for distance, number in sorted(near)[:_MOST]:
        url = page.alternates[number][1]
        key = address_key(url)
        if distance > _NEAR or key in seen or not key.startswith("http"):
            continue
        if is_home(url) and not is_home(page.url):
            continue  # sites without translations name the front page of each edition
        seen.add(key)
        reason = REASONS["edition"]
        yield Candidate(url=url, kind="other-edition", reason=reason)


def _language_of(page: Page) -> str | None:
    """Return the language of a page: its text's, or else what it declares."""
    if page.language.tag != "und":
        return page.language.tag
    return next((each.text for each in page.declared_languages), None)


def _distance(wanted: str, tag: str | None) -> int:
    """Return how far a language is from the wanted one; far more than all for one unknown."""
    try:
        return tag_distance(wanted, tag) if tag else 1000
    except (LanguageTagError, ValueError):
        return 1000
