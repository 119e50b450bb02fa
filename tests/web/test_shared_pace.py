"""Several checkers of one process are together as polite as one."""

from __future__ import annotations

import asyncio
import itertools
import threading
import time
from typing import TYPE_CHECKING

import linkcheck
from tests.server import answer

if TYPE_CHECKING:
    from tests.server import Behaviour, LoopbackServer

EACH, PAUSE = 3, 0.15
SETTINGS = linkcheck.Settings(
    fetch=linkcheck.FetchSettings(allow_networks=("loopback",), host_interval=PAUSE)
)


def _timed(at: list[float]) -> Behaviour:
    reply = answer("<title>Harbour news of the day</title>")

    async def behaviour(*args: object) -> None:
        at.append(time.monotonic())
        await reply(*args)  # type: ignore[arg-type]

    return behaviour


def _rows(server: LoopbackServer, name: str, at: list[float]) -> list[dict[str, str]]:
    return [{"url": server.behave(f"/{name}{number}", _timed(at))} for number in range(EACH)]


def _is_polite(at: list[float]) -> bool:
    at.sort()
    return all(after - before > 0.8 * PAUSE for before, after in itertools.pairwise(at))


async def test_two_checkers_at_once_keep_one_pause_for_a_host(server: LoopbackServer) -> None:
    """A site would be asked twice as fast as it should be, and four times by four checkers."""
    at: list[float] = []

    async def checked(name: str) -> None:
        async with linkcheck.Checker(SETTINGS) as checker:
            async for verdict in checker.check_citations(_rows(server, name, at)):
                assert verdict.ok

    await asyncio.gather(checked("a"), checked("b"))
    assert len(at) == 2 * EACH
    assert _is_polite(at)


def test_so_do_calls_in_threads_and_one_after_another(server: LoopbackServer) -> None:
    """A loop over `linkcheck.check`, or a pool of threads, would know no pause at all."""
    at: list[float] = []
    for name in ("a", "b"):
        linkcheck.check_citations(_rows(server, name, at)[:1], SETTINGS)
    threads = [
        threading.Thread(target=linkcheck.check_citations, args=(_rows(server, name, at), SETTINGS))
        for name in ("c", "d")
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(at) == 2 + 2 * EACH
    assert _is_polite(at)
