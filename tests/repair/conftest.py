"""What tests of repair share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from linkcheck.web import Fetcher, FetchSettings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from linkcheck.models import Citation, Resolution, Verdict
    from linkcheck.repair.candidates import Candidate
    from linkcheck.repair.snapshots import Archives


def aside(archives: Archives) -> dict[str, str]:
    """Return why archives are not asked any more, by their names."""
    return {
        client.archive.name: "; ".join(client.aside.values())
        for client in archives._clients
        if client.aside
    }


class CountingWeb:
    """Sends requests over real sockets, and keeps count; see `linkcheck.repair.candidates.Web`.

    Attributes:
        requested: addresses, in order.
        places: that were searched, and whether each answered.
    """

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher
        self.requested: list[str] = []
        self.places: dict[str, bool] = {}

    async def get(
        self, url: str, accept: str | None = None, *, accept_datetime: str | None = None
    ) -> Resolution:
        """Send a request."""
        self.requested.append(url)
        return await self._fetcher.resolve(url, accept=accept, accept_datetime=accept_datetime)

    def note(self, place: str, *, answered: bool = True) -> None:
        """Note that a place was searched."""
        self.places[place] = self.places.get(place, False) or answered

    async def look(self, candidate: Candidate, citation: Citation) -> Verdict:
        """Judge nothing."""
        raise NotImplementedError


@pytest.fixture
async def web() -> AsyncIterator[CountingWeb]:
    """Requests to the loopback interface, without pauses."""
    settings = FetchSettings(
        allow_networks=("127.0.0.0/8",),
        connect_timeout=2.0,
        read_timeout=1.0,
        total_timeout=5.0,
        backoff=0.0,
        max_retry_after=0.1,
        host_interval=0.0,
    )
    async with Fetcher(settings) as fetcher:
        yield CountingWeb(fetcher)
