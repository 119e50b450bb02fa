"""Asking for many addresses and reading what they answer, in this process."""

from __future__ import annotations

import asyncio
import time
from contextlib import aclosing
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from linkcheck.engine.archived_copy import ArchivedCopy
from linkcheck.engine.cited_edition import CitedEdition
from linkcheck.engine.doi_metadata import DoiMetadata
from linkcheck.engine.follow_ups import FollowUp, FollowUps
from linkcheck.engine.idle import IdleQueue
from linkcheck.engine.observe import Observation, compare_all, failed, observe
from linkcheck.engine.onward import Onward
from linkcheck.engine.queues import work_through
from linkcheck.engine.soft404_probe import SoftNotFoundProbe
from linkcheck.errors import LinkcheckError, noted
from linkcheck.languages import detect
from linkcheck.matching.semantic import decide
from linkcheck.models import Citation, Failure, History, Resolution, Validators

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine, Sequence

    from linkcheck.languages import Detect
    from linkcheck.matching.semantic import Encoder
    from linkcheck.web import Fetcher

__all__ = ["UNREAD", "Answered", "FetchTask", "fetch_here", "reconsidered"]

UNREAD = 48 << 20
"""Bytes of pages that may wait to be read while there are others to ask for."""
_BESIDES = 16 << 10
"""Bytes that each of them holds beside its body, about: the chain, headers, what it is for."""
_UNTAKEN = 256
"""Outcomes that may wait to be taken while others are asked for."""
_COPIES = 3
"""Archived copies of one address that are requested; its citations may give different ones."""

_HandOn: TypeAlias = "Callable[[Answered | Exception], Awaitable[None]]"
_Rest: TypeAlias = "Coroutine[None, None, None]"


class FetchTask(msgspec.Struct, frozen=True):
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
        observation: see `Observation`.
        at: when the answer came, in seconds of a clock that all processes share.
        history: what earlier runs and recordings say of the address.
    """

    address: str
    resolution: Resolution
    observation: Observation
    at: float = 0.0
    history: History = History()

    @property
    def fault(self) -> str | None:
        """The bug in linkcheck that kept the address from being fetched or read, or None."""
        fetched = self.resolution.failure is not Failure.INTERNAL
        return self.observation.fault if fetched else self.resolution.detail


async def fetch_here(
    fetcher: Fetcher,
    queues: Sequence[Sequence[FetchTask]],
    unread: int = UNREAD,
    detect: Detect = detect,
) -> AsyncGenerator[list[Answered]]:
    """Ask for all addresses, read what is there, and yield the outcomes as they come.

    Args:
        fetcher: asks; the politeness is its own.
        queues: the jobs of each site.
        unread: bytes of pages that may wait to be read; they are lost where a run is ended.
        detect: detects languages.
    """
    settings = fetcher.settings
    kinds: tuple[FollowUp, ...] = (
        CitedEdition(detect),
        Onward(detect),
        DoiMetadata(detect),
        SoftNotFoundProbe(detect),
        *(ArchivedCopy(detect, number) for number in range(_COPIES)),
    )
    follow_ups = FollowUps(fetcher, kinds, detect)
    own = [host.per_host or 0 for host in settings.hosts.values()]
    at_once = max(settings.per_host, *own) if own else settings.per_host
    untaken = _Untaken(fetcher)
    addresses = [job.url for queue in queues for job in queue]
    async with IdleQueue(fetcher.traffic, unread) as idle:

        async def ask(job: FetchTask, hand_on: _HandOn) -> None:
            await untaken.room.wait()
            unread = take(job, await fetcher.resolve(job.url, job.validators), hand_on)
            if unread is not None:
                await unread

        def take(job: FetchTask, found: Resolution, hand_on: _HandOn) -> _Rest | None:
            """Let a page wait to be read; return what is to be done where it must not wait."""
            read_on = partial(finish, job, found, time.monotonic(), hand_on)
            later = found.body and not settings.status_only
            return None if later and idle.takes(_BESIDES + len(found.body), read_on) else read_on()

        async def finish(job: FetchTask, found: Resolution, at: float, hand_on: _HandOn) -> None:
            try:
                if settings.status_only or found.status == 304:
                    observation = compare_all(None, job.citations)
                else:
                    observation = observe(found, job.citations, job.quotations, detect)
                    observation = await follow_ups.settled(found, observation, job.citations)
            except LinkcheckError as error:  # ends the run
                with untaken:
                    await hand_on(error)
                return
            except Exception as fault:  # one odd page must not end it
                observation = failed(job.citations, fault)
            outcome = Answered(
                job.address, msgspec.structs.replace(found, body=b""), observation, at
            )
            del found  # its body would be held while this waits to be taken
            with untaken:
                await hand_on(outcome)

        fetcher.expect(addresses)
        with fetcher.in_use():
            async with aclosing(work_through(queues, ask, per_queue=at_once)) as batches:
                async for batch in batches:
                    yield batch


class _Untaken:
    """Outcomes that wait to be taken; where there are many, nothing more is asked for.

    Attributes:
        room: set while this run may begin with further addresses.
    """

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher
        self._count = 0
        self.room = asyncio.Event()
        self.room.set()

    def __enter__(self) -> None:
        self._count += 1
        if self._count == _UNTAKEN:
            self.room.clear()
            self._fetcher.hold()

    def __exit__(self, *_: object) -> None:
        self._count -= 1
        if self._count == _UNTAKEN // 2:
            self.room.set()
            self._fetcher.go_on()


async def reconsidered(
    batch: list[Answered], encoder: Encoder | None, detect: Detect
) -> list[Answered]:
    """Let an encoder, if there is one, look at what the rules could not decide.

    Args:
        batch: what came of some addresses.
        encoder: asked in a thread, for all of them at once. Where it fails, for each address;
            what it fails for stays undecided.
        detect: detects the languages of titles.
    """
    if encoder is None:
        return batch
    try:
        return await asyncio.to_thread(_decided, batch, encoder, detect)
    except Exception as fault:  # the encoder may be the user's own
        noted(fault, "comparing titles with an encoder")
        if len(batch) == 1:
            return batch
    return [each for one in batch for each in await reconsidered([one], encoder, detect)]


def _decided(batch: list[Answered], encoder: Encoder, detect: Detect) -> list[Answered]:
    sizes = [len(answered.observation.evidence) for answered in batch]
    every = [fields for answered in batch for fields in answered.observation.evidence]
    decided = iter(decide(every, encoder, detect))
    return [
        msgspec.structs.replace(
            answered,
            observation=msgspec.structs.replace(
                answered.observation, evidence=tuple(next(decided) for _ in range(size))
            ),
        )
        for answered, size in zip(batch, sizes, strict=True)
    ]
