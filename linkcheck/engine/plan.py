"""What there is to do in a run: articles read, citations numbered, addresses gathered.

Articles are read first, so that every address is asked for once, however many articles cite it,
and the longest queues can start first.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from linkcheck.articles.duplicates import repeated
from linkcheck.articles.source import STANDARD_INPUT
from linkcheck.engine.cache import validators
from linkcheck.engine.fetch_stage import FetchTask
from linkcheck.engine.inputs import read_inputs
from linkcheck.errors import UsageError
from linkcheck.models import Article, Citation, Problem
from linkcheck.settings.selection import drawn
from linkcheck.text.urls import address_key, host_key, is_address

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Collection, Iterable, Mapping, Sequence
    from contextlib import AbstractContextManager

    from linkcheck.engine.git import Changes
    from linkcheck.engine.inputs import File, Found
    from linkcheck.settings.inputs import InputSettings
    from linkcheck.settings.selection import Selection
    from linkcheck.store import Known
    from linkcheck.suppression.ignores import Ignores
    from linkcheck.web import Fetcher

__all__ = ["Plan", "Task"]


class Task(NamedTuple):
    """One citation to judge.

    Attributes:
        place: its place in the report.
        article: where it stands, without what was read in it.
        citation: what it says.
        repeats: the citation above it that names the same source, or None.
    """

    place: int
    article: Article
    citation: Citation
    repeats: Citation | None = None


class Plan:
    """What there is to do.

    Args:
        selection: which citations are wanted.
        ignores: takes the comments of the articles.
        first: number of the first citation.

    Attributes:
        by_address: the citations that share one request.
        unlinked: those that name no address.
        problems: what could not be read.
        articles: paths of the articles read.
        count: articles read; a file may hold several.
        next: number of the next citation.
    """

    def __init__(self, selection: Selection, ignores: Ignores, first: int = 0) -> None:
        self.by_address: dict[str, list[Task]] = {}
        self.unlinked: list[Task] = []
        self.problems: list[Problem] = []
        self.articles: set[str] = set()
        self.count = 0
        self.next = first
        self._selection = selection
        self._ignores = ignores
        self._changes: Changes | None = None

    async def read(
        self,
        paths: Sequence[str],
        settings: InputSettings,
        fetcher: Fetcher | None,
        helped: Callable[[list[File]], AbstractContextManager[dict[int, Found]]],
    ) -> AsyncIterator[Article]:
        """Read all articles, and yield each when its citations are in the plan.

        Args:
            paths: see `linkcheck.engine.inputs.read_inputs`, as the others.
            settings: which files are wanted.
            fetcher: asks for live articles, where there are any.
            helped: lets others read, too.

        Raises:
            UsageError: a path does not exist, or git cannot tell what was changed.
        """
        if self._selection.since is not None:
            self._changes = await _changes(self._selection.since, paths)
        last = None
        wanted = self._changes.touch_file if self._changes is not None else None
        async for article in read_inputs(paths, settings, fetcher, wanted=wanted, helped=helped):
            if isinstance(article, Problem):
                self.problems.append(article)
                continue
            self.problems += article.problems
            # A very long article comes in parts.
            self.count += (article.path, article.id) != last
            last = article.path, article.id
            self.articles.add(article.path)
            self._ignores.add(article)
            # What follows needs the article's title and language; its citations are in the tasks.
            bare = msgspec.structs.replace(
                article, citations=(), quotations=(), directives=(), problems=()
            )
            doubles = repeated(article.citations)
            for citation, earlier in zip(article.citations, doubles, strict=True):
                if self._is_wanted(citation):
                    self._add(Task(self.next, bare, citation, earlier))
            yield article

    def keep_only(self, addresses: Collection[str]) -> None:
        """Leave out all addresses but these, and what has none."""
        self.by_address = {
            address: tasks for address, tasks in self.by_address.items() if address in addresses
        }
        self.unlinked.clear()

    def draw(self, count: int, lot: str) -> None:
        """Leave out all addresses but so many, see `linkcheck.settings.selection.drawn`."""
        sites: dict[str, list[str]] = {}
        for address in self.by_address:
            sites.setdefault(host_key(address), []).append(address)
        self.keep_only(drawn(sites, count, lot))

    def cited(self, address: str) -> list[Citation]:
        """Return the citations that share an address."""
        return [task.citation for task in self.by_address[address]]

    def jobs(
        self, expired: Mapping[str, Known], quoted: Callable[[Sequence[Task]], tuple[str, ...]]
    ) -> list[list[FetchTask]]:
        """Return what is to be asked for, by site.

        Args:
            expired: former answers that a site can be asked about.
            quoted: returns the words to look for, for some citations of one address.
        """
        sites: dict[str, list[FetchTask]] = {}
        for address, tasks in self.by_address.items():
            sites.setdefault(host_key(address), []).append(
                FetchTask(
                    address,
                    # A fragment may point to the end of a long page: the citation with one asks.
                    max((task.citation.url or address for task in tasks), key=_has_fragment),
                    tuple(task.citation for task in tasks),
                    validators(expired.get(address)),
                    quoted(tasks),
                )
            )
        return list(sites.values())

    def __len__(self) -> int:
        """Return how many citations there are."""
        return len(self.unlinked) + sum(map(len, self.by_address.values()))

    def _add(self, task: Task) -> None:
        self.next += 1
        if task.citation.url is None:
            self.unlinked.append(task)
        else:
            self.by_address.setdefault(address_key(task.citation.url), []).append(task)

    def _is_wanted(self, citation: Citation) -> bool:
        """Tell whether a citation is among what was changed, where only that is wanted."""
        if self._changes is None or self._selection.whole_files:
            return True  # of files only those were read that were changed
        return self._changes.touch(citation.location.path, _lines(citation))


async def _changes(revision: str, paths: Sequence[str]) -> Changes:
    from linkcheck.engine.git import changes_since  # noqa: PLC0415 - only where asked for

    for path in paths:
        if is_address(path) or path == STANDARD_INPUT:
            message = f"{path}: --since asks git what was changed in files, and this is none"
            raise UsageError(message)
    return await asyncio.to_thread(changes_since, revision, paths)


def _has_fragment(url: str) -> bool:
    return "#" in url


def _lines(citation: Citation) -> Iterable[int]:
    places = (citation.location, citation.title_location)
    return {place.line for place in places if place is not None}
