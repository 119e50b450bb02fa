"""Asking for many addresses: what comes is taken as fast as it is asked for, or less is asked for."""

from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING

import httpx
import pytest

import linkcheck
from linkcheck.engine.fetch_stage import FetchTask, fetch_here
from linkcheck.engine.idle import IdleQueue
from linkcheck.web import Fetcher, FetchSettings
from tests.waiting import until_still

if TYPE_CHECKING:
    from pathlib import Path

    from linkcheck.web.exchange import Traffic

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
    queues = [[FetchTask(url, url, ()) for url in site] for site in urls]
    settings = FetchSettings(
        host_interval=0.0, per_host=EACH, concurrency=16, status_only=status_only
    )
    async with Fetcher(settings, transport=httpx.MockTransport(answer)) as web:
        taken = 0
        async with aclosing(fetch_here(web, queues, 1 << 20)) as batches:
            async for batch in batches:
                if not taken:
                    assert await until_still(lambda: asked) < SITES * EACH / 2
                taken += len(batch)
    assert taken == SITES * EACH


@pytest.mark.parametrize(("allowed", "wait"), [(None, True), (60.0, False)])
async def test_no_page_waits_where_time_may_run_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, allowed: float | None, *, wait: bool
) -> None:
    """Pages that wait to be read at the end of --max-time would have been asked for in vain."""
    rooms: list[int] = []
    original = IdleQueue.__init__

    def noted(idle: IdleQueue, traffic: Traffic, room: int) -> None:
        rooms.append(room)
        original(idle, traffic, room)

    monkeypatch.setattr(IdleQueue, "__init__", noted)
    (tmp_path / "a.md").write_text("## Sources\n\n- CNN: [Talks end](http://a.example/1)\n")
    transport = httpx.MockTransport(lambda _: httpx.Response(200, html=PAGE))
    settings = linkcheck.Settings(max_time=allowed)
    async with linkcheck.Checker(settings, transport=transport) as checker:
        assert len([verdict async for verdict in checker.check([tmp_path])]) == 1
    assert [room > 0 for room in rooms] == [wait]
