"""Our way to the network: an aiohttp session, guarded."""

from __future__ import annotations

import asyncio
import functools
import math
import socket
import ssl
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import aiohttp
import certifi
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from linkcheck.errors import UsageError
from linkcheck.models import Failure
from linkcheck.web.aiohttp_internals import (
    ConnectionUse,
    IdleConnections,
    LimitedConnector,
    NotingResponse,
    current_use,
)
from linkcheck.web.failures import NO_SUCH_NAME, KnownFailureError
from linkcheck.web.guard import AddressRefusedError, Guard
from linkcheck.web.lenient import LenientSender
from linkcheck.web.messages import Response
from linkcheck.web.proxies import Proxies
from linkcheck.web.sockets import room_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from linkcheck.web.guard import AddrInfo
    from linkcheck.web.messages import Request
    from linkcheck.web.settings import FetchSettings

__all__ = ["KNOWN_NAMES", "GuardedSender", "Resolver", "tls_context"]

KNOWN_NAMES = ("example.com", "iana.org")
"""Names that every name server knows: IANA keeps both (RFC 2606, section 3)."""

_NEVER_A_NAME = (".invalid",)  # RFC 6761 6.4
_RECENT = 3
"""Hosts found last that stand in for the known names where these are not known."""

_LOOKUPS = 64
"""Names looked up at once; the loop's own pool has a few threads, and one dead name
server can hold a thread for half a minute."""

_LONGEST_HEADER = 64 * 1024
"""News sites send policies and cookies beyond aiohttp's own limit of 8 KiB."""


class GuardedSender:
    """Sends requests to public addresses only; see `linkcheck.web.guard`.

    Args:
        settings: see `FetchSettings`.

    Raises:
        UsageError: the file of further authorities cannot be read.
    """

    def __init__(self, settings: FetchSettings) -> None:
        self._settings = settings
        self._guard = Guard(settings.allow_networks)
        self._proxies = Proxies() if settings.proxy_from_env else None
        self._resolver = Resolver()
        self._idle = IdleConnections(room_for(settings.concurrency).idle)
        self._timeout = aiohttp.ClientTimeout(
            connect=settings.connect_timeout,
            sock_connect=settings.connect_timeout,
            sock_read=settings.read_timeout,
        )
        # Through a proxy there is no other way than aiohttp's.
        self.lenient = (
            LenientSender(settings, self._guard, self._resolver, lambda: self._tls)
            if self._proxies is None
            else None
        )
        if settings.ca_file is not None:
            _ = self._tls  # a file that is of no use is told at once
        self._session = aiohttp.ClientSession(
            connector=LimitedConnector(
                limit=0,  # the schedule counts
                ttl_dns_cache=300,
                resolver=self._resolver,
                socket_factory=self._make_socket,
            ),
            cookie_jar=_NoCookies(),
            response_class=NotingResponse,
            auto_decompress=False,
            timeout=self._timeout,
            trust_env=False,  # aiohttp would send what is in ~/.netrc to every host
            max_line_size=_LONGEST_HEADER,
            max_field_size=_LONGEST_HEADER,
        )

    async def send(self, request: Request) -> Response:
        """Send a request; see `linkcheck.web.messages.Sender`."""
        try:
            url = URL(request.url, encoded=True)  # as it is: yarl would undo escapes in it
        except ValueError as error:
            raise KnownFailureError(Failure.MALFORMED_URL) from error
        proxy = self._proxies.for_url(url) if self._proxies is not None else None
        use = ConnectionUse(self._idle, request.on_connected, via_proxy=proxy is not None)
        current_use.set(use)
        if proxy is None:
            answer = await self._request(request, url)
        else:
            await self._check_target(request.url)
            with _proxy_failures():
                answer = await self._request(request, url, proxy)
        return Response(
            answer.status,
            answer.raw_headers,
            answer.content.iter_any(),
            functools.partial(_give_back, answer),
            reason=answer.reason or "",
            peer=use.peer or None,
        )

    async def _request(
        self, request: Request, url: URL, proxy: URL | None = None
    ) -> aiohttp.ClientResponse:
        secure = "https" in {url.scheme, proxy.scheme if proxy is not None else ""}
        return await self._session.request(
            request.method,
            url,
            headers=request.headers,
            allow_redirects=False,
            ssl=self._tls if secure else True,
            proxy=proxy,
        )

    def _make_socket(self, addr_info: AddrInfo) -> socket.socket:
        """Return a socket for an address about to be dialled; see `Guard.make_socket`.

        A request through a proxy dials nothing but the proxy, which the user has chosen and which
        is often in a private network.
        """
        if current_use.get().via_proxy:
            return socket.socket(*addr_info[:3])
        return self._guard.make_socket(addr_info)

    async def aclose(self) -> None:
        """Close every connection."""
        await self._session.close()
        await self._resolver.close()

    @functools.cached_property
    def _tls(self) -> ssl.SSLContext:
        """How certificates are checked; reading the authorities takes time, so when needed."""
        return tls_context(self._settings)

    async def _check_target(self, address: str) -> None:
        """Hold an address that a proxy will connect to against the guard.

        Raises:
            AddressRefusedError: its name stands for a private address here. A name that only
                the proxy can look up is left to it.
        """
        found = await self._resolver.known_here(urlsplit(address).hostname or "")
        if not all(map(self._guard.permits, found)):
            raise AddressRefusedError("not a public address")


@contextmanager
def _proxy_failures() -> Iterator[None]:
    """Raise a failure of the proxy as one of our network: it says nothing about the source."""
    try:
        yield
    except (aiohttp.ClientProxyConnectionError, aiohttp.ClientConnectorDNSError):
        message = "the proxy could not be reached"
    except aiohttp.ClientHttpProxyError as error:
        message = f"the proxy refused the connection: status {error.status}"
    except aiohttp.ConnectionTimeoutError:
        message = "the connection through the proxy timed out"
    else:
        return
    raise KnownFailureError(Failure.NETWORK, message)


async def _give_back(answer: aiohttp.ClientResponse) -> None:
    """Let the next request have the connection; it is closed where the body was not read."""
    answer.release()


class _NoCookies(aiohttp.DummyCookieJar):
    """Leaves cookies unparsed, which takes long for hostile ones; see `linkcheck.web.cookies`."""

    def update_cookies_from_headers(self, headers: Sequence[str], response_url: URL) -> None:
        """Do nothing."""


class Resolver(AbstractResolver):
    """Looks names up in threads of its own, and believes "no such name" only while names work.

    Without a network many resolvers answer "no such name" for every name, some only after a
    while, and every source of an archive would look dead.
    """

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(_LOOKUPS, thread_name_prefix="linkcheck-dns")
        self._found: dict[str, None] = {}
        self._proxied: dict[str, asyncio.Future[tuple[str, ...]]] = {}
        self._controls = _Controls()

    async def known_here(self, host: str) -> tuple[str, ...]:
        """Return the addresses of a host that a proxy will look up, none where only that can.

        It is asked once; whether names can be looked up from here at all does not matter.
        """
        if host not in self._proxied:
            loop = asyncio.get_running_loop()
            self._proxied[host] = loop.run_in_executor(self._threads, _addresses, host)
        return await asyncio.shield(self._proxied[host])

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Look a name up; see `aiohttp.abc.AbstractResolver`."""
        found = await asyncio.get_running_loop().run_in_executor(
            self._threads, self._look_up, host, port, family
        )
        return [
            ResolveResult(
                hostname=host,
                host=str(address[0]),
                port=port,
                family=kind,
                proto=protocol,
                flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
            )
            for kind, _, protocol, _, address in found
        ]

    def _look_up(self, host: str, port: int, family: socket.AddressFamily) -> list[Any]:
        """Look a name up; where there is none, once more as soon as names are known to work.

        Raises:
            socket.gaierror: with EAI_AGAIN where it cannot be said whether the name exists.
        """
        try:
            found = _look_up(host, port, family)
        except socket.gaierror as error:
            if error.errno not in NO_SUCH_NAME:
                raise
            if host.endswith(_NEVER_A_NAME):
                raise
            if host in self._found:
                message = "the name was found earlier in this run"
                raise socket.gaierror(socket.EAI_AGAIN, message) from None
            if not self._controls.work(list(self._found)[-_RECENT:]):
                message = "names cannot be resolved from here"
                raise socket.gaierror(socket.EAI_AGAIN, message) from None
            # The resolver may have recovered between the two.
            found = _look_up(host, port, family)
        if _is_looked_up(host):
            self._found[host] = None
            if len(self._found) == _RECENT:
                with suppress(RuntimeError):  # the run has just ended
                    self._threads.submit(self._controls.begin)
        return found

    async def close(self) -> None:
        """Let the threads go."""
        self._threads.shutdown(wait=False, cancel_futures=True)


class _Controls:
    """Names that exist, looked up to see whether names can be looked up at all.

    Where `KNOWN_NAMES` were found once, they must be found again. Where they never were, as in a
    network of its own, hosts that were found earlier take their place.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: bool | None = None
        self._worked_at = self._failed_at = -math.inf

    def begin(self) -> None:
        """Find out, while names work, whether the known ones are found from here."""
        with self._lock:
            if self._known is None:
                self._known = any(map(_is_found, KNOWN_NAMES))

    def work(self, others: Sequence[str]) -> bool:
        """Tell whether names can be looked up now; one check serves all that wait for it.

        Args:
            others: hosts that were found earlier.
        """
        asked = time.monotonic()
        with self._lock:
            if max(self._worked_at, self._failed_at) < asked:
                started = time.monotonic()
                works = any(map(_is_found, KNOWN_NAMES))
                self._known = self._known or works
                if not self._known:
                    works = any(map(_is_found, others))
                if works:
                    self._worked_at = started
                else:
                    self._failed_at = started
            return self._worked_at > self._failed_at


def _is_found(name: str) -> bool:
    try:
        return bool(socket.getaddrinfo(name, 80, type=socket.SOCK_STREAM))
    except OSError:
        return False


def _addresses(host: str) -> tuple[str, ...]:
    try:
        return tuple(str(found[4][0]) for found in _look_up(host, 0, socket.AF_UNSPEC))
    except OSError:
        return ()


def _is_looked_up(host: str) -> bool:
    """Tell whether name servers are asked for a host, which they are not for numbers."""
    if host == "localhost" or host.endswith(".localhost"):
        return False
    try:
        ip_address(host)
    except ValueError:
        return True
    return False


def _look_up(host: str, port: int, family: socket.AddressFamily) -> list[Any]:
    if host == "localhost" or host.endswith(".localhost"):
        # RFC 6761 6.3: never asked from name servers
        host = "127.0.0.1"
    try:
        return socket.getaddrinfo(host, port, family=family, type=socket.SOCK_STREAM)
    except UnicodeError as error:  # raised for labels that are too long
        raise socket.gaierror(socket.EAI_NONAME, "not a name") from error


def tls_context(settings: FetchSettings) -> ssl.SSLContext:
    """Return how certificates are checked.

    Raises:
        UsageError: the file of further authorities cannot be read.
    """
    context = ssl.create_default_context(cafile=certifi.where())
    if settings.ca_file is not None:
        try:
            context.load_verify_locations(settings.ca_file)
        except OSError as error:
            message = f"{settings.ca_file}: no certificates could be read from this file: {error}"
            raise UsageError(message) from error
    return context
