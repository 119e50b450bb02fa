"""Give the units of made references their roles, to train and to measure by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.articles.references.unit import Kind, Unit
from linkcheck.articles.references.units import units_of

if TYPE_CHECKING:
    from random import Random

    from tests.evaluation.references_made import Made

__all__ = ["labelled", "links_of"]

_ROLES = {
    "author": "A",
    "title": "T",
    "container": "C",
    "publisher": "P",
    "place": "L",
    "section": "S",
    "remark": "R",
    "date": "D",
}


def links_of(made: Made) -> list[tuple[int, int, bool]]:
    """Return the links of a reference as the reader takes them."""
    return [(start, end, "://" in made.text[start:end]) for start, end, _ in made.links]


def labelled(
    made: Made, random: Random | None = None
) -> tuple[list[Unit], list[str], str | None] | None:
    """Return the units, their roles and the address; None where a unit has parts of two fields.

    Args:
        made: the reference.
        random: with it, markup and address are left out now and then.
    """
    emphasis = made.emphasis
    if random is not None and random.random() < 0.4:
        emphasis = []
    units = units_of(made.text, links_of(made), emphasis)
    roles: list[str] = []
    last: tuple[str, int] | None = None
    for unit in units:
        role, found = "O", None
        for name, letter in _ROLES.items():
            for number, (start, end) in enumerate(made.spans.get(name, ())):
                overlap = min(end, unit.end) - max(start, unit.start)
                if overlap > 0:
                    size = unit.end - unit.start
                    if overlap < size - 1 and unit.kind != Kind.DATE:
                        return None
                    role, found = letter, (letter, number)
        if unit.kind == Kind.DATE and role == "O":
            role = _dated(made, unit)
        if role in "ATCPSR" and found is not None:
            roles.append(("I" if last == found else "B") + role)
        else:
            roles.append(role)
        if found is not None:
            last = found
    url = made.links[0][2] if made.links else None
    return units, roles, url


def _dated(made: Made, unit: Unit) -> str:
    """Tell whether a date outside of the title is that of publication."""
    day = unit.day
    assert day is not None
    for role, value in (("D", made.date), ("X", made.access_date)):
        if value is None:
            continue
        parts = [int(part) for part in value.split("-")] + [0, 0]
        agrees = (
            (day.year is None or day.year == parts[0])
            and (day.month is None or not parts[1] or day.month == parts[1])
            and (day.day is None or not parts[2] or day.day == parts[2])
        )
        if agrees and (day.year is not None or (day.month is not None and parts[1] == day.month)):
            return role
    return "O"
