"""What the web answers when it is asked for an address."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from linkcheck.models.base import Value

__all__ = ["Failure", "History", "Hop", "Outcome", "Resolution", "Validators"]


class Outcome(StrEnum):
    """What came of asking for an address, in the few words that matter for asking again."""

    LIVING = "living"
    BLOCKED = "blocked"
    GONE = "gone"
    FAILED = "failed"
    """No usable answer: only when it is seen again, days apart, does it mean anything."""
    UNTOLD = "untold"
    """The trouble may be ours, or is not the kind that counts: private, malformed, not recorded."""


class Failure(StrEnum):
    """Why an address gave no answer at all."""

    MALFORMED_URL = "malformed-url"
    UNSUPPORTED_SCHEME = "unsupported-scheme"
    PRIVATE_ADDRESS = "private-address"
    NO_SUCH_HOST = "no-such-host"
    DNS_TEMPORARY = "dns-temporary"
    REFUSED = "refused"
    RESET = "reset"
    CONNECT_TIMEOUT = "connect-timeout"
    READ_TIMEOUT = "read-timeout"
    TLS_EXPIRED = "tls-expired"
    TLS_WRONG_NAME = "tls-wrong-name"
    TLS_SELF_SIGNED = "tls-self-signed"
    TLS_INCOMPLETE_CHAIN = "tls-incomplete-chain"
    TLS_UNTRUSTED = "tls-untrusted"
    TLS_OTHER = "tls-other"
    REDIRECT_LOOP = "redirect-loop"
    TOO_MANY_REDIRECTS = "too-many-redirects"
    MALFORMED_ANSWER = "malformed-answer"
    DECOMPRESSION_BOMB = "decompression-bomb"
    NETWORK = "network"
    ROBOTS = "robots"
    EXCLUDED = "excluded"
    NOT_RECORDED = "not-recorded"
    INTERNAL = "internal"
    """A bug in linkcheck, which says nothing about the address."""


class Hop(Value, frozen=True):
    """One request and its answer on the way to the final address.

    Attributes:
        url: the address asked.
        method: RFC 9110 method.
        status: status code, or None where no answer came.
        elapsed: seconds from the request to the end of the answer's head.
        peer: IP address connected to, where known.
        protocol: "HTTP/1.1" or "HTTP/2", where known.
        via: how we came here: "request", "redirect", "meta-refresh" or "script".
        location: the next address that this answer names, as it was sent.
        headers: of the answer's headers those that say why it came out as it did.
    """

    url: str
    method: str = "GET"
    status: int | None = None
    elapsed: float = 0.0
    peer: str | None = None
    protocol: str | None = None
    via: str = "request"
    location: str | None = None
    headers: tuple[tuple[str, str], ...] = ()


class Resolution(Value, frozen=True):
    """What came of asking for an address.

    Attributes:
        url: the address asked for, as cited.
        final_url: the address that answered last, without fragment.
        fragment: the one that a redirect named, which counts then; None where the cited one does
            (RFC 9110 10.2.2).
        hops: every request made, in order, redirects included.
        status: final status code, or None where `failure` says why there is none.
        failure: why there is no answer.
        detail: the failure in words, for people.
        headers: of the final answer's headers those that later stages look at, names in lower
            case, the first of each, long values cut.
        body: the body as received after content codings are undone, up to the cap.
        truncated: True where the body was longer than the cap.
        fetched_at: ISO 8601 date-time in UTC.
        elapsed: seconds in all.
        attempts: how often the whole chain was tried.
    """

    url: str
    final_url: str
    hops: tuple[Hop, ...] = ()
    status: int | None = None
    failure: Failure | None = None
    detail: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    truncated: bool = False
    fetched_at: str = ""
    elapsed: float = 0.0
    attempts: int = 1
    fragment: str | None = None

    def header(self, name: str) -> str | None:
        """Return the first header of that name (any case), or None."""
        wanted = name.lower()
        for key, value in self.headers:
            if key == wanted:
                return value
        return None


class History(Value, frozen=True):
    """What earlier runs and recordings say of an address.

    Attributes:
        cached: True where this is a former run's answer, taken from the store.
        failures: how many times in a row it failed, this time included, days apart; 0 where
            that is not known.
        failing_since: ISO 8601 date-time of the first of these.
        drift: how far the page's text is from what it was when last seen: 0 (the same) to about
            0.5 (unrelated); None where that is not known.
    """

    cached: bool = False
    failures: int = 0
    failing_since: str | None = None
    drift: float | None = None


class Validators(NamedTuple):
    """What a former answer can be asked about: is it still the same? (RFC 9110 13.1).

    Attributes:
        url: the address that answered.
        etag: its ETag header, or None.
        last_modified: its Last-Modified header, or None.
    """

    url: str
    etag: str | None = None
    last_modified: str | None = None
