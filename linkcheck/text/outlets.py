"""The register of known outlets: one row of `linkcheck/data/matching-outlets.toml` each."""

from __future__ import annotations

import functools
from typing import NamedTuple

from linkcheck.data import load_toml
from linkcheck.text.urls import host
from linkcheck.text.words import fold

__all__ = [
    "is_agency",
    "outlet_key",
    "outlet_languages",
    "outlet_named",
    "outlet_names",
    "outlets_at",
]


class _Register(NamedTuple):
    """Known outlets: by name, by the domains they publish at, and which of them are agencies."""

    by_name: dict[str, int]
    by_domain: dict[str, frozenset[int]]
    agencies: frozenset[int]


def outlet_named(name: str) -> int | None:
    """Return the number of the outlet that has a name, or None."""
    return _register().by_name.get(outlet_key(name))


def outlet_names(outlet: int) -> tuple[str, ...]:
    """Return all names of an outlet."""
    return tuple(load_toml("matching-outlets")["outlet"][outlet]["names"])


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
    outlets = load_toml("matching-outlets")["outlet"]
    for number, outlet in enumerate(outlets):
        for name in outlet["names"]:
            by_name.setdefault(outlet_key(name), number)
        for domain in [*outlet["domains"], *outlet.get("former", ())]:
            by_domain.setdefault(domain, set()).add(number)
    return _Register(
        by_name,
        {domain: frozenset(found) for domain, found in by_domain.items()},
        frozenset(number for number, outlet in enumerate(outlets) if outlet.get("agency")),
    )
