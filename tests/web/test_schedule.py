"""Politeness, on a clock of the test's own."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from linkcheck.web.schedule import Limits, Schedule


class Clock:
    """Time that passes when everybody sleeps, and not before."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        """Tell the time."""
        return self.now

    async def sleep(self, seconds: float) -> None:
        """Let time pass."""
        until = self.now + seconds
        await asyncio.sleep(0)
        self.now = max(self.now, until)


def make(clock: Clock, **changes: Any) -> Schedule:
    """Make a schedule; without changes nothing in it waits."""
    settings = {"per_site": 9, "interval": 0.0, "total": 9} | changes
    limits = Limits(settings.pop("per_site"), settings.pop("interval"))
    return Schedule(limits=lambda _: limits, clock=clock, sleep=clock.sleep, **settings)


async def test_interval_between_starts() -> None:
    """A site would be hit by all of an article's links in the same instant."""
    clock, starts = Clock(), []
    schedule = make(clock, interval=0.5)

    async def ask(site: str) -> None:
        async with schedule.slot(site):
            starts.append((site, clock.now))

    for _ in range(3):
        await ask("a")
    await ask("b")
    assert starts == [("a", 0.0), ("a", 0.5), ("a", 1.0), ("b", 1.0)]


@pytest.mark.parametrize(("changes", "most"), [({"per_site": 2}, 2), ({"total": 3}, 3)])
async def test_requests_at_once(changes: dict[str, int], most: int) -> None:
    """A small site would be overrun, or we run out of sockets."""
    schedule, running, peak = make(Clock(), **changes), 0, 0

    async def ask() -> None:
        nonlocal running, peak
        async with schedule.slot("a"):
            running += 1
            peak = max(peak, running)
            await asyncio.sleep(0)
            running -= 1

    await asyncio.gather(*(ask() for _ in range(9)))
    assert peak == most


async def test_waiting_site_holds_no_place_of_others() -> None:
    """One slow site with many links would stop the whole run."""
    schedule = make(Clock(), per_site=1, total=2)
    release = asyncio.Event()

    async def hang() -> None:
        async with schedule.slot("slow"):
            await release.wait()

    tasks = [asyncio.create_task(hang()) for _ in range(5)]
    await asyncio.sleep(0.01)
    async with asyncio.timeout(5), schedule.slot("other"):
        pass
    release.set()
    await asyncio.gather(*tasks)


async def test_pause() -> None:
    """A site that asked for a rest would be asked on by its other links."""
    clock = Clock()
    schedule = make(clock)
    schedule.pause("a", 7.0)
    async with schedule.slot("b"):
        assert clock.now == 0.0
    async with schedule.slot("a"):
        assert clock.now == 7.0


async def test_cancelled_while_waiting() -> None:
    """An interrupted request would keep its place for ever, and the run end in silence."""
    schedule = make(Clock(), total=1)
    release = asyncio.Event()

    async def hold() -> None:
        async with schedule.slot("a"):
            await release.wait()

    async def wait() -> None:
        async with schedule.slot("b"):
            pass

    holder = asyncio.create_task(hold())
    waiter = asyncio.create_task(wait())
    await asyncio.sleep(0.01)
    waiter.cancel()
    await asyncio.gather(waiter, return_exceptions=True)
    release.set()
    await holder
    async with asyncio.timeout(5), schedule.slot("b"):
        pass


async def test_idle_sites_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """A run over very many sites would fill the memory with their queues."""
    monkeypatch.setattr("linkcheck.web.schedule._MANY_SITES", 10)
    schedule = make(Clock())
    for number in range(100):
        async with schedule.slot(str(number)):
            pass
    assert len(schedule._sites) <= 10


async def test_hanging_requests_make_room() -> None:
    """A few hosts that accept and never answer would keep all others waiting."""
    schedule = make(Clock(), total=2, patience=0.02)
    release = asyncio.Event()

    async def hang(site: str) -> None:
        async with schedule.slot(site):
            await release.wait()

    tasks = [asyncio.create_task(hang(f"slow{number}")) for number in range(8)]
    async with asyncio.timeout(5), schedule.slot("other"):
        pass
    release.set()
    await asyncio.gather(*tasks)
    # All places are there again, and not more than before.
    assert (schedule._waiting, schedule._total._value) == (0, 2)


async def test_answers_that_have_begun_make_no_room() -> None:
    """Over a slow line ever more answers would come at once, and none of them in time."""
    schedule = make(Clock(), total=1, patience=0.02)
    async with schedule.slot("a") as place:
        place.answered()
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.1), schedule.slot("other"):
                pass
    async with asyncio.timeout(5), schedule.slot("other"):
        pass
    assert (schedule._waiting, schedule._total._value) == (0, 1)


async def test_slow_lines_make_no_room() -> None:
    """Where all answers take long, more requests make all of them take longer."""
    clock = Clock()
    schedule = make(clock, total=1, patience=0.02)
    for _ in range(20):
        async with schedule.slot("a") as place:
            clock.now += 3.0
            place.answered()
    async with schedule.slot("a"):
        clock.now += 6.0
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.1), schedule.slot("other"):
                pass
        # Nothing came for much longer than answers take: it is the host that is slow.
        clock.now += 12.0
        async with asyncio.timeout(5), schedule.slot("other"):
            pass


async def test_site_that_complains_is_asked_more_slowly() -> None:
    """A site that answered 429 would be asked on at the same pace."""
    clock, starts = Clock(), []
    schedule = make(clock)
    schedule.ease("a")
    schedule.ease("a")
    schedule.slow_down("b", 3.0)
    for site in "abab":
        async with schedule.slot(site):
            starts.append((site, clock.now))
    assert starts[2][1] - starts[0][1] == pytest.approx(0.2)
    assert starts[3][1] - starts[1][1] == pytest.approx(3.0)


async def test_places_shared_with_other_processes() -> None:
    """Two processes would together open twice the connections that were allowed."""
    schedule, running, peak = make(Clock(), total=6), 0, 0
    schedule.share_out(3)

    async def ask(site: str) -> None:
        nonlocal running, peak
        async with schedule.slot(site):
            running += 1
            peak = max(peak, running)
            await asyncio.sleep(0)
            running -= 1

    await asyncio.gather(*(ask(f"site{number}") for number in range(9)))
    assert peak == 2
