"""Asking in several processes at once: each site belongs to one, and its politeness with it.

A page is read where it was fetched; only what was found goes from one process to another. (Where
a redirect leads to a site of another process, that one request is not counted there.)
"""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import TYPE_CHECKING

import msgspec

from linkcheck.engine.fetch_stage import UNREAD, Answered, FetchTask, fetch_here
from linkcheck.languages import detect

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Sequence

    from linkcheck.engine.workers import WorkerPool
    from linkcheck.languages import Detect
    from linkcheck.web import Fetcher

__all__ = ["fetch_everywhere"]

_OWN_SHARE = 0.8
"""This process has verdicts to show besides; so it takes less."""
_TO_SEND = 0.1
"""How long to wait for the others to take their shares, in seconds; some may still be starting."""


async def fetch_everywhere(
    fetcher: Fetcher,
    queues: Sequence[list[FetchTask]],
    pool: WorkerPool,
    unread: int = UNREAD,
    detect: Detect = detect,
) -> AsyncGenerator[list[Answered]]:
    """Ask for all addresses, here and in other processes, and yield the outcomes as they come.

    A process that dies takes nothing with it: what it had not answered is asked here.

    Args:
        fetcher: asks for this process's own share.
        queues: the jobs of each site.
        pool: the other processes, if any; they are at their end afterwards.
        unread: see `fetch_here`.
        detect: detects languages in this process.
    """
    # The requests of another run, which is under way, cannot be shared out any more.
    if fetcher.users or not pool.is_worth(sum(map(len, queues))):
        pool.close()
        async with aclosing(fetch_here(fetcher, queues, unread, detect)) as alone:
            async for batch in alone:
                yield batch
        return
    own, *others = _shares(queues, len(pool.workers))
    together: asyncio.Queue[list[Answered] | Exception | None] = asyncio.Queue(8)
    left = {job.address for share in others for queue in share for job in queue}

    async def pump(batches: AsyncGenerator[list[Answered]]) -> None:
        try:
            async with aclosing(batches):
                async for batch in batches:
                    await together.put(batch)
        except Exception as fault:  # handed on to whoever takes the outcomes
            await together.put(fault)
        await together.put(None)

    # Those that wait are sent their shares before this process has its hands full. The requests
    # at once are for all together.
    parts = len(pool.workers) + 1
    fetcher.share_out(parts)
    settings = msgspec.structs.replace(
        fetcher.settings, concurrency=max(1, fetcher.settings.concurrency // parts)
    )
    orders = [
        asyncio.create_task(worker.order(settings, share, unread))
        for worker, share in zip(pool.workers, others, strict=True)
    ]
    await asyncio.wait(orders, timeout=_TO_SEND)
    sources = [
        fetch_here(fetcher, own, unread, detect),
        *(worker.answers() for worker in pool.workers),
    ]
    pumps = [asyncio.create_task(pump(source)) for source in sources]
    try:
        open_sources = len(pumps)
        while open_sources:
            come = await together.get()
            if come is None:
                open_sources -= 1
                continue
            if isinstance(come, Exception):
                raise come
            for answered in come:
                left.discard(answered.address)
            yield come
        if left:
            # Site by site as before: all in one queue would wait for each other's turns.
            again = [
                jobs
                for share in others
                for queue in share
                if (jobs := [job for job in queue if job.address in left])
            ]
            async with aclosing(fetch_here(fetcher, again, unread, detect)) as batches:
                async for rest in batches:
                    yield rest
    finally:
        for task in (*orders, *pumps):
            task.cancel()
        await asyncio.gather(*orders, *pumps, return_exceptions=True)


def _shares(queues: Sequence[list[FetchTask]], workers: int) -> list[list[list[FetchTask]]]:
    """Deal the sites out, the longest queues first, so that all have as much to do."""
    shares: list[list[list[FetchTask]]] = [[] for _ in range(workers + 1)]
    load = [0.0] * (workers + 1)
    for queue in sorted(queues, key=len, reverse=True):
        least = load.index(min(load))
        shares[least].append(queue)
        load[least] += len(queue) / (_OWN_SHARE if least == 0 else 1.0)
    return shares
