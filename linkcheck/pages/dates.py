"""Dates as pages write them for machines, as ISO 8601."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

__all__ = ["iso_date"]

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
