"""Are two headlines in two languages about the same story?

Told without a model: by the concepts that their words stand for (our lexicon), by places, peoples
and bodies, by names and borrowed words in a form that all spellings share, and by numbers. Each
thing found again counts by how much it tells: a name or a number more than a topic, a topic more
than a word that stands in every headline.
"""

from __future__ import annotations

import functools
from typing import NamedTuple

from linkcheck.languages.endings import stem
from linkcheck.languages.lexicon import concepts, times
from linkcheck.languages.lexicon import named as names_of
from linkcheck.languages.places import places_among
from linkcheck.languages.sounds import is_short, sound_keys
from linkcheck.languages.vocabulary import chances
from linkcheck.text.words import carries_story, is_title_case, with_scales, words, words_as_written

__all__ = ["Relation", "relate"]

_NUMBER, _NAME, _PLACE, _TOPIC, _GENERAL, _OTHER = 1.2, 1.4, 1.0, 1.0, 0.5, 0.7
# Many stories are of one day: its name and its number.
_TIME = 0.5
# Sounds of a name that make it telling, and of one that others begin with.
_TELLING, _NEAR = 4, 5
# What is found in the lead instead of the title counts less.
_IN_LEAD = 0.75
_LONGEST_TEXT = 600
_COMMON = 5
"""Letters of the longest English name that is a common word without its capital, or part of one."""


class _Word(NamedTuple):
    """A word of a headline: every way in which it can be found again, and what that is worth.

    Attributes:
        keys: by each of these it is found.
        near: by this it is found less surely, where another word begins with the same sounds.
        weight: what it is worth.
        known: it can be found again in any language.
        named: it may be a name, a place or a number, which no translation leaves out.
        surely: it is one.
    """

    keys: frozenset[str]
    weight: float
    known: bool
    near: str | None = None
    named: bool = False
    surely: bool = False


class _Told(NamedTuple):
    """The words of a text that tell something, each once.

    Attributes:
        words: see `_Word`.
        keys: of all of them, the less sure ones too.
        weight: of all of them.
        known: of those that can be found again in any language.
        named: of names, places and numbers.
    """

    words: tuple[_Word, ...]
    keys: frozenset[str]
    weight: float
    known: float
    named: float


class Relation(NamedTuple):
    """How two headlines relate.

    Attributes:
        score: 0 (nothing in common) to 1.
        shared: weight of what both have.
        told: weight of those words of both that can be found again at all: without them, finding
            nothing says nothing.
        named: weight of the names, places and numbers of both.
        unlike: weight of those that each has and the other has not.
    """

    score: float
    shared: float
    told: float
    named: float
    unlike: float


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
        return Relation(0.0, 0.0, 0.0, 0.0, 0.0)
    shared = unknown_here = 0.0
    for word in mine.words:
        sure = _found(word, theirs.keys)
        if sure < _IN_LEAD:
            sure = max(sure, _IN_LEAD * _found(word, below.keys))
        shared += sure * word.weight
        if not sure and word.surely:
            unknown_here += word.weight
    back = unknown_there = 0.0
    for word in theirs.words:
        sure = _found(word, mine.keys)
        back += sure * word.weight
        if not sure and word.surely:
            unknown_there += word.weight
    there = shared / mine.weight
    back /= theirs.weight
    # A headline may be shorter in the other language; so the better side counts more.
    score = 0.65 * max(there, back) + 0.35 * min(there, back)
    return Relation(
        min(1.0, score),
        shared,
        min(mine.known, theirs.known),
        min(mine.named, theirs.named),
        min(unknown_here, unknown_there),
    )


def _found(word: _Word, keys: frozenset[str]) -> float:
    """Return how surely a word is found again: 1, less where only its sound is alike, or 0."""
    if not word.keys.isdisjoint(keys):
        return 1.0
    return 0.7 if word.near in keys else 0.0


@functools.lru_cache(maxsize=512)
def _told(text: str, language: str) -> _Told:
    seen: dict[frozenset[str], _Word] = {}
    said = [word.removesuffix("'s") for word in with_scales(words(text))]
    capitals, names, sure = _capitals(text, language)
    towns = places_among(said, names)
    for place, word in enumerate(said):
        if place not in towns and not carries_story(word):
            continue
        if word.isdigit() and _is_day(said, place, language):
            found: _Word | None = _Word(
                frozenset({f"#{word}"}), _TIME, known=True, named=True, surely=True
            )
        else:
            # "us" and "may" are no names.
            common = len(word) <= _COMMON and language == "en" and word not in capitals
            found = _word(
                word,
                language,
                towns.get(place, frozenset()),
                named=word in names,
                surely=word in sure,
                common=common,
            )
        if found is not None:
            seen.setdefault(found.keys, found)
    telling = tuple(seen.values())
    return _Told(
        telling,
        frozenset().union(*seen, (word.near for word in telling if word.near is not None)),
        sum(word.weight for word in telling),
        sum(word.weight for word in telling if word.known),
        sum(word.weight for word in telling if word.named),
    )


def _is_day(said: list[str], place: int, language: str) -> bool:
    """Tell whether a number is the day of a month that is named beside it."""
    beside = said[max(0, place - 1) : place + 2]
    return len(said[place]) <= 2 and any(
        not times().isdisjoint(names_of(word, language)) for word in beside
    )


def _capitals(text: str, language: str) -> tuple[frozenset[str], ...]:
    """Return the words of a text that have a capital, those that may be names, and that are.

    A capital tells nothing at the beginning, or where most words have one: there a word may be a
    name if it is no everyday word, and the first one is never surely a name.
    """
    said = words_as_written(text)
    capitals = {word: word.casefold() for word in said if word[0].isupper()}
    everywhere = is_title_case(said)
    everyday, lexicon = chances(language, news=True), concepts(language)
    inside = {word for word in capitals if word != said[0]}
    names = {
        word
        for word, folded in capitals.items()
        if (word in inside and not everywhere)
        or not (folded in everyday or stem(folded, language) in lexicon)
    }
    return (
        frozenset(capitals.values()),
        frozenset(map(capitals.__getitem__, names)),
        frozenset(map(capitals.__getitem__, names & inside)),
    )


# Most words of a text are in others too.
@functools.lru_cache(maxsize=8192)
def _word(
    word: str, language: str, towns: frozenset[int], *, named: bool, surely: bool, common: bool
) -> _Word | None:
    if word[0].isdigit():
        weight = _NUMBER if len(word) > 1 else 0.5
        return _Word(frozenset({f"#{word}"}), weight, known=True, named=True, surely=True)
    meant = concepts(language).get(stem(word, language), frozenset())
    numbers = frozenset() if common else names_of(word, language)
    places = {f"p{number}" for number in numbers} | {f"t{number}" for number in towns}
    sounds = [key for key in sound_keys(word) if named or not is_short(key)]
    keys = {f"c{concept.number}" for concept in meant} | {f"n{key}" for key in sounds} | places
    if not keys:
        return None
    longest = max(
        (key for key in sounds if not is_short(key)), key=lambda key: (len(key), key), default=""
    )
    if places:
        weight = _PLACE if times().isdisjoint(numbers) else _TIME
    elif meant:
        weight = _GENERAL if all(concept.general for concept in meant) else _TOPIC
    else:
        weight = _NAME if len(longest) >= _TELLING else _OTHER
    return _Word(
        frozenset(keys),
        weight,
        known=bool(places or meant),
        near=f"~n{longest[:4]}" if len(longest) >= _NEAR else None,
        named=named or bool(places),
        surely=bool(places) or (surely and not meant),
    )
