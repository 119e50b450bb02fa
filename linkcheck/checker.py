"""Drive the stages: plan, ask, read, compare, judge, and yield each verdict as it comes.

Nothing is decided here.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections import Counter
from contextlib import AsyncExitStack, aclosing, suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Self

import msgspec

from linkcheck.engine.cache import Cache, unchanged
from linkcheck.engine.drift import DriftCheck
from linkcheck.engine.fetch_stage import UNREAD, Answered, reconsidered
from linkcheck.engine.inputs import list_files
from linkcheck.engine.observe import compare_all
from linkcheck.engine.outage import Watch, explained
from linkcheck.engine.plan import Plan, Task
from linkcheck.engine.queues import until
from linkcheck.engine.quotations import QuotationSearch
from linkcheck.engine.shards import fetch_everywhere
from linkcheck.engine.watching import until_outage
from linkcheck.engine.workers import WorkerPool
from linkcheck.errors import UsageError, noted
from linkcheck.judging.judge import judge, not_judged
from linkcheck.languages.detectors import NoDetector, named, using
from linkcheck.models import (
    Evidence,
    Page,
    Problem,
    Progress,
    Report,
    Resolution,
    Tally,
    Verdict,
)
from linkcheck.settings.selection import stale
from linkcheck.settings.settings import Settings
from linkcheck.suppression.baseline import Baseline, KnownFinding
from linkcheck.suppression.ignores import Ignores
from linkcheck.text.urls import is_address

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterable, Iterator
    from os import PathLike
    from types import TracebackType

    import httpx

    from linkcheck.languages import Detector
    from linkcheck.matching.semantic import Encoder
    from linkcheck.store import Known
    from linkcheck.web import Fetcher, Recorder

__all__ = ["Checker", "check", "check_async"]


class Checker:
    """Checks articles, with one client for all of them.

    Use it as an async context manager; `check` may be called several times inside, and the
    report then covers all calls.

    Args:
        settings: see `Settings`.
        transport: an httpx transport to send requests through instead of our own; addresses
            are then not guarded, since the transport decides what it connects to.
        client: an httpx client of your own to send requests with; it is left open, and addresses
            are not guarded either.
        encoder: asked where the rules cannot decide about titles of two languages, instead of the
            one that `Settings.semantic` stands for.
        detector: tells languages, instead of the one that `Settings.detector` names.
        on_progress: called after each verdict.
        keep: keep all verdicts for the report; without, it has only their counts, and a run over
            any number of citations takes no more memory.

    Attributes:
        paths: of the articles that were read so far.
    """

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
        client: httpx.AsyncClient | None = None,
        encoder: Encoder | None = None,
        detector: Detector | None = None,
        on_progress: Callable[[Progress], None] | None = None,
        keep: bool = True,
    ) -> None:
        if transport is not None and client is not None:
            raise UsageError("give either a transport or a client, not both")
        self.settings = settings if settings is not None else Settings()
        self._transport = transport
        self._client = client
        self._encoder = encoder
        self._detector = detector if detector is not None else named(self.settings.detector)
        self._on_progress = on_progress
        self._keep_verdicts = keep
        self._crew: WorkerPool | None = None
        self._recorder: Recorder | None = None
        self._fetcher: Fetcher | None = None
        self._is_open = False
        self._cache = Cache(None)
        self._drift = DriftCheck(self.settings.drift_from)
        self._resources = AsyncExitStack()
        self._verdicts: dict[int, Verdict] = {}
        self._tally = Tally()
        self._problems: list[Problem] = []
        self._today = datetime.now(UTC).date().isoformat()
        self._ignores = Ignores(self.settings.ignores, self._today, self.settings.unsought)
        self._baseline: Baseline | None = None
        self._quotations = QuotationSearch(wanted=self.settings.quotations)
        self.paths: set[str] = set()
        self._articles = 0
        self._planned = 0
        self._done = 0
        self._next = 0
        self._out_of_time = False
        self._outage: str | None = None
        self._started = time.monotonic()

    async def __aenter__(self) -> Self:
        settings = self.settings
        if settings.baseline is not None:
            self._baseline = Baseline.read(settings.baseline)
        async with AsyncExitStack() as stack:
            if self._crew is not None:
                stack.callback(self._crew.close)
            blind = settings.fetch.status_only
            stack.enter_context(using(NoDetector() if blind else self._detector))
            if self._transport is None and settings.replay is not None:
                from linkcheck.web import ReplayTransport  # noqa: PLC0415 - slow to import

                self._transport = ReplayTransport(settings.replay, pace=settings.replay_pace)
            if settings.record is not None:
                from linkcheck.web import Recorder  # noqa: PLC0415 - the same

                self._recorder = stack.enter_context(Recorder(settings.record))
            memory = Cache(None if blind else settings.store, refresh=settings.refresh)
            self._cache = await stack.enter_async_context(memory)
            await stack.enter_async_context(self._drift)
            if settings.semantic and self._encoder is None:
                from linkcheck.matching.semantic import UniversalEncoder  # noqa: PLC0415 - an extra

                self._encoder = await asyncio.to_thread(UniversalEncoder)
            self._resources = stack
            if self._transport is not None or settings.fetch.may_be_refused:
                await self._open_fetcher()  # which closes it at the end
            self._resources = stack.pop_all()
        self._is_open = True
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._is_open = False
        self._fetcher = None
        await self._resources.aclose()

    def call_workers(self, paths: Iterable[str | PathLike[str]]) -> None:
        """Have the processes of `Settings.workers` ready before the event loop begins.

        They are copies of this one, where that can be copied; otherwise, and without this, they
        are called when they are needed.

        Args:
            paths: what will be checked.
        """
        self._crew = self._crew or self._make_crew()
        with suppress(UsageError):  # which is raised again when all is read
            files = [path for path in paths if not is_address(path)]
            self._crew.start_early(list_files(files, self.settings.inputs))

    async def check(self, paths: Iterable[str | PathLike[str]]) -> AsyncIterator[Verdict]:
        """Yield a verdict for every citation of the articles, in the order they are reached.

        An article that cannot be read becomes a problem in the report; the others go on.

        Args:
            paths: files, folders, `-` for standard input, addresses of live articles.

        Raises:
            UsageError: a path does not exist.
            RecordingError: the recording cannot be written.
            StoreError: the store cannot be read or written.
        """
        if not self._is_open:
            raise RuntimeError("use Checker as an async context manager: async with Checker() as c")
        names = [str(path) for path in paths]
        allowed = self.settings.max_time
        deadline = None if allowed is None else time.monotonic() + allowed
        pool, self._crew = self._crew or self._make_crew(), None  # each is for one check
        self._resources.callback(pool.close)
        plan = await self._make_plan(names, pool)
        fetcher = await self._open_fetcher()
        for task in plan.unlinked:
            yield self._judge(task, None, None, ())
        by_address = plan.by_address
        # Of the settings those that change what an address answers.
        watch = await self._make_watch(fetcher, list(by_address))
        what = (names, self.settings.inputs, self.settings.fetch)
        await self._cache.begin(repr(what))
        expired: dict[str, Known] = {}
        async for address, known in self._cache.remembered(list(by_address)):
            if known.page is not None and self._quotations.words(by_address[address]):
                continue  # not all of its text is remembered
            # Whoever wants what was long not looked at wants it looked at.
            if not known.fresh or self.settings.selection.stale_days is not None:
                expired[address] = known
                continue
            tasks = by_address.pop(address)
            resolution = msgspec.structs.replace(known.resolution, cached=True)
            reading = compare_all(known.page, [task.citation for task in tasks])
            drifted = await self._drift.drifted([Answered(address, resolution, reading)])
            (answered,) = await reconsidered(drifted, self._encoder)
            for verdict in self._answered(tasks, answered):
                yield verdict
        async with aclosing(self._ask_all(fetcher, pool, plan, expired, watch)) as batches:
            async for batch in until(deadline, batches):
                kept = await self._drift.drifted(await self._cache.keep(batch))
                for answered in await reconsidered(kept, self._encoder):
                    for verdict in self._answered(by_address.pop(answered.address), answered):
                        yield verdict
        if watch is not None and watch.outage is not None:
            self._outage = explained(watch.outage, self.settings.fetch)
        self._out_of_time = bool(by_address) and self._outage is None
        for verdict in self._unfinished():
            yield verdict
        for verdict in self._ignores.leftovers(
            self.settings.policy,
            all_checked=self._all_checked,
            all_read=any(map(os.path.isdir, names)),
        ):
            self._planned += 1
            yield self._done_with(self._next, verdict)
            self._next += 1
        if not self._out_of_time and self._outage is None:
            await self._cache.end()

    @property
    def _all_checked(self) -> bool:
        """Tell whether every citation of the articles was looked at."""
        settings = self.settings
        read = not settings.fetch.status_only and not self._problems
        return settings.selection.everything and read and not (self._out_of_time or self._outage)

    async def _open_fetcher(self) -> Fetcher:
        """Open the client when it is needed: it is slow to import, and workers start meanwhile."""
        if self._fetcher is None:
            from linkcheck.web import Fetcher  # noqa: PLC0415 - see above

            self._fetcher = await self._resources.enter_async_context(
                Fetcher(
                    self.settings.fetch,
                    transport=self._transport,
                    client=self._client,
                    recorder=self._recorder,
                )
            )
        return self._fetcher

    def _make_crew(self) -> WorkerPool:
        """Return the other processes that may be called, none where there must be none."""
        # What is sent and written down by one process cannot be shared out.
        settings = self.settings
        own = (self._transport, self._client, self._detector, settings.replay, settings.record)
        alone = any(each is not None for each in own)
        return WorkerPool(0 if alone else settings.workers, compares=not settings.fetch.status_only)

    async def _make_plan(self, paths: list[str], pool: WorkerPool) -> Plan:
        """Read all articles, and choose what is to be checked."""
        selection = self.settings.selection
        plan = Plan(selection, self._ignores, self._next)
        fetcher = await self._open_fetcher() if any(map(is_address, paths)) else None
        async for article in plan.read(paths, self.settings.inputs, fetcher, pool.reading):
            try:
                self._quotations.add(article)
            except Exception as fault:  # one odd article must not stop the others
                message = (
                    "its quotations could not be read, which is a fault of linkcheck: "
                    f"please report it ({noted(fault, 'reading quotations')})"
                )
                self._problems.append(Problem(path=article.path, line=None, message=message))
            pool.expect(len(plan.by_address))
        if selection.stale_days is not None:
            seen = await self._cache.last_seen(list(plan.by_address))
            before = time.time() - selection.stale_days * 86_400
            plan.keep_only(set(stale(plan.by_address, seen, before)))
        if selection.sample is not None:
            plan.draw(selection.sample, f"{self.settings.fetch.seed} {self._today}")
        self._quotations.begin(plan.by_address.values())
        self._problems += plan.problems
        self._articles += plan.count
        self.paths |= plan.articles
        self._next = plan.next
        self._planned += len(plan)
        return plan

    def report(self, *, complete: bool = True) -> Report:
        """Return what was found so far, in the order of the articles.

        Args:
            complete: False when the run was stopped before its end.
        """
        if not complete:
            list(self._unfinished())
        mended = Counter[KnownFinding]()
        if self._baseline is not None and complete and self._all_checked:
            mended = self._baseline.mended(self.paths, self.settings.unsought)
        return Report(
            verdicts=tuple(self._verdicts[place] for place in sorted(self._verdicts)),
            problems=tuple(self._problems),
            articles=self._articles,
            complete=complete and not (self._out_of_time or self._outage),
            out_of_time=self._out_of_time,
            outage=self._outage,
            unchecked=self._planned - self._done,
            known=self._baseline.hidden if self._baseline is not None else 0,
            mended=mended.total(),
            elapsed=time.monotonic() - self._started,
            tally=None if self._keep_verdicts else self._tally,
        )

    async def _make_watch(self, fetcher: Fetcher, addresses: list[str]) -> Watch | None:
        """Return what watches over the network; a recorded web needs none."""
        if self.settings.replay is not None:
            return None
        lived = await self._cache.living_sites(addresses)
        proxied = self.settings.fetch.proxy_from_env
        return Watch(names=fetcher.is_ours, proxied=proxied, lived=lived)

    async def _ask_all(
        self,
        fetcher: Fetcher,
        pool: WorkerPool,
        plan: Plan,
        expired: dict[str, Known],
        watch: Watch | None,
    ) -> AsyncGenerator[list[Answered]]:
        """Ask for every address, read what is there, and pass it on."""
        queues = plan.jobs(expired, self._quotations.words)
        # What waits to be read when the time is over was asked for in vain.
        unread = UNREAD if self.settings.max_time is None else 0
        async with (
            aclosing(fetch_everywhere(fetcher, queues, pool, unread)) as asked,
            aclosing(until_outage(asked, watch, fetcher) if watch is not None else asked) as sound,
        ):
            async for batch in sound:
                yield [
                    unchanged(found, expired.pop(found.address, None), plan.cited(found.address))
                    for found in batch
                ]

    def _answered(self, tasks: list[Task], answered: Answered) -> Iterator[Verdict]:
        """Judge every citation that waited for one answer, or for that one last."""
        for task, found, evidence in self._quotations.ready(tasks, answered):
            if found.fault is not None:
                yield self._give_up(task, found.fault)
            else:
                yield self._judge(task, found.resolution, found.reading.page, evidence)

    def _unfinished(self) -> Iterator[Verdict]:
        """Judge what waited for sources that were not reached."""
        for task, found, evidence in self._quotations.rest():
            yield self._judge(task, found.resolution, found.reading.page, evidence)

    def _judge(
        self,
        task: Task,
        resolution: Resolution | None,
        page: Page | None,
        evidence: tuple[Evidence, ...],
    ) -> Verdict:
        try:
            verdict = judge(
                task.citation,
                article=task.article,
                resolution=resolution,
                page=page,
                evidence=evidence,
                policy=self.settings.policy,
                repeats=task.repeats,
            )
        except Exception as fault:  # one odd page must not stop the others
            return self._give_up(task, noted(fault, "judging a citation"))
        return self._done_with(task.place, verdict)

    def _give_up(self, task: Task, fault: str) -> Verdict:
        location = task.citation.location
        self._problems.append(
            Problem(
                path=location.path,
                line=location.line,
                message="this citation could not be judged, which is a fault of linkcheck: "
                f"please report it ({fault})",
            )
        )
        return self._done_with(
            task.place,
            not_judged(task.citation, article=task.article, fault=fault),
        )

    def _done_with(self, place: int, verdict: Verdict) -> Verdict:
        verdict = self._ignores.applied(verdict)
        if self._baseline is not None:
            verdict = self._baseline.applied(verdict)
        self._done += 1
        self._tally.add(verdict)
        if self._keep_verdicts:
            self._verdicts[place] = verdict
        if self._on_progress is not None:
            self._on_progress(
                Progress(done=self._done, total=self._planned, url=verdict.citation.url)
            )
        return verdict


async def check_async(
    paths: Iterable[str | PathLike[str]], settings: Settings | None = None
) -> Report:
    """Check articles and return the report.

    Args:
        paths: files, folders, `-` for standard input, addresses of live articles.
        settings: see `Settings`.

    Returns:
        One verdict for each citation, in the order of the articles.

    Raises:
        UsageError: a path does not exist.
        RecordingError: the recording to replay or to write cannot be used.
        StoreError: the store cannot be read or written.
    """
    async with Checker(settings) as checker:
        async for _ in checker.check(paths):
            pass
        return checker.report()


def check(paths: Iterable[str | PathLike[str]], settings: Settings | None = None) -> Report:
    """Check articles and return the report; the same as `check_async` for code without a loop.

    Args:
        paths: files, folders, `-` for standard input, addresses of live articles.
        settings: see `Settings`.

    Returns:
        One verdict for each citation, in the order of the articles.

    Raises:
        UsageError: a path does not exist.
        RecordingError: the recording to replay or to write cannot be used.
        StoreError: the store cannot be read or written.
    """
    return asyncio.run(check_async(paths, settings))
