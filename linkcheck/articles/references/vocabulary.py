"""The words the grammar knows: pointing anchors, labels, names of places and languages."""

from __future__ import annotations

import functools
import re
from typing import Any

from linkcheck.data import load_toml
from linkcheck.languages.cldr import languages, territories
from linkcheck.languages.names import primary_tag
from linkcheck.text.outlets import outlet_named

__all__ = [
    "edition_tag",
    "is_label",
    "is_place",
    "is_pointer",
    "language_tag",
    "speech_verbs",
]

_EDGES = re.compile(r"^[\W_\d]+|[\W_]+$")
_BETWEEN = re.compile(r"[\s:]+")
_SHORTEST = 4  # letters of an abbreviated name
# As lists on the sites of the European Union and of news agencies mark their other editions.
_EDITIONS = frozenset(
    {
        "AR", "BE", "BG", "CS", "DA", "DE", "EL", "EN", "ES", "ET", "FI", "FR", "GA", "HE",
        "HR", "HU", "IT", "JA", "KA", "KK", "LT", "LV", "MT", "NL", "NO", "PL", "PT", "RO",
        "RU", "SK", "SL", "SR", "SV", "TR", "UA", "ZH",
    }
)  # fmt: skip
_CAPITAL_TAGS = frozenset({"EN", "RU", "UA", "DE", "FR", "PL", "BG", "BY"})
_ADJECTIVE = re.compile(r"([сцз])(?:ьк(?:ою|а|ої|ій|у|ий)|к(?:ий|ом|ой|ую|ого|им|ая))\Z")
# Longer texts are none of these; most blocks of an article are longer.
_LONGEST = 80
# Names that CLDR gives only with more words, or not at all, and that articles use.
_ALSO = {"us", "usa", "u.s", "uk", "eu", "сша", "єс", "ес"}


def is_label(text: str) -> bool:
    """Tell whether words before a link name what it is, not who published it ("Photo", "Сайт")."""
    plain = _plain(text)
    if plain in _words("labels"):
        return True
    first, _, rest = text.strip(" :").partition(" ")
    return (
        _plain(first) in _words("labels")
        and outlet_named(text.strip(" :")) is None
        and (not rest or outlet_named(rest) is None)  # "Сайт Громадського радіо"
    )


def is_pointer(text: str) -> bool:
    """Tell whether an anchor only points ("here", "читати далі") and claims no title."""
    return len(text) <= _LONGEST and _plain(text) in _words("pointers")


def is_place(text: str) -> bool:
    """Tell whether a text names a country or territory in English, Ukrainian or Russian."""
    return len(text) <= _LONGEST and _plain(text) in _places()


def language_tag(text: str) -> str | None:
    """Return the BCP 47 tag of a language named in English, Ukrainian or Russian, or None.

    Args:
        text: a name in any of its usual forms ("Ukrainian", "in Russian", "українською мовою",
            "на русском языке"), an abbreviation ("укр.", "рос.", "eng") or a tag ("ru", "uk-UA").
    """
    said = _BETWEEN.split(_plain(text))
    words = [word for word in said if word not in _facts()["language_fillers"]] or said[-1:]
    if len(words) > 1 and (tag := _facts()["language_abbreviations"].get(" ".join(words))):
        return str(tag)
    if len(words) != 1:
        return None
    (word,) = words
    if word in _languages():
        return _languages()[word]
    # In capitals, two letters are rather a country or an institution (EU, UK, IT).
    if re.fullmatch(r"[a-z]{2}(?:-[a-z]{2,4})*", word) and (
        word[:2] in text or text.strip("()[]. ") in _CAPITAL_TAGS
    ):
        return primary_tag(word)
    if word.startswith("по-") and word.endswith("ки"):  # "по-русски"
        word = word[3:] + "й"
    # Adjectives in other cases: the name without its ending is the same.
    if len(word) >= 6 and (tag := _languages().get(_name_stem(word))) is not None:
        return tag
    return _abbreviated(word) if text.rstrip(")] ").endswith(".") and len(said) == 1 else None


def edition_tag(words: str) -> str | None:
    """Return the language of a link that leads to another edition, or None where it does not.

    Such a link is nothing but a language: "[FR]", "українською", "English version".

    Args:
        words: the words of the link.
    """
    bare = words.strip("[](){}<>|/ ")
    if bare in _EDITIONS:
        return primary_tag(bare)
    return language_tag(bare)


@functools.cache
def _abbreviated(word: str) -> str | None:
    """Return the language whose Ukrainian or Russian name alone begins with a word ("казах.")."""
    if len(word) < _SHORTEST or word.isascii():
        return None
    found = {
        language.code
        for language in languages().values()
        for name in language.names
        if name.startswith(word) and name.endswith(("ська", "цька", "зька", "ский", "цкий"))
    }
    return found.pop() if len(found) == 1 else None


def _name_stem(word: str) -> str:
    """Return a Ukrainian or Russian adjective without its ending."""
    return _ADJECTIVE.sub(r"\1*", word)


@functools.cache
def _languages() -> dict[str, str]:
    """Names of all languages with a two-letter tag in CLDR, and the usual abbreviations."""
    found: dict[str, str] = {}
    for language in languages().values():
        for name in map(_plain, language.names):
            if name != language.code and " " not in name:
                found.setdefault(name, language.code)
                found.setdefault(_name_stem(name), language.code)
    for name, tag in _facts()["language_abbreviations"].items():
        found[name] = tag
        found.setdefault(_name_stem(name), tag)
    return found


@functools.cache
def speech_verbs() -> str:
    """Return the verbs that name a speaker, as alternatives of a regular expression."""
    return "|".join(sorted(map(re.escape, _facts()["speech"]), key=len, reverse=True))


def _plain(text: str) -> str:
    text = " ".join(text.split())
    if not (text[:1].isalpha() and text[-1:].isalnum()):  # else nothing is to be cut off
        text = _EDGES.sub("", text)
    return text.casefold().replace("’", "'")


@functools.cache
def _facts() -> dict[str, Any]:
    return load_toml("articles-grammar")


@functools.cache
def _words(name: str) -> frozenset[str]:
    return frozenset(map(_plain, _facts()[name]))


@functools.cache
def _places() -> frozenset[str]:
    """Names of all territories of CLDR in the languages we read first."""
    return frozenset(
        {*_ALSO, *(_plain(name) for place in territories().values() for name in place.names)}
    )
