"""Read what a reference claims: mark what is certain, then find the best division of the rest."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from linkcheck.articles.references.archives import date_of_copy
from linkcheck.articles.references.bounds import PAIRS, title_bounds, unmatched
from linkcheck.articles.references.dates import joined
from linkcheck.articles.references.features import features_of
from linkcheck.articles.references.marks import marks
from linkcheck.articles.references.model import Decoded, Model, load_model
from linkcheck.articles.references.names import (
    is_newspaper,
    is_outlet,
    is_person,
    is_sentence,
    is_stopped,
    is_surname,
)
from linkcheck.articles.references.unit import Kind, Unit
from linkcheck.articles.references.units import units_of
from linkcheck.articles.references.vocabulary import is_place, is_pointer
from linkcheck.models.cited import SURE
from linkcheck.text.archives import is_archive
from linkcheck.text.identifiers import doi_at, doi_in
from linkcheck.text.outlets import outlet_named

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["LIKELY", "SURE", "Field", "Reference", "read_reference"]

LIKELY = 0.5
"""Below this confidence a field stays unset."""
_UNSURE = {
    "publisher": 0.75,
    "author": 0.75,
    "date": 0.75,
    "place": 0.6,
    "alone": 0.96,  # a publisher without a title: it may be the title
}  # a made-up one is worse than none

HEADLINE_WORDS = 4
"""Words from which a title that is not surely read may be a headline all the same."""
_NO_DATE = re.compile(r"n\.\s?d|no date|undated|б\.\s?[дг]|без дат|s\.\s?d", re.IGNORECASE)
_COUNTRY = re.compile(r"(\S.*?)\s*\(([^()]+)\)")
_AGAIN = 1.5
_ISBN = re.compile(r"\bISBN(?:-1[03])?:?\s*([\d][\d -]{8,16}[\dXx])\b")


class Field(msgspec.Struct, frozen=True):
    """One thing that a reference claims.

    Attributes:
        text: as written, or in ISO 8601 for a date, or a BCP 47 tag for a language.
        confidence: how likely it is exactly that, from 0 to 1.
        span: where it stands in the reference, where it is one stretch.
    """

    text: str
    confidence: float
    span: tuple[int, int] | None = None


class Reference(msgspec.Struct, frozen=True):
    """What a reference claims; what it does not claim, or not clearly, is None.

    Attributes:
        raw: the whole text.
        title: of the source.
        publisher: the outlet it appeared in (its container), else who published it.
        place: of the publisher.
        author: all authors as one text, as written.
        date: of publication, as far as it is given.
        access_date: when the source was looked at.
        language: that the reference names.
        doi: without "doi:".
        isbn: as written.
        archive_url: address of an archived copy.
        archive_date: of that copy.
        section: of the outlet.
        remark: on the source.
        headline: words that are surely part of a title of some length, wherever that begins and
            ends.
    """

    raw: str
    title: Field | None = None
    publisher: Field | None = None
    place: Field | None = None
    author: Field | None = None
    date: Field | None = None
    access_date: Field | None = None
    language: Field | None = None
    doi: Field | None = None
    isbn: Field | None = None
    archive_url: Field | None = None
    archive_date: Field | None = None
    section: Field | None = None
    remark: Field | None = None
    headline: Field | None = None


def read_reference(
    text: str,
    links: Sequence[tuple[int, int, str]] = (),
    emphasis: Sequence[tuple[int, int]] = (),
    model: Model | None = None,
    *,
    breaks: Sequence[int] = (),
    least: float = LIKELY,
) -> Reference:
    """Read a list item, a footnote or any other text that names one source.

    Args:
        text: as a reader sees it.
        links: its links: start and end of the words, and the address.
        emphasis: stretches in italics or bold.
        model: another than the package's own.
        breaks: further offsets that no field begins before and ends behind: edges of other links.
        least: the confidence below which a field stays unset.
    """
    model = model or load_model()
    stretches = [(a, b, is_address(text[a:b])) for a, b, _ in links]
    units = units_of(text, stretches, emphasis, breaks)
    url = links[0][2] if links else next((u.text for u in units if u.kind == Kind.URL), None)
    decoded = model.decode([unit.kind for unit in units], features_of(units, url))
    return _Assembly(
        text, units, decoded, model, [link[2] for link in links], least=least
    ).reference()


def is_address(words: str) -> bool:
    """Tell whether the words of a link are an address, or only point ("here")."""
    words = words.strip()
    bare = " " not in words and ("://" in words or words.lower().startswith("www.") or "/" in words)
    return not words or bare or is_pointer(words)


def _without_place(publisher: Field) -> tuple[Field, Field | None]:
    """Return a publisher without the country in brackets behind it: "Harbour Post (Germany)"."""
    match = _COUNTRY.fullmatch(publisher.text)
    if match is None or publisher.span is None:
        return publisher, None
    agency = outlet_named(match[2]) is not None  # "Harbour Post (AFP)"
    if not (agency or is_place(match[2])):
        return publisher, None
    start = publisher.span[0]
    sure = publisher.confidence
    name, place = (match.span(group) for group in (1, 2))
    return (
        Field(match[1], sure, (start + name[0], start + name[1])),
        None if agency else Field(match[2], sure, (start + place[0], start + place[1])),
    )


def _dates(unit: Unit, before: Unit) -> bool:
    """Tell whether a date is part of a document's name: "Daily report, 17 February 2015"."""
    return (
        before.kind == Kind.TEXT
        and unit.before in {"", ","}
        and before.words[-1].casefold() in marks().documents
    )


class _Assembly:
    """Puts the roles of the units together to fields."""

    def __init__(
        self,
        text: str,
        units: list[Unit],
        decoded: Decoded,
        model: Model,
        urls: list[str],
        *,
        least: float,
    ) -> None:
        self.text = text
        self.units = units
        self.decoded = decoded
        self.model = model
        self.urls = urls
        self.least = least
        self.best: dict[str, tuple[int, int, float]] = {}
        titles = [span for span in decoded.spans if span[0][-1] == "T"]
        self.titled = range(0)
        if titles:
            _, first, last, chance = max(titles, key=lambda span: span[3])
            first, last = title_bounds(text, units, decoded.labels, first, last)
            self.best["T"] = first, last, chance
            self.titled = range(first, last + 1)
        for label, first, last, chance in decoded.spans:
            role = label[-1]
            if role == "T" or (first in self.titled and last in self.titled):
                continue
            known = self.best.get(role)
            # Authors are named once more behind a stroke: the first are those of the source.
            if known is None or chance > known[2] * (_AGAIN if role == "A" else 1.0):
                self.best[role] = (first, last, chance)

    def reference(self) -> Reference:
        title = self.field("title", "T")
        publisher = self.field("publisher", "C") or self.field("publisher", "P")
        if publisher is not None and self.least and not self.may_publish(publisher, title):
            publisher = None
        author = self.field("author", "A")
        if publisher is None and author is not None and self.least and is_newspaper(author.text):
            publisher, author = author, None  # "Harbour Post (2014): …"
        place = self.field("place", "L")
        if publisher is not None and place is None and self.begins_with(publisher):
            publisher, place = _without_place(publisher)
        if title is None and self.least and self.is_named_alone:
            first = self.units[0]
            title = Field(first.text, LIKELY, (first.start, first.end))
            publisher = author = None
        if author is None and self.least:
            author = self.byline()
        doi = doi_in(self.text) if "10." in self.text else None
        if doi is None:
            named = (url for url in self.urls if "doi" in url or "arxiv" in url)
            doi = next(filter(None, map(doi_at, named)), None)
        isbn = _ISBN.search(self.text)
        archived = next(filter(is_archive, self.urls), None)
        return Reference(
            raw=self.text,
            title=title,
            publisher=publisher,
            place=place,
            author=author,
            date=self.date(),
            access_date=self.certain_date(Kind.ACCESSED) or self.labelled_date("X"),
            language=self.language(),
            doi=Field(doi, 1.0) if doi is not None else None,
            isbn=Field(isbn[1], 1.0) if isbn is not None else None,
            archive_url=Field(archived, 1.0) if archived is not None else None,
            archive_date=self.certain_date(Kind.ARCHIVED) or self.date_of_copy(archived),
            section=self.field("section", "S"),
            remark=self.remark(),
            headline=self.headline(),
        )

    def field(self, name: str, role: str) -> Field | None:
        found = self.best.get(role)
        if found is None:
            return None
        confidence = self.calibrated(name, found[2])
        if confidence < self.wanted(name):
            return None
        first, last = found[:2]
        if role in "CP" and is_surname(self.text, self.units, first, last):
            return None
        if role == "A" and is_sentence(self.text[self.units[first].start : self.units[last].end]):
            return None
        start, end = self.stretch(first, last)
        if role == "A":
            end -= is_stopped(self.text, start, end)
        return Field(self.text[start:end], confidence, (start, end)) if end > start else None

    def begins_with(self, field: Field) -> bool:
        """Tell whether a field is the first thing that the reference gives."""
        return field.span is not None and field.span[0] == self.units[0].start

    @property
    def is_named_alone(self) -> bool:
        """Whether one name and its address are all that a reference gives: the name is a title."""
        stated = {Kind.ADDRESS_WORD, Kind.ACCESS, Kind.ACCESSED, Kind.URL}
        return (
            len(self.units) > 1
            and self.units[0].kind == Kind.TEXT
            and all(
                unit.kind in stated or (unit.kind == Kind.MEDIUM and unit.before.endswith("["))
                for unit in self.units[1:]
            )
        )

    def byline(self) -> Field | None:
        """Return a person named right behind the quotation that is the title."""
        last = self.titled[-1] if self.titled else len(self.units)
        for at in range(last + 1, min(last + 3, len(self.units))):
            unit = self.units[at]
            closed = ("Q" in unit.before or unit.before == ",") and unit.after[:1] in {",", ")"}
            if unit.kind == Kind.TEXT and closed and is_person(unit.words):
                return Field(unit.text, LIKELY, (unit.start, unit.end))
            if unit.kind != Kind.DATE:
                break
        return None

    def may_publish(self, publisher: Field, title: Field | None) -> bool:
        if title is None and publisher.confidence < self.wanted("alone"):
            return False  # a name alone may be the title
        span = publisher.span
        return span is None or is_outlet(self.text, span, self.units, self.urls)

    def headline(self) -> Field | None:
        first, last, _ = self.best.get("T", (0, -1, 0.0))
        units = [at for at in range(first, last + 1) if self.units[at].kind == Kind.TEXT]
        if sum(len(self.units[at].words) for at in units) < HEADLINE_WORDS:
            return None
        chances = [self.decoded.chances[at] for at in units]
        chance = max(some.get("BT", 0.0) + some.get("IT", 0.0) for some in chances)
        if chance < max(self.least, LIKELY):
            return None
        start, end = self.units[first].start, self.units[last].end
        return Field(self.text[start:end], min(1.0, chance), (start, end))

    def stretch(self, first: int, last: int) -> tuple[int, int]:
        """Return where a run of units stands, quotation marks that belong to it included."""
        text = self.text
        start, end = self.units[first].start, self.units[last].end
        before, behind = text[start - 1 : start], text[end : end + 1]
        unopened, unclosed = unmatched(text[start:end])
        if before == behind == '"':
            return start, end  # around the whole
        # «Dnipro»: words – the mark that opens stands before the first unit.
        if before and (before + unopened in PAIRS or before == unclosed == '"'):
            start -= 1
        stopped = behind == "." and self.units[last].kind == Kind.OTHERS
        if behind and (stopped or unclosed + behind in PAIRS or behind == unclosed == '"'):
            end += 1
        return start, end

    def wanted(self, name: str) -> float:
        """Return the confidence below which a field stays unset."""
        return max(self.least, _UNSURE.get(name, 0.0)) if self.least else 0.0

    def calibrated(self, name: str, chance: float) -> float:
        """Return how often fields of this raw probability are right."""
        points = self.model.calibration.get(name)
        if not points:
            return chance
        before = points[0]
        for point in points:
            if chance <= point[0]:
                width = point[0] - before[0]
                part = (chance - before[0]) / width if width > 0 else 0.0
                return before[1] + (point[1] - before[1]) * part
            before = point
        return points[-1][1]

    def date(self) -> Field | None:
        if any(u.kind == Kind.UNDATED and _NO_DATE.match(u.text) for u in self.units):
            return None
        return self.labelled_date("D")

    def labelled_date(self, role: str) -> Field | None:
        days, chance = [], 1.0
        before: Unit | None = None
        for at, (unit, label, chances) in enumerate(
            zip(self.units, self.decoded.labels, self.decoded.chances, strict=True)
        ):
            named, before = before, unit
            if (
                at in self.titled
                or unit.day is None
                or (role == "D" and named is not None and _dates(unit, named))
            ):
                continue
            if label == role:
                days.append(unit.day)
                chance = min(chance, chances.get(role, 0.0))
            elif unit.kind == Kind.DATE:
                chance = min(chance, 1.0 - chances.get(role, 0.0))
        value = joined(days) if days else None
        confidence = self.calibrated("date", chance)
        return (
            Field(value, confidence)
            if value is not None and confidence >= self.wanted("date")
            else None
        )

    def certain_date(self, kind: str) -> Field | None:
        days = [unit.day for unit in self.units if unit.kind == kind and unit.day is not None]
        value = joined(days[:1]) if days else None
        return Field(value, 1.0) if value is not None else None

    def date_of_copy(self, url: str | None) -> Field | None:
        value = date_of_copy(url) if url is not None else None
        return Field(value, 1.0) if value is not None else None

    def language(self) -> Field | None:
        tags = [unit.tag for unit in self.units if unit.kind == Kind.LANGUAGE]
        return Field(tags[0], 1.0) if len(set(tags)) == 1 and tags[0] else None

    def remark(self) -> Field | None:
        stated = [
            unit for unit, label in zip(self.units, self.decoded.labels, strict=True)
            if unit.kind == Kind.REMARK and label in "OR"
        ]  # fmt: skip
        if stated:
            return Field(stated[0].text, 1.0, (stated[0].start, stated[0].end))
        return self.field("remark", "R")
