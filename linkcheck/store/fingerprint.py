"""A fingerprint of a text: near texts have near fingerprints (Charikar 2002, "simhash")."""

from __future__ import annotations

import functools
import re
from hashlib import blake2b

__all__ = ["BITS", "distance", "fingerprint"]

BITS = 64

_LANE = 16
"""Width of one bit's counter. All 64 stand side by side in one long integer, so that adding a
word is one addition."""

_LONGEST = 1 << (_LANE - 1)
_WORD = re.compile(r"\w+")


def fingerprint(text: str) -> int | None:
    """Return the fingerprint of a text's words, or None where there are too few to tell.

    Args:
        text: any text.
    """
    words = _WORD.findall(text.casefold())[: _LONGEST - 1]
    if len(words) < 20:
        return None
    total = sum(map(_lanes, words))
    half = len(words) / 2
    return sum(
        1 << bit for bit in range(BITS) if (total >> (bit * _LANE)) & ((1 << _LANE) - 1) > half
    )


def distance(one: int, other: int) -> float:
    """Return how far two fingerprints are apart: 0 (same text) to 1; unrelated texts about 0.5."""
    return (one ^ other).bit_count() / BITS


@functools.lru_cache(maxsize=1 << 16)
def _lanes(word: str) -> int:
    """Return a word's hash, each bit in a lane of its own."""
    bits = int.from_bytes(blake2b(word.encode("utf-8", "replace"), digest_size=BITS // 8).digest())
    return sum(1 << (bit * _LANE) for bit in range(BITS) if bits >> bit & 1)
