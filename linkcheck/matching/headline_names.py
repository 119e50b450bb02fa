"""Does a page have any of the names in a headline?

Names of people, towns and countries stay in a translation, numbers too. A page whose whole text has
none of those that a headline is about tells another story, in whatever language.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, NamedTuple

from linkcheck.languages.cldr import countries
from linkcheck.languages.places import places_among
from linkcheck.languages.sounds import sound_keys
from linkcheck.languages.vocabulary import chances, given_names
from linkcheck.text.transliterate import to_latin
from linkcheck.text.urls import host_key
from linkcheck.text.words import fold, is_title_case, same_script, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from linkcheck.models import Page

__all__ = ["lacks_names"]

LEAST_TEXT = 800
"""Characters of text that a page has to have."""
ENOUGH = 1.5
"""Weight of names that are surely lacking from which the page is another story."""
_PERSON, _SEVERAL, _PLACE, _SINGLE, _NUMBER = 1.5, 1.0, 1.0, 0.5, 0.5
# Every noun has a capital.
_NOUNS_CAPITAL = frozenset({"de", "lb", "als", "gsw", "nds", "und"})
_SHORT_WORD = 3
_TOKEN = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_YEAR = re.compile(r"(?:19|20)\d\d\Z")
_GAP = re.compile(r"\s+\Z")


class _Name(NamedTuple):
    """A name in a headline.

    Attributes:
        words: its words, case folded.
        weight: what it proves if the page has none of them.
    """

    words: tuple[str, ...]
    weight: float


def lacks_names(cited: str, language: str, page: Page) -> bool:
    """Tell whether a page surely has none of the names that a cited headline is about.

    Args:
        cited: the headline.
        language: its language, or "und".
        page: a page with a text of its own; where more of it is elsewhere, as behind a paywall, the
            names may be there.
    """
    if not page.is_whole or len(page.text) < LEAST_TEXT or not page.titles:
        return False
    if not same_script(cited, page.text[:400]):
        return False
    names = list(_names(cited, language, page))
    if sum(name.weight for name in names) < ENOUGH:
        return False
    parts = (
        *(title.text for title in page.titles),
        page.description,
        page.lead,
        page.text,
        page.names,
    )
    told = _told(" . ".join(filter(None, parts)))
    if any(told.has(word) for word in _all_names(cited)):
        return False
    return _places(words(cited), _capitals(cited)).isdisjoint(told.places)


class _Told(NamedTuple):
    """What a page names: the beginnings and sounds of all words with a capital, and places."""

    beginnings: frozenset[str]
    sounds: frozenset[str]
    numbers: frozenset[str]
    places: frozenset[str]

    def has(self, word: str) -> bool:
        """Tell whether the page has a word, however it spells and inflects it."""
        if word[0].isdigit():
            return word in self.numbers
        if _beginning(word) in self.beginnings:
            return True
        # So few letters sound like many words: "US", "PRC".
        return len(word) > _SHORT_WORD and not sound_keys(word).isdisjoint(self.sounds)


@functools.lru_cache(64)
def _told(text: str) -> _Told:
    capitals = _capitals(text)
    said = words(text)
    return _Told(
        frozenset(_beginning(word) for word in capitals),
        frozenset().union(*map(sound_keys, capitals)),
        frozenset(word for word in said if word[0].isdigit()),
        _places(said, capitals),
    )


def _beginning(word: str) -> str:
    plain = to_latin(word)
    return plain[:4] if len(plain) > 4 else plain[:3]


def _all_names(cited: str) -> Iterator[str]:
    """Yield all words that may be names or are numbers, but for years, which pages are full of."""
    for token in _TOKEN.findall(cited):
        if token[0].isupper() or (token[0].isdigit() and not _YEAR.match(token)):
            yield from words(token)


def _names(cited: str, language: str, page: Page) -> Iterator[_Name]:
    """Yield the names that are surely names, the adjacent words of one as one.

    A page need not name the country it is from, which a translation adds.
    """
    tokens = list(_TOKEN.finditer(cited))
    in_title_case = is_title_case(token[0] for token in tokens)
    everywhere = language not in _NOUNS_CAPITAL and in_title_case
    everyday = chances(language, news=True) if language != "und" else {}
    known = _places_at([fold(token[0]) for token in tokens])
    run: list[re.Match[str]] = []
    for at, token in enumerate(tokens):
        word = token[0]
        place = at in known and word[0].isupper() and word.casefold() not in everyday
        if place and not _is_own(word, page) and known[at].isdisjoint(known.get(at - 1, ())):
            yield _Name(words(word), _PLACE)
        elif word.isdigit() and len(word) > 2:
            yield _Name((word,), _NUMBER)
        # The first word has a capital whatever it is.
        name = at > 0 or word.casefold() in given_names()
        if name and word[0].isupper() and at not in known and word.casefold() not in everyday:
            if not run or _GAP.fullmatch(cited, run[-1].end(), token.start()):
                run.append(token)
                continue
            yield from _run(cited, run, language, everywhere=everywhere)
            run = [token]
        else:
            yield from _run(cited, run, language, everywhere=everywhere)
            run = []
    yield from _run(cited, run, language, everywhere=everywhere)


def _run(
    cited: str, run: list[re.Match[str]], language: str, *, everywhere: bool
) -> Iterator[_Name]:
    """Yield the name that adjacent words with capitals are, if they surely are one."""
    if everywhere or not run or any(token[0].isupper() for token in run):
        return
    given = not given_names().isdisjoint(token[0].casefold() for token in run)
    said = tuple(word for token in run[-2:] for word in words(token[0]))
    if len(run) > 1:
        yield _Name(said, _PERSON if given else _SEVERAL)
    elif language not in _NOUNS_CAPITAL and cited[: run[0].start()].rstrip()[-1:].isalnum():
        yield _Name(said, _SINGLE)  # within a sentence


def _capitals(text: str) -> frozenset[str]:
    """Return the words of a text that have a capital, case folded."""
    return frozenset(
        word for token in _TOKEN.findall(text) if token[0].isupper() for word in words(token)
    )


def _places(said: Sequence[str], capitals: frozenset[str]) -> frozenset[str]:
    """Return the towns and countries that words name."""
    towns = {f"t{town}" for some in places_among(said, capitals).values() for town in some}
    return frozenset(towns).union(*(_named_countries().get(word, ()) for word in said))


def _places_at(said: Sequence[str]) -> dict[int, frozenset[int | str]]:
    """Return which words of a headline name towns and countries, and which ones."""
    towns = places_among(said, frozenset(said))
    return {
        at: towns.get(at, frozenset()) | _named_countries().get(word, frozenset())
        for at, word in enumerate(said)
        if at in towns or word in _named_countries()
    }


def _is_own(word: str, page: Page) -> bool:
    """Tell whether a word names a country that a page seems to be from."""
    host = host_key(page.url).rpartition(".")[2].upper()
    codes = _named_countries().get(fold(word), frozenset())
    return any(
        code == host.replace("UK", "GB") or page.language.tag in countries()[code].languages
        for code in codes
    )


@functools.cache
def _named_countries() -> dict[str, frozenset[str]]:
    """Return the codes of the countries that a name of one word may be, in any language."""
    found: dict[str, frozenset[str]] = {}
    for code, country in countries().items():
        for name in map(fold, country.names):
            if " " not in name and len(name) > _SHORT_WORD:
                found[name] = found.get(name, frozenset()) | {code}
    return found
