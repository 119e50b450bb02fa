"""Working through many addresses, site by site, the longest queues first."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable

__all__ = ["ask_all"]

T = TypeVar("T")

SITES_AT_ONCE = 2048
"""Sites worked on at a time; each takes only as many tasks as it may get requests."""
_ANSWERS_WAITING = 128
"""Answers that wait to be judged hold their pages; beyond these, asking waits too."""


async def ask_all(
    queues: Iterable[Iterable[str]],
    ask: Callable[[str], Awaitable[T]],
    *,
    per_site: int,
) -> AsyncGenerator[list[T]]:
    """Ask for all addresses and yield the answers as they come, in handfuls.

    Args:
        queues: the addresses of each site.
        ask: what to do with one; it must not raise, or the run ends.
        per_site: tasks at once for one site.
    """
    ordered = sorted((deque(queue) for queue in queues), key=len, reverse=True)
    total = sum(map(len, ordered))
    waiting = deque(ordered)
    del ordered
    answers: asyncio.Queue[T | BaseException] = asyncio.Queue(_ANSWERS_WAITING)
    running: set[asyncio.Task[None]] = set()
    left: dict[int, int] = {}

    def start_next() -> None:
        if not waiting:
            return
        queue = waiting.popleft()
        tasks = min(per_site, len(queue))
        left[id(queue)] = tasks
        for _ in range(tasks):
            task = asyncio.create_task(work(queue))
            running.add(task)
            task.add_done_callback(running.discard)

    async def work(queue: deque[str]) -> None:
        try:
            while queue:
                await answers.put(await ask(queue.popleft()))
        except Exception as fault:  # handed on to whoever reads the answers
            await answers.put(fault)
        left[id(queue)] -= 1
        if not left[id(queue)]:
            del left[id(queue)]
            start_next()

    for _ in range(SITES_AT_ONCE):
        start_next()
    try:
        while total > 0:
            handful = [await answers.get()]
            while not answers.empty():
                handful.append(answers.get_nowait())
            total -= len(handful)
            for answer in handful:
                if isinstance(answer, BaseException):
                    raise answer
            yield [answer for answer in handful if not isinstance(answer, BaseException)]
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
