"""Verdicts that wait until all others are known, so that their sources can be looked for.

They wait since what other sources of a site turned out to be (three that were redirected alike)
says where a lost one may be.
"""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import linkcheck.repair
from linkcheck.engine.lending import LentWeb
from linkcheck.errors import LinkcheckError, noted

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from linkcheck.languages import Detect
    from linkcheck.models import Verdict
    from linkcheck.repair.propose import Proposer
    from linkcheck.repair.sources import Recall
    from linkcheck.settings.settings import Settings
    from linkcheck.web import Fetcher

__all__ = ["Repairs", "Search"]

_AT_ONCE = 16
"""Sources that are looked for at once; how a site is spared is the fetcher's part."""


class Search:
    """Where a checker looks for lost sources, and what all of its runs have learned of that.

    Args:
        settings: see `Settings`.
        detect: detects languages.
        saved: returns the copies of an address that archives were asked to save.

    Raises:
        UsageError: an archive, a relocation or a finder cannot be used.
    """

    def __init__(self, settings: Settings, detect: Detect, saved: Recall) -> None:
        self._settings = settings
        self._detect = detect
        self._sources = linkcheck.repair.Sources(settings, saved)
        self._proposer: Proposer | None = None

    def learn(self, verdict: Verdict) -> None:
        """Learn what a verdict says of where other sources may be."""
        self._sources.learn(verdict)

    def proposer(self, fetcher: Fetcher) -> Proposer:
        """Return what looks for sources; it remembers pages and archives from run to run.

        Args:
            fetcher: sends the requests, of all runs the same.
        """
        if self._proposer is None:
            web, settings = LentWeb(fetcher, self._detect), self._settings
            self._proposer = linkcheck.repair.Proposer(
                web, self._sources.all, settings.policy, settings.repair.budget
            )
        return self._proposer


class Repairs:
    """Keeps the verdicts of a run that proposals are wanted for, and gives them back with these.

    Args:
        search: where sources are looked for; None where no proposals are wanted.
    """

    def __init__(self, search: Search | None) -> None:
        self._search = search
        self._waiting: dict[int, Verdict] = {}

    def take(self, place: int, verdict: Verdict) -> bool:
        """Keep a verdict if a proposal is wanted for it; tell whether it is kept.

        Args:
            place: of the citation in the report.
            verdict: as it will be reported.
        """
        if self._search is None:
            return False
        self._search.learn(verdict)
        if linkcheck.repair.wants_address(verdict) is None:
            return False
        self._waiting[place] = verdict
        return True

    async def proposed(
        self, fetcher: Fetcher, deadline: float | None
    ) -> AsyncGenerator[tuple[int, Verdict]]:
        """Yield the verdicts that wait, with proposals, as these are found.

        Args:
            fetcher: sends the requests.
            deadline: time of the monotonic clock after which nothing is looked for, or None.
        """
        if self._search is None or not self._waiting:
            return
        proposer = self._search.proposer(fetcher)
        room = asyncio.Semaphore(_AT_ONCE)

        async def find(place: int, verdict: Verdict) -> tuple[int, Verdict]:
            async with room:
                if deadline is not None and time.monotonic() > deadline:
                    return place, verdict
                left = None if deadline is None else deadline - time.monotonic()
                try:
                    async with asyncio.timeout(left):
                        return place, await proposer.proposed(verdict)
                except TimeoutError:
                    return place, verdict
                except LinkcheckError:  # ends the run
                    raise
                except Exception as fault:  # one odd source must not stop the others
                    noted(fault, f"looking for the source at {verdict.citation.location.path}")
                    return place, verdict

        with fetcher.in_use():
            waiting = {asyncio.create_task(find(*each)) for each in self._waiting.items()}
            try:
                while waiting:
                    done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
                    for place, verdict in [task.result() for task in done]:
                        del self._waiting[place]
                        yield place, verdict
            finally:
                for task in waiting:
                    task.cancel()
                await asyncio.gather(*waiting, return_exceptions=True)

    def rest(self) -> list[tuple[int, Verdict]]:
        """Return the verdicts that still wait, for a run that ends, and keep none of them."""
        rest = sorted(self._waiting.items())
        self._waiting.clear()
        return rest
