"""Tell sources from everything else that lists have: remarks, guidelines, labels, tasks."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

import msgspec

from linkcheck.articles.references import LIKELY, SURE
from linkcheck.articles.references.marks import marks
from linkcheck.articles.references.vocabulary import is_label, is_place
from linkcheck.data import load_toml
from linkcheck.text.outlets import outlet_named
from linkcheck.text.words import names_kind_of_text

if TYPE_CHECKING:
    from linkcheck.articles.blocks import Block
    from linkcheck.articles.references.grammar import Claim

__all__ = [
    "QUOTED",
    "has_label",
    "is_internal",
    "is_known_outlet",
    "is_name",
    "is_remark",
    "is_source",
    "with_headline_only",
    "without_number",
]

NUMBERING = re.compile(
    r"""[\s·•▪●◦*–—^↑-]*
    (?:\[[x\s]\]\s+)?  # a task
    (?:(?:\[\d{1,3}\]|\(\d{1,3}\)|\d{1,3}[.)](?!\d)|[¹²³⁰⁴-⁹]{1,3})[\s.:)]*)?
    [\s^↑]*
    # A reference that is used several times, on Wikipedia: "^ a b", "↑ 1 2", "^ Jump up to: a b".
    (?:(?<=[\^↑]\s)(?:Jump\ up\ to:?\s+)?
       (?:(?:[a-zа-яіїєґ]{1,2}|\d{1,2}(?:[.,]\d{1,2})?)\s+){2,60})?""",
    re.VERBOSE,
)
QUOTED = re.compile(r"«[^«»]{8,}»|“[^“”]{8,}”|„[^„“”]{8,}[“”]|\"[^\"]{8,}\"")
# What references have, and sentences have not: initials, a year in brackets, pages, identifiers.
_TYPOGRAPHY = re.compile(
    r"//|\b[^\W\d_]\.\s?(?:[^\W\d_]\.|,|\()|,\s[A-ZА-ЯІЇЄҐ]\.|\((?:[^()]*\s)?(?:1[5-9]|20)\d\d[^()]*\)"
    r"|\b(?:doi|isbn|issn|url|vol\.|pp?\.|no\.|№)|\bС\.\s?\d|\d+\s?с\.",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^\W\d_]{2,}[.!?…]\s+(?=[A-ZА-ЯІЇЄҐ«“\"])")
_MONTH = re.compile(r"\b(?:May|March)(?=[ ,.]+\d)|(?<=\d )(?:May|March)\b")  # no verbs there
_SPEECH = re.compile(r":\s*[«“„\"]")  # a speaker, and what was said
# "Ivan Petrenko — a journalist": says what something is.
_DEFINITION = re.compile(r"[^—–:;]{2,60}\s[—–-]\s(?!the\s)[a-zа-яіїєґё]+\s")
_BRACKETS = re.compile(r"\s?\([^()]{0,40}\)\Z")
# "See: …" before a reference says nothing of what it is.
_INTRODUCTION = re.compile(
    r"\W*(?:див|дивись|дивіться|см|смотри(?:те)?|пор|порівн|ср|сравн|see|cf|vgl)(?:\.?\s(?:також|также|also))?\W*",
    re.IGNORECASE,
)
_MAX_NAME = 8
SHORT_TITLE = 4
"""Words from which an anchor with nothing beside it may be a headline."""
UNSURE_TITLE = 0.8
KNOWN = 0.8
"""The confidence in a title that is enough beside a known outlet's name."""


def without_number(text: str) -> int:
    """Return where an item begins behind its number, bullet or task mark."""
    match = NUMBERING.match(text)
    return match.end() if match is not None and match.end() < len(text) else 0


def is_source(text: str, claim: Claim) -> bool:
    """Tell whether an item without an address names a source.

    A title alone is no proof, since a label, a remark and a task read like one: there must be a
    publisher or an author beside it, and a sign that this is one.

    Args:
        text: the item.
        claim: what it was read to claim.
    """
    if claim.title is None or has_label(text):
        return False
    if _is_looked_at(text, claim):
        return True
    if is_remark(text):
        return False
    title = text[slice(*claim.title)]
    sure = claim.confidence
    name, author = claim.publisher, claim.author
    if name is None and author is not None and outlet_named(author) is not None:
        name, author = author, None  # "Outlet: Title"
    known = name is not None and is_known_outlet(name)
    certain = _TYPOGRAPHY.search(text) is not None
    # "Name: Title" is the plainest form there is.
    # One English word may be any term: "Timeout: Seconds that a request may take".
    plain = name is not None and (
        (
            " " in name
            or not name.isascii()
            or claim.date is not None
            or QUOTED.search(text) is not None
        )
        and text[without_number(text) :].startswith(f"{name}: ")
        and name[0].isupper()
        and title[:1].isupper()
        and sure.get("publisher", 0.0) >= KNOWN
    )
    if sure.get("title", 0.0) < (LIKELY if certain else KNOWN if known or plain else SURE):
        return False
    first = next((char for char in title if char.isalnum()), "")
    if first.islower() or (name is not None and not known and not is_name(name)):
        return False
    quoted = QUOTED.search(text) is not None
    if quoted and author is not None and claim.date is None and _SPEECH.search(text):
        return False
    several = len(title.split()) > 1
    if known:
        return several or quoted
    proven = claim.date is not None or (claim.place is not None and is_place(claim.place))
    if plain and several:
        return True
    if name is not None and sure.get("publisher", 0.0) >= SURE and several:
        return proven or author is not None
    return sure.get("author", 0.0) >= SURE and (proven or quoted or claim.isbn is not None)


def _is_looked_at(text: str, claim: Claim) -> bool:
    """Tell whether an item says when its source was looked at or copied, which few remarks do."""
    if claim.title is None or not (claim.access_date or claim.archive_date):
        return False
    behind = text[claim.title[1] :].lstrip()[:1]  # of "The data were accessed on …": a letter
    named = claim.publisher or claim.author or "://" in text
    return bool(named) and not behind.isalnum()


def _describes_source(title: str) -> bool:
    """Tell whether a title says what the source is, and is no headline: "Official website"."""
    if names_kind_of_text(title):
        return True
    return not _descriptions().isdisjoint(re.findall(r"[\w'’-]+", title.casefold()))


def is_internal(block: Block) -> bool:
    """Tell whether most of an item is links to the site's own pages, as in a navigation box."""
    said = [(sum(map(str.isalnum, piece.text)), piece.link) for piece in block.pieces]
    return 2 * sum(size for size, link in said if link) > sum(size for size, _ in said)


def with_headline_only(claim: Claim, text: str) -> Claim:
    """Return a claim whose title may contradict a page only if it reads like a headline.

    To be in a list does not make an anchor one: "Official website", "Full text of the treaty".
    """
    title = text[slice(*claim.title)] if claim.title is not None else text
    if len(title.split()) >= SHORT_TITLE and not _describes_source(title):
        return claim
    sure = {**claim.confidence, "headline": 0.0}
    if not (claim.publisher or claim.author or claim.date) and sure.get("title", 0.0) >= SURE:
        sure["title"] = UNSURE_TITLE
    return msgspec.structs.replace(claim, confidence=sure)


def is_known_outlet(name: str) -> bool:
    """Tell whether a name is an outlet's: in the register, or with a word that outlets have."""
    if name[:1].islower() and "." not in name and not any(map(str.isupper, name[:3])):
        return False
    if outlet_named(name) is not None:
        return True
    words = re.findall(r"[\w'’-]+", name.casefold())
    return (
        len(words) <= _MAX_NAME and not _outlet_words().isdisjoint(words) and name[:1].isupper()
        and not name.rsplit(" ", 1)[-1].islower()
    )  # fmt: skip


def has_label(text: str) -> bool:
    """Tell whether an item begins with what it is: "Photo: …", "Читайте також: …"."""
    lead, colon, rest = text[without_number(text) :].partition(":")
    if _INTRODUCTION.fullmatch(lead):
        return False
    return bool(colon) and not rest.startswith("//") and len(lead) <= 40 and is_label(lead)


def is_remark(text: str) -> bool:
    """Tell whether an item is a sentence: a remark, a guideline, a note to readers."""
    plain = text[without_number(text) :].strip()
    low = plain.casefold()
    if low.startswith(_beginnings()):
        return True
    bare = _MONTH.sub(" ", QUOTED.sub(" ", plain))
    if _TYPOGRAPHY.search(bare) is not None:
        return False
    if _DEFINITION.match(plain):
        return True
    words = re.findall(r"[\w'’-]+", bare.casefold())
    said = not _verbs().isdisjoint(words)
    # What stands in brackets at the end, such as "(укр.)", ends no sentence.
    ended = _BRACKETS.sub("", plain).rstrip('»”")').endswith((".", "!", "?", "…"))
    if ":" in bare and outlet_named(bare.partition(":")[0]) is not None:
        return False
    return said and (ended or _SENTENCE.search(bare) is not None) and len(words) >= 4


def is_name(name: str) -> bool:
    """Tell whether a publisher's name reads like one, and not like part of a sentence."""
    words = name.split()
    if not words or len(words) > _MAX_NAME:
        return False
    last = words[-1].casefold().strip('«»“”".,')
    return (
        not name[:1].islower()
        and last not in marks().leads
        and words[0].casefold() not in _not_first()
    )


@functools.cache
def _outlet_words() -> frozenset[str]:
    return frozenset(load_toml("references-marks")["outlets"])


@functools.cache
def _descriptions() -> frozenset[str]:
    return frozenset(load_toml("articles-remarks")["descriptions"])


@functools.cache
def _beginnings() -> tuple[str, ...]:
    return tuple(load_toml("articles-remarks")["beginnings"])


@functools.cache
def _verbs() -> frozenset[str]:
    return frozenset(load_toml("articles-remarks")["verbs"])


@functools.cache
def _not_first() -> frozenset[str]:
    return frozenset(load_toml("articles-remarks")["not_names"])
