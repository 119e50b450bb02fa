"""What a site answers for an address that cannot exist: a page like that is no source.

Some sites answer 200 with the same page whatever they are asked for. Where a page does not show
the title cited, the site is asked once for a sibling of the address that nobody can have made;
if that shows the same page, the story is not there. A page that shows its title is never doubted,
and one whose text is made by a script is not judged by the shell around it.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections import defaultdict
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

import msgspec

from linkcheck.engine.observe import Observation, compare_all
from linkcheck.models import Field, Liveness, Match, PageKind
from linkcheck.pages import read_page
from linkcheck.store.fingerprint import distance, fingerprint
from linkcheck.text.urls import is_home, same_place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from linkcheck.languages import Detect
    from linkcheck.models import Citation, Page, Resolution
    from linkcheck.web import Fetcher

__all__ = ["SoftNotFoundProbe"]

_ALIKE = 0.04
"""Share of the fingerprint that two answers may differ in: they may repeat the address, or show
the hour. Two stories of one site, its menus included, are further apart."""

_REASON = "the site shows the same page for an address that cannot exist"


class SoftNotFoundProbe:
    """Asks each host at most once, and only where a page is in doubt.

    Args:
        fetcher: asks, as politely as for any address.
        detect: detects languages.
    """

    def __init__(self, fetcher: Fetcher, detect: Detect) -> None:
        self._fetcher = fetcher
        self._detect = detect
        self._answers: dict[tuple[str, str], Page | None] = {}
        self._asking: defaultdict[tuple[str, str], asyncio.Lock] = defaultdict(asyncio.Lock)

    async def doubted(
        self, found: Resolution, observation: Observation, citations: Sequence[Citation]
    ) -> Observation:
        """Return what was read, or that it is no page, where the site shows it for anything.

        Args:
            found: what came of asking.
            observation: of that, compared with the citations.
            citations: that lead there.
        """
        page = observation.page
        if page is None or not _in_doubt(found, observation):
            return observation
        other = await self._sibling(found.final_url)
        if other is None or not _alike(page, other):
            return observation
        liveness = Liveness(kind=PageKind.SOFT_404, confidence=0.95, reasons=(_REASON,))
        judged = compare_all(
            msgspec.structs.replace(page, liveness=liveness), citations, self._detect
        )
        return msgspec.structs.replace(observation, page=judged.page, evidence=judged.evidence)

    async def _sibling(self, url: str) -> Page | None:
        parts = urlsplit(url)
        key = (parts.scheme, parts.netloc)
        async with self._asking[key]:
            if key not in self._answers:
                self._answers[key] = await self._asked(_impossible(url))
        return self._answers[key]

    async def _asked(self, url: str) -> Page | None:
        answer = await self._fetcher.resolve(url)
        if answer.status != 200:
            return None
        try:
            return read_page(answer, self._detect)
        except Exception:  # an odd answer tells nothing
            return None


def _in_doubt(found: Resolution, observation: Observation) -> bool:
    """Tell whether a page may be what the site shows for anything."""
    page = observation.page
    if page is None or page.liveness.kind is not PageKind.LIVING or found.status != 200:
        return False
    titles = [
        evidence.match
        for evidences in observation.evidence
        for evidence in evidences
        if evidence.field is Field.TITLE
    ]
    if Match.MISMATCH not in titles or Match.MATCH in titles:
        return False
    return not is_home(found.url) and fingerprint(page.text) is not None


def _impossible(url: str) -> str:
    """Return a sibling of an address that nobody can have made."""
    parts = urlsplit(url)
    folder, _, name = parts.path.rpartition("/")
    # Of a folder ("/2014/story/") a sibling, not a child.
    folder = folder if name else folder.rpartition("/")[0]
    dot = name.rfind(".")
    suffix = name[dot:] if dot > 0 else "" if name else "/"
    lot = hashlib.sha256(parts.netloc.encode("utf-8", "replace")).hexdigest()[:16]
    return urlunsplit((parts.scheme, parts.netloc, f"{folder}/{lot}{suffix}", "", ""))


def _alike(page: Page, other: Page) -> bool:
    if same_place(page.url, other.url):
        return True  # both led to the same place
    if page.title != other.title:
        return False
    one, two = fingerprint(page.text), fingerprint(other.text)
    return one is not None and two is not None and distance(one, two) <= _ALIKE
