"""Where proposals come from, in the order in which they are asked: the cheapest first."""

from __future__ import annotations

import itertools
import warnings
from contextlib import aclosing
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import msgspec

from linkcheck.errors import LinkcheckError, noted
from linkcheck.models import GIVEN, Rule, Snapshot
from linkcheck.repair.archives import archive_at, known_archives, unframed
from linkcheck.repair.candidates import Candidate
from linkcheck.repair.confidence import confidence
from linkcheck.repair.editions import other_editions
from linkcheck.repair.finders.base import Lost
from linkcheck.repair.finders.registry import chosen_finders
from linkcheck.repair.learned import Learned
from linkcheck.repair.moves import moved
from linkcheck.repair.outlets import Outlets
from linkcheck.repair.propose import LEAST, SourceOfProposals, SpentError
from linkcheck.repair.relocations import relocated
from linkcheck.repair.snapshots import Archives
from linkcheck.text.once import Once
from linkcheck.text.slugs import SlugIndex
from linkcheck.text.urls import host, host_key, is_home, is_within

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Iterator, Sequence

    from linkcheck.models import Citation, Resolution, Verdict
    from linkcheck.repair.candidates import Web
    from linkcheck.repair.finders.base import Finder
    from linkcheck.settings.relocations import Relocation
    from linkcheck.settings.settings import Settings
    from linkcheck.store import Saved

__all__ = ["Recall", "Sources"]

Recall: TypeAlias = "Callable[[str], Awaitable[Sequence[Saved]]]"
"""Returns the copies of an address that archives were asked to save, the oldest first."""
_Article: TypeAlias = "tuple[str, str | None, str | None]"

REASONS = {
    "archived": "archived by {archive} on {date}",
    "redirected": "{archive} has a redirect to this address from {date}",
    "listed": "{archive} has a page with that title at this address",
}
"""Why an address may be the source's."""
_PER_ADDRESS = 5
"""Snapshots of one address that are looked at."""
_LISTED = 3000
"""Archived addresses of a domain that are ranked by a title."""
_LISTINGS = 64
"""Listings that are kept: of one outlet there is one for each week that sources are of."""
_LIKELY = 0.45
"""Share of a title's words that an address spells, where it is looked at before others."""
_LOOKED_AT = 80
"""Snapshots of a domain that are looked at for one source."""
_EVER = ("1996-01-01", "2099-12-31")
"""The days in which an archive may have met a source that nobody knows the date of."""
_BEFORE, _AFTER = timedelta(days=4), timedelta(days=14)
"""Around a source's own date: archives are often some days late."""
_BEFORE_ARTICLE = timedelta(days=45)
"""Before the date of the article: most sources are recent."""


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
        outlets, self._dates = Outlets(settings.inputs.outlets), _Dates()
        self._moves = _KnownMoves(chosen.relocations)
        self.all = (
            self._moves,
            _SavedCopies(saved),
            _ArchivedCopies(archives),
            *(_Finders(finder, outlets, self._dates) for finder in chosen_finders(chosen)),
            _ArchivedSites(archives, outlets, self._dates),
        )

    def learn(self, verdict: Verdict) -> None:
        """Hear of a verdict; of all in a run before any source is looked for."""
        self._dates.learn(verdict)
        self._moves.learn(verdict)


class _Dates:
    """When articles that do not say so were written: soon after their newest source."""

    def __init__(self) -> None:
        self._newest: dict[_Article, str] = {}

    def learn(self, verdict: Verdict) -> None:
        article, page = _article(verdict), verdict.page
        if article is not None and page is not None and verdict_is_of_living(verdict):
            day = _day(page.published)
            if day is not None:
                self._newest[article] = max(self._newest.get(article, ""), day.isoformat())

    def of_article(self, verdict: Verdict) -> str | None:
        """Return the day of an article, or one near it; None where nothing tells it."""
        article = _article(verdict)
        newest = self._newest.get(article) if article is not None else None
        return verdict.article_published or newest


def _article(verdict: Verdict) -> _Article | None:
    """Return what identifies the article of a citation; None where it is in none."""
    path = verdict.citation.location.path
    return None if path == GIVEN else (path, verdict.article_id, verdict.article)


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
        if url is None or verdict_is_of_living(verdict):
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
            yield _archived(snapshot, same_address=True)


class _ArchivedCopies:
    """Copies of the cited address itself, and where it led when it was archived."""

    def __init__(self, archives: Archives) -> None:
        self._archives = archives

    async def candidates(self, verdict: Verdict, web: Web) -> AsyncGenerator[Candidate]:
        citation = verdict.citation
        if citation.url is None or verdict_is_of_living(verdict):
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
            yield _archived(snapshot, same_address=True)


class _Finders:
    """A finder that is asked for sources without an address, or gone without a trace."""

    def __init__(self, finder: Finder, outlets: Outlets, dates: _Dates) -> None:
        self._finder = finder
        self._is_broken = False
        self._outlets = outlets
        self._dates = dates

    async def candidates(self, verdict: Verdict, web: Web) -> AsyncGenerator[Candidate]:
        lost = _lost(verdict, self._outlets, self._dates)
        if lost is None or self._is_broken:
            return
        noting = _Noting(web, self._finder.name)
        try:
            async with aclosing(self._finder.find(lost, noting)) as found:
                async for candidate in found:
                    yield msgspec.structs.replace(
                        candidate, elsewhere=_is_elsewhere(candidate, lost)
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
    """The web as a finder has it: whatever answers it was searched by that finder."""

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


class _ArchivedSites:
    """What archives have of the outlet's pages of those days."""

    def __init__(self, archives: Archives, outlets: Outlets, dates: _Dates) -> None:
        self._archives = archives
        self._outlets = outlets
        self._dates = dates
        self._listings: Once[tuple[str, ...], _Listed] = Once(_LISTINGS)

    async def candidates(self, verdict: Verdict, web: Web) -> AsyncGenerator[Candidate]:
        lost = _lost(verdict, self._outlets, self._dates)
        if lost is None:
            return
        # A guessed date may be far off, and archives meet some pages late. An address that spells
        # the title is looked at first, whenever it was seen.
        spans = dict.fromkeys([_window(lost), _EVER])
        seen = set[str]()
        for choose in (_likely, _others):
            for (start, end), domain in itertools.product(spans, lost.domains):
                listed = await self._listing(domain, start, end, web)
                for snapshot in choose(listed, lost) if listed is not None else ():
                    if snapshot.url in seen or len(seen) >= _LOOKED_AT:
                        continue
                    seen.add(snapshot.url)
                    archived = _archived(snapshot, same_address=False)
                    judged = await web.look(archived, lost.citation)
                    if confidence(archived, judged) >= LEAST:
                        yield Candidate(
                            url=snapshot.original,
                            kind="new-address",
                            reason=REASONS["listed"],
                            facts={"archive": snapshot.archive},
                        )
                        yield archived

    async def _listing(self, domain: str, start: str, end: str, web: Web) -> _Listed | None:
        async def ask() -> _Listed | None:
            found = await self._archives.listing(web, domain, start, end, _LISTED)
            # An archive may name anything; the outlet's are pages of its own domain.
            own = host(f"http://{domain}/")
            pages = {
                each.original: each
                for each in found or ()
                if is_within(each.original, own) and not is_home(each.original)
            }
            return _Listed(pages, SlugIndex(pages)) if found is not None else None

        return await self._listings.get((domain, start, end), ask)


class _Listed(NamedTuple):
    """What archives have of a domain in some days: pages by their addresses, and their slugs."""

    pages: dict[str, Snapshot]
    slugs: SlugIndex


def verdict_is_of_living(verdict: Verdict) -> bool:
    """Tell whether the source is there, so that no copy of it is needed."""
    rules = {found.rule for found in verdict.findings}
    return not rules - {Rule.LANGUAGE_MISMATCH, Rule.MOVED}


def _archived(snapshot: Snapshot, *, same_address: bool) -> Candidate:
    return Candidate(
        url=snapshot.url,
        kind="archive",
        reason=REASONS["archived"],
        facts={"archive": snapshot.archive, "date": snapshot.time[:10]},
        snapshot=snapshot,
        same_address=same_address,
    )


def _lost(verdict: Verdict, outlets: Outlets, dates: _Dates) -> Lost | None:
    """Return what is looked for, or None where there is no title to know it by."""
    citation = verdict.citation
    title = citation.title_repaired or citation.title
    if not title or citation.inline or verdict_is_of_living(verdict):
        return None
    own = citation.date if citation.date and len(citation.date) >= len("2014-03") else None
    return Lost(
        citation=citation,
        title=title,
        domains=tuple(_domains(citation, outlets)),
        date=own or dates.of_article(verdict) or citation.access_date,
        is_exact=own is not None,
    )


def _domains(citation: Citation, outlets: Outlets) -> Iterable[str]:
    known = outlets.domains(citation.publisher) if citation.publisher else ()
    own = host_key(citation.url) if citation.url is not None else None
    return dict.fromkeys([*([str(own)] if own else []), *known])


def _is_elsewhere(candidate: Candidate, lost: Lost) -> bool:
    """Tell whether a domain is neither the cited one nor known to be the outlet's."""
    snapshot = candidate.snapshot
    own = {host_key(f"http://{domain}/") for domain in lost.domains}
    return host_key(candidate.url if snapshot is None else snapshot.original) not in own


def _window(lost: Lost) -> tuple[str, str]:
    """Return the first and the last day in which an archive may have met the source."""
    day = _day(lost.date)
    if day is None:
        return _EVER
    before = _BEFORE if lost.is_exact else _BEFORE_ARTICLE
    return (day - before).isoformat(), (day + _AFTER).isoformat()


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None


def _likely(listed: _Listed, lost: Lost) -> list[Snapshot]:
    """Return the snapshots whose address spells the title, the best first."""
    return [each for score, each in _scored(listed, lost) if score >= _LIKELY][: _LOOKED_AT // 4]


def _others(listed: _Listed, lost: Lost) -> list[Snapshot]:
    """Return the other snapshots, any of which may be the story."""
    return [each for score, each in _scored(listed, lost) if score < _LIKELY]


def _scored(listed: _Listed, lost: Lost) -> list[tuple[float, Snapshot]]:
    """Return how well each address spells the title; of equals, the nearest in time first."""
    day = _day(lost.date)
    scores = dict(listed.slugs.ranked(lost.title, _LOOKED_AT, 0.0))

    def order(url: str) -> tuple[float, int]:
        seen = _day(listed.pages[url].time)
        distance = abs((seen - day).days) if day is not None and seen is not None else 0
        return -scores.get(url, 0.0), distance

    ordered = sorted(listed.pages, key=order)
    return [(scores.get(url, 0.0), listed.pages[url]) for url in ordered]
