"""Is there a network at all? Asked of hosts that are always there, over connections of its own."""

from __future__ import annotations

import asyncio
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urljoin

import msgspec

from linkcheck.models import Failure
from linkcheck.text.urls import host_key
from linkcheck.web.exchange import Exchanger, Traffic
from linkcheck.web.messages import Request
from linkcheck.web.transport import KNOWN_NAMES, GuardedSender

if TYPE_CHECKING:
    from collections.abc import Sequence

    from linkcheck.models import Hop
    from linkcheck.web.exchange import Answer
    from linkcheck.web.settings import FetchSettings

__all__ = ["Network", "Probe", "probe"]

_TIMEOUT = 8.0
"""Seconds for all of it: what is asked answers within one, where anything does."""

# Of one host it means little, but hosts that are always there do none of it.
_UNREACHED = frozenset(
    {
        Failure.NETWORK, Failure.CONNECT_TIMEOUT, Failure.REFUSED, Failure.RESET,
        Failure.READ_TIMEOUT,
    }
)  # fmt: skip
_NO_NAME = frozenset({Failure.NO_SUCH_HOST, Failure.DNS_TEMPORARY})
_LOST = _UNREACHED | _NO_NAME | {Failure.PRIVATE_ADDRESS}
# What a proxy answers where it reaches nobody itself (RFC 9110 15.6).
_FROM_A_PROXY = frozenset({502, 503, 504})


_OF_IANA = frozenset({"iana.org", "example.com"})


class Network(StrEnum):
    """What a probe found."""

    FINE = "fine"
    NAMES_ONLY = "names-only"
    """Names are found, and nobody answers."""
    ASTRAY = "astray"
    """Names are found, but lead into a private network, where none of those hosts is."""
    DOWN = "down"
    INTERCEPTED = "intercepted"
    """Somebody else answers for other hosts, as before a login to a public network."""


_ORDER = [
    Network.FINE, Network.INTERCEPTED, Network.ASTRAY, Network.NAMES_ONLY, Network.DOWN
]  # fmt: skip
"""What is found of one host counts before what is found of another."""

# One known host that says so is enough. (511: RFC 6585 6, only those who intercept answer it.)
_CERTAIN = frozenset({Network.FINE, Network.INTERCEPTED})


class Probe(NamedTuple):
    """The outcome of a probe.

    Attributes:
        network: what it found.
        peers: IP addresses that answered for the known names.
    """

    network: Network
    peers: frozenset[str] = frozenset()


async def probe(settings: FetchSettings, others: Sequence[str] = ()) -> Probe:
    """Find out whether there is a network.

    Args:
        settings: as of the run: its proxies and allowed networks hold.
        others: origins that answered earlier, such as `https://news.example`.
    """
    limit = min(_TIMEOUT, settings.total_timeout)
    quick = msgspec.structs.replace(
        settings,
        connect_timeout=min(limit, settings.connect_timeout),
        read_timeout=min(limit, settings.read_timeout),
        http2=False,
    )
    sender = GuardedSender(quick)  # a connection or a name that was kept would prove nothing
    exchanger = Exchanger(quick, sender, None, Traffic())

    async def ask(url: str) -> Answer:
        request = Request("HEAD", url, {"User-Agent": settings.agent})
        return await exchanger.ask(request, limit, via="request", whole=False)

    known = [asyncio.create_task(ask(f"http://{name}/")) for name in KNOWN_NAMES]
    further = [asyncio.create_task(ask(f"{origin}/")) for origin in others]
    found: set[Network] = set()
    peers: set[str] = set()
    try:
        for coming in asyncio.as_completed(known):
            answer = await coming
            found.add(_told(answer, proxied=settings.proxy_from_env))
            if answer.hop.peer is not None:
                peers.add(answer.hop.peer)
            if found & _CERTAIN:
                break
        else:
            for answer in await asyncio.gather(*further):
                # Any answer will do: where their pages have moved to is their own affair.
                reached = answer.hop.status is not None or answer.failure not in _LOST
                found.add(Network.FINE if reached else Network.DOWN)
    finally:
        for task in (*known, *further):
            task.cancel()
        await asyncio.gather(*known, *further, return_exceptions=True)
        await sender.aclose()
    return Probe(min(found, key=_ORDER.index), frozenset(peers))


def _told(answer: Answer, *, proxied: bool) -> Network:
    """Return what the answer of a host that is always there says of the network."""
    hop = answer.hop
    if hop.status is None:
        if proxied or answer.failure in _NO_NAME:  # with a proxy, it is the proxy that failed
            return Network.DOWN
        if answer.failure is Failure.PRIVATE_ADDRESS:
            return Network.ASTRAY
        return Network.NAMES_ONLY if answer.failure in _UNREACHED else Network.FINE
    if proxied and hop.status in _FROM_A_PROXY:
        return Network.DOWN
    if hop.status == 511 or _leads_elsewhere(hop):
        return Network.INTERCEPTED
    return Network.FINE


def _leads_elsewhere(hop: Hop) -> bool:
    """Tell whether an answer redirects to a stranger, which the known hosts never do."""
    if hop.location is None:
        return False
    site = host_key(urljoin(hop.url, hop.location))
    return site not in {host_key(hop.url), *_OF_IANA}
