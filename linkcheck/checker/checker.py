"""`Checker`: one client, one store and one set of results for any number of calls."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterable, Iterable, Mapping, Sequence
from contextlib import AsyncExitStack, aclosing, suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Self, cast

from linkcheck.articles.given import given_citation
from linkcheck.engine.arguments import look_at, path_names
from linkcheck.engine.inputs import list_files
from linkcheck.engine.resources import Resources
from linkcheck.engine.results import Results, Verdicts
from linkcheck.engine.run import Run
from linkcheck.engine.streams import in_parts
from linkcheck.errors import UsageError
from linkcheck.models import Citation
from linkcheck.settings.settings import Settings
from linkcheck.suppression.baseline import Baseline
from linkcheck.suppression.ignores import Ignores
from linkcheck.text.urls import is_address

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Iterator
    from os import PathLike
    from types import TracebackType
    from typing import TypeAlias

    import httpx

    from linkcheck.engine.results import Found, Keep
    from linkcheck.languages import Detector
    from linkcheck.matching.semantic import Encoder
    from linkcheck.models import Progress, Report, Verdict

    Path: TypeAlias = str | PathLike[str]
    Given: TypeAlias = Citation | Mapping[str, Any]

__all__ = ["Checker", "Verdicts"]


class Checker:
    """Checks articles, with one client for all of them.

    Use it as an async context manager. `check` may be called any number of times inside, one call
    after another or several at once, from any task of the event loop. What it returns has the
    report of that call; the report of the Checker covers all calls.

    Args:
        settings: see `Settings`.
        transport: an httpx transport to send requests through instead of our own; addresses
            are then not guarded, since the transport decides what it connects to.
        client: an httpx client of your own to send requests with; it is left open, and addresses
            are not guarded either.
        encoder: asked where the rules cannot decide about titles of two languages, instead of the
            one that `Settings.semantic` stands for.
        detector: detects languages, instead of the one that `Settings.detector` names.
        on_progress: called after each verdict.
        keep: keep all verdicts for the report. With "calls" only the report of each call has
            verdicts, so that a service or a program that watches a folder does not grow; with
            False no report has more than counts, and a run over any number of citations takes no
            more memory.
    """

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
        client: httpx.AsyncClient | None = None,
        encoder: Encoder | None = None,
        detector: Detector | None = None,
        on_progress: Callable[[Progress], object] | None = None,
        keep: Keep = True,
    ) -> None:
        look_at(settings, on_progress, transport, client)
        self.settings = settings if settings is not None else Settings()
        fetch = self.settings.fetch
        if self.settings.repair.propose and (fetch.status_only or fetch.method == "HEAD"):
            raise UsageError(
                "a search for lost sources needs pages, which --status-only and --method HEAD do "
                "not read: drop one or the other"
            )
        self._resources = Resources(
            self.settings, transport=transport, client=client, encoder=encoder, detector=detector
        )
        self._results = Results(self.settings, keep=keep, on_progress=on_progress)
        self._today = datetime.now(UTC).date().isoformat()
        self._ignores = Ignores(self.settings.ignores, self._today, self._results.not_looked_for)
        self._stack = AsyncExitStack()
        self._is_open = False

    async def __aenter__(self) -> Self:
        if self.settings.baseline is not None:
            self._results.baseline = Baseline.read(self.settings.baseline)
        await self._stack.enter_async_context(self._resources)
        self._is_open = True
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._is_open = False
        self._results.close()
        # A run that is stopped ends at once: what waits is judged when the report is made.
        if exc_type is None:
            self._results.finish()
        await self._stack.aclose()

    @property
    def paths(self) -> set[str]:
        """Paths of the articles that were read so far."""
        return self._results.total.paths

    def call_workers(self, paths: Iterable[str | PathLike[str]]) -> None:
        """Have the processes of `Settings.workers` ready before the event loop begins.

        They are copies of this one, where that can be copied; otherwise, and without this, they
        are called when they are needed.

        Args:
            paths: what will be checked.
        """
        with suppress(UsageError):  # which is raised again when all is read
            files = [path for path in paths if not is_address(path)]
            pool = self._resources.early_workers()
            pool.start_early(list_files(files, self.settings.inputs))

    def check(self, paths: Path | Iterable[Path]) -> Verdicts:
        """Yield a verdict for every citation of the articles, in the order they are reached.

        An article that cannot be read becomes a problem in the report; the others go on.

        Args:
            paths: a file, a folder, `-` for standard input or the address of a live article; or
                several of them.

        Returns:
            An async iterator, which also has the report of this call.

        Raises:
            UsageError: a path does not exist.
            RecordingError: the recording cannot be written.
            StoreError: the store cannot be read or written.
        """
        found = self._begin()
        names = path_names(paths)
        run = Run(self._resources, self._results, found, self._ignores, self._today)
        return Verdicts(run.verdicts(names), self._results, found)

    def check_citations(self, citations: Iterable[Given] | AsyncIterable[Given]) -> Verdicts:
        """Yield a verdict for every citation that is given, in the order they are reached.

        They need not be in a file. Any number is taken, a few thousand at a time.

        Args:
            citations: each a `Citation`, or a mapping with names of its fields, such as
                {"id": 17, "url": "https://…", "title": "…"}.

        Returns:
            An async iterator, which also has the report of this call, in the order given.

        Raises:
            UsageError: a citation cannot be used; the message names it and its field.
            RecordingError: the recording cannot be written.
            StoreError: the store cannot be read or written.
        """
        if self.settings.selection.since is not None:
            raise UsageError(
                "Selection.since applies to files: it cannot select among given citations"
            )
        if isinstance(citations, (Citation, Mapping, str)):
            raise UsageError("give a list of citations; for a single one, use verify()")
        found = self._begin()
        return Verdicts(self._given(citations, found), self._results, found)

    async def verify(self, citation: Given | None = None, /, **fields: Any) -> Verdict:
        """Return the verdict on one citation, which need not be in a file.

        Args:
            citation: a `Citation` or a mapping; leave it out to give `fields` instead.
            fields: those of `Citation`: url, title, publisher, author, date, language, …

        Raises:
            UsageError: a field cannot be used.
        """
        if citation is not None and fields:
            raise UsageError("give verify() either a citation or its fields, not both")
        one = fields if citation is None else citation
        found = [verdict async for verdict in self.check_citations([one])]
        if found:
            return found[0]
        message = "the settings exclude this citation: see ignores, selection and fetch.exclude_url"
        raise UsageError(message)

    def _begin(self) -> Found:
        if not self._is_open:
            raise RuntimeError("use Checker as an async context manager: async with Checker() as c")
        return self._results.found()

    async def _given(
        self, citations: Iterable[Given] | AsyncIterable[Given], found: Found
    ) -> AsyncGenerator[Verdict]:
        numbers, detect = itertools.count(1), self._resources.detect

        def ready(part: Iterable[Given]) -> list[Citation]:
            return [given_citation(each, next(numbers), detect) for each in part]

        sure = ready(citations) if isinstance(citations, Sequence) else None
        async with aclosing(in_parts(citations if sure is None else sure)) as parts:
            async for part in parts:
                # A fault in a list is reported before anything is requested.
                checked = ready(part) if sure is None else cast("list[Citation]", part)
                run = Run(self._resources, self._results, found, self._ignores, self._today)
                async with aclosing(run.verdicts([], checked)) as verdicts:
                    async for verdict in verdicts:
                        yield verdict

    def late(self) -> Iterator[Verdict]:
        """Yield the verdicts that still waited for others when a call was ended early.

        They are in the report, but the call has not yielded them: for programs that write each
        verdict as it comes.
        """
        self._results.close()
        self._results.finish()
        while self._results.late:
            yield self._results.late.popleft()

    def report(self, *, complete: bool = True) -> Report:
        """Return what was found so far, in the order of the calls and their articles.

        Args:
            complete: False when the run was stopped before its end.
        """
        return self._results.report(complete=complete)
