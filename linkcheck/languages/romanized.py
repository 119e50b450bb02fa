"""Ukrainian and Russian in Latin letters: how likely a text is in each, read back into Cyrillic."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from linkcheck.languages.profiles import word_cost
from linkcheck.languages.vocabulary import listed_in
from linkcheck.text.transliterate import to_cyrillic

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["romanized_costs"]

_LANGUAGES = ("uk", "ru")
# Rare, so it must be plain: what is to be made up for once, and with each word, in nats.
_RARE = 10.0
_RARE_WORD = 0.5
# A text with a larger share of words that one language lists is in that one.
_LISTED = 0.35
_FEWEST = 2
# Words that are looked at.
_MOST = 30


def romanized_costs(
    words: Sequence[str], candidates: Sequence[str] | None = None
) -> dict[str, float]:
    """Return how unlikely words are as Ukrainian or Russian in Latin letters, in nats.

    Args:
        words: in Latin letters, case folded.
        candidates: tags to choose from; by default both.

    Returns:
        Nothing where the words are plainly of a language that is written so.
    """
    chosen = [tag for tag in _LANGUAGES if candidates is None or tag in candidates]
    if not chosen or not _FEWEST <= len(words) <= _MOST:
        return {}
    index = listed_in()
    listed = Counter(
        tag
        for word in words
        for tag in index.get(word, ())
        if candidates is None or tag in candidates
    )
    if listed and max(listed.values()) > _LISTED * len(words):
        return {}
    return {
        tag: _RARE + sum(_RARE_WORD + word_cost(to_cyrillic(word, tag), tag) for word in words)
        for tag in chosen
    }
