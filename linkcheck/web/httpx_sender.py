"""Clients and transports of httpx: a user's own, HTTP/2, and recorded webs.

Our own client (`linkcheck.web.transport`) does without httpx, whose request and answer objects
cost as much time as sending does.
"""

from __future__ import annotations

import logging
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

import httpx

from linkcheck.models import Failure
from linkcheck.web.failures import KnownFailureError
from linkcheck.web.guard import AddressRefusedError
from linkcheck.web.messages import Response

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from linkcheck.web.messages import Request
    from linkcheck.web.settings import FetchSettings

__all__ = ["HttpxSender"]

# Tried in this order. What an exception was raised from is looked at before: it says more.
_KINDS: tuple[tuple[type[BaseException], Failure], ...] = (
    (httpx.InvalidURL, Failure.MALFORMED_URL),
    (httpx.PoolTimeout, Failure.CONNECT_TIMEOUT),
    (httpx.ConnectTimeout, Failure.CONNECT_TIMEOUT),
    (httpx.TimeoutException, Failure.READ_TIMEOUT),
    (httpx.RemoteProtocolError, Failure.MALFORMED_ANSWER),
    (httpx.UnsupportedProtocol, Failure.UNSUPPORTED_SCHEME),
    (httpx.ReadError, Failure.RESET),
    (httpx.WriteError, Failure.RESET),
)

_LONGEST = 300
"""Characters of another program's message that are shown."""

_ours: ContextVar[bool] = ContextVar("ours", default=False)


def _not_ours(_: logging.LogRecord) -> bool:
    """Keep httpx from logging our addresses in full; what others log is left alone."""
    return not _ours.get()


logging.getLogger("httpx").addFilter(_not_ours)


class HttpxSender:
    """Sends requests with a client or a transport of httpx; see `linkcheck.web.messages.Sender`.

    Args:
        carrier: a transport, which is closed at the end, or a client, which is left open.
        settings: see `FetchSettings`.
    """

    lenient = None

    def __init__(
        self, carrier: httpx.AsyncBaseTransport | httpx.AsyncClient, settings: FetchSettings
    ) -> None:
        self._carrier = carrier
        self._timeout = httpx.Timeout(
            settings.read_timeout, connect=settings.connect_timeout, pool=settings.connect_timeout
        )

    @property
    def _whose(self) -> str:
        if isinstance(self._carrier, httpx.AsyncClient):
            return "your httpx client"
        own = type(self._carrier).__module__.startswith("linkcheck.")
        return "the HTTP/2 transport" if own else "your httpx transport"

    async def send(self, request: Request) -> Response:
        """Send a request."""
        with _translated(self._whose):
            sent = self._request(request)
            response = await self._answer(sent)
        told = response.extensions
        return Response(
            response.status_code,
            response.headers.raw,
            _pieces(response, self._whose),
            response.aclose,
            reason=told.get("reason_phrase", b"").decode("latin-1"),
            protocol=response.http_version,
            peer=told.get("peer"),
            url=str(sent.url),
            sent=sent.headers.raw,
            elapsed=told.get("elapsed"),
            date=told.get("date"),
        )

    async def aclose(self) -> None:
        """Close the transport."""
        if isinstance(self._carrier, httpx.AsyncBaseTransport):
            await self._carrier.aclose()

    def _request(self, request: Request) -> httpx.Request:
        build: Any = httpx.Request
        options: dict[str, Any] = {"extensions": {"timeout": self._timeout.as_dict()}}
        if isinstance(self._carrier, httpx.AsyncClient):
            build, options = self._carrier.build_request, {"timeout": self._timeout}
        made: httpx.Request = build(
            request.method, request.url, headers=dict(request.headers), **options
        )
        return made

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        """Return the answer; a client's own following of redirects, and its log, are kept off."""
        if isinstance(self._carrier, httpx.AsyncBaseTransport):
            return await self._carrier.handle_async_request(request)
        token = _ours.set(True)
        try:
            return await self._carrier.send(request, stream=True, follow_redirects=False)
        finally:
            _ours.reset(token)


async def _pieces(response: httpx.Response, whose: str) -> AsyncIterator[bytes]:
    """Yield a body as it comes, content codings not undone."""
    with _translated(whose):
        if not isinstance(response.stream, httpx.AsyncByteStream):
            raise TypeError("the response's stream is not asynchronous")
        async for piece in response.stream:
            yield piece


@contextmanager
def _translated(whose: str) -> Iterator[None]:
    """Raise what httpx's exceptions mean, where what they were raised from does not say more.

    Args:
        whose: what raises them, as the subject of a sentence.
    """
    try:
        yield
    except (httpx.TransportError, httpx.InvalidURL) as error:
        kind = next((failure for each, failure in _KINDS if isinstance(error, each)), None)
        if kind is None:
            raise
        raise KnownFailureError(kind) from error
    except (OSError, KnownFailureError, AddressRefusedError):
        raise  # translated with those of our own client
    except Exception as error:
        detail = f"{whose} raised {type(error).__name__}: {error}"
        raise KnownFailureError(Failure.NETWORK, detail[:_LONGEST]) from error
