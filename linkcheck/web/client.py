"""Fetch an address and report the result."""

from __future__ import annotations

import time
from collections import Counter
from contextlib import AsyncExitStack, contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING, Self

import msgspec

from linkcheck.errors import LinkcheckError, noted
from linkcheck.models import Failure
from linkcheck.models.statuses import BY_CLIENT, GONE
from linkcheck.text.url_patterns import UrlPatterns
from linkcheck.text.urls import host_key
from linkcheck.web.breaker import Breakers
from linkcheck.web.chain import Chain, failed
from linkcheck.web.exchange import Exchanger, Traffic
from linkcheck.web.failures import KnownFailureError
from linkcheck.web.probe import probe
from linkcheck.web.redirects import address_to_ask
from linkcheck.web.request_builder import BROWSER, RequestBuilder
from linkcheck.web.retries import Retries
from linkcheck.web.robots import Robots
from linkcheck.web.schedule import SHARED, Limits, Schedule
from linkcheck.web.senders import is_recorded, sender_for
from linkcheck.web.settings import FetchSettings
from linkcheck.web.sockets import room_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from types import TracebackType

    import httpx

    from linkcheck.models import Resolution, Validators
    from linkcheck.web.exchange import Answer
    from linkcheck.web.probe import Probe
    from linkcheck.web.record import Recorder

__all__ = ["Fetcher"]
# A browser may be let in where a program is not. Bot checks use 503 too.
_WORTH_A_BROWSER = BY_CLIENT | GONE | {503}
_CLOSED_ON_PROGRAMS = frozenset({Failure.RESET, Failure.MALFORMED_ANSWER, Failure.READ_TIMEOUT})
_HEAD_MAY_FAIL = _CLOSED_ON_PROGRAMS | {Failure.REDIRECT_LOOP, Failure.TOO_MANY_REDIRECTS}
"""What a server may do to HEAD alone, since hardly anybody sends it."""
_LONGEST_ARTICLE = 16 << 20
"""Bytes that are read of an article, or of a list of articles, that is on the web."""
_MANY_ADDRESSES = 10
"""From this many addresses on a host's robots.txt is read for its crawl delay."""


class Fetcher:
    """Resolves addresses: politely, safely, and without an exception for a link's troubles.

    Use it as an async context manager. `resolve` may be called for any number of addresses at
    once; the queues are inside.

    Args:
        settings: see `FetchSettings`.
        transport: sends the requests instead of ours, and is closed at the end; the guard is
            part of ours, so another transport decides itself what it connects to.
        client: a client of your own to send requests with: its headers, proxies and
            authentication hold. It is left open. Not together with `transport`.
        recorder: writes down every exchange.
    """

    def __init__(
        self,
        settings: FetchSettings | None = None,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
        client: httpx.AsyncClient | None = None,
        recorder: Recorder | None = None,
    ) -> None:
        self.settings = settings if settings is not None else FetchSettings()
        self._transport = transport
        self._client = client
        self._recorder = recorder
        # A recorded web need not be spared.
        self._live = not is_recorded(transport)
        room = room_for(self.settings.concurrency)
        self._schedule = Schedule(
            limits=self._limits,
            total=room.requests,
            patience=self.settings.patience,
            most_waiting=room.waiting,
            pace=SHARED if self._live else None,
        )
        self._breakers = Breakers()
        self._robots = Robots(self._robots_file, self.settings.agent)
        self._patterns = UrlPatterns(self.settings.exclude_url, self.settings.include_url)
        self._named: set[str] = set()
        self._whole: set[str] = set()
        self._busy: frozenset[str] = frozenset()
        self._retries = Retries(self.settings, self._schedule, waits=self._live)
        self._builder = RequestBuilder(self.settings, named=client is None)
        self._exchanger: Exchanger | None = None
        self.users = 0
        self.traffic = Traffic()
        self._resources = AsyncExitStack()

    async def __aenter__(self) -> Self:
        """Open the transport."""
        sender = sender_for(
            self._transport if self._client is None else self._client, self.settings
        )
        self._resources.push_async_callback(sender.aclose)
        self._resources.push_async_callback(self._robots.aclose)
        self._exchanger = Exchanger(self.settings, sender, self._recorder, self.traffic)
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close every connection."""
        self._exchanger = None
        await self._resources.aclose()

    def expect(self, urls: Iterable[str]) -> None:
        """Say which addresses will be asked for.

        Hosts with many of them are asked for their crawl delay first.

        Args:
            urls: as cited.
        """
        counts: Counter[str] = Counter()
        for url in urls:
            with suppress(Exception):  # which `resolve` reports for that address
                counts[_origin(address_to_ask(url))] += 1
        self._busy |= frozenset(
            origin for origin, count in counts.items() if count > _MANY_ADDRESSES
        )

    def read_whole(self, url: str, *, is_named: bool = False) -> None:
        """Read an address to its end when it is requested: it is an article, or a list of some.

        Args:
            url: its address.
            is_named: the user named it, so it is requested although the settings exclude it.
        """
        self._whole.add(url)
        if is_named:
            self._named.add(url)

    def share_out(self, parts: int) -> None:
        """Take only one part in so many of the requests at once: other processes have the rest.

        Args:
            parts: how many processes there are; to be said while nothing is being asked.
        """
        self._schedule.share_out(parts)

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """Count a run that sends requests, until the end."""
        self.users += 1
        self._schedule.go_on()  # nobody waits for the answers of another
        try:
            yield
        finally:
            self.users -= 1

    def hold(self) -> None:
        """Send no further request until `go_on`: what has come is not taken as fast as it comes.

        Where several runs share this client it does nothing: one would stop the others.
        """
        if self.users <= 1:
            self._schedule.hold()

    def go_on(self) -> None:
        """Send requests again."""
        self._schedule.go_on()

    @property
    def is_ours(self) -> bool:
        """Whether requests go straight to the network, not through what the user has brought."""
        return self._transport is None and self._client is None

    async def probe(self, others: Sequence[str] = ()) -> Probe:
        """Find out whether there is a network; see `linkcheck.web.probe`.

        Args:
            others: origins that answered earlier.
        """
        return await probe(self.settings, others)

    async def resolve(
        self,
        url: str,
        validators: Validators | None = None,
        *,
        accept: str | None = None,
        language: str | None = None,
        accept_datetime: str | None = None,
    ) -> Resolution:
        """Ask for an address and follow where it leads.

        Args:
            url: as cited.
            validators: of a former answer; if it is still the same, the status is 304.
            accept: the media type wanted in place of a page.
            language: the BCP 47 tag of the language wanted, in place of the one in the settings.
            accept_datetime: the moment at which a web archive is to show it (RFC 7089, section
                2.1.1), as an HTTP date.

        Returns:
            What came of it; trouble with the link is a value there.

        Raises:
            RecordingError: the recording cannot be written.
        """
        if self._exchanger is None:
            raise RuntimeError("use Fetcher as an async context manager: async with Fetcher() as f")
        try:
            wanted = {
                "Accept": accept,
                "Accept-Language": language,
                "Accept-Datetime": accept_datetime,
            }
            headers = {name: value for name, value in wanted.items() if value is not None}
            return await self._resolve(url, validators, headers)
        except LinkcheckError:
            raise
        except Exception as error:  # one odd answer must not end the run
            detail = noted(error, "fetching an address")
            return failed(url, url, KnownFailureError(Failure.INTERNAL, detail))

    async def _resolve(
        self, url: str, validators: Validators | None, headers: Mapping[str, str]
    ) -> Resolution:
        started = time.monotonic()
        try:
            address = address_to_ask(url)
        except KnownFailureError as error:
            return failed(url, url, error)
        first = await self._follow(url, address, headers=headers, validators=validators)
        resolution, attempts = first, 1
        if self._retries.may_help(first):
            resolution, attempts = await self._retries.after(
                first, partial(self._follow, url, address, headers=headers)
            )
        refused = resolution.status in _WORTH_A_BROWSER or resolution.failure in _CLOSED_ON_PROGRAMS
        if self.settings.browser_retry and refused and not headers:
            second = await self._follow(url, address, headers=BROWSER)
            attempts += 1
            if second.status is not None and second.status < 400:
                resolution = second
        return msgspec.structs.replace(
            resolution, attempts=attempts, elapsed=time.monotonic() - started
        )

    async def _follow(
        self,
        url: str,
        address: str,
        *,
        headers: Mapping[str, str] | None = None,
        validators: Validators | None = None,
    ) -> Resolution:
        """Ask for an address and follow where it leads, once."""
        chain = Chain(url, address, self.settings)
        if url in self._whole:
            chain.method, chain.whole = "GET", True
            chain.limit = max(_LONGEST_ARTICLE, self.settings.max_body)
        return await self._walk(chain, headers, validators, leave=True)

    async def _walk(
        self,
        chain: Chain,
        headers: Mapping[str, str] | None = None,
        validators: Validators | None = None,
        *,
        leave: bool = False,
    ) -> Resolution:
        """Follow a chain to its end; with `leave`, where each host lets us."""
        while True:
            try:
                self._refuse_excluded(chain)
                if leave:
                    await self._ask_leave(chain.address)
                answer = await self._hop(chain, headers, validators)
                answer.check()
                if answer.hop.method == "HEAD" and (answer.hop.status or 0) >= 400:
                    chain.method = "GET"  # many servers do not know HEAD, or answer it wrongly
                elif not chain.go_on(answer):
                    return chain.arrived(answer)
            except KnownFailureError as error:
                if chain.method != "HEAD" or error.failure not in _HEAD_MAY_FAIL:
                    return chain.failed(error)
                chain.begin_again("GET")

    async def _hop(
        self,
        chain: Chain,
        headers: Mapping[str, str] | None,
        validators: Validators | None,
    ) -> Answer:
        """Send the chain's next request, when it is its turn.

        Raises:
            KnownFailureError: it is not sent.
        """
        assert self._exchanger is not None  # noqa: S101 - checked by resolve
        address = chain.address
        request = self._builder.request(chain, headers, validators)
        chain.enter(request)
        async with self._breakers.trial(_origin(address)) as trial:
            request.on_connected = trial.reached
            async with self._schedule.slot(host_key(address)) as place:
                request.on_answer = place.answered
                started = time.monotonic()
                # A server that lets HEAD hang leaves time to ask with GET.
                budget = chain.budget / 2 if chain.method == "HEAD" else chain.budget
                answer = await self._exchanger.ask(
                    request, budget, via=chain.via, whole=chain.whole, limit=chain.limit
                )
                chain.budget -= time.monotonic() - started
            trial.note(None if answer.hop.status or answer.is_of_user else answer.failure)
        chain.hops.append(answer.hop)
        return answer

    def _refuse_excluded(self, chain: Chain) -> None:
        """Refuse an address that is never to be requested.

        Raises:
            KnownFailureError: the user excludes it, or a pattern takes too long to tell.
        """
        if chain.url not in self._named and self._patterns.refuses(chain.address):
            raise KnownFailureError(Failure.EXCLUDED)

    async def _ask_leave(self, address: str) -> None:
        """Keep to what a host's robots.txt asks for, where it is to be read.

        Raises:
            KnownFailureError: it asks us not to read this address.
        """
        if not self._live:
            return
        origin = _origin(address)
        if not self.settings.robots and origin not in self._busy:
            return
        rules = await self._robots.rules(origin)
        if rules.delay is not None:
            self._schedule.slow_down(host_key(address), rules.delay)
        if self.settings.robots and not rules.allows(address):
            raise KnownFailureError(Failure.ROBOTS)

    async def _robots_file(self, address: str) -> tuple[int | None, bytes]:
        # Read in full, whatever is looked at otherwise, and without asking for leave to ask.
        chain = Chain(address, address, self.settings)
        chain.method, chain.whole = "GET", True
        found = await self._walk(chain)
        return found.status, found.body

    def _limits(self, site: str) -> Limits:
        own = self.settings.for_host(site)
        at_once, interval = self.settings.per_host, self.settings.host_interval
        if own is not None:
            at_once = own.per_host or at_once
            interval = interval if own.host_interval is None else own.host_interval
        return Limits(at_once, interval if self._live else 0.0)


def _origin(address: str) -> str:
    """Return scheme, host and port of an address in normal form."""
    return address[: address.index("/", len("https://"))]
