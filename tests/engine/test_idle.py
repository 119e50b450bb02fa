"""What can wait does not hold up what cannot, and is done all the same."""

from __future__ import annotations

import asyncio
import itertools
from typing import TYPE_CHECKING, Any

import pytest

import linkcheck
from linkcheck.engine.follow_ups import FollowUps
from linkcheck.engine.idle import IdleQueue
from linkcheck.web.exchange import Traffic
from tests.waiting import until

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from pathlib import Path

    from tests.server import LoopbackServer


def doing(done: list[str], name: str) -> Callable[[], Coroutine[None, None, None]]:
    """Return work that notes that it was done."""

    async def work() -> None:
        done.append(name)

    return work


async def moments(count: int) -> None:
    """Let some moments pass."""
    for _ in range(count):
        await asyncio.sleep(0.003)


async def test_nothing_is_read_while_answers_come() -> None:
    """Requests that could find a source that hangs would go out later, and the run end later."""
    done: list[str] = []
    busy = itertools.count()
    is_busy = True

    class Busy(Traffic):
        @property
        def count(self) -> int:
            return next(busy) if is_busy else 0

        @count.setter
        def count(self, value: int) -> None:
            """Keep counting."""

    async with IdleQueue(Busy(), 100) as idle:
        assert idle.takes(10, doing(done, "first"))
        assert idle.takes(10, doing(done, "second"))
        await moments(10)
        assert done == []
        is_busy = False
        await until(lambda: done == ["second", "first"])


async def test_no_more_waits_than_there_is_room_for() -> None:
    """The pages of a long run would fill the memory."""
    done: list[str] = []
    async with IdleQueue(Traffic(), 100) as idle:
        assert not idle.takes(101, doing(done, "large"))
        assert idle.takes(60, doing(done, "first"))
        assert not idle.takes(60, doing(done, "second"))
        await until(lambda: done == ["first"])
        # Its room is given back.
        await until(lambda: idle.takes(60, doing(done, "second")))
        await until(lambda: done == ["first", "second"])


async def test_room_is_given_back_at_the_end_only() -> None:
    """Pages held by work that waits for others would not be counted."""
    end = asyncio.Event()

    async def work() -> None:
        await end.wait()

    async with IdleQueue(Traffic(), 100) as idle:
        assert idle.takes(60, work)
        await moments(10)
        assert not idle.takes(60, work)
        end.set()
        await until(lambda: idle.takes(60, work))


async def test_stopped_half_way() -> None:
    """A run that is stopped would leave tasks behind."""
    done: list[str] = []
    started = asyncio.Event()

    async def work() -> None:
        started.set()
        try:
            await asyncio.sleep(60)
        finally:
            done.append("stopped")

    before = asyncio.all_tasks()
    async with IdleQueue(Traffic(), 100) as idle:
        assert idle.takes(10, work)
        await started.wait()
        assert idle.takes(10, doing(done, "never"))
    assert done == ["stopped"]
    assert asyncio.all_tasks() == before
    await moments(5)
    assert done == ["stopped"]


async def test_a_fault_in_what_waits_ends_the_run(
    tmp_path: Path, server: LoopbackServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A recording that cannot be written on would let the run wait without end."""

    async def fail(*_: Any) -> Any:
        raise linkcheck.RecordingError("web.warc: no room is left")

    monkeypatch.setattr(FollowUps, "settled", fail)
    url = server.page("/story", "<title>Talks end</title><p>The ministers left.</p>")
    article = tmp_path / "article.md"
    article.write_text(f"[Talks end]({url})\n")
    fetch = linkcheck.FetchSettings(allow_networks=("127.0.0.0/8",))
    settings = linkcheck.Settings(fetch=fetch)
    async with asyncio.timeout(30):
        with pytest.raises(linkcheck.RecordingError, match="no room is left"):
            await linkcheck.check_async([article], settings)
