"""Is the page in the language that the citation leads one to expect?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.languages import same_language
from linkcheck.languages.names import primary_tag
from linkcheck.models import Evidence, Field, Match, PageKind

if TYPE_CHECKING:
    from linkcheck.models import Citation, Page

__all__ = ["compare_language"]

# Confidence from which a page's text overrules what the page declares.
SURE = 0.95


TOLD_APART = frozenset({"en", "uk", "ru"})
"""The languages that a cited title's own is chosen from."""


def compare_language(citation: Citation, page: Page) -> Evidence | None:
    """Return how the cited language and the page's relate.

    The cited one is what the article declares for the source, or the title's own. The page's is
    that of its text; sites that declare one language for all editions are common, so the
    declaration only decides where the text does not.
    """
    cited = citation.language or citation.title_language
    if cited is None or page.liveness.kind is not PageKind.LIVING:
        return None
    source = "declared" if citation.language else "title"
    found = page_language(page)
    if found is None:
        return Evidence(field=Field.LANGUAGE, match=Match.UNVERIFIABLE, cited=cited, source=source)
    match = Match.MATCH if same_language(cited, found) else Match.MISMATCH
    if source == "title" and not (citation.title_is_sure and found in TOLD_APART):
        # A title is only told to be one of these; a page in another may well have its title. And
        # what was read with little confidence may be no title.
        match = Match.MATCH if match is Match.MATCH else Match.UNVERIFIABLE
    declared = [primary_tag(candidate.text) for candidate in page.declared_languages]
    return Evidence(
        field=Field.LANGUAGE,
        match=match,
        # What the page declares is not what it is written in: many sites say one for all editions.
        relation="declared otherwise" if declared and found not in declared else None,
        score=page.language.confidence,
        cited=cited,
        found=found,
        source=source,
    )


def page_language(page: Page) -> str | None:
    """Return the language of a page, weighed from what it says and what it declares."""
    declared = [candidate.text for candidate in page.declared_languages]
    guess = page.language
    if guess.tag != "und" and (guess.confidence >= SURE or guess.tag in declared):
        return guess.tag
    return None
