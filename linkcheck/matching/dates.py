"""Was the page published when the citation says?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.models import Evidence, Field, Match

if TYPE_CHECKING:
    from linkcheck.models import Citation, Page

__all__ = ["compare_date"]


def compare_date(citation: Citation, page: Page) -> Evidence | None:
    """Return how the cited date and the page's relate, at the precision of the cited one."""
    if citation.date is None:
        return None
    found = page.published
    if found is None:
        return Evidence(field=Field.DATE, match=Match.ABSENT, cited=citation.date)
    agrees = found.startswith(citation.date)
    match = Match.MATCH if agrees else Match.UNVERIFIABLE
    return Evidence(field=Field.DATE, match=match, cited=citation.date, found=found, source="page")
