"""Tell the language of a cited title, chosen from all languages the detector knows."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from linkcheck.languages.detection import detect as built_in
from linkcheck.languages.detection import words_of
from linkcheck.languages.vocabulary import listed_in

if TYPE_CHECKING:
    from linkcheck.languages.detectors import Detect

__all__ = ["title_language"]

FIRST = ("en", "ru", "uk")
"""The languages that most titles here are in; which of them is told best among them alone."""

# The share of all likely languages that these must have together before they are told apart.
_LIKELY = 0.6
_SURELY = 0.9  # of shorter titles
# A title of so many words shows its language by the small ones in it: this share of the words must
# be in the language's list, and so many more than in the next one's. Measured on sentences cut
# short in ten languages: no title in another language was called English, Russian or Ukrainian.
_WORDS = 4
_LISTED = 0.5
_AHEAD = 2
# Where a title in plain Latin letters has no word from a language's list, it is hardly in that
# language; these are compared with all the same, so that there is something to be more likely than.
_COMPARED = ("de", "en", "es", "fr", "it", "nl", "pl", "pt", "ru", "uk")


def title_language(title: str, detect: Detect = built_in) -> str | None:
    """Return the BCP 47 tag of a title's language, or None where it is not clear.

    Args:
        title: as cited.
        detect: detects the language of a text.
    """
    candidates: tuple[str, ...] | None = None
    words = words_of(title)
    if detect is built_in:
        listed = Counter(tag for word in words for tag in listed_in().get(word, ()))
        if (plain := _shown_by_small_words(words, listed)) is not None:
            return plain
        if title.isascii():
            candidates = tuple(sorted({*_COMPARED, *listed}))
    guess = detect(title, candidates)
    if guess.tag not in {"und", *FIRST}:
        return guess.tag
    shares = dict(guess.alternatives)
    shares.setdefault(guess.tag, guess.confidence)
    least = _LIKELY if len(words) >= _WORDS else _SURELY
    if sum(shares.get(tag, 0.0) for tag in FIRST) < least:
        return None
    tag = detect(title, FIRST).tag
    return tag if tag != "und" else None


def _shown_by_small_words(words: list[str], listed: Counter[str]) -> str | None:
    """Return the language that most of a title's words are of, if it is one of the first."""
    if len(words) < _WORDS or not listed:
        return None
    (tag, most), *rest = listed.most_common(2)
    ahead = most - (rest[0][1] if rest else 0)
    return tag if tag in FIRST and most >= _LISTED * len(words) and ahead >= _AHEAD else None
