"""What an HTML article says of itself: title, language, date and address."""

from __future__ import annotations

import re
import warnings
from typing import NamedTuple
from urllib.parse import urljoin

from bs4 import BeautifulSoup, Tag
from bs4.filter import SoupStrainer

__all__ = ["Head", "read_head"]

_META = SoupStrainer(["html", "head", "title", "meta", "link", "h1", "time", "base"])


class Head(NamedTuple):
    """What a document says of itself; None where it says nothing.

    Attributes:
        title: of its first heading, else of its metadata.
        language: as declared.
        published: an ISO 8601 date.
        modified: the same of its last revision.
        canonical: its own address, as it stands there.
        base: the address that relative addresses are meant from (RFC 3986, section 5.1).
    """

    title: str | None
    language: str | None
    published: str | None
    modified: str | None
    canonical: str | None
    base: str | None


def read_head(text: str, base: str | None) -> Head:
    """Return what a document says of itself.

    Args:
        text: the document, or its beginning.
        base: the address that it stands at, or None.
    """
    with warnings.catch_warnings():
        # That a file looks like XML, or like an address, is no surprise here and no fault.
        warnings.simplefilter("ignore", UserWarning)
        about = BeautifulSoup(text, "html.parser", parse_only=_META)
    root = about.find("html")
    return Head(
        title=_title(about),
        language=_string(root.get("lang")) if isinstance(root, Tag) else None,
        published=_published(about),
        modified=_meta_day(about, "article:modified_time"),
        canonical=_canonical(about),
        base=_base(about, base),
    )


def _base(about: BeautifulSoup, base: str | None) -> str | None:
    for node in about.find_all("base", href=True, limit=1):
        return urljoin(base or "", _string(node.get("href")) or "") or None
    return base


def _title(about: BeautifulSoup) -> str | None:
    offered = [node.get_text(" ", strip=True) for node in about.find_all("h1", limit=3)]
    meta = about.find_all("meta", attrs={"property": "og:title"}, limit=1)
    offered += [_string(node.get("content")) or "" for node in meta]
    offered += [node.get_text(" ", strip=True) for node in about.find_all("title", limit=3)]
    return next(filter(None, offered), None)


def _published(about: BeautifulSoup) -> str | None:
    if day := _meta_day(about, "article:published_time"):
        return day
    for node in about.find_all("time", attrs={"datetime": True}, limit=1):
        if day := _day(node.get("datetime")):
            return day
    return None


def _meta_day(about: BeautifulSoup, name: str) -> str | None:
    metas = about.find_all("meta", attrs={"property": name}, limit=1)
    return next(filter(None, (_day(node.get("content")) for node in metas)), None)


def _day(value: object) -> str | None:
    match = re.match(r"\d{4}-\d{2}-\d{2}", _string(value) or "")
    return match[0] if match else None


def _canonical(about: BeautifulSoup) -> str | None:
    for node in about.find_all("link", attrs={"rel": "canonical"}, limit=1):
        return _string(node.get("href"))
    return None


def _string(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
