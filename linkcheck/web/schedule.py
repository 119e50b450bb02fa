"""Politeness: how many requests at once, and how far apart, each site gets.

A request first waits its turn at its own site, holding nothing that another site could use, and
only then takes one of the places that all share.
"""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

__all__ = ["Schedule"]

_MANY_SITES = 10_000
"""From this many sites on, those that nobody waits for are forgotten."""


class _Site:
    """The queue of one site."""

    __slots__ = ("next_start", "places", "turn", "users")

    def __init__(self, places: int) -> None:
        self.places = asyncio.Semaphore(places)
        self.turn = asyncio.Lock()
        self.next_start = 0.0
        self.users = 0


class Schedule:
    """Hands out the right to start a request.

    Args:
        per_site: requests at once to one site.
        interval: seconds between the starts of two requests to one site.
        total: requests at once in all.
        clock: returns seconds; only differences count.
        sleep: waits that many seconds of the clock.
    """

    def __init__(
        self,
        *,
        per_site: int,
        interval: float,
        total: int,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._per_site = per_site
        self._interval = interval
        self._total = asyncio.Semaphore(total)
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
                try:
                    yield
                finally:
                    self._total.release()
        finally:
            queue.users -= 1

    def pause(self, site: str, seconds: float) -> None:
        """Let a site rest: no request to it starts for that long."""
        queue = self._queue(site)
        queue.next_start = max(queue.next_start, self._clock() + seconds)

    async def _start(self, queue: _Site) -> None:
        """Take one of the shared places as soon as the site may be asked again."""
        while True:
            while (wait := queue.next_start - self._clock()) > 0:
                await self._sleep(wait)
            await self._total.acquire()
            if queue.next_start <= self._clock():
                break
            self._total.release()  # the site was paused while we waited for a place
        queue.next_start = self._clock() + self._interval

    def _queue(self, site: str) -> _Site:
        queue = self._sites.get(site)
        if queue is None:
            if len(self._sites) >= _MANY_SITES:
                self._forget()
            queue = self._sites[site] = _Site(self._per_site)
        return queue

    def _forget(self) -> None:
        now = self._clock()
        self._sites = {
            name: queue
            for name, queue in self._sites.items()
            if queue.users or queue.next_start > now
        }
