"""What the runs of a checker have found so far, and the reports on it."""

from __future__ import annotations

import logging
import time
from collections import Counter, deque
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Literal, Self

from linkcheck.models import Problem, Progress, Report, Tally, Verdict
from linkcheck.reports.safe import shown
from linkcheck.suppression.baseline import KnownFinding

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable

    from linkcheck.engine.plan import Plan
    from linkcheck.engine.run import Run
    from linkcheck.settings.settings import Settings
    from linkcheck.suppression.baseline import Baseline

__all__ = ["Found", "Keep", "Results", "Verdicts"]

_log = logging.getLogger("linkcheck")

Keep = bool | Literal["calls"]
"""Which verdicts are kept: all, those of each call for its own report only, or none."""


class Found:
    """What was found so far: verdicts, counts and problems.

    Args:
        keep: keep the verdicts; without, only their counts.

    Attributes:
        problems: what could not be read or judged.
        paths: of the articles that were read.
        articles: how many were read.
        planned: citations to judge.
        done: citations judged.
        excluded: citations left out because of their addresses.
        known: findings that the baseline knows.
        out_of_time: a run stopped since its time was up.
        outage: why a run stopped, where our own network was at fault; else None.
        digests: of the files that were read, see `Report.digests`.
    """

    def __init__(self, *, keep: bool) -> None:
        self._keep = keep
        self._verdicts: dict[tuple[int, int], Verdict] = {}
        self._tally = Tally()
        self._started = time.monotonic()
        self.problems: list[Problem] = []
        self.paths: set[str] = set()
        self.digests: dict[str, str] = {}
        self.articles = 0
        self.planned = 0
        self.done = 0
        self.excluded = 0
        self.known = 0
        self.out_of_time = False
        self.outage: str | None = None

    def read(self, plan: Plan, digests: dict[str, str]) -> None:
        """Add what was read: problems, articles, and how many citations there are to judge."""
        self.problems += plan.problems
        # Citations that a program gives in several parts are one article.
        self.articles += plan.count - len(plan.given & self.paths)
        self.paths |= plan.articles
        self.digests |= digests
        self.planned += len(plan)
        self.excluded += plan.excluded

    def add(self, run: int, place: int, verdict: Verdict) -> None:
        """Add a verdict."""
        self.done += 1
        self._tally.add(verdict)
        if self._keep:
            self._verdicts[run, place] = verdict

    def report(self, *, complete: bool, fixed: int) -> Report:
        """Return the report.

        Args:
            complete: False when a run was stopped before its end.
            fixed: how many of the baseline's findings are no more.
        """
        return Report(
            verdicts=tuple(self._verdicts[place] for place in sorted(self._verdicts)),
            problems=tuple(self.problems),
            articles=self.articles,
            complete=complete and not (self.out_of_time or self.outage),
            out_of_time=self.out_of_time,
            outage=self.outage,
            unchecked=self.planned - self.done,
            excluded=self.excluded,
            known=self.known,
            fixed=fixed,
            elapsed=time.monotonic() - self._started,
            tally=None if self._keep else self._tally,
            digests=dict(self.digests),
        )


class Results:
    """What all runs have found, whichever of them run at once.

    Args:
        settings: see `Settings`.
        keep: which verdicts are kept.
        on_progress: called after each verdict.

    Attributes:
        total: what was found in all runs.
        running: runs that are under way.
        ended: runs that were ended, with verdicts still to be judged.
        late: verdicts that waited for others when their run was ended; until the next one begins.
        baseline: the findings that were known before, once it is read.
        not_looked_for: rules that the settings leave out.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        keep: Keep,
        on_progress: Callable[[Progress], object] | None,
    ) -> None:
        self._keep = keep
        self._on_progress = on_progress
        self._runs = 0
        self.total = Found(keep=keep is True)
        self.running: set[Run] = set()
        self.ended: list[Run] = []
        self.late: deque[Verdict] = deque()
        self.baseline: Baseline | None = None
        self._all_wanted = settings.selection.everything and not settings.fetch.status_only
        self.not_looked_for = settings.not_looked_for

    def found(self) -> Found:
        """Return where one call puts what it finds."""
        return Found(keep=bool(self._keep))

    def begin(self, run: Run) -> int:
        """Return the number of a run that begins."""
        self._runs += 1
        self.finish()
        self.late.clear()
        self.running.add(run)
        return self._runs

    def close(self) -> None:
        """Close the runs whose verdicts nobody has taken to the end."""
        for run in list(self.running):
            run.close()

    def finish(self) -> None:
        """Judge what still waits in runs that were ended."""
        for run in list(self.ended):
            run.finish()

    def add(self, run: int, place: int, verdict: Verdict) -> None:
        """Add a verdict, and tell how far the runs have come.

        Args:
            run: number of the run.
            place: of the citation, in the order of the run's articles.
            verdict: as it is reported.
        """
        self.total.add(run, place, verdict)
        if _log.isEnabledFor(logging.DEBUG):
            _log.debug("%s", _line(verdict))
        if self._on_progress is not None:
            total = self.total
            progress = Progress(done=total.done, total=total.planned, url=verdict.citation.url)
            self._on_progress(progress)

    def all_checked(self, found: Found | None = None) -> bool:
        """Tell whether every citation of the articles was looked at."""
        found = found if found is not None else self.total
        left_out = found.problems or found.excluded or found.out_of_time or found.outage
        return self._all_wanted and not left_out

    def report(self, found: Found | None = None, *, complete: bool = True) -> Report:
        """Return what was found so far, in the order of the runs and their articles.

        Args:
            found: of which call; by default of all.
            complete: False when a run was stopped before its end.
        """
        self.finish()
        found = found if found is not None else self.total
        fixed = Counter[KnownFinding]()
        if self.baseline is not None and complete and self.all_checked(found):
            fixed = self.baseline.fixed(found.paths, self.not_looked_for)
        return found.report(complete=complete, fixed=fixed.total())


class Verdicts(AsyncIterator[Verdict]):
    """The verdicts of one call, as they come; and the report on that call.

    Args:
        verdicts: yields them.
        results: of all calls.
        found: what this call has found.
    """

    def __init__(self, verdicts: AsyncGenerator[Verdict], results: Results, found: Found) -> None:
        self._verdicts = verdicts
        self._results = results
        self._found = found

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Verdict:
        return await anext(self._verdicts)

    async def aclose(self) -> None:
        """End the call before its end; what was found until then is in the report."""
        await self._verdicts.aclose()

    def report(self, *, complete: bool = True) -> Report:
        """Return what this call has found so far, in the order of its articles or citations.

        Args:
            complete: False when it was stopped before its end.
        """
        return self._results.report(self._found, complete=complete)


def _line(verdict: Verdict) -> str:
    """Return a verdict in one line, without secrets."""
    citation = verdict.citation
    source = citation.url or citation.title or citation.publisher or ""
    rules = ", ".join(finding.rule for finding in verdict.findings)
    where = f"{citation.location.path}:{citation.location.words}"
    return shown(f"{where} {source} is {verdict.status}" + (f" ({rules})" if rules else ""))
