"""Articles on the web: a page named by its address, or all pages that a site lists."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING

import msgspec

from linkcheck.articles import read_articles_from
from linkcheck.articles.formats.registry import format_named
from linkcheck.articles.source import Source
from linkcheck.errors import ArticleError
from linkcheck.models import Article, Failure, Problem
from linkcheck.pages.decode import decode
from linkcheck.pages.site_index import MOST_PAGES, read_site_index

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from linkcheck.languages import Detect
    from linkcheck.models import Resolution
    from linkcheck.pages.site_index import SiteIndex
    from linkcheck.web import Fetcher

__all__ = ["live_articles"]

_MOST_MAPS = 100
"""Sitemaps that are read for one address."""
_AHEAD = 16
"""Pages that are requested before they are read; how a site is spared is the fetcher's part."""


async def live_articles(
    url: str, fetcher: Fetcher, detect: Detect
) -> AsyncGenerator[Article | Problem]:
    """Yield the article at an address, or those of all pages that a sitemap or feed there lists.

    Args:
        url: as the user named it.
        fetcher: sends the requests.
        detect: detects languages.
    """
    fetcher.read_whole(url, is_named=True)
    resolution = await fetcher.resolve(url)
    index = await asyncio.to_thread(_index_of, resolution)
    if index is None:
        yield await asyncio.to_thread(_read, url, resolution, detect)
        return
    pages: dict[str, None] = {}
    async for found in _indices(url, index, fetcher):
        if isinstance(found, Problem):
            yield found
        else:
            pages |= dict.fromkeys(found.pages)
    if len(pages) > MOST_PAGES:
        message = f"the site lists {len(pages):,} pages, of which the first {MOST_PAGES:,} are read"
        yield Problem(path=url, message=message)
    waiting = deque(list(pages)[:MOST_PAGES])
    asked: deque[tuple[str, asyncio.Task[Resolution]]] = deque()
    try:
        while waiting or asked:
            while waiting and len(asked) < _AHEAD:
                page = waiting.popleft()
                fetcher.read_whole(page)
                asked.append((page, asyncio.create_task(fetcher.resolve(page))))
            page, task = asked[0]
            found_there = await task
            asked.popleft()
            if found_there.failure is not Failure.EXCLUDED:
                yield await asyncio.to_thread(_read, page, found_there, detect)
    finally:
        for _, task in asked:
            task.cancel()
        await asyncio.gather(*(task for _, task in asked), return_exceptions=True)


async def _indices(
    url: str, first: SiteIndex, fetcher: Fetcher
) -> AsyncGenerator[SiteIndex | Problem]:
    """Yield a list of pages and those that it leads to, with what is wrong with each."""
    waiting, seen = deque([(url, first)]), {url}
    count = 0
    while waiting:
        place, index = waiting.popleft()
        if index.problem is not None:
            yield Problem(path=place, message=index.problem)
        yield index
        count += len(index.pages)
        for further in index.maps:
            if further in seen or count > MOST_PAGES:
                continue
            if len(seen) >= _MOST_MAPS:
                message = f"lists more than {_MOST_MAPS} sitemaps: the others are left out"
                yield Problem(path=place, message=message)
                break
            seen.add(further)
            fetcher.read_whole(further)
            resolution = await fetcher.resolve(further)
            found = await asyncio.to_thread(_index_of, resolution)
            if found is not None:
                waiting.append((further, found))
            elif resolution.failure is not Failure.EXCLUDED:
                reason = _reason(resolution) or "it is not a sitemap or a feed"
                yield Problem(path=further, message=f"the sitemap cannot be read: {reason}")


def _index_of(resolution: Resolution) -> SiteIndex | None:
    if _reason(resolution) is not None:
        return None
    index = read_site_index(
        resolution.body, resolution.final_url, resolution.header("content-type")
    )
    if index is not None and resolution.truncated:
        return index._replace(problem="is too long: only its beginning was read")
    return index


def _reason(resolution: Resolution) -> str | None:
    """Return why there is nothing to read, or None."""
    if resolution.status is not None and 200 <= resolution.status < 300:
        return None
    return resolution.detail or f"it returned status {resolution.status}"


def _read(url: str, resolution: Resolution, detect: Detect) -> Article | Problem:
    """Read the article of a page."""
    if (reason := _reason(resolution)) is not None:
        return Problem(path=url, message=f"the article cannot be read: {reason}")
    found = decode(resolution.body, resolution.header("content-type"))
    source = Source(found.text, url, found.encoding, base=resolution.final_url, detect=detect)
    try:
        article = next(read_articles_from(source, format_named("html")), None)
    except ArticleError as error:
        return Problem(path=url, message=error.message)
    if article is None:
        return Problem(path=url, message="no article was found at this address")
    if resolution.truncated:
        cut = Problem(path=url, message="the page is too long: its end was not checked")
        article = msgspec.structs.replace(article, problems=(*article.problems, cut))
    return msgspec.structs.replace(article, url=resolution.final_url)
