"""Addresses of archived copies: which archives there are, and what their addresses say."""

from __future__ import annotations

import functools
import re

from linkcheck.articles.references.dates import date_at
from linkcheck.data import load_toml

__all__ = ["date_of_copy", "is_archive", "original_of"]

# Archives whose copies are cited, besides those that linkcheck itself asks.
_FURTHER = (
    "archive.org", "wayback.archive-it.org", "webcitation.org", "perma.cc", "ghostarchive.org",
    "megalodon.jp", "webarchive.org.uk",
)  # fmt: skip
_STAMP = re.compile(r"/(?:web/|wayback/)?((?:19|20)\d\d)(\d\d)(\d\d)(?:\d{6})?[a-z_]*/")
# The address of the original ends that of the copy: …/web/20140331id_/http://…
_COPIED = re.compile(r"/\d{1,14}(?:[a-z]{2}_)?/(https?:/{1,2}.+)\Z", re.IGNORECASE | re.DOTALL)


def is_archive(url: str) -> bool:
    """Tell whether an address leads to a web archive's copy."""
    rest = url.partition("://")[2] or url.removeprefix("//")
    host = rest.partition("/")[0].rpartition("@")[2].partition(":")[0].lower().removeprefix("www.")
    return host in _hosts() and (host != "archive.org" or "/wayback" in url)


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


@functools.cache
def _hosts() -> frozenset[str]:
    facts = load_toml("archives")
    asked = (host for archive in facts["archive"] for host in archive["hosts"])
    return frozenset({*_FURTHER, *facts["untrusted"], *asked})
