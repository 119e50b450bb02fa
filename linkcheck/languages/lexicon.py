"""Concepts of news language in English, Ukrainian and Russian.

`linkcheck/data/lexicon.tsv` has one concept a line and the words of each language for it: noun,
verb and adjective of one idea together, in their basic form. Text and lexicon are stemmed alike.
"""

from __future__ import annotations

import functools
from importlib.resources import files
from typing import NamedTuple

from linkcheck.languages.endings import stem

__all__ = ["LANGUAGES", "Concept", "concepts", "lexicon_words", "named", "times"]

LANGUAGES = ("en", "uk", "ru")
"""The columns of the lexicon."""


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
