"""Addresses: one normal form to compare by, and the host they are polite to.

Pure functions, no network. Addresses are parsed as browsers do (WHATWG URL), and compared in a
normal form (RFC 3986, section 6.2.2).
"""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import TYPE_CHECKING, NewType, TypeVar
from urllib.parse import urlsplit

import can_ada
from publicsuffixlist import PSLFILE, PublicSuffixList

from linkcheck.data import load_toml
from linkcheck.text.identifiers import resolver_address
from linkcheck.text.titles import without_invisible

if TYPE_CHECKING:
    from collections.abc import Mapping
    from os import PathLike


__all__ = [
    "HostKey",
    "NormalizedUrl",
    "address_key",
    "drop_tracking",
    "host",
    "host_key",
    "is_address",
    "is_home",
    "is_tracking",
    "is_within",
    "nearest_host",
    "normalize",
    "request_form",
    "same_place",
    "without_credentials",
    "without_tracking",
]

T = TypeVar("T")

NormalizedUrl = NewType("NormalizedUrl", str)
"""An address in normal form, without fragment: equal strings are the same source."""

HostKey = NewType("HostKey", str)
"""A registrable domain ("state.gov" for www.state.gov), or an IP address, or a bare host."""

_WEB = frozenset({"http", "https"})
_START = re.compile(
    r"(?P<scheme>[a-z][a-z0-9+.-]*):(?:[/\\]{2}(?P<host>[^/\\?#]*))?", re.IGNORECASE
)
# What nobody sees at the ends of an address comes from the text around it.
_AT_THE_ENDS = "".join(map(chr, range(0x21))) + (
    "\u00a0\u00ad\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b"
    "\u200c\u200d\u200e\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
)
_SURROGATES = re.compile("[\ud800-\udfff]")
_LONGEST_HOST = 253
_BAD_LABEL = re.compile(r"^-|[^.]{64}|\.\.|^\.")
_ESCAPES = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_STRAY = re.compile(r"%(?![0-9A-F]{2})")
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
# What may stand unescaped in a path or query (RFC 3986 pchar, "/" and "?"); "%" is there since
# escapes are already in order when this is used.
_ALLOWED = frozenset(_UNRESERVED | set(b"!$&'()*+,;=:@/?%[]|"))
# Paths as nearly all are, with nothing to escape or to undo.
_PLAIN = re.compile(r"[A-Za-z0-9/._~-]*")
# Front pages as sites name them, below the folder of a language edition or not.
_HOME = re.compile(
    r"/?(?:(?:[a-z]{2}(?:[-_][a-z]{2})?|ukr|eng|rus|deu|fra|pol|bel|bul|srp|ukrainian|english|russian)(?:/|\Z))?"
    r"(?:(?:index|default|home|main|start|welcome|homepage|mainpage|frontpage|golovna|glavnaya)"
    r"(?:\.(?:html?|php|aspx?|jsp))?/?)?\Z",
    re.IGNORECASE,
)
_OF_A_HOME = frozenset(
    {"from", "ref", "referer", "source", "src", "redirect", "redirected", "err", "error", "404"}
)
"""Parameters by which a site's front page learns where a reader came from."""
MAX_LENGTH = 8192
"""Longest address accepted, in characters; browsers and servers give up long before."""
_KEPT = 8192
"""Addresses taken apart are looked at again when they are asked for and judged."""


@functools.lru_cache(maxsize=_KEPT)
def request_form(url: str) -> str:
    """Return the form in which browsers request an address, without fragment and credentials.

    It is what the WHATWG URL parser serialises: letters stay as they were composed, and characters
    that nobody sees stay in paths. Credentials that stand in an article are a stranger's.

    Args:
        url: an absolute address, Unicode allowed.

    Raises:
        ValueError: it is no http or https address; the message says why, for people.
    """
    parsed = _parsed(url)
    parsed.hash = parsed.username = parsed.password = ""
    # The same name, which few certificates and servers know with the dot behind it.
    parsed.hostname = parsed.hostname.removesuffix(".")
    return parsed.href


@functools.lru_cache(maxsize=_KEPT)
def normalize(url: str) -> NormalizedUrl:
    """Return the normal form of an http or https address, without its fragment.

    On top of what browsers request (`request_form`), what differs only in writing becomes one: a
    dot behind the host, escapes (in upper case, undone where they hide unreserved characters),
    composed and decomposed letters (NFC), invisible characters, an empty query. Escapes that are
    not UTF-8 (addresses of windows-1251 days) and `%2F` stay as they are.

    Args:
        url: an absolute address, Unicode allowed.

    Raises:
        ValueError: it is no http or https address; the message says why, for people.
    """
    parsed = _parsed(url)
    name, port = _host_of(parsed), parsed.port
    authority = f"[{name}]" if ":" in name else name
    if port:
        authority += f":{port}"
    if parsed.username or parsed.password:
        secret = f":{parsed.password}" if parsed.password else ""
        authority = f"{_uniform(parsed.username + secret)}@{authority}"
    query = _uniform(parsed.search[1:])
    path = _uniform(parsed.pathname)
    return NormalizedUrl(f"{parsed.protocol}//{authority}{path}{query and '?'}{query}")


@functools.lru_cache(maxsize=_KEPT)
def host(url: str) -> str:
    """Return the host of an address in lower case as A-labels, or "" where it has none."""
    try:
        return _host_of(_parsed(url))
    except ValueError:
        return ""


def nearest_host(entries: Mapping[str, T], name: str) -> T | None:
    """Return the entry of a host, or else of the nearest domain above it."""
    while entries and name:
        if name in entries:
            return entries[name]
        name = name.partition(".")[2]
    return None


def is_within(url: str, domain: str) -> bool:
    """Tell whether an address is at a domain or below it.

    Args:
        url: an absolute address.
        domain: in lower case, as A-labels.
    """
    name = host(url)
    return bool(domain) and (name == domain or name.endswith(f".{domain}"))


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
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    names = (part.partition("=")[0].lower() for part in parts.query.split("&") if part)
    tells_nothing = all(name in _OF_A_HOME or is_tracking(name) for name in names)
    return tells_nothing and _HOME.match(parts.path) is not None


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


def _parsed(url: str) -> can_ada.URL:
    """Parse an address as browsers do.

    Raises:
        ValueError: it is no http or https address; the message says why, for people.
    """
    url = _SURROGATES.sub("\ufffd", url.strip(_AT_THE_ENDS))
    if len(url) > MAX_LENGTH:
        message = f"the address is longer than {MAX_LENGTH} characters"
        raise ValueError(message)
    start = _START.match(url)
    if start is None:
        raise ValueError("the address has no scheme such as https://")
    if start["scheme"].lower() not in _WEB:
        message = f"{start['scheme'].lower()}: is not a web address"
        raise ValueError(message)
    if not start["host"]:
        raise ValueError("the address has no host")
    if start["host"].rstrip(":").lower() in _WEB and url.startswith("//", start.end()):
        raise ValueError("the scheme appears twice")
    try:
        parsed = can_ada.parse(url)
    except ValueError as error:
        raise ValueError(_what_is_wrong(start["host"])) from error
    if len(parsed.hostname) > _LONGEST_HOST or _BAD_LABEL.search(parsed.hostname):
        raise ValueError("the host is not a valid name")
    return parsed


def _what_is_wrong(authority: str) -> str:
    """Say what keeps an authority from being one, for people."""
    name, _, port = authority.rpartition("@")[2].partition("]") if "[" in authority else (
        authority.rpartition("@")[2].partition(":")
    )  # fmt: skip
    if "[" in authority:
        return "the host is not an IPv6 address"
    if port and not (port.isascii() and port.isdigit() and int(port) < 65536):
        return "the port is not a number between 0 and 65535"
    if name.rstrip(".").rpartition(".")[2].isdigit():
        return "the host looks like an IP address but is not one"
    return "the host is not a valid name"


def _host_of(parsed: can_ada.URL) -> str:
    """Return a host without the marks around it: the dot behind a name, an address's brackets."""
    return parsed.hostname.strip("[]").removesuffix(".")


def _uniform(text: str) -> str:
    """Return one writing of a path or query that browsers have already escaped."""
    if _PLAIN.fullmatch(text):
        return text
    text = without_invisible(_ESCAPES.sub(_undone, text))
    text = _STRAY.sub("%25", unicodedata.normalize("NFC", text))
    encoded = text.encode("utf-8")
    return "".join(chr(byte) if byte in _ALLOWED else f"%{byte:02X}" for byte in encoded)


def _undone(run: re.Match[str]) -> str:
    """Undo escapes of unreserved characters and of UTF-8 beyond ASCII."""
    data = bytes.fromhex(run[0].replace("%", ""))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
        return "".join(char if ord(char) in _UNRESERVED else f"%{ord(char):02X}" for char in text)
    return "".join(
        char if ord(char) in _UNRESERVED or ord(char) > 127 else f"%{ord(char):02X}"
        for char in text
    )


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
    return normalize(request_form(url))


@functools.lru_cache(maxsize=2048)
def address_key(url: str) -> str:
    """Return the normal form that cited addresses are compared by, or the text without one."""
    try:
        return without_credentials(resolver_address(url) or url)
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
    return NormalizedUrl(drop_tracking(normalize(url)))


def drop_tracking(url: str) -> str:
    """Return an address as it is written, but without those parameters."""
    whole, mark, fragment = url.partition("#")
    base, has_query, query = whole.partition("?")
    if not has_query:
        return url
    kept = "&".join(part for part in query.split("&") if not is_tracking(part.partition("=")[0]))
    return f"{base}?{kept}{mark}{fragment}" if kept else f"{base}{mark}{fragment}"


def is_tracking(name: str) -> bool:
    """Tell whether a parameter only says where a reader came from.

    Args:
        name: of the parameter.
    """
    prefixes, names = _tracking()
    return name.lower() in names or name.lower().startswith(prefixes)


@functools.cache
def _tracking() -> tuple[tuple[str, ...], frozenset[str]]:
    facts = load_toml("urls-tracking")
    return tuple(facts["prefixes"]), frozenset(facts["names"])
