"""The words of each language, from our own lists, and how often each is met.

`linkcheck/data/words/<language>.txt` begins, for the languages that matter most, with the most
frequent words in their order; then come other words in blocks, and at the end stems: "# + a b"
says that each stem of the lines below is met with each of these endings ("-" is none).
"""

from __future__ import annotations

import functools
from importlib.resources import files
from typing import NamedTuple

from linkcheck.data import load_toml
from linkcheck.languages.endings import stem, stems
from linkcheck.languages.lexicon import lexicon_words

__all__ = [
    "Vocabulary",
    "chances",
    "form_chance",
    "forms",
    "given_names",
    "listed_in",
    "vocabulary",
]

_FREQUENT = "# the most frequent words first"
# Zipf's law for the most frequent words: how large a share of running words each rank is.
_ZIPF = 0.1
_RANKS_BEFORE = 2.7
# The share of running words that the other words of a list have together; their inflected forms.
_OTHERS = 0.15
_INFLECTED = 0.1
# A short list holds frequent words only: they share the probability of more.
_LENGTH = 300
# The share of words that are forms of listed ones; what each letter of an ending divides it by.
_FORMS = 0.15
_LETTER_OF_ENDING = 0.165


class Vocabulary(NamedTuple):
    """The words of a language's list, with ’ for every apostrophe.

    Attributes:
        frequent: the most frequent words, in that order.
        others: other words.
    """

    frequent: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


@functools.cache
def vocabulary(language: str) -> Vocabulary:
    """Return a language's words; empty where there is no list."""
    frequent: dict[str, None] = {}
    others: dict[str, None] = {}
    into = others
    for line in _lines(language, of_stems=False):
        if line.startswith("#"):
            into = frequent if line == _FREQUENT else others
        else:
            into.update(dict.fromkeys(line.split()))
    return Vocabulary(tuple(frequent), tuple(word for word in others if word not in frequent))


@functools.cache
def forms(language: str) -> tuple[str, ...]:
    """Return the stems of a language's list with their endings, but for what it has as words."""
    found: dict[str, None] = {}
    endings = [""]
    for line in _lines(language, of_stems=True):
        if line.startswith("#"):
            endings = [ending.strip("-") for ending in line[3:].split()]
        else:
            found.update(dict.fromkeys([stem + end for stem in line.split() for end in endings]))
    words = vocabulary(language)
    seen = {*words.frequent, *words.others}
    return tuple(form for form in found if form not in seen)


def _lines(language: str, *, of_stems: bool) -> list[str]:
    """Return the lines of a language's list that hold its words, or its stems."""
    source = files("linkcheck.data").joinpath("words", f"{language}.txt")
    if not source.is_file():
        return []
    words, mark, stems = source.read_text(encoding="utf-8").replace("'", "’").partition("\n# +")
    return (mark + stems if of_stems else words).splitlines()


@functools.cache
def chances(language: str, *, news: bool) -> dict[str, float]:
    """Return how large a share of running words each word of a language's list is.

    Args:
        language: a tag; those without a list have no words.
        news: the lexicon of news counts too.
    """
    words, inflected = vocabulary(language), forms(language)
    others = set(words.others)
    if news:
        others |= lexicon_words(language)
    share = _OTHERS / max(len(others), _LENGTH)
    found = dict.fromkeys(inflected, _INFLECTED / max(len(inflected), _LENGTH))
    found.update(dict.fromkeys(others, share))
    for rank, word in enumerate(words.frequent):
        found[word] = max(share, _ZIPF / (rank + _RANKS_BEFORE))
    return found


def form_chance(word: str, language: str) -> float:
    """Return how likely a word is as another form of a listed one, by its stem."""
    known, begin = _stems(language), stem(word, language)
    if begin not in known:
        return 0.0
    return _FORMS * _LETTER_OF_ENDING ** (len(word) - len(begin)) / max(len(known), _LENGTH)


@functools.cache
def _stems(language: str) -> frozenset[str]:
    return stems(chances(language, news=True), language)


@functools.cache
def listed_in() -> dict[str, tuple[str, ...]]:
    """Return the languages whose lists have a word, by word."""
    found: dict[str, tuple[str, ...]] = {}
    for entry in files("linkcheck.data").joinpath("words").iterdir():
        language = entry.name.removesuffix(".txt")
        words = vocabulary(language)
        for word in (*words.frequent, *words.others):
            found[word] = (*found.get(word, ()), language)
    return found


@functools.cache
def given_names() -> frozenset[str]:
    """Return frequent given names, in small letters."""
    return frozenset(load_toml("references-marks")["given"])
