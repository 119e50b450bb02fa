"""What a site answers for an address that cannot exist: a page like that is no source.

Some sites answer 200 with the same page whatever they are asked for. Where a page does not show
the title cited, the site is asked once for a sibling of the address that nobody can have made;
if that shows the same page, the story is not there. A page that shows its title is never doubted,
and one whose text is made by a script is not judged by the shell around it.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

import msgspec

from linkcheck.engine.follow_ups import Look
from linkcheck.engine.observe import Observation, compare_all
from linkcheck.models import Field, Liveness, Match, PageKind
from linkcheck.store.fingerprint import distance, fingerprint
from linkcheck.text.urls import is_home, same_place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from linkcheck.languages import Detect
    from linkcheck.models import Citation, Page, Resolution

__all__ = ["SoftNotFoundProbe"]

_ALIKE = 0.04
"""Share of the fingerprint that two answers may differ in: they may repeat the address, or show
the hour. Two stories of one site, its menus included, are further apart."""

_REASON = "the site shows the same page for an address that cannot exist"


class SoftNotFoundProbe:
    """A follow-up that requests one made-up address of each host, only where a page is in doubt.

    Args:
        detect: detects languages.
    """

    def __init__(self, detect: Detect) -> None:
        self._detect = detect

    def wanted(
        self,
        found: Resolution,
        observation: Observation,
        citations: Sequence[Citation],  # noqa: ARG002 - as every follow-up
    ) -> Look | None:
        """Return the made-up address, where the page may be what the site shows for anything."""
        if not _in_doubt(found, observation):
            return None
        parts = urlsplit(found.final_url)
        return Look(("soft-404", parts.scheme, parts.netloc), _impossible(found.final_url))

    def settled(
        self, observation: Observation, page: Page, citations: Sequence[Citation]
    ) -> Observation:
        """Return the observation, or that it is no page, where the site shows it for anything."""
        shown = observation.page
        if shown is None or not _alike(shown, page, citations):
            return observation
        liveness = Liveness(kind=PageKind.SOFT_404, confidence=0.95, reasons=(_REASON,))
        shown = msgspec.structs.replace(shown, liveness=liveness)
        judged = compare_all(shown, citations, self._detect)
        return msgspec.structs.replace(observation, page=judged.page, evidence=judged.evidence)


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


def _alike(page: Page, other: Page, citations: Sequence[Citation]) -> bool:
    """Tell whether a page is what the site shows for an address that cannot exist."""
    if same_place(page.url, other.url):
        # Both were redirected to one place, unless it is the place that is cited.
        return not any(same_place(citation.url or "", page.url) for citation in citations)
    if page.title != other.title:
        return False
    one, two = fingerprint(page.text), fingerprint(other.text)
    return one is not None and two is not None and distance(one, two) <= _ALIKE
