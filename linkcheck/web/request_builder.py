"""What a request says: who we are, what we take, and what only one host may see."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from linkcheck.web.body import ACCEPT_ENCODING
from linkcheck.web.credentials import Credentials
from linkcheck.web.messages import Request
from linkcheck.web.settings import HostSettings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from linkcheck.models import Validators
    from linkcheck.web.chain import Chain
    from linkcheck.web.settings import FetchSettings

__all__ = ["BROWSER", "RequestBuilder", "is_confidential"]

BROWSER = {
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "en-US,en;q=0.8,uk;q=0.6,ru;q=0.4",
    "Upgrade-Insecure-Requests": "1",
    "Sec-Fetch-Dest": "document",
    "Sec-Fetch-Mode": "navigate",
    "Sec-Fetch-Site": "none",
    "Sec-Fetch-User": "?1",
}
"""What Firefox sends when an address is typed in."""


class RequestBuilder:
    """Builds the requests of a client.

    Args:
        settings: see `FetchSettings`.
        named: say who we are; a client that the user brings has said so itself.
    """

    def __init__(self, settings: FetchSettings, *, named: bool = True) -> None:
        self._settings = settings
        self._credentials = Credentials(settings.netrc)
        self._headers = {
            "Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8",
            "Accept-Language": settings.accept_language,
            "Accept-Encoding": ACCEPT_ENCODING,
        }
        if named:
            self._headers = {"User-Agent": settings.agent, **self._headers}

    def request(
        self,
        chain: Chain,
        headers: Mapping[str, str] | None = None,
        validators: Validators | None = None,
    ) -> Request:
        """Return the next request of a chain.

        Args:
            chain: on its way to an answer.
            headers: take the place of our own.
            validators: of a former answer, sent to the address that gave it.
        """
        address = chain.address
        fields = dict(self._headers)
        if self._settings.hosts and (own := self._settings.for_host(_host(address))) is not None:
            if is_confidential(address):
                fields |= self._settings.hosts.get(_host(address), HostSettings()).headers
            if own.user_agent is not None:
                fields["User-Agent"] = own.user_agent
        fields |= headers or {}
        if secret := self._credentials.header(address):
            fields["Authorization"] = secret
        if validators is not None and validators.url == address:
            if validators.etag:
                fields["If-None-Match"] = validators.etag
            if validators.last_modified:
                fields["If-Modified-Since"] = validators.last_modified
        if chain.cookies is not None and (cookie := chain.cookies.header(address)):
            fields["Cookie"] = cookie
        return Request(chain.method, address, fields)


def is_confidential(address: str) -> bool:
    """Tell whether nobody on the way sees what is sent: it goes over TLS, or stays here."""
    name = _host(address)
    # Names below localhost are this machine: no name server is asked for them (RFC 6761 6.3).
    if address.startswith("https:") or name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def _host(address: str) -> str:
    return urlsplit(address).hostname or ""
