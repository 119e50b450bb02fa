"""What there is to do in a run: articles read, citations numbered, addresses gathered.

Articles are read first, so that every address is asked for once, however many articles cite it,
and the longest queues can start first.
"""

from __future__ import annotations

import asyncio
import itertools
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urljoin

import msgspec

from linkcheck.articles.duplicates import repeated
from linkcheck.engine.cache import validators
from linkcheck.engine.fetch_stage import FetchTask
from linkcheck.engine.git import changes_since
from linkcheck.engine.local_files import LocalFiles
from linkcheck.errors import UsageError
from linkcheck.models import Article
from linkcheck.settings.inputs import InputSettings
from linkcheck.settings.selection import drawn
from linkcheck.text.identifiers import resolver_address
from linkcheck.text.paths import STANDARD_INPUT
from linkcheck.text.url_patterns import UrlPatterns
from linkcheck.text.urls import address_key, host_key, is_address

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from linkcheck.engine.git import Changes
    from linkcheck.models import Citation, Evidence, Problem
    from linkcheck.settings.selection import Selection
    from linkcheck.store import Known

__all__ = ["Plan", "Task", "changes_in"]


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
        patterns: which addresses are requested, and in place of which others.
        inputs: what of links to files of the same repository is wanted.

    Attributes:
        by_address: the citations that share one request.
        unlinked: those that name no address.
        local: links to files of the same repository, each with what is there.
        left_out: those of addresses that the selection leaves out.
        problems: what could not be read.
        articles: paths of the articles read.
        given: the same of citations that are in no file.
        excluded: how many citations are left out because of their addresses.
    """

    def __init__(
        self,
        selection: Selection,
        patterns: UrlPatterns | None = None,
        inputs: InputSettings | None = None,
    ) -> None:
        self.by_address: dict[str, list[Task]] = {}
        self.unlinked: list[Task] = []
        self.local: list[tuple[Task, tuple[Evidence, ...]]] = []
        self._inputs = inputs if inputs is not None else InputSettings()
        self.left_out: dict[str, list[Task]] = {}
        self.problems: list[Problem] = []
        self.articles: set[str] = set()
        self.given: set[str] = set()
        self.excluded = 0
        self._patterns = patterns if patterns is not None else UrlPatterns()
        self._count = 0
        self._filled: set[str] = set()
        self._selection = selection
        self._places = itertools.count()
        self._last: tuple[str, str | None, str | None] | None = None

    def add(
        self,
        article: Article,
        changes: Changes | None = None,
        is_hidden: Callable[[Citation], bool] | None = None,
    ) -> None:
        """Add the citations of an article that are to be checked.

        Args:
            article: as it was read.
            changes: the only lines that are wanted, or None for all.
            is_hidden: tells which citations an ignore hides whole; these are not requested.
        """
        self.problems += article.problems
        self.articles.add(article.path)
        # What cannot be read in a file of several comes as an article with nothing else.
        if not article.problems or article.title is not None or article.citations:
            self._count += article.key != self._last  # a very long article comes in parts
            self._last = article.key
            self._filled.add(article.path)
        # What follows needs the article's title and language; its citations are in the tasks.
        bare = msgspec.structs.replace(
            article, citations=(), quotations=(), directives=(), problems=(), local_links=()
        )
        for link in self._local_links(article):
            if self._is_wanted(link, changes) and not (is_hidden is not None and is_hidden(link)):
                self._add_local(link, bare)
        for citation, earlier in zip(article.citations, repeated(article.citations), strict=True):
            if not self._is_wanted(citation, changes):
                continue
            if is_hidden is not None and is_hidden(citation):
                continue
            wanted = self._requested(_with_address(citation))
            if wanted is None:
                self.excluded += 1
                continue
            task = Task(self.next_place(), bare, wanted, earlier)
            if task.citation.url is None:
                self.unlinked.append(task)
            else:
                self.by_address.setdefault(address_key(task.citation.url), []).append(task)

    def give(
        self, citations: Iterable[Citation], is_hidden: Callable[[Citation], bool] | None = None
    ) -> None:
        """Add citations that are in no file; each is for itself, and repeats no other.

        Args:
            citations: as the program gave them.
            is_hidden: see `add`.
        """
        for citation in citations:
            path = citation.location.path
            self.given.add(path)
            self.add(Article(path=path, format="", citations=(citation,)), None, is_hidden)

    @property
    def count(self) -> int:
        """How many articles were read; a file may hold several."""
        return self._count + len(self.articles - self._filled)

    def next_place(self) -> int:
        """Return the next place in the report."""
        return next(self._places)

    def keep_only(self, addresses: Collection[str]) -> None:
        """Leave out all addresses but these, and what has none; links to files are kept."""
        self.left_out |= {
            address: tasks for address, tasks in self.by_address.items() if address not in addresses
        }
        self.by_address = {
            address: tasks for address, tasks in self.by_address.items() if address in addresses
        }
        self.unlinked.clear()

    def take_back(self, addresses: Iterable[str]) -> None:
        """Check these addresses, which were left out, all the same."""
        for address in addresses:
            self.by_address[address] = self.left_out.pop(address)

    def draw(self, count: int, seed: str) -> None:
        """Keep at most `count` addresses; see `linkcheck.settings.selection.drawn`."""
        sites: dict[str, list[str]] = {}
        for address in self.by_address:
            sites.setdefault(host_key(address), []).append(address)
        self.keep_only(drawn(sites, count, seed))

    def cited(self, address: str) -> list[Citation]:
        """Return the citations that share an address."""
        return [task.citation for task in self.by_address[address]]

    def queues(
        self, expired: Mapping[str, Known], words: Mapping[str, tuple[str, ...]]
    ) -> list[list[FetchTask]]:
        """Return what is to be fetched, by site.

        Args:
            expired: earlier answers that a site can be asked about.
            words: the quotations to look for, by address.
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
                    words.get(address, ()),
                )
            )
        return list(sites.values())

    def __len__(self) -> int:
        """Return how many citations there are."""
        requested = sum(map(len, self.by_address.values()))
        return len(self.unlinked) + len(self.local) + requested

    def _local_links(self, article: Article) -> tuple[Citation, ...]:
        wanted = self._inputs.local or self._inputs.base_url is not None
        return article.local_links if wanted else ()

    def _add_local(self, link: Citation, article: Article) -> None:
        """Add a link to a file: to be looked for there, or to be requested from the site."""
        base, url = self._inputs.base_url, link.url or ""
        if base is None or (self._inputs.local and not url.startswith("/")):
            if self._patterns.excludes(url):
                self.excluded += 1
            else:
                self.local.append((Task(self.next_place(), article, link), ()))
            return
        if url.startswith("#"):
            return  # a place in the article, which is not the page at the base
        with suppress(ValueError):
            cited = msgspec.structs.replace(link, url=urljoin(base, url))
            wanted = self._requested(cited)
            if wanted is None:
                self.excluded += 1
            elif wanted.url is not None:
                task = Task(self.next_place(), article, wanted)
                self.by_address.setdefault(address_key(wanted.url), []).append(task)

    def look_for_files(self, names: Iterable[str]) -> None:
        """Look for the files that links lead to; reads files, so it is work for a thread.

        Args:
            names: what the user named.
        """
        files = LocalFiles(names)
        examined = ((task, files.examined(task.citation)) for task, _ in self.local)
        self.local = [(task, evidence) for task, evidence in examined if evidence]

    def _requested(self, citation: Citation) -> Citation | None:
        """Return a citation with the address to request; None where that is excluded."""
        if citation.url is None:
            return citation
        url = self._patterns.remapped(citation.url)
        if self._patterns.excludes(citation.url, url):
            return None
        return citation if url == citation.url else msgspec.structs.replace(citation, url=url)

    def _is_wanted(self, citation: Citation, changes: Changes | None) -> bool:
        """Tell whether a citation is among what was changed, where only that is wanted."""
        if changes is None or self._selection.whole_files:
            return True  # of files only those were read that were changed
        return changes.touch(citation.location.path, _lines(citation))


async def changes_in(paths: Sequence[str], selection: Selection) -> Changes | None:
    """Return what was changed in the articles, where only that is wanted.

    Args:
        paths: see `linkcheck.engine.inputs.read_inputs`.
        selection: names the revision, if any.

    Raises:
        UsageError: git cannot tell what was changed.
    """
    if selection.since is None:
        return None
    for path in paths:
        if is_address(path) or path == STANDARD_INPUT:
            message = f"{path}: --since works only with files in a git repository"
            raise UsageError(message)
    return await asyncio.to_thread(changes_since, selection.since, paths)


def _with_address(citation: Citation) -> Citation:
    """Return a citation with its DOI for an address where it gives no other."""
    if citation.url is not None or citation.doi is None:
        return citation
    identifier = f"doi:{citation.doi}"
    known = resolver_address(identifier) is not None
    return msgspec.structs.replace(citation, url=identifier) if known else citation


def _has_fragment(url: str) -> bool:
    return "#" in url


def _lines(citation: Citation) -> Iterable[int]:
    places = (citation.location, citation.title_location)
    return {place.line for place in places if place is not None}
