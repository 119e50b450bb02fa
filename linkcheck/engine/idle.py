"""Do what is not urgent while the network is idle: nothing is sent and nothing comes."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Protocol, Self

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from types import TracebackType

__all__ = ["IdleQueue"]

_MOMENT = 0.002
"""Seconds without anything sent or received after which the network counts as idle."""


class Counted(Protocol):
    """Anything that counts what goes over the network, such as a fetcher's `traffic`."""

    count: int


class IdleQueue:
    """Lets pages wait to be read while requests are sent and answers come in.

    A source that never answers takes its whole time limit, and the run with it: the sooner it is
    asked, the sooner all is done. So asking goes before reading, as far as there is room.

    Use it as an async context manager; what still waits at its end is dropped.

    Args:
        traffic: counts what is sent and what comes.
        room: bytes that may wait.
    """

    def __init__(self, traffic: Counted, room: int) -> None:
        self._traffic = traffic
        self._room = room
        self._waiting: list[tuple[int, Callable[[], Coroutine[None, None, None]]]] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._next: asyncio.Handle | None = None
        self._seen = -1

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._next is not None:
            self._next.cancel()
        self._waiting.clear()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def takes(self, size: int, work: Callable[[], Coroutine[None, None, None]]) -> bool:
        """Queue work for the next idle moment; return False where there is no room for it.

        Args:
            size: bytes that it holds until it is done.
            work: does it, and raises nothing.
        """
        if size > self._room:
            return False
        self._room -= size
        self._waiting.append((size, work))
        if self._next is None:
            self._next = asyncio.get_running_loop().call_soon(self._look)
        return True

    def _look(self) -> None:
        """Do one thing if nothing was sent and nothing came since the last look."""
        loop = asyncio.get_running_loop()
        now = self._traffic.count
        is_idle = now == self._seen
        self._seen = now
        if is_idle:
            # The newest: what came last is still at hand in the processor's cache.
            task = loop.create_task(self._do(*self._waiting.pop()))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        if not self._waiting:
            self._next = None
        elif is_idle:
            self._next = loop.call_soon(self._look)
        else:
            self._next = loop.call_later(_MOMENT, self._look)

    async def _do(self, size: int, work: Callable[[], Coroutine[None, None, None]]) -> None:
        doing = work()
        del work  # what it holds is to go as soon as it is done with it
        try:
            await doing
        finally:
            self._room += size
