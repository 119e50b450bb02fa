"""The words of each language, from our own lists, and how often each is met.

`linkcheck/data/words/<language>.txt` begins, for the languages that matter most, with the most
frequent words in their order; then come other words in blocks, and at the end stems: "# + a b"
says that each stem of the lines below is met with each of these endings ("-" is none).
"""

from __future__ import annotations

import functools
from importlib.resources import files
from typing import NamedTuple

from linkcheck.languages.lexicon import lexicon_words, stem, stems

__all__ = ["Vocabulary", "chances", "form_chance", "listed_in", "vocabulary"]

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
        forms: stems with their endings.
    """

    frequent: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()


@functools.cache
def vocabulary(language: str) -> Vocabulary:
    """Return a language's words; empty where there is no list."""
    source = files("linkcheck.data").joinpath("words", f"{language}.txt")
    if not source.is_file():
        return Vocabulary()
    frequent: dict[str, None] = {}
    others: dict[str, None] = {}
    forms: dict[str, None] = {}
    into, endings = others, [""]
    for line in source.read_text(encoding="utf-8").replace("'", "’").splitlines():
        if line.startswith("# +"):
            into, endings = forms, [ending.strip("-") for ending in line[3:].split()]
        elif line.startswith("#"):
            into, endings = frequent if line == _FREQUENT else others, [""]
        else:
            into.update(dict.fromkeys(stem + ending for stem in line.split() for ending in endings))
    seen = frequent.keys() | others.keys()
    return Vocabulary(
        tuple(frequent),
        tuple(word for word in others if word not in frequent),
        tuple(form for form in forms if form not in seen),
    )


@functools.cache
def chances(language: str, *, news: bool) -> dict[str, float]:
    """Return how large a share of running words each word of a language's list is.

    Args:
        language: a tag; those without a list have no words.
        news: the lexicon of news counts too.
    """
    words = vocabulary(language)
    others = set(words.others)
    if news:
        others |= lexicon_words(language)
    share = _OTHERS / max(len(others), _LENGTH)
    found = dict.fromkeys(words.forms, _INFLECTED / max(len(words.forms), _LENGTH))
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
    found: dict[str, list[str]] = {}
    for entry in files("linkcheck.data").joinpath("words").iterdir():
        language = entry.name.removesuffix(".txt")
        words = vocabulary(language)
        for word in (*words.frequent, *words.others):
            found.setdefault(word, []).append(language)
    return {word: tuple(tags) for word, tags in found.items()}
