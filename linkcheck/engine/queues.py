"""Working through many queues at once, the longest first."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable

__all__ = ["until", "work_through"]

J = TypeVar("J")
T = TypeVar("T")

QUEUES_AT_ONCE = 2048
"""Queues worked on at a time; each takes only as many tasks as it may get requests."""
_RESULTS_WAITING = 128
"""Results that wait to be taken hold their pages; beyond these, working waits too."""


async def work_through(
    queues: Iterable[Iterable[J]],
    work: Callable[[J, Callable[[T | Exception], Awaitable[None]]], Awaitable[None]],
    *,
    per_queue: int,
) -> AsyncGenerator[list[T]]:
    """Do all jobs and yield the results as they come, in batches.

    Args:
        queues: the jobs of each site.
        work: does one job, and hands its result on by the function that it is given, now or
            later: once it returns, the next of its queue begins. An exception that it raises or
            hands on ends the run.
        per_queue: jobs of one queue at once.
    """
    waiting = deque(sorted((deque(queue) for queue in queues), key=len, reverse=True))
    total = sum(map(len, waiting))
    results: asyncio.Queue[T | Exception] = asyncio.Queue(_RESULTS_WAITING)
    running: set[asyncio.Task[None]] = set()
    left: dict[int, int] = {}

    def start_next() -> None:
        if not waiting:
            return
        queue = waiting.popleft()
        tasks = min(per_queue, len(queue))
        left[id(queue)] = tasks
        for _ in range(tasks):
            task = asyncio.create_task(through(queue))
            running.add(task)
            task.add_done_callback(running.discard)

    async def through(queue: deque[J]) -> None:
        try:
            while queue:
                await work(queue.popleft(), results.put)
        except Exception as fault:  # handed on to whoever takes the results
            await results.put(fault)
        left[id(queue)] -= 1
        if not left[id(queue)]:
            del left[id(queue)]
            start_next()

    for _ in range(QUEUES_AT_ONCE):
        start_next()
    try:
        while total > 0:
            batch = [await results.get()]
            while not results.empty():
                batch.append(results.get_nowait())
            total -= len(batch)
            for result in batch:
                if isinstance(result, Exception):
                    raise result
            yield [result for result in batch if not isinstance(result, Exception)]
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


async def until(deadline: float | None, source: AsyncGenerator[T]) -> AsyncGenerator[T]:
    """Yield what comes before a time, then stop waiting for more.

    Args:
        deadline: of `time.monotonic`, or None for no end.
        source: closed by whoever made it.
    """
    while True:
        try:
            # Not around the yield: the time of whoever takes the items is not for us to end.
            left = None if deadline is None else deadline - time.monotonic()
            async with asyncio.timeout(left):
                item = await anext(source)
        except (StopAsyncIteration, TimeoutError):
            return
        yield item
