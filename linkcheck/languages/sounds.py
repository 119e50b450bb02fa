"""Keys under which the spellings of one name meet, Latin and Cyrillic, by how it is spoken.

A Latin spelling is read in every likely way (J is й in Juncker, дж in Jack, х in Juan), a Cyrillic
one as it is written, without its ending too. The consonants make the key. Where there are fewer
than three of them (Kerry, Bush, Xi), the vowels between them count as well, roughly: a, e or u.
"""

from __future__ import annotations

import functools
import re
from itertools import chain, islice, product, zip_longest

from linkcheck.languages.endings import CASES, OF_ADJECTIVES
from linkcheck.text.transliterate import to_latin

__all__ = ["is_short", "sound_keys"]

# Letters that keep a sound of their own when their marks are dropped by `to_latin`.
_MARKED = str.maketrans(
    {"č": "ch", "ć": "ch", "š": "sh", "ś": "sh", "ş": "sh", "ș": "sh", "ž": "zh", "ż": "zh",
     "ß": "s", "ç": "s", "ł": "l", "ř": "rzh", "ţ": "s", "ț": "s", "ñ": "n", "đ": "dj", "ø": "o",
     "æ": "e", "œ": "e", "ı": "i", "þ": "t", "ð": "d"}
)  # fmt: skip
# How a Latin spelling can be read, the longest first. Of the sounds that alphabets, languages and
# systems of transliteration mix up one stands for all: h for г, ґ, х; s for с, з, ц; v for в, ф;
# Z for ж, дж. Vowels: a, e, u; "." is a letter without a sound.
_READINGS = (
    (r"\bkn", ("kn", "n")), (r"\bwr", ("r",)), (r"\bx", ("s", "h")), (r"\bs(?=[pt])", ("s", "S")),
    ("schtsch|shch", ("S",)), ("tsch|tch", ("C",)), ("sch", ("S", "sk")), ("dzh|dj", ("Z",)),
    ("zh", ("Z",)), ("kh", ("h",)), ("ph", ("v",)), ("th", ("t",)), ("ck", ("k",)),
    ("sh|sz", ("S",)), ("cz", ("C",)), ("cc(?=[iey])", ("ks", "C")), ("ch", ("C", "k", "S", "h")),
    ("tz|ts", ("s",)), ("x", ("ks", "h")), ("qu", ("kv", "k")), ("q", ("k", "s")),
    ("gh(?=t|$)", (".", "h")), ("gh", ("h", ".")), ("g(?=[eiy])", ("h", "Z")), ("g", ("h",)),
    ("(?<=[aeou])h(?![aeiouy])", (".", "h")), ("c(?=[eiy])", ("s", "C")), ("c$", ("k", "C", "s")),
    ("c", ("k", "s")), ("j", ("Z", "e", "h", "s")), ("ng$", ("nh", "n")), ("z", ("s",)),
    ("[vf]", ("v",)), ("w", ("v", "u")), ("e(?=s$)", (".", "e")), ("oo|ou", ("u", "a")),
    ("ee|ie", ("e",)), ("ea|oe", ("e", "a")), ("[ae][iy]", ("e", "a")), ("au|oa", ("a",)),
    ("eu|iu|yu", ("u",)), ("i[ao]|y[ao]", ("a",)), ("ye", ("e",)),
    ("a", ("a", "e")), ("o", ("a",)), ("e", ("e",)),
    (r"\b[iy]|[iy](?=gh|[^aeiouy]+e)", ("e", "a")), ("[iy]", ("e",)), ("u", ("u", "a")),
)  # fmt: skip
_LATIN = re.compile("|".join(f"({pattern})" for pattern, _ in _READINGS) + "|[^a-z]|.")
_CYRILLIC = str.maketrans(
    {"а": "a", "б": "b", "в": "v", "г": "h", "ґ": "h", "д": "d", "е": "e", "ё": "a", "є": "e",
     "ж": "Z", "з": "s", "и": "e", "і": "e", "ї": "e", "й": ".", "к": "k", "л": "l", "м": "m",
     "н": "n", "о": "a", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ў": "u", "ф": "v",
     "х": "h", "ц": "s", "ч": "C", "ш": "S", "щ": "S", "ъ": ".", "ы": "e", "ь": ".", "э": "e",
     "ю": "u", "я": "a", "ђ": "Z", "ј": ".", "љ": "l", "њ": "n", "ћ": "C", "џ": "Z", "ѓ": "h",
     "ѕ": "s", "ќ": "k"}
)  # fmt: skip
_ENDING = re.compile(f"(?:{CASES}|им|ым)$")
_ADJECTIVE = re.compile(f"(?:сь?к|ц?ьк)(?:{OF_ADJECTIVES})$")
_OF_ADJECTIVE = re.compile("(?:ен|ін|ин|ан|ов|ев|ів)$")
_JOINED = re.compile("dZ|CZ|ds")
_DOUBLED = re.compile(r"(.)\1+")
_VOWELS = re.compile("[aeu]+")
_SILENT = re.compile("[^A-Za-z]+")
_LAST_VOWEL = re.compile("[aeu]$")
_ENOUGH = 3
"""Consonants that tell a name."""
_MOST = 16
"""Ways to read a spelling that are looked at."""
_LONGEST = 24
_SHORT = "."


def is_short(key: str) -> bool:
    """Tell whether a key of `sound_keys` is of a name with few consonants, and so less sure."""
    return key.startswith(_SHORT)


@functools.lru_cache(maxsize=50_000)
def sound_keys(word: str) -> frozenset[str]:
    """Return the keys that other spellings of the same name share; none for one vowel or a number.

    Args:
        word: one word, case folded.
    """
    word = word[:_LONGEST]
    if not "\u0400" <= word[:1] <= "\u052f":
        return _of_latin(to_latin(word.removesuffix("'s").translate(_MARKED)))
    stem = _ENDING.sub("", word)
    forms = {word, stem} if len(stem) >= _ENOUGH else {word}
    if (named := _ADJECTIVE.sub("", word)) != word:  # Рівненська, of Рівне
        forms |= {named, _OF_ADJECTIVE.sub("", named)}
    forms |= {form.replace("ў", "в") for form in forms}  # Belarusian has it for в and for у
    return frozenset(filter(None, (_key(form.translate(_CYRILLIC)) for form in forms)))


def _of_latin(word: str) -> frozenset[str]:
    """Return the keys of the ways in which a Latin spelling may be spoken."""
    parts: list[tuple[str, ...]] = []
    vowels: list[tuple[str, ...]] = []
    ways = 1
    for found in _LATIN.finditer(word):
        several = _READINGS[found.lastindex - 1][1] if found.lastindex else (found[0],)
        if several[0] in "aeu":
            vowels.append(several)
            several = (several[0],) if len(several) == 1 else ("*",)
        elif ways * len(several) > _MOST:
            several = several[:1]
        ways *= len(several)
        parts.append(several)
    keys: set[str | None] = set()
    for way in map("".join, product(*parts)):
        key = _key(way.replace("*", "a"))
        if key is None or not is_short(key) or "*" not in way:
            keys.add(key)
            continue
        pieces = way.split("*")
        unsure = [several for several in vowels if len(several) > 1]
        for chosen in islice(product(*unsure), _MOST):
            keys.add(_key("".join(chain(*zip_longest(pieces, chosen, fillvalue="")))))
    return frozenset(filter(None, keys))


def _key(spoken: str) -> str | None:
    sound = _SILENT.sub("", spoken)
    sound = _JOINED.sub(lambda found: found[0][-1], sound)
    sound = _DOUBLED.sub(r"\1", sound)
    consonants = _VOWELS.sub("", sound)
    if len(consonants) >= _ENOUGH:
        return ("A" if _VOWELS.match(sound) else "") + consonants
    sound = _VOWELS.sub(lambda found: found[0][0], sound)
    if not consonants or len(sound) == len(consonants):
        return None
    # The last vowel may be an ending, or silent.
    return _SHORT + (sound if len(sound) == 2 else _LAST_VOWEL.sub("", sound))
