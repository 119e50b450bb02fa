"""Addresses that are not written as they are meant, and schemes that are not of the web."""

from __future__ import annotations

import contextlib
import re

from linkcheck.text.confusables import TO_LATIN
from linkcheck.text.titles import without_invisible
from linkcheck.text.urls import host, normalize

__all__ = ["corrected", "lookalike", "other_scheme"]

_WEB = frozenset({"http", "https"})
_HOST_AS_WRITTEN = re.compile(r"[a-z]+://(?:[^/@?#]*@)?([^/?#:\[\]]+)", re.IGNORECASE)
_LATIN = re.compile("[A-Za-z]")
_CYRILLIC = re.compile("[\u0400-\u052f]")
_MISSPELT = re.compile(r"h{0,2}t{1,3}p{1,2}s{0,2}|h?ptts?|htts?")
_PORT = re.compile(r"\d{1,5}(?:[/?#]|\Z)")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
# Schemes as they are mistyped: "http:/", "https//", "htp://", "http://http://", "www.".
_SLIP = re.compile(
    r"(?:(?:h{0,2}t{1,3}p{1,2}|h?ptt|htt)s{0,2}:?(?:/*:)?/+)+(?=h?t?tps?:?/|www\.|[\w-]+\.)"
    r"|(?:https?:/*)(?:https?:?/+)+|(?:https?;//|htt?ps?:/{1,2}|hhttps?://|https?:(?!//)/?)|(?=www\.)",
    re.IGNORECASE,
)


def lookalike(url: str) -> str | None:
    """Return what a host reads as, where its letters are of several alphabets; else None.

    "сnn.com" with a Cyrillic с reads as "cnn.com". No registry gives out names that mix Latin
    and Cyrillic letters in a label (Unicode TR 39, "mixed script"), so that such a host is a
    slip of the keyboard, or made to deceive.
    """
    match = _HOST_AS_WRITTEN.match(url.strip())
    if match is None:
        return None
    labels = []
    for label in match[1].split("."):
        with contextlib.suppress(UnicodeError):
            if label.startswith("xn--"):
                label = label.encode("ascii").decode("idna")  # noqa: PLW2901 - the same label, shown
        labels.append(label)
    mixed = [label for label in labels if _LATIN.search(label) and _CYRILLIC.search(label)]
    return ".".join(labels).casefold().translate(TO_LATIN) if mixed else None


def corrected(url: str) -> str | None:
    """Return what an address with a usual slip of the pen must have been; None where it has none.

    A scheme that stands twice, a colon or a slash that is missing or too many, a backslash, a
    misspelt http, no scheme before `www.`.
    """
    plain = without_invisible(url).strip().replace("\\", "/")
    match = _SLIP.match(plain)
    if match is None:
        return None
    rest = plain[match.end() :]
    scheme = "https" if "s" in match[0].lower().rpartition("h")[2] else "http"
    found = f"{scheme}://{rest}"
    try:
        name = host(normalize(found))
    except ValueError:
        return None
    return found if found != url and "." in name else None


def other_scheme(url: str) -> str | None:
    """Return the scheme of an address that is not of the web, such as "ftp" or "doi", or None.

    A misspelt "http" is no scheme, nor is a host with a port ("example.com:8080/x"), nor a drive
    letter ("C:/talks.html").

    Args:
        url: an address as written; relative ones have no scheme (RFC 3986, section 4.2).
    """
    plain = without_invisible(url).strip()
    match = _SCHEME.match(plain)
    if match is None:
        return None
    name = match[0][:-1].lower()
    if len(name) == 1 or name in _WEB or corrected(url) is not None:
        return None
    if _MISSPELT.fullmatch(name):
        return None
    is_host = "." in name or name == "localhost"
    return None if is_host and _PORT.match(plain, match.end()) else name
