"""Distinguish names of outlets from names of authors."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from linkcheck.articles.references.features import is_named_by_host
from linkcheck.articles.references.marks import marks
from linkcheck.articles.references.unit import Kind
from linkcheck.text.outlets import outlet_named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from linkcheck.articles.references.unit import Unit

__all__ = ["is_newspaper", "is_outlet", "is_person", "is_sentence", "is_stopped", "is_surname"]

_NAME_WORD = re.compile(r"[\w'’-]+")
_INITIAL_BEFORE = re.compile(r"\b[^\W\d_]\.\s?\Z")
_STOPPED = re.compile(r"[^\W\d_]{2,} [^\W\d_]\.\Z")
_BIBLIOGRAPHIC = frozenset({Kind.ACCESS, Kind.ACCESSED, Kind.ADDRESS_WORD, Kind.MEDIUM})


def is_outlet(text: str, span: tuple[int, int], units: Sequence[Unit], urls: Sequence[str]) -> bool:
    """Tell whether what was read as an outlet may be one.

    A reference with access dates and the like begins with its author, who may be an office: what it
    begins with is an outlet only where something else says so.

    Args:
        text: the reference.
        span: where the name is.
        units: of the reference.
        urls: its addresses.
    """
    start, end = span
    name = text[start:end]
    words = name.casefold().split()
    if words[0] in marks().laws or (len(words) > 1 and _is_initial(name.split()[-1])):
        return False  # "ISO 9001", "de Souza D"
    listed = any(unit.kind in _BIBLIOGRAPHIC for unit in units)
    begins = units[0].start + 1 >= start and not any(unit.anchor for unit in units)
    initials = len(name) == 2 and name.isupper() and text[end : end + 1] == ","
    if not (initials or (listed and begins) or (name.isalpha() and name.islower())):
        return True
    return is_newspaper(name) or any(is_named_by_host(name, url) for url in urls)


def is_newspaper(name: str) -> bool:
    """Return whether a name is a known outlet's, or has a newspaper's word such as "Post" in it.

    Args:
        name: as the reference gives it.
    """
    words = _NAME_WORD.findall(name.casefold())
    return outlet_named(name) is not None or (
        len(words) > 1 and not marks().press.isdisjoint(words)
    )


def is_person(words: Sequence[str]) -> bool:
    """Tell whether words are a given name and a surname: "Olena Savchuk".

    Args:
        words: as the reference gives them.
    """
    return (
        2 <= len(words) <= 3
        and words[0].casefold() in marks().given
        and all(word[0].isupper() and not word.isupper() for word in words)
        and marks().press.isdisjoint(map(str.casefold, words))
    )


def is_surname(text: str, units: Sequence[Unit], first: int, last: int) -> bool:
    """Tell whether a name is an author's: initials follow, and no other name behind them.

    Args:
        text: the reference.
        units: of the reference.
        first: the first unit of the name.
        last: its last unit.
    """
    behind = units[last + 1 : last + 3]
    words = units[last].words
    if first == last == 0 and _is_initial(words[-1]) and len(words) == 2:
        return True  # "Petrenko O"
    if first == last == 0 and len(words) == 1 and words[0][0].isupper():
        follows = behind[0].words if behind and behind[0].kind == Kind.TEXT else []
        again = text.find(words[0], units[0].end)
        if len(follows) == 1 and _is_initial(follows[0]):
            return True  # "Petrenko, O; Savchuk, I"
        if again > 0 and _INITIAL_BEFORE.search(text, 0, again) is not None:
            return True  # "Petrenko: O. Petrenko, …"
    return (
        first == last
        and len(words) == 1
        and bool(behind)
        and behind[0].kind == Kind.INITIALS
        and behind[0].before in {"", ","}
        and not (len(behind) > 1 and behind[1].kind == Kind.TEXT and not behind[1].before)
    )


def is_stopped(text: str, start: int, end: int) -> bool:
    """Tell whether the full stop behind "Smith J." ends the sentence, as in Vancouver style.

    ГОСТ and ДСТУ put one behind every initial.

    Args:
        text: the reference.
        start: where the authors begin.
        end: where they end.
    """
    name = text[start:end]
    return (
        name.isascii()
        and name.count(".") == 1
        and _STOPPED.search(name) is not None
        and text[end : end + 1] == " "
        and " //" not in text
    )


def is_sentence(name: str) -> bool:
    """Tell whether what was read as an author is a sentence: names in Latin letters have capitals.

    "Державна служба статистики України" has them only at its beginning and end.

    Args:
        name: of the author.
    """
    words = [word for word in name.split() if word[0].isalpha()]
    small = sum(word[0].islower() for word in words)
    return name.isascii() and len(words) > 3 and small * 3 > 2 * len(words)


def _is_initial(word: str) -> bool:
    return len(word) == 1 and word.isupper()
