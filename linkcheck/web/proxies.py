"""The proxies that the environment names, as curl and most programs read it."""

from __future__ import annotations

import ipaddress
import os
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.request import getproxies_environment

from yarl import URL

from linkcheck.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Proxies", "proxy_variable"]

_VARIABLES = ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "HTTP_PROXY", "http_proxy")


class Proxies:
    """Chooses the proxy for each address.

    `HTTP_PROXY`, `HTTPS_PROXY` and, for both, `ALL_PROXY`; `NO_PROXY` lists what is connected to
    directly: hosts with all their subdomains, networks, `host:port`, or `*`. Names in lower case
    come first.

    Raises:
        UsageError: a proxy's address is not valid, or it is not an HTTP proxy.
    """

    def __init__(self) -> None:
        named = getproxies_environment()
        self._by_scheme: dict[str, URL] = {}
        for scheme in ("http", "https"):
            if name := next((name for name in (scheme, "all") if name in named), None):
                self._by_scheme[scheme] = _proxy(name, named[name])
        self._exempt = [_exemption(entry) for entry in named.get("no", "").split(",")]

    def for_url(self, url: URL) -> URL | None:
        """Return the proxy to use for an address, or None to connect to its host directly."""
        proxy = self._by_scheme.get(url.scheme)
        host = (url.raw_host or "").rstrip(".")
        if proxy is None or any(is_exempt(host, url.port) for is_exempt in self._exempt):
            return None
        return proxy


def proxy_variable() -> str | None:
    """Return the name of a variable of the environment that names a proxy, or None."""
    return next((name for name in _VARIABLES if os.environ.get(name)), None)


def _exemption(entry: str) -> Callable[[str, int | None], bool]:
    """Return what tells whether a host and port are meant by an entry of `NO_PROXY`."""
    entry = entry.strip().lower()
    if entry == "*":
        return lambda _host, _port: True
    with suppress(ValueError):
        network = ipaddress.ip_network(entry.strip("[]"), strict=False)
        return lambda host, _port: _is_in(host, network)
    name, colon, number = entry.rpartition(":")
    if not colon or not number.isdecimal():
        name, number = entry, ""
    name = name.strip("[]").removeprefix("*").strip(".")
    return lambda host, port: (
        bool(name)
        and (host == name or host.endswith(f".{name}"))
        and (not number or number == str(port))
    )


def _is_in(host: str, network: ipaddress.IPv4Network | ipaddress.IPv6Network) -> bool:
    try:
        return ipaddress.ip_address(host) in network
    except ValueError:
        return False


def _proxy(name: str, value: str) -> URL:
    """Return a proxy's address; the message of the error does not show it, for its password."""
    variable = f"{name.upper()}_PROXY"
    proxy = None
    with suppress(ValueError):
        proxy = URL(value if "://" in value else f"http://{value}")
    if proxy is None or not proxy.raw_host:
        message = f"{variable}: not the address of a proxy such as http://proxy.example:3128"
        raise UsageError(message)
    if proxy.scheme not in {"http", "https"}:
        message = f"{variable}: {proxy.scheme} proxies are not supported; name an HTTP proxy"
        raise UsageError(message)
    return proxy
