"""Tell the language of a text, from a headline to a page, without chance in it."""

from __future__ import annotations

import functools
import math
import operator
import re
import unicodedata
from collections import Counter
from functools import partial
from itertools import chain, repeat
from typing import TYPE_CHECKING, Any

import msgspec

from linkcheck.data import load_toml
from linkcheck.languages.lexicon import LANGUAGES
from linkcheck.languages.names import same_language
from linkcheck.languages.profiles import word_cost
from linkcheck.languages.romanized import romanized_costs
from linkcheck.languages.unknown import has_unknown_letters, has_unknown_word, is_strange
from linkcheck.languages.vocabulary import listed_in
from linkcheck.models import LanguageGuess
from linkcheck.text.confusables import TO_CYRILLIC
from linkcheck.text.transliterate import serbian_cyrillic

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["detect", "known_languages", "words_of"]

# Beyond this nothing is gained: 200 characters of running text already tell every language.
MAX_CHARACTERS = 500
# Below this the guess is not worth telling: "und". The shorter the text, the more must be asked
# so that 199 of 200 answers are right: up to so many words, this much. (Measured on headlines cut
# short and on word pairs, with three and with ten candidates: `python -m tests.evaluation`.)
_LEAST = ((3, 0.99), (5, 0.975))
MIN_CONFIDENCE = 0.85
# Letter groups of a text are not independent, so their evidence counts less than its sum.
_INDEPENDENCE = 0.5
# What a letter outside the language's alphabet costs, in nats: about one whole short word.
_FOREIGN_LETTER = 8.0
# What one word can say against a language, in nats.
_MOST_OF_A_WORD = 9.0

# A text of so many words shows enough small ones; of those that it shows, so large a share must
# be of its language, and so many times more than of the next.
_LONG = 20
_MOST_OF = 0.3
_CLEARLY = 1.6

# What speaks against Serbian in Latin letters: its neighbours are written so ten times as often.
_LATIN_SERBIAN = 5.0

# Languages of most Cyrillic texts that we meet: what that speaks for them, in nats, and how much
# our lexicon of news, which their neighbours have none of, may say for a word.
_EXPECTED = ("ru", "uk")
_EXPECTED_BY = 1.0
_MOST_OF_NEWS = 3.0
_FEW = 3
"""So few words may as well be in any other language."""

# How far behind, in nats, a language is left out.
_FAR_BEHIND = 20.0

_WORD = re.compile(r"[^\W\d_]+(?:’[^\W\d_]+)*")
_ALL_CYRILLIC = "".join(map(chr, range(0x400, 0x530)))
_CYRILLIC = re.compile(f"[{_ALL_CYRILLIC}]")
_LATIN = re.compile("[a-z]")
_ONLY_CYRILLIC = re.compile(f"[{_ALL_CYRILLIC}’]*")
_ALONE = "aiocy"
_ENGLISH = re.compile("[a-z’]+")
_COMMON_CYRILLIC = re.compile("[а-яґёєіїў’]+")
# A text of no more words is looked at part by part: it may be a headline in two languages.
_HEADLINE = 30
_MAY_PART = re.compile(r"[-–—/|•.:;!?…()\[\]«»“”\"]")
_BETWEEN_PARTS = re.compile(r"\s[-–—/|•]\s|[/|•]|[.:;!?…]\s|[()\[\]«»“”\"]")
_PART = 3
_UNDETERMINED = LanguageGuess(tag="und", confidence=0.0)


def detect(text: str, candidates: Sequence[str] | None = None) -> LanguageGuess:
    """Return the language of a text.

    The same text always gets the same answer. Words of the lesser script are set aside (brand
    names in Latin letters do not make a Cyrillic headline English), and letters that a language
    does not have speak against it. Ukrainian and Russian in Latin letters are read back into
    their own; Serbian is known in both of its alphabets.

    Args:
        text: any text; its first 500 letters or so are looked at.
        candidates: BCP 47 tags to choose from; by default every language known.

    Returns:
        The guess; its tag is "und" where the text has no letters or two languages fit too well.
    """
    chosen = tuple(candidates) if candidates is not None else None
    words, others = _words(text)
    if len(words) <= _HEADLINE and has_unknown_word(text):
        return _UNDETERMINED
    guess = _of_words(words, chosen)
    if len(words) + len(others) > _HEADLINE:
        return guess
    also = _also(text, guess.tag, others, chosen)
    return msgspec.structs.replace(guess, also=also) if also else guess


def words_of(text: str) -> list[str]:
    """Return the words of a text's main script, case folded, with ’ for every apostrophe."""
    return _words(text)[0]


@functools.cache
def known_languages() -> frozenset[str]:
    """Return the languages that can be detected."""
    return frozenset(chain.from_iterable(_facts()["scripts"].values()))


def _also(
    text: str, main: str, others: list[str], candidates: tuple[str, ...] | None
) -> tuple[str, ...]:
    """Return the languages that whole parts of a headline are in, other than its main one."""
    parts = (
        [part for part in _BETWEEN_PARTS.split(text) if part.strip()]
        if _MAY_PART.search(text)
        else []
    )
    several = [_words(part)[0] for part in parts] if len(parts) > 1 else []
    index, found = listed_in(), []
    for words in (*several, others):
        if len(words) < _PART:
            continue
        # Names alone make no sentence, whatever language they may be from.
        known = Counter(tag for word in words for tag in index.get(word, ()))
        if all(2 * count < len(words) or tag == main for tag, count in known.items()):
            continue
        tag = _of_words(words, candidates).tag
        if tag not in {"und", main} and 2 * known[tag] >= len(words):
            found.append(tag)
    return tuple(dict.fromkeys(found))


def _of_words(words: list[str], candidates: tuple[str, ...] | None) -> LanguageGuess:
    """Return the language of words of one script."""
    if not words:
        return _UNDETERMINED
    letters = "".join(words)
    if has_unknown_letters(letters, len(words)):
        return _UNDETERMINED
    fitting = _fitting(_script_of(letters), candidates)
    romanized = romanized_costs(words, candidates) if _LATIN.search(words[0]) else {}
    if not fitting and not romanized:
        return _UNDETERMINED
    if len(fitting) == 1 and not romanized:
        return _unless_strange(LanguageGuess(tag=fitting[0], confidence=1.0), words, most=math.inf)
    told = _told_by_letters(letters, fitting)
    if told is not None:
        return _unless_strange(LanguageGuess(tag=told, confidence=0.99), words, most=_MOST_OF_NEWS)
    plain = _told_by_small_words(words, letters, fitting)
    if plain is not None:
        return LanguageGuess(tag=plain, confidence=0.995)
    if all(language in LANGUAGES for language in fitting) and not romanized:
        most = math.inf
    else:
        most = _MOST_OF_NEWS if len(words) > _FEW else 0.0
    costs = _costs(words, letters, fitting, most=most, whole=bool(romanized))
    return _unless_strange(_guess({**costs, **romanized}, len(words)), words, most=most)


def _unless_strange(guess: LanguageGuess, words: list[str], *, most: float) -> LanguageGuess:
    """Return a guess, or "und" where the words are unlikely even in the likeliest language.

    They are of a language that is not known, then.

    Args:
        guess: the likeliest language.
        words: of the text.
        most: as they were looked at in `_word_costs`.
    """
    if guess.tag == "und" or not is_strange(
        words, guess.tag, partial(_cost, language=guess.tag, most=most)
    ):
        return guess
    nearest = (guess.tag, guess.confidence)
    return LanguageGuess(tag="und", confidence=0.0, alternatives=(nearest, *guess.alternatives))


def _words(text: str) -> tuple[list[str], list[str]]:
    """Return the words of the text's main script, case folded, and those of another."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text[: 4 * MAX_CHARACTERS])
    folded = text[:MAX_CHARACTERS].casefold().replace("'", "’").replace("ʼ", "’")
    words: list[str] = _WORD.findall(folded)
    mixed = _CYRILLIC.search(folded) and not _ONLY_CYRILLIC.fullmatch("".join(words))
    if not mixed:
        return words, []
    cyrillic = [_cyrillic(word) for word in words if _CYRILLIC.search(word)]
    rest = [word for word in words if not _CYRILLIC.search(word)]
    if 3 * sum(map(len, cyrillic)) < sum(map(len, rest)):
        return rest, cyrillic
    # A letter alone among them was typed in the wrong alphabet, as і and а often are.
    alone = [word.translate(TO_CYRILLIC) for word in rest if len(word) == 1 and word in _ALONE]
    return cyrillic + alone, rest


def _cyrillic(word: str) -> str:
    """Return a Cyrillic word with its own letters in place of Latin ones that look like them."""
    return word.translate(TO_CYRILLIC) if _LATIN.search(word) else word


@functools.lru_cache(maxsize=1024)
def _fitting(script: str, candidates: tuple[str, ...] | None) -> tuple[str, ...]:
    """Return the candidates that are written in a script at all."""
    written = _facts()["scripts"].get(script, [])
    if candidates is None:
        return tuple(written)
    return tuple(language for language in dict.fromkeys(candidates) if language in written)


def _script_of(letters: str) -> str:
    """Return the script that most letters are of."""
    if _ENGLISH.fullmatch(letters):
        return "LATIN"
    if _COMMON_CYRILLIC.fullmatch(letters):
        return "CYRILLIC"
    scripts: Counter[str] = Counter()
    for letter, count in Counter(letters).items():
        scripts[_script(letter)] += count
    # Japanese is told from Chinese by its own letters, however few there are among the signs.
    return "HIRAGANA" if scripts["HIRAGANA"] else scripts.most_common(1)[0][0]


@functools.lru_cache(maxsize=4096)
def _script(letter: str) -> str:
    """Return a letter's script, by the first word of its Unicode name."""
    return unicodedata.name(letter, "UNKNOWN").partition(" ")[0]


def _told_by_letters(letters: str, fitting: tuple[str, ...]) -> str | None:
    """Return the one language whose alphabet has all these letters, marked by one of its own."""
    for language, marks in _facts()["only"].items():
        if (
            language in fitting
            and any(all(letter in letters for letter in group) for group in marks)
            and not _foreign(letters, language)
        ):
            return str(language)
    return None


def _told_by_small_words(words: list[str], letters: str, fitting: tuple[str, ...]) -> str | None:
    """Return the language of a longer text, where most of its small words are of one only.

    That is so of nearly every page, and far quicker to see than by letter groups.
    """
    if len(words) < _LONG:
        return None
    listed = Counter(chain.from_iterable(map(listed_in().get, words, repeat(()))))
    hits = {language: count for language, count in listed.items() if language in fitting}
    if not hits:
        return None
    first = max(hits, key=hits.__getitem__)
    most = hits.pop(first)
    second = max(hits.values(), default=0)
    sure = most >= _MOST_OF * len(words) and most >= _CLEARLY * second
    return first if sure and not _foreign(letters, first) else None


def _costs(
    words: list[str],
    letters: str,
    languages: tuple[str, ...],
    *,
    most: float,
    whole: bool,
) -> dict[str, float]:
    """Return how unlikely the words are in each language, in nats.

    Short words come first: they tell most, and a language that falls far behind is left out.
    Where only one remains, the other words are not looked at, unless the whole cost is asked for.
    """
    if not languages:  # only languages that are romanized are left
        return {}
    totals = [_FOREIGN_LETTER * _foreign(letters, language) for language in languages]
    if "sr" in languages and _LATIN.search(words[0]):
        totals[languages.index("sr")] += _LATIN_SERBIAN
    if most == _MOST_OF_NEWS:
        totals = [
            total - (_EXPECTED_BY if language in _EXPECTED else 0.0)
            for language, total in zip(languages, totals, strict=True)
        ]
    for word in sorted(words, key=len):
        totals = list(map(operator.add, totals, _word_costs(word, languages, most)))
        far = min(totals) + _FAR_BEHIND
        if max(totals) > far:
            near = [place for place, total in enumerate(totals) if total <= far]
            languages = tuple(languages[place] for place in near)
            totals = [totals[place] for place in near]
        if len(languages) == 1 and not whole:
            break
    return dict(zip(languages, totals, strict=True))


@functools.lru_cache(maxsize=100_000)
def _word_costs(word: str, languages: tuple[str, ...], most: float) -> tuple[float, ...]:
    """Return how unlikely a word is in each language, in nats.

    One odd word (a name, a slip, a word that no model has seen) must not outweigh all others.
    """
    costs = []
    for language in languages:
        # Serbian is written in both alphabets; its model knows one.
        other = language == "sr" and _LATIN.search(word)
        costs.append(_cost(serbian_cyrillic(word) if other else word, language, most=most))
    most = min(costs) + _MOST_OF_A_WORD
    return tuple(min(cost, most) for cost in costs)


def _cost(word: str, language: str, *, most: float) -> float:
    """Return how unlikely a word is in a language, in nats.

    Args:
        word: case folded.
        language: a tag.
        most: how much the lexicon of news may say for it; a limit counts for expected languages.
    """
    if most and (language in _EXPECTED or (math.isinf(most) and language in LANGUAGES)):
        return word_cost(word, language, news=True, most=most)
    return word_cost(word, language)


def _foreign(letters: str, language: str) -> int:
    """Return how many Cyrillic letters are ones that a language's alphabet lacks."""
    lacking = _lacking(language)
    return len(lacking.findall(letters)) if lacking else 0


@functools.cache
def _lacking(language: str) -> re.Pattern[str] | None:
    """Return what to look for: the Cyrillic letters that a language's alphabet lacks."""
    alphabet = _facts()["letters"].get(language)
    if alphabet is None:
        return None
    return re.compile(f"[{''.join(letter for letter in _ALL_CYRILLIC if letter not in alphabet)}]")


def _guess(costs: dict[str, float], words: int) -> LanguageGuess:
    least = min(costs.values())
    if math.isinf(least):
        return _UNDETERMINED
    if len(costs) == 1:
        return LanguageGuess(tag=next(iter(costs)), confidence=1.0)
    weights = {
        language: math.exp(_INDEPENDENCE * (least - cost)) for language, cost in costs.items()
    }
    total = sum(weights.values())
    ranked = sorted(weights.items(), key=lambda item: (-item[1], item[0]))
    (tag, weight), rest = ranked[0], ranked[1:]
    confidence = weight / total
    # One language for a reader, two by name: which of the two it is does not make us unsure.
    kin = sum(part for name, part in rest if same_language(name, tag)) / total
    alternatives = tuple((name, round(part / total, 4)) for name, part in rest[:3] if part > 0.001)
    least_sure = next((least for count, least in _LEAST if words <= count), MIN_CONFIDENCE)
    if confidence + kin < least_sure:
        alternatives = ((tag, round(confidence, 4)), *alternatives)
        tag, kin = "und", 0.0
    return LanguageGuess(tag=tag, confidence=round(confidence + kin, 4), alternatives=alternatives)


@functools.cache
def _facts() -> dict[str, dict[str, Any]]:
    """Return the alphabets and telling letters from the data file."""
    return load_toml("languages-alphabets")
