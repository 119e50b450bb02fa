"""Telling trouble with our own network from trouble with the sources, without a network."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import TYPE_CHECKING, Any

import httpx
import msgspec
import pytest

import linkcheck
from linkcheck.engine.fetch_stage import Answered
from linkcheck.engine.observe import Observation
from linkcheck.engine.outage import Watch, explained
from linkcheck.engine.watching import until_outage
from linkcheck.models import (
    Evidence,
    Failure,
    Field,
    Hop,
    Liveness,
    Match,
    Page,
    PageKind,
    Resolution,
    Status,
)
from linkcheck.web import FetchSettings
from linkcheck.web.probe import Network, Probe
from linkcheck.web.proxies import proxy_variable

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

FINE, DOWN = Probe(Network.FINE), Probe(Network.DOWN)
NAMES = Probe(Network.NAMES_ONLY)
PORTAL = "http://login.portal.example/login?from="


def failed(number: int, failure: Failure, at: float) -> Answered:
    """Return the failure of one of many unrelated sites."""
    url = f"http://site{number}.com/story"
    found = Resolution(url=url, final_url=url, failure=failure)
    return Answered(url, found, Observation(None, ((),)), at)


def answered(
    number: int, at: float, *, final: str | None = None, kind: PageKind = PageKind.LIVING,
    match: Match = Match.MISMATCH, peer: str = "192.0.2.1", scheme: str = "http",
) -> Answered:  # fmt: skip
    """Return the answer of one of many unrelated sites, with a page."""
    url = f"{scheme}://site{number}.com/story"
    final = final or url
    page = Page(url=final, text="Welcome, please log in", liveness=Liveness(kind=kind))
    found = Resolution(url=url, final_url=final, status=200, hops=(Hop(url=final, peer=peer),))
    evidence = (Evidence(field=Field.TITLE, match=match),)
    return Answered(url, found, Observation(page, (evidence,)), at)


def living(number: int, at: float) -> Answered:
    """Return a page that is the one cited."""
    return answered(number, at, match=Match.MATCH)


def test_failure_waits_for_a_later_answer_of_another_site() -> None:
    """A failure of an outage would be reported since something answered before it."""
    watch = Watch()
    assert watch.take([living(1, 1.0)], 1.0) == [living(1, 1.0)]
    dead = failed(2, Failure.NO_SUCH_HOST, 2.0)
    assert watch.take([dead], 2.0) == []
    assert watch.take([living(3, 1.5)], 2.1) == [living(3, 1.5)]
    assert watch.take([living(3, 2.5)], 2.5) == [living(3, 2.5), dead]
    assert not watch.is_holding


def test_answer_that_was_on_its_way_proves_nothing() -> None:
    """The first failures of an outage would be reported: answers to earlier requests still come."""
    watch = Watch()
    dead = failed(2, Failure.NO_SUCH_HOST, 2.0)
    watch.take([dead], 2.0)
    slow = living(3, 2.5)
    hops = (Hop(url=slow.address, elapsed=0.8),)
    slow = msgspec.structs.replace(
        slow, resolution=msgspec.structs.replace(slow.resolution, hops=hops)
    )
    assert watch.take([slow], 2.5) == [slow]
    assert watch.is_holding
    assert watch.take([living(4, 2.6)], 2.6) == [living(4, 2.6), dead]


def test_a_site_does_not_vouch_for_itself() -> None:
    """A kept connection of the same site would turn an outage into its failure."""
    watch = Watch()
    watch.take([failed(2, Failure.NETWORK, 2.0)], 2.0)
    assert watch.take([living(2, 3.0)], 3.0) == [living(2, 3.0)]
    assert watch.is_holding


@pytest.mark.parametrize(
    ("failures", "probe", "is_outage"),
    [
        ([Failure.NO_SUCH_HOST], FINE, False),
        ([Failure.NO_SUCH_HOST], NAMES, False),
        ([Failure.NO_SUCH_HOST], DOWN, True),
        ([Failure.NO_SUCH_HOST] * 20, FINE, False),
        ([Failure.NO_SUCH_HOST] * 20, NAMES, False),
        ([Failure.NO_SUCH_HOST] * 20 + [Failure.CONNECT_TIMEOUT], NAMES, True),
        ([Failure.CONNECT_TIMEOUT], FINE, False),
        ([Failure.CONNECT_TIMEOUT], NAMES, True),
        ([Failure.DNS_TEMPORARY], DOWN, True),
        ([Failure.REFUSED], DOWN, False),
        ([Failure.REFUSED] * 4, DOWN, False),
        ([Failure.REFUSED] * 5, DOWN, True),
        ([Failure.TLS_UNTRUSTED] * 5, FINE, False),
        ([Failure.TLS_UNTRUSTED], Probe(Network.INTERCEPTED), True),
        ([Failure.PRIVATE_ADDRESS] * 9, DOWN, False),
        ([Failure.PRIVATE_ADDRESS] * 9, Probe(Network.ASTRAY), True),
        ([Failure.NO_SUCH_HOST] * 9, Probe(Network.ASTRAY), False),
    ],
)
def test_what_a_probe_says_of_failures(
    failures: list[Failure], probe: Probe, *, is_outage: bool
) -> None:
    """One dead link would stop a run, or a run without a network would call its sources dead."""
    watch = Watch()
    batch = [failed(number, failure, 1.0) for number, failure in enumerate(failures)]
    assert watch.take(batch, 1.0) == []
    free = watch.decide(probe, 2.0, last=True)
    assert (watch.outage is not None) is is_outage
    assert free == ([] if is_outage else batch)


@pytest.mark.parametrize("proxied", [True, False])
def test_a_proxy_that_takes_no_connections_is_no_failure_of_a_source(*, proxied: bool) -> None:
    """A proxy that is down would cost every source one of its three chances."""
    watch = Watch(proxied=proxied)
    watch.take([failed(1, Failure.REFUSED, 1.0)], 1.0)
    watch.decide(DOWN, 2.0, last=True)
    assert (watch.outage is not None) is proxied


def test_links_of_this_machine_and_bad_addresses_are_not_held() -> None:
    """A report on a test server, or on a slip in an address, would need a network."""
    watch = Watch()
    batch = [
        Answered(url, Resolution(url=url, final_url=url, failure=failure), Observation(None, ((),)))
        for url, failure in [
            ("http://127.0.0.1:9/", Failure.REFUSED),
            ("http://localhost/", Failure.REFUSED),
            ("http://[::1]/", Failure.CONNECT_TIMEOUT),
            ("http://nobody.invalid/", Failure.NO_SUCH_HOST),
            ("htp://site1.com/", Failure.MALFORMED_URL),
            ("http://site1.com/", Failure.ROBOTS),
            ("http://site1.com/", Failure.REDIRECT_LOOP),
        ]
    ]
    assert watch.take(batch, 1.0) == batch


def test_many_sites_at_one_login_page_are_a_portal() -> None:
    """Sixty living sources would be called broken, each since it "tells another story"."""
    batch = [answered(number, 1.0, final=f"{PORTAL}{number}") for number in range(60)]
    for probe in (FINE, None, Probe(Network.INTERCEPTED)):
        watch = Watch(names=probe is not None)
        assert watch.take(batch, 1.0) == []
        assert watch.decide(probe, 2.0, last=True) == []
        assert watch.outage is not None
        assert "60 unrelated sites led to http://login.portal.example/login:" in watch.outage.reason


def test_portal_is_declared_before_all_is_fetched() -> None:
    """A run would go through all of an archive behind a portal before it says so."""
    watch = Watch()
    watch.take([answered(number, 1.0, final=PORTAL) for number in range(10)], 1.0)
    assert watch.wants_probe(1.0)
    watch.decide(FINE, 1.1, last=False)
    assert watch.outage is None  # of other sites answers may wait to be read
    watch.decide(FINE, 7.0, last=False)
    assert watch.outage is not None


@pytest.mark.parametrize(
    ("sites", "final", "kind"),
    [
        (5, "http://publisher.example/", PageKind.LIVING),
        (12, "http://publisher.example/", PageKind.LIVING),
        (9, "http://publisher.example/about", PageKind.LIVING),
        (40, "https://consent.example/v2/collect?session=1", PageKind.CONSENT_WALL),
        (40, "https://dealer.example/domain?d=1", PageKind.PARKED),
    ],
    ids=["five papers", "twelve papers", "nine moved", "consent pages", "parked domains"],
)
def test_sites_that_belong_together_are_no_portal(sites: int, final: str, kind: PageKind) -> None:
    """An article that cites a publisher's former papers could not be checked at all."""
    watch = Watch()
    batch = [answered(number, 1.0, final=final, kind=kind) for number in range(sites)]
    free = watch.take(batch, 1.0)
    if watch.is_holding:
        free += watch.decide(FINE, 2.0, last=True)
    assert (watch.outage, free) == (None, batch)


def test_consent_redirects_among_living_pages_do_not_stop_a_run() -> None:
    """A run over an archive would stop since some sites share a login host."""
    watch = Watch()
    told = 0
    for number in range(3000):
        at = float(number) / 100
        if number % 60 == 0:
            told += len(watch.take([answered(number, at, final=PORTAL)], at))
        else:
            told += len(watch.take([living(number, at)], at))
        assert not watch.wants_probe(at)
    assert (watch.outage, told) == (None, 3000)


def test_one_page_for_all_hosts_is_a_portal_only_where_known_hosts_have_it() -> None:
    """A host of many sites that shows its default page would stop the run, or a portal would not."""
    batch = [answered(number, 1.0) for number in range(12)]
    for peers, is_outage in ((frozenset({"192.0.2.1"}), True), (frozenset({"192.0.2.9"}), False)):
        watch = Watch()
        assert watch.take(batch, 1.0) == []
        watch.decide(Probe(Network.FINE, peers), 2.0, last=True)
        assert (watch.outage is not None) is is_outage


def test_hosts_of_an_earlier_run_are_missed() -> None:
    """A resolver that knows only the hosts that are always there would kill an archive."""
    sites = {f"site{number}.com" for number in range(8)}
    gone = [failed(number, Failure.NO_SUCH_HOST, 1.0) for number in range(6)]
    watch = Watch(lived=sites)
    assert watch.take([*gone, living(99, 2.0)], 2.0) == [living(99, 2.0)]
    assert watch.decide(FINE, 3.0, last=False) == []
    assert watch.outage is not None
    assert "6 sites that responded in an earlier run" in watch.outage.reason
    # Where other hosts of that run answer, those six are gone.
    watch = Watch(lived=sites)
    assert watch.take([*gone, living(7, 2.0)], 2.0) == [living(7, 2.0), *gone]


def test_hosts_of_an_earlier_run_that_are_few_are_gone() -> None:
    """A domain that was given up since the last run would never be reported."""
    gone = failed(1, Failure.NO_SUCH_HOST, 1.0)
    watch = Watch(lived={"site1.com"})
    watch.take([gone], 1.0)
    assert watch.decide(FINE, 2.0, last=True) == [gone]


def test_a_network_that_is_back_at_once_costs_nobody_a_strike() -> None:
    """A laptop that changes networks would count failures against every source it was at."""
    watch = Watch()
    watch.take([failed(1, Failure.CONNECT_TIMEOUT, 1.0)], 1.0)
    (free,) = watch.excuse(2.0)
    assert free.resolution.failure is Failure.NETWORK
    assert "our own network" in str(free.resolution.detail)


def test_status_511_stops_no_run_where_the_network_is_fine() -> None:
    """One hostile site could stop every run; a portal's own status would pass for the site's."""
    answer = failed(1, Failure.NETWORK, 1.0)
    found = Resolution(url=answer.address, final_url=answer.address, status=511)
    answer = Answered(answer.address, found, Observation(None, ((),)), 1.0)
    watch = Watch()
    assert watch.take([answer], 1.0) == []
    assert watch.decide(FINE, 2.0, last=True) == [answer]
    watch.take([answer], 1.0)
    watch.decide(DOWN, 2.0, last=True)
    assert watch.outage is not None


def test_unused_proxy_is_mentioned(monkeypatch: pytest.MonkeyPatch) -> None:
    """Behind a company's proxy nobody would know why nothing can be reached."""
    for name in (
        "HTTPS_PROXY",
        "https_proxy",
        "ALL_PROXY",
        "all_proxy",
        "HTTP_PROXY",
        "http_proxy",
    ):
        monkeypatch.delenv(name, raising=False)
    watch = Watch()
    watch.take([failed(1, Failure.NETWORK, 1.0)], 1.0)
    watch.decide(DOWN, 2.0, last=True)
    assert watch.outage is not None
    assert explained(watch.outage, proxy_variable()) == watch.outage.reason
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:3128")
    said = explained(watch.outage, proxy_variable())
    assert said.endswith("(HTTPS_PROXY is set but not used: try --env-proxy)")


class _Web:
    """Stands for a fetcher whose network is as told."""

    is_ours = True

    def __init__(self, *found: Network) -> None:
        self.found = list(found)
        self.probes = 0

    async def probe(self, _: object) -> Probe:
        self.probes += 1
        return Probe(self.found.pop(0) if len(self.found) > 1 else self.found[0])


async def _through(web: Any, *batches: list[Answered]) -> tuple[list[Answered], Watch]:
    async def source() -> AsyncGenerator[list[Answered]]:
        for batch in batches:
            yield batch

    watch = Watch()
    async with aclosing(source()) as come, aclosing(until_outage(come, watch, web)) as sound:
        return [answered async for batch in sound for answered in batch], watch


async def test_healthy_runs_send_no_probe() -> None:
    """Every run would send requests to hosts that nobody cites."""
    web = _Web(Network.FINE)
    dead = failed(1, Failure.NO_SUCH_HOST, 1.0)
    free, watch = await _through(web, [living(2, 0.5), dead], [living(3, 2.0)])
    assert (len(free), watch.outage, web.probes) == (3, None, 0)


@pytest.mark.parametrize(("second", "stops"), [(Network.DOWN, True), (Network.FINE, False)])
async def test_a_network_is_looked_at_twice(
    monkeypatch: pytest.MonkeyPatch, second: Network, *, stops: bool
) -> None:
    """A run of hours would end since the line was away for a second."""
    monkeypatch.setattr("linkcheck.engine.watching._SECOND_LOOK", 0.0)
    batch = [failed(number, Failure.NETWORK, 1.0) for number in range(6)]
    free, watch = await _through(_Web(Network.DOWN, second), batch, [living(9, 0.5)])
    assert (watch.outage is not None) is stops
    assert len(free) == (0 if stops else 7)


async def test_what_is_held_is_looked_into_while_nothing_comes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With --max-time a dead link would not be reported while slow hosts are waited for."""
    monkeypatch.setattr("linkcheck.engine.outage._PATIENCE", 0.1)

    async def source() -> AsyncGenerator[list[Answered]]:
        yield [failed(1, Failure.NO_SUCH_HOST, 0.0)]
        await asyncio.sleep(60)

    web: Any = _Web(Network.FINE)
    async with aclosing(source()) as come, aclosing(until_outage(come, Watch(), web)) as sound:
        async with asyncio.timeout(5):
            assert len(await anext(sound)) == 1


async def test_own_transports_have_no_network_of_ours(tmp_path: Any) -> None:
    """A program that brings its own transport would be told that the network is not available."""

    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("no", request=request)

    lines = "".join(f"- Daily: [Talks {n}](https://site{n}.com/)\n" for n in range(9))
    (tmp_path / "a.md").write_text(f"# Talks\n\n## Sources\n\n{lines}")
    checker = linkcheck.Checker(
        linkcheck.Settings(fetch=FetchSettings(backoff=0.0), policy=linkcheck.Policy()),
        transport=httpx.MockTransport(refuse),
    )
    async with checker:
        verdicts = [verdict async for verdict in checker.check([tmp_path / "a.md"])]
    assert [verdict.status for verdict in verdicts] == [Status.UNVERIFIED] * 9
    assert (checker.report().complete, checker.report().outage) == (True, None)


def test_portal_is_no_witness_for_itself() -> None:
    """A login page at an address whose title is not cited would vouch for itself elsewhere."""
    portal = [answered(number, 1.0) for number in range(12)]
    plain = answered(20, 2.0)
    plain = msgspec.structs.replace(plain, observation=Observation(plain.observation.page, ((),)))
    watch = Watch()
    assert watch.take([*portal, plain], 2.0) == [plain]
    watch.decide(Probe(Network.FINE, frozenset({"192.0.2.1"})), 3.0, last=True)
    assert watch.outage is not None
    # Another address that answers, or a page over TLS, is a witness.
    for peer, scheme in (("192.0.2.7", "http"), ("192.0.2.1", "https")):
        other = answered(21, 2.0, peer=peer, scheme=scheme)
        other = msgspec.structs.replace(
            other, observation=Observation(other.observation.page, ((),))
        )
        assert Watch().take([*portal, other], 2.0) == [other, *portal]


def test_pages_that_are_gone_wait_for_a_witness() -> None:
    """A portal that answers 404 for what it does not know would make living sources dead links."""
    found = msgspec.structs.replace(answered(1, 1.0).resolution, status=404)
    gone = msgspec.structs.replace(
        answered(1, 1.0), resolution=found, observation=Observation(None, ((),))
    )
    watch = Watch()
    assert watch.take([gone], 1.0) == []
    assert watch.take([living(2, 2.0)], 2.0) == [living(2, 2.0), gone]
