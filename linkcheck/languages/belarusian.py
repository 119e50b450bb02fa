"""Letter groups of Belarusian, from those of Russian and Ukrainian by the rules of its spelling.

langdetect has no Belarusian profile. Its neighbours' words are much the same, and written as they
are spoken: о without stress is а, т and д before soft vowels are ц and дз, в and л that end a
syllable are ў, there is no и, щ or ъ. Rules that change a group's length are left out: such
groups count for nothing.
"""

from __future__ import annotations

__all__ = ["belarusian"]

_SOFT = "ьиіеяюєё"
_HARDENED = "ржшчц"
_VOWELS = "аеёиіоуыэюяє"
_ENDS_SYLLABLE = " бвгджзкмнпрстфхцчшщй"

# How a letter is written in Belarusian, each way with its share: о is stressed in four of ten.
_RUSSIAN: dict[str, tuple[tuple[str, float], ...]] = {
    "о": (("а", 0.6), ("о", 0.4)),
    "и": (("і", 0.8), ("ы", 0.2)),
    "е": (("е", 0.7), ("я", 0.3)),
    "щ": (("ш", 0.5), ("ч", 0.5)),
    "ъ": (("’", 1.0),),
}
_UKRAINIAN: dict[str, tuple[tuple[str, float], ...]] = {
    "о": (("а", 0.6), ("о", 0.4)),
    "и": (("ы", 0.8), ("і", 0.2)),
    "е": (("е", 0.6), ("я", 0.2), ("э", 0.2)),
    "і": (("і", 0.6), ("е", 0.25), ("о", 0.15)),
    "ї": (("і", 1.0),),
    "є": (("е", 0.7), ("я", 0.3)),
    "ґ": (("г", 1.0),),
    "щ": (("ш", 0.5), ("ч", 0.5)),
}
_AFTER_HARDENED: dict[str, tuple[tuple[str, float], ...]] = {
    "и": (("ы", 1.0),),
    "е": (("э", 0.6), ("а", 0.4)),
    "я": (("а", 1.0),),
}
_SOFTENED = {"т": (("ц", 1.0),), "д": (("з", 1.0),)}
_SHORT_U = {"в": (("ў", 1.0),), "л": (("ў", 0.8), ("л", 0.2))}


def belarusian(group: str, source: str) -> list[tuple[str, float]]:
    """Return the Belarusian groups that a Russian or Ukrainian one stands for, with their shares.

    Args:
        group: one to three letters.
        source: "ru" or "uk".
    """
    forms = [("", 1.0)]
    for place, letter in enumerate(group):
        written = _written(letter, group[:place][-1:], group[place + 1 :][:1], source)
        forms = [(begin + new, share * part) for begin, share in forms for new, part in written]
    return forms


def _written(letter: str, before: str, after: str, source: str) -> tuple[tuple[str, float], ...]:
    if after and after in _SOFT and letter in _SOFTENED:
        return _SOFTENED[letter]
    # Russian л is ў before a word's end only (был, быў), в before consonants too.
    closes = letter == "в" or (letter == "л" and after == " ")
    if closes and before and before in _VOWELS and after and after in _ENDS_SYLLABLE:
        return _SHORT_U[letter]
    if source == "ru":
        if before and before in _HARDENED and letter in _AFTER_HARDENED:
            return _AFTER_HARDENED[letter]
        return _RUSSIAN.get(letter, ((letter, 1.0),))
    return _UKRAINIAN.get(letter, ((letter, 1.0),))
