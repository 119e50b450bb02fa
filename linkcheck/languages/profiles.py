"""A model of each language's words: letter groups from langdetect's profiles, and word lists.

langdetect ships counts of the 1-, 2- and 3-grams of each language's Wikipedia. Instead of its
random sampling, the probability of a word is computed exactly: P(c3 | c1 c2) from the trigram
and bigram counts, with the bigram model as the one to fall back on. The groups of four letters
of our own lists (`vocabulary`) sharpen it, which tells endings well, and their words are mixed
in as a second source of words.
"""

from __future__ import annotations

import functools
import math
from collections import Counter

from linkcheck.languages.belarusian import belarusian
from linkcheck.languages.langdetect_files import letter_groups
from linkcheck.languages.vocabulary import chances, form_chance, forms, vocabulary
from linkcheck.text.transliterate import serbian_cyrillic

__all__ = ["word_cost"]

# How much the shorter context weighs, in counts of the rarest group that a profile still has:
# rare groups were cut from the profiles, at very different counts (English has a hundred times
# Afrikaans's), so an unseen group may have been nearly as common as the rarest one kept.
_BACKOFF = 20.0
_UNSEEN = 1e-5
# How much the profile weighs against the groups of four of our own words, in such groups; what
# an inflected form counts for: there are many of each stem.
_OWN = 20.0
_FORM = 0.1
# The share of a text's words that stand in its language's list.
_LISTED = 0.55

# langdetect tells the two Chinese scripts apart; a language is asked for here.
_MERGED = {"zh": ("zh-cn", "zh-tw")}
# Without a profile: Serbian is Croatian, put into its letters; Belarusian has a module of its own.

_Counts = tuple[Counter[str], Counter[str], Counter[str]]


@functools.lru_cache(maxsize=200_000)
def word_cost(word: str, language: str, *, news: bool = False, most: float = math.inf) -> float:
    """Return how unlikely a word is in a language: -ln P(word), in nats.

    Args:
        word: letters only, case folded, with ’ for every apostrophe.
        language: a language that there is a profile of, or Belarusian or Serbian.
        news: use the lexicon of news and other forms of known words too; only fair where all
            languages in question have one, or within limits.
        most: how much less that may make the cost.
    """
    spelling = _spelling(word, language)
    cost = _cost_listed(word, language, spelling, news=news)
    if not news or math.isinf(most):
        return cost
    return max(cost, _cost_listed(word, language, spelling, news=False) - most)


def _cost_listed(word: str, language: str, spelling: float, *, news: bool) -> float:
    words = chances(language, news=news)
    if not words:
        return spelling
    chance = (1 - _LISTED) * math.exp(-spelling)
    if word in words:
        chance += words[word]
    elif news:
        chance += form_chance(word, language)
    # Of a word of hundreds of letters nothing is left to take the logarithm of.
    return -math.log(chance) if chance > 0 else spelling


def _spelling(word: str, language: str) -> float:
    """Return how unlikely a word is by its letter groups."""
    table = _table(language)
    padded = f" {word} "
    threes = [padded[start : start + 3] for start in range(len(padded) - 2)]
    own = table.own
    fours = [
        group
        for start in range(len(padded) - 3)
        if (group := padded[start : start + 4]) in own.groups
    ]
    cost: float = table[padded[:2]]
    return cost + sum(map(table.__getitem__, threes)) + sum(map(own.__getitem__, fours))


class _Table(dict[str, float]):
    """The cost of a letter after the one or two before it, computed when first asked for.

    With three letters that our own words have goes what it costs to go on after them in a way
    that none of those words does: `own` takes that back where one does.

    Attributes:
        own: what to add for the groups of four letters that our own words have.
    """

    def __init__(self, language: str) -> None:
        super().__init__()
        self._chances = _Chances(language)
        groups, self._begun = _own_groups(language)
        self.own = _Own(groups, self._chances)

    def __missing__(self, group: str) -> float:
        cost = -math.log(min(self._chances[group], 1.0) or _UNSEEN)
        if len(group) == 3:
            cost += math.log1p(self._begun.get(group, 0.0) / _OWN)
        self[group] = cost
        return cost


class _Chances(dict[str, float]):
    """The probability of the last of two or three letters, computed when first asked for."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._singles, self._pairs, self._triples = _counts(language)
        self._total = sum(self._singles.values())
        # A group that starts or ends a word has the space in it; lone spaces are not counted.
        self._starts = sum(count for pair, count in self._pairs.items() if pair[0] == " ")
        self._weight = _BACKOFF * _rarest(language)

    def __missing__(self, group: str) -> float:
        if len(group) == 3:
            shorter = self[group[1:]]
            met, begun = self._triples.get(group, 0), self._pairs.get(group[:2], 0)
        else:
            before, letter = group[0], group[1]
            shorter = self._singles[letter] / self._total if letter in self._singles else _UNSEEN
            met = self._pairs.get(group, 0)
            begun = self._starts if before == " " else self._singles.get(before, 0)
        chance = (met + self._weight * shorter) / (begun + self._weight)
        self[group] = chance
        return chance


class _Own(dict[str, float]):
    """What to add for groups of four letters, computed when first asked for.

    Attributes:
        groups: those that there is something to add for, with how often our own words have them.
    """

    def __init__(self, groups: dict[str, float], chances: _Chances) -> None:
        super().__init__()
        self.groups = groups
        self._chances = chances

    def __missing__(self, group: str) -> float:
        cost = -math.log(1.0 + self.groups[group] / (_OWN * self._chances[group[1:]]))
        self[group] = cost
        return cost


@functools.cache
def _table(language: str) -> _Table:
    return _Table(language)


def _own_groups(language: str) -> tuple[dict[str, float], dict[str, float]]:
    """Return how often each group of four, and its first three, stand in our own words."""
    words = vocabulary(language)
    groups: dict[str, float] = {}
    contexts: dict[str, float] = {}
    for several, weight in ((words.frequent + words.others, 1.0), (forms(language), _FORM)):
        padded = [f" {word} " for word in several]
        counted = Counter(
            [word[start : start + 4] for word in padded for start in range(len(word) - 3)]
        )
        for group, count in counted.items():
            begin, met = group[:3], weight * count
            groups[group] = groups.get(group, 0.0) + met
            contexts[begin] = contexts.get(begin, 0.0) + met
    return groups, contexts


def _rarest(language: str) -> float:
    """Return the count below which groups were cut from a profile."""
    if language == "be":
        return _rarest("ru") / 2
    return float(min(_counts(language)[2].values()))


@functools.cache
def _counts(language: str) -> _Counts:
    """Return the counts of groups of one, two and three characters."""
    counts: _Counts = (Counter(), Counter(), Counter())
    if language == "be":
        return _belarusian_counts()
    for name in _MERGED.get(language, ("hr" if language == "sr" else language,)):
        for group, count in letter_groups(name).items():
            folded = group.lower()
            if language == "sr":
                folded = serbian_cyrillic(folded)
            if 0 < len(folded) <= 3:
                table = counts[len(folded) - 1]
                table[folded] = table.get(folded, 0) + count
    return counts


def _belarusian_counts() -> _Counts:
    """Return Belarusian counts, half from Russian and half from Ukrainian."""
    counts: _Counts = (Counter(), Counter(), Counter())
    russian = sum(_counts("ru")[0].values())
    for source in ("ru", "uk"):
        scale = 0.5 * russian / sum(_counts(source)[0].values())
        for size, groups in enumerate(_counts(source)):
            for group, count in groups.items():
                for form, share in belarusian(group, source):
                    counts[size][form] += round(scale * share * count)
    return counts
