"""Latin forms of Cyrillic words, and keys under which the many spellings of a name meet."""

from __future__ import annotations

import functools
import re
import unicodedata

__all__ = ["name_key", "to_latin"]

# One plain table serves Ukrainian, Russian, Belarusian, Bulgarian, Serbian and Macedonian: it is
# for comparing, not for print. Letters on which the official systems differ (KMU 2010, BGN/PCGN,
# ISO 9) are brought together by `name_key`.
_TABLE = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "h", "ґ": "g", "д": "d", "е": "e", "ё": "e", "є": "ie",
        "ж": "zh", "з": "z", "и": "y", "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m",
        "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ў": "u", "ф": "f",
        "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "",
        "э": "e", "ю": "iu", "я": "ia", "ђ": "dj", "ј": "i", "љ": "l", "њ": "n", "ћ": "ch",
        "џ": "dzh", "ѓ": "h", "ѕ": "dz", "ќ": "k", "'": "", "’": "", "ʼ": "",
    }
)  # fmt: skip
# Spellings that stand for one sound in newspapers' Latin forms of Slavic names, longest first.
_SAME_SOUND = (
    ("shch", "S"), ("sch", "S"), ("tsch", "C"), ("tch", "C"), ("zh", "Z"), ("kh", "h"), ("ts", "c"),
    ("tz", "c"), ("ch", "C"), ("sh", "S"), ("ph", "f"), ("th", "t"), ("ck", "k"), ("x", "ks"),
    ("w", "v"), ("q", "k"), ("g", "h"), ("z", "s"),
)  # fmt: skip
_VOWELS = re.compile("[aeiouyj]+")
_DOUBLED = re.compile(r"(.)\1+")
_NOT_LETTERS = re.compile(r"[^a-z0-9]+")


def to_latin(text: str) -> str:
    """Return a lower-case Latin form of a text; what is Latin already only loses its accents."""
    latin = unicodedata.normalize("NFC", text).casefold().translate(_TABLE)
    plain = unicodedata.normalize("NFKD", latin)
    return "".join(character for character in plain if not unicodedata.combining(character))


@functools.lru_cache(maxsize=50_000)
def name_key(word: str) -> str:
    """Return a key that the usual spellings of a name share, whatever the alphabet.

    Kyiv, Kiev, Київ and Киев share one; so do Zelensky, Zelenskyy and Зеленський. Vowels carry
    little across spellings, so they only count at the start, and as "there is one" elsewhere.

    Args:
        word: one word.
    """
    sound = _NOT_LETTERS.sub("", to_latin(word))
    for spelling, letter in _SAME_SOUND:
        sound = sound.replace(spelling, letter)
    start = "A" if _VOWELS.match(sound) else ""
    return _DOUBLED.sub(r"\1", start + _VOWELS.sub("", sound))
