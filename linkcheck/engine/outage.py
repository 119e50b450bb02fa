"""Tell trouble with our own network from trouble with the sources. Pure: no I/O, no clock.

A failure is held back until something shows that the network worked at that time: an answer of
another site that was asked later, or a probe of hosts that are always there. So is an answer that
may come from a captive portal or a block page: a redirect to another site, or a page that is not
the one cited. Where the network turns out to be out of order, all that is held is dropped: nobody
knows what those sources would have answered.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from linkcheck.models import Failure, Match, PageKind
from linkcheck.models.statuses import GONE
from linkcheck.text.urls import host, host_key, is_home, normalize
from linkcheck.web.guard import is_private_host
from linkcheck.web.probe import Network

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from linkcheck.engine.fetch_stage import Answered
    from linkcheck.models import Resolution
    from linkcheck.web.probe import Probe

__all__ = ["Outage", "Watch", "explained"]

_SUSPICIOUS = 5
"""Unrelated sites in a row that cannot be reached: a reason to probe at once."""
_SAME_PLACE = 3
"""Unrelated sites in a row that lead to one place: likewise."""
_SURELY_A_PORTAL = 10
"""So many, and nothing else answers: a block page, even where a probe gets through."""
_MERGED = 30
"""The same where the place is a front page: publishers merge their papers into one."""
_MOST_HELD = 1000
_PATIENCE = 5.0
"""Seconds that an outcome is held before a probe; between two probes, at least that long."""

# The trouble may be ours: no connection was made, or the name was not found.
_UNREACHED = frozenset({Failure.DNS_TEMPORARY, Failure.NETWORK, Failure.CONNECT_TIMEOUT})
# Somebody answered; a firewall that refuses everything, or a portal without certificates, does too.
_TURNED_AWAY = frozenset(
    {
        Failure.REFUSED, Failure.RESET, Failure.READ_TIMEOUT, Failure.MALFORMED_ANSWER,
        Failure.TLS_EXPIRED, Failure.TLS_WRONG_NAME,
        Failure.TLS_SELF_SIGNED, Failure.TLS_INCOMPLETE_CHAIN, Failure.TLS_UNTRUSTED,
        Failure.TLS_OTHER,
    }
)  # fmt: skip
_HELD_FAILURES = _UNREACHED | _TURNED_AWAY | {Failure.NO_SUCH_HOST, Failure.PRIVATE_ADDRESS}
# Known for what they are, and many sites share them.
_COMMON = frozenset({PageKind.PARKED, PageKind.CONSENT_WALL, PageKind.BOT_WALL})


class Outage(NamedTuple):
    """Why a run cannot go on.

    Attributes:
        reason: in words.
        place: the address that all sources lead to, where that is the reason.
    """

    reason: str
    place: str | None = None


class _Held(NamedTuple):
    answered: Answered
    site: str
    landing: str | None  # where it leads, or None where nothing answered
    since: float


class _Proof(NamedTuple):
    """An answer that shows that the network worked; see `Watch`."""

    at: float  # when it was asked for: names may be gone while an answer is on its way
    origin: str
    peer: str | None  # who answered, where it may have been somebody else than the site


class Watch:
    """Holds outcomes back until it is known whether the network worked.

    Args:
        names: failures to reach a host count; they do not where something other than the network
            answers, such as a transport that the user has brought.
        proxied: requests go through a proxy; a connection that is refused is the proxy's.
        lived: sites that answered in an earlier run.

    Attributes:
        outage: why the run cannot go on, or None.
    """

    def __init__(
        self, *, names: bool = True, proxied: bool = False, lived: Collection[str] = ()
    ) -> None:
        self.outage: Outage | None = None
        self._names = names
        self._turned_away = 1 if proxied else _SUSPICIOUS
        self._lived = frozenset(lived)
        self._alive: set[str] = set()
        self._proofs: dict[str, _Proof] = {}  # of the last two sites
        self._held: list[_Held] = []
        self._probed = -math.inf
        self._pause = _PATIENCE

    @property
    def origins(self) -> list[str]:
        """The origins that answered last."""
        return [proof.origin for proof in self._proofs.values()]

    @property
    def is_holding(self) -> bool:
        """Whether anything is held."""
        return bool(self._held)

    def next_look(self, now: float) -> float | None:
        """Return in how many seconds `wants_probe` is to be called again, or None for never."""
        if not self._held:
            return None
        due = max(self._held[0].since + _PATIENCE, self._probed + self._pause)
        return max(0.01, due - now)

    def take(self, batch: Iterable[Answered], now: float) -> list[Answered]:
        """Take outcomes as they come; return those that may be judged, earlier ones among them.

        Args:
            batch: outcomes, in any order.
            now: seconds, of the same clock as `Answered.at`.
        """
        free: list[Answered] = []
        for answered in batch:
            landing = _landing(answered)
            site = host_key(answered.resolution.final_url if landing is None else answered.address)
            if self._is_failure(answered.resolution):
                self._held.append(_Held(answered, site, None, now))
            elif landing is not None:
                self._held.append(_Held(answered, site, landing, now))
            else:
                free.append(answered)
                if answered.resolution.status is not None:
                    self._prove(answered, site)
        if not self._held:
            return free
        return free + self._release(self._is_confirmed)

    def wants_probe(self, now: float) -> bool:
        """Tell whether it is time to find out whether there is a network."""
        if not self._held or now - self._probed < self._pause:
            return False
        return (
            len(self._unreached()) >= _SUSPICIOUS
            or max(map(len, self._places().values()), default=0) >= _SAME_PLACE
            or len(self._held) > _MOST_HELD
            or now - self._held[0].since >= _PATIENCE
        )

    def blames_network(self, probe: Probe) -> bool:
        """Tell whether a probe says that what is held is our own network's fault."""
        return probe.network is not Network.FINE and self._judge(probe) is not None

    def decide(self, probe: Probe | None, now: float, *, last: bool) -> list[Answered]:
        """Learn what a probe found; return the outcomes that may be judged.

        Args:
            probe: the outcome, or None where the network cannot be probed.
            now: when it began; what came later is held on.
            last: nothing else comes any more.
        """
        self._probed = now
        self._pause *= 2  # the hosts that are probed are others', too
        self.outage = self._portal(probe, now, last=last)
        if self.outage is None and probe is not None:
            self.outage = self._judge(probe)
        if self.outage is not None:
            return []
        places = self._places()
        return self._release(
            lambda held: (
                last
                or (
                    held.answered.at <= now
                    and (
                        len(places[held.landing]) < _SAME_PLACE
                        if held.landing is not None
                        else not self._is_missed(held)
                    )
                )
            )
        )

    def excuse(self, now: float) -> list[Answered]:
        """Return what is held as "our network was away for a moment": no failure of a source.

        Args:
            now: when the network was found to be back.
        """
        self._probed = now
        free = []
        for held in self._held:
            resolution = held.answered.resolution
            if held.landing is None:
                detail = "our own network was not available at that moment"
                resolution = msgspec.structs.replace(
                    resolution, failure=Failure.NETWORK, detail=detail
                )
            free.append(msgspec.structs.replace(held.answered, resolution=resolution))
        self._held.clear()
        return free

    def _is_failure(self, found: Resolution) -> bool:
        """Tell whether an outcome is a failure that our own network may have caused."""
        if not self._names:
            return False
        if found.status is not None:
            return found.status == 511  # RFC 6585 6: sent by who intercepts, never by the site
        name = host(found.final_url)
        if name.endswith(".invalid") or found.failure not in _HELD_FAILURES:
            return False
        if found.failure is Failure.NETWORK or not is_private_host(name):
            return True
        # What a private host does itself says nothing of the network, unless it has answered.
        return found.failure is Failure.CONNECT_TIMEOUT and host_key(found.final_url) in self._alive

    def _prove(self, answered: Answered, site: str) -> None:
        self._alive.add(site)
        found = answered.resolution
        sure = not found.final_url.startswith("http:") or Match.MATCH in answered.observation.titles
        peer = None if sure or not found.hops else found.hops[-1].peer
        asked = answered.at - (found.hops[-1].elapsed if found.hops else 0.0)
        proof = _Proof(asked, _origin(found.final_url), peer)
        before = self._proofs.pop(site, proof)
        self._proofs[site] = max(before, proof, key=lambda each: each.at)
        if len(self._proofs) > 2:
            del self._proofs[min(self._proofs, key=lambda each: self._proofs[each].at)]

    def _is_confirmed(self, held: _Held) -> bool:
        """Tell whether another site was asked later and answered."""
        # A portal answers for all sites; one that answers in its place proves nothing.
        peer = _peer(held.landing) if held.landing is not None else None
        later = any(
            proof.at > held.answered.at
            and site != held.site
            and (peer is None or proof.peer != peer)
            for site, proof in self._proofs.items()
        )
        return later and not self._is_missed(held)

    def _is_missed(self, held: _Held) -> bool:
        """Tell whether a host is said not to exist that answered in an earlier run, as did others.

        A resolver may know the names of hosts that are always there, and deny all others.
        """
        gone = held.answered.resolution.failure is Failure.NO_SUCH_HOST
        return gone and held.site in self._lived and self._alive.isdisjoint(self._lived)

    def _release(self, may_go: Callable[[_Held], bool]) -> list[Answered]:
        free, kept = [], []
        for held in self._held:
            if may_go(held):
                free.append(held.answered)
            else:
                kept.append(held)
        self._held = kept
        return free

    def _unreached(self) -> set[str]:
        return {held.site for held in self._held if held.landing is None}

    def _places(self) -> dict[str, set[str]]:
        places: dict[str, set[str]] = {}
        for held in self._held:
            if held.landing is not None:
                places.setdefault(held.landing, set()).add(held.site)
        return places

    def _portal(self, probe: Probe | None, now: float, *, last: bool) -> Outage | None:
        """See whether unrelated sites all lead to one place, and nothing else answers."""
        intercepted = probe is not None and probe.network is Network.INTERCEPTED
        # Of other sites answers may be there that wait to be read.
        waited = last or intercepted or now - self._held[0].since >= _PATIENCE
        for place, sites in self._places().items():
            peer = _peer(place)
            if peer is not None:
                # One page for all addresses is no news, unless hosts of others have it, too.
                enough = _SURELY_A_PORTAL
                if not intercepted and (probe is None or peer not in probe.peers):
                    continue
            elif intercepted:
                enough = _SAME_PLACE
            else:
                enough = _MERGED if is_home(place) else _SURELY_A_PORTAL
            if len(sites) >= enough and waited:
                where = f"one page at {peer}" if peer is not None else place
                reason = (
                    f"{len(sites)} unrelated sites led to {where}: "
                    "a captive portal or a block page answers in their place"
                )
                return Outage(reason, place)
        return None

    def _judge(self, probe: Probe) -> Outage | None:
        """Decide whether what cannot be reached is our own trouble."""
        if probe.network is Network.INTERCEPTED:
            return Outage("a captive portal or a block page answers in place of other hosts")
        missed = {held.site for held in self._held if self._is_missed(held)}
        if len(missed) >= _SUSPICIOUS:
            reason = (
                f'the name server says "no such host" for {len(missed)} sites that responded in an '
                "earlier run, and all of them are unreachable now (--refresh ignores earlier runs)"
            )
            return Outage(reason)
        if probe.network is Network.FINE:
            return None
        found = [held.answered.resolution for held in self._held if held.landing is None]
        failures = {each.failure for each in found}
        counted = _TURNED_AWAY
        if probe.network is Network.ASTRAY:
            counted |= {Failure.PRIVATE_ADDRESS}
        turned_away = {host_key(each.final_url) for each in found if each.failure in counted}
        # Where names work, what has none is gone.
        no_names = probe.network is Network.DOWN and Failure.NO_SUCH_HOST in failures
        intercepted = None in failures  # a status, see `_is_failure`
        if (
            failures & _UNREACHED
            or no_names
            or intercepted
            or len(turned_away) >= self._turned_away
        ):
            return Outage(
                "nothing can be reached any more" if self._alive else "nothing can be reached"
            )
        return None


def explained(outage: Outage, unused_proxy: str | None) -> str:
    """Return why a run could not go on, and what may help.

    Args:
        outage: as decided.
        unused_proxy: a variable of the environment that names a proxy which is not used, or None.
    """
    if outage.place is None and unused_proxy is not None:
        return f"{outage.reason} ({unused_proxy} is set but not used: try --env-proxy)"
    return outage.reason


def _landing(answered: Answered) -> str | None:
    """Return where an answer leads that may not come from the site; None for all others."""
    found, observation = answered.resolution, answered.observation
    if found.status is None or found.status in {304, 511}:
        return None
    page, titles = observation.page, observation.titles
    if Match.MATCH in titles or (page is not None and page.liveness.kind in _COMMON):
        return None
    if host_key(found.final_url) != host_key(found.url):
        return normalize(found.final_url).partition("?")[0]
    # Nobody else can answer over TLS, or for a private host.
    if not found.final_url.startswith("http:") or is_private_host(host(found.final_url)):
        return None
    if not titles and found.status not in GONE:
        return None
    # A block page may name the address that was wanted: only its title is the same for all.
    peer = found.hops[-1].peer if found.hops else None
    what = (found.status, page.title if page is not None else None)
    return f"{peer} {what}" if peer is not None else None


def _peer(place: str) -> str | None:
    peer, space, _ = place.partition(" ")
    return peer if space else None


def _origin(url: str) -> str:
    return "/".join(url.split("/", 3)[:3])
