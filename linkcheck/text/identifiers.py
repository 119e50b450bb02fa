"""Identifiers of publications (DOI, Handle, arXiv, PubMed), and the public addresses of each."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import quote, unquote, urlsplit

__all__ = [
    "Identifier", "doi_at", "doi_in", "doi_of", "identifier_in", "is_persistent",
    "resolver_address",
]  # fmt: skip

# Old ones, after the SICI standard, have "<…>" in them: 10.1002/(SICI)1097(199806)49:8<693::AID>3.0
_DOI = r"10\.\d{4,9}(?:\.\d+)*/(?:\(SICI\)[^\s\"<>]+<[^\s\"<>]+>[^\s\"<>]*|[^\s\"<>]+)"
_ARXIV = r"(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7})(?:v\d+)?"
_HANDLE = r"\d[\d.]*/[^\s\"<>]+"
_SCHEMES = {
    "doi": ("https://doi.org/", re.compile(_DOI, re.IGNORECASE)),
    "hdl": ("https://hdl.handle.net/", re.compile(_HANDLE, re.IGNORECASE)),
    "arxiv": ("https://arxiv.org/abs/", re.compile(_ARXIV, re.IGNORECASE)),
    "pmid": ("https://pubmed.ncbi.nlm.nih.gov/", re.compile(r"\d{1,9}")),
}
# "info:doi/10.1000/182" (RFC 4452).
_ADDRESS = re.compile(r"(?:info:)?(doi|hdl|arxiv|pmid)[:/]\s*(.+)", re.IGNORECASE)
_IN_TEXT = re.compile(
    rf"(?<![\w/.])(?:(doi|hdl|handle|arxiv|pmid)\s*:\s*)({_DOI}|{_ARXIV}|{_HANDLE}|\d{{1,9}})"
    rf"|(?<![\w/.])(?:DOI\s+)({_DOI})",
    re.IGNORECASE,
)
_DOI_IN_TEXT = re.compile(rf"\b{_DOI}", re.IGNORECASE)
_DOI_HOSTS = frozenset({"doi.org", "dx.doi.org", "www.doi.org"})
# DataCite registers a DOI for each paper of arXiv.
_ARXIV_DOI = "10.48550/arXiv."
_KEPT = "/:;().,-_~!$&'*+=@"
_LONGEST = 500


class Identifier(NamedTuple):
    """An identifier in a text.

    Attributes:
        start: offset of its first character, that of its name ("doi:").
        end: offset behind it.
        url: as an address: "doi:10.1000/182".
    """

    start: int
    end: int
    url: str


def resolver_address(url: str) -> str | None:
    """Return the public address of an identifier such as "doi:10.1000/182", or None."""
    match = _ADDRESS.fullmatch(url.strip()) if len(url) <= _LONGEST else None
    if match is None:
        return None
    base, form = _SCHEMES[match[1].lower()]
    name = unquote(match[2].strip().strip("/"))
    if not form.fullmatch(name):
        return None
    end = "/" if match[1].lower() == "pmid" else ""
    return base + quote(name, safe=_KEPT) + end


def is_persistent(url: str) -> bool:
    """Tell whether an address is an identifier, or its public address, and so meant to redirect."""
    if resolver_address(url) is not None or doi_at(url) is not None:
        return True
    try:
        return urlsplit(url).hostname == "hdl.handle.net"
    except ValueError:
        return False


def identifier_in(text: str) -> Identifier | None:
    """Return the first identifier in a text that is named as such, a DOI before others, or None."""
    found = []
    for match in _IN_TEXT.finditer(text):
        group = 2 if match[1] else 3
        name = _trimmed(match[group])
        scheme = (match[1] or "doi").lower().replace("handle", "hdl")
        url = f"{scheme}:{name}"
        if resolver_address(url) is not None:
            found.append(Identifier(match.start(), match.start(group) + len(name), url))
    return min(found, key=lambda each: not each.url.startswith("doi:"), default=None)


def doi_in(text: str) -> str | None:
    """Return the first DOI in a text, named as such or not, or None."""
    match = _DOI_IN_TEXT.search(text)
    return _trimmed(match[0]) if match is not None else None


def _trimmed(name: str) -> str:
    """Return an identifier without the marks of the sentence around it."""
    name = name[:_LONGEST].rstrip(".,;:'*_~…»”’")
    while name.endswith((")", "]")) and name.count("(") < name.count(")") + name.count("]"):
        name = name[:-1].rstrip(".,;:")
    return name


def doi_of(field: str) -> str | None:
    """Return the DOI that a field states, bare, behind "doi:" or as an address; or None."""
    field = field.strip()
    return doi_at(field) or doi_at(f"doi:{field}")


def doi_at(url: str) -> str | None:
    """Return the DOI that an address stands for, also that of a paper on arXiv, or None."""
    address = resolver_address(url) or url
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.hostname in _DOI_HOSTS:
        name = unquote(parts.path.strip("/"))
        return name if re.fullmatch(_DOI, name, re.IGNORECASE) and len(name) <= _LONGEST else None
    if parts.hostname == "arxiv.org" and parts.path.startswith("/abs/"):
        name = parts.path.removeprefix("/abs/").strip("/")
        found = re.fullmatch(_ARXIV, name, re.IGNORECASE)
        return _ARXIV_DOI + re.sub(r"v\d+\Z", "", name) if found else None
    return None
