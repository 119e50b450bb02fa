"""Asking for many addresses and reading what they answer, in this process."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import TYPE_CHECKING

import msgspec

from linkcheck.lull import Lull
from linkcheck.models import Citation, Resolution, Validators
from linkcheck.reading import Reading, compare_all, read
from linkcheck.siblings import Siblings
from linkcheck.turns import in_turns

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence

    from linkcheck.matching.semantic import Encoder
    from linkcheck.web import Fetcher

__all__ = ["Answered", "Job", "ask_here", "reconsidered"]

_UNREAD = 48 << 20
"""Bytes of pages that may wait to be read while there are others to ask for."""
_BESIDES = 16 << 10
"""Bytes that each of them holds beside its body, about: the chain, headers, what it is for."""


class Job(msgspec.Struct, frozen=True):
    """An address to ask for.

    Attributes:
        address: the key that its citations share.
        url: the address as one of them gives it.
        citations: all that lead there.
        validators: of a former answer, or None.
        quotations: words that are looked for there.
    """

    address: str
    url: str
    citations: tuple[Citation, ...]
    validators: Validators | None = None
    quotations: tuple[str, ...] = ()


class Answered(msgspec.Struct, frozen=True):
    """What came of one address.

    Attributes:
        address: as in the job.
        resolution: its body dropped.
        reading: see `Reading`.
    """

    address: str
    resolution: Resolution
    reading: Reading


async def ask_here(
    fetcher: Fetcher, queues: Sequence[Sequence[Job]]
) -> AsyncGenerator[list[Answered]]:
    """Ask for all addresses, read what is there, and yield the outcomes as they come.

    Args:
        fetcher: asks; the politeness is its own.
        queues: the jobs of each site.
    """
    settings = fetcher.settings
    siblings = Siblings(fetcher)
    fetcher.expect(job.url for queue in queues for job in queue)
    own = [host.per_host or 0 for host in settings.hosts.values()]
    at_once = max(settings.per_host, *own) if own else settings.per_host
    async with Lull(lambda: fetcher.activity, _UNREAD) as lull:

        async def ask(job: Job, hand_on: Callable[[Answered | Exception], Awaitable[None]]) -> None:
            found = await fetcher.resolve(job.url, job.validators)

            async def finish() -> None:
                try:
                    reading = read(found, job.citations, job.quotations)
                    reading = await siblings.doubted(found, reading, job.citations)
                except Exception as fault:  # ends the run
                    await hand_on(fault)
                else:
                    await hand_on(_answered(job, found, reading))

            if settings.status_only or found.status == 304:
                await hand_on(_answered(job, found, compare_all(None, job.citations)))
            elif not found.body or not lull.takes(_BESIDES + len(found.body), finish):
                await finish()

        async with aclosing(in_turns(queues, ask, per_queue=at_once)) as handfuls:
            async for handful in handfuls:
                yield handful


def _answered(job: Job, found: Resolution, reading: Reading) -> Answered:
    return Answered(job.address, msgspec.structs.replace(found, body=b""), reading)


async def reconsidered(handful: list[Answered], encoder: Encoder | None) -> list[Answered]:
    """Let an encoder, if there is one, look at what the rules could not decide.

    Args:
        handful: what came of some addresses.
        encoder: asked in a thread, for all of them at once.
    """
    if encoder is None:
        return handful
    from linkcheck.matching.semantic import decide  # noqa: PLC0415 - not every run has one

    sizes = [len(answered.reading.evidence) for answered in handful]
    every = [fields for answered in handful for fields in answered.reading.evidence]
    decided = iter(await asyncio.to_thread(decide, every, encoder))
    return [
        msgspec.structs.replace(
            answered,
            reading=msgspec.structs.replace(
                answered.reading, evidence=tuple(next(decided) for _ in range(size))
            ),
        )
        for answered, size in zip(handful, sizes, strict=True)
    ]
