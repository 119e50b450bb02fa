"""Find the sources among list items that have no address, by the form that a list repeats.

One item alone proves little: "Calder Post: Flood closes the coast road" names a source, and
"Ingredients: flour and two eggs" names none. Several items of one form do, under a heading of
sources; elsewhere only if most of them begin or end with the name of a newspaper.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from linkcheck.articles.references import LIKELY, SURE, read_reference
from linkcheck.articles.references.dates import date_at
from linkcheck.articles.references.grammar import Claim, claim_of, title_span
from linkcheck.articles.references.marks import marks
from linkcheck.articles.references.names import is_newspaper, is_person
from linkcheck.articles.references.vocabulary import is_label, is_place, language_tag
from linkcheck.articles.remarks import (
    QUOTED,
    has_label,
    is_known_outlet,
    is_name,
    is_remark,
    without_number,
)
from linkcheck.text.outlets import outlet_named

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from linkcheck.articles.references import Field

__all__ = ["Form", "Siblings", "form_of"]

LEAST_ITEMS = 3
"""Items of one form that make a list one of sources where no heading says so."""
LEAST_KNOWN = 2
"""Items of such a list that name a newspaper for sure."""
LEAST_UNDER_HEADING = 2
"""Items of one form under a heading of sources."""
LEAST_WORDS = 3
"""Words of a headline that is told from the definition of a term."""
MOST_LINKED = 24
"""Items with an address that are read for their form."""
MOST_WORDS = 6
"""Words of an outlet's name."""
_MOST = 400
_SHORT = 3
"""Letters of a word that may join names: "and", "of"."""
_LEAD = re.compile(r"(?P<name>[^:|\n]{2,80}?)\s?(?P<sign>[:|])\s+(?P<title>\S.*)", re.DOTALL)
_DASH = re.compile(r"(?P<name>[^:|\n–—]{2,60}?)\s(?P<sign>[–—-])\s(?P<title>\S.*)", re.DOTALL)
_EDGES = " \t\n\xa0.,;:|–—-"
_DATE_START = re.compile(r"(?<![\w.])(?=\d|[^\W\d_])")
_OPENING = tuple('"“„«')
_CLOSING = tuple('"”“»')
_MARKUP = re.compile(r"\]\(|\{[{%]|<[a-z]")  # a template, or a link that is none
_MAY_NAME = re.compile(r"(?:19|20)\d\d|[:«»“”„\"|–—]|//")


class Shape(NamedTuple):
    """What items of one list have in common.

    Attributes:
        order: "NT" where the outlet's name is before the headline, else "TN".
        sign: the last sign between them.
    """

    order: str
    sign: str


class Form(NamedTuple):
    """How an item names a source.

    Attributes:
        claim: what it claims then.
        name: of the outlet, as written.
        shape: what other items may have in common with it.
    """

    claim: Claim
    name: str
    shape: Shape


class Siblings:
    """The items of one list.

    Args:
        texts: of the items without an address.
        linked: of the others.
    """

    def __init__(self, texts: Sequence[str], linked: Sequence[str] = ()) -> None:
        # Some of the others show their form as well as all, in less time.
        every = -(-len(linked) // MOST_LINKED) or 1
        self._items = [(text, 1) for text in texts]
        self._items += [(text, every) for text in linked[::every]]
        self._size = sum(count for _, count in self._items)
        self._found: dict[str, Form | None] = {}

    def _form_of(self, text: str) -> Form | None:
        if text not in self._found:
            self._found[text] = form_of(text)
        return self._found[text]

    @functools.cached_property
    def _forms(self) -> list[tuple[Form, int]]:
        forms = ((self._form_of(text), count) for text, count in self._items)
        return [(form, count) for form, count in forms if form is not None]

    @functools.cached_property
    def _counts(self) -> Counter[Shape]:
        """How many items have a shape."""
        return _sums(self._forms)

    @functools.cached_property
    def _known(self) -> Counter[Shape]:
        """How many of them name an outlet for sure."""
        return _sums((form, count) for form, count in self._forms if _is_outlet(form.name))

    @functools.cached_property
    def _reported(self) -> Shape | None:
        """The form in which most items name a newspaper, whatever their heading says."""
        if self._size < LEAST_ITEMS:
            return None
        if sum(count for text, count in self._items if _may_report(text)) < LEAST_KNOWN:
            return None
        shape, count = self._counts.most_common(1)[0] if self._counts else (None, 0)
        if shape is None or count < LEAST_ITEMS or count * 2 <= self._size:
            return None
        of_shape = [(form.name, times) for form, times in self._forms if form.shape == shape]
        known = sum(times for name, times in of_shape if is_newspaper(name))
        return shape if known >= LEAST_KNOWN and known * 2 > count else None

    def with_outlet(self, text: str, claim: Claim) -> Claim:
        """Return a claim whose author is the outlet where other items have newspapers.

        Args:
            text: of the item.
            claim: what it was read to claim alone.
        """
        author = claim.author
        if author is None or claim.publisher is not None or is_person(author.split()):
            return claim
        form = self._form_of(text)
        named = [other.name for other, _ in self._forms if form and other.shape == form.shape]
        if form is None or form.name != author or not any(map(is_newspaper, named)):
            return claim
        sure = dict(claim.confidence)
        sure["publisher"] = sure.pop("author", LIKELY)
        return msgspec.structs.replace(claim, publisher=author, author=None, confidence=sure)

    def claim(self, text: str, *, in_list: bool) -> Claim | None:
        """Return what an item claims if it is a source in this list, else None.

        Args:
            text: of the item.
            in_list: whether a heading says that the list is one of sources.
        """
        if not in_list and self._reported is None:
            return None
        form = self._form_of(text)
        if form is None:
            return None
        evident = form.claim.date is not None or QUOTED.search(text) is not None
        if not in_list:
            of_shape = form.shape == self._reported
            return form.claim if of_shape and (evident or is_newspaper(form.name)) else None
        if _is_outlet(form.name):
            return form.claim
        alike = self._counts[form.shape]
        proven = evident or self._known[form.shape] * 3 >= alike
        return form.claim if alike >= LEAST_UNDER_HEADING and proven else None


def _sums(forms: Iterable[tuple[Form, int]]) -> Counter[Shape]:
    """Return how often each shape is there."""
    counts: Counter[Shape] = Counter()
    for form, count in forms:
        counts[form.shape] += count
    return counts


def _may_report(text: str) -> bool:
    """Tell whether an item may name a newspaper, in little time: few lists are of sources."""
    return (
        len(text) <= _MOST
        and _MAY_NAME.search(text) is not None
        and (
            not marks().press.isdisjoint(_words(text))
            or outlet_named(text.partition(":")[0].strip()) is not None
        )
    )


def form_of(text: str) -> Form | None:
    """Return how an item without an address names a source, or None where it does not seem to.

    Args:
        text: of the item.
    """
    if len(text) > _MOST or _MAY_NAME.search(text) is None or _MARKUP.search(text):
        return None
    if has_label(text) or is_remark(text):
        return None
    form = _read(text) or _lead(text)
    if form is None:
        return None
    start, end = form.claim.title or (0, 0)
    quoted = text[start - 1 : start] in _OPENING and text[end : end + 1] in _CLOSING
    if not _is_headline(text[start:end], quoted=bool(start) and quoted):
        return None
    name = form.name
    named = is_name(name) and len(name.split()) <= MOST_WORDS and not name.isdecimal()
    if not named or is_label(name) or is_place(name) or language_tag(name) is not None:
        return None
    return form


def _read(text: str) -> Form | None:
    """Read an item as a reference is read, however unsure its outlet is."""
    begin = without_number(text)
    read = read_reference(text[begin:], least=0.0)
    title, name = read.title, read.publisher
    if name is None or (read.author and read.author.confidence > name.confidence):
        name = read.author
    if title is None or title.span is None or title.confidence < LIKELY:
        return None
    if name is None or name.span is None:
        return None
    first, second = sorted((title.span, name.span))
    between = text[begin + first[1] : begin + second[0]].strip()
    if first[1] > second[0] or not between:
        return None
    shape = Shape("TN" if first == title.span else "NT", between[-1])
    person = name is read.author and name.confidence >= SURE and not is_known_outlet(name.text)
    other = None if name is read.author else read.author
    name = msgspec.structs.replace(name, confidence=max(LIKELY, name.confidence))
    kept = msgspec.structs.replace(
        read,
        publisher=None if person else name,
        author=name if person else _if_likely(other),
        date=_if_likely(read.date),
        place=None,
        section=None,
        remark=None,
    )
    return Form(claim_of(text, kept, begin), name.text, shape)


def _if_likely(field: Field | None) -> Field | None:
    return field if field is not None and field.confidence >= LIKELY else None


def _lead(text: str) -> Form | None:
    """Read an item that begins with its outlet, whatever its words look like to the reader."""
    begin = without_number(text)
    dates = _dates(text, begin)
    plain = text
    for start, end, _ in dates:
        plain = plain[:start] + " " * (end - start) + plain[end:]
    plain = plain.replace("()", "  ")
    for start, end in [match.span() for match in re.finditer(r"\(\s*\)|\[\s*\]", plain)]:
        plain = plain[:start] + " " * (end - start) + plain[end:]
    while begin < len(plain) and plain[begin] in _EDGES:
        begin += 1
    match = _LEAD.fullmatch(plain, begin) or _DASH.fullmatch(plain, begin)
    if match is None:
        return None
    name = match["name"].strip(_EDGES)
    span = title_span(text, match.start("title"), len(plain.rstrip(_EDGES)))
    if span is None or not name:
        return None
    day = dates[0][2] if len(dates) == 1 else None
    claim = Claim(
        title=span,
        publisher=name,
        date=day,
        confidence={"title": LIKELY, "publisher": LIKELY} | ({"date": LIKELY} if day else {}),
    )
    return Form(claim, name, Shape("NT", match["sign"]))


def _dates(text: str, begin: int) -> list[tuple[int, int, str]]:
    """Return the full dates of an item: where they are, and in ISO 8601."""
    found: list[tuple[int, int, str]] = []
    for match in _DATE_START.finditer(text, begin):
        if found and match.start() < found[-1][1]:
            continue
        day = date_at(text, match.start())
        if day is not None and day.year is not None and day.month is not None and day.iso:
            found.append((match.start(), day.end, day.iso))
    return found


def _is_headline(title: str, *, quoted: bool) -> bool:
    """Tell whether a title reads like a headline: neither a name nor an enumeration of things.

    Args:
        title: as the item gives it.
        quoted: whether it is in quotation marks: then all its words may have capitals.
    """
    words = re.findall(r"[^\W_]+(?:['’.-][^\W_]+)*", title)
    first = next((char for char in title if char.isalnum()), "")
    says = quoted or any(word[0].islower() and len(word) > _SHORT for word in words)
    return (
        len(words) >= LEAST_WORDS
        and says
        and not first.islower()
        and title.count(",") * 3 <= len(words)
    )


def _is_outlet(name: str) -> bool:
    """Tell whether a name is an outlet's by its words: not "Spelling" or "Interview notes"."""
    if is_newspaper(name):
        return True
    return len(name.split()) > 1 and is_known_outlet(name)


def _words(text: str) -> list[str]:
    return re.findall(r"[\w'’-]+", text.casefold())
