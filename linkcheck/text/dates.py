"""Dates in texts as ISO 8601: as people write them, and as pages give or show them."""

from __future__ import annotations

import functools
import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

from linkcheck.data import load_toml

__all__ = ["iso_date", "machine_date", "visible_date"]

# What may stand behind a year: "2014 року", "2014 г.", "2014 р."
_YEAR = r"((?:1[89]|20)\d\d)(?:\s*(?:року|рік|р\.?|года|год|г\.?))?"
_CENTURY = re.compile("1[89]|20")
_WRITTEN_ISO = re.compile(rf"{_YEAR}-(\d\d)(?:-(\d\d))?(?:t[\d:.+z-]*)?\Z")
_WRITTEN_DOTTED = re.compile(rf"(\d\d?)[./](\d\d?)[./]{_YEAR}\Z")
_ONLY_YEAR = re.compile(rf"{_YEAR}\Z")

# Beginnings of month names: English, Ukrainian, Russian (CLDR, in any case or form).
_MONTHS = (
    ("jan", "січ", "янв"), ("feb", "лют", "фев"), ("mar", "бер", "мар"), ("apr", "кві", "апр"),
    ("may", "тра", "мая", "май"), ("jun", "чер", "июн"), ("jul", "лип", "июл"),
    ("aug", "сер", "авг"), ("sep", "вер", "сен"), ("oct", "жов", "окт"), ("nov", "лис", "ноя"),
    ("dec", "гру", "дек"),
)  # fmt: skip
_MONTH_OF = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
_DAY_FIRST = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)?\s+([^\W\d_]{3,10})\.?,?\s+(\d{4})\b")
_MONTH_FIRST = re.compile(r"\b([^\W\d_]{3,10})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b")
_FIGURES = re.compile(r"\b(\d{1,2})\.(\d{1,2})\.(\d{4})\b")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})\Z")
_SLASHED = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})\b")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})\b")


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
    if match := _WRITTEN_ISO.match(text):
        return _date(match[1], match[2], match[3])
    if match := _WRITTEN_DOTTED.match(text):
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


def machine_date(text: str | None) -> str | None:
    """Return a date that a page gives to programs in ISO 8601, or None where the text is no date.

    Args:
        text: ISO 8601 in its common forms, RFC 5322 ("Sun, 30 Mar 2014 21:00:00 GMT"), seconds
            since 1970, `2014/3/30` or `30.3.2014`.
    """
    if text is None:
        return None
    text = text.strip()[:64]
    for read in (_iso, _seconds, _mail, _numbers):
        try:
            found = read(text)
        except (ValueError, OverflowError, TypeError, OSError):
            continue
        if found is not None:
            return found
    return None


def _iso(text: str) -> str | None:
    if not _ISO.match(text):
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        # "2014-03-30T21:00:00.123456789+0200 extra": keep the day, which is sure.
        return date.fromisoformat(text[:10]).isoformat()
    return moment.date().isoformat() if len(text) == 10 else moment.isoformat()


def _seconds(text: str) -> str | None:
    if not text.isascii() or not text.isdigit() or len(text) not in {10, 13}:
        return None
    seconds = int(text) / (1000 if len(text) == 13 else 1)
    return datetime.fromtimestamp(seconds, tz=UTC).isoformat()


def _mail(text: str) -> str | None:
    if "," not in text and " " not in text:
        return None
    return parsedate_to_datetime(text).isoformat()


def _numbers(text: str) -> str | None:
    if match := _COMPACT.match(text) or _SLASHED.match(text):
        year, month, day = match.groups()
    elif match := _DOTTED.match(text):
        day, month, year = match.groups()
    else:
        return None
    return date(int(year), int(month), int(day)).isoformat()


def visible_date(text: str) -> str | None:
    """Return the date that a line of text shows its reader, as ISO 8601, or None.

    Args:
        text: a short line: "12 травня 2014, 10:30", "Опубликовано: 12 мая 2014 г.",
            "May 12, 2014", "12.05.2014".
    """
    folded = text.casefold()
    for pattern, order in (
        (_DAY_FIRST, (0, 1, 2)),
        (_MONTH_FIRST, (1, 0, 2)),
        (_FIGURES, (0, 1, 2)),
    ):
        for match in pattern.finditer(folded):
            day, month, year = (match.groups()[place] for place in order)
            number = int(month) if month.isdigit() else _MONTH_OF.get(month[:3])
            try:
                return date(int(year), number or 0, int(day)).isoformat()
            except ValueError:
                continue
    return None
