"""The public door: check articles, and report on them."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Self

import msgspec

from linkcheck.engine.inputs import list_files
from linkcheck.engine.resources import Resources
from linkcheck.engine.results import Results
from linkcheck.engine.run import Run
from linkcheck.errors import UsageError
from linkcheck.settings.settings import Settings
from linkcheck.suppression.baseline import Baseline
from linkcheck.suppression.ignores import Ignores
from linkcheck.text.outlets import add_outlets
from linkcheck.text.urls import is_address

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Iterable
    from os import PathLike
    from types import TracebackType

    import httpx

    from linkcheck.languages import Detector
    from linkcheck.matching.semantic import Encoder
    from linkcheck.models import Progress, Report, Verdict

__all__ = ["Checker", "check", "check_async", "propose", "propose_async"]


class Checker:
    """Checks articles, with one client for all of them.

    Use it as an async context manager. `check` may be called any number of times inside, one call
    after another or several at once, from any task of the event loop; the report covers all calls.

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
        detector: Detector | None = None,
        on_progress: Callable[[Progress], None] | None = None,
        keep: bool = True,
    ) -> None:
        if transport is not None and client is not None:
            raise UsageError("give either a transport or a client, not both")
        self.settings = settings if settings is not None else Settings()
        fetch = self.settings.fetch
        if self.settings.repair.propose and (fetch.status_only or fetch.method == "HEAD"):
            raise UsageError(
                "proposals are judged by their pages, which --status-only and --method HEAD do not "
                "read: leave these out, or --propose"
            )
        add_outlets(outlet.row for outlet in self.settings.inputs.outlets)
        self._resources = Resources(
            self.settings, transport=transport, client=client, encoder=encoder, detector=detector
        )
        self._results = Results(self.settings, keep=keep, on_progress=on_progress)
        self._today = datetime.now(UTC).date().isoformat()
        self._ignores = Ignores(self.settings.ignores, self._today, self.settings.not_looked_for)
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
        await self._stack.aclose()

    @property
    def paths(self) -> set[str]:
        """Paths of the articles that were read so far."""
        return self._results.paths

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

    def check(self, paths: Iterable[str | PathLike[str]]) -> AsyncGenerator[Verdict]:
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
        ignores = self._ignores.for_run()
        return Run(self._resources, self._results, ignores, self._today).verdicts(names)

    def report(self, *, complete: bool = True) -> Report:
        """Return what was found so far, in the order of the calls and their articles.

        Args:
            complete: False when the run was stopped before its end.
        """
        return self._results.report(complete=complete)


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


async def propose_async(
    paths: Iterable[str | PathLike[str]], settings: Settings | None = None
) -> Report:
    """Check articles, look for the sources that are lost, and return the report with proposals.

    What is found is judged like the source itself; see `Finding.proposal`. `linkcheck.apply` puts
    the proposals into the articles.

    Args:
        paths: files, folders, `-` for standard input, addresses of live articles.
        settings: see `Settings`; `RepairSettings` says where to look.

    Returns:
        One verdict for each citation, in the order of the articles.

    Raises:
        UsageError: a path does not exist, or an archive or a finder cannot be used.
        RecordingError: the recording to replay or to write cannot be used.
        StoreError: the store cannot be read or written.
    """
    settings = settings if settings is not None else Settings()
    repair = msgspec.structs.replace(settings.repair, propose=True)
    return await check_async(paths, msgspec.structs.replace(settings, repair=repair))


def propose(paths: Iterable[str | PathLike[str]], settings: Settings | None = None) -> Report:
    """Check articles and propose addresses; the same as `propose_async` for code without a loop.

    Args:
        paths: files, folders, `-` for standard input, addresses of live articles.
        settings: see `Settings`; `RepairSettings` says where to look.

    Returns:
        One verdict for each citation, in the order of the articles.

    Raises:
        UsageError: a path does not exist, or an archive or a finder cannot be used.
        RecordingError: the recording to replay or to write cannot be used.
        StoreError: the store cannot be read or written.
    """
    return asyncio.run(propose_async(paths, settings))
