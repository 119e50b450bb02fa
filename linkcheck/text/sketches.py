"""Sketches of texts: what near copies of a text have in common, in a few bytes.

A sketch is the smallest hashes of a text's pairs of words (bottom-k MinHash; Broder 1997, Cohen and
Kaplan 2007). The share of pairs that two texts have in common follows from their sketches alone.
"""

from __future__ import annotations

import re
import zlib
from array import array
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

__all__ = ["keys", "likeness", "sketch"]

_KEPT = 48
_FEWEST = 4
_KEYS = 6
# Addresses and numbers of all kinds, which notices repeat.
_VARIABLE = re.compile(r"(?<![!-~])[!-.:-?A-~]*[/@0-9][!-~]*")
# A letter of a script that puts no spaces between words (Thai, Lao, kana, Han) is a word.
_ALONE = r"\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff"
_WORD = re.compile(rf"[{_ALONE}]|[^\W{_ALONE}]+")
_DIGIT = re.compile(r"\d")


def sketch(text: str, names: Collection[str] = ()) -> bytes | None:
    """Return a text's sketch, or None where it says too little.

    What differs from copy to copy of a notice does not count: addresses, numbers and some names.

    Args:
        text: any text.
        names: words in lower case to leave out, such as the name of the site.
    """
    words = [
        word
        for word in _WORD.findall(_VARIABLE.sub(" ", text).casefold())
        if word not in names and _DIGIT.search(word) is None
    ]
    pairs = {" ".join(pair) for pair in pairwise(words)}
    if len(pairs) < _FEWEST:
        return None
    hashes = sorted({zlib.crc32(pair.encode("utf-8", "replace")) for pair in pairs})
    return array("I", hashes[:_KEPT]).tobytes()


def likeness(one: bytes, other: bytes) -> float:
    """Return the share of word pairs that two texts have in common, about: 0 to 1.

    Args:
        one: the sketch of a text.
        other: that of another.
    """
    first, second = set(_hashes(one)), set(_hashes(other))
    both = sorted(first | second)[:_KEPT]
    return sum(each in first and each in second for each in both) / len(both)


def keys(sketched: bytes) -> Sequence[int]:
    """Return a few numbers of which near texts share one, and others hardly ever."""
    return _hashes(sketched)[:_KEYS]


def _hashes(sketched: bytes) -> array[int]:
    return array("I", sketched)
