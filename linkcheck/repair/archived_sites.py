"""What archives have of an outlet's own pages: where a source without an address may be."""

from __future__ import annotations

import itertools
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from linkcheck.repair.candidates import Candidate, archived_copy
from linkcheck.repair.confidence import confidence
from linkcheck.repair.lost import Dates, day_of, lost_source
from linkcheck.repair.propose import LEAST
from linkcheck.text.once import Once
from linkcheck.text.slugs import SlugIndex
from linkcheck.text.urls import host, is_home, is_within

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterable

    from linkcheck.models import Snapshot, Verdict
    from linkcheck.repair.candidates import Web
    from linkcheck.repair.finders.base import Lost
    from linkcheck.repair.outlets import Outlets
    from linkcheck.repair.snapshots import Archives

__all__ = ["ArchivedSites"]

REASONS = {"listed": "{archive} has a page with that title at this address"}
"""Why an address may be the source's."""

_LISTED = 3000
"""Archived addresses of a domain that are ranked by a title."""
_LISTINGS = 64
"""Listings that are kept: of one outlet there is one for each week that sources are of."""
_LIKELY = 0.45
"""Share of a title's words that an address spells, where it is looked at before others."""
_LOOKED_AT = 80
"""Snapshots of a domain that are looked at for one source."""
_PER_ADDRESS = 2
"""Snapshots of one address among them: the first may be an error."""
_EVER = ("1996-01-01", "2099-12-31")
"""The days in which an archive may have met a source that nobody knows the date of."""
_BEFORE, _AFTER = timedelta(days=4), timedelta(days=14)
"""Around a source's own date: archives are often some days late."""
_BEFORE_ARTICLE = timedelta(days=45)
"""Before the date of the article: most sources are recent."""


class ArchivedSites:
    """What archives have of the outlet's pages of those days."""

    def __init__(self, archives: Archives, outlets: Outlets, dates: Dates) -> None:
        self._archives = archives
        self._outlets = outlets
        self._dates = dates
        self._listings: Once[tuple[str, ...], _Listed] = Once(_LISTINGS)

    async def candidates(self, verdict: Verdict, web: Web) -> AsyncGenerator[Candidate]:
        """Yield pages that show the title cited: where they may be now, then the archived copy."""
        lost = lost_source(verdict, self._outlets, self._dates)
        if lost is None:
            return
        # A guessed date may be far off, and archives meet some pages late. Addresses that spell the
        # title come first, whenever they were seen.
        spans = dict.fromkeys([_window(lost), _EVER])
        seen = set[str]()
        others: list[Snapshot] = []
        for (start, end), domain in itertools.product(spans, lost.domains):
            listed = await self._listing(domain, start, end, web)
            likely, rest = _ranked(listed, lost) if listed is not None else ([], [])
            others += rest
            async for candidate in self._shown(likely, lost, web, seen):
                yield candidate
        async for candidate in self._shown(others, lost, web, seen):
            yield candidate

    async def _shown(
        self, snapshots: Iterable[Snapshot], lost: Lost, web: Web, seen: set[str]
    ) -> AsyncGenerator[Candidate]:
        """Yield what the snapshots that show the title are of, and they themselves."""
        for snapshot in snapshots:
            identity = snapshot.url or snapshot.original
            if identity in seen or len(seen) >= _LOOKED_AT:
                continue
            seen.add(identity)
            page = Candidate(
                url=snapshot.original,
                kind="new-address",
                reason=REASONS["listed"],
                facts={"archive": snapshot.archive},
            )
            if not snapshot.raw:  # the archive shows no copy: the page itself has to
                yield page
                continue
            archived = archived_copy(snapshot, same_address=False)
            judged = await web.look(archived, lost.citation)
            if confidence(archived, judged) >= LEAST:
                yield page
                yield archived

    async def _listing(self, domain: str, start: str, end: str, web: Web) -> _Listed | None:
        async def ask() -> _Listed | None:
            found = await self._archives.listing(web, domain, start, end, _LISTED)
            # An archive may name anything; the outlet's are pages of its own domain.
            own = host(f"http://{domain}/")
            pages: dict[str, list[Snapshot]] = {}
            for each in found or ():
                if is_within(each.original, own) and not is_home(each.original):
                    pages.setdefault(each.original, []).append(each)
            return _Listed(pages, SlugIndex(pages)) if found is not None else None

        return await self._listings.get((domain, start, end), ask)


class _Listed(NamedTuple):
    """What archives have of a domain in some days: pages by their addresses, and their slugs."""

    pages: dict[str, list[Snapshot]]
    slugs: SlugIndex


def _window(lost: Lost) -> tuple[str, str]:
    """Return the first and the last day in which an archive may have met the source."""
    day = day_of(lost.date)
    if day is None:
        return _EVER
    before = _BEFORE if lost.is_exact else _BEFORE_ARTICLE
    return (day - before).isoformat(), (day + _AFTER).isoformat()


def _ranked(listed: _Listed, lost: Lost) -> tuple[list[Snapshot], list[Snapshot]]:
    """Return the snapshots whose address spells the title, the best first, and all others.

    Of equals, the nearest in time come first; of one address, its first snapshots. Snapshots
    without a copy to look at are only among the likely ones.
    """
    day = day_of(lost.date)
    scores = dict(listed.slugs.ranked(lost.title, _LOOKED_AT, 0.0))

    def order(url: str) -> tuple[float, int]:
        seen = day_of(listed.pages[url][0].time)
        distance = abs((seen - day).days) if day is not None and seen is not None else 0
        return -scores.get(url, 0.0), distance

    likely: list[Snapshot] = []
    others: list[Snapshot] = []
    for url in sorted(listed.pages, key=order):
        with_copy = [each for each in listed.pages[url] if each.raw]
        if scores.get(url, 0.0) >= _LIKELY:
            likely += (with_copy or listed.pages[url])[:_PER_ADDRESS]
        else:
            others += with_copy[:_PER_ADDRESS]
    return likely[: _LOOKED_AT // 4], others
