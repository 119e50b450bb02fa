"""Endings of inflection in English, Ukrainian and Russian, and words without them.

Words are stemmed lightly: endings are cut, so that most forms of a word share a stem.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["CASES", "OF_ADJECTIVES", "stem", "stems"]

CASES = "ами|ями|ого|ому|ові|еві|ом|ем|єм|ам|ям|ах|ях|ів|ов"
"""Endings of Cyrillic names in their cases, as a regular expression; not a vowel alone."""
OF_ADJECTIVES = "ий|ого|ому|им|ім|ій|ої|ою|а|у|е|і|их|ими|ой|ом|ая|ую|ое|ие"
"""Endings of Cyrillic adjectives made of names (Рівненська, of Рівне), in the same form."""

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


@functools.cache
def _endings(language: str) -> tuple[frozenset[str], dict[str, tuple[int, ...]]]:
    """Return the endings of a language, and by their last letter how long they are."""
    endings = frozenset(_ENDINGS.get(language, "").split())
    lengths: dict[str, set[int]] = {}
    for ending in endings:
        lengths.setdefault(ending[-1], set()).add(len(ending))
    longest_first = {last: tuple(sorted(found)[::-1]) for last, found in lengths.items()}
    return endings, longest_first
