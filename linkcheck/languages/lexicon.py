"""Concepts of news language in English, Ukrainian and Russian, and how their words are told.

`linkcheck/data/lexicon.tsv` has one concept a line and the words of each language for it: noun,
verb and adjective of one idea together, in their basic form. Text and lexicon are stemmed alike,
lightly: endings of inflection are cut, so that most forms of a word share a stem.
"""

from __future__ import annotations

import functools
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["LANGUAGES", "Concept", "concepts", "lexicon_words", "named", "stem", "stems", "times"]

LANGUAGES = ("en", "uk", "ru")
"""The columns of the lexicon."""

# Endings of nouns, adjectives and verbs; the longest that fits is cut.
_ENDINGS = {
    "en": (
        "ations ation ments ment ingly ings ing edly eds ed ies ied iest ier est ers er es s ly"
        " d e y"
    ),
    "uk": (
        "уватися юватися уються юються ується юється ування ювання уватиме увати ювати ування"
        " ового еного ання яння ення іння утися итися атися ятися ється яться аться ються ього"
        " ними ого ому ими іми ими ій их іх ові еві ами ями ах ях ам ям ом ем єм ою ею єю ість"
        " ості істю ати яти ити іти їти ути ав ив ів ала ила іла ало ило іло али или іли ють уть"
        " ать ять ить єш еш иш єм емо имо ете ите ної ній ний ного ної них ним ною ну на не ні"
        " ий ій ої ої а у о и і ї є е ю я ь й"
    ),
    "ru": (
        "ываться иваться оваться ироваться ирование ование ировать овать ывать ивать ывают ивают"
        " ывается ивается уется уются ается яется ются утся атся ятся аться яться иться еться"
        " енного анного ения ание ение ания аний ений анием ением ого его ому ему ыми ими ами"
        " ями ый ий ой ей ая яя ое ее ые ие ых их ым им ую юю ою ею ах ях ам ям ом ем ов ев ость"
        " ости остью ия ии ию ией иям иях"
        " иями ать ять ить еть уть ал ил ел ала ила ела ало ило ело али или ели ют ут ат ят"
        " ит ет ешь ишь ный ного ной ному ных ным ную ная ное ные на но ны а у о ы и е ю я ь й"
    ),
}
_SHORTEST = 3
"""Letters that a stem keeps at least."""


@functools.lru_cache(maxsize=1 << 16)
def stem(word: str, language: str) -> str:
    """Return a word without its ending of inflection, roughly.

    Args:
        word: case folded.
        language: "en", "uk" or "ru"; words of others are returned as they are.
    """
    return _stem(word, *_endings(language))


def stems(words: Iterable[str], language: str) -> frozenset[str]:
    """Return the stems of many words; see `stem`, which would remember each of them."""
    endings, lengths = _endings(language)
    return frozenset(_stem(word, endings, lengths) for word in words)


def _stem(word: str, endings: frozenset[str], lengths: dict[str, tuple[int, ...]]) -> str:
    if word.endswith("ss"):  # "press" and "Ross" are no plurals
        return word
    for length in lengths.get(word[-1:], ()):
        if word[-length:] in endings and len(word) - length >= _SHORTEST:
            return word[:-length]
    return word


class Concept(NamedTuple):
    """A concept: its number, and whether it belongs to a topic or to every headline."""

    number: int
    general: bool


@functools.cache
def concepts(language: str) -> dict[str, frozenset[Concept]]:
    """Return the concepts that each stem of a language stands for."""
    found: dict[str, set[Concept]] = {}
    if language in LANGUAGES:
        for number, (general, cells) in enumerate(_lines("lexicon")):
            for word in cells[LANGUAGES.index(language)]:
                folded = word.replace("ё", "е")
                found.setdefault(stem(folded, language), set()).add(Concept(number, general))
    return {key: frozenset(several) for key, several in found.items()}


@functools.lru_cache(maxsize=1 << 16)
def named(word: str, language: str) -> frozenset[int]:
    """Return the places, peoples and bodies that a word names, by number.

    Args:
        word: case folded.
        language: "en", "uk" or "ru"; others have none.
    """
    names = _named(language)
    beginnings = (f"{word[:length]}*" for length in range(3, len(word) + 1))
    return frozenset(number for key in (word, *beginnings) for number in names.get(key, ()))


@functools.cache
def times() -> frozenset[int]:
    """Return the numbers of months and days of the week among what `named` gives."""
    lines = enumerate(_lines("lexicon-names"))
    return frozenset(number for number, (general, _) in lines if general)


@functools.cache
def _named(language: str) -> dict[str, set[int]]:
    """Return the names of a language, those that stand for a beginning with their star."""
    found: dict[str, set[int]] = {}
    if language in LANGUAGES:
        for number, (_, cells) in enumerate(_lines("lexicon-names")):
            for name in cells[LANGUAGES.index(language)]:
                found.setdefault(name, set()).add(number)
    return found


@functools.cache
def lexicon_words(language: str) -> frozenset[str]:
    """Return all words of a language's column; none for other languages."""
    if language not in LANGUAGES:
        return frozenset()
    column = LANGUAGES.index(language)
    return frozenset(word for _, cells in _lines("lexicon") for word in cells[column])


@functools.cache
def _lines(name: str) -> tuple[tuple[bool, tuple[tuple[str, ...], ...]], ...]:
    """Return the lines of a file: whether they are of a general part or times, and their cells."""
    text = files("linkcheck.data").joinpath(f"{name}.tsv").read_text(encoding="utf-8")
    lines, general = [], False
    for line in text.splitlines():
        if line.startswith("# ["):
            general = line in {"# [general]", "# [times]"}
        elif line and not line.startswith("#"):
            lines.append((general, tuple(tuple(cell.split(", ")) for cell in line.split("\t"))))
    return tuple(lines)


@functools.cache
def _endings(language: str) -> tuple[frozenset[str], dict[str, tuple[int, ...]]]:
    """Return the endings of a language, and by their last letter how long they are."""
    endings = frozenset(_ENDINGS.get(language, "").split())
    lengths: dict[str, set[int]] = {}
    for ending in endings:
        lengths.setdefault(ending[-1], set()).add(len(ending))
    longest_first = {last: tuple(sorted(found)[::-1]) for last, found in lengths.items()}
    return endings, longest_first
