"""Asking in several processes at once: each site belongs to one, and its politeness with it.

A page is read where it was fetched; only what was found goes from one process to another. (Where
a redirect leads to a site of another process, that one request is not counted there.)
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from linkcheck.asking import Answered, Job, ask_here
from linkcheck.garbage import collect_rarely
from linkcheck.reading import warm_up
from linkcheck.web.settings import FetchSettings

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Sequence
    from multiprocessing.connection import Connection

    from linkcheck.web import Fetcher

__all__ = ["Crew", "ask_everywhere"]

T = TypeVar("T")

_OWN_SHARE = 0.75
"""This process has articles to read and verdicts to show besides; so it takes less."""

_JOBS = msgspec.msgpack.Decoder(list[list[Job]])
_HANDFUL = msgspec.msgpack.Decoder(list[Answered])


class _Worker:
    """Another process, which waits for its share; `close` ends it, whatever it does."""

    def __init__(self, *, reads: bool) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, self._theirs = context.Pipe()
        self._process = context.Process(target=_work, args=(self._theirs, reads), daemon=True)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="linkcheck-worker")
        self._thread.submit(self._start)

    async def call(self, work: Callable[..., T], *values: object) -> T:
        """Do something that waits for the process, in a thread."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, work, *values)

    def close(self) -> None:
        """End the process."""
        if self._process.pid is not None:
            self._process.kill()
        self.pipe.close()
        self._thread.shutdown(wait=False)

    def _start(self) -> None:
        self._process.start()
        self._theirs.close()


class Crew:
    """Other processes, called before there is work for them: they start while articles are read.

    Args:
        size: how many.
        reads: they are to read what they fetch, and get ready for it.
    """

    def __init__(self, size: int, *, reads: bool = True) -> None:
        self.workers = [_Worker(reads=reads) for _ in range(size)]

    def close(self) -> None:
        """End them."""
        for worker in self.workers:
            worker.close()


async def ask_everywhere(
    fetcher: Fetcher, queues: Sequence[list[Job]], crew: Crew
) -> AsyncGenerator[list[Answered]]:
    """Ask for all addresses, here and in other processes, and yield the outcomes as they come.

    A process that dies takes nothing with it: what it had not answered is asked here.

    Args:
        fetcher: asks for this process's own share.
        queues: the jobs of each site.
        crew: the other processes; they are at their end afterwards.
    """
    own, *others = _shares(queues, len(crew.workers))
    together: asyncio.Queue[list[Answered] | Exception | None] = asyncio.Queue(8)
    left = {job.address for share in others for queue in share for job in queue}

    async def pump(handfuls: AsyncGenerator[list[Answered]]) -> None:
        try:
            async with aclosing(handfuls):
                async for handful in handfuls:
                    await together.put(handful)
        except Exception as fault:  # handed on to whoever takes the outcomes
            await together.put(fault)
        await together.put(None)

    # The requests at once are for all together.
    parts = len(crew.workers) + 1
    fetcher.share_out(parts)
    settings = msgspec.structs.replace(
        fetcher.settings, concurrency=max(1, fetcher.settings.concurrency // parts)
    )
    sources = [ask_here(fetcher, own)]
    sources += [_send(who, settings, what) for who, what in zip(crew.workers, others, strict=True)]
    pumps = [asyncio.create_task(pump(source)) for source in sources]
    try:
        open_sources = len(pumps)
        while open_sources:
            handful = await together.get()
            if handful is None:
                open_sources -= 1
                continue
            if isinstance(handful, Exception):
                raise handful
            for answered in handful:
                left.discard(answered.address)
            yield handful
        if left:
            # Site by site as before: all in one queue would wait for each other's turns.
            again = [
                jobs
                for share in others
                for queue in share
                if (jobs := [job for job in queue if job.address in left])
            ]
            async with aclosing(ask_here(fetcher, again)) as handfuls:
                async for rest in handfuls:
                    yield rest
    finally:
        for task in pumps:
            task.cancel()
        await asyncio.gather(*pumps, return_exceptions=True)


def _shares(queues: Sequence[list[Job]], workers: int) -> list[list[list[Job]]]:
    """Deal the sites out, the longest queues first, so that all have as much to do."""
    shares: list[list[list[Job]]] = [[] for _ in range(workers + 1)]
    load = [0.0] * (workers + 1)
    for queue in sorted(queues, key=len, reverse=True):
        least = load.index(min(load))
        shares[least].append(queue)
        load[least] += len(queue) / (_OWN_SHARE if least == 0 else 1.0)
    return shares


async def _send(
    worker: _Worker, settings: FetchSettings, share: list[list[Job]]
) -> AsyncGenerator[list[Answered]]:
    """Ask in another process, and yield what it sends."""
    try:
        for order in (msgspec.msgpack.encode(settings), msgspec.msgpack.encode(share)):
            await worker.call(worker.pipe.send_bytes, order)
        while sent := await worker.call(worker.pipe.recv_bytes):
            yield _HANDFUL.decode(sent)
    except (EOFError, OSError):
        return  # it died: whoever dealt the shares sees what is left
    finally:
        worker.close()


def _work(pipe: Connection[Any, Any], reads: bool) -> None:
    """Take a share, ask for it, and send what was found; this is what the other process runs."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the main process decides when to stop
    parent = multiprocessing.parent_process()

    def end_with_parent() -> None:
        if parent is not None:
            parent.join()
            os._exit(0)

    threading.Thread(target=end_with_parent, daemon=True).start()
    collect_rarely()
    # There is nothing to do yet: articles are still being read.
    import linkcheck.web.client  # noqa: F401, PLC0415 - slow to import

    if reads:
        warm_up()

    try:
        settings = msgspec.msgpack.decode(pipe.recv_bytes(), type=FetchSettings)
        asyncio.run(_ask(pipe, settings, _JOBS.decode(pipe.recv_bytes())))
    except (EOFError, OSError):
        return  # the main process has closed the pipe: it wants no more


async def _ask(pipe: Connection[Any, Any], settings: FetchSettings, share: list[list[Job]]) -> None:
    from linkcheck.web import Fetcher  # noqa: PLC0415 - imported before, see above

    async with Fetcher(settings) as fetcher, aclosing(ask_here(fetcher, share)) as handfuls:
        async for handful in handfuls:
            # The main process may be busy: meanwhile this one goes on asking.
            await asyncio.to_thread(pipe.send_bytes, msgspec.msgpack.encode(handful))
    pipe.send_bytes(b"")
