"""Reading pages and comparing them with their citations: here, or in other processes.

Reading is the part that takes processor time. In worker processes it goes on while this one
talks to the network.
"""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import os
import signal
import threading
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING, NamedTuple, Self

import msgspec

from linkcheck.matching import compare
from linkcheck.models import Citation, Evidence, Page, Resolution
from linkcheck.pages import read_page

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

__all__ = ["Reader", "Reading", "read"]

_BATCH = 16
"""Pages handed to a worker at once: handing over has a price of its own."""


class Reading(NamedTuple):
    """What was read at an address.

    Attributes:
        page: the page, or None where there is none to read.
        evidence: for each citation, what comparing it with the page found.
        fault: what went wrong in reading, which is a fault of linkcheck; else None.
    """

    page: Page | None
    evidence: tuple[tuple[Evidence, ...], ...]
    fault: str | None = None


def read(resolution: Resolution, citations: Sequence[Citation]) -> Reading:
    """Read an answer and compare it with the citations that led there.

    Args:
        resolution: what came of asking.
        citations: of one address.
    """
    if resolution.status is None:
        return Reading(None, ((),) * len(citations))
    try:
        page = read_page(resolution)
    except Exception as fault:  # one odd answer must not stop the others
        return Reading(None, ((),) * len(citations), f"{type(fault).__name__}: {fault}")
    return compare_all(page, citations)


def compare_all(page: Page | None, citations: Sequence[Citation]) -> Reading:
    """Compare a page with the citations that led there."""
    if page is None:
        return Reading(None, ((),) * len(citations))
    try:
        return Reading(page, tuple(compare(citation, page) for citation in citations))
    except Exception as fault:  # the same
        return Reading(page, ((),) * len(citations), f"{type(fault).__name__}: {fault}")


class _Job(NamedTuple):
    """One answer to read, and who waits for it."""

    resolution: Resolution
    citations: tuple[Citation, ...]
    done: asyncio.Future[Reading]


class Reader:
    """Reads pages, in worker processes if there are any. Use it as an async context manager.

    Args:
        workers: how many processes; with 0, pages are read in this one.
    """

    def __init__(self, workers: int = 0) -> None:
        self._workers = workers
        self._pool: ProcessPoolExecutor | None = None
        self._waiting: list[_Job] = []
        self._busy = 0
        self._running: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        """Start the workers."""
        if self._workers:
            self._pool = ProcessPoolExecutor(
                self._workers,
                mp_context=multiprocessing.get_context("spawn"),
                initializer=_prepare,
            )
            # So that they come up while the first requests are under way.
            for _ in range(self._workers):
                self._pool.submit(_nothing)
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Stop the workers."""
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)

    async def read(self, resolution: Resolution, citations: Sequence[Citation]) -> Reading:
        """Read an answer; see `read`."""
        if self._pool is None or resolution.status is None:
            return read(resolution, citations)
        job = _Job(resolution, tuple(citations), asyncio.get_running_loop().create_future())
        self._waiting.append(job)
        # Two batches a worker: one to work on, one that waits at its door.
        if self._busy < 2 * self._workers:
            self._hand_over()
        return await job.done

    def _hand_over(self) -> None:
        if not self._waiting:
            return
        batch, self._waiting = self._waiting[:_BATCH], self._waiting[_BATCH:]
        self._busy += 1
        task = asyncio.create_task(self._batch(batch))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _batch(self, batch: list[_Job]) -> None:
        assert self._pool is not None  # noqa: S101 - only then are batches made
        work = msgspec.msgpack.encode([(job.resolution, job.citations) for job in batch])
        try:
            done = await asyncio.get_running_loop().run_in_executor(self._pool, _work, work)
            readings = [Reading(*parts) for parts in _READINGS.decode(done)]
        except BrokenProcessPool:  # a worker was killed: go on without
            self._pool = None
            readings = [read(job.resolution, job.citations) for job in batch]
        finally:
            self._busy -= 1
        for job, reading in zip(batch, readings, strict=True):
            if not job.done.done():
                job.done.set_result(reading)
        self._hand_over()


_JOBS = msgspec.msgpack.Decoder(list[tuple[Resolution, tuple[Citation, ...]]])
_READINGS = msgspec.msgpack.Decoder(
    list[tuple[Page | None, tuple[tuple[Evidence, ...], ...], str | None]]
)


def _work(batch: bytes) -> bytes:
    return msgspec.msgpack.encode(
        [tuple(read(resolution, citations)) for resolution, citations in _JOBS.decode(batch)]
    )


def _nothing() -> None:
    """Do nothing: to wake a worker."""


def _prepare() -> None:
    """Make a worker leave signals to the main process, and end with it however that ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
            os._exit(0)

    threading.Thread(target=watch, daemon=True).start()
    with contextlib.suppress(OSError):
        os.nice(1)
