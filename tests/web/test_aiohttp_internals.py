"""The parts of aiohttp that it does not document, and that we need."""

from __future__ import annotations

import aiohttp
import pytest

from linkcheck.web.aiohttp_internals import (
    ConnectionUse,
    IdleConnections,
    LimitedConnector,
    NotingResponse,
    current_use,
)
from linkcheck.web.failures import KnownFailureError
from tests.server import LoopbackServer, answer, send


async def _get(url: str) -> tuple[str, int]:
    connected: list[bool] = []
    use = ConnectionUse(IdleConnections(1), lambda: connected.append(True), via_proxy=False)
    current_use.set(use)
    async with (
        aiohttp.ClientSession(
            connector=LimitedConnector(), response_class=NotingResponse
        ) as session,
        session.get(url) as found,
    ):
        assert connected == [True]
        return use.peer, found.status


async def test_the_peer_of_a_short_answer_is_known() -> None:
    """A new aiohttp would not call `start`, and the address that answered would be unknown."""
    with LoopbackServer() as server:
        assert await _get(server.behave("/", answer("", status="204 No Content"))) == (
            "127.0.0.1",
            204,
        )


async def test_a_head_without_end_is_cut() -> None:
    """A new aiohttp would not use our protocol, and one site could fill the memory."""
    head = b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: %s\r\n" % (n, b"x" * 4000) for n in range(100))
    with LoopbackServer() as server:
        url = server.behave("/", send(head, close=True))
        with pytest.raises(KnownFailureError, match="the headers of the response are too long"):
            await _get(url)
