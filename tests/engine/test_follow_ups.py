"""Second requests: few, and each once."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import msgspec

from linkcheck.engine.follow_ups import FollowUps, Look
from linkcheck.engine.observe import Observation, observe
from linkcheck.languages import detect
from linkcheck.web import Fetcher, FetchSettings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from linkcheck.models import Citation, Page, Resolution
    from tests.server import LoopbackServer

SETTINGS = FetchSettings(allow_networks=("127.0.0.0/8",), host_interval=0.0)
PAGE = "<title>Talks end</title><p>The ministers left without a deal.</p>"


class Curious:
    """Always wants one more page, and notes what it was shown."""

    def __init__(self, url: str) -> None:
        self.look = Look((url,), url)
        self.seen: list[str | None] = []

    def wanted(
        self, found: Resolution, observation: Observation, citations: Sequence[Citation]
    ) -> Look:
        """Return the page."""
        return self.look

    def settled(
        self, observation: Observation, page: Page, citations: Sequence[Citation]
    ) -> Observation:
        """Note the page."""
        self.seen.append(page.title)
        return msgspec.structs.replace(observation, whole=True)


async def test_no_more_than_the_budget(server: LoopbackServer) -> None:
    """One odd page would send request after request to a site."""
    url = server.page("/story", PAGE)
    kinds = [Curious(server.page(f"/more/{number}", PAGE)) for number in range(5)]
    async with Fetcher(SETTINGS) as fetcher:
        found = await fetcher.resolve(url)
        follow_ups = FollowUps(fetcher, kinds, detect, budget=2)
        settled = await follow_ups.settled(found, observe(found, ()), ())
    assert settled.whole
    assert [kind.seen for kind in kinds] == [["Talks end"], ["Talks end"], [], [], []]
    assert [request.target for request in server.requests] == ["/story", "/more/0", "/more/1"]


async def test_one_request_serves_all_that_ask_the_same(server: LoopbackServer) -> None:
    """A site with a thousand sources would be sent a thousand probes."""
    url, gone = server.page("/story", PAGE), Curious(server.url("/gone"))
    kind = Curious(server.page("/more", PAGE))
    async with Fetcher(SETTINGS) as fetcher:
        found = await fetcher.resolve(url)
        follow_ups = FollowUps(fetcher, (gone, kind), detect)
        observation = observe(found, ())
        await asyncio.gather(*(follow_ups.settled(found, observation, ()) for _ in range(5)))
    assert gone.seen == []  # an error page settles nothing
    assert kind.seen == ["Talks end"] * 5
    assert server.asked("/more") == server.asked("/gone") == 1
