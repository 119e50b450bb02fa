"""Are two headlines in two languages about the same story?

Told without a model: by the concepts that their words stand for (our lexicon), by places, peoples
and bodies, by names and borrowed words in a form that all spellings share, and by numbers. Each
thing found again counts by how much it tells: a name or a number more than a topic, a topic more
than a word that stands in every headline.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, NamedTuple

from linkcheck.languages.lexicon import concepts, named, stem
from linkcheck.languages.transliterate import name_key
from linkcheck.matching.normalform import content_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from linkcheck.languages.lexicon import Concept

__all__ = ["Relation", "relate"]

_NUMBER, _NAME, _PLACE, _TOPIC, _GENERAL, _OTHER = 1.2, 1.4, 1.0, 1.0, 0.5, 0.7
# What is found in the lead instead of the title counts less.
_IN_LEAD = 0.75
_LONGEST_TEXT = 600


class _Word(NamedTuple):
    """A word of a headline: every way in which it can be found again, and what that is worth."""

    keys: frozenset[str]
    weight: float
    known: bool


class Relation(NamedTuple):
    """How two headlines relate.

    Attributes:
        score: 0 (nothing in common) to 1.
        shared: weight of what both have.
        told: weight of those words of both that can be found again at all: without them, finding
            nothing says nothing.
    """

    score: float
    shared: float
    told: float


def relate(cited: str, cited_language: str, title: str, lead: str, language: str) -> Relation:
    """Return how a cited headline and a page's relate.

    Args:
        cited: the cited title.
        cited_language: its language, a BCP 47 primary tag.
        title: the page's title.
        lead: the beginning of its text, or "".
        language: the page's language.
    """
    mine = _words(cited, cited_language)
    theirs = _words(title, language)
    below = _words(lead[:_LONGEST_TEXT], language) if lead else ()
    if not mine or not theirs:
        return Relation(0.0, 0.0, 0.0)
    title_keys, lead_keys, my_keys = _keys(theirs), _keys(below), _keys(mine)
    shared = sum(
        max(_found(word, title_keys), _IN_LEAD * _found(word, lead_keys)) * word.weight
        for word in mine
    )
    back = sum(_found(word, my_keys) * word.weight for word in theirs)
    there = shared / sum(word.weight for word in mine)
    back /= sum(word.weight for word in theirs)
    # A headline may be shorter in the other language; so the better side counts more.
    score = 0.65 * max(there, back) + 0.35 * min(there, back)
    told = min(sum(w.weight for w in mine if w.known), sum(w.weight for w in theirs if w.known))
    return Relation(min(1.0, score), shared, told)


def _found(word: _Word, keys: frozenset[str]) -> float:
    """Return how surely a word is found again: 1, less where only its sound is alike, or 0."""
    if not word.keys.isdisjoint(keys):
        return 1.0
    for key in word.keys:
        if key[0] == "n" and len(key) >= 6 and _near(key[:5]) in keys:
            return 0.7
    return 0.0


def _near(beginning: str) -> str:
    return f"~{beginning}"


def _keys(words: Iterable[_Word]) -> frozenset[str]:
    found: set[str] = set()
    for word in words:
        found |= word.keys
        found.update(_near(key[:5]) for key in word.keys if key[0] == "n" and len(key) >= 6)
    return frozenset(found)


@functools.lru_cache(maxsize=512)
def _words(text: str, language: str) -> tuple[_Word, ...]:
    """Return the words of a text that tell something, each once."""
    seen: dict[frozenset[str], _Word] = {}
    lexicon = concepts(language)
    for word in content_words(text):
        found = _word(word, language, lexicon.get(stem(word, language), frozenset()))
        if found is not None:
            seen.setdefault(found.keys, found)
    return tuple(seen.values())


def _word(word: str, language: str, meant: frozenset[Concept]) -> _Word | None:
    if word[0].isdigit():
        return _Word(frozenset({f"#{word}"}), _NUMBER if len(word) > 1 else 0.5, known=True)
    keys = {f"c{concept.number}" for concept in meant}
    places = {f"p{number}" for number in named(word, language)}
    key = name_key(word)
    if len(key) >= 3:
        keys.add(f"n{key}")
    keys |= places
    if not keys:
        return None
    if places:
        weight = _PLACE
    elif meant:
        weight = _GENERAL if all(concept.general for concept in meant) else _TOPIC
    else:
        weight = _NAME if len(key) >= 4 else _OTHER
    return _Word(frozenset(keys), weight, known=bool(places or meant))
