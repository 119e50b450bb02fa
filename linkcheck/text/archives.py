"""Addresses of archived copies: which archives there are, and what their addresses say."""

from __future__ import annotations

import functools
import re

from linkcheck.data import load_toml
from linkcheck.text.urls import is_within

__all__ = ["is_archive", "is_untrusted_archive", "original_in", "original_of"]

# "/20140331080000id_/http://…" at the end of an archive's address, "/2014.03.31-080000/http://…" of
# archive.today's. Proxies and some archives make one slash of two.
_COPIED = re.compile(
    r"/(?:\d{4,14}(?:[a-z]{2}_)?|\d{4}\.\d\d\.\d\d-\d{6})/(?P<original>https?:/{1,2}[^/\s]\S*)\Z",
    re.ASCII | re.IGNORECASE,
)
_EMBEDDED = re.compile(r"/(?P<original>https?:/{1,2}[^/\s]\S*)\Z", re.ASCII | re.IGNORECASE)
_SCHEME = re.compile(r"(https?):/+", re.IGNORECASE)


def is_archive(url: str) -> bool:
    """Tell whether an address leads to a web archive's copy."""
    rest = url.partition("://")[2] or url.removeprefix("//")
    name = rest.partition("/")[0].rpartition("@")[2].partition(":")[0].lower().removeprefix("www.")
    return name in _hosts() and (name != "archive.org" or "/wayback" in url)


def is_untrusted_archive(url: str) -> bool:
    """Tell whether an address is at archive.today or a sister domain, which alter what they keep.

    They are never requested and never proposed.
    """
    return any(is_within(url, domain) for domain in _untrusted())


def original_of(url: str) -> str | None:
    """Return the address that a known archive's copy is of, or None where it does not say."""
    return _original(_EMBEDDED, url) if is_archive(url) else None


def original_in(url: str) -> str | None:
    """Return the address that an address in the form of any archive ends with, or None."""
    return _original(_COPIED, url)


def _original(form: re.Pattern[str], url: str) -> str | None:
    copied = form.search(url.strip())
    return None if copied is None else _SCHEME.sub(r"\1://", copied["original"], count=1)


@functools.cache
def _hosts() -> frozenset[str]:
    facts = load_toml("archives")
    asked = (host for archive in facts["archive"] for host in archive["hosts"])
    return frozenset({*facts["cited"], *facts["untrusted"], *asked})


@functools.cache
def _untrusted() -> frozenset[str]:
    return frozenset(load_toml("archives")["untrusted"])
