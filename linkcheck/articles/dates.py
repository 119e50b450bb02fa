"""Dates as articles write them in English, Ukrainian and Russian, as ISO 8601."""

from __future__ import annotations

import functools
import re
from datetime import date

from linkcheck.data import load_toml

__all__ = ["iso_date"]

# What may stand behind a year: "2014 року", "2014 г.", "2014 р."
_YEAR = r"((?:1[89]|20)\d\d)(?:\s*(?:року|рік|р\.?|года|год|г\.?))?"
_CENTURY = re.compile("1[89]|20")
_ISO = re.compile(rf"{_YEAR}-(\d\d)(?:-(\d\d))?(?:t[\d:.+z-]*)?\Z")
_DOTTED = re.compile(rf"(\d\d?)[./](\d\d?)[./]{_YEAR}\Z")
_ONLY_YEAR = re.compile(rf"{_YEAR}\Z")


def iso_date(text: str) -> str | None:
    """Return a date in ISO 8601 at the precision given, or None where the text is no date.

    Args:
        text: a date and nothing else: "30 March 2014", "March 30, 2014", "30 березня 2014 року",
            "март 2014", "30.03.2014", "2014-03", "2014". A date in numbers whose day and month
            could be read both ways is the day's first, unless slashes make it doubtful: then None.
    """
    text = " ".join(text.split()).strip(" .,;").casefold()
    if len(text) > 40 or not _CENTURY.search(text):
        return None
    if match := _ISO.match(text):
        return _date(match[1], match[2], match[3])
    if match := _DOTTED.match(text):
        first, second, year = match.groups()
        if "/" in text and int(first) <= 12 and int(second) <= 12 and first != second:
            return None
        if int(second) > 12:
            first, second = second, first
        return _date(year, second, first)
    if match := _ONLY_YEAR.match(text):
        return match[1]
    for pattern, order in _named():
        if match := pattern.match(text):
            day, month, year = (match[index] if index else None for index in order)
            return _date(year, str(_months()[month or ""]), day)
    return None


def _date(year: str | None, month: str | None, day: str | None) -> str | None:
    try:
        found = date(int(year or 0), int(month or 0), int(day or 1))
    except ValueError:
        return None
    return found.isoformat() if day else found.isoformat()[:7]


@functools.cache
def _months() -> dict[str, int]:
    return {
        name: number
        for names in load_toml("articles-dates")["months"].values()
        for number, forms in enumerate(names, 1)
        for name in forms.split()
    }


@functools.cache
def _named() -> list[tuple[re.Pattern[str], tuple[int, int, int]]]:
    """Return the patterns of dates with a month's name, and where day, month and year stand."""
    months = "|".join(sorted(_months(), key=len, reverse=True))
    return [
        (re.compile(rf"(\d\d?)(?:st|nd|rd|th|-го|-е)?\s+({months})\.?,?\s+{_YEAR}\Z"), (1, 2, 3)),
        (re.compile(rf"({months})\.?\s+(\d\d?)(?:st|nd|rd|th)?,?\s+{_YEAR}\Z"), (2, 1, 3)),
        (re.compile(rf"({months})\.?,?\s+{_YEAR}\Z"), (0, 1, 2)),
    ]
