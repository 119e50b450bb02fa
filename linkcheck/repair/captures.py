"""What the indexes of web archives say of an address, and which capture to look at first.

Read are the two kinds of JSON that CDX servers answer with (the Wayback Machine's array of rows,
pywb's objects, one a line) and TimeMaps in link format (RFC 7089, section 5; RFC 8288, section 3).
Answers come from the network: whatever is no capture in them is left out.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urljoin

import msgspec

from linkcheck.text.archives import original_in
from linkcheck.text.urls import request_form

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = [
    "Capture",
    "Link",
    "end_of",
    "http_date",
    "in_order",
    "mementos",
    "pages_among",
    "parse_cdx",
    "parse_links",
    "stamp",
    "start_of",
]

_MOST = 20_000
"""Rows of one index that are looked at: it sends at most a megabyte."""
_LONGEST = 4096
"""Characters of an address."""
_BEFORE = timedelta(days=30)
"""How long before an article's date a snapshot shows what its author saw."""

_REDUCED = re.compile(r"(\d{4})(?:-(\d\d?))?", re.ASCII)
_STAMP = re.compile(r"\d{14}", re.ASCII)
_DEFAULT_PORT = re.compile(
    r"(?<=^http://)([^/?#@]+):80(?=[/?#]|$)|(?<=^https://)([^/?#@]+):443(?=[/?#]|$)"
)

# One link of a Link header or a document in link format, and one of its parameters.
_LINK = re.compile(r"[\s,]*<([^<>]*)>")
_PARAMETER = re.compile(
    r'\s*;\s*([\w!#$&+.^`|~*-]*)\s*(?:=\s*(?:"((?:[^"\\]|\\.)*+)"|([^\s;,"]*)))?'
)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)

# A row within an array of rows.
_ROW = re.compile(r'[\s,]*+(\[(?:"(?:[^"\\]|\\.)*+"|[^"\[\]])*+\])')

_PAGES = frozenset({"text/html", "application/xhtml+xml", "application/pdf"})
# A revisit has the media type of what it repeats; a minimal index has none at all.
_UNKNOWN = frozenset({"", "-", "unk", "unknown", "warc/revisit"})


class Capture(NamedTuple):
    """An entry of an archive's index.

    Attributes:
        time: when it was made, 14 digits in UTC.
        original: the address that was archived.
        status: the status code that was captured; None where the index does not say (revisits,
            TimeMaps).
        media: the media type, in lower case without parameters; None where the index has none.
        digest: of the content, or None.
        memento: its address in the archive, where a TimeMap gives it.
    """

    time: str
    original: str
    status: int | None = None
    media: str | None = None
    digest: str | None = None
    memento: str | None = None


class Link(NamedTuple):
    """A link of an answer in link format (RFC 8288, section 3).

    Attributes:
        url: where it leads, absolute.
        rel: its relation types, in lower case.
        parameters: its first parameter of each name; names in lower case.
    """

    url: str
    rel: frozenset[str]
    parameters: dict[str, str]


def parse_cdx(body: bytes) -> list[Capture] | None:
    """Read what a CDX server answers in JSON.

    Args:
        body: the answer, perhaps cut off.

    Returns:
        The captures in the index's order; None where it is no answer of a CDX server.
    """
    text = body.decode("utf-8", "replace").strip("\ufeff \t\r\n")
    if not text:
        return []
    rows: list[Capture | None] = []
    names: list[str] | None = None
    seen = False
    for row in _rows(text):
        fields: dict[str, object]
        if isinstance(row, dict):
            fields = row
        elif isinstance(row, list) and names is not None:
            fields = dict(zip(names, row, strict=False))
        elif isinstance(row, list) and all(isinstance(name, str) for name in row):
            names = row
            seen = seen or "timestamp" in names or not names
            continue
        else:
            continue
        seen = seen or "timestamp" in fields
        if len(rows) < _MOST:
            rows.append(_capture(fields))
    return [row for row in rows if row is not None] if seen else None


def _rows(text: str) -> Iterator[object]:
    """Yield the rows of an array, or the lines, of JSON; those that can be read."""
    if not text.startswith("["):
        yield from map(_decoded, text.splitlines())
        return
    whole = _decoded(text)
    if isinstance(whole, list):
        yield from whole or [[]]
        return
    place = 1  # it was cut off: read as far as there are rows
    while row := _ROW.match(text, place):
        yield _decoded(row[1])
        place = row.end()


def _decoded(text: str) -> object:
    try:
        found: object = msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return None
    return found


def _capture(fields: dict[str, Any]) -> Capture | None:
    """Return what a row of a CDX index says, in the words of either kind of server."""
    time = _text(fields.get("timestamp"))
    original = _address(_text(fields.get("original")) or _text(fields.get("url")))
    if original is None or _moment(time) is None:
        return None
    status = _text(fields.get("statuscode")) or _text(fields.get("status"))
    media = _text(fields.get("mimetype")) or _text(fields.get("mime"))
    digest = _text(fields.get("digest"))
    return Capture(
        time=time,
        original=original,
        status=int(status) if len(status) == 3 and status.isascii() and status.isdigit() else None,
        media=media.partition(";")[0].strip().lower() or None,
        digest=digest.removeprefix("sha1:") if digest not in {"", "-"} else None,
    )


def _text(value: object) -> str:
    return str(value).strip()[: _LONGEST + 1] if isinstance(value, str | int) else ""


def _address(text: str) -> str | None:
    """Return an archived address as people write it, or None where it is none."""
    if not text or len(text) > _LONGEST or any(char.isspace() for char in text):
        return None
    try:
        request_form(text)
    except ValueError:
        return None
    return _DEFAULT_PORT.sub(lambda match: match[1] or match[2], text)


def _moment(stamp: str) -> datetime | None:
    """Return the moment that 14 digits stand for, or None."""
    if _STAMP.fullmatch(stamp) is None:
        return None
    try:
        return datetime.strptime(stamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def parse_links(text: str, base: str) -> list[Link]:
    """Read links in link format: a TimeMap, or a Link header.

    Args:
        text: the answer, perhaps cut off.
        base: the address that relative ones belong to.

    Returns:
        The links up to the first place that is none.
    """
    found: list[Link] = []
    place = 0
    while len(found) < _MOST and (link := _LINK.match(text, place)):
        place = link.end()
        parameters: dict[str, str] = {}
        while parameter := _PARAMETER.match(text, place):
            place = parameter.end()
            quoted, token = parameter[2], parameter[3]
            value = _ESCAPED.sub(r"\1", quoted) if quoted is not None else token or ""
            parameters.setdefault(parameter[1].lower(), value)
        try:
            url = urljoin(base, link[1].strip()[:_LONGEST])
        except ValueError:
            continue
        rel = frozenset(parameters.get("rel", "").lower().split())
        found.append(Link(url, rel, parameters))
    return found


def mementos(links: Iterable[Link], asked: str) -> list[Capture]:
    """Return the captures among a TimeMap's links.

    Args:
        links: of the TimeMap.
        asked: the address that it is about.
    """
    links = list(links)
    about = next((link.url for link in links if "original" in link.rel), asked)
    found = []
    for link in links:
        moment = http_date(link.parameters.get("datetime", ""))
        if "memento" not in link.rel or moment is None:
            continue
        archived = original_in(link.url)
        original = _address(archived if archived is not None else about)
        if original is not None and _address(link.url) is not None:
            found.append(Capture(stamp(moment), original, memento=link.url))
    return found


def http_date(text: str) -> datetime | None:
    """Return the moment that an HTTP date names (RFC 9110, section 5.6.7), or None."""
    try:
        moment = parsedate_to_datetime(text[:64])
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):  # the parser raises all of these
        return None


def stamp(moment: datetime) -> str:
    """Return a moment as the 14 digits that archives write."""
    return moment.astimezone(UTC).strftime("%Y%m%d%H%M%S").zfill(14)


def start_of(date: str | None) -> datetime | None:
    """Return the beginning of the day, month or year that a date names, or the moment itself.

    Args:
        date: ISO 8601, perhaps of reduced precision; a time without zone is in UTC.

    Returns:
        None where it is no date.
    """
    return _point(date, end=False)


def end_of(date: str | None) -> datetime | None:
    """Return the end of the day, month or year that a date names, or the moment itself.

    Args:
        date: as for `start_of`.

    Returns:
        None where it is no date.
    """
    return _point(date, end=True)


def _point(date: str | None, *, end: bool) -> datetime | None:
    text = (date or "").strip()
    if reduced := _REDUCED.fullmatch(text):
        year, month = int(reduced[1]), int(reduced[2] or (12 if end else 1))
        if year < 1 or not 1 <= month <= 12:
            return None
        text = f"{year:04}-{month:02}-{monthrange(year, month)[1] if end else 1:02}"
    try:
        moment = datetime.fromisoformat(text)
        if len(text) <= len("2014-03-31") and end:
            moment = moment.replace(hour=23, minute=59, second=59)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def pages_among(captures: Iterable[Capture]) -> list[Capture]:
    """Return the captures that can be pages: not redirects, errors, pictures.

    An index need not have a revisit's status, which is that of what it repeats: where every other
    capture of the same content is an error, it is one too.
    """
    captures = list(captures)
    good = {each.digest for each in captures if each.status == 200}
    bad = {each.digest for each in captures if each.status not in {200, None}} - good - {None}
    return [each for each in captures if _is_page(each) and each.digest not in bad]


def _is_page(capture: Capture) -> bool:
    media = capture.media or ""
    return capture.status in {200, None} and (media in _PAGES or media in _UNKNOWN)


def in_order(captures: Iterable[Capture], around: datetime | None) -> list[Capture]:
    """Return the captures in the order in which they are looked at, one of each content.

    The nearest within 30 days before the date, then the first after it, then the nearest earlier
    one. Without a date the oldest comes first.

    Args:
        captures: that can be pages.
        around: the article's date, or None.
    """
    ascending = sorted(set(captures), key=lambda each: (each.time, each.original))
    if around is not None:
        date = stamp(around)
        try:
            since = stamp(around - _BEFORE)
        except OverflowError:
            since = ""
        earlier = [each for each in ascending if each.time <= date]
        near = [each for each in earlier if each.time >= since]
        far = [each for each in earlier if each.time < since]
        later = [each for each in ascending if each.time > date]
        ascending = [*reversed(near), *later, *reversed(far)]
    seen: set[str] = set()
    found = []
    for each in ascending:
        if each.digest is None or each.digest not in seen:
            found.append(each)
            if each.digest is not None:
                seen.add(each.digest)
    return found
