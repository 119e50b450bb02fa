"""A site's list of its pages: sitemaps (https://www.sitemaps.org/protocol.html), RSS and Atom.

Anyone may have written it: sizes, counts and depths have limits, and no entity is declared.
"""

from __future__ import annotations

import re
import zlib
from io import BytesIO, TextIOWrapper
from typing import NamedTuple
from urllib.parse import urljoin
from xml.parsers import expat  # entity declarations are refused below

from linkcheck.text.urls import is_address

__all__ = ["MOST_PAGES", "SiteIndex", "read_site_index"]

MOST_PAGES = 10_000
"""Pages of one site that are read."""
_LONGEST = 64 << 20
"""Bytes of a list, inflated; the protocol allows 50 MiB."""
_DEEPEST = 32
_LONGEST_URL = 2048
_GZIP = b"\x1f\x8b"
_ROOT = re.compile(rb"<(?:[\w.-]{1,40}:)?(urlset|sitemapindex|rss|feed|RDF)[\s>]")
_ENTRIES = {"url": "page", "sitemap": "map", "item": "page", "entry": "page"}
_TEXTS = frozenset({"loc", "link", "guid"})


class SiteIndex(NamedTuple):
    """What a site lists.

    Attributes:
        pages: addresses of pages, each once, in order.
        maps: addresses of further lists.
        problem: why it was not read to its end, or None.
    """

    pages: tuple[str, ...]
    maps: tuple[str, ...] = ()
    problem: str | None = None


def read_site_index(body: bytes, url: str, media_type: str | None) -> SiteIndex | None:
    """Return what a list of pages has, or None where a body is no such list.

    Args:
        body: as received; a file that is itself compressed by gzip is inflated.
        url: its address, which relative addresses are meant from.
        media_type: the Content-Type header.
    """
    problem = None
    if body.startswith(_GZIP):
        try:
            inflater = zlib.decompressobj(wbits=31)
            body = inflater.decompress(body, _LONGEST)
            if not inflater.eof:
                problem = "is cut off, or too long: only its beginning was read"
        except zlib.error as error:
            return SiteIndex((), (), f"cannot be decompressed: {error}")
    plain = (media_type or "").partition(";")[0].strip().lower() == "text/plain"
    if plain and url.partition("?")[0].endswith(".txt"):
        return _of_lines(body, problem)
    start = body[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start.startswith(b"<") or _ROOT.search(start) is None or b"<html" in start.lower():
        return SiteIndex((), (), problem) if problem is not None else None
    reader = _Reader(url)
    return reader.read(body, problem)


def _of_lines(body: bytes, problem: str | None) -> SiteIndex | None:
    """Return the pages of a sitemap that has one address a line, and nothing else."""
    pages: dict[str, None] = {}
    for line in map(str.strip, TextIOWrapper(BytesIO(body), "utf-8-sig", "replace")):
        if line and not is_address(line):
            return None
        if not line or len(line) > _LONGEST_URL or line in pages:
            continue
        if len(pages) == MOST_PAGES:
            problem = _too_many()
            break
        pages[line] = None
    return SiteIndex(tuple(pages), (), problem) if pages else None


class _RefusedError(Exception):
    """A list that is not read on; the message says why."""


class _Reader:
    """Reads a list in XML."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._pages: dict[str, None] = {}
        self._maps: dict[str, None] = {}
        self._open: list[str] = []
        self._kind: str | None = None
        self._found: dict[str, str] = {}
        self._text: list[str] = []
        self._length = 0

    def read(self, body: bytes, problem: str | None) -> SiteIndex:
        """Return what the list has, up to where it cannot be read."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._begin
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._take
        parser.EntityDeclHandler = _refuse_entity
        try:
            parser.Parse(body, True)
        except expat.ExpatError as error:
            problem = problem or f"is not XML from line {error.lineno} on"
        except _RefusedError as error:
            problem = str(error)
        return SiteIndex(tuple(self._pages), tuple(self._maps), problem)

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(" ")[2]
        self._open.append(name)
        if len(self._open) > _DEEPEST:
            raise _RefusedError("is nested too deeply")
        if name in _ENTRIES and self._kind is None:
            self._kind, self._found = name, {}
        elif self._kind is not None and len(self._open) >= 2 and self._open[-2] == self._kind:
            self._text, self._length = [], 0
            is_page = name == "link" and attributes.get("rel", "alternate") == "alternate"
            if is_page and "href" in attributes:
                self._found.setdefault("link", attributes["href"])
            if name == "guid" and attributes.get("isPermaLink", "true").lower() != "true":
                self._found.setdefault("guid", "")

    def _take(self, text: str) -> None:
        if self._kind is not None and self._length <= _LONGEST_URL:
            self._text.append(text)
            self._length += len(text)

    def _end(self, name: str) -> None:
        name = name.rpartition(" ")[2]
        self._open.pop()
        if self._kind is None:
            return
        inside = bool(self._open) and self._open[-1] == self._kind
        if inside and name in _TEXTS and (text := "".join(self._text).strip()):
            self._found.setdefault(name, text)
        elif name == self._kind and self._kind not in self._open:
            self._keep()
            self._kind = None

    def _keep(self) -> None:
        found = next(
            (self._found[each] for each in ("loc", "link", "guid") if self._found.get(each)), ""
        )
        try:
            address = urljoin(self._url, found) if found else ""
        except ValueError:
            return
        if not is_address(address) or len(address) > _LONGEST_URL:
            return
        listed = self._maps if _ENTRIES[self._kind or "url"] == "map" else self._pages
        listed[address] = None
        if len(self._pages) > MOST_PAGES:
            self._pages.popitem()
            raise _RefusedError(_too_many())


def _too_many() -> str:
    return f"lists more than {MOST_PAGES:,} pages: the others are left out"


def _refuse_entity(*_: object) -> None:
    raise _RefusedError("declares entities, which no sitemap or feed needs")
