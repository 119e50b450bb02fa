"""What web archives are asked, in the protocols that they speak.

CDX servers (the Wayback Machine's, pywb's), TimeMaps and TimeGates (RFC 7089).
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple, TypeAlias
from urllib.parse import urlencode

import msgspec

from linkcheck.repair.archive_client import ArchiveFailedError, UnknownProtocolError
from linkcheck.repair.captures import (
    Capture,
    Link,
    http_date,
    mementos,
    parse_cdx,
    parse_links,
    stamp,
)

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from linkcheck.models import Resolution
    from linkcheck.repair.archive_client import ArchiveClient, Protocol
    from linkcheck.repair.archives import Dialect
    from linkcheck.repair.candidates import Web

    _Way: TypeAlias = Callable[
        [ArchiveClient, Web, str, datetime | None], Awaitable[list[Capture] | None]
    ]

__all__ = ["Listing", "Window", "captures_of", "listed"]

_TIMEMAPS = 2
"""Parts of a TimeMap that are read."""
_WINDOWS = 6
"""Requests for one listing that does not fit into an answer."""
_CRAWLS = 2
"""Crawls that are looked at for one listing."""
_ROWS = 5000
"""Captures that a listing has room for where the server gives all of each address."""
_YEAR = timedelta(days=366)
_OLDEST = datetime(1996, 1, 1, tzinfo=UTC)

_LINK_FORMAT = "application/link-format"
_FIELDS: dict[Dialect, str] = {
    "wayback": "timestamp,original,mimetype,statuscode,digest",
    "pywb": "timestamp,url,mime,status,digest",
}
# Pages, and what may be pages: an index need not have the status and the media type of all.
_HTML: dict[Dialect, list[tuple[str, str]]] = {
    "wayback": [
        ("filter", "statuscode:(200|-)"),
        ("filter", r"mimetype:(text/html|application/xhtml\+xml|warc/revisit|unk|-)"),
        ("collapse", "urlkey"),
    ],
    "pywb": [
        ("filter", "~status:(200|-)?$"),
        ("filter", "~mime:(text/html.*|application/xhtml.*|warc/revisit|unk|-)?$"),
    ],
}
_CRAWL = re.compile(r"CC-MAIN-(\d{4})-(\d\d)", re.ASCII)
_NOT_CAPTURED = re.compile(rb'\A\s*\{\s*"(?:message|error)"')


class Window(NamedTuple):
    """A stretch of time, both ends included."""

    start: datetime
    end: datetime

    @property
    def parameters(self) -> list[tuple[str, str]]:
        """The same for a CDX server."""
        return [("from", stamp(self.start)), ("to", stamp(self.end))]

    def halves(self) -> list[Window]:
        """Return the window in two parts; none where it is a day or less."""
        if self.end - self.start <= timedelta(days=1):
            return []
        middle = self.start + (self.end - self.start) // 2
        return [Window(self.start, middle), Window(middle + timedelta(seconds=1), self.end)]


class Listing(NamedTuple):
    """What is wanted of a domain.

    Attributes:
        domain: a host name; those below it belong to it.
        window: of time.
        limit: addresses at most.
    """

    domain: str
    window: Window
    limit: int


async def captures_of(
    client: ArchiveClient, web: Web, url: str, around: datetime | None
) -> list[Capture]:
    """Return an archive's captures of an address.

    Where it is not known what an archive speaks, its CDX index is asked for first, then its
    TimeMap, then its TimeGate.

    Args:
        client: asks the archive.
        web: sends the requests.
        url: the address.
        around: the date that captures are wanted of, where not all fit into an answer.

    Raises:
        ArchiveFailedError: the archive failed.
        UnknownProtocolError: it has nothing in any protocol.
    """
    archive = client.archive
    ways: dict[Protocol, _Way] = {}
    if archive.cdx:
        ways["cdx"] = _from_cdx
    if archive.timemap:
        ways["timemap"] = _from_timemap
    if archive.timegate:
        ways["timegate"] = _from_timegate
    if archive.is_described:
        ways = dict(list(ways.items())[:1])
    elif client.protocol is not None:
        ways = {client.protocol: ways[client.protocol]}
    refused: ArchiveFailedError | None = None
    for protocol, way in ways.items():
        try:
            found = await way(client, web, url, around)
        except ArchiveFailedError as error:
            if not error.answered:
                raise
            refused = refused or error
            continue
        if found is not None:
            client.protocol = protocol
            return found
    if refused is not None:
        raise refused
    if len(ways) == 1:
        raise ArchiveFailedError("its response is not a list of captures")
    raise UnknownProtocolError


async def _from_cdx(
    client: ArchiveClient, web: Web, url: str, around: datetime | None
) -> list[Capture] | None:
    """Return what a CDX server has of an address; None where there is no such server."""
    # A star at an address's end would ask for all that begins with it.
    query = [("url", url), ("matchType", "exact"), ("output", "json"), *_details(client)]
    found = await client.get(web, _query(client.archive.cdx, query))
    captures = _read_cdx(client, found)
    if captures and found.truncated and around is not None:
        # The oldest came first: those around the date are asked for by themselves.
        near = Window(_plus(around, -_YEAR), _plus(around, _YEAR))
        again = await client.get(web, _query(client.archive.cdx, [*query, *near.parameters]))
        captures += _read_cdx(client, again) or []
    return captures


def _plus(moment: datetime, difference: timedelta) -> datetime:
    try:
        return moment + difference
    except OverflowError:
        return moment


def _details(client: ArchiveClient) -> list[tuple[str, str]]:
    if client.dialect is None:
        return [("allowFuzzy", "0")]
    fields = ("fl", _FIELDS[client.dialect])
    # By itself pywb would also give addresses that differ in their query.
    return [fields, ("allowFuzzy", "0")] if client.dialect == "pywb" else [fields]


def _query(index: str, parameters: list[tuple[str, str]]) -> str:
    return f"{index}?{urlencode(parameters)}"


def _read_cdx(client: ArchiveClient, found: Resolution) -> list[Capture] | None:
    """Return the captures in a CDX server's answer; None where it is no such answer."""
    if found.status == 403:
        return []  # a site that the archive does not show
    if found.status != 200:
        return [] if _NOT_CAPTURED.match(found.body) else None
    if not found.body.strip() and "html" in (found.header("content-type") or ""):
        return None
    captures = parse_cdx(found.body)
    if captures and client.dialect is None:
        client.dialect = "wayback" if found.body.lstrip().startswith(b"[") else "pywb"
    return captures


async def _from_timemap(
    client: ArchiveClient, web: Web, url: str, around: datetime | None
) -> list[Capture] | None:
    """Return what an address's TimeMap lists; None where there are no TimeMaps."""
    place = client.archive.index_at(client.archive.timemap, url)
    return await _read_timemap(client, web, await client.get(web, place, _LINK_FORMAT), url, around)


async def _read_timemap(
    client: ArchiveClient, web: Web, found: Resolution, url: str, around: datetime | None
) -> list[Capture] | None:
    links = _links_of(found)
    if links is None:
        if found.status == 403:
            return []
        # An archive says 404 of what it has not archived, and other servers of what they are not.
        known = client.protocol == "timemap" or client.archive.is_described
        typed = (found.header("content-type") or "").startswith(_LINK_FORMAT)
        return [] if found.status == 404 and (known or typed) else None
    captures = mementos(links, url)
    parts = _parts(links, found, around)
    for part in parts[: 0 if captures else _TIMEMAPS]:
        more = _links_of(await client.get(web, part, _LINK_FORMAT))
        captures += mementos(more or [], url)
    return captures


def _links_of(found: Resolution) -> list[Link] | None:
    """Return the links of a TimeMap; None where an answer is none."""
    if found.status != 200:
        return None
    links = parse_links(found.body.decode("utf-8", "replace"), found.final_url)
    own = {"memento", "timegate", "timemap", "original"}
    return links if any(own & link.rel for link in links) else None


def _parts(links: list[Link], found: Resolution, around: datetime | None) -> list[str]:
    """Return the TimeMaps that an index of TimeMaps names, the nearest to the date first.

    RFC 7089, section 5.1.1: `from` and `until` say what time each of them is about.
    """
    others = []
    for link in links:
        if "timemap" not in link.rel or link.url in {found.url, found.final_url}:
            continue
        start = http_date(link.parameters.get("from", "")) or _OLDEST
        end = http_date(link.parameters.get("until", "")) or datetime.now(UTC)
        aim = around if around is not None else _OLDEST
        outside = max(start - aim, aim - end, timedelta())
        others.append((outside, start, link.url))
    return [url for _, _, url in sorted(others)]


async def _from_timegate(
    client: ArchiveClient, web: Web, url: str, around: datetime | None
) -> list[Capture] | None:
    """Return what a TimeGate leads to (RFC 7089, section 4); None where there is none.

    Where it names the address's TimeMap, all captures in that.
    """
    place = client.archive.index_at(client.archive.timegate, url)
    found = await client.get(web, place, at=around if around is not None else _OLDEST)
    if (links := _links_of(found)) is not None and mementos(links, url):
        return mementos(links, url)  # the address was that of TimeMaps
    links = parse_links(found.header("link") or "", found.final_url)
    captures = mementos(links, url)
    when = found.header("memento-datetime")
    if when is not None:
        here = Link(found.final_url, frozenset({"memento"}), {"datetime": when})
        captures += mementos([here], url)
    for link in links:
        if "timemap" in link.rel:
            listed = _links_of(await client.get(web, link.url, _LINK_FORMAT))
            return mementos(listed or [], url) or captures
    return captures or None


async def listed(client: ArchiveClient, web: Web, wanted: Listing) -> list[Capture]:
    """Return what a CDX server has of a domain and those below it.

    Args:
        client: asks the archive.
        web: sends the requests.
        wanted: what of it.

    Raises:
        ArchiveFailedError: the archive failed.
        UnknownProtocolError: it has no CDX server.
    """
    if not client.archive.crawls:
        return await _pages_of(client, web, client.archive.cdx, wanted)
    captures: list[Capture] = []
    for index in _crawls_in(await _crawls(client, web), wanted.window):
        captures += await _pages_of(client, web, index, wanted)
        if len(captures) >= wanted.limit:
            break
    return captures


async def _pages_of(client: ArchiveClient, web: Web, index: str, wanted: Listing) -> list[Capture]:
    """Return a domain's pages; where they do not fit into an answer, in parts of the window."""
    captures: list[Capture] = []
    windows, left = [wanted.window], _WINDOWS
    while windows and left > 0:
        left -= 1
        part = windows.pop(0)
        found, whole = await _part_of(client, web, index, wanted._replace(window=part))
        captures += found
        if not whole:
            windows += part.halves()
    return captures


async def _part_of(
    client: ArchiveClient, web: Web, index: str, wanted: Listing
) -> tuple[list[Capture], bool]:
    """Return a domain's pages in a window of time, and whether that is all of them."""
    dialects: list[Dialect] = [client.dialect] if client.dialect else ["pywb", "wayback"]
    refused: ArchiveFailedError | None = None
    for dialect in dialects:
        # Where the server cannot keep to one capture of an address, there is room for more.
        most = wanted.limit if dialect == "wayback" else max(wanted.limit, _ROWS)
        query = [
            ("url", wanted.domain), ("matchType", "domain"), ("output", "json"),
            ("fl", _FIELDS[dialect]), ("limit", str(most)), *wanted.window.parameters,
            *_HTML[dialect],
        ]  # fmt: skip
        try:
            found = await client.get(web, _query(index, query))
        except ArchiveFailedError as error:
            if len(dialects) == 1 or not error.answered:
                raise
            refused = refused or error
            continue
        captures = _read_cdx(client, found)
        if captures is not None:
            return captures, not found.truncated and len(captures) < most
    if refused is not None:
        raise refused
    if client.archive.is_described or client.protocol == "cdx":
        raise ArchiveFailedError("its response is not a list of captures")
    if client.protocol is not None:
        return [], True  # an archive without a CDX server lists no domains
    raise UnknownProtocolError


async def _crawls(client: ArchiveClient, web: Web) -> list[tuple[datetime, str]]:
    """Return the beginnings of an archive's crawls, and their indexes.

    Raises:
        ArchiveFailedError: there is no list of them.
    """
    if client.crawls is None:
        found = await client.get(web, client.archive.crawls)
        try:
            rows = msgspec.json.decode(found.body)
        except (msgspec.DecodeError, UnicodeError, RecursionError):
            rows = None
        if found.status != 200 or not isinstance(rows, list):
            raise ArchiveFailedError("its response is not a list of crawls")
        client.crawls = [crawl for row in rows if (crawl := _crawl(row)) is not None]
    return client.crawls


def _crawl(row: object) -> tuple[datetime, str] | None:
    """Return when a crawl began and where its index is."""
    if not isinstance(row, dict):
        return None
    name, index = row.get("id"), row.get("cdx-api")
    week = _CRAWL.fullmatch(name) if isinstance(name, str) else None
    if week is None or not isinstance(index, str) or not index.startswith("https://"):
        return None
    try:
        return datetime.fromisocalendar(int(week[1]), int(week[2]), 1).replace(tzinfo=UTC), index
    except ValueError:
        return None


def _crawls_in(crawls: list[tuple[datetime, str]], window: Window) -> list[str]:
    """Return the indexes of the crawls in a window of time, the first ones; each takes weeks."""
    took = timedelta(days=14)
    within = [(when, at) for when, at in crawls if window.start <= when + took]
    return [at for when, at in sorted(within) if when - took <= window.end][:_CRAWLS]
