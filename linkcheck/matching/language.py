"""Is the page in the language that the citation leads one to expect?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from linkcheck.languages import detect, same_language
from linkcheck.languages.detection import known_languages
from linkcheck.languages.names import primary_tag
from linkcheck.languages.titles import title_language
from linkcheck.models import Evidence, Field, Match, PageKind
from linkcheck.text.words import words

if TYPE_CHECKING:
    from linkcheck.languages import Detect
    from linkcheck.models import Citation, Page

__all__ = ["cited_language", "compare_language", "page_language"]

# Confidence from which a page's text overrules what the page declares.
SURE = 0.95
# Less text than this overrules nothing, in characters.
LITTLE = 80
# A link in running text that is on fewer words shows no language.
LONG_ANCHOR = 4

# Languages so near each other that a title in one may be taken for the other's.
_NEAR = (
    {"da", "no", "sv"}, {"cs", "sk"}, {"bg", "mk", "sr", "hr", "sl"}, {"et", "fi"},
    {"ca", "es", "fr", "it", "pt", "ro"}, {"af", "de", "nl"},
)  # fmt: skip
# What stands between a title and its translation, and the fewest words that are told a language.
_BETWEEN = re.compile(r"[\[\]()]|\s[/=|]\s")
_PART = 3


def cited_language(citation: Citation, detect: Detect = detect) -> str | None:
    """Return the language that a source is cited in, or None where that is not clear.

    It is what the article declares, or the title's own. In running text, where most links are on a
    few words of a sentence, it is that of a link on several words.
    """
    stated = citation.language or citation.title_language
    title = citation.sound_title or ""
    if stated is not None or not citation.inline or title.count(" ") < LONG_ANCHOR - 1:
        return stated
    return title_language(title, detect)


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
    found = page_language(page) or next(
        (tag for tag in _undetectable(page) if same_language(cited, tag)), None
    )
    if found is None:
        return Evidence(field=Field.LANGUAGE, match=Match.UNVERIFIABLE, cited=cited, source=source)
    match = Match.MATCH if same_language(cited, found) else Match.MISMATCH
    if match is Match.MISMATCH and (
        not {cited, found} <= known_languages()
        # What was read with little confidence may be no title.
        or (source == "title" and not citation.title_is_sure)
        or (source == "title" and _may_be_in(citation, cited, found))
    ):
        match = Match.UNVERIFIABLE
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


def _may_be_in(citation: Citation, cited: str, found: str) -> bool:
    """Tell whether a title that was taken to be in one language may be in another."""
    if any({cited, found} <= near for near in _NEAR):
        return True
    title = citation.sound_title or ""
    # A title may have its translation behind it.
    parts = [part for part in _BETWEEN.split(title) if len(words(part)) >= _PART]
    return any(detect(part, (cited, found)).tag == found for part in (title, *parts))


def page_language(page: Page) -> str | None:
    """Return the language of a page, weighed from what it says and what it declares."""
    declared = [candidate.text for candidate in page.declared_languages]
    guess = page.language
    if guess.tag == "und":
        return None
    if guess.tag in declared:
        return guess.tag
    said = (page.title, page.description, page.text)
    if declared and sum(map(len, filter(None, said))) < LITTLE:
        return None
    # The text cannot overrule a language that it cannot be detected to be in.
    return guess.tag if guess.confidence >= SURE and not _undetectable(page) else None


def _undetectable(page: Page) -> list[str]:
    """Return the languages that a page declares and that no text is detected to be in."""
    declared = [primary_tag(candidate.text) for candidate in page.declared_languages]
    return [tag for tag in declared if tag is not None and tag not in known_languages()]
