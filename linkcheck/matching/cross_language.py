"""Are two headlines in two languages about the same story?

Told without a model: by the concepts that their words stand for (our lexicon), by places, peoples
and bodies, by names and borrowed words in a form that all spellings share, and by numbers. Each
thing found again counts by how much it tells: a name or a number more than a topic, a topic more
than a word that stands in every headline.
"""

from __future__ import annotations

import functools
from typing import NamedTuple

from linkcheck.languages.lexicon import concepts, named, stem
from linkcheck.text.transliterate import name_key
from linkcheck.text.words import content_words

__all__ = ["Relation", "relate"]

_NUMBER, _NAME, _PLACE, _TOPIC, _GENERAL, _OTHER = 1.2, 1.4, 1.0, 1.0, 0.5, 0.7
# What is found in the lead instead of the title counts less.
_IN_LEAD = 0.75
_LONGEST_TEXT = 600


class _Word(NamedTuple):
    """A word of a headline: every way in which it can be found again, and what that is worth.

    Attributes:
        keys: by each of these it is found.
        near: by this it is found less surely, where another word begins with the same sounds.
        weight: what it is worth.
        known: it can be found again in any language.
    """

    keys: frozenset[str]
    weight: float
    known: bool
    near: str | None = None


class _Told(NamedTuple):
    """The words of a text that tell something, each once.

    Attributes:
        words: see `_Word`.
        keys: of all of them, the less sure ones too.
        weight: of all of them.
        known: of those that can be found again in any language.
    """

    words: tuple[_Word, ...]
    keys: frozenset[str]
    weight: float
    known: float


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
    mine, theirs = _told(cited, cited_language), _told(title, language)
    below = _told(lead[:_LONGEST_TEXT], language)
    if not mine.words or not theirs.words:
        return Relation(0.0, 0.0, 0.0)
    shared = sum(
        max(_found(word, theirs.keys), _IN_LEAD * _found(word, below.keys)) * word.weight
        for word in mine.words
    )
    back = sum(_found(word, mine.keys) * word.weight for word in theirs.words)
    there = shared / mine.weight
    back /= theirs.weight
    # A headline may be shorter in the other language; so the better side counts more.
    score = 0.65 * max(there, back) + 0.35 * min(there, back)
    return Relation(min(1.0, score), shared, min(mine.known, theirs.known))


def _found(word: _Word, keys: frozenset[str]) -> float:
    """Return how surely a word is found again: 1, less where only its sound is alike, or 0."""
    if not word.keys.isdisjoint(keys):
        return 1.0
    return 0.7 if word.near in keys else 0.0


@functools.lru_cache(maxsize=512)
def _told(text: str, language: str) -> _Told:
    seen: dict[frozenset[str], _Word] = {}
    for word in content_words(text):
        found = _word(word, language)
        if found is not None:
            seen.setdefault(found.keys, found)
    words = tuple(seen.values())
    return _Told(
        words,
        frozenset().union(*seen, (word.near for word in words if word.near is not None)),
        sum(word.weight for word in words),
        sum(word.weight for word in words if word.known),
    )


# Most words of a text stand in others too.
@functools.lru_cache(maxsize=8192)
def _word(word: str, language: str) -> _Word | None:
    if word[0].isdigit():
        return _Word(frozenset({f"#{word}"}), _NUMBER if len(word) > 1 else 0.5, known=True)
    meant = concepts(language).get(stem(word, language), frozenset())
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
    near = f"~n{key[:4]}" if len(key) >= 5 else None
    return _Word(frozenset(keys), weight, known=bool(places or meant), near=near)
