"""Progress of a check as a bar; only for terminals, as rich is slow to import."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from rich import progress as bars
from rich.console import Console
from rich.text import Text

if TYPE_CHECKING:
    from linkcheck.models import Progress

__all__ = ["Bar"]


class _Rate(bars.ProgressColumn):
    """Citations in a second."""

    def render(self, task: bars.Task) -> Text:
        """Return the rate, or nothing at the beginning."""
        speed = task.finished_speed or task.speed
        return Text(f"{speed:.1f}/s" if speed is not None else "", style="dim")


class Bar:
    """A progress bar: label, count, rate and remaining time."""

    def __enter__(self) -> Self:
        """Show the bar."""
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
        """Remove the bar."""
        self._bar.stop()

    def __call__(self, progress: Progress) -> None:
        """Show the progress of the run."""
        self._bar.update(
            self._task,
            description="Checking citations",
            completed=progress.done,
            total=progress.total,
        )
