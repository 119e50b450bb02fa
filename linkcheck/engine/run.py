"""One run, from paths to verdicts: the order of the stages, and nothing else."""

from __future__ import annotations

import asyncio
import hashlib
import os
import time
from contextlib import aclosing
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from linkcheck.engine.cache import is_enough, unchanged
from linkcheck.engine.fetch_stage import UNREAD, Answered, reconsidered
from linkcheck.engine.inputs import read_inputs
from linkcheck.engine.observe import compare_all
from linkcheck.engine.outage import Watch, explained
from linkcheck.engine.plan import Plan, changes_in
from linkcheck.engine.queues import until
from linkcheck.engine.quotations import QuotationSearch
from linkcheck.engine.repairs import Repairs
from linkcheck.engine.shards import fetch_everywhere
from linkcheck.engine.shared_pages import SharedPages
from linkcheck.engine.watching import until_outage
from linkcheck.errors import noted
from linkcheck.judging.judge import judge, not_judged
from linkcheck.matching.page_parts import is_contradicted
from linkcheck.models import History, Problem, Status, Verdict
from linkcheck.settings.selection import stale
from linkcheck.text.url_patterns import UrlPatterns
from linkcheck.text.urls import is_address
from linkcheck.web.proxies import proxy_variable

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterable, Iterator, Sequence

    from linkcheck.engine.plan import Task
    from linkcheck.engine.resources import Resources
    from linkcheck.engine.results import Found, Results
    from linkcheck.engine.workers import WorkerPool
    from linkcheck.models import Citation, Evidence
    from linkcheck.store import Known
    from linkcheck.suppression.ignores import Ignores
    from linkcheck.web import Fetcher

__all__ = ["Run"]


class Run:
    """Checks some articles once. All that it knows is its own; several may run at once.

    Args:
        resources: what is shared with other runs.
        results: of all runs.
        found: of this call; several runs may share it.
        ignores: what runs do not report; this one adds the comments of its own articles.
        today: ISO 8601 date.
    """

    def __init__(
        self, resources: Resources, results: Results, found: Found, ignores: Ignores, today: str
    ) -> None:
        self._settings = resources.settings
        self._resources = resources
        self._results = results
        self._found = found
        self._ignores = ignores.for_run()
        self._today = today
        self._number = 0
        self._quotations = QuotationSearch(
            wanted=self._settings.quotations, detect=resources.detect
        )
        self._repairs = Repairs(resources.search)
        fetch = self._settings.fetch
        patterns = UrlPatterns(fetch.exclude_url, fetch.include_url, self._settings.remap)
        self._plan = Plan(self._settings.selection, patterns, self._settings.inputs)
        self._known_dead: list[Answered] = []
        self._shared = SharedPages()

    async def verdicts(
        self, names: list[str], given: Sequence[Citation] = ()
    ) -> AsyncGenerator[Verdict]:
        """Yield a verdict for each citation, in the order of the answers.

        Args:
            names: files, folders, `-` for standard input, addresses of live articles.
            given: citations that are in no file.

        Raises:
            UsageError: a path does not exist.
            RecordingError: the recording cannot be written.
            StoreError: the store cannot be read or written.
        """
        self._number = self._results.begin(self)
        try:
            with self._resources.workers() as pool:
                async with aclosing(self._verdicts(names, given, pool)) as verdicts:
                    async for verdict in verdicts:
                        yield verdict
        finally:
            self.close()

    async def _verdicts(
        self, names: list[str], given: Sequence[Citation], pool: WorkerPool
    ) -> AsyncGenerator[Verdict]:
        settings, cache = self._settings, self._resources.cache
        deadline = time.monotonic() + settings.max_time if settings.max_time is not None else None
        plan, detect = self._plan, self._resources.detect
        await self._read(names, given, pool)
        fetcher = await self._resources.fetcher()
        for task in plan.unlinked:
            for verdict in self._judge(task, None, ()):
                yield verdict
        for task, evidence in plan.local:
            for verdict in self._judge(task, None, evidence):
                yield verdict
        for verdict in self._still_dead():
            yield verdict
        by_address = plan.by_address
        self._shared = SharedPages(by_address)
        watch = await self._watch(fetcher, list(by_address))
        # Of the settings those that change what an address answers.
        inputs = msgspec.structs.replace(settings.inputs, passed_over=frozenset())
        what = names or [str(each.url) for each in given]
        run = await cache.begin(repr((what, inputs, settings.fetch)))
        expired: dict[str, Known] = {}
        words = self._quotations.words_by_address(by_address)
        async for address, known in cache.remembered(list(by_address), run):
            cited = plan.cited(address)
            if not is_enough(known, cited, searched=address in words):
                continue
            observation = compare_all(known.page, cited, detect)
            if any(map(is_contradicted, observation.evidence)):
                continue  # all of its text is searched for the title
            if not known.fresh or settings.selection.stale_days is not None:
                expired[address] = known
                continue
            found = Answered(address, known.resolution, observation, history=History(cached=True))
            for verdict in await self._judged([found]):
                yield verdict
        queues = plan.queues(expired, words)
        # A page that waits to be read when the time is up was fetched in vain.
        unread = UNREAD if deadline is None else 0
        async with (
            aclosing(fetch_everywhere(fetcher, queues, pool, unread, detect)) as fetched,
            aclosing(until_outage(fetched, watch, fetcher) if watch else fetched) as sound,
        ):
            async for batch in until(deadline, sound):
                renewed = [
                    unchanged(
                        found,
                        expired.pop(found.address, None),
                        plan.cited(found.address),
                        detect,
                    )
                    for found in batch
                ]
                for verdict in await self._judged(await cache.keep(renewed, run)):
                    yield verdict
        outage = watch.outage if watch is not None else None
        if outage is not None:
            unused = None if settings.fetch.proxy_from_env else proxy_variable()
            for each in self._both:
                each.outage = explained(outage, unused)
        out_of_time = bool(by_address) and outage is None
        for each in self._both:
            each.out_of_time |= out_of_time
        await cache.doubt(await asyncio.to_thread(self._shared.decided))
        for settled in self.settle():
            for verdict in settled:
                yield verdict
        if outage is None:
            async with aclosing(self._repairs.proposed(fetcher, deadline)) as proposed:
                async for place, verdict in proposed:
                    yield self._report(place, verdict)
        for verdict in self.give_up():
            yield verdict
        for each in self._both:
            faults = self._resources.faults.problems.values()
            each.problems += [problem for problem in faults if problem not in each.problems]
        for verdict in self._ignores.leftovers(
            settings.policy,
            all_checked=self._results.all_checked(),
            # Another run may still need what is said for all articles.
            all_read=any(map(os.path.isdir, names)) and len(self._results.running) == 1,
        ):
            for each in self._both:
                each.planned += 1
            for told in self._add(plan.next_place(), verdict):
                yield told
        if outage is None and not out_of_time:
            await cache.end(run)

    def close(self) -> None:
        """End the run, taken to its end or not; `finish` judges what still waits."""
        if self in self._results.running:
            self._results.running.discard(self)
            self._results.ended.append(self)

    def finish(self) -> None:
        """Judge what still waits in a run that was ended, as it is."""
        for batch in self.settle():
            self._results.late.extend(batch)
        self._results.late.extend(self.give_up())
        self._shared.close()
        self._results.ended.remove(self)

    def settle(self) -> Iterator[list[Verdict]]:
        """Judge what still waits for other sources, address by address; for a run that ends."""
        for tasks, answered in self._shared.rest():
            yield list(self._answered(tasks, answered))
        rest = self._quotations.rest()
        yield [verdict for each in rest for verdict in self._judge(*each)]

    def give_up(self) -> list[Verdict]:
        """Report what still waits for proposals as it is; for a run that ends."""
        return [self._report(place, verdict) for place, verdict in self._repairs.rest()]

    @property
    def _both(self) -> tuple[Found, Found]:
        """Where this run puts what it finds: that of its call, and that of all."""
        return self._found, self._results.total

    async def _read(self, names: list[str], given: Sequence[Citation], pool: WorkerPool) -> None:
        """Read all articles, hand each to the stages that need it, and choose what to check."""
        plan, selection = self._plan, self._settings.selection
        changes = await changes_in(names, selection)
        fetcher = await self._resources.fetcher() if any(map(is_address, names)) else None
        hides_all = self._ignores.hides_all if self._settings.ignores else None
        async for article in read_inputs(
            names,
            self._settings.inputs,
            fetcher,
            wanted=changes.touch_file if changes is not None else None,
            helpers=pool,
            detect=self._resources.detect,
        ):
            if isinstance(article, Problem):
                plan.problems.append(article)
                continue
            plan.add(article, changes, hides_all)
            if article.directives:
                self._ignores.add(article)
            try:
                self._quotations.add(article)
            except Exception as fault:  # one odd article must not stop the others
                message = (
                    "its quotations could not be read because of a bug in linkcheck; "
                    f"please report it ({noted(fault, 'reading quotations')})"
                )
                plan.problems.append(Problem(path=article.path, line=None, message=message))
            pool.expect(len(plan.by_address))
        plan.give(given, hides_all)
        pool.expect(len(plan.by_address))
        if selection.stale_days is not None:
            seen = await self._resources.cache.last_seen(list(plan.by_address))
            before = time.time() - selection.stale_days * 86_400
            plan.keep_only(set(stale(plan.by_address, seen, before)))
        if selection.sample is not None:
            plan.draw(selection.sample, f"{self._settings.fetch.seed} {self._today}")
        if plan.local:
            await asyncio.to_thread(plan.look_for_files, names)
        await self._recall_dead()
        self._quotations.begin(plan.by_address.values())
        digests: dict[str, str] = {}
        if self._settings.repair.propose:
            digests = await asyncio.to_thread(_digests, plan.articles)
        for each in self._both:
            each.read(plan, digests)

    async def _recall_dead(self) -> None:
        """Find out which of the addresses left out are known to be dead: a part stands for all.

        An old answer is not enough, nor one to a request made in another way, nor one that depends
        on what was cited then; such an address is checked.
        """
        plan, detect = self._plan, self._resources.detect
        known_dead = await self._resources.cache.dead(
            list(plan.left_out), self._settings.selection.stale_days
        )
        again = []
        for address, (known, history) in known_dead.items():
            citations = [task.citation for task in plan.left_out[address]]
            if not known.fresh or not is_enough(known, citations):
                again.append(address)
                continue
            observation = compare_all(known.page, citations, detect)
            self._known_dead.append(
                Answered(address, known.resolution, observation, history=history)
            )
        plan.take_back(again)

    def _still_dead(self) -> Iterator[Verdict]:
        """Yield verdicts on what this run does not check and the store knows to be broken."""
        for answered in self._known_dead:
            tasks = self._plan.left_out[answered.address]
            for task, evidence in zip(tasks, answered.observation.evidence, strict=True):
                try:
                    verdict = self._judged_alone(task, answered, evidence)
                except Exception as error:  # one odd stored page must not stop the others
                    noted(error, "judging what was stored")
                    continue
                # Only what would fail the run: of all else it says nothing.
                if verdict.status is Status.BROKEN:
                    for each in self._both:
                        each.planned += 1
                    yield from self._add(task.place, verdict)

    def _judged_alone(
        self, task: Task, answered: Answered | None, evidence: tuple[Evidence, ...]
    ) -> Verdict:
        return judge(
            task.citation,
            article=task.article,
            resolution=answered.resolution if answered is not None else None,
            page=answered.observation.page if answered is not None else None,
            evidence=evidence,
            history=answered.history if answered is not None else None,
            policy=self._settings.policy,
            repeats=task.repeats,
        )

    async def _watch(self, fetcher: Fetcher, addresses: list[str]) -> Watch | None:
        """Return what watches the network; a recorded web needs none."""
        if self._settings.replay is not None:
            return None
        lived = await self._resources.cache.living_sites(addresses)
        proxied = self._settings.fetch.proxy_from_env
        return Watch(names=fetcher.is_ours, proxied=proxied, lived=lived)

    async def _judged(self, batch: list[Answered]) -> Iterator[Verdict]:
        """Return the verdicts, judged as they are taken, that some addresses allow to give."""
        drifted = await self._resources.drift.drifted(batch)
        decided = await reconsidered(drifted, self._resources.encoder, self._resources.detect)
        by_address = self._plan.by_address
        return (
            verdict
            for answered in decided
            if not self._shared.take(tasks := by_address.pop(answered.address), answered)
            for verdict in self._answered(tasks, answered)
        )

    def _answered(self, tasks: Sequence[Task], answered: Answered) -> Iterator[Verdict]:
        """Yield the verdicts that the answer of an address allows to give."""
        for ready in self._quotations.ready(tasks, answered):
            yield from self._judge(*ready)

    def _judge(
        self, task: Task, answered: Answered | None, evidence: tuple[Evidence, ...]
    ) -> list[Verdict]:
        """Judge a citation; a fault of linkcheck in that does not stop the others.

        Returns:
            The verdict, or nothing where it waits for a proposal.
        """
        fault = answered.fault if answered is not None else None
        if fault is None:
            try:
                verdict = self._judged_alone(task, answered, evidence)
                return self._add(task.place, verdict)
            except Exception as error:  # one odd page must not stop the others
                fault = noted(error, "judging a citation")
        location = task.citation.location
        problem = Problem(
            path=location.path,
            line=location.line,
            message="this citation could not be judged because of a bug in linkcheck; "
            f"please report it ({fault})",
        )
        for each in self._both:
            each.problems.append(problem)
        verdict = not_judged(task.citation, article=task.article, fault=fault)
        return self._add(task.place, verdict)

    def _add(self, place: int, verdict: Verdict) -> list[Verdict]:
        """Report a verdict, unless a proposal is wanted for what will be reported of it."""
        verdict = self._ignores.applied(verdict)
        if self._results.baseline is not None:
            hidden = self._results.baseline.hidden
            verdict = self._results.baseline.applied(verdict)
            for each in self._both:
                each.known += self._results.baseline.hidden - hidden
        return [] if self._repairs.take(place, verdict) else [self._report(place, verdict)]

    def _report(self, place: int, verdict: Verdict) -> Verdict:
        self._found.add(self._number, place, verdict)
        self._results.add(self._number, place, verdict)
        return verdict


def _digests(paths: Iterable[str]) -> dict[str, str]:
    """Return SHA-256 of files; what is no file has none."""
    found = {}
    for path in paths:
        if Path(path).is_file():
            with Path(path).open("rb") as file:
                found[path] = hashlib.file_digest(file, "sha256").hexdigest()
    return found
