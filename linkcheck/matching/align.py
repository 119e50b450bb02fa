"""Does a reference name the page that it leads to, in whatever way it was divided?

What a reference claims is read from its form, and forms are many. Once the page is there, its own
headline, publisher, authors and date can be looked for in the reference's whole text. What is found
speaks for the page; nothing here speaks against one, and no citation is changed.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit

import msgspec

from linkcheck.data import load_toml
from linkcheck.languages import detect
from linkcheck.matching.headline_names import lacks_names
from linkcheck.matching.titles import compare_title
from linkcheck.models import Evidence, Field, Match, PageKind
from linkcheck.text.outlets import outlet_named, outlet_names, outlets_at
from linkcheck.text.titles import fold_space, parts_of_title
from linkcheck.text.transliterate import to_latin
from linkcheck.text.urls import host_key
from linkcheck.text.words import (
    content_stems,
    content_words,
    fold,
    names_kind_of_text,
    reads_like_headline,
    stem,
    words,
    words_of_text,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from linkcheck.languages import Detect
    from linkcheck.models import Citation, Page

__all__ = ["Aligned", "align", "with_alignment"]

# A headline found in a reference proves nothing if it is shorter: words, and those with a meaning.
LEAST_WORDS, LEAST_TELLING = 4, 3
# A name found there proves nothing if it is one shorter word that no register knows: letters.
LEAST_NAME = 5
# A page's text speaks against a title only if there is so much of it, and so much is looked at.
LEAST_TEXT, TEXT = 400, 6000
# Of the words of a title this share may be found by chance.
BY_CHANCE = 0.2
_WITHOUT_SPACES = frozenset({"zh", "ja", "ko", "th", "lo", "km", "my"})
"""Languages that are not written in words that could be looked for."""
LONGEST = 2000
"""Characters of a reference that are searched."""

_DATES = re.compile(r"\b\d{1,2}[./-]\d{1,2}[./-]\d{4}\b|\b\d{4}-\d\d-\d\d\b|\b(?:19|20)\d\d\b")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_RUN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’ʼ`´‘][^\W\d_]+)*")


class Aligned(NamedTuple):
    """A stretch of a reference that says what the page says of itself.

    Attributes:
        start: offset in the reference.
        end: offset behind it.
        confidence: that the stretch is this field of the page, from 0 to 1.
        found: the page's own words.
        source: where on the page these are.
    """

    start: int
    end: int
    confidence: float
    found: str
    source: str


def align(raw: str, page: Page) -> dict[str, Aligned]:
    """Return where a reference has the page's title, publisher, author and date, by name.

    Args:
        raw: the whole text of a reference.
        page: a living page.
    """
    # The words of an address are the page's own, whatever the reference names.
    text = _Text(_ADDRESS.sub(lambda match: " " * len(match[0]), raw[:LONGEST]))
    found: dict[str, Aligned] = {}
    title = _title(text, page)
    if title is not None:
        found["title"] = title
    publisher = _publisher(text, page, title)
    if publisher is not None:
        found["publisher"] = publisher
    author = _author(text, page, title)
    if author is not None:
        found["author"] = author
    date = _date(text.raw, page, title)
    if date is not None:
        found["date"] = date
    return found


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
        kept = [_contradicted(each, citation, page) for each in kept]
        kept = [_without_names(each, citation, page, detect) for each in kept]
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
    said = content_stems(_ADDRESS.sub(" ", raw[:LONGEST])) - named
    for title in page.titles:
        told = {part for part in content_stems(title.text) - named if len(part) > 1}
        if len(told & said) > len(told) * BY_CHANCE:
            return False
    return True


def _contradicted(each: Evidence, citation: Citation, page: Page) -> Evidence:
    """Return evidence on a short title as a mismatch where the page's text has hardly a word of it.

    A few words that a page is not headed with prove nothing, unless its text, in the language of
    the title, does not have them either.
    """
    cited = citation.title_repaired or citation.title or ""
    if (
        each.field is not Field.TITLE
        or each.match is not Match.UNVERIFIABLE
        or each.found is None
        or page.language.tag in {"und", *_WITHOUT_SPACES}
        or citation.title_language != page.language.tag
        or len(page.text) < LEAST_TEXT
        or not reads_like_headline(cited)
        or names_kind_of_text(cited)
    ):
        return each
    wanted = content_stems(cited)
    parts = [page.description, page.lead, page.text[:TEXT], *(one.text for one in page.titles)]
    told = set().union(*(map(stem, words_of_text(part)) for part in parts if part))
    slug = to_latin(unquote(urlsplit(page.url).path)).casefold()
    if len(wanted) < LEAST_TELLING or len(wanted & told) > len(wanted) * BY_CHANCE:
        return each
    if any(len(part) > 3 and to_latin(part) in slug for part in wanted):
        return each
    return msgspec.structs.replace(each, match=Match.MISMATCH, relation="another")


def _without_names(each: Evidence, citation: Citation, page: Page, detect: Detect) -> Evidence:
    """Return evidence on a title as a mismatch where the page has none of the names in it."""
    cited = citation.title_repaired or citation.title or ""
    if (
        each.field is not Field.TITLE
        or each.match is not Match.UNVERIFIABLE
        or each.found is None
        or not citation.title_is_sure
        or not reads_like_headline(cited)
        or names_kind_of_text(cited)
    ):
        return each
    slug = to_latin(unquote(urlsplit(page.url).path)).casefold()
    if any(len(part) > 3 and to_latin(part) in slug for part in content_words(cited)):
        return each
    language = citation.title_language or detect(cited).tag
    if not lacks_names(cited, language, page):
        return each
    return msgspec.structs.replace(each, match=Match.MISMATCH, relation="another")


def _as_a_whole(citation: Citation, raw: str, page: Page, detect: Detect) -> Evidence | None:
    """Compare the text of a reference whose headline could not be told from the rest of it.

    It can only show that the page is another story: no words of the reference name it.
    """
    text = _ADDRESS.sub(" ", raw[:LONGEST])
    for known in (citation.publisher, citation.author, citation.place):
        text = text.replace(known, " ") if known else text
    text = fold_space(_DATES.sub(" ", text)).strip(" .,:;()[]–—-/|")
    each = compare_title(msgspec.structs.replace(citation, title=text), page, detect)
    is_told = each is not None and each.match is Match.MISMATCH and each.relation == "another"
    return each if each is not None and is_told and _is_apart(each, raw, page) else None


def _unproven(each: Evidence) -> Evidence:
    return msgspec.structs.replace(each, match=Match.UNVERIFIABLE, relation=None)


class _Text:
    """A reference as its words, each with its place."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.words: list[str] = []
        self.places: list[tuple[int, int]] = []
        for match in _RUN.finditer(raw):
            for word in words(match[0]):
                self.words.append(word)
                self.places.append(match.span())

    def find(self, wanted: Sequence[str]) -> Iterator[tuple[int, int]]:
        """Yield where these words stand in a row."""
        count = len(wanted)
        if not count:
            return
        at = -1
        while True:
            try:
                at = self.words.index(wanted[0], at + 1)
            except ValueError:
                return
            if tuple(self.words[at : at + count]) == tuple(wanted):
                yield self.places[at][0], self.places[at + count - 1][1]


def _title(text: _Text, page: Page) -> Aligned | None:
    """Return the longest of the page's headlines that the reference has."""
    names = {fold(one.text).replace(" ", "") for one in page.publishers}
    names.add(host_key(page.url).partition(".")[0])
    best: Aligned | None = None
    for candidate in page.titles:
        for variant in _headlines(candidate.text, names):
            if not _is_telling(variant, names):
                continue
            for start, end in text.find(words(variant)):
                if best is None or end - start > best.end - best.start:
                    best = Aligned(start, end, 1.0, candidate.text, candidate.source)
    return best


def _headlines(title: str, names: set[str]) -> Iterator[str]:
    """Yield a title, and what is left of it without a site's name at one of its ends."""
    parts = [part for part in parts_of_title(title) if fold(part).replace(" ", "") not in names]
    yield " ".join(parts)
    yield title.partition(": ")[2]
    if len(parts) > 1:
        yield " ".join(parts[:-1])
        yield " ".join(parts[1:])
        yield max(parts, key=len)


def _is_telling(headline: str, names: set[str]) -> bool:
    """Tell whether no other page would be headed so: neither a few words nor a site's name."""
    folded = fold(headline).replace(" ", "")
    return (
        len(words(headline)) >= LEAST_WORDS
        and len(content_words(headline)) >= LEAST_TELLING
        and not any(folded in name for name in names)
        and outlet_named(headline) is None
    )


def _publisher(text: _Text, page: Page, title: Aligned | None) -> Aligned | None:
    known = (name for outlet in sorted(outlets_at(page.url)) for name in outlet_names(outlet))
    offered = [(one.text, one.source) for one in page.publishers]
    for name, source in (*offered, *((name, "register") for name in known)):
        said = words(name)
        telling = len(said) > 1 or len(name) >= LEAST_NAME or outlet_named(name) is not None
        if telling and (place := _outside(text.find(said), title)) is not None:
            return Aligned(*place, 1.0, name, source)
    return None


def _author(text: _Text, page: Page, title: Aligned | None) -> Aligned | None:
    """Return where the reference has an author's family name, with the given one or its initial."""
    for name in page.authors:
        said = words(name)
        if not 2 <= len(said) <= 4:
            continue
        given, family = said[0], said[-1]
        for order in ((given, family), (family, given)):
            if (place := _outside(text.find(order), title)) is not None:
                return Aligned(*place, 1.0, name, "author")
        for initials in ((given[0], family), (family, given[0])):
            if (place := _outside(text.find(initials), title)) is not None:
                return Aligned(*place, 0.9, name, "author")
    return None


def _date(raw: str, page: Page, title: Aligned | None) -> Aligned | None:
    """Return where the reference has the very day of publication, in whatever form."""
    match = _DAY.match(page.published or "")
    if match is None:
        return None
    pattern = _forms(*map(int, match.groups()))
    place = _outside((found.span() for found in pattern.finditer(raw)), title)
    return Aligned(*place, 1.0, match[0], "page") if place is not None else None


_DAY = re.compile(r"((?:19|20)\d\d)-(\d\d)-(\d\d)")


@functools.lru_cache(256)
def _forms(year: int, month: int, day: int) -> re.Pattern[str]:
    """Return a pattern of one day as people write it."""
    names = "|".join(
        sorted(
            (
                re.escape(form)
                for months in load_toml("articles-dates")["months"].values()
                for form in months[month - 1].split()
            ),
            key=len,
            reverse=True,
        )
        if 1 <= month <= 12
        else ["(?!)"]
    )
    name, number = rf"(?:{names})\b", rf"0?{day}(?:st|nd|rd|th|-го)?(?!\d)"
    gap = r"[\s.,–—-]{1,5}(?:of\s)?"
    return re.compile(
        rf"(?<!\d)(?:{number}{gap}{name}{gap}{year}|{name}{gap}{number}{gap}{year}"
        rf"|{year}{gap}{name}{gap}{number}|{year}{gap}{number}{gap}{name}"
        rf"|{year}[-./]0?{month}[-./]0?{day}|0?{day}[-./]0?{month}[-./]{year})(?!\d)",
        re.IGNORECASE,
    )


def _outside(places: Iterator[tuple[int, int]], title: Aligned | None) -> tuple[int, int] | None:
    """Return the first place that is not part of the headline."""
    for start, end in places:
        if title is None or end <= title.start or start >= title.end:
            return start, end
    return None
