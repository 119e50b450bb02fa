"""What a run remembers and is reminded of: the store, off the loop's thread."""

from __future__ import annotations

import asyncio
import hashlib
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Self, TypeVar

import msgspec

from linkcheck.engine.archived_copy import has_copy
from linkcheck.engine.observe import compare_all
from linkcheck.judging.access import outcome
from linkcheck.models import Outcome, PageKind, Validators
from linkcheck.store import Kept, Known, Saved, Store, StoreSettings
from linkcheck.text.urls import host_key, normalize

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence
    from types import TracebackType

    from linkcheck.engine.fetch_stage import Answered
    from linkcheck.languages import Detect
    from linkcheck.models import Citation, History

__all__ = ["Cache", "is_enough", "unchanged", "validators"]

T = TypeVar("T")


class Cache:
    """A store in use; an async context manager. Without settings it remembers nothing.

    Its thread is its own: the file may be slow, or another process be writing.

    Args:
        settings: of the store, or None.
        refresh: remember, but be reminded of nothing.
        manner: returns what stands for how an address is requested now (`Kept.manner`).
    """

    def __init__(
        self,
        settings: StoreSettings | None,
        *,
        refresh: bool = False,
        manner: Callable[[str], str] | None = None,
    ) -> None:
        self._store = Store(settings) if settings is not None else None
        self._refresh = refresh
        self._manner = manner
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="linkcheck-store")

    async def __aenter__(self) -> Self:
        """Open the store."""
        if self._store is not None:
            await self._in_thread(self._store.__enter__)
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close the store."""
        if self._store is not None:
            await self._in_thread(self._store.__exit__, None, None, None)
        self._thread.shutdown()

    async def begin(self, what: str) -> int | None:
        """Begin a run, or take up the one that was killed; return its number in the store.

        Args:
            what: says what is checked and how; of the same text, the same answers are wanted.
        """
        if self._store is None:
            return None
        key = hashlib.sha256(what.encode("utf-8", "replace")).hexdigest()
        return await self._in_thread(self._store.begin, key)

    async def end(self, run: int | None) -> None:
        """End a run."""
        if self._store is not None and run is not None:
            await self._in_thread(self._store.end, run)

    async def remembered(
        self, addresses: list[str], run: int | None
    ) -> AsyncIterator[tuple[str, Known]]:
        """Yield what is known of addresses: fresh answers, and old ones that can be asked about.

        Args:
            addresses: in normal form.
            run: whose own answers are fresh, too; see `begin`.
        """
        if self._store is None or self._refresh:
            return
        for start in range(0, len(addresses), 500):
            known = await self._in_thread(self._store.known, addresses[start : start + 500], run)
            for address, found in known.items():
                if self._is_of_another_manner(address, found):
                    continue
                if found.fresh or validators(found) is not None:
                    yield address, found

    async def last_seen(self, addresses: list[str]) -> dict[str, float]:
        """Return when addresses were last looked at, in seconds since 1970, where they were."""
        if self._store is None:
            return {}
        seen: dict[str, float] = {}
        for start in range(0, len(addresses), 500):
            seen |= await self._in_thread(self._store.last_seen, addresses[start : start + 500])
        return seen

    async def dead(
        self, addresses: list[str], days: float | None = None
    ) -> dict[str, tuple[Known, History]]:
        """Return what is known of those addresses that led to no page when last checked.

        Args:
            addresses: in normal form.
            days: answers that are not older are fresh, however long a page is used again.
        """
        if self._store is None or self._refresh:
            return {}
        found: dict[str, tuple[Known, History]] = {}
        for start in range(0, len(addresses), 500):
            part = addresses[start : start + 500]
            for address, (known, history) in (
                await self._in_thread(self._store.dead, part, days or 0.0)
            ).items():
                fresh = known.fresh and not self._is_of_another_manner(address, known)
                found[address] = known._replace(fresh=fresh), history
        return found

    async def living_sites(self, addresses: list[str]) -> set[str]:
        """Return the sites of those addresses that led to a page when they were last looked at."""
        if self._store is None or self._refresh:
            return set()
        return set(map(host_key, await self._in_thread(self._store.living, addresses)))

    async def saved(self, url: str) -> list[Saved]:
        """Return the copies of an address that archives were asked to save, the oldest first."""
        if self._store is None:
            return []
        try:
            address = normalize(url)
        except ValueError:
            return []
        return await self._in_thread(self._store.snapshots, address)

    async def keep(self, batch: list[Answered], run: int | None) -> list[Answered]:
        """Keep answers before anything is said of them; return them with their history."""
        if self._store is None:
            return batch
        # Of an address with a fault nothing is known of its page.
        kept = [self._kept(each) for each in batch if each.fault is None]
        told = await self._in_thread(self._store.keep, kept, run)
        return [
            msgspec.structs.replace(each, history=told[each.address])
            if each.address in told
            else each
            for each in batch
        ]

    async def doubt(self, addresses: list[str]) -> None:
        """Mark last answers of addresses as unusable: something else responded for their sites."""
        if self._store is not None and addresses:
            await self._in_thread(self._store.doubt, addresses)

    def _is_of_another_manner(self, address: str, known: Known) -> bool:
        """Tell whether the address would be requested in another way now."""
        if not known.manner or self._manner is None:
            return False
        return known.manner != self._manner(address)

    def _kept(self, answered: Answered) -> Kept:
        page = answered.observation.page
        told = outcome(answered.resolution, page)
        manner = ""
        if self._manner is not None and told is not Outcome.LIVING:
            manner = self._manner(answered.address)
        return Kept(answered.address, told, answered.resolution, page, manner)

    async def _in_thread(self, work: Callable[..., T], *values: object) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work, *values)


def is_enough(known: Known, citations: Sequence[Citation], *, searched: bool = False) -> bool:
    """Tell whether a former answer has all that the citations are compared with now.

    Args:
        known: what is remembered.
        citations: of the address.
        searched: words are looked for in all of the page's text, which the store does not have.
    """
    page = known.page
    if page is not None and searched:
        return False
    if _needs_copy(known, citations):
        return False  # what is known is the address itself, not the copy beside it
    if page is None:
        return True
    if page.liveness.kind in {PageKind.SOFT_404, PageKind.INTERSTITIAL}:
        return False  # it may be one only for the titles that were cited then
    pointed = any("#" in (citation.url or "") for citation in citations)
    return not pointed or "#" in known.resolution.url or page.liveness.kind is not PageKind.LIVING


def _needs_copy(known: Known, citations: Sequence[Citation]) -> bool:
    """Tell whether a citation gives an archived copy that may stand in for this answer."""
    if not any(map(has_copy, citations)):
        return False
    return outcome(known.resolution, known.page) is not Outcome.LIVING


def validators(known: Known | None) -> Validators | None:
    """Return what the server can be asked about a former answer, or None."""
    if known is None or known.page is None or known.page.liveness.kind is not PageKind.LIVING:
        return None
    was = known.resolution
    # What is cut (see `Resolution.headers`) never matches, and does no harm.
    etag, modified = was.header("etag"), was.header("last-modified")
    return Validators(was.final_url, etag, modified) if etag or modified else None


def unchanged(
    found: Answered, known: Known | None, citations: Sequence[Citation], detect: Detect
) -> Answered:
    """Return the former answer where the site says that it still holds.

    Args:
        found: what came now.
        known: what is remembered, or None.
        citations: of the address.
        detect: detects languages.
    """
    if found.resolution.status != 304 or known is None:
        return found
    again = msgspec.structs.replace(known.resolution, fetched_at=found.resolution.fetched_at)
    return msgspec.structs.replace(
        found, resolution=again, observation=compare_all(known.page, citations, detect)
    )
