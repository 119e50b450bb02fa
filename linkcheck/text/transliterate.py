"""Latin forms of Cyrillic words, and keys under which the many spellings of a name meet."""

from __future__ import annotations

import functools
import re
import unicodedata

__all__ = ["name_key", "serbian_cyrillic", "to_cyrillic", "to_latin"]

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
        # Latin letters that no accent can be taken from.
        "ł": "l", "ø": "o", "đ": "dj", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th",
    }
)  # fmt: skip
# Spellings that stand for one sound in newspapers' Latin forms of Slavic names, longest first.
_SAME_SOUND = (
    ("shch", "S"), ("sch", "S"), ("tsch", "C"), ("tch", "C"), ("zh", "Z"), ("kh", "h"), ("ts", "c"),
    ("tz", "c"), ("ch", "C"), ("sh", "S"), ("ph", "f"), ("th", "t"), ("ck", "k"), ("x", "ks"),
    ("w", "v"), ("q", "k"), ("g", "h"), ("z", "s"),
)  # fmt: skip
# Back into Cyrillic: how newspapers, BGN/PCGN and, for Ukrainian, KMU 2010 spell each letter.
_BACK = {
    "shch": "щ", "zgh": "зг", "zh": "ж", "kh": "х", "ts": "ц", "ch": "ч", "sh": "ш", "yu": "ю",
    "iu": "ю", "ya": "я", "ia": "я", "a": "а", "b": "б", "c": "к", "d": "д", "e": "е", "f": "ф",
    "i": "и", "j": "й", "k": "к", "l": "л", "m": "м", "n": "н", "o": "о", "p": "п", "q": "к",
    "r": "р", "s": "с", "t": "т", "u": "у", "v": "в", "w": "в", "x": "кс", "z": "з", "'": "ь",
    "’": "ь",
}  # fmt: skip
_BACK_INTO = {
    "uk": _BACK | {
        "yi": "ї", "ii": "ії", "ye": "є", "ie": "є", "yy": "ий", "yi$": "ий", "y": "и", "i": "і",
        "h": "г", "g": "г", "ai": "ай", "oi": "ой", "ei": "ей", "ui": "уй", "ay": "ай", "oy": "ой",
        "iy": "ій", "yo": "йо", "io": "йо",
    },
    "ru": _BACK | {
        "ye": "е", "iy": "ий", "yy": "ый", "ii": "ий", "y": "ы", "g": "г", "h": "х", "yo": "ё",
        "ay": "ай", "oy": "ой", "ey": "ей", "uy": "уй", "ai": "ай", "oi": "ой", "ei": "ей",
        "y$": "ий",
    },
}  # fmt: skip
_SERBIAN = str.maketrans("abvgdđežzijklmnoprstćufhcčš", "абвгдђежзијклмнопрстћуфхцчш")
_VOWELS = re.compile("[aeiouyj]+")
_DOUBLED = re.compile(r"(.)\1+")
_NOT_LETTERS = re.compile(r"[^a-z0-9]+")


def to_latin(text: str) -> str:
    """Return a lower-case Latin form of a text; what is Latin already only loses its accents."""
    latin = unicodedata.normalize("NFC", text).casefold().translate(_TABLE)
    plain = unicodedata.normalize("NFKD", latin)
    return "".join(character for character in plain if not unicodedata.combining(character))


def to_cyrillic(word: str, language: str) -> str:
    """Return a word in Cyrillic letters, as it most likely stood before it was transliterated.

    Args:
        word: in Latin letters.
        language: "uk" or "ru".
    """
    table = _BACK_INTO[language]
    parts = _back(language).findall(word.casefold() + "$")
    return "".join(table.get(part, part) for part in parts).rstrip("$")


def serbian_cyrillic(text: str) -> str:
    """Return Serbian in its Cyrillic alphabet; the two alphabets stand for each other exactly.

    Args:
        text: in small Latin letters.
    """
    for latin, cyrillic in (("lj", "љ"), ("nj", "њ"), ("dž", "џ")):
        text = text.replace(latin, cyrillic)
    return text.translate(_SERBIAN)


@functools.cache
def _back(language: str) -> re.Pattern[str]:
    """Return what to look for, the longest first; "$" is a word's end."""
    spellings = sorted(_BACK_INTO[language], key=len, reverse=True)
    return re.compile("|".join(map(re.escape, spellings)) + "|.")


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
