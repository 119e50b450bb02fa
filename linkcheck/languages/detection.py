"""Tell the language of a text, from a headline to a page, without chance in it."""

from __future__ import annotations

import functools
import math
import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, Any

from linkcheck.data import load_toml
from linkcheck.languages.lexicon import LANGUAGES
from linkcheck.languages.profiles import listed_in, word_cost
from linkcheck.models import LanguageGuess

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["detect"]

# Beyond this nothing is gained: 200 characters of running text already tell every language.
MAX_CHARACTERS = 500
# Below this the guess is not worth telling: "und".
MIN_CONFIDENCE = 0.9
# Letter groups of a text are not independent, so their evidence counts less than its sum.
_INDEPENDENCE = 0.5
# What a letter outside the language's alphabet costs, in nats: about one whole short word.
_FOREIGN_LETTER = 6.0
# What one word can say against a language, in nats.
_MOST_OF_A_WORD = 9.0

# A text of so many words shows enough small ones; of those that it shows, so large a share must
# be of its language, and so many times more than of the next.
_LONG = 20
_MOST_OF = 0.3
_CLEARLY = 1.6

_FEW = 6
_GLANCE = 12

_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")
_APOSTROPHES = str.maketrans("'ʼ", "’’")
_CYRILLIC = re.compile("[\u0400-\u052f]")
_LATIN = re.compile("[a-z]")
# Letters that are typed in the wrong alphabet unseen (Unicode TR 39, confusables.txt).
_LOOKS_LIKE = str.maketrans("aeopcyxi", "аеорсухі")
_UNDETERMINED = LanguageGuess(tag="und", confidence=0.0)


def detect(text: str, candidates: Sequence[str] | None = None) -> LanguageGuess:
    """Return the language of a text.

    The same text always gets the same answer. Words of the lesser script are set aside (brand
    names in Latin letters do not make a Cyrillic headline English), and letters that a language
    does not have speak against it.

    Args:
        text: any text; its first 500 letters or so are looked at.
        candidates: BCP 47 tags to choose from; by default every language known.

    Returns:
        The guess; its tag is "und" where the text has no letters or two languages fit too well.
    """
    words = _words(text)
    if not words:
        return _UNDETERMINED
    letters = Counter("".join(words))
    fitting = _fitting(letters, tuple(candidates) if candidates is not None else None)
    if not fitting:
        return _UNDETERMINED
    if len(fitting) == 1:
        return LanguageGuess(tag=fitting[0], confidence=1.0)
    told = _told_by_letters(letters, fitting)
    if told is not None:
        return LanguageGuess(tag=told, confidence=0.99)
    plain = _told_by_small_words(words, letters, fitting)
    if plain is not None:
        return LanguageGuess(tag=plain, confidence=0.995)
    nearest = _nearest(words, fitting)
    news = all(language in LANGUAGES for language in nearest)
    return _guess(_costs(words, letters, nearest, news=news))


def _words(text: str) -> list[str]:
    """Return the words of the text's main script, case folded."""
    folded = unicodedata.normalize("NFC", text[: 4 * MAX_CHARACTERS]).casefold()
    words: list[str] = _WORD.findall(folded[:MAX_CHARACTERS].translate(_APOSTROPHES))
    cyrillic = [_cyrillic(word) for word in words if _CYRILLIC.search(word)]
    if not cyrillic:
        return words
    rest = sum(map(len, words)) - sum(map(len, cyrillic))
    return cyrillic if 3 * sum(map(len, cyrillic)) >= rest else words


def _cyrillic(word: str) -> str:
    """Return a Cyrillic word with its own letters in place of Latin ones that look like them."""
    return word.translate(_LOOKS_LIKE) if _LATIN.search(word) else word


def _fitting(letters: Counter[str], candidates: tuple[str, ...] | None) -> list[str]:
    """Return the candidates that are written in the text's script at all."""
    scripts: Counter[str] = Counter()
    for letter, count in letters.items():
        scripts[_script(letter)] += count
    # Japanese is told from Chinese by its own letters, however few there are among the signs.
    script = "HIRAGANA" if scripts["HIRAGANA"] else scripts.most_common(1)[0][0]
    written = _facts()["scripts"].get(script, [])
    if candidates is None:
        return list(written)
    return [language for language in dict.fromkeys(candidates) if language in written]


@functools.lru_cache(maxsize=4096)
def _script(letter: str) -> str:
    """Return a letter's script, by the first word of its Unicode name."""
    return unicodedata.name(letter, "UNKNOWN").partition(" ")[0]


def _nearest(words: list[str], fitting: list[str]) -> list[str]:
    """Return the few languages that a text's first words leave in question.

    Most of the fifty are out after a dozen words; only the rest are worth a closer look.
    """
    if len(fitting) <= _FEW or len(words) <= _GLANCE:
        return fitting
    first = words[:_GLANCE]
    letters = Counter("".join(first))
    costs = _costs(first, letters, fitting)
    return sorted(fitting, key=costs.__getitem__)[:_FEW]


def _told_by_letters(letters: Counter[str], fitting: list[str]) -> str | None:
    """Return the one language whose alphabet has all these letters, marked by one of its own."""
    for language, marks in _facts()["only"].items():
        if (
            language in fitting
            and any(all(letters[letter] for letter in group) for group in marks)
            and not any(_foreign(letters, language))
        ):
            return str(language)
    return None


def _told_by_small_words(words: list[str], letters: Counter[str], fitting: list[str]) -> str | None:
    """Return the language of a longer text, where most of its small words are of one only.

    That is so of nearly every page, and far quicker to see than by letter groups.
    """
    if len(words) < _LONG:
        return None
    index = listed_in()
    hits = Counter(
        language for word in words for language in index.get(word, ()) if language in fitting
    )
    if not hits:
        return None
    (first, most), *rest = hits.most_common(2)
    second = rest[0][1] if rest else 0
    sure = most >= _MOST_OF * len(words) and most >= _CLEARLY * second
    return first if sure and not any(_foreign(letters, first)) else None


def _costs(
    words: list[str], letters: Counter[str], languages: list[str], *, news: bool = False
) -> dict[str, float]:
    """Return how unlikely the words are in each language, in nats.

    One odd word (a name, a slip, a word that no model has seen) must not outweigh all others.
    """
    total = {language: _FOREIGN_LETTER * sum(_foreign(letters, language)) for language in languages}
    for word in words:
        costs = {language: word_cost(word, language, news=news) for language in languages}
        most = min(costs.values()) + _MOST_OF_A_WORD
        for language, cost in costs.items():
            total[language] += min(cost, most)
    return total


def _foreign(letters: Counter[str], language: str) -> list[int]:
    """Return the counts of Cyrillic letters that a language's alphabet lacks."""
    alphabet = _alphabets().get(language)
    if alphabet is None:
        return []
    return [
        count
        for letter, count in letters.items()
        if letter not in alphabet and _CYRILLIC.match(letter)
    ]


def _guess(costs: dict[str, float]) -> LanguageGuess:
    least = min(costs.values())
    if math.isinf(least):
        return _UNDETERMINED
    weights = {
        language: math.exp(_INDEPENDENCE * (least - cost)) for language, cost in costs.items()
    }
    total = sum(weights.values())
    ranked = sorted(weights.items(), key=lambda item: (-item[1], item[0]))
    (tag, weight), rest = ranked[0], ranked[1:]
    confidence = weight / total
    alternatives = tuple((name, round(part / total, 4)) for name, part in rest[:3] if part > 0.001)
    if confidence < MIN_CONFIDENCE:
        alternatives = ((tag, round(confidence, 4)), *alternatives)
        tag = "und"
    return LanguageGuess(tag=tag, confidence=round(confidence, 4), alternatives=alternatives)


@functools.cache
def _facts() -> dict[str, dict[str, Any]]:
    """Return the alphabets and telling letters from the data file."""
    return load_toml("languages-alphabets")


@functools.cache
def _alphabets() -> dict[str, frozenset[str]]:
    return {language: frozenset(text) for language, text in _facts()["letters"].items()}
