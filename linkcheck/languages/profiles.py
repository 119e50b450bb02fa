"""A conditional character-trigram model of each language, made from langdetect's profiles.

langdetect ships counts of the 1-, 2- and 3-grams of each language's Wikipedia. Instead of its
random sampling, the probability of a word is computed exactly: P(c3 | c1 c2) from the trigram
and bigram counts, with the bigram model as the one to fall back on.
"""

from __future__ import annotations

import functools
import json
import math
from collections import Counter
from importlib.resources import files

__all__ = ["languages", "word_cost"]

# How much the shorter context weighs, in counts of the rarest group that a profile still has:
# rare groups were cut from the profiles, at very different counts (English has a hundred times
# Afrikaans's), so an unseen group may have been nearly as common as the rarest one kept.
_BACKOFF = 6.0
_UNSEEN = 1e-5

# langdetect tells the two Chinese scripts apart; a language is asked for here.
_MERGED = {"zh-cn": "zh", "zh-tw": "zh"}


@functools.cache
def languages() -> tuple[str, ...]:
    """Return the tags of all languages that there is a profile of."""
    names = (entry.name for entry in files("langdetect").joinpath("profiles").iterdir())
    return tuple(sorted({_MERGED.get(name, name) for name in names if not name.startswith("_")}))


@functools.lru_cache(maxsize=200_000)
def word_cost(word: str, language: str) -> float:
    """Return how unlikely a word is in a language: -ln P(word), in nats.

    Args:
        word: letters only, case folded.
        language: one of `languages()`.
    """
    singles, total, pairs, triples, weight = _profile(language)
    padded = f" {word} "
    cost = 0.0
    for index in range(1, len(padded)):
        letter, before = padded[index], padded[index - 1]
        alone = singles[letter] / total if letter in singles else _UNSEEN
        # A group that starts or ends a word has the space in it; lone spaces are not counted.
        context = singles[before] if before != " " else pairs.starts
        chance = (pairs.counts[before + letter] + weight * alone) / (context + weight)
        if index >= 2:
            context = pairs.counts[padded[index - 2 : index]]
            seen = triples[padded[index - 2 : index + 1]]
            chance = (seen + weight * chance) / (context + weight)
        cost -= math.log(min(chance, 1.0) or _UNSEEN)
    return cost


class _Pairs:
    """Bigram counts, and how many words they were counted over."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.starts = 0


@functools.cache
def _profile(language: str) -> tuple[Counter[str], int, _Pairs, Counter[str], float]:
    singles: Counter[str] = Counter()
    pairs = _Pairs()
    triples: Counter[str] = Counter()
    for name in [language, *(old for old, new in _MERGED.items() if new == language)]:
        source = files("langdetect").joinpath("profiles", name)
        if not source.is_file():
            continue
        for group, count in json.loads(source.read_text(encoding="utf-8"))["freq"].items():
            folded = group.lower()
            if len(group) == 1:
                singles[folded] += count
            elif len(group) == 2:
                pairs.counts[folded] += count
                if group[0] == " ":
                    pairs.starts += count
            else:
                triples[folded] += count
    return singles, singles.total(), pairs, triples, _BACKOFF * min(triples.values())
