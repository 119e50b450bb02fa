"""Towns and countries of the world by their names, in whichever of two alphabets.

`linkcheck/data/places.tsv` has a town a line, with its Latin and its Cyrillic names; countries are
those of `cldr`. Both are read when first needed.
"""

from __future__ import annotations

import functools
import re
from importlib.resources import files
from itertools import chain
from typing import TYPE_CHECKING

from linkcheck.languages.cldr import territories
from linkcheck.languages.endings import CASES, OF_ADJECTIVES
from linkcheck.text.transliterate import to_latin
from linkcheck.text.words import words

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

__all__ = ["places_among"]

# Endings of a name that is inflected, and of the adjective made of it.
_INFLECTED = re.compile(f"(?:{CASES}|ою|ею|єю|ой|ей|ий|ый|ие|ые|а|я|у|ю|о|е|є|и|і|ї|ы|ь|й)$")
_ADJECTIVE = re.compile(f"[сц]?ь?к(?:{OF_ADJECTIVES})$")
# Letters that a stem keeps at least; shorter names are found as they are.
_SHORTEST = 3
_LONGEST = 4
"""Words of the longest name."""


def places_among(said: Sequence[str], capitals: Container[str]) -> dict[int, frozenset[int]]:
    """Return the places that words name, by number, for each position among the words.

    Args:
        said: a text's words, case folded, as `linkcheck.text.words.words` gives them.
        capitals: those of them that have a capital; others are names only as adjectives.
    """
    names, first = _names()
    found: dict[int, frozenset[int]] = {}
    plain = [to_latin(word) if word < "\u0370" else word for word in said]
    for start, word in enumerate(plain):
        capital = said[start] in capitals
        if towns := _towns(word, adjective=not capital):
            found[start] = found.get(start, frozenset()) | towns
        if word not in first or not capital:
            continue
        for end in range(start + 2, min(start + _LONGEST, len(plain)) + 1):
            begin = " ".join(plain[start : end - 1])
            forms = _forms(plain[end - 1], adjective=False)
            towns = frozenset().union(*(names.get(f"{begin} {form}", ()) for form in forms))
            for place in range(start, end) if towns else ():
                found[place] = found.get(place, frozenset()) | towns
    return found


@functools.lru_cache(maxsize=8192)
def _towns(word: str, *, adjective: bool) -> frozenset[int]:
    names, _ = _names()
    return frozenset().union(*(names.get(form, ()) for form in _forms(word, adjective=adjective)))


def _forms(word: str, *, adjective: bool) -> set[str]:
    """Return what a word is looked up by: as it is, and in Cyrillic by its stem."""
    if word < "\u0370":
        return set() if adjective else {word}
    forms = set() if adjective else {word, _stem(word)}
    stem = _ADJECTIVE.sub("", word)
    if stem != word and len(stem) > _SHORTEST:
        forms |= {f"{stem}\u2026", _stem(stem)}
    return forms


def _stem(name: str) -> str:
    """Return a Cyrillic name without its ending, with a mark where one was or may be."""
    stem = _INFLECTED.sub("", name)
    return f"{stem if len(stem) >= _SHORTEST else name}\u2026"


@functools.cache
def _names() -> tuple[dict[str, tuple[int, ...]], frozenset[str]]:
    """Return the towns of each name, and the first words of names that have several."""
    found: dict[str, tuple[int, ...]] = {}
    for number, (latin, cyrillic) in enumerate(chain(_towns_written(), _countries())):
        for name in {*latin, *cyrillic, *map(_stem, cyrillic)}:
            found[name] = (*found.get(name, ()), number)
    return found, frozenset(name.partition(" ")[0] for name in found if " " in name)


def _towns_written() -> Iterator[tuple[list[str], list[str]]]:
    """Yield the Latin and the Cyrillic names of each town."""
    text = files("linkcheck.data").joinpath("places.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        if not line.startswith("#"):
            latin, cyrillic = line.split("\t")
            yield latin.split(", "), cyrillic.split(", ")


def _countries() -> Iterator[tuple[list[str], list[str]]]:
    """Yield the Latin and the Cyrillic names of each country and territory."""
    for territory in territories().values():
        latin, *cyrillic = (" ".join(words(name)) for name in territory.names)
        yield [to_latin(latin)], cyrillic
