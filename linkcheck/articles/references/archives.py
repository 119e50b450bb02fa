"""Addresses of archived copies: which archives there are, and what their addresses say."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from linkcheck.articles.references.dates import date_at

__all__ = ["date_of_copy", "is_archive", "original_of"]

_HOSTS = frozenset(
    {
        "web.archive.org", "wayback.archive.org", "wayback.archive-it.org", "archive.today",
        "archive.ph", "archive.is", "archive.li", "archive.md", "archive.vn", "archive.fo",
        "webcitation.org", "perma.cc", "arquivo.pt", "webarchive.nationalarchives.gov.uk",
        "webarchive.org.uk", "web.archive.org.au", "ghostarchive.org", "megalodon.jp",
    }
)  # fmt: skip
_MAY_BE = re.compile(r"archiv|perma\.cc|webcitation|arquivo|megalodon", re.IGNORECASE)
_STAMP = re.compile(r"/(?:web/|wayback/)?((?:19|20)\d\d)(\d\d)(\d\d)(?:\d{6})?[a-z_]*/")
# The address of the original ends that of the copy: …/web/20140331id_/http://…
_COPIED = re.compile(r"/\d{1,14}(?:[a-z]{2}_)?/(https?:/{1,2}.+)\Z", re.IGNORECASE | re.DOTALL)


def is_archive(url: str) -> bool:
    """Tell whether an address leads to a web archive's copy."""
    if _MAY_BE.search(url) is None:
        return False  # as nearly all addresses, which is soon seen
    host = _host(url)
    return host in _HOSTS or (host == "archive.org" and "/wayback" in url)


def original_of(url: str) -> str | None:
    """Return the address that an archived copy is of, or None where it does not say."""
    url = url.strip()
    match = _COPIED.search(url) if is_archive(url) else None
    if match is None:
        return None
    # Archives write "http:/x" for "http://x", as many proxies make it.
    return re.sub(r"^(https?):/+", r"\1://", match[1], flags=re.IGNORECASE)


def date_of_copy(url: str) -> str | None:
    """Return the date in the address of an archived copy (…/web/20140102030405/…), ISO 8601."""
    match = _STAMP.search(url)
    day = date_at("-".join(match.groups()), 0) if match is not None else None
    return day.iso if day is not None else None


def _host(url: str) -> str:
    """Return the host of an address without "www."."""
    try:
        host = urlsplit(url if "://" in url else f"https://{url.removeprefix('//')}").hostname
    except ValueError:
        return ""
    return (host or "").removeprefix("www.")
