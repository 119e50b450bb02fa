"""Politeness: how many requests at once, and how far apart, each site gets.

A request first waits its turn at its own site, holding nothing that another site could use, and
only then takes one of the places that all share.
"""

from __future__ import annotations

import asyncio
import math
import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

__all__ = ["Limits", "Schedule"]

_EASED, _SLOWEST = 0.1, 10.0
"""Seconds between two requests to a site that complained: at first, and at most."""

_MANY_SITES = 10_000
"""From this many sites on, those that nobody waits for are forgotten."""


class Limits(NamedTuple):
    """What one site is asked at most: requests at once, and seconds between their starts."""

    at_once: int
    interval: float


class _Site:
    """The queue of one site."""

    __slots__ = ("interval", "next_start", "places", "turn", "users")

    def __init__(self, limits: Limits) -> None:
        self.places = asyncio.Semaphore(limits.at_once)
        self.interval = limits.interval
        self.turn = asyncio.Lock()
        self.next_start = 0.0
        self.users = 0


class Schedule:
    """Hands out the right to start a request.

    Args:
        limits: what each site is asked at most, by its key.
        total: requests at once in all.
        patience: after so many seconds a request no longer counts among them: it only waits, and
            others can use its place.
        most_waiting: how many such requests there may be, since each holds a socket.
        clock: returns seconds; only differences count.
        sleep: waits that many seconds of the clock.
    """

    def __init__(
        self,
        *,
        limits: Callable[[str], Limits],
        total: int,
        patience: float = math.inf,
        most_waiting: int = 512,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._limits = limits
        self._places = total
        self._total = asyncio.Semaphore(total)
        self._patience = patience
        self._most_waiting = most_waiting
        self._waiting = 0
        self._clock = clock
        self._sleep = sleep
        self._sites: dict[str, _Site] = {}

    @asynccontextmanager
    async def slot(self, site: str) -> AsyncIterator[None]:
        """Wait for the right to send one request to a site; it is given back at the end.

        Args:
            site: whose queue to stand in, see `linkcheck.urls.host_key`.
        """
        queue = self._queue(site)
        queue.users += 1
        try:
            async with queue.places:
                async with queue.turn:
                    await self._start(queue)
                place = _Place(self)
                timer = None
                if self._patience < math.inf:
                    timer = asyncio.get_running_loop().call_later(self._patience, place.lend)
                try:
                    yield
                finally:
                    if timer is not None:
                        timer.cancel()
                    place.leave()
        finally:
            queue.users -= 1

    def pause(self, site: str, seconds: float) -> None:
        """Let a site rest: no request to it starts for that long."""
        queue = self._queue(site)
        queue.next_start = max(queue.next_start, self._clock() + seconds)

    def ease(self, site: str) -> None:
        """Ask a site half as fast from now on: it said that this was too much."""
        queue = self._queue(site)
        queue.interval = min(_SLOWEST, max(2 * queue.interval, _EASED))

    def slow_down(self, site: str, interval: float) -> None:
        """Keep requests to a site at least that many seconds apart from now on."""
        queue = self._queue(site)
        queue.interval = max(queue.interval, interval)

    def share_out(self, parts: int) -> None:
        """Hand out only one part in so many of all places, from now on."""
        self._total = asyncio.Semaphore(max(1, self._places // parts))

    def lend(self) -> bool:
        """Let others use a place whose request only waits; False where too many do already."""
        if self._waiting >= self._most_waiting:
            return False
        self._waiting += 1
        self._total.release()
        return True

    def leave(self, *, lent: bool) -> None:
        """Give a place back, unless it was lent before."""
        if lent:
            self._waiting -= 1
        else:
            self._total.release()

    async def _start(self, queue: _Site) -> None:
        """Take one of the shared places as soon as the site may be asked again."""
        while True:
            while (wait := queue.next_start - self._clock()) > 0:
                await self._sleep(wait)
            await self._total.acquire()
            if queue.next_start <= self._clock():
                break
            self._total.release()  # the site was paused while we waited for a place
        queue.next_start = self._clock() + queue.interval

    def _queue(self, site: str) -> _Site:
        queue = self._sites.get(site)
        if queue is None:
            if len(self._sites) >= _MANY_SITES:
                self._forget()
            queue = self._sites[site] = _Site(self._limits(site))
        return queue

    def _forget(self) -> None:
        now = self._clock()
        self._sites = {
            name: queue
            for name, queue in self._sites.items()
            if queue.users or queue.next_start > now
        }


class _Place:
    """One of the shared places, given back once."""

    __slots__ = ("_lent", "_schedule")

    def __init__(self, schedule: Schedule) -> None:
        self._schedule = schedule
        self._lent = False

    def lend(self) -> None:
        """Let others use it while its request waits."""
        self._lent = self._schedule.lend()

    def leave(self) -> None:
        """Give it back."""
        self._schedule.leave(lent=self._lent)
