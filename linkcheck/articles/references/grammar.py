"""What an item of a list of sources claims, as the reader of references finds it.

Works on the item's text and, where there is a link, the stretch that is its anchor. How references
are divided is the matter of `linkcheck.articles.references`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from linkcheck.articles.references import LIKELY, SURE, Reference, read_reference
from linkcheck.articles.references.features import is_named_by_host
from linkcheck.articles.references.marks import marks
from linkcheck.articles.references.vocabulary import edition_tag, is_label, is_pointer, language_tag
from linkcheck.languages.mojibake import repaired
from linkcheck.text.outlets import outlet_named
from linkcheck.text.urls import host

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "Claim",
    "claim_of",
    "claim_of_item",
    "claim_of_link",
    "is_pointer_or_address",
    "title_span",
]

_EDGES = " \t\r\n\xa0\u200b·•*–—-|,;↑↩^"
_QUOTES = {"“": "”", "«": "»", "„": "“", '"': '"', "”": "”", "‘": "’", "'": "'"}
MAX_NAME = 60
_PLAIN_FORM = re.compile(
    r"""\W*(?:\d{1,3}[.)\]]\W*)?(?P<name>[^\W\d_][^:\n]{1,59}?)\s?:\s+(?P<title>\S.*)"""
)
_SHORT = 12
"""Characters from which what stands behind an outlet is a title."""
_PLAIN = 0.95
"""The address says who the outlet is, so that what stands between the two is the title."""
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)


class Claim(msgspec.Struct, frozen=True):
    """What an item says of a source; the title is a span of the item's text.

    `confidence` says for every field that was read how likely it is exactly that, from 0 to 1.
    """

    title: tuple[int, int] | None = None
    publisher: str | None = None
    place: str | None = None
    author: str | None = None
    section: str | None = None
    date: str | None = None
    language: str | None = None
    access_date: str | None = None
    doi: str | None = None
    isbn: str | None = None
    archive_url: str | None = None
    archive_date: str | None = None
    remark: str | None = None
    confidence: dict[str, float] = msgspec.field(default_factory=dict)


def claim_of_item(
    text: str, start: int = 0, end: int | None = None, emphasis: Sequence[tuple[int, int]] = ()
) -> Claim:
    """Read an item, or a stretch of one, that has no link."""
    end = len(text) if end is None else end
    inner = [(a - start, b - start) for a, b in emphasis if start <= a < b <= end]
    return claim_of(text, read_reference(text[start:end], emphasis=inner), start)


def claim_of_link(
    text: str,
    start: int,
    end: int,
    url: str = "",
    emphasis: Sequence[tuple[int, int]] = (),
    *,
    breaks: Sequence[int] = (),
) -> Claim:
    """Read an item with one link.

    Args:
        text: the item.
        start: where the anchor begins.
        end: where it ends.
        url: where it leads.
        emphasis: stretches in italics or bold.
        breaks: edges of further links, which lead to copies or editions.
    """
    words = text[start:end]
    if (tag := edition_tag(words)) is not None:  # "[RU]": an edition, no title
        return Claim(language=tag)
    around = text[:start].strip(_EDGES + "([") + text[end:].strip(_EDGES + ")].")
    if not around and is_pointer_or_address(words):
        return Claim()
    damaged = not words.isascii() and repaired(words) is not None
    if damaged:  # damaged letters are taken for signs: any others will do
        text = text[:start] + re.sub(r"\S", "o", words) + text[end:]
    if text[:start].strip(_EDGES) and _is_host(words, url):
        hidden = text[:start] + "/" * (end - start) + text[end:]  # an address, to the reader
        read = read_reference(hidden, [(start, end, url)], emphasis, breaks=breaks)
        if read.title is not None and read.publisher is not None:
            return claim_of(text, read, 0)
    read = read_reference(text, [(start, end, url)], emphasis, breaks=breaks)
    if damaged:
        read = _without_part(read, start, end)
    claim = claim_of(text, read, 0)
    plain = _plain_form(text, start, end, url, claim)
    if plain is not None:
        return plain
    if claim.title is None and not around and not is_pointer_or_address(words):
        match = _PLAIN_FORM.fullmatch(words)
        if match is not None and _names_outlet(match["name"], url):
            return _stated(claim, title_span(text, *_shifted(match.span("title"), start)), match)
        # Nothing but an anchor: what it says is the best title there is.
        found = {**claim.confidence, "title": LIKELY}
        found.pop("publisher", None)
        return msgspec.structs.replace(
            claim, title=title_span(text, start, end), publisher=None, confidence=found
        )
    if claim.title is None and not is_pointer_or_address(words) and not _has_part(read, start, end):
        found = {**claim.confidence, "title": LIKELY}
        return msgspec.structs.replace(claim, title=title_span(text, start, end), confidence=found)
    lead = text[:start].strip(_EDGES + "[]0123456789⁰¹²³⁴⁵⁶⁷⁸⁹")
    if (
        claim.title is not None
        and claim.title[0] >= start
        and claim.publisher is None
        and (claim.author is None or not _is_sure_person(claim, lead))
        and 1 < len(lead) <= MAX_NAME
        and lead.endswith(":")
        and lead.count(":") == 1
        and not is_label(lead)
        and language_tag(lead) is None
    ):  # "Name: [title]" is the plainest form there is, whatever the name looks like
        found = {**claim.confidence, "publisher": LIKELY}
        found.pop("author", None)
        return msgspec.structs.replace(
            claim, publisher=lead[:-1].strip(_EDGES + "«»"), author=None, confidence=found
        )
    return claim


def _plain_form(text: str, start: int, end: int, url: str, claim: Claim) -> Claim | None:
    """Read "Outlet: title address" whose outlet the address names, however the title looks.

    The reader was trained on titles in three languages, and takes colons in others for its signs.
    """
    if claim.date is not None or not is_pointer_or_address(text[start:end]):
        return None
    match = _PLAIN_FORM.fullmatch(text[:start].rstrip(_EDGES + "<(["))
    if match is None or text[end:].strip(_EDGES + ")]>.") or is_label(match["name"]):
        return None
    if claim.language or claim.archive_url or claim.access_date or claim.remark:
        return None  # notes stand behind the title
    sure = claim.publisher is not None and claim.confidence.get("title", 0.0) >= SURE
    further = claim.author or claim.section or claim.place
    if sure and (further or claim.publisher != match["name"]):
        return None
    if not _names_outlet(match["name"], url):
        return None
    span = title_span(text, *match.span("title"))
    if span is None or len(text[slice(*span)]) < _SHORT:
        return None
    return _stated(claim, span, match)


def _names_outlet(name: str, url: str) -> bool:
    """Tell whether a name is a known outlet's, or that of the site that an address leads to."""
    return outlet_named(name) is not None or is_named_by_host(name, url)


def _shifted(span: tuple[int, int], by: int) -> tuple[int, int]:
    return span[0] + by, span[1] + by


def _stated(claim: Claim, title: tuple[int, int] | None, match: re.Match[str]) -> Claim:
    """Return a claim of the form "Outlet: title"."""
    return msgspec.structs.replace(
        claim, title=title, publisher=match["name"], place=None, author=None, section=None,
        confidence={"title": _PLAIN, "publisher": _PLAIN},
    )  # fmt: skip


def _is_host(words: str, url: str) -> bool:
    """Tell whether an anchor is the name of the site that it leads to: "calder-post.example"."""
    site = host(url).removeprefix("www.")
    return "." in site and host(f"https://{words.strip()}").removeprefix("www.") == site


def _has_part(read: Reference, start: int, end: int) -> bool:
    """Tell whether any field was read from a stretch."""
    return bool(_fields_of(read, start, end))


def _fields_of(read: Reference, start: int, end: int) -> list[str]:
    """Return the names of the fields, the title's apart, that were read from a stretch."""
    spans = {name: field.span for name in _FIELDS if (field := getattr(read, name)) is not None}
    return [
        name
        for name, span in spans.items()
        if span is not None and span[0] < end and start < span[1]
    ]


def _without_part(read: Reference, start: int, end: int) -> Reference:
    """Return what was read without the fields, the title apart, that are from a stretch."""
    return msgspec.structs.replace(read, **dict.fromkeys(_fields_of(read, start, end)))


def _is_sure_person(claim: Claim, lead: str) -> bool:
    """Tell whether the author before a title is a person, not an outlet of two words."""
    author = claim.author or ""
    if author != lead.rstrip(" :"):
        return True  # it stands elsewhere, or beside something else
    named = re.findall(r"[^\W\d_]+", author.casefold())
    return (
        claim.confidence.get("author", 0.0) >= SURE
        or not marks().given.isdisjoint(named)
        or re.search(r"\b[^\W\d_]\.", author) is not None
    )


def is_pointer_or_address(words: str) -> bool:
    """Tell whether an anchor only points ("here"), or is an address: it claims no title."""
    words = words.strip()
    bare = " " not in words and ("/" in words or words.lower().startswith("www."))
    return not words or is_pointer(words) or _ADDRESS.match(words) is not None or bare


def title_span(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return a stretch without white space, stray dashes and one pair of quotation marks."""
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    if end - start > 2 and text[end - 1] in ".," and text[end - 2] in "»”“":
        end -= 1
    if end - start > 2 and text[end - 1] in {
        _QUOTES.get(text[start]),
        "”" if text[start] == "„" else None,
    }:
        inside = text[start + 1 : end - 1]
        if text[start] not in inside and text[end - 1] not in inside:
            start, end = start + 1, end - 1
            end -= text[end - 1] == ","
    return (start, end) if any(map(str.isalnum, text[start:end])) else None


def claim_of(text: str, read: Reference, shift: int) -> Claim:
    """Return what a reference claims, as spans of the text that it is a stretch of.

    Args:
        text: the whole text.
        read: the reference.
        shift: offset of the reference in the text.
    """
    confidence: dict[str, float] = {}
    values: dict[str, str] = {}
    for name in _FIELDS:
        field = getattr(read, name)
        if field is not None:
            values[name] = " ".join(field.text.split())
            confidence[name] = round(field.confidence, 3)
    title = None
    if read.title is not None and read.title.span is not None:
        first, last = read.title.span
        title = title_span(text, first + shift, last + shift)
        confidence["title"] = round(read.title.confidence, 3)
    if read.headline is not None:
        confidence["headline"] = round(read.headline.confidence, 3)
    return Claim(title=title, confidence=confidence, **values)


_FIELDS = (
    "publisher", "place", "author", "section", "date", "language", "access_date", "doi", "isbn",
    "archive_url", "archive_date", "remark",
)  # fmt: skip
