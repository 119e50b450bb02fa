"""Let a run end where the network does: the driver of `linkcheck.engine.outage`."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from linkcheck.web.probe import Network

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from linkcheck.engine.fetch_stage import Answered
    from linkcheck.engine.outage import Watch
    from linkcheck.web import Fetcher

__all__ = ["until_outage"]

_SECOND_LOOK = 2.0
"""Seconds after which a network that is away is probed again: some are back at once."""


async def until_outage(
    source: AsyncGenerator[list[Answered]], watch: Watch, fetcher: Fetcher
) -> AsyncGenerator[list[Answered]]:
    """Yield outcomes that our own network has no part in, until it is away.

    Args:
        source: yields outcomes as they come; closed by whoever made it.
        watch: decides; its `outage` says afterwards why the run ended early, if it did.
        fetcher: probes the network, where it uses the network itself.
    """
    coming: asyncio.Task[list[Answered] | None] | None = None
    try:
        while watch.outage is None:
            if coming is None:
                coming = asyncio.create_task(_next(source))
            await asyncio.wait({coming}, timeout=watch.next_look(time.monotonic()))
            free: list[Answered] = []
            last = False
            if coming.done():
                batch, coming = coming.result(), None
                last = batch is None
                free = watch.take(batch or (), time.monotonic())
            if free:
                yield free
            if last or watch.wants_probe(time.monotonic()):
                free = await _looked_into(watch, fetcher, last=last)
                if free:
                    yield free
            if last:
                return
    finally:
        if coming is not None:
            coming.cancel()
            with suppress(asyncio.CancelledError):
                await coming


async def _next(source: AsyncGenerator[list[Answered]]) -> list[Answered] | None:
    return await anext(source, None)


async def _looked_into(watch: Watch, fetcher: Fetcher, *, last: bool) -> list[Answered]:
    """Probe the network, twice if it seems to be away; return what may be judged."""
    if watch.outage is not None or not watch.is_holding:
        return []
    if not fetcher.is_ours:
        return watch.decide(None, time.monotonic(), last=last)
    started = time.monotonic()
    found = await fetcher.probe(watch.origins)
    if watch.blames_network(found) and found.network is not Network.INTERCEPTED:
        await asyncio.sleep(_SECOND_LOOK)
        again = await fetcher.probe(watch.origins)
        if again.network is Network.FINE:
            return watch.excuse(time.monotonic())
        started, found = time.monotonic(), again
    return watch.decide(found, started, last=last)
