"""Worker processes: they help to read the articles, and ask for the sites dealt out to them.

While this process reads articles from the first one on, they read from the last one back. Only
data goes to them and comes back; where one dies or hangs, its work is done by this process.

Our own command starts them before anything else (`WorkerPool.start_early`): they are copies of
it, with all that it has loaded. Any other is not ours to copy: it may have threads, and locks of
theirs that nobody lets go in the copy; so there they are new processes, which first load it again.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from linkcheck import web
from linkcheck.articles.source import LARGE
from linkcheck.engine import process
from linkcheck.engine.fetch_stage import Answered, FetchTask, fetch_here
from linkcheck.engine.inputs import Found, read_file
from linkcheck.engine.observe import warm_up
from linkcheck.errors import noted
from linkcheck.languages import detect as built_in
from linkcheck.languages.detectors import NoDetector
from linkcheck.text.outlets import add_outlets, added_outlets
from linkcheck.web.settings import FetchSettings

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Iterable, Iterator, Sequence
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess
    from multiprocessing.synchronize import Event

    from linkcheck.engine.inputs import File
    from linkcheck.languages import Detect

__all__ = ["WorkerPool"]

T = TypeVar("T")

_ORDER = msgspec.msgpack.Decoder(tuple[FetchSettings, list[list[FetchTask]], int])
_BATCH = msgspec.msgpack.Decoder(list[Answered])
_FOUND = msgspec.msgpack.Decoder(tuple[int, Found])

_MANY = 400
"""Below this many addresses, starting other processes costs more than they give."""
_SHORT = 1 << 16
"""Bytes of an article that is read as an example."""
_SILENCE = 60.0
"""Seconds without a message after which a worker counts as hung; it sends one every few seconds,
unless a page or an article takes it longer to read."""
_SIGN_OF_LIFE = 5.0
"""Seconds between messages of a worker that has nothing else to say."""
_MUCH = 1 << 19
"""Articles of so many bytes, together, take longer to read than another process takes to start."""


class Worker:
    """Another process, which first reads and then asks; `close` ends it, whatever it does.

    Args:
        compares: it is to compare pages with citations.
        copied: it is a copy of this process, which must have no other thread.
    """

    def __init__(self, *, compares: bool, copied: bool) -> None:
        context = multiprocessing.get_context("fork" if copied else "spawn")
        self._pipe, self._theirs = context.Pipe()
        self._enough = context.Event()
        self._process: BaseProcess = context.Process(  # type: ignore[attr-defined]
            target=_work,
            args=(self._theirs, self._enough, compares, added_outlets()),
            daemon=True,
        )
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="linkcheck-worker")
        self._takes: asyncio.Task[None] | None = None
        self._has_order = asyncio.Event()
        self._is_closed = False
        if copied:
            self._start()
        else:
            self._thread.submit(self._start)

    def read(self, files: Sequence[tuple[int, File]], found: dict[int, Found]) -> None:
        """Let it read articles, before anything else.

        Args:
            files: by place; it begins at the end.
            found: takes what it has read, by place.
        """
        self._takes = asyncio.create_task(self._take(files, found))

    def has_read_enough(self) -> None:
        """Let it read no further article."""
        self._enough.set()

    async def order(
        self, settings: FetchSettings, share: list[list[FetchTask]], unread: int
    ) -> None:
        """Let it ask for a share of all sites; see `linkcheck.engine.fetch_stage.fetch_here`."""
        try:
            order = msgspec.msgpack.encode((settings, share, unread))
            if self._takes is not None:
                await self._takes
            if not self._is_closed:
                async with asyncio.timeout(_SILENCE):
                    await self._call(self._pipe.send_bytes, order)
        except TimeoutError:
            self.close()
        except OSError:
            return  # it died, which is seen when its answers are to come
        except UnicodeEncodeError:  # a file's name is not UTF-8: this process can do without it
            self.close()
        finally:
            self._has_order.set()

    async def answers(self) -> AsyncGenerator[list[Answered]]:
        """Yield what came of its share; then it is at its end."""
        try:
            await self._has_order.wait()
            while not self._is_closed and (sent := await self._receive()):
                if batch := _BATCH.decode(sent):
                    yield batch
        except (EOFError, OSError, msgspec.DecodeError):
            return  # it died, hangs or sends nonsense: whoever dealt the shares sees what is left
        finally:
            self.close()

    def close(self) -> None:
        """End the process."""
        if self._is_closed:
            return
        self._is_closed = True
        if self._process.pid is not None:
            self._process.kill()
        # Its thread may be waiting for the pipe, which has come to its end now.
        self._thread.submit(self._end)
        self._thread.shutdown(wait=False)

    async def _take(self, files: Sequence[tuple[int, File]], found: dict[int, Found]) -> None:
        try:
            await self._call(self._pipe.send, files)
            while not self._is_closed and (sent := await self._receive()):
                with suppress(msgspec.DecodeError):  # then it is read here
                    place, articles = _FOUND.decode(sent)
                    found[place] = articles
        except TimeoutError:
            self.close()
        except (EOFError, OSError):
            return  # it died, or is not needed any more: what it has not read is read here

    async def _receive(self) -> bytes:
        """Return its next message.

        Raises:
            EOFError: it died.
            TimeoutError: it hangs.
        """
        async with asyncio.timeout(_SILENCE):
            return await self._call(self._pipe.recv_bytes)

    async def _call(self, work: Callable[..., T], *values: object) -> T:
        """Do something that waits for the process, in its thread: one such thing at a time."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, work, *values)

    def _start(self) -> None:
        try:
            self._process.start()
        finally:
            self._theirs.close()

    def _end(self) -> None:
        if self._process.pid is not None:
            self._process.kill()
        self._pipe.close()


class WorkerPool:
    """Other processes. They are called before there is much to do: it takes them time to begin.

    Args:
        size: how many to call; 0 for none at all.
        compares: they are to compare pages with citations, and get ready for it.

    Attributes:
        workers: those that were called.
    """

    def __init__(self, size: int, *, compares: bool = True) -> None:
        self._size = size
        self._compares = compares
        self._ready: list[Worker] = []
        self.workers: list[Worker] = []

    def start_early(self, files: Iterable[File]) -> None:
        """Have copies of this process ready, if there is much for them to do.

        For a process of our own, before it has begun.

        Args:
            files: what there is to read; looked at until it is seen that this is much.
        """
        if self._ready or not self._size or not _can_be_copied():
            return
        much, short = _look_through(files)
        if not much:
            return
        # What is loaded now is loaded once for all, and so is what reading an article needs.
        _load(compares=self._compares)
        if short is not None:
            with suppress(Exception):
                # What is wrong with it is reported when it is its turn.
                read_file(short, _detect(compares=self._compares))
        try:
            for _ in range(self._size):
                self._ready.append(Worker(compares=self._compares, copied=True))
        except OSError:  # the system allows no more processes: this one can do without
            self.close()
            self._ready = []

    def expect(self, addresses: int) -> None:
        """Call them, if they were not, where so many addresses are enough for several to ask."""
        if addresses >= _MANY:
            self._call((), {})

    def is_worth(self, addresses: int) -> bool:
        """Tell whether so many addresses are worth sharing out among those that were called."""
        return bool(self.workers) and addresses >= _MANY

    @contextmanager
    def reading(self, files: Sequence[File]) -> Iterator[dict[int, Found]]:
        """Let them read articles from the end while whoever asks reads from the beginning.

        Args:
            files: in order; they are called for these where there is much to read.

        Yields:
            What they have read so far, by its place among the files.
        """
        found: dict[int, Found] = {}
        if self._ready or (self._size and _look_through(files)[0]):
            self._call(files, found)
        try:
            yield found
        finally:
            for worker in self.workers:
                worker.has_read_enough()

    def close(self) -> None:
        """End them."""
        for worker in (*self.workers, *self._ready):
            worker.close()

    def _call(self, files: Sequence[File], found: dict[int, Found]) -> None:
        if self.workers:
            return
        self.workers = self._ready or [
            Worker(compares=self._compares, copied=False) for _ in range(self._size)
        ]
        theirs = list(enumerate(files))[1:]  # with the first this process has begun
        for number, worker in enumerate(self.workers):
            worker.read(theirs[number :: self._size], found)


def _can_be_copied() -> bool:
    """Tell whether this process can be copied safely; other systems have threads of their own."""
    return sys.platform == "linux" and threading.active_count() == 1


def _look_through(files: Iterable[File]) -> tuple[bool, File | None]:
    """Tell whether it saves time to let others help to read these files, and name a short one.

    Only regular files count: what comes from a pipe can be read once.
    """
    total, short = 0, None
    for file in files:
        size = _size_of(file)
        total += size
        if short is None and 0 < size <= _SHORT:
            short = file
        if total >= _MUCH:
            return True, short
    return total >= _MUCH, short


def _size_of(file: File) -> int:
    """Return a regular file's size, or 0."""
    path = Path(file[0])
    try:
        return path.stat().st_size if path.is_file() else 0
    except OSError:  # whoever reads it says what is wrong
        return 0


def _load(*, compares: bool) -> None:
    """Load what asking needs, and reading and comparing nearly every page."""
    _ = web.Fetcher, web.GuardedSender
    if compares:
        warm_up()


def _detect(*, compares: bool) -> Detect:
    """Return what detects languages in a worker: another detector is never shared out."""
    return built_in if compares else NoDetector().detect


def _work(
    pipe: Connection[Any, Any], enough: Event, compares: bool, outlets: Sequence[dict[str, Any]]
) -> None:
    """Read articles, then take a share of the sites and ask: what the other process runs."""
    add_outlets(outlets)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the main process decides when to stop
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # a copy has what the main process does with it
    parent = multiprocessing.parent_process()

    def end_with_parent() -> None:
        if parent is not None:
            parent.join()
            os._exit(0)

    threading.Thread(target=end_with_parent, daemon=True).start()
    process.begin()
    try:
        _read(pipe, pipe.recv(), enough, _detect(compares=compares))
        _load(compares=compares)  # there may be nothing to ask for yet
        asyncio.run(_ask(pipe, *_ORDER.decode(pipe.recv_bytes())))
    except (EOFError, OSError):
        return  # the main process wants no more
    except Exception as error:  # the main process does what this one has not done
        noted(error, "fetching in a worker process")


def _read(
    pipe: Connection[Any, Any],
    files: Sequence[tuple[int, File]],
    enough: Event,
    detect: Detect,
) -> None:
    """Read articles from the last one on, and send each, until it is enough."""
    for place, file in reversed(files):
        if enough.is_set():
            break
        try:
            if not 0 < _size_of(file) <= LARGE:
                continue  # the main process reads it in parts, or it is a pipe, which is read once
            sent = msgspec.msgpack.encode((place, read_file(file, detect)))
        except Exception:  # noqa: S112 - the main process meets it, too, and says what it is
            continue
        pipe.send_bytes(sent)
    pipe.send_bytes(b"")


async def _ask(
    pipe: Connection[Any, Any], settings: FetchSettings, share: list[list[FetchTask]], unread: int
) -> None:
    one_at_a_time = asyncio.Lock()

    async def send(message: bytes) -> None:
        # The main process may be busy: meanwhile this one goes on asking.
        async with one_at_a_time:
            await asyncio.to_thread(pipe.send_bytes, message)

    async def live() -> None:
        while True:
            await asyncio.sleep(_SIGN_OF_LIFE)
            await send(msgspec.msgpack.encode([]))

    async with (
        web.Fetcher(settings) as fetcher,
        aclosing(fetch_here(fetcher, share, unread)) as batches,
    ):
        living = asyncio.create_task(live())
        async for batch in batches:
            await send(msgspec.msgpack.encode(batch))
        living.cancel()
        await send(b"")  # nobody has to wait until all connections are closed
