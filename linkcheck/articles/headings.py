"""Recognise the headings of lists of sources by their words."""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from linkcheck.data import load_toml

__all__ = ["MAX_HEADING", "ends_sources", "is_group_heading", "is_source_heading"]

MAX_HEADING = 60
"""Characters of a line that is a heading in all but its markup: it has fewer."""

_LONGEST = 90
_MOST_WORDS = 9
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
# What sites add to their headings: "[edit]", "(12)", "[ред. | ред. код]".
_ADDED = re.compile(r"\[[^\[\]]{0,40}\]|\([^()]{0,40}\)")
_NUMBER = r"(?:№\s*|§\s*)?(?:\d{1,3}(?:\.\d{1,3})*|[ivxlc]{1,6}|[a-zа-яіїєґ])"
_NUMBERED = re.compile(rf"(?:{_NUMBER}\s*[.):\]|/–—-]+|§?\s*\d[\d.]*(?=\s))\s*", re.IGNORECASE)
_ROMAN = re.compile(r"[IVXLC]{1,6}\s+(?=\S)")
_SPACED = re.compile(r"\W*(?:[^\W\d_]\s+){4,}[^\W\d_]\W*\Z")


class _Words(NamedTuple):
    """What each word of a heading may be."""

    phrases: frozenset[str]
    groups: frozenset[str]
    others: frozenset[str]
    names: frozenset[str]
    nouns: frozenset[str]
    alone: frozenset[str]
    qualifiers: frozenset[str]
    known: frozenset[str]


def is_source_heading(text: str) -> bool:
    """Tell whether a heading announces a list of sources.

    Every word has to belong to such headings: "Sources and further reading" announces one,
    "Sources of income" does not. A number or decoration around the words is no part of them.

    Args:
        text: of the heading, in any language of `linkcheck/data/articles-headings.toml`.
    """
    plain = _plain(text)
    if not plain:
        return False
    lists = _lists()
    if plain in lists.phrases:
        return True
    words = _WORD.findall(plain)
    if not 0 < len(words) <= _MOST_WORDS or not lists.known.issuperset(words):
        return False
    if not lists.names.isdisjoint(words):
        return True
    nouns = lists.nouns.intersection(words)
    return bool(nouns) and (
        not lists.qualifiers.isdisjoint(words) or not lists.alone.isdisjoint(nouns)
    )


def is_group_heading(text: str) -> bool:
    """Tell whether a heading names a group inside a list of sources ("Governments")."""
    return _plain(text) in _lists().groups


def ends_sources(text: str) -> bool:
    """Tell whether a line introduces something else than sources ("Read also", "Tags")."""
    return _plain(text) in _lists().others


@functools.lru_cache(64)  # each line is compared with several lists
def _plain(text: str) -> str:
    """Return a heading's words, case folded, without its number and decoration."""
    if len(text) > 4 * _LONGEST:
        return ""
    text = " ".join(text.split())
    if not text or len(text) > _LONGEST:
        return ""
    if _SPACED.match(text):  # "R E F E R E N C E S"
        text = text.replace(" ", "")
    bare = _trim(_ADDED.sub(" ", text))
    text = bare or _trim(text)
    first, _, rest = text.partition(" ")
    if rest and first.casefold() in _numbered():
        text = _NUMBERED.sub("", _trim(f"{rest} "), count=1) if _starts_numbered(rest) else text
    elif (number := _NUMBERED.match(text) or _ROMAN.match(text)) is not None:
        text = text[number.end() :]
    return _trim(text).casefold().replace("’", "'")


def _starts_numbered(text: str) -> bool:
    return _NUMBERED.match(text) is not None or re.match(r"\d", text) is not None


def _trim(text: str) -> str:
    return re.sub(r"^[\W_]+|[\W_]+$", "", text)


@functools.cache
def _lists() -> _Words:
    facts = load_toml("articles-headings")
    lists = {
        name: frozenset(word.casefold() for word in facts[name])
        for name in (
            "phrases",
            "groups",
            "others",
            "names",
            "nouns",
            "alone",
            "qualifiers",
            "fillers",
        )
    }
    known = lists["names"] | lists["nouns"] | lists["qualifiers"] | lists.pop("fillers")
    return _Words(**lists, known=known)


@functools.cache
def _numbered() -> frozenset[str]:
    return frozenset(load_toml("articles-headings")["numbered"])
