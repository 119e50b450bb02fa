"""The date in the address of an archived copy."""

from __future__ import annotations

import re

from linkcheck.articles.references.dates import date_at

__all__ = ["date_of_copy"]

_STAMP = re.compile(r"/(?:web/|wayback/)?((?:19|20)\d\d)(\d\d)(\d\d)(?:\d{6})?[a-z_]*/")


def date_of_copy(url: str) -> str | None:
    """Return the date in the address of an archived copy (…/web/20140102030405/…), ISO 8601."""
    match = _STAMP.search(url)
    day = date_at("-".join(match.groups()), 0) if match is not None else None
    return day.iso if day is not None else None
