"""Forms of a headline in which only differences of meaning remain."""

from __future__ import annotations

import functools
import html
import re
import unicodedata
from typing import TYPE_CHECKING

from linkcheck.data import load_toml
from linkcheck.text.titles import without_invisible

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = [
    "carries_story",
    "content_stems",
    "content_words",
    "fold",
    "is_legible",
    "is_title_case",
    "names_kind_of_text",
    "names_kind_of_work",
    "reads_like_headline",
    "same_script",
    "stem",
    "with_scales",
    "words",
    "words_as_written",
    "words_of_text",
]

_WORD = re.compile(
    # Thousands in groups, parted by spaces of any width or apostrophes, before other numbers.
    r"\d{1,3}(?:[ ']\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)*|[^\W\d_]+(?:'[^\W\d_]+)*"
)
_THOUSANDS = re.compile(r"[ ']|[.,](?=\d{3}(?:\D|$))")
_APOSTROPHE = re.compile("[’‘ʼ`´′]")
_CYRILLIC = re.compile("[\u0400-\u052f]")
_LATIN = re.compile("[a-z\u00df-\u024f\u1e00-\u1eff]")
_LETTER = re.compile(r"[^\W\d_]")
# Small words that are written together with the next one: l'homme, dell'arte.
_ELIDED = re.compile("(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|un|dell|nell|all|dall|sull|quest)'")
_ELIDING = frozenset({"ca", "fr", "it"})
# Inflection in Ukrainian and Russian is at the end of words; so is most of English's.
_STEM = 5
_TITLE_CASE = 0.6
"""The share of longer words with a capital from which a text is in title case."""
_SHORT_WORD = 3


# A title and a name are taken apart many times while they are compared, so the last are remembered.
@functools.lru_cache(maxsize=512)
def words(text: str) -> tuple[str, ...]:
    """Return a text's words and numbers: case folded, without quotation marks and dashes.

    NFKC, straight apostrophes, `ё` as `е`, stress marks and zero-width characters dropped.
    """
    return tuple(words_of_text(text))


def words_of_text(text: str) -> list[str]:
    """Return the same as `words`, of a text too long to be remembered."""
    return [
        _number(word) if word[0].isdigit() else word
        for word in _WORD.findall(_uniform(text).casefold())
    ]


def words_as_written(text: str) -> list[str]:
    """Return a text's words, not its numbers, in the case in which they are written."""
    return [word for word in _WORD.findall(_uniform(text)) if not word[0].isdigit()]


def _uniform(text: str) -> str:
    text = unicodedata.normalize("NFKC", html.unescape(text))
    text = _APOSTROPHE.sub("'", text)
    # A stress mark is written over any vowel; only й and ї are letters of their own with a mark.
    text = text.replace("\u0301", "").replace("\u0300", "").replace("ё", "е").replace("Ё", "Е")
    return without_invisible(text)


@functools.lru_cache(maxsize=512)
def fold(text: str) -> str:
    """Return the words of a text joined by single spaces."""
    return " ".join(words(text))


def content_words(text: str, language: str = "") -> list[str]:
    """Return the words that carry a story: function words and single letters left out.

    Args:
        text: a title.
        language: its language, if known: the function words of English, Ukrainian and Russian
            never count, those of other languages only in their own texts ("war" is one in German).
    """
    empty = _function_words(language)
    if language in _ELIDING:
        said = (_ELIDED.sub("", word) for word in _scaled(text))
        return [word for word in said if word not in empty and (len(word) > 1 or word.isdigit())]
    return [
        word for word in _scaled(text) if word not in empty and (len(word) > 1 or word.isdigit())
    ]


def carries_story(word: str, language: str = "") -> bool:
    """Tell whether a word is neither a function word nor a letter alone; see `content_words`."""
    return (len(word) > 1 or word.isdigit()) and word not in _function_words(language)


@functools.lru_cache(maxsize=512)
def content_stems(text: str, language: str = "") -> frozenset[str]:
    """Return the stems of the words that carry a story; see `content_words`."""
    return frozenset(map(stem, content_words(text, language)))


def stem(word: str) -> str:
    """Return the part of a word that inflection leaves alone, roughly."""
    word = word.removesuffix("'s")
    return word if word[:1].isdigit() else word[:_STEM]


def is_legible(text: str) -> bool:
    """Tell whether a title was read in an encoding that left its letters.

    Where only digits are left of two titles, with question marks for the rest, they are alike.
    """
    if "\ufffd" in text:
        return False
    return "??" not in text or any(word[0].isalpha() for word in words(text))


def is_title_case(written: Iterable[str]) -> bool:
    """Tell whether most words of a text begin with a capital, as in English titles.

    Args:
        written: the words; short ones do not count, since titles too have them in small letters.
    """
    long = [word for word in written if len(word) > _SHORT_WORD]
    return sum(word[0].isupper() for word in long) > _TITLE_CASE * len(long)


def same_script(one: str, other: str) -> bool:
    """Tell whether two texts are written mainly in the same alphabet, as far as we care."""
    return _main_script(one) == _main_script(other)


def reads_like_headline(cited: str) -> bool:
    """Tell a headline from a description of a source, such as "Interview, Paris, 30 March".

    A description is short and falls into parts by commas; it names the source in the author's
    own words, so that another wording on the page is no contradiction.
    """
    parts = [part for part in cited.split(",") if part.strip()]
    return not (len(parts) >= 2 and max(len(words(part)) for part in parts) <= 4)


def names_kind_of_text(cited: str) -> bool:
    """Tell whether a title says what kind of text the source is: "Full text of the agreement".

    So authors describe a source in their own words; headlines seldom do.
    """
    return _names_any(cited, "kinds_of_text")


def names_kind_of_work(title: str) -> bool:
    """Tell whether a page's title says that it presents works: "New books", "Data and reports"."""
    return _names_any(title, "kinds_of_text") or _names_any(title, "kinds_of_work")


def _names_any(text: str, kinds: str) -> bool:
    whole, beginnings = _kinds(kinds)
    return any(word in whole or word.startswith(beginnings) for word in words(text))


def _main_script(text: str) -> str:
    """Return "cyrillic", "latin", or "other" for all scripts that are read by neither."""
    folded = text.casefold()
    cyrillic, latin = len(_CYRILLIC.findall(folded)), len(_LATIN.findall(folded))
    if len(_LETTER.findall(folded)) > 2 * (cyrillic + latin):
        return "other"
    return "cyrillic" if cyrillic > latin else "latin"


def _number(word: str) -> str:
    """Write "11,000" and "11 000" as 11000 and "2,5" as 2.5."""
    return _THOUSANDS.sub("", word).replace(",", ".")


def with_scales(said: Sequence[str]) -> list[str]:
    """Return words with "1.5 million" and "1,5 млн" as one number: 1500000.

    Args:
        said: words as `words` gives them.
    """
    found: list[str] = []
    scales = _zeros()
    for word in said:
        zeros = scales.get(word, 0) if found and found[-1][0].isdigit() else 0
        if not zeros:
            found.append(word)
            continue
        whole, _, part = found[-1].partition(".")
        if len(part) <= zeros and (not part or part.isdecimal()):
            found[-1] = f"{whole}{part.ljust(zeros, '0')}".lstrip("0") or "0"
    return found


@functools.lru_cache(maxsize=512)
def _scaled(text: str) -> tuple[str, ...]:
    return tuple(with_scales(words(text)))


@functools.cache
def _zeros() -> dict[str, int]:
    """Return how many zeros a word such as "million" adds to the number before it."""
    scales = load_toml("matching-words")["scales"].items()
    return {name: int(zeros) for zeros, names in scales for name in names.split()}


@functools.cache
def _kinds(name: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """Return whole words, and beginnings of words."""
    kinds = load_toml("matching-words")[name].split()
    whole = frozenset(kind[1:] for kind in kinds if kind.startswith("="))
    return whole, tuple(kind for kind in kinds if not kind.startswith("="))


@functools.cache
def _function_words(language: str) -> frozenset[str]:
    facts = load_toml("matching-words")
    own = facts["function_words_of"].get(language, "")
    return frozenset(f"{facts['function_words']} {own}".split())
