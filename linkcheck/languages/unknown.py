"""Texts in languages that cannot be detected, which must not pass for their neighbours."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Any

from linkcheck.data import load_toml
from linkcheck.languages.lexicon import LANGUAGES
from linkcheck.languages.vocabulary import chances, form_chance
from linkcheck.text.transliterate import serbian_cyrillic, to_cyrillic

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["has_unknown_letters", "has_unknown_word", "is_strange", "rivals"]

# A text has a letter of an unknown language in one of so many words; rarer ones are in names.
_NAMED = 8
# A text of so many words is in none of the known languages where its first ones cost more than so
# many nats a letter, few of them being listed, or some. (Nine of ten headlines are at 2.5 or less.)
_FEWEST, _LOOKED_AT = 3, 12
_UNFAMILIAR, _FAMILIAR = 0.2, 0.34
_STRANGE, _VERY_STRANGE = 3.15, 3.7
# The same for languages whose letter groups are made from those of their neighbours.
_MADE_PROFILES = {"be": 0.45}
# Nor is it where such a share of its words are of a language that is not known.
_RIVALS = 0.12
_NOT_RIVALLED = frozenset({"en", "ru", "uk", "be", "bg", "mk"})
_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile("[a-z]")


def has_unknown_letters(letters: str, words: int) -> bool:
    """Tell whether a text has letters of a language that cannot be detected, and not in a name.

    Args:
        letters: all of them, case folded.
        words: how many words they make.
    """
    if letters.isascii():
        return False
    found = len(_unknown_letters().findall(letters))
    return found >= 2 and _NAMED * found >= words


def has_unknown_word(text: str) -> bool:
    """Tell whether a word that is no name has a letter of a language that cannot be detected."""
    if text.isascii() or not _unknown_letters().search(text):
        return False
    return any(
        word[0].islower() and _unknown_letters().search(word) for word in _WORD.findall(text)
    )


def is_strange(words: list[str], tag: str, cost_of: Callable[[str], float]) -> bool:
    """Tell whether words are unlikely even in the language that they are likeliest in.

    Args:
        words: of a text, case folded.
        tag: that language.
        cost_of: how unlikely a word is in it, in nats.
    """
    if len(words) < _FEWEST or tag not in _alphabetic():
        return False
    words = words[:_LOOKED_AT]
    if tag not in _NOT_RIVALLED and not rivals().isdisjoint(words):
        foreign = sum(word in rivals() for word in words)
        if foreign > _RIVALS * len(words):
            return True
    known = _known_words(tag)
    listed = sum(map(known.__contains__, words))
    if listed > _FAMILIAR * len(words):
        return False
    if _LATIN.search(words[0]):
        words = [_in_own_letters(word, tag) for word in words]
        listed = sum(map(known.__contains__, words))
    letters = sum(map(len, words)) + len(words)
    cost = sum(map(cost_of, words)) / letters - _MADE_PROFILES.get(tag, 0.0)
    if cost <= _STRANGE or listed > _FAMILIAR * len(words):
        return False
    if tag in LANGUAGES:
        listed = sum(word in known or form_chance(word, tag) > 0 for word in words)
    return listed <= _UNFAMILIAR * len(words) or (
        cost > _VERY_STRANGE and listed <= _FAMILIAR * len(words)
    )


def _in_own_letters(word: str, tag: str) -> str:
    """Return a word in Latin letters in those that the model of its language has."""
    if tag == "sr":
        return serbian_cyrillic(word)
    return to_cyrillic(word, tag) if tag in {"ru", "uk"} else word


@functools.cache
def rivals() -> frozenset[str]:
    """Return words of languages that cannot be detected, none of which a known language has."""
    return frozenset(" ".join(_facts()["rivals"].values()).split())


@functools.cache
def _known_words(tag: str) -> dict[str, float]:
    return chances(tag, news=tag in LANGUAGES)


@functools.cache
def _alphabetic() -> frozenset[str]:
    return frozenset((*_facts()["scripts"]["LATIN"], *_facts()["scripts"]["CYRILLIC"]))


@functools.cache
def _unknown_letters() -> re.Pattern[str]:
    return re.compile(f"[{''.join(_facts()['unknown'].values())}]")


@functools.cache
def _facts() -> dict[str, dict[str, Any]]:
    return load_toml("languages-alphabets")
