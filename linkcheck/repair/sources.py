"""Where proposals come from, in the order in which they are asked: the cheapest first."""

from __future__ import annotations

import warnings
from contextlib import aclosing
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from linkcheck.errors import LinkcheckError, noted
from linkcheck.models import Rule, Snapshot
from linkcheck.repair.archived_sites import ArchivedSites
from linkcheck.repair.archives import archive_at, known_archives, unframed
from linkcheck.repair.candidates import Candidate, archived_copy
from linkcheck.repair.editions import other_editions
from linkcheck.repair.finders.registry import chosen_finders
from linkcheck.repair.learned import Learned
from linkcheck.repair.lost import Dates, is_elsewhere, lives, lost_source
from linkcheck.repair.moves import moved
from linkcheck.repair.outlets import Outlets
from linkcheck.repair.propose import SourceOfProposals, SpentError
from linkcheck.repair.relocations import relocated
from linkcheck.repair.snapshots import Archives

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator, Sequence

    from linkcheck.models import Citation, Resolution, Verdict
    from linkcheck.repair.candidates import Web
    from linkcheck.repair.finders.base import Finder
    from linkcheck.settings.relocations import Relocation
    from linkcheck.settings.settings import Settings
    from linkcheck.store import Saved

__all__ = ["Recall", "Sources"]

Recall: TypeAlias = "Callable[[str], Awaitable[Sequence[Saved]]]"
"""Returns the copies of an address that archives were asked to save, the oldest first."""

REASONS = {"redirected": "{archive} has a redirect to this address from {date}"}
"""Why an address may be the source\'s."""
_PER_ADDRESS = 5
"""Snapshots of one address that are looked at."""


class Sources:
    """Where a checker looks for sources, with what it learns of them from run to run.

    Args:
        settings: see `Settings`.
        saved: returns the copies of an address that archives were asked to save.

    Raises:
        UsageError: an archive, a relocation or a finder cannot be used.

    Attributes:
        all: the sources of proposals, the cheapest first.
    """

    all: tuple[SourceOfProposals, ...]

    def __init__(self, settings: Settings, saved: Recall) -> None:
        chosen = settings.repair
        rows = [archive_at(url) for url in chosen.archives]
        if chosen.known_archives:
            rows += known_archives()
        # A recorded web need not be spared.
        archives = Archives(rows, paced=settings.replay is None)
        outlets, self._dates = Outlets(settings.inputs.outlets), Dates()
        self._moves = _KnownMoves(chosen.relocations)
        self.all = (
            self._moves,
            _SavedCopies(saved),
            _ArchivedCopies(archives),
            *(_Finders(finder, outlets, self._dates) for finder in chosen_finders(chosen)),
            ArchivedSites(archives, outlets, self._dates),
        )

    def learn(self, verdict: Verdict) -> None:
        """Learn from a verdict.

        Call it for every verdict of a run before searching for any source.
        """
        self._dates.learn(verdict)
        self._moves.learn(verdict)


class _KnownMoves:
    """What the answer says, what is known of the site, and what its other pages teach."""

    def __init__(self, relocations: Sequence[Relocation]) -> None:
        self._relocations = relocations
        self._learned = Learned()

    def learn(self, verdict: Verdict) -> None:
        for finding in verdict.findings:
            if finding.rule is Rule.MOVED and verdict.citation.url is not None:
                self._learned.add(verdict.citation.url, finding.facts["found"])

    async def candidates(self, verdict: Verdict, web: Web) -> AsyncGenerator[Candidate]:  # noqa: ARG002 - as every source
        for candidate in self._all(verdict):
            yield candidate

    def _all(self, verdict: Verdict) -> Iterator[Candidate]:
        url = verdict.citation.url
        if url is None:
            return
        yield from other_editions(verdict)
        yield from moved(verdict)
        published = verdict.citation.date or verdict.article_published
        yield from relocated(url, published, self._relocations)
        yield from self._learned.candidates(url)


class _SavedCopies:
    """Copies of the cited address that `linkcheck archive` had saved while the source lived."""

    def __init__(self, saved: Recall) -> None:
        self._saved = saved

    async def candidates(self, verdict: Verdict, web: Web) -> AsyncGenerator[Candidate]:
        url = verdict.citation.url
        if url is None or lives(verdict):
            return
        for copy in (await self._saved(url))[:_PER_ADDRESS]:
            web.note(copy.archive)
            snapshot = Snapshot(
                archive=copy.archive,
                original=url,
                time=copy.time,
                url=copy.url,
                raw=unframed(copy.url),
            )
            yield archived_copy(snapshot, same_address=True)


class _ArchivedCopies:
    """Copies of the cited address itself, and where it led when it was archived."""

    def __init__(self, archives: Archives) -> None:
        self._archives = archives

    async def candidates(self, verdict: Verdict, web: Web) -> AsyncGenerator[Candidate]:
        citation = verdict.citation
        if citation.url is None or lives(verdict):
            return
        count = 0
        around = verdict.article_published or citation.access_date or citation.date
        async for found in self._archives.redirects(web, citation.url, around):
            yield Candidate(
                url=found.target,
                kind="new-address",
                reason=REASONS["redirected"],
                facts={"archive": found.snapshot.archive, "date": found.snapshot.time[:10]},
                redirected=found.permanent,
            )
        async for snapshot in self._archives.snapshots(web, citation.url, around):
            count += 1
            if count > _PER_ADDRESS:
                return
            yield archived_copy(snapshot, same_address=True)


class _Finders:
    """A finder that is asked for sources without an address, or gone without a trace."""

    def __init__(self, finder: Finder, outlets: Outlets, dates: Dates) -> None:
        self._finder = finder
        self._is_broken = False
        self._outlets = outlets
        self._dates = dates

    async def candidates(self, verdict: Verdict, web: Web) -> AsyncGenerator[Candidate]:
        lost = lost_source(verdict, self._outlets, self._dates)
        if lost is None or self._is_broken:
            return
        noting = _Noting(web, self._finder.name)
        try:
            async with aclosing(self._finder.find(lost, noting)) as found:
                async for candidate in found:
                    yield msgspec.structs.replace(
                        candidate, elsewhere=is_elsewhere(candidate, lost)
                    )
        except (LinkcheckError, SpentError, TimeoutError):
            raise
        except Exception as fault:  # someone else's finder may do anything
            if not self._is_broken:  # several sources are looked for at once
                self._is_broken = True
                why = noted(fault, f"looking for a source with {self._finder.name}")
                warnings.warn(
                    f"the finder {self._finder.name!r} failed and is not used any more: {why}",
                    stacklevel=1,
                )


class _Noting:
    """The web as a finder sees it: records which requests were answered."""

    def __init__(self, web: Web, name: str) -> None:
        self._web = web
        self._name = name

    async def get(
        self, url: str, accept: str | None = None, *, accept_datetime: str | None = None
    ) -> Resolution:
        answer = await self._web.get(url, accept, accept_datetime=accept_datetime)
        self._web.note(self._name, answered=answer.status is not None)
        return answer

    async def look(self, candidate: Candidate, citation: Citation) -> Verdict:
        return await self._web.look(candidate, citation)

    def note(self, place: str, *, answered: bool = True) -> None:
        self._web.note(place, answered=answered)
