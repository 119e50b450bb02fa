"""Asking for an address and telling what came of it."""

from __future__ import annotations

import asyncio
import logging
import time
from contextlib import AsyncExitStack
from contextvars import ContextVar
from datetime import UTC, datetime
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import TYPE_CHECKING, NamedTuple, Self

import httpx
import msgspec
import tenacity

from linkcheck.models import Failure, Hop, Resolution
from linkcheck.urls import host_key
from linkcheck.web.body import ACCEPT_ENCODING, BodyReader
from linkcheck.web.failures import KnownFailureError, translate
from linkcheck.web.record import Exchange
from linkcheck.web.redirects import address_to_ask, location, next_address
from linkcheck.web.replay import ReplayTransport
from linkcheck.web.retries import pause_before_retry
from linkcheck.web.schedule import Schedule
from linkcheck.web.settings import FetchSettings
from linkcheck.web.transport import GuardedTransport

if TYPE_CHECKING:
    from types import TracebackType

    from linkcheck.web.record import Recorder

__all__ = ["Fetcher"]

_SMALL_BODY = 16 * 1024
"""The body of a redirect up to this size is read, so that the connection can be used again."""

_WHOLE_HEAD = "linkcheck.head"

_ours: ContextVar[bool] = ContextVar("ours", default=False)


def _not_ours(_: logging.LogRecord) -> bool:
    """Keep httpx from logging our addresses in full; what others log is left alone."""
    return not _ours.get()


logging.getLogger("httpx").addFilter(_not_ours)


class _Answer(NamedTuple):
    """What came of one request."""

    hop: Hop
    response: httpx.Response | None = None
    body: bytes = b""
    truncated: bool = False
    failure: Failure | None = None
    detail: str | None = None


class Fetcher:
    """Resolves addresses: politely, safely, and without an exception for a link's troubles.

    Use it as an async context manager. `resolve` may be called for any number of addresses at
    once; the queues are inside.

    Args:
        settings: see `FetchSettings`.
        transport: sends the requests instead of ours, and is closed at the end; the guard is
            part of ours, so another transport decides itself what it connects to.
        recorder: writes down every exchange.
    """

    def __init__(
        self,
        settings: FetchSettings | None = None,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
        recorder: Recorder | None = None,
    ) -> None:
        self.settings = settings if settings is not None else FetchSettings()
        self._transport = transport
        self._recorder = recorder
        # A recorded web need not be spared.
        self._live = not isinstance(transport, ReplayTransport)
        self._schedule = Schedule(
            per_site=self.settings.per_host,
            interval=self.settings.host_interval if self._live else 0.0,
            total=self.settings.concurrency,
        )
        self._client: httpx.AsyncClient | None = None
        self._resources = AsyncExitStack()

    async def __aenter__(self) -> Self:
        """Open the client."""
        settings = self.settings
        self._client = await self._resources.enter_async_context(
            httpx.AsyncClient(
                transport=self._transport or GuardedTransport(settings),
                headers={
                    "User-Agent": settings.agent,
                    "Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8",
                    "Accept-Language": settings.accept_language,
                    "Accept-Encoding": ACCEPT_ENCODING,
                },
                timeout=httpx.Timeout(
                    settings.read_timeout,
                    connect=settings.connect_timeout,
                    pool=settings.connect_timeout,
                ),
                # Cookies belong to one chain of redirects; the client itself keeps none.
                cookies=CookieJar(policy=DefaultCookiePolicy(allowed_domains=[])),
                event_hooks={"response": [_hide_location]},
                trust_env=False,
            )
        )
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close every connection."""
        self._client = None
        await self._resources.aclose()

    async def resolve(self, url: str) -> Resolution:
        """Ask for an address and follow where it leads.

        Args:
            url: as cited.

        Returns:
            What came of it; trouble with the link is a value there.

        Raises:
            RecordingError: the recording cannot be written.
        """
        if self._client is None:
            raise RuntimeError("use Fetcher as an async context manager: async with Fetcher() as f")
        started = time.monotonic()
        try:
            address = address_to_ask(url)
        except KnownFailureError as error:
            return Resolution(
                url=url,
                final_url=url,
                failure=error.failure,
                detail=error.detail,
                fetched_at=_now(),
            )
        attempts = 0

        async def attempt() -> Resolution:
            nonlocal attempts
            attempts += 1
            return await self._follow(self._client_open, url, address)

        resolution: Resolution = await tenacity.AsyncRetrying(
            stop=tenacity.stop_after_attempt(self.settings.attempts),
            retry=tenacity.retry_if_result(
                lambda result: pause_before_retry(result, 1, self.settings) is not None
            ),
            wait=self._wait,
            retry_error_callback=lambda state: state.outcome.result() if state.outcome else None,
        )(attempt)
        return msgspec.structs.replace(
            resolution, attempts=attempts, elapsed=time.monotonic() - started
        )

    @property
    def _client_open(self) -> httpx.AsyncClient:
        if self._client is None:
            raise RuntimeError("the Fetcher was closed while an address was being resolved")
        return self._client

    def _wait(self, state: tenacity.RetryCallState) -> float:
        """Return how long to wait before the next attempt; the whole site rests that long."""
        if state.outcome is None or not self._live:
            return 0.0
        resolution: Resolution = state.outcome.result()
        pause = pause_before_retry(resolution, state.attempt_number, self.settings) or 0.0
        if resolution.status in {429, 503}:
            self._schedule.pause(host_key(resolution.final_url), pause)
        return pause

    async def _follow(self, client: httpx.AsyncClient, url: str, address: str) -> Resolution:
        """Ask for an address and follow its redirects, once."""
        cookies = httpx.Cookies()
        hops: list[Hop] = []
        seen: set[tuple[str, str]] = set()
        budget = self.settings.total_timeout
        failure: KnownFailureError
        while True:
            try:
                request = client.build_request("GET", address)
                cookies.set_cookie_header(request)
            except (httpx.InvalidURL, UnicodeError) as error:
                failure = KnownFailureError(Failure.MALFORMED_URL)
                failure.__cause__ = error
                break
            # The same address with other cookies is no loop: sites test for cookies that way.
            state = (address, request.headers.get("cookie", ""))
            if state in seen:
                failure = KnownFailureError(Failure.REDIRECT_LOOP)
                break
            if len(hops) > self.settings.max_redirects:
                failure = KnownFailureError(Failure.TOO_MANY_REDIRECTS)
                break
            seen.add(state)
            started = time.monotonic()
            async with self._schedule.slot(host_key(address)):
                started = time.monotonic()
                answer = await self._ask(client, request, budget, redirected=bool(hops))
            budget -= time.monotonic() - started
            hops.append(answer.hop)
            if answer.failure is not None or answer.response is None:
                failure = KnownFailureError(answer.failure or Failure.NETWORK, answer.detail)
                break
            if answer.hop.location is None:
                return _success(url, address, tuple(hops), answer)
            if "set-cookie" in answer.response.headers:
                cookies.extract_cookies(answer.response)
            try:
                address = next_address(address, answer.hop.location)
            except KnownFailureError as error:
                failure = error
                break
        return Resolution(
            url=url,
            final_url=address,
            hops=tuple(hops),
            failure=failure.failure,
            detail=failure.detail,
            fetched_at=_now(),
        )

    async def _ask(
        self, client: httpx.AsyncClient, request: httpx.Request, budget: float, *, redirected: bool
    ) -> _Answer:
        """Send one request and read its answer, as far as it is wanted."""
        started = time.monotonic()
        hop = Hop(url=str(request.url), via="redirect" if redirected else "request")
        exchange = Exchange(request=request)
        reader: BodyReader | None = None
        try:
            async with asyncio.timeout(max(budget, 0.001)):
                response = await _send(client, request)
                try:
                    exchange.response = response
                    hop = _answered(hop, response, time.monotonic() - started)
                    limit = self._limit(hop, response)
                    reader = BodyReader(
                        response.headers.get("content-encoding") if limit else None,
                        limit=limit,
                        keep_raw=self._recorder is not None,
                    )
                    if limit:
                        await _read(response, reader)
                finally:
                    await response.aclose()
        except Exception as error:
            exchange.failure, exchange.detail = translate(error)
        if hop.status is None and exchange.failure is None:
            exchange.failure = Failure.NETWORK
        body = bytes(reader.data) if reader is not None else b""
        truncated = reader is not None and (
            reader.truncated or exchange.failure is not None or hop.location is not None
        )
        self._record(exchange, reader, truncated=truncated)
        failure = exchange.failure
        if failure is not None and _body_may_fail(hop, failure, reader):
            failure = None
        detail = exchange.detail if failure is not None else None
        return _Answer(hop, exchange.response, body, truncated, failure, detail)

    def _limit(self, hop: Hop, response: httpx.Response) -> int:
        """Return how much of an answer's body is wanted."""
        if hop.location is None:
            return self.settings.max_body
        length = response.headers.get("content-length", "")
        return _SMALL_BODY if length.isdigit() and int(length[:9]) <= _SMALL_BODY else 0

    def _record(self, exchange: Exchange, reader: BodyReader | None, *, truncated: bool) -> None:
        if self._recorder is not None:
            exchange.body = bytes(reader.raw) if reader is not None else b""
            exchange.truncated = truncated
            self._recorder.write(exchange)


async def _send(client: httpx.AsyncClient, request: httpx.Request) -> httpx.Response:
    token = _ours.set(True)
    try:
        response = await client.send(request, stream=True, follow_redirects=False)
    finally:
        _ours.reset(token)
    response.headers = response.extensions.pop(_WHOLE_HEAD, response.headers)
    return response


async def _hide_location(response: httpx.Response) -> None:
    """Hide a redirect from httpx, which raises for targets that it cannot ask for itself."""
    if response.has_redirect_location:
        response.extensions[_WHOLE_HEAD] = response.headers
        response.headers = httpx.Headers(
            [pair for pair in response.headers.raw if pair[0].lower() != b"location"]
        )


async def _read(response: httpx.Response, reader: BodyReader) -> None:
    """Read a body as far as it is wanted."""
    assert isinstance(response.stream, httpx.AsyncByteStream)  # noqa: S101 - of an async client
    async for piece in response.stream:
        reader.feed(piece)
        if reader.full:
            break


def _answered(hop: Hop, response: httpx.Response, elapsed: float) -> Hop:
    return msgspec.structs.replace(
        hop,
        status=response.status_code,
        elapsed=elapsed,
        peer=response.extensions.get("peer"),
        protocol=response.http_version,
        location=location(response),
    )


def _body_may_fail(hop: Hop, failure: Failure, reader: BodyReader | None) -> bool:
    """Tell whether an answer counts although its body broke off.

    A redirect or an error status says what it has to say in its head; of a page, what came may
    be enough to judge it by.
    """
    if hop.status is None or failure is Failure.DECOMPRESSION_BOMB:
        return False
    return hop.status >= 300 or (reader is not None and reader.enough)


def _success(url: str, address: str, hops: tuple[Hop, ...], answer: _Answer) -> Resolution:
    response = answer.response
    assert response is not None  # noqa: S101 - only answers come here
    return Resolution(
        url=url,
        final_url=address,
        hops=hops,
        status=response.status_code,
        headers=tuple((name.lower(), value) for name, value in response.headers.multi_items()),
        body=answer.body,
        truncated=answer.truncated,
        fetched_at=response.extensions.get("date") or _now(),
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
