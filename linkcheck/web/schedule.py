"""Politeness: how many requests at once, and how far apart, each site gets.

A request first waits its turn at its own site, holding nothing that another site could use, and
only then takes one of the places that all share.
"""

from __future__ import annotations

import asyncio
import math
import threading
import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

__all__ = ["SHARED", "Limits", "Pace", "Place", "Schedule"]

_EASED, _SLOWEST = 0.1, 10.0
"""Seconds between two requests to a site that complained: at first, and at most."""

_MUCH_LONGER = 4.0
"""A request that has waited so many times longer than is usual waits for its host, not the line."""

_NEWS = 0.1
"""The share of the last answer in what is usual."""

_MANY_SITES = 10_000
"""From this many sites on, those that nobody waits for are forgotten."""


class Limits(NamedTuple):
    """What one site is asked at most: requests at once, and seconds between their starts."""

    at_once: int
    interval: float


class Pace:
    """When each site may be asked next, whatever thread or event loop of this process asks."""

    def __init__(self) -> None:
        self._next: dict[str, float] = {}
        self._lock = threading.Lock()

    def next_start(self, site: str) -> float:
        """Return when the next request to a site may start, in seconds of the clock."""
        return self._next.get(site, 0.0)

    def rest(self, site: str, until: float) -> None:
        """Let a site rest until then, or for longer where it was to rest longer."""
        with self._lock:
            self._next[site] = max(self._next.get(site, 0.0), until)

    def take(self, site: str, now: float, interval: float) -> bool:
        """Take the right to start a request now; return False where another was quicker."""
        with self._lock:
            if self._next.get(site, 0.0) > now:
                return False
            if len(self._next) >= _MANY_SITES:
                self._next = {name: at for name, at in self._next.items() if at > now}
            self._next[site] = now + interval
        return True


SHARED = Pace()
"""The pace of all requests over the network: several checkers at once are as polite as one."""


class _Site:
    """The queue of one site."""

    __slots__ = ("interval", "name", "places", "turn", "users")

    def __init__(self, name: str, limits: Limits) -> None:
        self.name = name
        self.places = asyncio.Semaphore(limits.at_once)
        self.interval = limits.interval
        self.turn = asyncio.Lock()
        self.users = 0


class Schedule:
    """Hands out the right to start a request.

    Args:
        limits: what each site is asked at most, by its key.
        total: requests at once in all.
        patience: after so many seconds a request whose answer has not begun no longer counts
            among them, where others answer much sooner: it only waits, and they can use its place.
        most_waiting: how many such requests there may be, since each holds a socket.
        clock: returns seconds; only differences count.
        sleep: waits that many seconds of the clock.
        pace: when each site may be asked next; its own unless it is shared with others.
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
        pace: Pace | None = None,
    ) -> None:
        self._limits = limits
        self._places = total
        self._total = asyncio.Semaphore(total)
        self._patience = patience
        self._most_waiting = most_waiting
        self._open = asyncio.Event()
        self._open.set()
        self._waiting = 0
        self._usual = 0.0
        self.clock = clock
        self._sleep = sleep
        self._pace = pace if pace is not None else Pace()
        self._sites: dict[str, _Site] = {}

    @asynccontextmanager
    async def slot(self, site: str) -> AsyncIterator[Place]:
        """Wait for the right to send one request to a site; it is given back at the end.

        Args:
            site: whose queue to stand in, see `linkcheck.text.urls.host_key`.

        Yields:
            The place that the request takes, to be told when its answer begins.
        """
        queue = self._queue(site)
        queue.users += 1
        try:
            async with queue.places:
                async with queue.turn:
                    await self._start(queue)
                place = Place(self, self._patience)
                try:
                    yield place
                finally:
                    place.leave()
        finally:
            queue.users -= 1

    def pause(self, site: str, seconds: float) -> None:
        """Let a site rest: no request to it starts for that long."""
        self._pace.rest(site, self.clock() + seconds)

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

    def hold(self) -> None:
        """Start no further request, until `go_on`."""
        self._open.clear()

    def go_on(self) -> None:
        """Start requests again."""
        self._open.set()

    def answered(self, waited: float) -> None:
        """Learn how many seconds the head of an answer took."""
        self._usual += _NEWS * (waited - self._usual)

    def lend(self, waited: float) -> bool:
        """Let others use a place whose request only waits; return False where they must not.

        Where all answers take long it is the line that is slow. Over such a line, ever more would
        come at once, and none of them in time.

        Args:
            waited: how many seconds the request has waited.
        """
        if self._waiting >= self._most_waiting or waited < _MUCH_LONGER * self._usual:
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
            while (wait := self._pace.next_start(queue.name) - self.clock()) > 0:
                await self._sleep(wait)
            if not self._open.is_set():
                await self._open.wait()
            await self._total.acquire()
            if self._pace.take(queue.name, self.clock(), queue.interval):
                break
            self._total.release()  # the site was paused while we waited for a place

    def _queue(self, site: str) -> _Site:
        queue = self._sites.get(site)
        if queue is None:
            if len(self._sites) >= _MANY_SITES:
                self._forget()
            queue = self._sites[site] = _Site(site, self._limits(site))
        return queue

    def _forget(self) -> None:
        now = self.clock()
        self._sites = {
            name: queue
            for name, queue in self._sites.items()
            if queue.users or self._pace.next_start(name) > now
        }


class Place:
    """One of the shared places, given back once.

    Args:
        schedule: whose place it is.
        patience: seconds after which others may use it, unless the answer has begun.
    """

    __slots__ = ("_lent", "_patience", "_schedule", "_started", "_timer")

    def __init__(self, schedule: Schedule, patience: float) -> None:
        self._schedule = schedule
        self._patience = patience
        self._started = schedule.clock()
        self._lent = False
        self._timer: asyncio.TimerHandle | None = None
        self._watch()

    def answered(self) -> None:
        """Learn that the answer has begun: it takes its share of the line, and is lent no more."""
        self._keep()
        self._schedule.answered(self._waited)

    def leave(self) -> None:
        """Give it back."""
        self._keep()
        self._schedule.leave(lent=self._lent)

    @property
    def _waited(self) -> float:
        return self._schedule.clock() - self._started

    def _keep(self) -> None:
        if self._timer is not None:
            self._timer.cancel()

    def _watch(self) -> None:
        if self._patience < math.inf:
            self._timer = asyncio.get_running_loop().call_later(self._patience, self._lend)

    def _lend(self) -> None:
        self._lent = self._schedule.lend(self._waited)
        if not self._lent:
            self._watch()
