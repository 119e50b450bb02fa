"""Drive the stages: plan, fetch, read, compare, judge, and yield each verdict as it comes.

Nothing is decided here. Articles are read first, so that every address is asked for once,
however many articles cite it.
"""

from __future__ import annotations

import asyncio
import time
from contextlib import AsyncExitStack, aclosing
from typing import TYPE_CHECKING, NamedTuple, Self

import msgspec

from linkcheck.config import Settings
from linkcheck.errors import LinkcheckError
from linkcheck.inputs import read_inputs
from linkcheck.judge import judge
from linkcheck.matching import compare
from linkcheck.models import (
    Article,
    Citation,
    Page,
    Problem,
    Report,
    Resolution,
    Status,
    Verdict,
)
from linkcheck.pages import read_page
from linkcheck.urls import normalize

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterable, Iterator
    from os import PathLike
    from types import TracebackType

    import httpx

    from linkcheck.web import Fetcher

__all__ = ["Checker", "Progress", "check", "check_async"]


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
        on_progress: called after each verdict.
    """

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
        on_progress: Callable[[Progress], None] | None = None,
    ) -> None:
        self.settings = settings if settings is not None else Settings()
        self._transport = transport
        self._on_progress = on_progress
        self._fetcher: Fetcher | None = None
        self._resources = AsyncExitStack()
        self._verdicts: dict[int, Verdict] = {}
        self._problems: list[Problem] = []
        self._articles = 0
        self._planned = 0
        self._started = time.monotonic()

    async def __aenter__(self) -> Self:
        from linkcheck.web import Fetcher, Recorder, ReplayTransport  # noqa: PLC0415 - the HTTP client is slow to import

        async with AsyncExitStack() as stack:
            transport = self._transport
            if transport is None and self.settings.replay is not None:
                transport = ReplayTransport(self.settings.replay)
            recorder = None
            if self.settings.record is not None:
                recorder = stack.enter_context(Recorder(self.settings.record))
            self._fetcher = await stack.enter_async_context(
                Fetcher(self.settings.fetch, transport=transport, recorder=recorder)
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
        """
        if self._fetcher is None:
            raise RuntimeError("use Checker as an async context manager: async with Checker() as c")
        by_address: dict[str, list[_Task]] = {}
        async for task in self._plan(paths):
            if task.citation.url is None:
                yield self._judge(task, None, None)
            else:
                by_address.setdefault(_address(task.citation.url), []).append(task)
        async with aclosing(_resolve_all(self._fetcher, by_address)) as answers:
            async for address, answer in answers:
                for verdict in self._answered(by_address.pop(address), answer):
                    yield verdict

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
            for citation in article.citations:
                yield _Task(self._planned, article, citation)
                self._planned += 1

    def _answered(self, tasks: list[_Task], answer: Resolution | Exception) -> Iterator[Verdict]:
        """Judge every citation that waited for one answer."""
        if isinstance(answer, LinkcheckError):
            raise answer  # the recording cannot be written: nothing after this would be kept
        if isinstance(answer, Exception):
            yield from (self._give_up(task, answer) for task in tasks)
            return
        try:
            page = read_page(answer) if answer.status is not None else None
        except Exception as fault:  # one odd answer must not stop the others
            yield from (self._give_up(task, fault) for task in tasks)
            return
        for task in tasks:
            yield self._judge(task, answer, page)

    def _judge(self, task: _Task, resolution: Resolution | None, page: Page | None) -> Verdict:
        try:
            verdict = judge(
                task.citation,
                article=task.article,
                resolution=resolution,
                page=page,
                evidence=compare(task.citation, page) if page is not None else (),
                policy=self.settings.policy,
            )
        except Exception as fault:  # one odd page must not stop the others
            return self._give_up(task, fault)
        return self._keep(task, verdict)

    def _give_up(self, task: _Task, fault: Exception) -> Verdict:
        location = task.citation.location
        self._problems.append(
            Problem(
                path=location.path,
                line=location.line,
                message="this citation could not be judged, which is a fault of linkcheck: "
                f"please report it ({type(fault).__name__}: {fault})",
            )
        )
        return self._keep(
            task,
            Verdict(citation=task.citation, article=task.article.title, status=Status.UNVERIFIED),
        )

    def _keep(self, task: _Task, verdict: Verdict) -> Verdict:
        self._verdicts[task.place] = verdict
        if self._on_progress is not None:
            self._on_progress(
                Progress(done=len(self._verdicts), total=self._planned, url=task.citation.url)
            )
        return verdict


async def _resolve_all(
    fetcher: Fetcher, by_address: dict[str, list[_Task]]
) -> AsyncGenerator[tuple[str, Resolution | Exception]]:
    """Ask for every address at once (the fetcher is the one who queues) and pass answers on."""
    answers: asyncio.Queue[tuple[str, Resolution | Exception]] = asyncio.Queue()

    async def resolve(address: str, url: str) -> None:
        answer: Resolution | Exception
        try:
            answer = await fetcher.resolve(url)
        except Exception as fault:  # handed on: whoever judges says so
            answer = fault
        answers.put_nowait((address, answer))

    requests = [
        asyncio.create_task(resolve(address, tasks[0].citation.url or address))
        for address, tasks in by_address.items()
    ]
    try:
        for _ in requests:
            yield await answers.get()
    finally:
        for request in requests:
            request.cancel()
        await asyncio.gather(*requests, return_exceptions=True)


def _address(url: str) -> str:
    """Return the key under which two citations share one request."""
    try:
        return normalize(url)
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
    """
    return asyncio.run(check_async(paths, settings))
