"""Asking for many addresses: what comes is taken as fast as it is asked for, or less is asked for."""

from __future__ import annotations

import asyncio
from contextlib import aclosing

import httpx
import pytest

from linkcheck.asking import Job, ask_here
from linkcheck.web import Fetcher, FetchSettings

PAGE = "<title>Talks end without a deal</title>" + "<p>The ministers left without a deal.</p>" * 400
SITES, EACH = 20, 100


@pytest.mark.parametrize("status_only", [True, False])
async def test_no_more_is_asked_for_than_is_taken(*, status_only: bool) -> None:
    """All pages of a large run would wait in memory for a slow reader of the verdicts."""
    asked = 0

    def answer(_: httpx.Request) -> httpx.Response:
        nonlocal asked
        asked += 1
        return httpx.Response(200, html=PAGE)

    urls = [[f"http://s{site}.example/{page}" for page in range(EACH)] for site in range(SITES)]
    queues = [[Job(url, url, ()) for url in site] for site in urls]
    settings = FetchSettings(
        host_interval=0.0, per_host=EACH, concurrency=16, status_only=status_only
    )
    async with Fetcher(settings, transport=httpx.MockTransport(answer)) as web:
        taken = 0
        async with aclosing(ask_here(web, queues, 1 << 20)) as handfuls:
            async for handful in handfuls:
                if not taken:
                    await asyncio.sleep(1.0)
                    stopped = asked
                    await asyncio.sleep(0.2)
                    assert asked == stopped < SITES * EACH / 2
                taken += len(handful)
    assert taken == SITES * EACH
