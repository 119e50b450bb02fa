"""Marks that a server puts into the addresses of one visitor, of no use to others."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from linkcheck.data import load_toml

__all__ = ["has_session", "is_session", "path_without_session"]

_IN_PATH = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/?#;]*", re.IGNORECASE)
_COOKIELESS = re.compile(r"/\((?:[A-Z]\([\w-]{8,}\))+\)(?=/)", re.IGNORECASE)
_VALUE = re.compile(r"(?=.*\d)(?=.*[a-z])[a-z0-9,_-]{16,}\Z", re.IGNORECASE)


def has_session(url: str) -> bool:
    """Tell whether an address is of one visitor's session; a damaged one is of none."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    named = (part.partition("=") for part in parts.query.split("&"))
    return path_without_session(parts.path) != parts.path or any(
        is_session(name, value) for name, _, value in named
    )


def path_without_session(path: str) -> str:
    """Return a path without the session's mark, as Java and ASP.NET put it there."""
    return _COOKIELESS.sub("", _IN_PATH.sub("", path))


def is_session(name: str, value: str) -> bool:
    """Tell whether a parameter of a query names a session; `sid=12` is a story's number.

    Args:
        name: of the parameter.
        value: of the parameter.
    """
    facts = load_toml("moves")
    name = name.lower()
    if name in facts["sessions"] or name.startswith("aspsessionid"):
        return True
    return name in facts["perhaps_sessions"] and _VALUE.match(value) is not None
