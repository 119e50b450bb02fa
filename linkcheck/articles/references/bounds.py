"""Where a title begins and ends: sentences and quotations that the division has cut."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from linkcheck.articles.references.names import is_sentence
from linkcheck.articles.references.unit import Kind
from linkcheck.text.words import names_kind_of_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from linkcheck.articles.references.unit import Unit

__all__ = ["PAIRS", "title_bounds", "unmatched"]

PAIRS = ("«»", "“”", "„“", "„”", "‘’", "()", "[]")
_OPENING = frozenset('«“„‘(["')

_QUOTED_UNITS = 2
"""Units of a quotation behind which a bracket is no part of the title."""
_ENDS = frozenset(".!?")
_NAMES = frozenset("ACPL")
_WEAK = frozenset(",()")
_LATIN = re.compile(r"\b[A-Za-z]{2}")
_CYRILLIC = re.compile(r"\b[\u0400-\u04ff]{2}")


def title_bounds(
    text: str, units: Sequence[Unit], labels: Sequence[str], first: int, last: int
) -> tuple[int, int]:
    """Return the first and the last unit of a title.

    Args:
        text: the reference.
        units: of the reference.
        labels: their roles.
        first: the first unit that was taken for the title.
        last: the last one.
    """
    first, last = _whole_quotation(units, first, last)
    first = _begin_of_sentence(text, units, labels, first)
    first, last = _joined(units, labels, first, last)
    return first, _end_of_anchor(units, first, _end_of_sentence(text, units, first, last))


def _whole_quotation(units: Sequence[Unit], first: int, last: int) -> tuple[int, int]:
    """Take in the whole quotation in which a title begins: dates and names in it belong to it."""
    quoted = units[first].quoted
    if not quoted:
        return first, last
    inside = [at for at, unit in enumerate(units) if unit.quoted == quoted]
    around = any(not unit.quoted and unit.kind in {Kind.TEXT, Kind.DATE} for unit in units)
    if not around or inside[-1] - inside[0] + 1 != len(inside):
        return first, last  # the quotation is of the whole reference
    if any(units[at].kind in {Kind.URL, Kind.ACCESSED, Kind.ARCHIVED} for at in inside):
        return first, last
    behind = inside[-1] + 1
    if last >= behind and len(inside) >= _QUOTED_UNITS and units[behind].before[-1:] in {"(", "["}:
        last = inside[-1]  # "Title" (R48642)
    return inside[0], max(last, inside[-1])


def _begin_of_sentence(text: str, units: Sequence[Unit], labels: Sequence[str], first: int) -> int:
    """Return the first unit of the sentence that a title goes on with."""
    if not first:
        return first
    if labels[first - 1][-1:] == "A" and set(units[first].before) & _ENDS:
        begin = first - 1  # "They came by night. Then they left": the first sentence is no author
        while begin and labels[begin] == "IA":
            begin -= 1
        said = text[units[begin].start : units[first - 1].end]
        return begin if is_sentence(said) and units[begin].before[-1:] == ":" else first
    if first == 1 and labels[0] == "BA" and units[1].before == ",":
        said = units[0].text  # "Настройка SETUID, SETGID и прав": no name is in two scripts
        return 0 if _LATIN.search(said) and _CYRILLIC.search(said) else 1
    begin = first
    if units[first - 1].kind == Kind.LEAD:  # "Floods of 2014 in numbers"
        while begin and not units[begin].before and labels[begin - 1][-1:] not in _NAMES:
            begin -= 1
    return begin if units[begin].kind == Kind.TEXT else first


def _joined(units: Sequence[Unit], labels: Sequence[str], first: int, last: int) -> tuple[int, int]:
    """Take in further parts of a title between which there are only commas, brackets and joints.

    "Nets, ropes (and a boat) on the pier" and "…, as the river rises" are one title each.
    """
    at = last + 1
    while at < len(units) and _joins(units[at], units[at], labels[at]):
        behind_lead = units[at - 1].kind == Kind.LEAD and not units[at].before
        if labels[at][-1] == "T" or (behind_lead and units[at].kind == Kind.TEXT):
            last = at
        at += 1
    at = first - 1
    while at >= 0 and _joins(units[at], units[at + 1], labels[at]):
        if labels[at][-1] == "T":
            first = at
        at -= 1
    return first, last


def _joins(unit: Unit, behind: Unit, label: str) -> bool:
    """Tell whether a unit may be part of the same title as its neighbor."""
    if not set(behind.before) <= _WEAK or unit.kind not in {Kind.TEXT, Kind.LEAD}:
        return False
    if label[-1] != "T" and names_kind_of_text(unit.text):
        return False  # "Title, interview conducted by"
    clause = label[-1] == "R" and (unit.kind == Kind.LEAD or unit.words[0].islower())
    return clause or label[-1] in "TOL"


def _end_of_sentence(text: str, units: Sequence[Unit], first: int, last: int) -> int:
    """Return the last unit of a title that goes on behind words in quotation marks."""
    if last + 1 < len(units) and units[first].quoted != units[last].quoted:
        behind = list(units[last + 1 : last + 3])
        if behind[0].before not in {"Q", "n"}:
            return last
        if behind[0].kind == Kind.LEAD and not behind[-1].before:  # "in", "by"
            behind.pop(0)
        if behind and behind[0].kind == Kind.TEXT and behind[0].words[0].islower():
            end = units.index(behind[0], last + 1)
            said = text[units[last].end : units[end].end]
            return last if names_kind_of_text(said) and len(units[last].words) > 1 else end
    return last


def _end_of_anchor(units: Sequence[Unit], first: int, last: int) -> int:
    """Return the last unit of a title: one that begins with a link ends with it."""
    if units[first].anchor and (first == 0 or not units[first - 1].anchor):
        for at in range(first, last):
            if not units[at + 1].anchor:
                return at if units[at + 1].before else last
    return last


def unmatched(text: str) -> tuple[str, str]:
    """Return the first mark that closes what was not opened, and the last that is left open."""
    unopened = ""
    opened: list[str] = []
    for char in text:
        if opened and (opened[-1] + char in PAIRS or opened[-1] == char == '"'):
            opened.pop()
        elif char in _OPENING:
            opened.append(char)
        elif char in "»”)]":
            unopened = unopened or char
    return unopened, opened[-1] if opened else ""
