"""The outlet's own index of its pages: sitemaps (https://www.sitemaps.org/protocol.html) and feeds.

Sitemaps are named in robots.txt (RFC 9309 2.2.4), or stand at the usual places. Of a large site's
maps only those are read whose name has the month of the source, or that are not dated at all.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import partial
from html import unescape
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urljoin

from linkcheck.repair.candidates import Candidate
from linkcheck.repair.finders.base import FinderInfo
from linkcheck.text.once import Once
from linkcheck.text.slugs import SlugIndex
from linkcheck.text.words import fold

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterable, Iterator

    from linkcheck.repair.candidates import Web
    from linkcheck.repair.finders.base import Lost
    from linkcheck.settings.repair import RepairSettings

__all__ = ["FINDER"]

REASONS = {
    "index": "the site's own index has the title",
    "place": "the site's sitemap and feed",
}
"""Why an address may be the source's, and what was looked at."""
_MAPS = 4
"""Sitemaps that are read for one site at most."""
_MOST = 3
"""Candidates that a site's index gives at most."""
_KEPT = 256
"""Indexes that are kept."""
_LIKELY = 0.5
"""Share of a title's words that an address spells, where it may be the source's."""
_END = re.compile(r"</(url|sitemap|item|entry)>")
_LONGEST = 5000
"""Characters of an entry that are looked at, from its end."""
_ADDRESS = re.compile(
    r"<(?:loc|link|guid)\b[^<>]{0,300}>\s*(?:<!\[CDATA\[)?\s*(https?://[^\s<>\]]{1,2000})"
    r"|<link\b[^<>]{0,300}\bhref=[\"'](https?://[^\"'<>\s]{1,2000})"
)
_TITLE = re.compile(r"<(?:news:)?title\b[^<>]{0,300}>\s*(?:<!\[CDATA\[)?([^<\]]{1,500})")
_DATED = re.compile(r"(?:19|20)\d\d")
_PLACES = ("/sitemap.xml", "/feed/", "/rss")


class _Entry(NamedTuple):
    is_map: bool
    url: str
    title: str


class _SiteIndex:
    name = REASONS["place"]

    def __init__(self) -> None:
        self._indexes: Once[tuple[str, str], _Index] = Once(_KEPT)

    async def find(self, lost: Lost, web: Web) -> AsyncGenerator[Candidate]:
        for domain in lost.domains[:1]:
            month = (lost.date or "")[:7]
            index = await self._indexes.get((domain, month), partial(_index, domain, month, web))
            if index is None:
                continue
            web.note(self.name)  # for this source nothing may have been requested
            for url in index.ranked(lost.title):
                yield Candidate(url=url, kind="new-address", reason=REASONS["index"])


class _Index:
    """Entries by their titles and by what their addresses spell."""

    def __init__(self, entries: Iterable[_Entry]) -> None:
        self._by_title: defaultdict[str, list[str]] = defaultdict(list)
        self._slugs = SlugIndex()
        for entry in entries:
            self._slugs.add(entry.url)
            if entry.title:
                self._by_title[fold(entry.title)].append(entry.url)

    def ranked(self, title: str) -> list[str]:
        """Return the addresses that may be those of a title, the likeliest first."""
        spelled = [url for url, _ in self._slugs.ranked(title, _MOST, _LIKELY)]
        return list(dict.fromkeys([*self._by_title.get(fold(title), ()), *spelled]))[:_MOST]


async def _index(domain: str, month: str, web: Web) -> _Index | None:
    entries = await _read(domain, month, web)
    return _Index(entries) if entries is not None else None


async def _read(domain: str, month: str, web: Web) -> list[_Entry] | None:
    """Return the entries of a site's maps and feeds; None where nobody answers."""
    for scheme in ("https", "http"):
        base = f"{scheme}://{domain}/"
        robots = await web.get(urljoin(base, "/robots.txt"))
        if robots.status is not None:
            break
    else:
        return None
    text = robots.body.decode("utf-8", "replace") if robots.status == 200 else ""
    named = re.findall(r"(?im)^sitemap:[ \t]*(https?://\S{1,2000})", text)[: _MAPS * 4]
    waiting = [url for url in named if _may_have(url, month)] or [urljoin(base, _PLACES[0])]
    waiting += [urljoin(base, place) for place in _PLACES[1:]]
    entries: list[_Entry] = []
    left = _MAPS
    while waiting and left:
        left -= 1
        answer = await web.get(waiting.pop(0))
        if answer.status != 200:
            continue
        for entry in _entries(answer.body.decode("utf-8", "replace")):
            if not entry.is_map:
                entries.append(entry)
            elif _may_have(entry.url, month):
                waiting.insert(0, entry.url)
    return entries


def _may_have(url: str, month: str) -> bool:
    """Tell whether a map may list pages of a month: it names that month, or no year."""
    if not month or _DATED.search(url) is None:
        return True
    return re.sub(r"\D", "", month) in re.sub(r"\D", "", url)


def _entries(text: str) -> Iterator[_Entry]:
    start = 0
    for end in _END.finditer(text):
        entry = text[max(start, end.start() - _LONGEST) : end.start()]
        start = end.end()
        entry = entry[max(entry.rfind(f"<{end[1]}>"), entry.rfind(f"<{end[1]} "), 0) :]
        address = _ADDRESS.search(entry)
        if address is not None:
            title = _TITLE.search(entry)
            yield _Entry(
                end[1] == "sitemap",
                unescape(address[1] or address[2]),
                unescape(title[1]).strip() if title is not None else "",
            )


def _make(settings: RepairSettings) -> _SiteIndex:  # noqa: ARG001 - as every finder
    return _SiteIndex()


FINDER = FinderInfo("site-index", _make, always=True)
