"""What the runs of a checker have found so far, and the report on it."""

from __future__ import annotations

import time
from collections import Counter
from typing import TYPE_CHECKING

from linkcheck.models import Problem, Progress, Report, Tally, Verdict
from linkcheck.suppression.baseline import KnownFinding

if TYPE_CHECKING:
    from collections.abc import Callable

    from linkcheck.engine.run import Run
    from linkcheck.settings.settings import Settings
    from linkcheck.suppression.baseline import Baseline

__all__ = ["Results"]


class Results:
    """Verdicts, counts and problems of all runs, whichever of them run at once.

    Args:
        settings: see `Settings`.
        keep: keep all verdicts; without, only their counts.
        on_progress: called after each verdict.

    Attributes:
        problems: what could not be read or judged.
        paths: of the articles that were read.
        articles: how many were read.
        planned: citations to judge.
        running: runs that are under way.
        out_of_time: a run stopped since its time was up.
        outage: why a run stopped, where our own network was at fault; else None.
        digests: of the files that were read, see `Report.digests`.
        baseline: the findings that were known before, once it is read.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        keep: bool,
        on_progress: Callable[[Progress], None] | None,
    ) -> None:
        self._not_looked_for = settings.not_looked_for
        self._all_wanted = settings.selection.everything and not settings.fetch.status_only
        self._keep = keep
        self._on_progress = on_progress
        self._verdicts: dict[tuple[int, int], Verdict] = {}
        self._tally = Tally()
        self._runs = 0
        self._done = 0
        self._started = time.monotonic()
        self.problems: list[Problem] = []
        self.paths: set[str] = set()
        self.digests: dict[str, str] = {}
        self.articles = 0
        self.planned = 0
        self.running: set[Run] = set()
        self.out_of_time = False
        self.outage: str | None = None
        self.baseline: Baseline | None = None

    def begin(self, run: Run) -> int:
        """Return the number of a run that begins."""
        self._runs += 1
        self.running.add(run)
        return self._runs

    def close(self) -> None:
        """Close the runs whose verdicts nobody has taken to the end."""
        for run in list(self.running):
            run.close()

    def add(self, run: int, place: int, verdict: Verdict) -> None:
        """Add a verdict.

        Args:
            run: number of the run.
            place: of the citation, in the order of the run's articles.
            verdict: as it is reported.
        """
        self._done += 1
        self._tally.add(verdict)
        if self._keep:
            self._verdicts[run, place] = verdict
        if self._on_progress is not None:
            progress = Progress(done=self._done, total=self.planned, url=verdict.citation.url)
            self._on_progress(progress)

    def all_checked(self) -> bool:
        """Tell whether every citation of the articles was looked at."""
        return self._all_wanted and not (self.problems or self.out_of_time or self.outage)

    def report(self, *, complete: bool = True) -> Report:
        """Return what was found so far, in the order of the runs and their articles.

        Args:
            complete: False when a run was stopped before its end.
        """
        fixed = Counter[KnownFinding]()
        if self.baseline is not None and complete and self.all_checked():
            fixed = self.baseline.fixed(self.paths, self._not_looked_for)
        return Report(
            verdicts=tuple(self._verdicts[place] for place in sorted(self._verdicts)),
            problems=tuple(self.problems),
            articles=self.articles,
            complete=complete and not (self.out_of_time or self.outage),
            out_of_time=self.out_of_time,
            outage=self.outage,
            unchecked=self.planned - self._done,
            known=self.baseline.hidden if self.baseline is not None else 0,
            fixed=fixed.total(),
            elapsed=time.monotonic() - self._started,
            tally=None if self._keep else self._tally,
            digests=self.digests,
        )
