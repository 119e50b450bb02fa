"""Does a reference name the page that it leads to, in whatever way it was divided?

What a reference claims is read from its form, and forms are many. Once the page is there, its own
headline, publisher, authors and date can be looked for in the reference's whole text. What is found
speaks for the page; nothing here speaks against one, and no citation is changed.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, NamedTuple

from linkcheck.data import load_toml
from linkcheck.text.outlets import outlet_named, outlet_names, outlets_at
from linkcheck.text.titles import parts_of_title
from linkcheck.text.urls import host_key
from linkcheck.text.words import (
    content_words,
    fold,
    words,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from linkcheck.models import Page

__all__ = ["LEAST_TELLING", "LONGEST", "WEB_ADDRESS", "Aligned", "align", "shows_date"]

# A headline found in a reference proves nothing if it is shorter: words, and those with a meaning.
LEAST_WORDS, LEAST_TELLING = 4, 3
# A name found there proves nothing if it is one shorter word that no register knows: letters.
LEAST_NAME = 5
LONGEST = 2000
"""Characters of a reference that are searched."""

WEB_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
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
    text = _Text(WEB_ADDRESS.sub(lambda match: " " * len(match[0]), raw[:LONGEST]))
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


def shows_date(date: str, texts: Iterable[str]) -> bool:
    """Tell whether some texts name a day, in whatever form, or the year where none is known.

    Args:
        date: an ISO 8601 date, perhaps of a month or a year only.
        texts: of a page.
    """
    day = _DAY.match(date)
    pattern = _forms(*map(int, day.groups())) if day else re.compile(rf"(?<!\d){date[:4]}(?!\d)")
    return any(pattern.search(text) for text in texts)


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
