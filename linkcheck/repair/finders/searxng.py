"""SearXNG: a search service that anyone can run (https://docs.searxng.org/dev/search_api.html).

Its address is in the environment: `LINKCHECK_SEARXNG=https://search.example/`. The instance has to
offer the JSON format. Titles of lost sources are sent to it.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import msgspec

from linkcheck.errors import UsageError
from linkcheck.repair.candidates import Candidate
from linkcheck.repair.finders.base import FinderInfo, Service

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from linkcheck.repair.candidates import Web
    from linkcheck.repair.finders.base import Lost
    from linkcheck.settings.repair import RepairSettings

__all__ = ["FINDER"]

REASONS = {"found": "found by searching for its title"}
"""Why an address may be the source's."""

_VARIABLE = "LINKCHECK_SEARXNG"
_MOST = 5


class _SearXNG:
    name = "a search service"

    def __init__(self, address: str) -> None:
        self._address = address.rstrip("/")
        self._service = Service()

    async def find(self, lost: Lost, web: Web) -> AsyncGenerator[Candidate]:
        words = f'"{lost.title}" {lost.citation.publisher or ""}'.strip()
        query = urlencode({"q": words, "format": "json"})
        address = f"{self._address}/search?{query}"
        body = await self._service.ask(web, address, "application/json")
        for url in _addresses(body or b"{}"):
            yield Candidate(url=url, kind="new-address", reason=REASONS["found"])


def _addresses(body: bytes) -> list[str]:
    try:
        data: Any = msgspec.json.decode(body)
        found = [each["url"] for each in data["results"][:_MOST]]
    except (msgspec.DecodeError, LookupError, TypeError):
        return []
    return [
        url for url in found if isinstance(url, str) and url.startswith(("http://", "https://"))
    ]


def _make(settings: RepairSettings) -> _SearXNG:  # noqa: ARG001 - as every finder
    address = os.environ.get(_VARIABLE, "")
    if not address.startswith(("http://", "https://")):
        message = f"the finder searxng needs the address of an instance: set {_VARIABLE}=https://…"
        raise UsageError(message)
    return _SearXNG(address)


FINDER = FinderInfo("searxng", _make)
