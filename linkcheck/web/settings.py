"""How addresses are asked for: one frozen value with the defaults of the whole project."""

from __future__ import annotations

import hashlib
import ipaddress
import math
from collections.abc import Mapping
from typing import Literal

import msgspec

from linkcheck._version import __version__
from linkcheck.errors import UsageError
from linkcheck.text.url_patterns import check_patterns
from linkcheck.text.urls import nearest_host
from linkcheck.text.validated import NotNegative, Positive, Validated

__all__ = ["FetchSettings", "HostSettings"]

_NETWORKS = {"loopback": ("127.0.0.0/8", "::1/128")}
"""Networks that have a name."""


class HostSettings(Validated, frozen=True, kw_only=True):
    """What differs for one host and the hosts below it; None leaves it as for all.

    Attributes:
        user_agent: the whole User-Agent.
        headers: further headers to send, such as a cookie that says one has consented. A key may
            be among them: they go to exactly this host, and over TLS unless it is this machine.
        per_host: requests at once.
        host_interval: seconds between the starts of two requests.
    """

    user_agent: str | None = None
    headers: Mapping[str, str] = {}
    per_host: Positive[int] | None = None
    host_interval: NotNegative[float] | None = None

    def __repr__(self) -> str:
        """Show everything but the headers' values: cookies and keys are among them."""
        masked = msgspec.structs.replace(self, headers=dict.fromkeys(self.headers, "***"))
        return msgspec.Struct.__repr__(masked)


class FetchSettings(Validated, frozen=True, kw_only=True):
    """How addresses are asked for. Times are in seconds, sizes in bytes.

    Attributes:
        contact: an address where those who run a site can reach you (a page or `mailto:`);
            it stands in the User-Agent. Please set it before checking many links.
        user_agent: the whole User-Agent, in place of ours.
        accept_language: the Accept-Language header; any language by default, so that a site
            shows each page in the language it was cited in.
        allow_networks: networks in CIDR notation that may be reached although they are not
            public ("127.0.0.0/8"), or "loopback".
        ca_file: a PEM file of further certificate authorities to trust.
        method: "GET", or "HEAD" to see no page; a site that refuses HEAD is asked with GET.
        status_only: look at status codes alone; read no page, and tell the language of nothing.
        http2: speak HTTP/2 with hosts that offer it; costs about twice the processor time.
        proxy_from_env: use the proxies that the environment names (`HTTP_PROXY`, `HTTPS_PROXY`,
            `ALL_PROXY`, `NO_PROXY`). A proxy looks names up itself: a source is refused where its
            name leads to a private address here, whatever address the proxy finds.
        netrc: path of a netrc file to take credentials from; "" for ~/.netrc. Credentials are
            also taken from the environment, see `linkcheck.web.credentials`.
        hosts: what differs for a host, by its name.
        browser_retry: ask once more, with headers as a browser's, where a site refuses ours.
        robots: ask robots.txt first and leave out what it disallows. Crawl delays are kept to
            without it too, where a site has many addresses in a run.
        max_body: how much of a body is read, after inflating.
        enough_body: from here on reading stops once the head and a title are in.
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
        exclude_url: regular expressions; an address that one matches is never requested, unless
            one of `include_url` matches it too.
        include_url: regular expressions; without `exclude_url`, only citations of addresses that
            one matches are checked.
        patience: a request that waits for its answer longer than this many seconds makes room
            for another one (it goes on waiting).
        seed: of the little chance there is, in pauses and cache lifetimes.
    """

    contact: str = ""
    user_agent: str | None = None
    accept_language: str = "*"
    allow_networks: tuple[str, ...] = ()
    ca_file: str | None = None
    method: Literal["GET", "HEAD"] = "GET"
    status_only: bool = False
    http2: bool = False
    proxy_from_env: bool = False
    netrc: str | None = None
    hosts: Mapping[str, HostSettings] = {}
    browser_retry: bool = False
    robots: bool = False
    max_body: int = 1 << 20
    enough_body: int = 256 << 10
    connect_timeout: float = 10.0
    read_timeout: float = 15.0
    total_timeout: float = 45.0
    max_redirects: int = 20
    attempts: int = 2
    backoff: float = 0.5
    max_retry_after: float = 30.0
    per_host: int = 10
    host_interval: float = 0.05
    concurrency: int = 1024
    exclude_url: tuple[str, ...] = ()
    include_url: tuple[str, ...] = ()
    patience: float = 2.0
    seed: int = 0

    def __post_init__(self) -> None:
        """Refuse values that cannot be used.

        Raises:
            UsageError: the message says which and why.
        """
        super().__post_init__()
        check_patterns("exclude-url", self.exclude_url)
        check_patterns("include-url", self.include_url)
        named = [part for each in self.allow_networks for part in _NETWORKS.get(each, (each,))]
        msgspec.structs.force_setattr(self, "allow_networks", tuple(named))
        for network in self.allow_networks:
            try:
                ipaddress.ip_network(network)
            except ValueError as error:
                message = f"not a network such as 127.0.0.0/8, or loopback: {error}"
                raise UsageError(message) from error
        for name in ("max_body", "enough_body", "attempts", "per_host", "concurrency"):
            if getattr(self, name) < 1:
                message = f"{name} must be at least 1"
                raise UsageError(message)
        for name in ("connect_timeout", "read_timeout", "total_timeout"):
            if not 0 < getattr(self, name) < math.inf:  # nan is not a number to wait for
                message = f"{name} must be more than 0"
                raise UsageError(message)
        if self.method not in {"GET", "HEAD"}:
            raise UsageError("method must be GET or HEAD")
        for name in ("max_redirects", "backoff", "max_retry_after", "host_interval", "patience"):
            if not 0 <= getattr(self, name) < math.inf:
                message = f"{name} must not be negative"
                raise UsageError(message)
        for name in ("contact", "user_agent", "accept_language"):
            value = getattr(self, name) or ""
            if not value.isascii() or not value.isprintable():
                message = f"{name} must be plain ASCII text, since it is sent in a header"
                raise UsageError(message)

    @property
    def may_be_refused(self) -> bool:
        """Whether only a client that is opened with these settings tells that they can be used."""
        files = self.ca_file is not None or self.netrc is not None
        return files or self.http2 or self.proxy_from_env

    @property
    def agent(self) -> str:
        """The User-Agent to send: who we are and, where known, whom to write to."""
        if self.user_agent is not None:
            return self.user_agent
        contact = f"; +{self.contact}" if self.contact else ""
        return f"linkcheck/{__version__} (citation checker{contact})"

    def manner(self, name: str, secret: str | None = None) -> str:
        """Return what stands for how a host is asked: another manner may get another answer.

        Args:
            name: of the host.
            secret: the Authorization header that it gets, or None.
        """
        own = self.for_host(name) or HostSettings()
        headers = sorted(self.hosts[name].headers.items()) if name in self.hosts else []
        agent = own.user_agent or self.agent
        what = (agent, headers, self.accept_language, self.browser_retry, self.method, secret)
        return hashlib.sha256(repr(what).encode()).hexdigest()[:12]

    def for_host(self, name: str) -> HostSettings | None:
        """Return what differs for a host: its own entry, or that of the nearest domain above."""
        return nearest_host(self.hosts, name)
