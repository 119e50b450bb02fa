"""Progress of a check: a bar on a terminal, one line a minute elsewhere."""

from __future__ import annotations

import sys
import threading
import time
from typing import TYPE_CHECKING, Protocol, Self

from linkcheck.cli.echo import warn

if TYPE_CHECKING:
    from linkcheck.models import Progress

__all__ = ["Lines", "Shown", "shown_progress"]

_MINUTE = 60.0
_FIRST = 10
"""Number of citations from which a rate is meaningful."""


class Shown(Protocol):
    """A display of progress; a context manager."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...

    def __call__(self, progress: Progress) -> None:
        """Show the progress of the run."""


def shown_progress() -> Shown:
    """Return a display of progress on standard error."""
    if not sys.stderr.isatty():
        return Lines()
    from linkcheck.cli.progress_bar import Bar  # noqa: PLC0415 - slow to import

    return Bar()


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
        """Start the timer."""
        self._began = time.monotonic()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop the timer."""
        self._over.set()
        self._thread.join()

    def __call__(self, progress: Progress) -> None:
        """Record the progress of the run."""
        self._done, self._total = progress.done, progress.total

    def _run(self) -> None:
        while not self._over.wait(self._every):
            warn(self._line(self._done, self._total, time.monotonic() - self._began))

    @staticmethod
    def _line(done: int, total: int, elapsed: float) -> str:
        """Return the line that shows the progress of the run.

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
