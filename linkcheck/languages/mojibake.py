"""Text that was read in the wrong encoding, and what it must have been."""

from __future__ import annotations

import re
import unicodedata

from linkcheck.languages.profiles import word_cost

__all__ = ["repaired"]

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
_MAX = 500
_WORD = re.compile(r"[^\W\d_]+")
# A headline as it should be, seen at a glance: a capital in front, words in small letters (after
# a capital, perhaps) or all in capitals, no letters but those of English, Ukrainian, Russian.
_TIDY = re.compile(
    r"[\W\d]*[A-ZА-ЯЁҐЄІЇ](?:[a-z]*|[а-яёґєії]*)"
    r"(?:[\W\d]+(?:[A-Z]?[a-z]+|[А-ЯЁҐЄІЇ]?[а-яёґєії]+|[A-Z]+|[А-ЯЁҐЄІЇ]{2,5}))*[\W\d]*"
)
# The languages whose titles we expect to be damaged, and to mend.
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
    sample = text[:_MAX]
    if sample.isascii() or _TIDY.fullmatch(sample) or sum(map(str.isalpha, sample)) < 4:
        return None
    present = _unlikeliness(sample)
    if present < _PLAINLY_SOUND:
        return None
    best = min(_readings(sample), key=_unlikeliness, default=None)
    if best is None or _unlikeliness(best) > min(_SOUND, present - _BETTER):
        return None
    return best if len(text) <= _MAX else None


def _readings(text: str) -> set[str]:
    """Return what the text may have been, misread once or twice."""
    # A Cyrillic text leaves no plain Latin letters; a few accents among them were UTF-8 or none.
    plain = sum(letter.isascii() and letter.isalpha() for letter in text)
    mostly_latin = 2 * plain > sum(map(str.isalpha, text))
    likely = [pair for pair in _MISREADINGS if pair[1] == "utf-8" or not mostly_latin]
    once = {found for wrong, right in likely if (found := _reread(text, wrong, right))}
    twice = {
        found
        for one in once
        for wrong, right in _MISREADINGS[:3]
        if (found := _reread(one, wrong, right))
    }
    return once | twice


def _reread(text: str, wrong: str, right: str) -> str | None:
    data = bytearray()
    for character in text:
        try:
            data += character.encode(wrong)
        except UnicodeEncodeError:
            # Bytes that the wrong encoding lacks are kept as C1 controls by lenient readers.
            if not "\x80" <= character <= "\x9f":
                return None
            data.append(ord(character))
    try:
        found = data.decode(right)
    except UnicodeDecodeError:
        return None
    return found if found != text else None


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
