"""Dates as pages write them for machines, as ISO 8601."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

__all__ = ["iso_date", "visible_date"]

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


def iso_date(text: str | None) -> str | None:
    """Return a date or date-time in ISO 8601, or None where the text is none.

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
