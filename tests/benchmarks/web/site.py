"""The web that is checked: one process that answers for every host, fast enough to be no measure.

It listens on all of 127.0.0.0/8, so that every host is an address of its own. Pages are put
together from ready pieces, and requests are read only as far as the answer depends on them.
"""

from __future__ import annotations

import asyncio
import http.client
import json
import multiprocessing
import resource
import socket
import time
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from tests.benchmarks.web.pages import Template, make_templates, template_for
from tests.benchmarks.web.sets import Kind, Link, Ports

if TYPE_CHECKING:
    from collections.abc import Sequence
    from multiprocessing.connection import Connection
    from types import TracebackType

__all__ = ["Counts", "Site"]

_CONTROL = b"/control/reset"
_REASONS = {
    200: "OK", 301: "Moved Permanently", 302: "Found", 404: "Not Found", 410: "Gone",
    429: "Too Many Requests", 503: "Service Unavailable",
}  # fmt: skip
_LONGEST_HEAD = 64 * 1024


class Counts(NamedTuple):
    """What the server saw since it was last asked.

    Attributes:
        requests: all but those for counts.
        heads: those among them that asked for a head only.
        connections: made, also those that nothing was asked over.
        processor: seconds of processor time that the server took.
    """

    requests: int
    heads: int
    connections: int
    processor: float


class Site:
    """The server's process; use it as a context manager.

    Args:
        links: what it answers for.
        seed: of its pages.

    Attributes:
        ports: where it is.
    """

    def __init__(self, links: Sequence[Link], seed: int) -> None:
        # A fresh process, so that nothing of ours weighs on it.
        context = multiprocessing.get_context("spawn")
        self._ours, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(links, seed, theirs), daemon=True)
        self.ports = Ports(0, 0)

    def __enter__(self) -> Self:
        """Start it and wait until its pages are ready."""
        self._process.start()
        self.ports = self._ours.recv()
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """End it."""
        self._process.terminate()
        self._process.join()

    def reset(self) -> Counts:
        """Let it forget what was asked so far; return how much that was."""
        connection = http.client.HTTPConnection("127.0.0.1", self.ports.living, timeout=30)
        try:
            connection.request("GET", _CONTROL.decode())
            return Counts(**json.load(connection.getresponse()))
        finally:
            connection.close()


class _Answer(NamedTuple):
    """What a path answers.

    Attributes:
        head: status line and headers, ready but for the length of a page.
        body: ready, or empty where there is a template.
        template: of the page, or None.
        values: what goes into it.
        delay: before the answer.
        first: what is answered the first time instead, or None.
        hangs: there is no answer at all.
    """

    head: bytes = b""
    body: bytes = b""
    template: Template | None = None
    values: dict[str, bytes] = {}  # noqa: RUF012 - never changed
    delay: float = 0.0
    first: _Answer | None = None
    hangs: bool = False


class _Web:
    """All answers, and what was asked."""

    def __init__(self, links: Sequence[Link], seed: int, ports: Ports) -> None:
        templates = make_templates(seed)
        self.answers: dict[bytes, _Answer] = {}
        for link in links:
            page = self._page(templates, link, ports)
            self.answers[link.page.encode()] = page
            self.answers[link.path.encode()] = _answer(link, page)
        self.nothing = _ready(404, _error_page(404))
        self.reset()

    def reset(self) -> Counts:
        """Forget what was asked; return how much it was."""
        now = time.process_time()
        counts = Counts(
            getattr(self, "requests", 0), getattr(self, "heads", 0),
            getattr(self, "connections", 0), now - getattr(self, "started", now),
        )  # fmt: skip
        self.requests = self.heads = self.connections = 0
        self.started = now
        self.seen: set[bytes] = set()
        return counts

    def _page(self, templates: dict[str, list[Template]], link: Link, ports: Ports) -> _Answer:
        return _Answer(
            head=_head(200, ""),
            template=template_for(templates, link.page),
            values={
                "TITLE": link.title.encode(),
                "SITE": link.publisher.encode(),
                "URL": f"http://{link.host}:{ports.living}{link.page}".encode(),
            },
            delay=link.delay,
        )


def _answer(link: Link, page: _Answer) -> _Answer:
    """Return what a link's own path answers."""
    if link.kind is Kind.HANGING:
        return _Answer(hangs=True)
    if link.kind is Kind.MOVED:
        return _ready(link.status, b"", f"Location: {link.page}\r\n", link.delay)
    if link.kind is Kind.GONE:
        return _ready(link.status, _error_page(link.status), "", link.delay)
    if link.kind is Kind.LATER:
        busy = _ready(link.status, _error_page(link.status), "Retry-After: 1\r\n", link.delay)
        return page._replace(first=busy)
    return page


def _head(status: int, fields: str) -> bytes:
    """Return status line and headers but for the length."""
    return (
        f"HTTP/1.1 {status} {_REASONS[status]}\r\nServer: bench\r\n"
        f"Content-Type: text/html; charset=utf-8\r\nCache-Control: max-age=60\r\n{fields}Content-Length: "
    ).encode()


def _ready(status: int, body: bytes, fields: str = "", delay: float = 0.0) -> _Answer:
    return _Answer(head=_head(status, fields), body=body, delay=delay)


def _error_page(status: int) -> bytes:
    name = f"{status} {_REASONS[status]}"
    return f"<!doctype html><html lang=en><head><title>{name}</title></head><body><h1>{name}</h1></body></html>".encode()


class _Connection(asyncio.Protocol):
    """One connection: a request at a time, kept open until the client closes it."""

    def __init__(self, web: _Web) -> None:
        self._web = web
        self._buffer = bytearray()
        self._busy = False
        self._loop = asyncio.get_running_loop()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Count it."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._web.connections += 1

    def data_received(self, data: bytes) -> None:
        """Take a piece of a request."""
        self._buffer += data
        if len(self._buffer) > _LONGEST_HEAD:
            self._transport.abort()
        elif not self._busy:
            self._next()

    def _next(self) -> None:
        """Answer the next request that is there in full."""
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0:
            return
        request = bytes(self._buffer[:end])
        del self._buffer[: end + 4]
        method, target, _ = request.split(b" ", 2)
        close = b"\r\nconnection: close" in request.lower()
        if target == _CONTROL:
            counts = json.dumps(self._web.reset()._asdict()).encode()
            self._send(_ready(200, counts), head_only=False, close=True)
            return
        self._web.requests += 1
        self._web.heads += method == b"HEAD"
        answer = self._web.answers.get(target, self._web.nothing)
        if answer.hangs:
            self._busy = True
            return
        if answer.first is not None and target not in self._web.seen:
            self._web.seen.add(target)
            answer = answer.first
        if answer.delay:
            self._busy = True
            self._loop.call_later(answer.delay, self._late, answer, method == b"HEAD", close)
        else:
            self._send(answer, head_only=method == b"HEAD", close=close)

    def _late(self, answer: _Answer, head_only: bool, close: bool) -> None:
        self._busy = False
        if not self._transport.is_closing():
            self._send(answer, head_only=head_only, close=close)

    def _send(self, answer: _Answer, *, head_only: bool, close: bool) -> None:
        body = answer.body if answer.template is None else answer.template.fill(answer.values)
        head = b"%b%d\r\n%b\r\n" % (answer.head, len(body), b"Connection: close\r\n" * close)
        self._transport.write(head if head_only else head + body)
        if close:
            self._transport.close()
        elif self._buffer:
            self._next()


def _serve(links: Sequence[Link], seed: int, pipe: Connection[Any, Any]) -> None:
    """Serve until the process is ended."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    # Bound and not listening: connections are refused, and nobody else can take the port.
    with socket.socket() as dead, socket.socket() as living:
        dead.bind(("0.0.0.0", 0))
        living.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        living.bind(("0.0.0.0", 0))
        ports = Ports(living.getsockname()[1], dead.getsockname()[1])
        asyncio.run(_run(living, _Web(links, seed, ports), ports, pipe))


async def _run(
    listener: socket.socket, web: _Web, ports: Ports, pipe: Connection[Any, Any]
) -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Connection(web), sock=listener, backlog=4096)
    pipe.send(ports)
    await server.serve_forever()
