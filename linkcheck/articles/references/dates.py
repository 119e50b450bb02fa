"""Dates inside a reference: every form in English, Ukrainian and Russian, whole or partial."""

from __future__ import annotations

import functools
import re
from datetime import date
from typing import NamedTuple

from linkcheck.data import load_toml

__all__ = ["Day", "date_at", "joined"]

_TIME = r"(?:,?\s+\d\d?:\d\d(?::\d\d)?(?:\s*[ap]\.?m\.?)?)?"
_OF_YEAR = r"(?:\s*(?:року|рік|рр?\.|р\b|года|год\b|гг?\.|г\b)|(?<=\d)[a-z](?![^\W\d_]))?"
_YEAR = r"(?P<y{0}>(?:1[89]|20)\d\d)(?!\d)"


class Day(NamedTuple):
    """A date as far as it is given.

    Attributes:
        year: or None.
        month: or None.
        day: or None.
        end: offset behind it.
    """

    year: int | None
    month: int | None
    day: int | None
    end: int

    @property
    def iso(self) -> str | None:
        """The date in ISO 8601, or None where it has no year."""
        if self.year is None:
            return None
        if self.month is None:
            return f"{self.year}"
        if self.day is None:
            return f"{self.year}-{self.month:02}"
        return f"{self.year}-{self.month:02}-{self.day:02}"


@functools.cache
def _months() -> dict[str, int]:
    facts = load_toml("articles-dates")["months"]
    return {
        form: number
        for names in facts.values()
        for number, forms in enumerate(names, 1)
        for form in forms.split()
    }


@functools.cache
def _pattern() -> re.Pattern[str]:
    month = "|".join(sorted(map(re.escape, _months()), key=len, reverse=True))
    month = rf"(?P<m{{0}}>{month})(?![^\W\d_])\.?"
    day = r"(?P<d{0}>[0-3]?\d)(?:st|nd|rd|th|-?го|-?е|-ого|er\b)?(?!\d)"
    of = r"(?:\s*\.)?,?(?:\s+(?:de|of))?(?:\s*|-)"
    forms = [
        r"(?P<y0>(?:1[89]|20)\d\d)(?P<s0>[-/.])(?P<n0>[01]?\d)(?:(?P=s0)(?P<d0>[0-3]?\d))?(?!\d)(?:T[\d:.+Z-]+)?",
        rf"(?P<d1>[0-3]?\d)(?P<s1>[./-])(?P<n1>[0-3]?\d)(?P=s1){_YEAR.format(1)}" + _OF_YEAR,
        rf"(?P<d14>[0-3]?\d)\.\s(?P<n14>[01]?\d)\.\s{_YEAR.format(14)}",
        r"(?P<d2>[0-3]\d)\.(?P<n2>[01]\d)\.(?P<y2>\d\d)(?![\d.])",
        rf"{day.format(3)}(?:[-–—]\d\d?)?{of}{month.format(3)}{of}{_YEAR.format(3)}{_OF_YEAR}",
        rf"{month.format(4)}\s*{day.format(4)}(?:[-–—]\d\d?)?{of}{_YEAR.format(4)}{_OF_YEAR}",
        rf"{_YEAR.format(5)}{_OF_YEAR}{of}{day.format(5)}{of}{month.format(5)}",
        rf"{_YEAR.format(6)}{_OF_YEAR}{of}{month.format(6)}{of}{day.format(6)}(?!\d|[.:]\d)",
        rf"{month.format(7)}{of}{_YEAR.format(7)}{_OF_YEAR}",
        rf"(?P<n13>0?[1-9]|1[0-2])[/.]{_YEAR.format(13)}(?![./]\d)",
        rf"{_YEAR.format(8)},?\s*{month.format(8)}(?![^\W\d_])",
        rf"{day.format(9)}\s*(?:de\s+|of\s+)?{month.format(9)}(?![^\W\d_])",
        rf"{month.format(10)}\s*{day.format(10)}(?!\d|[.:]\d)",
        rf"(?<!\d{{4}}[-–—]){_YEAR.format(11)}{_OF_YEAR}(?![^\W\d_]|[-–—][^\W_]|[./]\d)",
        rf"{month.format(12)}(?=\s*(?:[,;)\]]|\.\s|\.?\Z))",
    ]
    return re.compile(f"(?:{'|'.join(forms)}){_TIME}", re.IGNORECASE)


def date_at(text: str, position: int) -> Day | None:
    """Return the date that begins at an offset, or None.

    A date in numbers whose day and month could be read both ways is the day's first, unless slashes
    make it doubtful: then only its year counts.
    """
    match = _pattern().match(text, position)
    if match is None:
        return None
    found = {key[0]: value for key, value in match.groupdict().items() if value is not None}
    year = int(found["y"]) if "y" in found else None
    if year is not None and year < 100:
        year += 2000 if year < 70 else 1900
    month = (
        int(found["n"])
        if "n" in found
        else _months()[found["m"].casefold()]
        if "m" in found
        else None
    )
    day = int(found["d"]) if "d" in found else None
    if month is not None and day is not None and found.get("s") is not None:
        if found["s"] == "/" and month <= 12 and day <= 12 and month != day and match["y0"] is None:
            month = day = None
        elif month > 12 >= day:
            month, day = day, month
    try:
        date(year or 2000, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        return None
    return Day(year, month, day, match.end())


def joined(days: list[Day]) -> str | None:
    """Return the date that several parts make ("2014 … 30 March"), in ISO 8601."""
    best: Day | None = None
    for one in days:
        if best is None:
            best = one
        elif (best.year is None or one.year is None or best.year == one.year) and (
            best.month is None or one.month is None or best.month == one.month
        ):
            best = Day(best.year or one.year, best.month or one.month, best.day or one.day, one.end)
        elif one.iso is not None and len(one.iso) > len(best.iso or ""):
            best = one
    return best.iso if best is not None else None
