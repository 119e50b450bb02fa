"""Names of languages and territories, from CLDR."""

from __future__ import annotations

import functools
from importlib.resources import files
from typing import NamedTuple

__all__ = ["Country", "Named", "countries", "language_name", "languages", "territories"]

_READERS = ("en", "uk", "ru")


class Named(NamedTuple):
    """A language or territory.

    Attributes:
        code: its two letters.
        canonical: the code that stands for it today.
        names: in English, Ukrainian and Russian.
    """

    code: str
    canonical: str
    names: tuple[str, ...]


class Country(NamedTuple):
    """A country or territory, as newspapers name it.

    Attributes:
        languages: of its newspapers.
        names: in all languages of Latin letters that we know.
    """

    languages: frozenset[str]
    names: tuple[str, ...]


def languages() -> dict[str, Named]:
    """Return all languages of two letters by their code (ISO 639-1)."""
    return _entries()["language"]


def language_name(tag: str, reader: str = "en") -> str:
    """Return the name of a language, or its tag if that has no name here.

    Args:
        tag: BCP 47 tag.
        reader: the language to name it in: en, uk or ru.
    """
    named = languages().get(tag.partition("-")[0].lower())
    return named.names[_READERS.index(reader)] if named is not None else tag


def territories() -> dict[str, Named]:
    """Return all countries and territories by their code (ISO 3166-1)."""
    return _entries()["territory"]


@functools.cache
def countries() -> dict[str, Country]:
    """Return the countries and territories with their names in many languages, by their code."""
    text = files("linkcheck.data").joinpath("country-names.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return {
        code: Country(frozenset(tags.split()), tuple(names.split(", ")))
        for code, tags, names in rows
    }


@functools.cache
def _entries() -> dict[str, dict[str, Named]]:
    found: dict[str, dict[str, Named]] = {"language": {}, "territory": {}}
    text = files("linkcheck.data").joinpath("cldr-names.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        if not line.startswith("#"):
            kind, code, canonical, *names = line.split("\t")
            found[kind][code] = Named(code, canonical, tuple(names))
    return found
