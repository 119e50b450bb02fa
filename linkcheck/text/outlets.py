"""The register of known outlets: one row of `linkcheck/data/matching-outlets.toml` each."""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from rapidfuzz import fuzz

from linkcheck.data import load_toml
from linkcheck.text.transliterate import name_key, to_latin
from linkcheck.text.urls import host
from linkcheck.text.words import fold

__all__ = [
    "is_agency",
    "outlet_domains",
    "outlet_key",
    "outlet_languages",
    "outlet_named",
    "outlet_names",
    "outlets_at",
]


# Consonants that a name has at least, and how alike its vowels are (rapidfuzz, 0 to 100), where it
# is taken for a known outlet's in other letters.
_SHORTEST_SOUND = 5
_SPELLING = 84


class _Register(NamedTuple):
    """Known outlets: by name, by the domains they publish at, and which of them are agencies."""

    by_name: dict[str, int]
    by_domain: dict[str, frozenset[int]]
    agencies: frozenset[int]
    by_sound: dict[tuple[str, ...], dict[str, int]]


def outlet_named(name: str) -> int | None:
    """Return the number of the outlet that has a name, or None."""
    key = outlet_key(name)
    found = _register().by_name.get(key)
    return found if found is not None else _transliterated(key)


@functools.lru_cache(maxsize=4096)
def _transliterated(key: str) -> int | None:
    """Return the outlet whose Cyrillic name a Latin one spells ("Ukrayinska Pravda"), or None."""
    if not key.isascii():
        return None
    sounds = tuple(map(name_key, key.split()))
    if not sounds or sum(map(len, sounds)) < _SHORTEST_SOUND:
        return None
    spelt = _register().by_sound.get(sounds, {})
    likely = {
        outlet
        for latin, outlet in spelt.items()
        if fuzz.ratio(_plain(latin), _plain(key)) >= _SPELLING
    }
    return likely.pop() if len(likely) == 1 else None


def _plain(latin: str) -> str:
    """Return a Latin name with one letter for each vowel that systems write differently."""
    return re.sub("[yij]+", "i", latin.replace("g", "h"))


def outlet_names(outlet: int) -> tuple[str, ...]:
    """Return all names of an outlet."""
    return tuple(load_toml("matching-outlets")["outlet"][outlet]["names"])


def outlet_domains(outlet: int) -> tuple[str, ...]:
    """Return the domains that an outlet publishes at, then those it has published at."""
    row = load_toml("matching-outlets")["outlet"][outlet]
    return (*row["domains"], *row.get("former", ()))


def outlet_languages(outlet: int) -> tuple[str, ...]:
    """Return the languages of an outlet as BCP 47 tags."""
    return tuple(load_toml("matching-outlets")["outlet"][outlet]["languages"])


def is_agency(outlet: int) -> bool:
    """Return whether an outlet is a news agency, whose reports others print."""
    return outlet in _register().agencies


def outlets_at(url: str) -> frozenset[int]:
    """Return the outlets known to publish at an address's host or a domain above it, by number."""
    name = host(url)
    while name:
        if name in _register().by_domain:
            return _register().by_domain[name]
        name = name.partition(".")[2]
    return frozenset()


def outlet_key(text: str) -> str:
    """Return the form in which names of outlets are compared."""
    return fold(text).removeprefix("the ")


@functools.cache
def _register() -> _Register:
    by_name: dict[str, int] = {}
    by_domain: dict[str, set[int]] = {}
    by_sound: dict[tuple[str, ...], dict[str, int]] = {}
    outlets = load_toml("matching-outlets")["outlet"]
    for number, outlet in enumerate(outlets):
        for name in outlet["names"]:
            key = outlet_key(name)
            by_name.setdefault(key, number)
            if not key.isascii():
                sounds = tuple(map(name_key, key.split()))
                by_sound.setdefault(sounds, {}).setdefault(to_latin(key), number)
        for domain in [*outlet["domains"], *outlet.get("former", ())]:
            by_domain.setdefault(domain, set()).add(number)
    return _Register(
        by_name,
        {domain: frozenset(found) for domain, found in by_domain.items()},
        frozenset(number for number, outlet in enumerate(outlets) if outlet.get("agency")),
        by_sound,
    )
