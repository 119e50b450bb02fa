"""End a run in time on Ctrl-C or SIGTERM, whatever it is waiting for.

The first signal cancels the run, which then closes its connections and files. If that takes too
long, the run is interrupted where it stands. The report of what was found is written in any case;
only if its output blocks too does the process end without it. A second signal skips the waiting.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NoReturn, Self, TypeVar

from linkcheck.engine.programs import kill_commands

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from types import FrameType, TracebackType

__all__ = ["Stop", "leave"]

T = TypeVar("T")

_UNFINISHED = 3  # as linkcheck check exits
_CLOSING = 0.6
"""Seconds that a cancelled run has to close what it has opened."""
_AGAIN = 0.15
"""Seconds between two looks at a run that was stopped."""
_BLOCKED = 1.6
"""Seconds after the signal from which on the process ends if it does nothing but wait."""
_LONGEST = 10.0
"""Seconds after the signal from which on it ends although it works: a report can be long."""


class Stop:
    """A context in which SIGINT and SIGTERM end a run; does nothing outside the main thread.

    Args:
        at_last: called before the process ends with its report unfinished.
    """

    def __init__(self, at_last: Callable[[], object] | None = None) -> None:
        self._at_last = at_last
        self._previous: dict[int, Any] = {}
        self._cancel: Callable[[], object] | None = None
        self._is_over = False
        self._since: float | None = None
        self._worked = 0.0

    def __enter__(self) -> Self:
        """Handle the signals from here on."""
        with suppress(ValueError):  # not the main thread: whoever runs us there handles signals
            for number in (signal.SIGINT, signal.SIGTERM):
                # A shell lets background jobs ignore Ctrl-C.
                if signal.getsignal(number) is not signal.SIG_IGN:
                    self._previous[number] = signal.signal(number, self._on_signal)
            if hasattr(signal, "setitimer"):
                self._previous[signal.SIGALRM] = signal.signal(signal.SIGALRM, self._on_timer)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Leave the signals to whoever handled them before."""
        self._is_over = True
        if self._since is not None:
            with suppress(OSError, ValueError):  # while there is still a limit to how long
                sys.stdout.flush()
            if hasattr(signal, "setitimer"):
                signal.setitimer(signal.ITIMER_REAL, 0)
        for number, handler in self._previous.items():
            signal.signal(number, handler)

    @property
    def was_heard(self) -> bool:
        """Whether there was a signal."""
        return self._since is not None

    def run(self, main: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine in a new event loop.

        Raises:
            KeyboardInterrupt: it was stopped, and returned nothing.
        """

        async def cancellable() -> T:
            loop, task = asyncio.get_running_loop(), asyncio.current_task()
            # A thread may read from a pipe that nobody writes to: the loop must not wait for it.
            loop.set_default_executor(_Unjoined(thread_name_prefix="linkcheck"))
            if task is not None:
                self._cancel = lambda: loop.call_soon_threadsafe(task.cancel)
            try:
                return await main
            finally:
                self._cancel = None

        try:
            with asyncio.Runner() as runner:
                return runner.run(cancellable())
        except asyncio.CancelledError:
            raise KeyboardInterrupt from None
        finally:
            self._is_over = True

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        if self._since is None:
            self._since = time.monotonic()
            if hasattr(signal, "setitimer"):
                # A timer, not a thread: a regular expression holds up all threads, but not this.
                signal.setitimer(signal.ITIMER_REAL, _CLOSING, _AGAIN)
            if self._cancel is not None:
                self._cancel()
            elif not self._is_over:
                raise KeyboardInterrupt
            # Otherwise the report is being written, which is the end of the run anyway.
        elif not self._is_over:
            raise KeyboardInterrupt
        else:
            self._end()

    def _on_timer(self, _number: int, _frame: FrameType | None) -> None:
        passed = time.monotonic() - (self._since or 0.0)
        worked, self._worked = time.thread_time() - self._worked, time.thread_time()
        waits = worked < _AGAIN / 50
        if passed > _LONGEST or (passed > _BLOCKED and waits):
            self._end()
        if not self._is_over:
            raise KeyboardInterrupt

    def _end(self) -> NoReturn:
        with suppress(OSError):
            if self._at_last is not None:
                self._at_last()
        _kill_children()
        os._exit(_UNFINISHED)


class _Unjoined(ThreadPoolExecutor):
    """Threads that nobody waits for at the end."""

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: ARG002 - the base's
        super().shutdown(wait=False, cancel_futures=True)


def leave(code: int) -> NoReturn:
    """End the process although it has threads that wait for something, such as a name server."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    _kill_children()
    os._exit(code)


def _kill_children() -> None:
    for worker in multiprocessing.active_children():
        worker.kill()
    kill_commands()
