"""Addresses: one normal form to compare by, and the host they are polite to.

Pure functions, no network. The normal form follows RFC 3986 section 6.2.2 and the WHATWG URL
standard where the two differ from what browsers do.
"""

from __future__ import annotations

import contextlib
import functools
import ipaddress
import re
import unicodedata
from typing import TYPE_CHECKING, NewType, TypeVar
from urllib.parse import SplitResult, urlsplit, urlunsplit

import idna
from publicsuffixlist import PSLFILE, PublicSuffixList

from linkcheck.data import load_toml
from linkcheck.text.confusables import TO_LATIN
from linkcheck.text.titles import without_invisible

if TYPE_CHECKING:
    from collections.abc import Mapping
    from os import PathLike


__all__ = [
    "HostKey",
    "NormalizedUrl",
    "address_key",
    "host",
    "host_key",
    "is_address",
    "is_home",
    "lookalike",
    "mended",
    "nearest_host",
    "normalize",
    "same_place",
    "without_credentials",
    "without_tracking",
]

T = TypeVar("T")

NormalizedUrl = NewType("NormalizedUrl", str)
"""An address in normal form, without fragment: equal strings are the same source."""

HostKey = NewType("HostKey", str)
"""A registrable domain ("state.gov" for www.state.gov), or an IP address, or a bare host."""

_DEFAULT_PORTS = {"http": 80, "https": 443}
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
# What may stand unescaped in a path or query (RFC 3986 pchar, "/" and "?"); "%" is there since
# escapes are already in order when this is used.
_ALLOWED = frozenset(_UNRESERVED | set(b"!$&'()*+,;=:@/?%[]|"))
# Paths as nearly all are, with nothing to escape or to undo.
_PLAIN = re.compile(r"[A-Za-z0-9/._~-]*")
# "localhost", "10.0.0.1", "xn--d1abbgf6aiiy.xn--p1ai", and underscores, which real hosts have.
_HOST = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*\Z")
_HOST_AS_WRITTEN = re.compile(r"[a-z]+://(?:[^/@?#]*@)?([^/?#:\[\]]+)", re.IGNORECASE)
_LATIN = re.compile("[A-Za-z]")
_CYRILLIC = re.compile("[\u0400-\u052f]")
# Schemes as they are mistyped: "http:/", "https//", "htp://", "http://http://", "www.".
_SLIP = re.compile(
    r"(?:(?:h{0,2}t{1,3}p{1,2}|h?ptt|htt)s{0,2}:?/*:?/+)+(?=h?t?tps?:?/|www\.|[\w-]+\.)"
    r"|(?:https?:/*)(?:https?:?/+)+|(?:https?;//|htt?ps?:/{1,2}|hhttps?://|https?:(?!//)/?)|(?=www\.)",
    re.IGNORECASE,
)
_MISSPELT = re.compile(r"h{0,2}t{1,3}p{1,2}s{0,2}|h?ptts?|htts?")
_PORT = re.compile(r"\d{1,5}(?:[/?#]|\Z)")
_NUMBER = re.compile(r"(?:[0-9]+|0x[0-9a-f]*)\Z")
_HOME = re.compile(
    r"/?(?:[a-z]{2}(?:-[a-z]{2})?/?)?(?:(?:index|default|home)\.(?:html?|php|aspx?|jsp))?\Z",
    re.IGNORECASE,
)
MAX_LENGTH = 8192
"""Longest address accepted, in characters; browsers and servers give up long before."""
_KEPT = 8192
"""Addresses taken apart are looked at again when they are asked for and judged."""


@functools.lru_cache(maxsize=_KEPT)
def normalize(url: str) -> NormalizedUrl:
    """Return the normal form of an http or https address, without its fragment.

    Scheme and host in lower case, the host as A-labels (RFC 5891), default port dropped, dot
    segments removed, escapes in upper case and undone where they hide unreserved characters,
    everything else that is not ASCII escaped as UTF-8 after NFC. Escapes that are not UTF-8
    (addresses of windows-1251 days) and `%2F` stay as they are.

    Args:
        url: an absolute address, Unicode allowed.

    Raises:
        ValueError: it is no http or https address; the message says why, for people.
    """
    parts, name = _split(url)
    authority = name if parts.netloc == name else _authority(parts, name)
    path = _remove_dot_segments(_escape(parts.path)) or "/"
    query = f"?{_escape(parts.query)}" if parts.query else ""
    return NormalizedUrl(f"{parts.scheme}://{authority}{path}{query}")


def _authority(parts: SplitResult, name: str) -> str:
    """Return an authority in normal form.

    Args:
        parts: of an address.
        name: its host in normal form.
    """
    authority = f"[{name}]" if ":" in name else name
    try:
        port = parts.port
    except ValueError as error:
        raise ValueError("the port is not a number between 0 and 65535") from error
    if port is not None and port != _DEFAULT_PORTS[parts.scheme]:
        authority += f":{port}"
    if parts.username is not None:
        secret = f":{parts.password}" if parts.password is not None else ""
        authority = f"{_escape(parts.username + secret)}@{authority}"
    return authority


@functools.lru_cache(maxsize=_KEPT)
def host(url: str) -> str:
    """Return the host of an address in lower case as A-labels, or "" where it has none."""
    try:
        return _split(url)[1]
    except ValueError:
        return ""


def nearest_host(entries: Mapping[str, T], name: str) -> T | None:
    """Return the entry of a host, or else of the nearest domain above it."""
    while entries and name:
        if name in entries:
            return entries[name]
        name = name.partition(".")[2]
    return None


def host_key(url: str) -> HostKey:
    """Return whom an address belongs to: its registrable domain by the public suffix list.

    Args:
        url: an absolute address.

    Returns:
        "kyivpost.com" for https://archive.kyivpost.com/x; the address itself for an IP address;
        the whole host where it is a public suffix or a local name; "" where there is none.
    """
    return _registrable_domain(host(url))


@functools.lru_cache(maxsize=2048)
def is_home(url: str) -> bool:
    """Tell whether an address is a site's front page, perhaps that of one language edition."""
    parts = urlsplit(url)
    return not parts.query and _HOME.match(parts.path) is not None


def same_place(one: str, other: str) -> bool:
    """Tell whether two addresses differ at most by scheme, `www.`, closing slash and tracking."""
    if one == other:
        return True
    try:
        return _bare(without_tracking(one)) == _bare(without_tracking(other))
    except ValueError:
        return False


def _bare(url: NormalizedUrl) -> str:
    return url.partition("://")[2].removeprefix("www.").rstrip("/")


@functools.lru_cache(maxsize=_KEPT)
def _split(url: str) -> tuple[SplitResult, str]:
    """Take an address apart; return the parts and the host in normal form."""
    url = without_invisible(url).strip()
    if len(url) > MAX_LENGTH:
        message = f"the address is longer than {MAX_LENGTH} characters"
        raise ValueError(message)
    # Browsers drop line breaks and tabs inside an address (WHATWG URL, basic URL parser).
    url = url.translate({9: None, 10: None, 13: None})
    if not _SCHEME.match(url):
        raise ValueError("the address has no scheme such as https://")
    try:
        parts = urlsplit(url)
    except ValueError as error:
        message = f"the address cannot be taken apart: {error}"
        raise ValueError(message) from error
    if parts.scheme not in _DEFAULT_PORTS:
        message = f"{parts.scheme}: is not an address of the web"
        raise ValueError(message)
    if not parts.netloc or not parts.hostname:
        raise ValueError("the address has no host")
    if parts.netloc.rstrip(":") in _DEFAULT_PORTS and parts.path.startswith("//"):
        raise ValueError("the scheme stands twice")
    return parts, _host_name(parts.hostname)


@functools.lru_cache(maxsize=4096)
def _host_name(name: str) -> str:
    name = unicodedata.normalize("NFC", name).lower()
    if ":" in name:
        try:
            return str(ipaddress.IPv6Address(name.partition("%")[0]))
        except ValueError as error:
            raise ValueError("the host is not an IPv6 address") from error
    if not name.isascii():
        try:
            name = idna.encode(name, uts46=True, transitional=False).decode("ascii").lower()
        except idna.IDNAError as error:
            message = f"the host is not a valid international name: {error}"
            raise ValueError(message) from error
    name = name.removesuffix(".")
    if _NUMBER.match(name.rpartition(".")[2]):
        return _ipv4(name)
    if len(name) > 253 or not _HOST.match(name):
        raise ValueError("the host is not a valid name")
    return name


def _ipv4(name: str) -> str:
    """Return an IPv4 address in any of its notations with four decimal numbers.

    Browsers read 2130706433, 0x7f.1 and 0177.0.0.1 alike (WHATWG URL, IPv4 parser).
    """
    *head, tail = (_number(part) for part in name.split("."))
    if len(head) > 3 or any(part > 255 for part in head) or tail >= 256 ** (4 - len(head)):
        raise ValueError("the host looks like an IP address and is none")
    value = tail + sum(part << (24 - 8 * place) for place, part in enumerate(head))
    return str(ipaddress.IPv4Address(value))


def _number(part: str) -> int:
    digits, base = part, 10
    if part.startswith("0x"):
        digits, base = part[2:] or "0", 16
    elif part.startswith("0"):
        base = 8
    if not _NUMBER.match(part) or len(part) > 20:
        raise ValueError("the host looks like an IP address and is none")
    try:
        return int(digits, base)
    except ValueError as error:
        raise ValueError("the host looks like an IP address and is none") from error


def _escape(text: str) -> str:
    """Put the escapes of a path or query in order and escape what must not stand bare."""
    if _PLAIN.fullmatch(text):
        return text
    text = _ESCAPE.sub(_one_escape, text)
    if "%" in text:
        text = re.sub(r"%(?![0-9A-F]{2})", "%25", text)
    encoded = unicodedata.normalize("NFC", text).encode("utf-8", "surrogatepass")
    if all(byte in _ALLOWED for byte in encoded):
        return encoded.decode("ascii")
    return "".join(chr(byte) if byte in _ALLOWED else f"%{byte:02X}" for byte in encoded)


def _one_escape(match: re.Match[str]) -> str:
    byte = int(match[1], 16)
    return chr(byte) if byte in _UNRESERVED else match[0].upper()


def _remove_dot_segments(path: str) -> str:
    if "/." not in path:
        return path
    kept: list[str] = []
    segments = path.split("/")
    for segment in segments:
        if segment == "..":
            if len(kept) > 1:
                kept.pop()
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in {".", ".."}:
        kept.append("")
    return "/".join(kept)


@functools.lru_cache(maxsize=65536)
def _registrable_domain(name: str) -> HostKey:
    if not name or ":" in name or name.replace(".", "").isdigit():
        return HostKey(name)
    suffixes = _public_suffixes(international="xn--" in name)
    return HostKey(suffixes.privatesuffix(name) or name)


@functools.cache
def _public_suffixes(*, international: bool) -> PublicSuffixList:
    """Return the list of suffixes, with the A-labels of international ones where there are any."""
    # Names beyond ASCII come here as A-labels (RFC 5890). The list's few are turned into theirs
    # here: left to itself the library encodes all ten thousand, which takes longer than all else.
    with open(PSLFILE, encoding="utf-8") as source:  # noqa: PTH123 - a name, not a path
        rules = [line.strip() for line in source if line.strip() and not line.startswith("//")]
    if international:
        rules += [rule.encode("idna").decode("ascii") for rule in rules if not rule.isascii()]
    return PublicSuffixList(rules, accept_encoded_idn=False)


def without_credentials(url: str) -> NormalizedUrl:
    """Return the normal form without user name and password: a stranger's are not ours to use.

    Raises:
        ValueError: it is no http or https address.
    """
    normal = normalize(url)
    if "@" not in normal:
        return normal
    parts = urlsplit(normal)
    return NormalizedUrl(urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2])))


def address_key(url: str) -> str:
    """Return the normal form that cited addresses are compared by, or the text without one."""
    try:
        return without_credentials(url)
    except ValueError:
        return url


def is_address(text: str | PathLike[str]) -> bool:
    """Return whether an input or a path is the address of a live article."""
    return str(text).startswith(("https://", "http://"))


@functools.lru_cache(maxsize=2048)
def without_tracking(url: str) -> NormalizedUrl:
    """Return the normal form without parameters that only tell where a reader came from.

    For comparing addresses; the one that is asked for keeps them, since some sites need them.

    Raises:
        ValueError: it is no http or https address.
    """
    normal = normalize(url)
    base, mark, query = normal.partition("?")
    if not mark:
        return normal
    kept = "&".join(part for part in query.split("&") if not _is_tracking(part.partition("=")[0]))
    return NormalizedUrl(f"{base}?{kept}" if kept else base)


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


def mended(url: str) -> str | None:
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
    if len(name) == 1 or name in _DEFAULT_PORTS or mended(url) is not None:
        return None
    if _MISSPELT.fullmatch(name):
        return None
    is_host = "." in name or name == "localhost"
    return None if is_host and _PORT.match(plain, match.end()) else name


def _is_tracking(name: str) -> bool:
    prefixes, names = _tracking()
    return name.lower() in names or name.lower().startswith(prefixes)


@functools.cache
def _tracking() -> tuple[tuple[str, ...], frozenset[str]]:
    facts = load_toml("urls-tracking")
    return tuple(facts["prefixes"]), frozenset(facts["names"])
