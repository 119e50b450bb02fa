"""Where a notice or a frameset leads: the page that readers see in the end.

"You are leaving our site", "this story is now in our archive" and frames answer in place of the
story and name its address. It is requested, and judged where it shows the source cited.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.engine.follow_ups import Look
from linkcheck.engine.observe import Observation, compare_all
from linkcheck.models import Field, Match, PageKind
from linkcheck.text.urls import address_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from linkcheck.languages import Detect
    from linkcheck.models import Citation, Page, Resolution

__all__ = ["Onward"]


class Onward:
    """A follow-up that requests the address that a notice names.

    Args:
        detect: detects languages.
    """

    def __init__(self, detect: Detect) -> None:
        self._detect = detect

    def wanted(
        self,
        found: Resolution,  # noqa: ARG002 - as every follow-up
        observation: Observation,
        citations: Sequence[Citation],  # noqa: ARG002 - the same
    ) -> Look | None:
        """Return the address that the page names, where it is a notice."""
        page = observation.page
        if page is None or page.liveness.onward is None:
            return None
        return Look(("onward", address_key(page.liveness.onward)), page.liveness.onward)

    def settled(
        self, observation: Observation, page: Page, citations: Sequence[Citation]
    ) -> Observation:
        """Return what the page there says, where it is a story that may be the one cited."""
        if page.liveness.kind is not PageKind.LIVING:
            return observation
        judged = compare_all(page, citations, self._detect)
        titles = [
            each.match
            for evidence in judged.evidence
            for each in evidence
            if each.field is Field.TITLE
        ]
        claimed = any(not citation.inline and citation.title for citation in citations)
        shown = Match.MATCH in titles if claimed else page.story
        return judged if judged.fault is None and shown else observation
