"""The edition in the cited language, where a site sends those who want any to another one's front.

Some sites choose an edition by the Accept-Language header, and answer a program that takes any
language with the front page of their English one. The address is requested once more in the
language that the article cites.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from linkcheck.engine.follow_ups import Look
from linkcheck.engine.observe import Observation, compare_all
from linkcheck.languages import same_language
from linkcheck.matching.language import cited_language
from linkcheck.models import Field, Match, PageKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from linkcheck.languages import Detect
    from linkcheck.models import Citation, Page, Resolution

__all__ = ["CitedEdition"]

# The folder of an edition: "/en", "/uk/", "/en-gb/home".
_EDITION = re.compile(r"/(?P<tag>[a-z]{2})(?:[-_][a-z]{2})?(?:/|\Z)", re.IGNORECASE)


class CitedEdition:
    """A follow-up that requests an address in the language cited.

    Args:
        detect: detects languages.
    """

    def __init__(self, detect: Detect) -> None:
        self._detect = detect

    def wanted(
        self, found: Resolution, observation: Observation, citations: Sequence[Citation]
    ) -> Look | None:
        """Return the request, where the front page of another edition answered."""
        page = observation.page
        if page is None or page.liveness.kind is not PageKind.HOME_PAGE:
            return None
        edition = _EDITION.match(urlsplit(found.final_url).path)
        cited = next(filter(None, (cited_language(each, self._detect) for each in citations)), None)
        if edition is None or cited is None or same_language(edition["tag"], cited):
            return None
        return Look(("edition", found.url, cited), found.url, language=cited)

    def settled(
        self, observation: Observation, page: Page, citations: Sequence[Citation]
    ) -> Observation:
        """Return what the page in that language says, where it is a story of its own."""
        if page.liveness.kind is not PageKind.LIVING or not page.story:
            return observation
        judged = compare_all(page, citations, self._detect)
        titles = {
            each.match
            for evidence in judged.evidence
            for each in evidence
            if each.field is Field.TITLE
        }
        told = not titles or Match.MATCH in titles
        return judged if judged.fault is None and told else observation
