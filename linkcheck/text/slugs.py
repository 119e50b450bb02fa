"""How much of a title an address spells out, in whatever letters its site writes slugs.

Sites write Cyrillic titles in Latin letters by different systems (KMU 2010, BGN/PCGN, ISO 9,
ALA-LC, passports', their own), leave words out and cut the end off. So both sides are brought to a
rough sound that the systems share, and compared word by word. Everything here is linear in the
length of its input.
"""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from rapidfuzz import fuzz

from linkcheck.data import load_toml
from linkcheck.text.transliterate import to_latin
from linkcheck.text.words import words_of_text

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["SlugIndex", "slug_likeness"]

_LONGEST = 400
"""Characters of a path, and of a title, that are compared."""
_WORDS = 40
"""Words of either that are compared."""
_SEGMENTS = 3
"""Last parts of a path that may hold the slug: behind it stand numbers and names of editions."""
_CUT = 2
"""Letters from which on the last word of a slug may be one cut off."""
_SLIP, _LONG = 74, 4
"""Likeness (rapidfuzz) from which two words of so many letters are one in two spellings."""
_ALIKE = 60
"""Likeness of all words together from which single ones may be one in two spellings."""
_ENOUGH, _WEIGHTY = 3, 11
"""Words, and letters of them, from which on the beginning of a title stands for all of it."""
_NUMBER, _HEAVIEST = 4, 7
"""Weight of a number, and the most that a word weighs."""

# Spellings of one sound, longest first; what is left of й, ь and the iotated vowels is dropped
# last, since no two systems agree on it. `x` is х on many Ukrainian and Russian sites.
_SOUNDS = (
    ("shch", "S"), ("sch", "S"), ("shh", "S"), ("sht", "S"), ("zgh", "Z"), ("zg", "Z"),
    ("tch", "C"), ("kh", "h"), ("zh", "Z"), ("ch", "C"), ("sh", "S"), ("ts", "c"), ("tz", "c"),
    ("ck", "k"), ("x", "h"), ("g", "h"), ("w", "v"), ("q", "k"),
)  # fmt: skip
_DROPPED = {ord(letter): None for letter in "yij'`’ʼʹ"}
_WORD = re.compile(r"[a-z0-9'`’ʼʹ]+")
_DOUBLED = re.compile(r"([a-zSZC])\1")
_SUFFIX = re.compile(r"\.(?:[sx]?html?|php\d?|aspx?|jsp|amp|pdf|cms|ece|stm)\Z", re.IGNORECASE)


class _Words(NamedTuple):
    """A title, or what an address may say of one.

    Attributes:
        keys: the sounds of its words in order, without those that say nothing, with their weights.
        weight: of all of them together.
    """

    keys: dict[str, int]
    weight: int


def slug_likeness(url: str, title: str) -> float:
    """Return how much of a title the last parts of an address's path spell, from 0 to 1.

    1 is a slug of the whole title, function words left out or not; a slug that is cut off behind
    some words comes near it. An address without words (a number only) has 0.

    Args:
        url: an address; percent-encoded or not.
        title: in any language and alphabet.
    """
    wanted = _title_words(title)
    return max((_likeness(slug, wanted) for slug in _slugs(url)), default=0.0)


class SlugIndex:
    """Addresses by the words that they spell, to be ranked by many titles.

    Args:
        urls: a site's addresses, in any order.
    """

    def __init__(self, urls: Iterable[str] = ()) -> None:
        self._urls: list[str] = []
        self._slugs: list[tuple[_Words, ...]] = []
        self._by_key: defaultdict[str, list[int]] = defaultdict(list)
        for url in urls:
            self.add(url)

    def __len__(self) -> int:
        return len(self._urls)

    def add(self, url: str) -> None:
        """Add an address."""
        number = len(self._urls)
        slugs = tuple(_slugs(url))
        self._urls.append(url)
        self._slugs.append(slugs)
        for slug in slugs:
            for key in slug.keys:
                self._by_key[key].append(number)

    def ranked(self, title: str, limit: int = 20, least: float = 0.3) -> list[tuple[str, float]]:
        """Return the addresses that spell most of a title, best first, with their likeness.

        Args:
            title: in any language and alphabet.
            limit: addresses at most.
            least: likeness at least.
        """
        wanted = _title_words(title)
        shared: defaultdict[int, int] = defaultdict(int)
        for key, weight in wanted.keys.items():
            for number in self._by_key.get(key, ()):
                shared[number] += weight
        # Words in another spelling count only below: those that share most are looked at closely.
        likely = sorted(shared, key=lambda number: (-shared[number], number))[: 10 * limit]
        found = [
            (self._urls[number], max(_likeness(slug, wanted) for slug in self._slugs[number]))
            for number in likely
        ]
        found = [each for each in found if each[1] >= least]
        return sorted(found, key=lambda each: -each[1])[:limit]


def _likeness(slug: _Words, title: _Words) -> float:
    """Compare a slug with a title."""
    matched, furthest = _matched(slug.keys, title.keys)
    if not matched:
        return 0.0
    weight = sum(map(title.keys.__getitem__, matched))
    precision = min(1.0, weight / slug.weight)
    recall = weight / title.weight
    if len(matched) >= _ENOUGH and weight >= _WEIGHTY and recall < 1:
        # A slug that is cut off spells the beginning, and nothing else.
        beginning = sum(list(title.keys.values())[: furthest + 1])
        recall = max(recall, 0.85 * weight / beginning)
    return round(2 * precision * recall / (precision + recall), 3)


def _matched(slug: dict[str, int], title: dict[str, int]) -> tuple[list[str], int]:
    """Return the title's words that a slug has too, and the place of the last of them."""
    found = [key for key in title if key in slug]
    strange = [key for key in slug if key not in title]
    missing = [key for key in title if key not in slug]
    if strange and missing and (found or fuzz.ratio(" ".join(slug), " ".join(title)) > _ALIKE):
        last = next(reversed(slug))
        for key in strange:
            for other in missing:
                if _is_spelling(key, other) or (key is last and other.startswith(key)):
                    missing.remove(other)
                    found.append(other)
                    break
    places = list(title)
    return found, max(map(places.index, found), default=-1)


def _is_spelling(one: str, other: str) -> bool:
    """Tell whether two words are likely one in two spellings."""
    shorter, longer = sorted((len(one), len(other)))
    if shorter < _LONG or longer - shorter > _LONG - 1:
        return False
    if one[0] != other[0] and one[-1] != other[-1]:
        return False
    return fuzz.ratio(one, other) >= _SLIP


@functools.lru_cache(maxsize=1024)
def _title_words(title: str) -> _Words:
    return _words(to_latin(" ".join(words_of_text(title[:_LONGEST]))), numbers=True)


def _slugs(url: str) -> list[_Words]:
    """Return what the last parts of an address's path say, where they say anything."""
    path = url.partition("://")[2].partition("#")[0].partition("?")[0]
    found = []
    for part in path[-2 * _LONGEST :].split("/")[1:][-_SEGMENTS - 1 :]:
        if part.isdigit() or len(part) < _CUT:
            continue
        if "%" in part:
            part = unquote(part)  # noqa: PLW2901 - the same part, readable
        if "." in part:
            part = _SUFFIX.sub("", part)  # noqa: PLW2901 - the same
        said = _words(part.lower() if part.isascii() else to_latin(part), numbers=False)
        if said.keys:
            found.append(said)
    return found


def _words(latin: str, *, numbers: bool) -> _Words:
    """Return the sounds of the words in a text of small Latin letters.

    Args:
        latin: the text; apostrophes belong to words, all else that is no letter is between them.
        numbers: numbers at its end belong to it; behind a slug stands its own number.
    """
    keys = [key for key in map(_key, _WORD.findall(latin)[:_WORDS]) if key]
    if not numbers:
        while keys and keys[-1].isdigit():
            keys.pop()
    found = {key: _NUMBER if key.isdigit() else min(len(key), _HEAVIEST) for key in keys}
    return _Words(found, sum(found.values()))


@functools.lru_cache(maxsize=1 << 16)
def _key(word: str) -> str:
    """Return the sound of a word, "" of one that says nothing."""
    if word.isdigit():
        return word if len(word) <= _NUMBER else ""
    if any(map(str.isdigit, word)):
        return ""
    sound = _sound(word)
    return "" if len(sound) < _CUT or sound in _empty_words() else sound


def _sound(word: str) -> str:
    for spelling, letter in _SOUNDS:
        word = word.replace(spelling, letter)
    return _DOUBLED.sub(r"\1", word.translate(_DROPPED))


@functools.cache
def _empty_words() -> frozenset[str]:
    """Return the sounds of words that sites leave out of slugs."""
    said = load_toml("matching-words")["function_words"].split()
    return frozenset(map(_sound, map(to_latin, said)))
