"""Whom an address belongs to, as far as its host tells."""

from __future__ import annotations

import functools

from linkcheck.data import load_toml
from linkcheck.text.outlets import outlet_domains, outlets_at
from linkcheck.text.urls import host_key

__all__ = ["owner_of"]


def owner_of(url: str) -> str | None:
    """Return what stands for the owner of an address's site; None of a shortened address.

    Domains of one outlet are one owner's, and so are those of one name with several suffixes
    (`bbc.com`, `bbc.co.uk`).

    Args:
        url: an absolute address.
    """
    site = host_key(url)
    if site in _shorteners():
        return None
    if outlets := outlets_at(url):
        site = host_key(f"https://{outlet_domains(min(outlets))[0]}/")
    name, _, suffix = site.partition(".")
    return name if suffix and not suffix.replace(".", "").isdecimal() else site


@functools.cache
def _shorteners() -> frozenset[str]:
    return frozenset(load_toml("urls-shorteners")["domains"])
