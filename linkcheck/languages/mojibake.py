"""Text that was read in the wrong encoding, and what it must have been."""

from __future__ import annotations

import re
import unicodedata
from typing import TypeAlias

from linkcheck.languages.profiles import word_cost

__all__ = ["repaired", "repaired_page"]

_Misreading: TypeAlias = tuple[tuple[str, str], ...]

# (what it was read as, what it is): undoing means encoding with the first, decoding with the
# second. Read wrongly twice is tried by going on from the result.
_MISREADINGS = (
    ("cp1251", "utf-8"),
    ("cp1252", "utf-8"),
    ("latin-1", "utf-8"),
    ("koi8-r", "utf-8"),
    ("cp866", "utf-8"),
    ("koi8-r", "cp1251"),
    ("koi8-u", "cp1251"),
    ("cp1251", "koi8-u"),
    ("cp1251", "koi8-r"),
    ("cp1252", "cp1251"),
    ("latin-1", "cp1251"),
    ("cp1252", "koi8-r"),
    ("latin-1", "koi8-r"),
    ("cp866", "cp1251"),
    ("cp1251", "cp866"),
)
_FROM_UTF8 = tuple(pair for pair in _MISREADINGS if pair[1] == "utf-8")
_ESCAPED = re.compile(r"[\udc80-\udcff]")
_MAX = 500
# What nearly every Russian or Ukrainian text has once it was damaged, and sound text seldom: "а" in
# UTF-8 read as windows-1251, koi8-r, cp866 and Latin; "но", "ст", "на" in windows-1251 and koi8
# read as Latin.
_SIGNS = ("Р°", "п╟", "╨░")
_ACCENTED_SIGNS = ("Ð°", "íî", "ñò", "íà", "ÎÏ", "ÓÔ", "ÎÁ")
# How far into a document they are looked for, in characters, and words to recognise damage by.
_START = 20_000
_SAMPLE = 12
_NO_ASCII = re.compile(r"[^\x00-\x7f]+")
_DAMAGED = re.compile(r"[^\x00-\x7f]{2,}")
_WORD = re.compile(r"[^\W\d_]+")
# A headline as it should be, seen at a glance: a capital in front, words in small letters (after
# a capital, perhaps) or all in capitals, no letters but those of English, Ukrainian, Russian.
_TIDY = re.compile(
    r"[\W\d]*[A-ZА-ЯЁҐЄІЇ](?:[a-z]*|[а-яёґєії]*)"
    r"(?:[\W\d]+(?:[A-Z]?[a-z]+|[А-ЯЁҐЄІЇ]?[а-яёґєії]+|[A-Z]+|[А-ЯЁҐЄІЇ]{2,5}))*[\W\d]*"
)
# The languages whose titles we expect to be damaged, and to repair.
_LANGUAGES = ("en", "uk", "ru")
# How unlikely a text may be, in nats a letter, to count as words; damaged text is at 5 and more,
# headlines are at 2 to 3.
_SOUND = 4.2
# Below this nothing needs to be tried.
_PLAINLY_SOUND = 3.0
# How much more likely the repaired text must be; sound text is never touched for a trifle.
_BETTER = 1.2
# What a sign that no title has, or a word of mixed alphabets, costs in nats.
_STRANGE = 8.0


def repaired(text: str) -> str | None:
    """Return the text as it must have read before it was damaged, or None where it is sound.

    Known kinds: UTF-8 read as windows-1251 or windows-1252 ("РџСЂРёРІРµС‚", "ÐŸÑ€Ð¸Ð²ÐµÑ‚"),
    windows-1251 read as Latin or koi8-r ("Ïðèâåò", "оПХБЕР"), and the reverse of each, also where
    a byte has no character in the wrong encoding and was kept as a control character.

    Args:
        text: a title or name; longer texts are judged by their first 500 characters.
    """
    misreading = _misreading(text[:_MAX])
    return None if misreading is None or len(text) > _MAX else _undone(text, misreading)


def repaired_page(text: str, *, accents: bool = True) -> str:
    """Return a document with what was damaged in it repaired, or as it is.

    The damage is recognised as in `repaired`, by the first words that have its signs. Markup and
    sound parts stay as they are, and a character that has lost a byte is replaced by U+FFFD.

    Args:
        text: of an HTML document.
        accents: it has accented Latin letters.
    """
    signs = (*_SIGNS, *_ACCENTED_SIGNS) if accents else _SIGNS
    start = min((at for sign in signs if (at := text.find(sign, 0, _START)) >= 0), default=-1)
    if start < 0:
        return text
    words = _DAMAGED.findall(text, start, start + 4 * _MAX)[: 6 * _SAMPLE]
    # Of a word that has lost a byte nothing can be concluded.
    words = [word for word in words if any(_reread(word, *pair) for pair in _FROM_UTF8)] or words
    samples = (" ".join(words[place : place + _SAMPLE]) for place in (0, _SAMPLE, 2 * _SAMPLE))
    misreading = next(filter(None, map(_misreading, samples)), None)
    if misreading is None:
        return text

    def whole(damaged: re.Match[str]) -> str:
        return _undone(damaged[0], misreading, strict=False) or damaged[0]

    return _NO_ASCII.sub(whole, text)


def _misreading(text: str) -> _Misreading | None:
    """Return how a text was misread, once or several times, or None where it is sound."""
    if text.isascii() or _TIDY.fullmatch(text) or sum(map(str.isalpha, text)) < 4:
        return None
    present = _unlikeliness(text)
    if present < _PLAINLY_SOUND:
        return None
    readings = _readings(text)
    best = min(readings, key=_unlikeliness, default=None)
    if best is None or _unlikeliness(best) > min(_SOUND, present - _BETTER):
        return None
    return readings[best]


def _readings(text: str) -> dict[str, _Misreading]:
    """Return what the text may have been, misread once or twice."""
    # A Cyrillic text leaves no plain Latin letters; a few accents among them were UTF-8 or none.
    plain = sum(letter.isascii() and letter.isalpha() for letter in text)
    mostly_latin = 2 * plain > sum(map(str.isalpha, text))
    likely = [pair for pair in _MISREADINGS if pair[1] == "utf-8" or not mostly_latin]
    once: dict[str, _Misreading] = {
        found: (pair,) for pair in likely if (found := _reread(text, *pair))
    }
    twice = {
        found: (*first, pair)
        for one, first in once.items()
        for pair in _MISREADINGS[:3]
        if (found := _reread(one, *pair))
    }
    return twice | once


def _undone(text: str, misreading: _Misreading, *, strict: bool = True) -> str | None:
    found: str | None = text
    for wrong, right in misreading:
        found = found and _reread(found, wrong, right, strict=strict)
    return found


def _reread(text: str, wrong: str, right: str, *, strict: bool = True) -> str | None:
    data = bytearray()
    for character in text:
        try:
            data += character.encode(wrong)
        except UnicodeEncodeError:
            # Bytes that the wrong encoding lacks are kept as C1 controls by lenient readers.
            if "\x80" <= character <= "\x9f":
                data.append(ord(character))
            elif strict:
                return None
            else:
                data += character.encode(right, "replace")
    try:
        found = data.decode(right, "strict" if strict else "surrogateescape")
    except UnicodeDecodeError:
        return None
    if not strict and (bad := len(_ESCAPED.findall(found))):
        if 2 * bad > len(found):
            return None  # the text was sound
        found = _ESCAPED.sub(lambda byte: _kept(ord(byte[0]) - 0xDC00, wrong), found)
    return found if found != text else None


def _kept(byte: int, wrong: str) -> str:
    """Return what stays of a byte that was not damaged, or has lost the one behind it."""
    sign = bytes([byte]).decode(wrong, "replace")
    return "\ufffd" if sign.isalpha() else sign


def _unlikeliness(text: str) -> float:
    """Say how little a text looks like words of the languages we know, in nats a letter."""
    words = _WORD.findall(text)
    letters = sum(map(len, words))
    if not letters:
        return 100.0
    cost = 0.0
    for word in words:
        cost += min(word_cost(word.lower(), language) for language in _LANGUAGES)
        # Capitals stand in front or throughout: "оПХБЕР" is windows-1251 read as koi8.
        if not (word[1:].islower() or word.isupper() or len(word) == 1):
            cost += _STRANGE * sum(letter.isupper() for letter in word[1:])
    # So box drawings, Sc currency, Sm and Sk signs, Lm modifiers, Cc controls.
    strange = sum(
        unicodedata.category(sign) in {"Cc", "So", "Sc", "Sm", "Sk", "Lm"} for sign in text
    )
    return (cost + _STRANGE * strange) / letters
