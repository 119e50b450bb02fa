"""What we need of aiohttp beyond its documented interface, and why.

- `BaseConnector._factory`, with a subclass of `client_proto.ResponseHandler`: aiohttp limits each
  header line, but not how many there are, so one site could fill the memory.
- `ClientResponse.start`: the only place where the connection of a request is known. A short answer
  gives its connection back before `request` returns, and the peer's address with it.

`tests/web/test_aiohttp_internals.py` fails when aiohttp changes any of this.
"""

from __future__ import annotations

import functools
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

import aiohttp
from aiohttp.client_proto import ResponseHandler

from linkcheck.models import Failure
from linkcheck.web.failures import KnownFailureError
from linkcheck.web.messages import LONGEST_HEAD

if TYPE_CHECKING:
    from collections.abc import Callable

    from aiohttp.connector import Connection
    from aiohttp.http import RawResponseMessage

__all__ = [
    "ConnectionUse",
    "IdleConnections",
    "LimitedConnector",
    "NotingResponse",
    "current_use",
]

current_use: ContextVar[ConnectionUse] = ContextVar("current_use")
"""Of the request that this task sends; aiohttp hands `start` and its socket factory no request."""


class LimitedConnector(aiohttp.TCPConnector):
    """Makes connections whose answers have heads of limited size."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        factory: Any = functools.partial(_Protocol, loop=self._loop)
        self._factory = factory


class _Protocol(ResponseHandler):
    """Closes the connection where the head of an answer does not end; aiohttp limits its lines."""

    _head_size = 0
    _is_in_head = True

    def set_response_params(self, **params: Any) -> None:
        """Begin with the next answer."""
        self._head_size, self._is_in_head = 0, True
        super().set_response_params(**params)

    def feed_data(
        self, data: tuple[RawResponseMessage, aiohttp.StreamReader], size: int = 0
    ) -> None:
        """Take the head of an answer; after an informational one another head follows."""
        self._is_in_head = data[0].code < 200
        super().feed_data(data, size)

    def data_received(self, data: bytes) -> None:
        """Take what came."""
        self._head_size += len(data)
        super().data_received(data)
        if self._is_in_head and self._head_size > LONGEST_HEAD:
            message = "the headers of the response are too long"
            self.set_exception(KnownFailureError(Failure.MALFORMED_ANSWER, message))
            if self.transport is not None:
                self.transport.close()


class IdleConnections:
    """Connections that no request uses; beyond a number, those that are idle longest are closed.

    aiohttp keeps them all for a while, and a run over many hosts would have no socket left.

    Args:
        most: how many are kept.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: dict[ResponseHandler, None] = {}

    def take(self, connection: Connection) -> None:
        """Note that a connection is used, until it is released."""
        protocol = connection.protocol
        if protocol is not None:
            self._kept.pop(protocol, None)
            connection.add_callback(functools.partial(self._leave, protocol))

    def _leave(self, protocol: ResponseHandler) -> None:
        self._kept[protocol] = None
        while len(self._kept) > self._most:
            longest = next(iter(self._kept))
            del self._kept[longest]
            longest.close()


class ConnectionUse:
    """Which connection a request uses.

    Args:
        idle: see `IdleConnections`.
        on_connected: called when there is a connection, or None.
        via_proxy: the connection is to a proxy.

    Attributes:
        peer: the IP address that answered, or "".
        via_proxy: see above.
    """

    __slots__ = ("_idle", "_on_connected", "peer", "via_proxy")

    def __init__(
        self, idle: IdleConnections, on_connected: Callable[[], None] | None, *, via_proxy: bool
    ) -> None:
        self._idle = idle
        self._on_connected = on_connected
        self.peer = ""
        self.via_proxy = via_proxy

    def begin(self, connection: Connection) -> None:
        """Note which connection it has got."""
        transport = connection.transport
        name = transport.get_extra_info("peername") if transport is not None else None
        if name:
            self.peer = str(name[0])
        self._idle.take(connection)
        if self._on_connected is not None:
            self._on_connected()


class NotingResponse(aiohttp.ClientResponse):
    """Notes which connection it comes by, before that goes back to the pool."""

    async def start(self, connection: Connection) -> aiohttp.ClientResponse:
        """Begin to read the answer."""
        current_use.get().begin(connection)
        return await super().start(connection)
