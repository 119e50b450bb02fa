"""The register of known outlets: one row of `linkcheck/data/matching-outlets.toml` each."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from rapidfuzz import fuzz

from linkcheck.data import load_toml
from linkcheck.text.transliterate import name_key, to_latin
from linkcheck.text.urls import host
from linkcheck.text.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = [
    "add_outlets",
    "added_outlets",
    "is_agency",
    "outlet_domains",
    "outlet_is_added",
    "outlet_key",
    "outlet_languages",
    "outlet_named",
    "outlet_names",
    "outlet_rows",
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


_added: list[dict[str, Any]] = []
"""Rows that users have added. They only add names that a text may have, and hide none."""


def add_outlets(rows: Iterable[Mapping[str, Any]]) -> None:
    """Make outlets known in this process, besides those of the register.

    Args:
        rows: each with `names`, `domains` and `languages`, as in the register.
    """
    new = [dict(row) for row in rows if row not in _added]
    if new:
        _added.extend(new)
        _register.cache_clear()
        _transliterated.cache_clear()


def added_outlets() -> tuple[dict[str, Any], ...]:
    """Return the outlets that were added, for another process."""
    return tuple(_added)


def outlet_is_added(folded: str) -> bool:
    """Tell whether a name, folded, is of an outlet that was added."""
    return bool(_added) and any(folded in map(fold, row["names"]) for row in _added)


def outlet_rows() -> list[dict[str, Any]]:
    """Return all known outlets; the place of each is its number."""
    return [*load_toml("matching-outlets")["outlet"], *_added]


def _row(outlet: int) -> dict[str, Any]:
    listed: list[dict[str, Any]] = load_toml("matching-outlets")["outlet"]
    return listed[outlet] if outlet < len(listed) else _added[outlet - len(listed)]


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
    return tuple(_row(outlet)["names"])


def outlet_domains(outlet: int) -> tuple[str, ...]:
    """Return the domains that an outlet publishes at, then those it has published at."""
    row = _row(outlet)
    return (*row["domains"], *row.get("former", ()))


def outlet_languages(outlet: int) -> tuple[str, ...]:
    """Return the languages of an outlet as BCP 47 tags."""
    return tuple(_row(outlet)["languages"])


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
    outlets = outlet_rows()
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
