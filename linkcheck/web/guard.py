"""Which addresses may be connected to: only global unicast ones, unless allowed by name.

An article is a stranger's text, and a link in it must not make us knock at the doors behind our
own firewall. The check is made where the socket is created, with the very address that is then
dialled, so that neither a second name look-up (DNS rebinding), nor a redirect, nor an unusual
way of writing an IP address leads around it.
"""

from __future__ import annotations

import ipaddress
import socket
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["AddressRefusedError", "Guard"]

IPAddress: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address
AddrInfo: TypeAlias = tuple[
    int, int, int, str, tuple[str, int] | tuple[str, int, int, int] | tuple[int, bytes]
]

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052, the well-known prefix
_NAT64_LOCAL = ipaddress.IPv6Network("64:ff9b:1::/48")  # RFC 8215, for use inside one network
_PROTOCOLS = ipaddress.IPv4Network("192.0.0.0/24")  # RFC 6890; some clouds' metadata is there
# Not to be reached from the internet, which older versions of Python do not know.
_SPECIAL_PURPOSE = (
    ipaddress.IPv4Network("192.88.99.0/24"),  # RFC 7526, anycast of 6to4 relays, withdrawn
    ipaddress.IPv6Network("3fff::/20"),  # RFC 9637, documentation
    ipaddress.IPv6Network("5f00::/16"),  # RFC 9602, segment routing inside one network
    ipaddress.IPv6Network("100:0:0:1::/64"),  # RFC 9780, dummy addresses
)
_TEREDO = ipaddress.IPv6Network("2001::/32")  # RFC 4380, tunnels to hosts behind translators
# Public by its number, yet answered by the virtual machine's own host: Azure's wire server
# (learn.microsoft.com, "What is IP address 168.63.129.16?").
_HOST_SERVICES = frozenset({ipaddress.ip_address("168.63.129.16")})


class AddressRefusedError(OSError):
    """A connection was not made since the address is not public."""


class Guard:
    """Decides about addresses and makes the sockets for those it lets through.

    Args:
        allowed: networks in CIDR notation that may be reached although they are not public.
    """

    def __init__(self, allowed: Iterable[str] = ()) -> None:
        self._allowed = tuple(ipaddress.ip_network(network) for network in allowed)

    def permits(self, address: str) -> bool:
        """Tell whether an IP address, in any notation of `ipaddress`, may be connected to."""
        try:
            ip = _unwrap(ipaddress.ip_address(address.partition("%")[0]))
        except ValueError:
            return False
        return _is_public(ip) or any(ip in network for network in self._allowed)

    def make_socket(self, addr_info: AddrInfo) -> socket.socket:
        """Return a socket for an address about to be dialled (aiohttp's `socket_factory`).

        Raises:
            AddressRefusedError: it may not be dialled.
        """
        family, kind, protocol, _, address = addr_info
        if not self.permits(str(address[0])):
            # One message for all: aiohttp lumps differing ones together as a plain OSError.
            raise AddressRefusedError("not a public address")
        return socket.socket(family, kind, protocol)


def is_private_host(name: str) -> bool:
    """Tell whether a host is this machine or a number that is not public; other names are not."""
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return not _is_public(_unwrap(ipaddress.ip_address(name.strip("[]").partition("%")[0])))
    except ValueError:
        return False


def _unwrap(ip: IPAddress) -> IPAddress:
    """Return the IPv4 address that an IPv6 address stands for, or the address itself."""
    if isinstance(ip, ipaddress.IPv4Address):
        return ip
    if ip in _NAT64:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or ip


def _is_public(ip: IPAddress) -> bool:
    if ip in _HOST_SERVICES or ip in _PROTOCOLS:
        return False
    if any(ip in network for network in _SPECIAL_PURPOSE):
        return False
    if isinstance(ip, ipaddress.IPv6Address) and (
        ip in _NAT64_LOCAL or ip in _TEREDO or ip.is_site_local
    ):
        return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)
