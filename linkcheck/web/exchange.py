"""One request and its answer: sent, read as far as it is wanted, written down."""

from __future__ import annotations

import asyncio
import re
import time
from typing import TYPE_CHECKING, NamedTuple

from linkcheck.models import Failure, Hop
from linkcheck.web.body import BodyReader
from linkcheck.web.failures import DETAILS, KnownFailureError, translate
from linkcheck.web.messages import Exchange
from linkcheck.web.redirects import location

if TYPE_CHECKING:
    from linkcheck.web.messages import Request, Response, Sender
    from linkcheck.web.record import Recorder
    from linkcheck.web.settings import FetchSettings

__all__ = ["Answer", "Exchanger", "Traffic", "kept_headers"]

_OF_ARCHIVE = re.compile(r"\b(?:memento|timemap|timegate)\b", re.IGNORECASE)

_CHEAP = 128 * 1024
"""So much of a body is read to its end although it is not wanted: a new connection costs more."""

_TELLING = frozenset(
    {"content-type", "content-length", "server", "retry-after", "refresh", "cf-mitigated",
     "x-vercel-mitigated", "x-dd-b"}
)  # fmt: skip
"""Headers kept of every hop: why it answered as it did."""

_KEPT = _TELLING | {"content-language", "etag", "last-modified", "x-robots-tag"}
"""Headers kept of the last answer: what reading it and asking again look at."""

_MEMENTO = frozenset({"memento-datetime", "link"})
"""Headers kept of a web archive's answer (RFC 7089, section 2); other sites' links are not."""

_LONGEST_VALUE = 1024
"""Characters kept of a header."""
_LONGEST_LINKS = 8192
"""Characters kept of a web archive's links: each names an address twice."""


class Answer(NamedTuple):
    """What came of one request."""

    hop: Hop
    response: Response | None = None
    body: bytes = b""
    truncated: bool = False
    failure: Failure | None = None
    detail: str | None = None

    def check(self) -> None:
        """Raise what went wrong with the request, if anything.

        Raises:
            KnownFailureError: it has no answer.
        """
        if self.failure is not None or self.response is None:
            raise KnownFailureError(self.failure or Failure.NETWORK, self.detail)

    @property
    def is_of_user(self) -> bool:
        """Whether the user's own client has failed: that says nothing about the host."""
        return self.failure is Failure.NETWORK and self.detail != DETAILS[Failure.NETWORK]


class Traffic:
    """What went over the network.

    Attributes:
        count: how often a request was sent or an answer read.
    """

    __slots__ = ("count",)

    def __init__(self) -> None:
        self.count = 0


class Exchanger:
    """Sends requests one by one.

    Args:
        settings: see `FetchSettings`.
        sender: sends them.
        recorder: writes down every exchange.
        traffic: counts what is sent and read.
    """

    def __init__(
        self,
        settings: FetchSettings,
        sender: Sender,
        recorder: Recorder | None,
        traffic: Traffic,
    ) -> None:
        self._settings = settings
        self._sender = sender
        self._recorder = recorder
        self._traffic = traffic

    async def ask(
        self, request: Request, budget: float, *, via: str, whole: bool, limit: int | None = None
    ) -> Answer:
        """Send one request and read its answer; once more, leniently, where it is malformed.

        Args:
            request: what to send.
            budget: seconds that it may take in all.
            via: how we came to this address, see `Hop.via`.
            whole: read the page to its end, or to the cap.
            limit: the cap in bytes, or None as for all.
        """
        started = time.monotonic()
        answer, exchange = await self._ask(
            self._sender, request, budget, via=via, whole=whole, limit=limit
        )
        if answer.failure is Failure.MALFORMED_ANSWER and self._sender.lenient is not None:
            left = budget - (time.monotonic() - started)
            again = await self._ask(
                self._sender.lenient, request, left, via=via, whole=whole, limit=limit
            )
            if again[0].failure is None:
                answer, exchange = again
        if self._recorder is not None:
            await self._recorder.add(exchange)
        return answer

    async def _ask(
        self,
        sender: Sender,
        request: Request,
        budget: float,
        *,
        via: str,
        whole: bool,
        limit: int | None,
    ) -> tuple[Answer, Exchange]:
        started = time.monotonic()
        self._traffic.count += 1
        url = request.url
        exchange = Exchange(request=request)
        hop: Hop | None = None
        reader: BodyReader | None = None
        try:
            async with asyncio.timeout(max(budget, 0.001)):
                response = await sender.send(request)
                if request.on_answer is not None:
                    request.on_answer()
                try:
                    exchange.response = response
                    hop = _hop(url, request.method, via, response, time.monotonic() - started)
                    reader = self._reader(hop, response, whole=whole, most=limit)
                    await _read(response, reader)
                finally:
                    await response.close()
        except Exception as error:
            exchange.failure, exchange.detail = translate(error)
        self._traffic.count += 1
        if hop is None:
            hop = Hop(url=url, method=request.method, via=via, elapsed=time.monotonic() - started)
        if hop.status is None and exchange.failure is None:
            exchange.failure = Failure.NETWORK
        body = reader.data if reader is not None else b""
        truncated = reader is not None and (
            reader.truncated or exchange.failure is not None or hop.location is not None
        )
        if self._recorder is not None:
            exchange.body = reader.raw if reader is not None else b""
            exchange.truncated = truncated
            exchange.elapsed = hop.elapsed
        failure = exchange.failure
        if failure is not None and _body_may_fail(hop, failure, reader):
            failure = None
        detail = exchange.detail if failure is not None else None
        return Answer(hop, exchange.response, body, truncated, failure, detail), exchange

    def _reader(self, hop: Hop, response: Response, *, whole: bool, most: int | None) -> BodyReader:
        """Return a reader that wants as much of an answer's body as is of use."""
        settings = self._settings
        limit = settings.max_body if most is None else most
        wanted = whole or not settings.status_only
        if hop.location is not None or hop.method == "HEAD" or not wanted:
            limit = 0
        return BodyReader(
            response.header("content-encoding") if limit else None,
            limit=limit,
            soft=None if whole else settings.enough_body,
            keep_raw=self._recorder is not None,
        )


def _hop(url: str, method: str, via: str, response: Response, elapsed: float) -> Hop:
    return Hop(
        url=response.url or url,
        method=method,
        via=via,
        status=response.status,
        elapsed=elapsed if response.elapsed is None else response.elapsed,
        peer=response.peer,
        protocol=response.protocol,
        location=location(response),
        headers=_some(response, _TELLING),
    )


def kept_headers(response: Response) -> tuple[tuple[str, str], ...]:
    """Return the headers that later stages look at, in order, without repeats."""
    kept = _some(response, _KEPT)
    links = response.header("link") or ""
    if response.header("memento-datetime") is None and not _OF_ARCHIVE.search(links):
        return kept
    return kept + _some(response, _MEMENTO, _LONGEST_LINKS)


def _some(
    response: Response, names: frozenset[str], longest: int = _LONGEST_VALUE
) -> tuple[tuple[str, str], ...]:
    """Return the first header of each name, cut: thousands of answers wait in memory."""
    found: dict[str, str] = {}
    for name, value in response.headers:
        if name in names and name not in found:
            found[name] = value[:longest]
    return tuple(found.items())


async def _read(response: Response, reader: BodyReader) -> None:
    """Read a body as far as it is wanted, and to its end where that is cheaper than closing."""
    length = response.header("content-length") or ""
    rest = int(length[:12]) if length.isascii() and length.isdigit() else None
    if reader.full and (rest is None or rest > _CHEAP):
        return
    async for piece in response.body:
        if rest is not None:
            rest -= len(piece)
        if not reader.full:
            reader.feed(piece)
        if reader.full and (rest is None or rest > _CHEAP):
            break


def _body_may_fail(hop: Hop, failure: Failure, reader: BodyReader | None) -> bool:
    """Tell whether an answer counts although its body broke off.

    A redirect or an error status says what it has to say in its head; of a page, what came may
    be enough to judge it by.
    """
    if hop.status is None or failure is Failure.DECOMPRESSION_BOMB:
        return False
    return hop.status >= 300 or (reader is not None and reader.enough)
