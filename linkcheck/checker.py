"""Drive the stages: plan, ask, read, compare, judge, and yield each verdict as it comes.

Nothing is decided here. Articles are read first, so that every address is asked for once,
however many articles cite it, and the longest queues can start first.
"""

from __future__ import annotations

import asyncio
import time
from contextlib import AsyncExitStack, aclosing
from typing import TYPE_CHECKING, NamedTuple, Self

import msgspec

from linkcheck.asking import Answered, Job, ask_here
from linkcheck.config import Settings
from linkcheck.elsewhere import Crew, ask_everywhere
from linkcheck.errors import UsageError
from linkcheck.inputs import read_inputs
from linkcheck.judge import judge
from linkcheck.memory import Memory, validators
from linkcheck.models import (
    Article,
    Citation,
    Evidence,
    Page,
    Problem,
    Report,
    Resolution,
    Status,
    Tally,
    Verdict,
)
from linkcheck.reading import compare_all
from linkcheck.urls import host_key, without_credentials

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterable, Iterator
    from os import PathLike
    from types import TracebackType

    import httpx

    from linkcheck.matching.semantic import Encoder
    from linkcheck.store import Known
    from linkcheck.web import Fetcher

__all__ = ["Checker", "Progress", "check", "check_async"]

_MANY = 400
"""Below this many addresses, starting worker processes costs more than they give."""


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """How far a run has come.

    Attributes:
        done: citations judged so far.
        total: citations in all.
        url: the address whose answer has just been judged, or None.
    """

    done: int
    total: int
    url: str | None = None


class _Task(NamedTuple):
    """One citation to judge, with its place in the report."""

    place: int
    article: Article
    citation: Citation


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
        on_progress: called after each verdict.
        keep: keep all verdicts for the report; without, it has only their counts, and a run over
            any number of citations takes no more memory.
    """

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
        client: httpx.AsyncClient | None = None,
        encoder: Encoder | None = None,
        on_progress: Callable[[Progress], None] | None = None,
        keep: bool = True,
    ) -> None:
        if transport is not None and client is not None:
            raise UsageError("give either a transport or a client, not both")
        self.settings = settings if settings is not None else Settings()
        self._transport = transport
        self._client = client
        self._encoder = encoder
        self._on_progress = on_progress
        self._keep_verdicts = keep
        self._fetcher: Fetcher | None = None
        self._memory = Memory(None)
        self._resources = AsyncExitStack()
        self._verdicts: dict[int, Verdict] = {}
        self._tally = Tally()
        self._problems: list[Problem] = []
        self._crew: Crew | None = None
        self._articles = 0
        self._planned = 0
        self._done = 0
        self._started = time.monotonic()

    async def __aenter__(self) -> Self:
        from linkcheck.web import Fetcher, Recorder, ReplayTransport  # noqa: PLC0415 - the HTTP client is slow to import

        settings = self.settings
        async with AsyncExitStack() as stack:
            transport = self._transport
            if transport is None and settings.replay is not None:
                transport = ReplayTransport(settings.replay, pace=settings.replay_pace)
            recorder = None
            if settings.record is not None:
                recorder = stack.enter_context(Recorder(settings.record))
            kept = None if settings.fetch.status_only else settings.store
            self._memory = await stack.enter_async_context(Memory(kept, refresh=settings.refresh))
            if settings.semantic and self._encoder is None:
                from linkcheck.matching.semantic import UniversalEncoder  # noqa: PLC0415 - an extra

                self._encoder = await asyncio.to_thread(UniversalEncoder)
            self._fetcher = await stack.enter_async_context(
                Fetcher(settings.fetch, transport=transport, client=self._client, recorder=recorder)
            )
            self._resources = stack.pop_all()
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._fetcher = None
        await self._resources.aclose()

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
        if self._fetcher is None:
            raise RuntimeError("use Checker as an async context manager: async with Checker() as c")
        paths = list(paths)
        by_address: dict[str, list[_Task]] = {}
        async for task in self._plan(paths):
            if task.citation.url is None:
                yield self._judge(task, None, None, ())
            else:
                by_address.setdefault(_address(task.citation.url), []).append(task)
                if self._crew is None and len(by_address) >= _MANY:
                    self._call_crew()
        # Of the settings those that change what an address answers.
        what = ([str(path) for path in paths], self.settings.inputs, self.settings.fetch)
        await self._memory.begin(repr(what))
        expired: dict[str, Known] = {}
        async for address, known in self._memory.remembered(list(by_address)):
            if not known.fresh:
                expired[address] = known
                continue
            tasks = by_address.pop(address)
            resolution = msgspec.structs.replace(known.resolution, cached=True)
            reading = compare_all(known.page, [task.citation for task in tasks])
            (answered,) = await self._reconsider([Answered(address, resolution, reading)])
            for verdict in self._answered(tasks, answered):
                yield verdict
        async with aclosing(self._ask_all(self._fetcher, by_address, expired)) as handfuls:
            async for handful in handfuls:
                for answered in await self._reconsider(await self._memory.keep(handful)):
                    for verdict in self._answered(by_address.pop(answered.address), answered):
                        yield verdict
        await self._memory.end()

    def report(self, *, complete: bool = True) -> Report:
        """Return what was found so far, in the order of the articles.

        Args:
            complete: False when the run was stopped before its end.
        """
        return Report(
            verdicts=tuple(self._verdicts[place] for place in sorted(self._verdicts)),
            problems=tuple(self._problems),
            articles=self._articles,
            complete=complete,
            elapsed=time.monotonic() - self._started,
            tally=None if self._keep_verdicts else self._tally,
        )

    async def _plan(self, paths: Iterable[str | PathLike[str]]) -> AsyncIterator[_Task]:
        """Read all articles and number their citations."""
        last = None
        async for article in read_inputs(paths, self.settings.inputs, self._fetcher):
            if isinstance(article, Problem):
                self._problems.append(article)
                continue
            self._problems += article.problems
            # A very long article comes in parts.
            self._articles += (article.path, article.id) != last
            last = article.path, article.id
            # What follows needs the article's title and language; its citations are in the tasks.
            bare = msgspec.structs.replace(article, citations=(), problems=())
            for citation in article.citations:
                yield _Task(self._planned, bare, citation)
                self._planned += 1

    async def _ask_all(
        self, fetcher: Fetcher, by_address: dict[str, list[_Task]], expired: dict[str, Known]
    ) -> AsyncGenerator[list[Answered]]:
        """Ask for every address, read what is there, and pass it on."""
        sites: dict[str, list[Job]] = {}
        for address, tasks in by_address.items():
            sites.setdefault(host_key(address), []).append(
                Job(
                    address,
                    # A fragment may point to the end of a long page: the citation with one asks.
                    max((task.citation.url or address for task in tasks), key=_has_fragment),
                    tuple(task.citation for task in tasks),
                    validators(expired.get(address)),
                )
            )
        queues = list(sites.values())
        crew, self._crew = self._crew, None
        if crew is not None and len(by_address) >= _MANY:
            handfuls = ask_everywhere(fetcher, queues, crew)
        else:
            handfuls = ask_here(fetcher, queues)
            if crew is not None:
                crew.close()
        async with aclosing(handfuls):
            async for handful in handfuls:
                yield [_unchanged(found, expired, by_address) for found in handful]

    def _call_crew(self) -> None:
        """Let other processes start, where there may be enough for them to do."""
        # What is sent and written down by one process cannot be shared out.
        alone = self._transport or self._client or self.settings.replay or self.settings.record
        if self.settings.workers and not alone:
            self._crew = Crew(self.settings.workers)
            self._resources.callback(self._crew.close)

    def _answered(self, tasks: list[_Task], answered: Answered) -> Iterator[Verdict]:
        """Judge every citation that waited for one answer."""
        resolution, reading = answered.resolution, answered.reading
        for task, evidence in zip(tasks, reading.evidence, strict=True):
            if reading.fault is not None:
                yield self._give_up(task, reading.fault)
            else:
                yield self._judge(task, resolution, reading.page, evidence)

    def _judge(
        self,
        task: _Task,
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
            )
        except Exception as fault:  # one odd page must not stop the others
            return self._give_up(task, f"{type(fault).__name__}: {fault}")
        return self._done_with(task, verdict)

    def _give_up(self, task: _Task, fault: str) -> Verdict:
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
            task,
            Verdict(citation=task.citation, article=task.article.title, status=Status.UNVERIFIED),
        )

    def _done_with(self, task: _Task, verdict: Verdict) -> Verdict:
        self._done += 1
        self._tally.add(verdict)
        if self._keep_verdicts:
            self._verdicts[task.place] = verdict
        if self._on_progress is not None:
            self._on_progress(Progress(done=self._done, total=self._planned, url=task.citation.url))
        return verdict

    async def _reconsider(self, handful: list[Answered]) -> list[Answered]:
        """Let the encoder, if there is one, look at what the rules could not decide."""
        if self._encoder is None:
            return handful
        from linkcheck.matching.semantic import decide  # noqa: PLC0415 - not every run has one

        sizes = [len(answered.reading.evidence) for answered in handful]
        every = [fields for answered in handful for fields in answered.reading.evidence]
        decided = iter(await asyncio.to_thread(decide, every, self._encoder))
        return [
            msgspec.structs.replace(
                answered,
                reading=msgspec.structs.replace(
                    answered.reading, evidence=tuple(next(decided) for _ in range(size))
                ),
            )
            for answered, size in zip(handful, sizes, strict=True)
        ]


def _unchanged(
    found: Answered, expired: dict[str, Known], by_address: dict[str, list[_Task]]
) -> Answered:
    """Return the former answer where the site says that it still holds."""
    known = expired.pop(found.address, None)
    if found.resolution.status != 304 or known is None:
        return found
    citations = [task.citation for task in by_address[found.address]]
    again = msgspec.structs.replace(known.resolution, fetched_at=found.resolution.fetched_at)
    return Answered(found.address, again, compare_all(known.page, citations))


def _has_fragment(url: str) -> bool:
    return "#" in url


def _address(url: str) -> str:
    """Return the key under which two citations share one request."""
    try:
        return without_credentials(url)
    except ValueError:
        return url


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
