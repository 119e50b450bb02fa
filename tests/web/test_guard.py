"""Which addresses a link may lead to."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest

from linkcheck.models import Failure
from linkcheck.web import Fetcher, FetchSettings
from linkcheck.web.guard import Guard

if TYPE_CHECKING:
    from tests.server import LoopbackServer


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "0.0.0.0", "255.255.255.255",
        "169.254.169.254", "100.100.100.200", "168.63.129.16", "192.0.0.192", "224.0.0.1",
        "240.0.0.1", "192.0.2.1", "::", "::1", "fe80::1", "fe80::1%eth0", "fd00:ec2::254",
        "ff02::1", "fec0::1", "::ffff:127.0.0.1", "::ffff:a00:1", "::127.0.0.1",
        "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::", "2001:0:53aa:64c::1", "2001:db8::1",
        "3fff::1", "3fff:fff::1", "192.88.99.1", "2002:c058:6301::", "5f00::1", "100:0:0:1::1",
        "not an address", "",
    ],
)  # fmt: skip
def test_refused(address: str) -> None:
    """A link in an article could make us talk to a machine behind the firewall."""
    assert not Guard().permits(address)


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::"],
)
def test_permitted(address: str) -> None:
    """Ordinary sites could not be checked, for some on IPv6 only."""
    assert Guard().permits(address)


def test_allowed_networks() -> None:
    """An editor's own intranet could not be checked, or all of it would be open at once."""
    guard = Guard(["10.1.0.0/16"])
    assert guard.permits("10.1.2.3")
    assert guard.permits("::ffff:10.1.2.3")
    assert not guard.permits("10.2.0.1")


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "localhost", "localhost.", "LOCALHOST", "x.localhost", "2130706433",
        "0x7f000001", "0177.0.0.1", "127.1", "0", "[::1]", "[::ffff:127.0.0.1]", "１２７.0.0.1",
        "127。0。0。1",
    ],
)  # fmt: skip
async def test_no_way_of_writing_loopback_leads_there(server: LoopbackServer, host: str) -> None:
    """An odd notation of a private address would slip past the check."""
    server.page("/")
    async with Fetcher(FetchSettings(host_interval=0.0, backoff=0.0)) as web:
        found = await web.resolve(server.url("/", host=host))
    assert found.failure in {Failure.PRIVATE_ADDRESS, Failure.MALFORMED_URL}
    assert server.requests == []


async def test_name_that_points_inside(
    server: LoopbackServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A public name whose owner points it at 127.0.0.1 would open the way inside."""
    server.page("/")
    inside = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", server.port))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [inside])
    async with Fetcher(FetchSettings(host_interval=0.0)) as web:
        found = await web.resolve(server.url("/", host="rebind.example"))
    assert (found.failure, found.attempts) == (Failure.PRIVATE_ADDRESS, 1)
    assert server.requests == []


async def test_name_is_looked_up_once(
    server: LoopbackServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the check and the connection a name could come to mean another address."""
    server.page("/")
    lookups: list[object] = []
    inside = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", server.port))

    def look_up(host: str, *_: object, **__: object) -> list[object]:
        lookups.append(host)
        return [inside]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    settings = FetchSettings(host_interval=0.0, allow_networks=("127.0.0.0/8",))
    async with Fetcher(settings) as web:
        found = await web.resolve(server.url("/", host="once.example"))
    assert (found.status, lookups) == (200, ["once.example"])
