"""A model of each language's words: letter groups from langdetect's profiles, and word lists.

langdetect ships counts of the 1-, 2- and 3-grams of each language's Wikipedia. Instead of its
random sampling, the probability of a word is computed exactly: P(c3 | c1 c2) from the trigram
and bigram counts, with the bigram model as the one to fall back on. The words of our own lists
(`linkcheck/data/words`: function words and the words of headlines) are mixed in as a second
source of words, each as likely as the others of its list.
"""

from __future__ import annotations

import functools
import json
import math
from collections import Counter
from importlib.resources import files

from linkcheck.languages.lexicon import lexicon_words, stem

__all__ = ["languages", "listed_in", "word_cost"]

# How much the shorter context weighs, in counts of the rarest group that a profile still has:
# rare groups were cut from the profiles, at very different counts (English has a hundred times
# Afrikaans's), so an unseen group may have been nearly as common as the rarest one kept.
_BACKOFF = 6.0
_UNSEEN = 1e-5
# The share of a text's words that stand in its language's list; that of words in none.
_LISTED = 0.4
# What each letter of an ending costs, in nats: endings are few.
_LETTER_OF_ENDING = 1.8
# The share of words that are other forms of listed ones.
_FORMS = 0.15

# langdetect tells the two Chinese scripts apart; a language is asked for here.
_MERGED = {"zh-cn": "zh", "zh-tw": "zh"}
# Without a profile: Belarusian is scored by its kin, group by group the likelier one; Serbian by
# Croatian, put into its letters.
_KIN = {"be": ("uk", "ru")}
_KIN_PENALTY = 1.12
_SERBIAN = str.maketrans("abvgdđežzijklmnoprstćufhcčš", "абвгдђежзијклмнопрстћуфхцчш")


@functools.cache
def languages() -> tuple[str, ...]:
    """Return the tags of all languages that there is a profile of."""
    names = (entry.name for entry in files("langdetect").joinpath("profiles").iterdir())
    return tuple(sorted({_MERGED.get(name, name) for name in names if not name.startswith("_")}))


@functools.lru_cache(maxsize=200_000)
def word_cost(word: str, language: str, *, news: bool = False) -> float:
    """Return how unlikely a word is in a language: -ln P(word), in nats.

    Args:
        word: letters only, case folded, with ’ for every apostrophe.
        language: a language that there is a profile of, or Belarusian or Serbian.
        news: use the lexicon of news and other forms of known words too; only fair where all
            languages in question have one.
    """
    if language in _KIN:
        groups = _KIN_PENALTY * min(_spelling(word, kin) for kin in _KIN[language])
    else:
        groups = _spelling(word, language)
    words = _words(language, news=news)
    if not words:
        return groups
    # A short list holds the most frequent words only: they share the probability of more.
    share = _LISTED / max(len(words), 300)
    chance = (1 - _LISTED) * math.exp(-groups)
    if word in words:
        chance += share
    elif news and (begin := stem(word, language)) in (stems := _stems(language)):
        # Another form of a listed word: the stem from the list, any ending of that length.
        ending = math.exp(-_LETTER_OF_ENDING * (len(word) - len(begin)))
        chance += _FORMS * ending / max(len(stems), 300)
    return -math.log(chance)


@functools.cache
def _stems(language: str) -> frozenset[str]:
    return frozenset(stem(word, language) for word in _words(language, news=True))


def _spelling(word: str, language: str) -> float:
    """Return how unlikely a word is by its letter groups."""
    table = _table(language)
    padded = f" {word} "
    cost: float = table[padded[:2]]
    for index in range(2, len(padded)):
        cost += table[padded[index - 2 : index + 1]]
    return cost


@functools.cache
def _words(language: str, *, news: bool) -> frozenset[str]:
    """Return the words of a language's list; empty where there is none."""
    source = files("linkcheck.data").joinpath("words", f"{language}.txt")
    if not source.is_file():
        return frozenset()
    lines = source.read_text(encoding="utf-8").splitlines()
    words = {word for line in lines if not line.startswith("#") for word in line.split()}
    if news:
        words.update(lexicon_words(language))
    return frozenset(word.replace("'", "’") for word in words)


@functools.cache
def listed_in() -> dict[str, tuple[str, ...]]:
    """Return the languages whose lists have a word, by word."""
    found: dict[str, list[str]] = {}
    for entry in files("linkcheck.data").joinpath("words").iterdir():
        language = entry.name.removesuffix(".txt")
        for word in _words(language, news=False):
            found.setdefault(word, []).append(language)
    return {word: tuple(tags) for word, tags in found.items()}


class _Table(dict[str, float]):
    """The cost of a letter after the one or two before it, computed when first asked for."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._singles, self._pairs, self._triples = _counts(language)
        self._total = self._singles.total()
        # A group that starts or ends a word has the space in it; lone spaces are not counted.
        self._starts = sum(count for pair, count in self._pairs.items() if pair[0] == " ")
        self._weight = _BACKOFF * min(self._triples.values())

    def __missing__(self, group: str) -> float:
        letter, before = group[-1], group[-2]
        weight = self._weight
        alone = self._singles[letter] / self._total if letter in self._singles else _UNSEEN
        context = self._singles[before] if before != " " else self._starts
        chance = (self._pairs[before + letter] + weight * alone) / (context + weight)
        if len(group) == 3:
            context = self._pairs[group[:2]]
            chance = (self._triples[group] + weight * chance) / (context + weight)
        cost = self[group] = -math.log(min(chance, 1.0) or _UNSEEN)
        return cost


@functools.cache
def _table(language: str) -> _Table:
    return _Table(language)


def _counts(language: str) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """Return the counts of groups of one, two and three characters."""
    counts: tuple[Counter[str], Counter[str], Counter[str]] = (Counter(), Counter(), Counter())
    source_name = "hr" if language == "sr" else language
    for name in [source_name, *(old for old, new in _MERGED.items() if new == language)]:
        source = files("langdetect").joinpath("profiles", name)
        if not source.is_file():
            continue
        for group, count in json.loads(source.read_text(encoding="utf-8"))["freq"].items():
            folded = group.lower()
            if language == "sr":
                folded = folded.replace("lj", "љ").replace("nj", "њ").replace("dž", "џ")
                folded = folded.translate(_SERBIAN)
            if 0 < len(folded) <= 3:
                counts[len(folded) - 1][folded] += count
    return counts
