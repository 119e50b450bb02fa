"""Tell whether two spellings are of one name, across alphabets and systems of transliteration.

Each spelling is read into sounds, and the sounds are aligned: a weighted edit distance in which
what the systems and the kindred languages do differently costs little (Kharkiv and Харьков, Лівий
and Leviy, Уладзімір and Vladimir), and what tells names apart costs a whole letter.

Covered are Ukrainian (KMU 2010, BGN/PCGN 1965), Russian (BGN/PCGN 1947, ICAO Doc 9303, ISO 9),
Belarusian, Bulgarian (the law of 2009) and Serbian, and what newspapers write.
"""

from __future__ import annotations

import functools
import re
from itertools import permutations

from linkcheck.text.transliterate import to_latin

__all__ = ["same_name"]

# How a Latin form is read, the longest spelling first. Capitals are sounds of their own; h stands
# for г, ґ, х alike, since spellings mix them up; Q is a lone c that is mostly к (Capital, but
# Nemcov), q one before e, i, y or at the end: ц, ч or с (Vucic, Cicero).
_SOUNDS = {
    "schtsch": "W", "shch": "W", "sch": "W", "tsch": "C", "tch": "C", "dzh": "J", "dj": "J",
    "zh": "Z", "kh": "h", "gh": "h", "ts": "c", "tz": "c", "ch": "C", "cz": "C", "sh": "S",
    "sz": "S", "ph": "f", "th": "t", "ck": "k", "ks": "ks", "dz": "D", "oo": "u",
    "ia": "A", "ya": "A", "ja": "A", "iu": "U", "yu": "U", "ju": "U", "io": "O", "yo": "O",
    "jo": "O", "ie": "e", "ye": "e", "je": "e", "ii": "i", "iy": "i", "yi": "i", "ij": "i",
    "yj": "i", "g": "h", "y": "i", "w": "v", "x": "ks", "q": "k", "c": "Q", "ç": "q",
}  # fmt: skip
_READ = re.compile("|".join(sorted(_SOUNDS, key=len, reverse=True)) + "|.")
_SOFT_C = re.compile("c(?=[eiy]|$)")
_NOT_LETTERS = re.compile("[^a-z]+")
_DOUBLED = re.compile(r"(.)\1+")
# Letters with marks that keep their sound when the marks are dropped by `to_latin`.
_MARKED = str.maketrans(
    {"č": "ch", "ć": "ch", "š": "sh", "ś": "sh", "ž": "zh", "ż": "zh", "ź": "z", "đ": "dj",
     "ł": "l", "ŝ": "shch", "ў": "w", "ŭ": "w"}
)  # fmt: skip

# What it costs to take one sound for another, where that is less than a whole letter.
_SWAPS = {
    frozenset(pair): cost
    for cost, pairs in {
        0.1: "aA uU oO Qk",
        0.15: "ei eA eO Dd WS Cc JZ qc qC",
        0.3: "ao eo oA sS vu Dz qs",
        0.35: "oi cs",
        0.4: "ae iA zs vf ct Jj Zj CJ zZ Qc",
        0.6: "au aU ou Ch",
    }.items()
    for pair in pairs.split()
}
# What it costs to leave one out.
_DROPS = {"j": 0.2, "i": 0.25, "e": 0.35, "a": 0.55, "o": 0.6, "u": 0.7, "A": 0.6, "U": 0.7}
_LETTER = 1.0
# Names are one if they differ by less than a letter in all, and than so much of their length.
_MOST = 0.91
_MOST_A_SOUND = 0.145
_LONGEST = 40
_MOST_WORDS = 4


def same_name(one: str, other: str) -> bool:
    """Tell whether two spellings are of one name.

    Forms of one surname count as one (Ivanov, Ivanova), since texts inflect names. Words may stand
    in another order, as surnames do.

    Args:
        one: a name of one or more words, in Latin or Cyrillic letters.
        other: another.
    """
    ones, others = _words(one), _words(other)
    if not ones or len(ones) != len(others):
        return False
    orders = permutations(others) if len(others) <= _MOST_WORDS else [tuple(others)]
    return any(all(map(_alike, ones, order)) for order in orders)


def _words(name: str) -> list[str]:
    latin = to_latin(name.casefold().translate(_MARKED))
    return [word for part in latin.split() if (word := _NOT_LETTERS.sub("", part))]


@functools.lru_cache(maxsize=10_000)
def _sounds(word: str) -> str:
    parts = _READ.findall(_SOFT_C.sub("ç", word[:_LONGEST]))
    read = "".join(_SOUNDS.get(part, part) for part in parts)
    return _DOUBLED.sub(r"\1", read)


def _alike(one: str, other: str) -> bool:
    first, second = _sounds(one), _sounds(other)
    most = min(_MOST, _MOST_A_SOUND * max(len(first), len(second)))
    return _distance(first, second) <= most


def _distance(first: str, second: str) -> float:
    """Return the least cost of turning one row of sounds into the other."""
    row = [0.0]
    for sound in second:
        row.append(row[-1] + _DROPS.get(sound, _LETTER))
    for sound in first:
        above, row = row, [row[0] + _DROPS.get(sound, _LETTER)]
        for place, other in enumerate(second):
            swap = 0.0 if sound == other else _SWAPS.get(frozenset(sound + other), _LETTER)
            row.append(
                min(
                    above[place] + swap,
                    above[place + 1] + _DROPS.get(sound, _LETTER),
                    row[place] + _DROPS.get(other, _LETTER),
                )
            )
    return row[-1]
