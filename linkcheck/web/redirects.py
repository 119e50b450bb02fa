"""Where an answer sends us on to."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit, urlunsplit

from linkcheck.models import Failure
from linkcheck.urls import normalize
from linkcheck.web.failures import DETAILS, KnownFailureError

if TYPE_CHECKING:
    import httpx

__all__ = ["address_to_ask", "location", "next_address"]

_REDIRECTS = frozenset({301, 302, 303, 307, 308})


def address_to_ask(url: str) -> str:
    """Return the form of an address in which it is asked for: normal, without credentials.

    Credentials that stand in an article are a stranger's; they are not sent.

    Raises:
        KnownFailureError: it cannot be asked for.
    """
    try:
        parts = urlsplit(normalize(url))
    except ValueError as error:
        raise _unusable(url, str(error)) from error
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def location(response: httpx.Response) -> str | None:
    """Return the address that an answer redirects to as it was sent, or None.

    Bytes that are not UTF-8 are escaped as they are: the server knows its own encoding.
    """
    if response.status_code not in _REDIRECTS:
        return None
    for name, value in response.headers.raw:
        if name.lower() == b"location" and value.strip():
            try:
                return value.decode("utf-8").strip()
            except UnicodeDecodeError:
                return "".join(chr(b) if b < 0x80 else f"%{b:02X}" for b in value).strip()
    return None


def next_address(base: str, target: str) -> str:
    """Return the address to ask next.

    Args:
        base: the address that redirected.
        target: where to, absolute or relative (RFC 9110 10.2.2).

    Raises:
        KnownFailureError: it cannot be asked for.
    """
    try:
        return address_to_ask(urljoin(base, target))
    except KnownFailureError as error:
        if error.failure is Failure.UNSUPPORTED_SCHEME:
            raise
        raise KnownFailureError(
            Failure.MALFORMED_ANSWER, "the answer redirects to something that is no address"
        ) from error
    except ValueError as error:
        raise KnownFailureError(
            Failure.MALFORMED_ANSWER, "the answer redirects to something that is no address"
        ) from error


def _unusable(url: str, message: str) -> KnownFailureError:
    scheme, colon, _ = url.strip().partition(":")
    if colon and scheme.isalpha() and scheme.lower() not in {"http", "https"}:
        return KnownFailureError(Failure.UNSUPPORTED_SCHEME, DETAILS[Failure.UNSUPPORTED_SCHEME])
    return KnownFailureError(Failure.MALFORMED_URL, message)
