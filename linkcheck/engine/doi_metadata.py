"""What a DOI's registry says of a publication whose own page cannot be read or compared.

Publishers' sites often show programs a bot check. The registry names the title, authors, journal
and date of what the DOI stands for, to anyone who asks for them (content negotiation, see
https://citation.doi.org/docs.html): they are compared with the citation like a page.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import quote

import msgspec

from linkcheck.engine.follow_ups import Look
from linkcheck.engine.observe import Observation, compare_all
from linkcheck.models import Failure, Match, Page, PageKind
from linkcheck.models.statuses import GONE
from linkcheck.pages.csl import read_csl
from linkcheck.text.identifiers import doi_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from linkcheck.languages import Detect
    from linkcheck.models import Citation, Resolution

__all__ = ["DoiMetadata"]

_RESOLVER = "https://doi.org/"
# Answers that show no page, and do not say that there is none.
_UNSEEN = frozenset(
    {
        PageKind.BOT_WALL, PageKind.CONSENT_WALL, PageKind.LOGIN_WALL, PageKind.PAYWALL,
        PageKind.GEO_BLOCK, PageKind.NETWORK_BLOCK, PageKind.AGE_WALL, PageKind.AD_WALL,
        PageKind.INTERSTITIAL, PageKind.STUB, PageKind.FRAMESET, PageKind.MAINTENANCE,
        PageKind.SCRIPT_SHELL, PageKind.EMPTY, PageKind.OTHER_MEDIA,
    }
)  # fmt: skip


class DoiMetadata:
    """A follow-up that requests the metadata of a DOI where its page leaves the title open.

    Args:
        detect: detects languages.
        resolver: the address that a DOI is put behind.
    """

    def __init__(self, detect: Detect, resolver: str = _RESOLVER) -> None:
        self._detect = detect
        self._resolver = resolver

    def wanted(
        self, found: Resolution, observation: Observation, citations: Sequence[Citation]
    ) -> Look | None:
        """Return the request for the metadata, where a cited title could not be compared."""
        doi = doi_at(found.url)
        if doi is None or not any(citation.title for citation in citations):
            return None
        if not _is_open(found, observation):
            return None
        url = self._resolver + quote(doi, safe="/:;().,-_~!$&'*+=@")
        read = partial(read_csl, url=found.final_url, detect=self._detect)
        return Look(("doi", doi.casefold()), url, accept=Page.METADATA, read=read)

    def settled(
        self, observation: Observation, page: Page, citations: Sequence[Citation]
    ) -> Observation:
        """Return what the metadata say, where they say anything of a cited title."""
        judged = compare_all(page, citations, self._detect)
        if judged.fault is not None or judged.titles.isdisjoint({Match.MATCH, Match.MISMATCH}):
            return observation
        settled = msgspec.structs.replace(observation, page=judged.page, evidence=judged.evidence)
        seen = observation.page
        if seen is None or seen.liveness.kind is not PageKind.LIVING:
            # Quotations were looked for in what the site shows instead of the publication.
            settled = msgspec.structs.replace(settled, passages=(), whole=False)
        return settled


def _is_open(found: Resolution, observation: Observation) -> bool:
    """Tell whether an answer leaves open whether the publication is the one cited."""
    if observation.fault is not None:
        return False
    if found.status is None:
        # Where the resolver itself did not answer, or sent us nowhere, it will not do so now.
        return len(found.hops) > 1 and found.failure not in {Failure.NO_SUCH_HOST, Failure.INTERNAL}
    page = observation.page
    if found.status in GONE or page is None:
        return False
    if page.liveness.kind is PageKind.LIVING:
        return observation.titles == {Match.UNVERIFIABLE}
    return page.liveness.kind in _UNSEEN
