"""Asking web archives for snapshots, one after the other.

A failing archive says nothing about the source: it is set aside, and the next one is asked.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from linkcheck.repair.archive_client import ArchiveClient
from linkcheck.repair.archive_protocols import Listing, Window, captures_of, listed
from linkcheck.repair.archives import known_archives
from linkcheck.repair.captures import end_of, in_order, pages_among, start_of
from linkcheck.text.archives import is_untrusted_archive, original_in
from linkcheck.text.once import Once
from linkcheck.text.urls import (
    address_key,
    is_address,
    is_home,
    normalize,
    request_form,
    same_place,
    without_tracking,
)

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterable
    from datetime import datetime

    from linkcheck.models import Resolution
    from linkcheck.repair.archives import Archive
    from linkcheck.repair.candidates import Snapshot, Web
    from linkcheck.repair.captures import Capture

__all__ = ["Archives", "Redirect"]

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})
_MOST_REDIRECTS = 2
"""Archived redirects of one address that are requested."""
_KEPT = 1024
"""Addresses whose captures are remembered: several citations often share one."""


class Redirect(NamedTuple):
    """A redirect that an archive has of an address.

    Attributes:
        target: where it led.
        snapshot: what the archive has of it.
        permanent: whether the site called it permanent.
    """

    target: str
    snapshot: Snapshot
    permanent: bool


class Archives:
    """Web archives that are asked in turn, for one run.

    Args:
        rows: the archives, in the order in which they are asked; those known where None.
        paced: keep the pauses that archives ask for; a recorded web needs none.
    """

    def __init__(self, rows: Iterable[Archive] | None = None, *, paced: bool = True) -> None:
        rows = known_archives() if rows is None else rows
        self._clients = [ArchiveClient(row, paced=paced) for row in dict.fromkeys(rows)]
        self._captures: Once[tuple[Archive, str], list[Capture]] = Once(_KEPT)

    async def snapshots(self, web: Web, url: str, around: str | None) -> AsyncGenerator[Snapshot]:
        """Yield snapshots of an address in the order in which they are to be looked at.

        Each archive is asked only when all snapshots of those before it were taken and refused.
        Of one content there is one snapshot. First comes the nearest within 30 days before the
        date, then the first after it and so on, then the nearest earlier; without a date the
        oldest.

        Args:
            web: sends the requests.
            url: the address, perhaps that of an archived copy.
            around: the article's date, ISO 8601, or None.
        """
        moment = end_of(around)
        seen: set[str] = set()
        for client in self._clients:
            archive = client.archive
            for spelling in _spellings(url):
                if not archive.shows_pages or not archive.keeps(spelling):
                    break
                captures = await self._captures_of(client, web, spelling, moment)
                found = in_order(pages_among(captures), moment)
                for capture in found:
                    snapshot = archive.snapshot(capture)
                    if capture.digest in seen or is_untrusted_archive(snapshot.url):
                        continue
                    if capture.digest is not None:
                        seen.add(capture.digest)
                    yield snapshot
                if found:
                    break

    async def redirects(self, web: Web, url: str, around: str | None) -> AsyncGenerator[Redirect]:
        """Yield where the site sent readers of an address when it was archived, the newest first.

        The first archive is asked that has the address; `snapshots` needs its index anyway.

        Args:
            web: sends the requests.
            url: the address, perhaps that of an archived copy.
            around: the article's date, ISO 8601, or None.
        """
        for client in self._clients:
            archive = client.archive
            for spelling in _spellings(url):
                if not archive.shows_pages or not archive.keeps(spelling):
                    break
                captures = await self._captures_of(client, web, spelling, end_of(around))
                moved = [each for each in captures if each.status in _REDIRECTS]
                for capture in sorted(moved, key=_time, reverse=True)[:_MOST_REDIRECTS]:
                    snapshot = archive.snapshot(capture)
                    answer = await web.get(snapshot.raw)
                    lasting = capture.status in _PERMANENT
                    for target in _targets(answer, spelling):
                        yield Redirect(target, snapshot, permanent=lasting)
                if captures:
                    return

    async def listing(
        self, web: Web, domain: str, start: str, end: str, limit: int
    ) -> list[Snapshot] | None:
        """Return what the archives have of a domain; they are asked until that is enough.

        See `listings`. It is None where no archive answers.
        """
        found: list[Snapshot] | None = None
        async for some in self.listings(web, domain, start, end, limit):
            found = [*(found or ()), *some]
            if len(found) >= limit:
                break
        return found[:limit] if found is not None else None

    async def listings(
        self, web: Web, domain: str, start: str, end: str, limit: int
    ) -> AsyncGenerator[list[Snapshot]]:
        """Yield for each archive that answers what it has of a domain, the oldest first.

        Domains below it are included.

        Each address is there once, as it was first captured in that time. Where readers cannot
        look into an archive, its snapshots have no addresses of their own (`url` and `raw` are "").

        Args:
            web: sends the requests.
            domain: a host name.
            start: first day, ISO 8601.
            end: last day, ISO 8601.
            limit: snapshots of one archive at most.
        """
        first, last = start_of(start), end_of(end)
        if first is None or last is None or first > last or limit < 1:
            return
        wanted = Listing(domain, Window(first, last), limit)
        for client in self._clients:
            archive = client.archive
            if not (archive.cdx or archive.crawls) or not archive.keeps(f"http://{domain}/"):
                continue
            captures = await client.asked("domain", partial(listed, client, web, wanted))
            web.note(archive.name, answered=captures is not None)
            if captures is not None:
                found = _first_of_each(pages_among(captures))[:limit]
                yield [archive.snapshot(capture) for capture in found]

    async def _captures_of(
        self, client: ArchiveClient, web: Web, url: str, around: datetime | None
    ) -> list[Capture]:
        """Return an archive's captures of an address; it is asked once."""

        async def ask() -> list[Capture] | None:
            return await client.asked("page", partial(captures_of, client, web, url, around))

        found = await self._captures.get((client.archive, url), ask)
        web.note(client.archive.name, answered=found is not None)
        return found or []


def _time(capture: Capture) -> str:
    return capture.time


def _targets(answer: Resolution, url: str) -> list[str]:
    """Return where an archived redirect of an address led, the end of a chain first.

    Archives lead to their own copy of the target, or to the target itself.
    """
    found: dict[str, str] = {}
    for hop in answer.hops:
        if hop.location is None or hop.status not in _REDIRECTS:
            continue
        target = original_in(hop.location) or hop.location
        if not same_place(target, url) and is_home(target) <= is_home(url):
            found.setdefault(address_key(target), target)
    return [target for target in reversed(found.values()) if is_address(target)]


def _spellings(url: str) -> list[str]:
    """Return how an archive may have an address: as it is, and without tracking parameters."""
    archived = original_in(url)
    url = archived if archived is not None else url
    try:
        plain = without_tracking(url)
        asked = request_form(url)
        differs = plain != normalize(asked)
    except ValueError:
        return []
    if is_untrusted_archive(url):
        return []
    return [asked, plain] if differs else [asked]


def _first_of_each(captures: list[Capture]) -> list[Capture]:
    """Return the first capture of each address, however it was spelled, the oldest first."""
    found: dict[str, Capture] = {}
    for capture in sorted(captures, key=lambda each: (each.time, each.original)):
        bare = capture.original.partition("://")[2].removeprefix("www.").rstrip("/").lower()
        found.setdefault(bare, capture)
    return list(found.values())
