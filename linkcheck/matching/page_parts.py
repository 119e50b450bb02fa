"""Is what an article cites one part of a page that has a title of its own?

Digests, newsletters, lists of decisions and pages of questions have one title for all that they
tell, and old sites one for all their pages. The title cited stands further down, or the text tells
what it says. Where the cited author published the page, or is shown on it, its headline is new.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import msgspec

from linkcheck.languages import detect
from linkcheck.matching.align import LONGEST, shows_date
from linkcheck.matching.authors import is_named
from linkcheck.matching.cross_language import relate
from linkcheck.matching.dates import days_between
from linkcheck.matching.likeness import SHORT, nearest
from linkcheck.matching.titles import ENOUGH, TRANSLATED_UNLIKE, text_supports
from linkcheck.models import Candidate, Field, Match
from linkcheck.text.words import (
    content_stems,
    content_words,
    same_script,
    stem,
    words,
    words_of_text,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from linkcheck.languages import Detect
    from linkcheck.models import Citation, Evidence, Page

__all__ = ["all_vouched_for", "is_contradicted"]

# Fewer words that carry a story stand on many pages, and a line of more words is no heading.
_LEAST_WORDS, _MOST_WORDS = 2, 30
# So many sources are looked for on one page, each in all of its lines.
_MOST_SOURCES = 20
# So many lines are compared across languages.
_MOST_ACROSS = 200
# Numbers of cases, decisions and documents: "910/4518/18", "А40-12345/2018".
_NUMBER = re.compile(r"[^\W_]+(?:[-/][^\W_]+)+")
_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")
_LEAST_DIGITS = 5
# A line, of no more than so many characters, that has this share of a title's words tells the same.
MOST, _LINE = 0.6, 400
# Lines of so many characters are running text.
_PROSE = 40
# A date of more characters names a day: "2014-03" does not.
_MONTH = 7
# Days by which a paper's date and its site's differ.
_DAYS = 3
_DASHES = re.compile("[‐‑‒–—−]")


def is_contradicted(evidence: Sequence[Evidence]) -> bool:
    """Tell whether a page's title speaks against the one cited."""
    return any(map(_speaks_against, evidence))


def all_vouched_for(
    evidences: Sequence[tuple[Evidence, ...]],
    citations: Sequence[Citation],
    page: Page,
    lines: Sequence[str] | None,
    detect: Detect = detect,
) -> tuple[tuple[Evidence, ...], ...]:
    """Return evidence in which no title is another story's that the page has further down.

    Args:
        evidences: for each citation, what comparing it with the page found.
        citations: of one address.
        page: what the address leads to.
        lines: all that the page shows, besides what leads to other pages; None where not all of
            it could be read.
        detect: detects the language of a title.
    """
    found: dict[tuple[str | None, ...], bool] = {}  # whether the page may have a source
    made = []
    for evidence, citation in zip(evidences, citations, strict=True):
        cited = citation.sound_title
        if cited is None or not is_contradicted(evidence):
            made.append(evidence)
            continue
        sought = cited, citation.author, citation.date
        if sought not in found:
            found[sought] = (
                lines is None
                or len(found) >= _MOST_SOURCES
                or _is_by_them(evidence, citation, page)
                or _shows_them(evidence, citation, lines)
                or _has(cited, page, lines, detect)
            )
        made.append(_unproven(evidence) if found[sought] else evidence)
    return tuple(made)


def _is_by_them(evidence: tuple[Evidence, ...], citation: Citation, page: Page) -> bool:
    """Tell whether the cited author published a page at the cited time: its headline has changed.

    Whom a page presents in its titles, it may interview. Where the author could not be told from
    the rest of the reference, the page's is looked for there.
    """
    matched = {each.field for each in evidence if each.match is Match.MATCH}
    date, found = citation.date or "", page.published or ""
    if Field.DATE not in matched and not (
        len(date) > _MONTH and found and days_between(date, found) <= _DAYS
    ):
        return False
    if Field.AUTHOR in matched:
        return True
    if citation.author is None:
        raw = (citation.raw or "")[:LONGEST]
        return any(is_named(author, [raw]) for author in page.authors)
    return is_named(citation.author, [title.text for title in page.titles])


def _shows_them(evidence: tuple[Evidence, ...], citation: Citation, lines: Sequence[str]) -> bool:
    """Tell whether a page whose data name others shows the cited author or day to its readers."""
    others = {each.field for each in evidence if each.match is Match.MISMATCH}
    if Field.AUTHOR in others and is_named(citation.author or "", lines):
        return True
    date = citation.date or ""
    return Field.DATE in others and len(date) > _MONTH and shows_date(date, lines)


def _unproven(evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    return tuple(
        msgspec.structs.replace(each, match=Match.UNVERIFIABLE, relation=None)
        if _speaks_against(each)
        else each
        for each in evidence
    )


def _speaks_against(each: Evidence) -> bool:
    return each.field is Field.TITLE and each.match is Match.MISMATCH and each.relation == "another"


def _has(cited: str, page: Page, lines: Sequence[str], detect: Detect) -> bool:
    """Tell whether a page has a cited title, or the number that it names, somewhere."""
    numbers = set(_numbers(cited))
    if numbers and any(not numbers.isdisjoint(_numbers(line)) for line in lines):
        return True
    if len(content_words(cited)) < _LEAST_WORDS:
        return False
    if not page.text and _tells(cited, page, lines):
        return True
    own = {title.text for title in page.titles}
    short = [line for line in lines if line not in own and len(words(line)) <= _MOST_WORDS]
    alike = [line for line in short if same_script(cited, line)]
    if alike and _nearest(cited, page, alike):
        return True
    if _tells_in_a_line(cited, page, lines):
        return True
    language = detect(cited).tag
    if language in {"und", page.language.tag}:
        return False
    headings = [line for line in short if len(content_words(line)) >= SHORT]
    return any(
        found.score >= TRANSLATED_UNLIKE and found.shared >= ENOUGH
        for line in headings[:_MOST_ACROSS]
        for found in (relate(cited, language, line, "", page.language.tag),)
    )


def _tells(cited: str, page: Page, lines: Sequence[str]) -> bool:
    """Tell whether a text that is in no paragraphs has as many of a title's words as others."""
    text = "\n".join(line for line in lines if len(line) >= _PROSE)
    return text_supports(content_stems(cited, page.language.tag), text)


def _tells_in_a_line(cited: str, page: Page, lines: Sequence[str]) -> bool:
    """Tell whether one line has most words of a title: the item's own headline, or its first."""
    wanted = content_stems(cited, page.language.tag)
    if len(wanted) < SHORT:
        return False
    return any(
        len(wanted & set(map(stem, words_of_text(line)))) >= len(wanted) * MOST
        for line in lines
        if len(line) <= _LINE
    )


def _nearest(cited: str, page: Page, lines: Sequence[str]) -> bool:
    titles = tuple(Candidate(text=line, source="text") for line in lines)
    return nearest(cited, msgspec.structs.replace(page, titles=titles)).same


def _numbers(text: str) -> list[str]:
    """Return the numbers of documents that a text names, without spaces and in small letters."""
    plain = _DASHES.sub("-", unicodedata.normalize("NFKC", text)).casefold()
    return [
        number
        for number in _NUMBER.findall(plain)
        if sum(map(str.isdigit, _YEAR.sub("", number))) >= _LEAST_DIGITS
    ]
