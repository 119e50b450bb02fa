"""Crossref: the DOI of a publication, by its title and authors.

See https://api.crossref.org/swagger-ui/index.html (`query.bibliographic`). It is asked only about
references that name an author and no outlet that linkcheck knows: newspapers register no DOIs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import msgspec

from linkcheck.repair.candidates import Candidate
from linkcheck.repair.finders.base import FinderInfo, Service
from linkcheck.text.outlets import outlet_named

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from linkcheck.repair.candidates import Web
    from linkcheck.repair.finders.base import Lost
    from linkcheck.settings.repair import RepairSettings

__all__ = ["FINDER"]

REASONS = {"found": "Crossref has its DOI"}
"""Why an address may be the source's."""

_API = "https://api.crossref.org/works"
_MOST = 3


class _Crossref:
    name = "Crossref"

    def __init__(self) -> None:
        self._service = Service()

    async def find(self, lost: Lost, web: Web) -> AsyncGenerator[Candidate]:
        citation = lost.citation
        known = citation.publisher is not None and outlet_named(citation.publisher) is not None
        if citation.author is None or known or citation.doi is not None:
            return
        query = {
            "query.bibliographic": f"{lost.title} {citation.author}",
            "rows": _MOST,
            "select": "DOI",
        }
        body = await self._service.ask(web, f"{_API}?{urlencode(query)}", "application/json")
        for doi in _dois(body or b"{}"):
            yield Candidate(
                url=f"https://doi.org/{doi}", kind="new-address", reason=REASONS["found"]
            )


def _dois(body: bytes) -> list[str]:
    try:
        data: Any = msgspec.json.decode(body)
        items = data["message"]["items"]
        return [item["DOI"] for item in items[:_MOST] if isinstance(item["DOI"], str)]
    except (msgspec.DecodeError, LookupError, TypeError):
        return []


def _make(settings: RepairSettings) -> _Crossref:  # noqa: ARG001 - as every finder
    return _Crossref()


FINDER = FinderInfo("crossref", _make, always=True)
