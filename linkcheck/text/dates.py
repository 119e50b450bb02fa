"""Dates in texts as ISO 8601: as people write them, and as pages give or show them."""

from __future__ import annotations

import functools
import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, NamedTuple

from linkcheck.data import load_toml

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["ShownDate", "is_null_date", "iso_date", "machine_date", "shown_dates"]

# What programs write for a date that they do not have: the beginning of Unix time (also as it is
# west of Greenwich), of spreadsheets and of OLE. Hugo and .NET have the first day of year 1, and
# "for ever" is in year 9999: those are outside of `_YEARS`.
_NULL_DAYS = frozenset({"1970-01-01", "1969-12-31", "1900-01-01", "1899-12-30", "1899-12-31"})
# From the first printed books on; no page is of a later century.
_YEARS = range(1450, 2100)

# What may stand behind a year: "2014 року", "2014 г.", "2014 р."
_YEAR = r"((?:1[89]|20)\d\d)(?:\s*(?:року|рік|р\.?|года|год|г\.?))?"
_CENTURY = re.compile("1[89]|20")
_WRITTEN_ISO = re.compile(rf"{_YEAR}-(\d\d)(?:-(\d\d))?(?:t[\d:.+z-]*)?\Z")
_WRITTEN_DOTTED = re.compile(rf"(\d\d?)[./](\d\d?)[./]{_YEAR}\Z")
_ONLY_YEAR = re.compile(rf"{_YEAR}\Z")

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})\Z")
_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            ("mo", "пн", "по"), ("tu", "вт", "ві"), ("we", "ср", "се"), ("th", "чт", "че"),
            ("fr", "пт", "пя", "п'", "п’"), ("sa", "сб", "су"), ("su", "вс", "во", "нд", "не"),
        )
    )
    for name in names
}  # fmt: skip


class ShownDate(NamedTuple):
    """A date in a text.

    Attributes:
        iso: ISO 8601.
        start: offset of its first character.
        end: offset behind its last.
    """

    iso: str
    start: int
    end: int


def is_null_date(text: str) -> bool:
    """Tell whether a date in ISO 8601 is what a program writes where it has none (0001-01-01)."""
    year = text[:4]
    return text[:10] in _NULL_DAYS or not year.isdecimal() or int(year) not in _YEARS


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
        found = _date(match[1], match[2], match[3])
        return None if found is None or is_null_date(found) else found
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
def _months_shown() -> dict[str, int]:
    """Return the months by their names in more languages, as pages show them."""
    found = dict(_months())
    for names in load_toml("pages-dates")["months"].values():
        for number, forms in enumerate(names, 1):
            for name in forms.split():
                found.setdefault(name, number)
    return found


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
        text: ISO 8601 in its common forms, RFC 5322 ("Sun, 30 Mar 2014 21:00:00 GMT"), seconds or
            milliseconds since 1970, `2014/3/30`, or a date as readers see it (`shown_dates`).
    """
    if text is None:
        return None
    text = text.strip()[:64]
    for read in (_iso, _seconds, _mail, _compact, _shown):
        try:
            found = read(text)
        except (ValueError, OverflowError, TypeError, OSError):
            continue
        if found is not None:
            return None if is_null_date(found) else found
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
    if not text.isascii() or not text.isdigit() or len(text) not in {9, 10, 12, 13}:
        return None
    seconds = int(text) / (1000 if len(text) >= 12 else 1)
    return datetime.fromtimestamp(seconds, tz=UTC).isoformat()


def _mail(text: str) -> str | None:
    if "," not in text and " " not in text:
        return None
    return parsedate_to_datetime(text).isoformat()


def _compact(text: str) -> str | None:
    match = _COMPACT.match(text)
    return _date(*match.groups()) if match else None


def _shown(text: str) -> str | None:
    return next((found.iso for found in shown_dates(text)), None)


def shown_dates(text: str) -> Iterator[ShownDate]:
    """Yield the dates that a line of text shows its reader, without those that only programs write.

    A date in numbers between slashes is read where it can be read in one way, or where the day of
    the week decides ("Tue, 07/11/2023 - 17:57", as Drupal writes it).

    Args:
        text: a short line: "12 травня 2014, 10:30", "Опубликовано: 12 мая 2014 г.",
            "May 12, 2014", "12.05.2014", "12.05.14".
    """
    for match in _any_shown().finditer(text.casefold()):
        found = {name[:-1]: value for name, value in match.groupdict().items() if value is not None}
        month = _months_shown()[found["month"]] if "month" in found else int(found["number"])
        day, year = int(found["day"]), int(found["year"])
        year += 2000 if "short" in found else 0
        if "slash" in found:
            parts = _with_slashes(found.get("weekday", ""), day, month, year)
            if parts is None:
                continue
            day, month = parts
        iso = _date(str(year), str(month), str(day))
        if iso is not None and not is_null_date(iso):
            yield ShownDate(iso, *match.span())


def _with_slashes(weekday: str, first: int, second: int, year: int) -> tuple[int, int] | None:
    """Return day and month of "07/11/2023", or None where they cannot be told apart."""
    readings = [
        (day, month)
        for day, month in dict.fromkeys([(first, second), (second, first)])
        if 1 <= month <= 12 and 1 <= day <= 31 and _date(str(year), str(month), str(day))
    ]
    wanted = _WEEKDAYS.get(weekday[:2])
    fitting = [one for one in readings if date(year, one[1], one[0]).weekday() == wanted]
    if len(readings) == 1 or len(fitting) == 1:
        return (fitting or readings)[0]
    # Drupal's English form has the month first; its translations have the day first.
    return fitting[weekday.isascii()] if fitting else None


@functools.cache
def _any_shown() -> re.Pattern[str]:
    """Return a pattern of dates as readers see them; a group's last letter numbers its form."""
    month = "|".join(map(re.escape, sorted(_months_shown(), key=len, reverse=True)))
    forms = (
        # "30 March, 2014", "30. März 2014", "30 de marzo de 2014"
        rf"\b(?P<daya>\d{{1,2}})(?:st|nd|rd|th|er|-го|-е|\.)?(?:\s+(?:de|of))?\s*(?P<montha>{month})\.?,?(?:\s+del?)?\s*(?P<yeara>\d{{4}})\b",
        rf"\b(?P<monthb>{month})\.?\s+(?P<dayb>\d{{1,2}})(?:st|nd|rd|th|\.)?,?\s+(?P<yearb>\d{{4}})\b",
        r"\b(?P<dayc>\d{1,2})\.(?P<numberc>\d{1,2})\.(?P<yearc>\d{4})\b",
        r"\b(?P<yeard>\d{4})[-/.](?P<numberd>\d{1,2})[-/.](?P<dayd>\d{1,2})(?!\d|[-/.]\d)",
        # "30.03.14": of this century, since nobody writes web pages of an earlier one.
        r"(?<![\w.,:/-])(?P<dayf>\d{1,2})\.(?P<numberf>\d{1,2})(?P<shortf>\.)(?P<yearf>[0-4]\d)(?![\w:/-]|[.,]\d)",
        r"(?:(?P<weekdaye>[^\W\d_][^\W\d_'’]{1,11})\.?,?\s+)?(?<![\d/])(?P<daye>\d{1,2})(?P<slashe>/)(?P<numbere>\d{1,2})/(?P<yeare>\d{4})\b",
    )
    return re.compile("|".join(forms))
