"""How far a check has come: a bar on a terminal, one line a minute where there is none."""

from __future__ import annotations

import sys
import threading
import time
from typing import TYPE_CHECKING, Protocol, Self

from rich import progress as bars
from rich.console import Console
from rich.text import Text

from linkcheck.cli.echo import warn

if TYPE_CHECKING:
    from linkcheck.models import Progress

__all__ = ["Bar", "Lines", "Shown", "shown_progress"]

_MINUTE = 60.0
_FIRST = 10
"""Citations from which on a rate says something."""


class Shown(Protocol):
    """Shows progress, within a context."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...

    def __call__(self, progress: Progress) -> None:
        """Take how far the run has come."""


def shown_progress() -> Shown:
    """Return what shows progress on standard error."""
    return Bar() if sys.stderr.isatty() else Lines()


class _Rate(bars.ProgressColumn):
    """Citations in a second."""

    def render(self, task: bars.Task) -> Text:
        """Return the rate, or nothing at the beginning."""
        speed = task.finished_speed or task.speed
        return Text(f"{speed:.1f}/s" if speed is not None else "", style="dim")


class Bar:
    """A progress bar: label, count, rate and remaining time."""

    def __enter__(self) -> Self:
        """Begin to show it."""
        self._bar = bars.Progress(
            bars.TextColumn("{task.description}"),
            bars.BarColumn(),
            bars.MofNCompleteColumn(),
            _Rate(),
            bars.TimeRemainingColumn(compact=True),
            console=Console(stderr=True),
            transient=True,
        )
        self._task = self._bar.add_task("Reading articles", total=None)
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Take it away."""
        self._bar.stop()

    def __call__(self, progress: Progress) -> None:
        """Show how far the run has come."""
        self._bar.update(
            self._task,
            description="Checking citations",
            completed=progress.done,
            total=progress.total,
        )


class Lines:
    """A line a minute in a log, so that a long run does not look stuck.

    Args:
        every: seconds between two lines.
    """

    def __init__(self, every: float = _MINUTE) -> None:
        self._every = every
        self._over = threading.Event()
        self._done = self._total = 0
        self._thread = threading.Thread(target=self._run, name="linkcheck-progress", daemon=True)

    def __enter__(self) -> Self:
        """Begin to count."""
        self._began = time.monotonic()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Write no more."""
        self._over.set()
        self._thread.join()

    def __call__(self, progress: Progress) -> None:
        """Note how far the run has come."""
        self._done, self._total = progress.done, progress.total

    def _run(self) -> None:
        while not self._over.wait(self._every):
            warn(self._line(self._done, self._total, time.monotonic() - self._began))

    @staticmethod
    def _line(done: int, total: int, elapsed: float) -> str:
        """Return the line that says how far a run has come.

        Args:
            done: citations judged.
            total: citations in all, 0 where that is not known yet.
            elapsed: seconds since the beginning.
        """
        if not total:
            return f"reading articles ({elapsed:.0f} s)"
        line = f"checked {done:,} of {total:,} citations"
        if done < _FIRST:
            return line
        rate = done / elapsed
        left = (total - done) / rate
        remaining = f"{left / 60:.0f} min" if left >= _MINUTE else f"{left:.0f} s"
        return f"{line} ({rate:.1f}/s, about {remaining} left)"
