"""Check articles or citations with one call: what `linkcheck` offers for most programs."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import TYPE_CHECKING, Any, Unpack

import msgspec

from linkcheck.checker.checker import Checker
from linkcheck.engine.arguments import refuse_loop
from linkcheck.settings.settings import Settings

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterable, Callable, Iterable
    from typing import TypedDict

    import httpx

    from linkcheck.checker.checker import Given, Path
    from linkcheck.languages import Detector
    from linkcheck.matching.semantic import Encoder
    from linkcheck.models import Progress, Report, Verdict

    class Tools(TypedDict, total=False):
        """What a check can be given besides its settings; see `Checker`."""

        transport: httpx.AsyncBaseTransport | None
        client: httpx.AsyncClient | None
        encoder: Encoder | None
        detector: Detector | None


__all__ = [
    "check",
    "check_async",
    "check_citations",
    "check_citations_async",
    "propose",
    "propose_async",
    "verify",
    "verify_async",
]


async def check_async(
    paths: Path | Iterable[Path],
    settings: Settings | None = None,
    *,
    progress: Callable[[Progress], object] | None = None,
    **tools: Unpack[Tools],
) -> Report:
    """Check articles and return the report.

    Args:
        paths: a file, a folder, `-` for standard input or the address of a live article; or
            several of them.
        settings: see `Settings`.
        progress: called after each verdict.
        tools: `client`, `transport`, `encoder`, `detector`; see `Checker`.

    Returns:
        One verdict for each citation, in the order of the articles.

    Raises:
        UsageError: a path does not exist.
        RecordingError: the recording to replay or to write cannot be used.
        StoreError: the store cannot be read or written.
    """
    async with Checker(settings, on_progress=progress, **tools) as checker:
        async for _ in checker.check(paths):
            pass
        return checker.report()


def check(
    paths: Path | Iterable[Path],
    settings: Settings | None = None,
    *,
    progress: Callable[[Progress], object] | None = None,
    **tools: Unpack[Tools],
) -> Report:
    """Check articles and return the report; the same as `check_async` for code without a loop.

    Args:
        paths: a file, a folder, `-` for standard input or the address of a live article; or
            several of them.
        settings: see `Settings`.
        progress: called after each verdict.
        tools: `client`, `transport`, `encoder`, `detector`; see `Checker`.

    Returns:
        One verdict for each citation, in the order of the articles.

    Raises:
        UsageError: a path does not exist, or an event loop is running.
        RecordingError: the recording to replay or to write cannot be used.
        StoreError: the store cannot be read or written.
    """
    refuse_loop("check")
    return asyncio.run(check_async(paths, settings, progress=progress, **tools))


async def check_citations_async(
    citations: Iterable[Given] | AsyncIterable[Given],
    settings: Settings | None = None,
    *,
    progress: Callable[[Progress], object] | None = None,
    **tools: Unpack[Tools],
) -> AsyncGenerator[Verdict]:
    """Yield a verdict for every citation that is given, in the order they are reached.

    Any number of them takes no more memory than a few thousand.

    Args:
        citations: see `Checker.check_citations`.
        settings: see `Settings`.
        progress: called after each verdict.
        tools: `client`, `transport`, `encoder`, `detector`; see `Checker`.

    Raises:
        UsageError: a citation cannot be used; the message names it and its field.
        RecordingError: the recording to replay or to write cannot be used.
        StoreError: the store cannot be read or written.
    """
    async with (
        Checker(settings, on_progress=progress, keep=False, **tools) as checker,
        aclosing(checker.check_citations(citations)) as verdicts,
    ):
        async for verdict in verdicts:
            yield verdict


def check_citations(
    citations: Iterable[Given],
    settings: Settings | None = None,
    *,
    progress: Callable[[Progress], object] | None = None,
    **tools: Unpack[Tools],
) -> Report:
    """Check citations that need not be in a file, and return the report.

    Args:
        citations: see `Checker.check_citations`.
        settings: see `Settings`.
        progress: called after each verdict.
        tools: `client`, `transport`, `encoder`, `detector`; see `Checker`.

    Returns:
        One verdict for each citation, in the order given; `verdict.citation.id` is the caller's.

    Raises:
        UsageError: a citation cannot be used, or an event loop is running.
        RecordingError: the recording to replay or to write cannot be used.
        StoreError: the store cannot be read or written.
    """
    refuse_loop("check_citations", "async for verdict in check_citations_async(…)")

    async def checked() -> Report:
        async with Checker(settings, on_progress=progress, **tools) as checker:
            verdicts = checker.check_citations(citations)
            async for _ in verdicts:
                pass
            return verdicts.report()

    return asyncio.run(checked())


async def verify_async(
    citation: Given | None = None,
    /,
    *,
    settings: Settings | None = None,
    client: httpx.AsyncClient | None = None,
    transport: httpx.AsyncBaseTransport | None = None,
    **fields: Any,
) -> Verdict:
    """Return the verdict on one citation, which need not be in a file.

    Args:
        citation: a `Citation` or a mapping; leave it out to give `fields` instead.
        settings: see `Settings`.
        client: see `Checker`.
        transport: see `Checker`.
        fields: those of `Citation`: url, title, publisher, author, date, language, …

    Raises:
        UsageError: a field cannot be used.
    """
    async with Checker(settings, client=client, transport=transport) as checker:
        return await checker.verify(citation, **fields)


def verify(
    citation: Given | None = None,
    /,
    *,
    settings: Settings | None = None,
    client: httpx.AsyncClient | None = None,
    transport: httpx.AsyncBaseTransport | None = None,
    **fields: Any,
) -> Verdict:
    """Return the verdict on one citation; the same as `verify_async` for code without a loop.

    Args:
        citation: a `Citation` or a mapping; leave it out to give `fields` instead.
        settings: see `Settings`.
        client: see `Checker`.
        transport: see `Checker`.
        fields: those of `Citation`: url, title, publisher, author, date, language, …

    Raises:
        UsageError: a field cannot be used, or an event loop is running.
    """
    refuse_loop("verify")
    call = verify_async(citation, settings=settings, client=client, transport=transport, **fields)
    return asyncio.run(call)


async def propose_async(
    paths: Path | Iterable[Path],
    settings: Settings | None = None,
    *,
    progress: Callable[[Progress], object] | None = None,
    **tools: Unpack[Tools],
) -> Report:
    """Check articles, look for the sources that are lost, and return the report with proposals.

    What is found is judged like the source itself; see `Finding.proposal`. `linkcheck.apply` puts
    the proposals into the articles.

    Args:
        paths: files, folders, `-` for standard input, addresses of live articles.
        settings: see `Settings`; `RepairSettings` says where to look.
        progress: called after each verdict.
        tools: `client`, `transport`, `encoder`, `detector`; see `Checker`.

    Returns:
        One verdict for each citation, in the order of the articles.

    Raises:
        UsageError: a path does not exist, or an archive or a finder cannot be used.
        RecordingError: the recording to replay or to write cannot be used.
        StoreError: the store cannot be read or written.
    """
    settings = settings if settings is not None else Settings()
    repair = msgspec.structs.replace(settings.repair, propose=True)
    chosen = msgspec.structs.replace(settings, repair=repair)
    return await check_async(paths, chosen, progress=progress, **tools)


def propose(
    paths: Path | Iterable[Path],
    settings: Settings | None = None,
    *,
    progress: Callable[[Progress], object] | None = None,
    **tools: Unpack[Tools],
) -> Report:
    """Check articles and propose addresses; the same as `propose_async` for code without a loop.

    Args:
        paths: files, folders, `-` for standard input, addresses of live articles.
        settings: see `Settings`; `RepairSettings` says where to look.
        progress: called after each verdict.
        tools: `client`, `transport`, `encoder`, `detector`; see `Checker`.

    Returns:
        One verdict for each citation, in the order of the articles.

    Raises:
        UsageError: a path does not exist, or an archive or a finder cannot be used.
        RecordingError: the recording to replay or to write cannot be used.
        StoreError: the store cannot be read or written.
    """
    refuse_loop("propose")
    return asyncio.run(propose_async(paths, settings, progress=progress, **tools))
