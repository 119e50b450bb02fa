"""When an address is tried again, and how long to wait before."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from tenacity import AsyncRetrying, retry_if_result

from linkcheck.models import Failure, Resolution
from linkcheck.text.urls import host_key

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    import tenacity

    from linkcheck.web.schedule import Schedule
    from linkcheck.web.settings import FetchSettings

__all__ = ["Retries", "pause_before_retry", "retry_after"]

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


class Retries:
    """Tries addresses again where that may help.

    Args:
        settings: see `FetchSettings`.
        schedule: of the requests; a site that wants fewer of them rests.
        waits: False where nobody has to be spared, as in a recorded web.
    """

    def __init__(self, settings: FetchSettings, schedule: Schedule, *, waits: bool) -> None:
        self._settings = settings
        self._schedule = schedule
        self._waits = waits
        self._chance = random.Random(settings.seed)  # noqa: S311 - jitter is no secret

    def may_help(self, last: Resolution) -> bool:
        """Tell whether another attempt may have another outcome."""
        return self._pause(last, 1) is not None

    async def after(
        self, first: Resolution, follow: Callable[[], Awaitable[Resolution]]
    ) -> tuple[Resolution, int]:
        """Try an address again; return the last outcome and the number of all attempts.

        Args:
            first: the outcome of the first attempt.
            follow: makes a further one.
        """
        attempts = 0

        async def attempt() -> Resolution:
            nonlocal attempts
            attempts += 1
            if attempts == 1:
                return first
            again = await follow()
            # Where the breaker keeps the request back, what this address did itself says more.
            held_back = len(again.hops) < len(first.hops) and again.failure is first.failure
            return first if held_back else again

        resolution: Resolution = await AsyncRetrying(
            stop=self._enough,
            retry=retry_if_result(self.may_help),
            wait=self._wait,
            retry_error_callback=lambda state: state.outcome.result() if state.outcome else None,
        )(attempt)
        return resolution, attempts

    def _pause(self, resolution: Resolution, attempt: int) -> float | None:
        return pause_before_retry(resolution, attempt, self._settings)

    def _enough(self, state: tenacity.RetryCallState) -> bool:
        """Tell whether to stop; a site that says when to come back is asked once more."""
        assert state.outcome is not None  # noqa: S101 - asked after an attempt
        resolution: Resolution = state.outcome.result()
        invited = retry_after(resolution.header("retry-after")) is not None
        more = invited and self._settings.attempts > 1
        return state.attempt_number >= self._settings.attempts + more

    def _wait(self, state: tenacity.RetryCallState) -> float:
        """Return how long to wait before the next attempt; the whole site rests that long."""
        if state.outcome is None or not self._waits:
            return 0.0
        resolution: Resolution = state.outcome.result()
        pause = self._pause(resolution, state.attempt_number) or 0.0
        pause += self._chance.uniform(0.0, min(1.0, pause / 10))
        if resolution.status in {429, 503}:
            site = host_key(resolution.final_url)
            self._schedule.pause(site, pause)
            if resolution.status == 429:
                self._schedule.ease(site)
        return pause


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
