"""How addresses are asked for: one frozen value with the defaults of the whole project."""

from __future__ import annotations

import ipaddress
import math

import msgspec

from linkcheck._version import __version__
from linkcheck.errors import UsageError

__all__ = ["FetchSettings"]


class FetchSettings(msgspec.Struct, frozen=True, kw_only=True):
    """How addresses are asked for. Times are in seconds, sizes in bytes.

    Attributes:
        contact: an address where those who run a site can reach you (a page or `mailto:`);
            it stands in the User-Agent. Please set it before checking many links.
        user_agent: the whole User-Agent, in place of ours.
        accept_language: the Accept-Language header; any language by default, so that a site
            shows each page in the language it was cited in.
        allow_networks: networks in CIDR notation that may be reached although they are not
            public ("127.0.0.0/8").
        ca_file: a PEM file of further certificate authorities to trust.
        max_body: how much of a body is read, after inflating.
        connect_timeout: for name look-up, connection and TLS together.
        read_timeout: for the answer to begin, and between two pieces of it.
        total_timeout: for one address with all its redirects, waiting in queues left out.
        max_redirects: how many redirects are followed.
        attempts: how often an address is tried where trying again may help.
        backoff: before the second attempt, where the site asks for no other; then doubled.
        max_retry_after: longest Retry-After that is waited for; a site that asks for more is
            not asked again.
        per_host: requests at once to one registrable domain.
        host_interval: between the starts of two requests to one registrable domain.
        concurrency: requests at once in all.
    """

    contact: str = ""
    user_agent: str | None = None
    accept_language: str = "*"
    allow_networks: tuple[str, ...] = ()
    ca_file: str | None = None
    max_body: int = 1 << 20
    connect_timeout: float = 10.0
    read_timeout: float = 15.0
    total_timeout: float = 45.0
    max_redirects: int = 20
    attempts: int = 2
    backoff: float = 0.5
    max_retry_after: float = 30.0
    per_host: int = 10
    host_interval: float = 0.05
    concurrency: int = 256

    def __post_init__(self) -> None:
        """Refuse values that cannot be used.

        Raises:
            UsageError: the message says which and why.
        """
        for network in self.allow_networks:
            try:
                ipaddress.ip_network(network)
            except ValueError as error:
                message = f"not a network such as 127.0.0.0/8: {error}"
                raise UsageError(message) from error
        for name in ("max_body", "attempts", "per_host", "concurrency"):
            if getattr(self, name) < 1:
                message = f"{name} must be at least 1"
                raise UsageError(message)
        for name in ("connect_timeout", "read_timeout", "total_timeout"):
            if not 0 < getattr(self, name) < math.inf:  # nan is no number to wait for
                message = f"{name} must be more than 0"
                raise UsageError(message)
        for name in ("max_redirects", "backoff", "max_retry_after", "host_interval"):
            if not 0 <= getattr(self, name) < math.inf:
                message = f"{name} must not be negative"
                raise UsageError(message)
        for name in ("contact", "user_agent", "accept_language"):
            value = getattr(self, name) or ""
            if not value.isascii() or not value.isprintable():
                message = f"{name} must be plain ASCII text, since it is sent in a header"
                raise UsageError(message)

    @property
    def agent(self) -> str:
        """The User-Agent to send: who we are and, where known, whom to write to."""
        if self.user_agent is not None:
            return self.user_agent
        contact = f"; +{self.contact}" if self.contact else ""
        return f"linkcheck/{__version__} (citation checker{contact})"
