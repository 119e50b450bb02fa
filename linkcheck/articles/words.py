"""The words the grammar knows: headings of source lists, pointing anchors, names of places."""

from __future__ import annotations

import functools
import re
from typing import Any

from linkcheck.data import load_toml

__all__ = ["is_place", "is_pointer", "is_source_heading", "speech_verbs"]

_EDGES = re.compile(r"^[\W_\d]+|[\W_]+$")
_LANGUAGES = ("en", "uk", "ru")
# Names that CLDR gives only with more words, or not at all, and that articles use.
_ALSO = {"us", "usa", "u.s", "uk", "eu", "сша", "єс", "ес"}


def is_source_heading(text: str) -> bool:
    """Tell whether a heading announces a list of sources ("External links", "Джерела")."""
    return _plain(text) in _words("headings")


def is_pointer(text: str) -> bool:
    """Tell whether an anchor only points ("here", "читати далі") and claims no title."""
    return _plain(text) in _words("pointers")


def is_place(text: str) -> bool:
    """Tell whether a text names a country or territory in English, Ukrainian or Russian."""
    return _plain(text) in _places()


@functools.cache
def speech_verbs() -> str:
    """Return the verbs that name a speaker, as alternatives of a regular expression."""
    return "|".join(sorted(map(re.escape, _facts()["speech"]), key=len, reverse=True))


def _plain(text: str) -> str:
    return _EDGES.sub("", " ".join(text.split())).casefold().replace("’", "'")


@functools.cache
def _facts() -> dict[str, Any]:
    return load_toml("articles-grammar")


@functools.cache
def _words(name: str) -> frozenset[str]:
    return frozenset(map(_plain, _facts()[name]))


@functools.cache
def _places() -> frozenset[str]:
    """Names of all territories of CLDR (through langcodes) in the languages we read first."""
    import langcodes  # noqa: PLC0415 - reads tables of names

    names = set(_ALSO)
    for first in range(26):
        for second in range(26):
            code = chr(65 + first) + chr(65 + second)
            place = langcodes.Language.make(territory=code)
            if place.is_valid():
                names.update(_plain(place.territory_name(language)) for language in _LANGUAGES)
    return frozenset(names)
