"""When an address is tried again, and how long to wait before."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from linkcheck.models import Failure, Resolution

if TYPE_CHECKING:
    from linkcheck.web.settings import FetchSettings

__all__ = ["pause_before_retry", "retry_after"]

# Time-outs are not among them: a second try would only double the wait, and the outcome already
# says no more than "not reached".
_PASSING_FAILURES = frozenset(
    {
        Failure.DNS_TEMPORARY,
        Failure.REFUSED,
        Failure.RESET,
        Failure.MALFORMED_ANSWER,
        Failure.NETWORK,
    }
)
_LONGEST = 64
"""Characters of a Retry-After that are looked at: the longest date has 33."""
_PASSING_STATUSES = frozenset({429, 502, 503, 504})


def pause_before_retry(
    resolution: Resolution, attempt: int, settings: FetchSettings
) -> float | None:
    """Return how many seconds to wait before trying again, or None where that is no use.

    Args:
        resolution: what came of the last attempt.
        attempt: its number, counted from 1.
        settings: see `FetchSettings`.
    """
    if resolution.failure not in _PASSING_FAILURES and resolution.status not in _PASSING_STATUSES:
        return None
    asked = retry_after(resolution.header("retry-after"))
    if asked is None:
        return min(settings.backoff * 2.0 ** (attempt - 1), settings.max_retry_after)
    return asked if asked <= settings.max_retry_after else None


def retry_after(value: str | None, now: datetime | None = None) -> float | None:
    """Return the seconds that a Retry-After header asks for, or None where it says nothing.

    Args:
        value: the header: seconds or a date (RFC 9110 10.2.3).
        now: the present, for dates.
    """
    value = (value or "").strip()[:_LONGEST]
    if value.isascii() and value.isdigit():
        return float(value[:12])
    try:
        date = parsedate_to_datetime(value)
        if date.tzinfo is None:
            date = date.replace(tzinfo=UTC)
        seconds = (date - (now or datetime.now(UTC))).total_seconds()
    except (ValueError, TypeError, IndexError, OverflowError):  # the parser raises all of these
        return None
    return max(0.0, seconds)
