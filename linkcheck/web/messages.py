"""What goes over the wire: a request and its answer, whichever client carries them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import msgspec

if TYPE_CHECKING:
    from collections.abc import AsyncIterable, Awaitable, Callable, Mapping, Sequence

    from linkcheck.models import Failure

__all__ = ["LONGEST_HEAD", "Exchange", "Request", "Response", "Sender", "texts"]


LONGEST_HEAD = 256 * 1024
"""Bytes that Chrome takes of all headers together (net/http/http_stream_parser.h)."""


class Request:
    """A request without a body.

    Args:
        method: RFC 9110 method.
        url: in normal form, without credentials and fragment.
        headers: all but those that the client adds itself, such as Host.

    Attributes:
        on_connected: called as soon as there is a connection, by clients that can tell.
        on_answer: called as soon as the answer's head is there.
    """

    __slots__ = ("headers", "method", "on_answer", "on_connected", "url")

    def __init__(self, method: str, url: str, headers: Mapping[str, str]) -> None:
        self.method = method
        self.url = url
        self.headers = headers
        self.on_connected: Callable[[], None] | None = None
        self.on_answer: Callable[[], None] | None = None

    def __repr__(self) -> str:
        """Leave the headers out: there are credentials among them."""
        return f"<Request {self.method} {self.url}>"


class Response:
    """The head of an answer, and the way to its body.

    Args:
        status: status code.
        raw: headers as they came, in order, repeats kept.
        body: yields the body in pieces, content codings not undone.
        close: gives the connection back, or closes it where the body was not read to its end.
        reason: the reason phrase.
        protocol: such as "HTTP/1.1".
        peer: IP address that answered, where known.
        url: the address that was asked, where the client had something of its own to add.
        sent: the request's headers, likewise.
        elapsed: seconds until the answer began, where another time than ours counts.
        date: ISO 8601 date-time of the answer, where it is another than now.

    Attributes:
        headers: names in lower case, in order, repeats kept.
    """

    __slots__ = (
        "body", "close", "date", "elapsed", "headers", "peer", "protocol", "raw", "reason", "sent",
        "status", "url",
    )  # fmt: skip

    def __init__(
        self,
        status: int,
        raw: Sequence[tuple[bytes, bytes]],
        body: AsyncIterable[bytes],
        close: Callable[[], Awaitable[object]],
        *,
        reason: str = "",
        protocol: str = "HTTP/1.1",
        peer: str | None = None,
        url: str | None = None,
        sent: Sequence[tuple[bytes, bytes]] | None = None,
        elapsed: float | None = None,
        date: str | None = None,
    ) -> None:
        self.status = status
        self.raw = raw
        self.headers = tuple([(name.lower(), value) for name, value in texts(raw)])
        self.body = body
        self.close = close
        self.reason = reason
        self.protocol = protocol
        self.peer = peer
        self.url = url
        self.sent = sent
        self.elapsed = elapsed
        self.date = date

    def header(self, name: str) -> str | None:
        """Return the values of a header, joined by commas (RFC 9110 5.3), or None.

        Args:
            name: in lower case.
        """
        values = [value for key, value in self.headers if key == name]
        return ", ".join(values) if values else None


class Exchange(msgspec.Struct, kw_only=True):
    """One request and what came of it, as it went over the wire.

    Attributes:
        request: what was sent.
        response: the head of the answer, or None where there was none.
        body: the body as received (content codings not undone), as far as it was read.
        truncated: the body went on.
        failure: why the exchange did not end well.
        detail: the failure in words.
        elapsed: seconds until the answer began, or until it failed.
    """

    request: Request
    response: Response | None = None
    body: bytes = b""
    truncated: bool = False
    failure: Failure | None = None
    detail: str | None = None
    elapsed: float = 0.0


class Sender(Protocol):
    """A client: what `Fetcher` sends requests with."""

    @property
    def lenient(self) -> Sender | None:
        """Another client, which reads answers that this one refuses as malformed."""
        ...

    async def send(self, request: Request) -> Response:
        """Send a request and return its answer, whose body is not read yet.

        Raises:
            Exception: anything that `linkcheck.web.failures.translate` tells apart.
        """
        ...

    async def aclose(self) -> None:
        """Close every connection."""
        ...


def texts(raw: Sequence[tuple[bytes, bytes]]) -> list[tuple[str, str]]:
    """Return headers as text: UTF-8, as most are today, or else ISO 8859-1 (RFC 9110 5.5)."""
    try:
        return [(name.decode(), value.decode()) for name, value in raw]
    except UnicodeDecodeError:
        return [(name.decode("latin-1"), value.decode("latin-1")) for name, value in raw]
