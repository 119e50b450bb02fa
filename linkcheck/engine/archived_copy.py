"""The archived copy that an article gives beside a source that is gone.

What an editor has repaired is no fault any more: where the address itself does not show the source
cited, the copy is requested and judged in its place. It counts only where it shows that source.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from linkcheck.engine.follow_ups import Look
from linkcheck.engine.observe import Observation, compare_all
from linkcheck.judging.access import outcome
from linkcheck.models import Evidence, Field, Match, Outcome, PageKind
from linkcheck.text.archives import is_untrusted_archive
from linkcheck.text.urls import address_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from linkcheck.languages import Detect
    from linkcheck.models import Citation, Page, Resolution

__all__ = ["ArchivedCopy", "has_copy"]

_SAID_TO_BE_GONE = frozenset({"dead", "unfit", "usurped", "deviated"})
_SAID_TO_LIVE = "live"


def has_copy(citation: Citation) -> bool:
    """Tell whether an article gives an archived copy for a source that it does not call live.

    Archives that alter what they keep prove nothing, and are never requested.
    """
    copy = citation.archive_url
    if copy is None or is_untrusted_archive(copy):
        return False
    return citation.url_status != _SAID_TO_LIVE


class ArchivedCopy:
    """A follow-up that requests an archived copy of a source that is gone.

    Citations of one address may give different copies, each of which speaks for its own.

    Args:
        detect: detects languages.
        number: which of the copies given is requested, counted from 0.
    """

    def __init__(self, detect: Detect, number: int = 0) -> None:
        self._detect = detect
        self._number = number

    def wanted(
        self, found: Resolution, observation: Observation, citations: Sequence[Citation]
    ) -> Look | None:
        """Return the request for the copy, where the address does not show the source."""
        key = self._copy_of(citations)
        if key is None:
            return None
        for citation, evidence in zip(citations, observation.evidence, strict=True):
            if _copy(citation) == key and _is_gone(found, observation, citation, evidence):
                return Look(("archive", key), citation.archive_url or "")
        return None

    def settled(
        self, observation: Observation, page: Page, citations: Sequence[Citation]
    ) -> Observation:
        """Return the observation with what the copy shows, for each citation that gives it."""
        key = self._copy_of(citations)
        if key is None or page.liveness.kind is not PageKind.LIVING:
            return observation
        judged = compare_all(page, citations, self._detect)
        if judged.fault is not None:
            return observation
        evidence = tuple(
            _with_copy(own, copied, citation, page) if _copy(citation) == key else own
            for own, copied, citation in zip(
                observation.evidence, judged.evidence, citations, strict=True
            )
        )
        return msgspec.structs.replace(observation, evidence=evidence)

    def _copy_of(self, citations: Sequence[Citation]) -> str | None:
        """Return the key of the copy that is requested, or None where so many are not given."""
        keys = [key for key in dict.fromkeys(map(_copy, citations)) if key is not None]
        return keys[self._number] if self._number < len(keys) else None


def _copy(citation: Citation) -> str | None:
    """Return the key of the copy that may stand for a source, or None."""
    return address_key(citation.archive_url or "") if has_copy(citation) else None


def _is_gone(
    found: Resolution, observation: Observation, citation: Citation, evidence: Sequence[Evidence]
) -> bool:
    """Tell whether an address shows something else than its source, or nothing."""
    told = outcome(found, observation.page)
    if told is Outcome.GONE:
        return True
    titles = [each for each in evidence if each.field is Field.TITLE]
    if any(each.relation == "another" for each in titles):
        return True
    if any(each.field is Field.OWNER and each.match is Match.MISMATCH for each in evidence):
        return True
    if citation.url_status not in _SAID_TO_BE_GONE:
        return False
    return told is not Outcome.LIVING or not any(each.match is Match.MATCH for each in titles)


def _with_copy(
    own: tuple[Evidence, ...], copied: Sequence[Evidence], citation: Citation, page: Page
) -> tuple[Evidence, ...]:
    """Return evidence with what the copy says of the title, unless it shows another story."""
    title = next((each for each in copied if each.field is Field.TITLE), None)
    if title is None or citation.inline:
        match = Match.MATCH if page.story else Match.UNVERIFIABLE
    elif title.relation == "changed" and page.story:
        match = Match.MATCH
    else:
        match = title.match
    if match is Match.MISMATCH:
        return own
    copy = Evidence(
        field=Field.ARCHIVE,
        match=match,
        cited=citation.archive_url,
        found=page.title,
        source=page.url,
    )
    return (*own, copy)
