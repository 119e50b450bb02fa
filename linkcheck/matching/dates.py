"""Was the page published when the citation says?"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from linkcheck.models import Evidence, Field, Match
from linkcheck.text.dates import is_null_date

if TYPE_CHECKING:
    from linkcheck.models import Citation, Page

__all__ = ["compare_date", "days_between"]

# Days by which dates may differ for one story: time zones, printing, the day it was looked at.
_SLACK = 31


def compare_date(citation: Citation, page: Page) -> Evidence | None:
    """Return how the cited date and the page's relate, at the precision of the cited one."""
    if citation.date is None or is_null_date(citation.date):
        return None
    found = page.published
    if found is None:
        return Evidence(field=Field.DATE, match=Match.ABSENT, cited=citation.date)
    match = Match.UNVERIFIABLE
    if found.startswith(citation.date):
        match = Match.MATCH
    elif days_between(citation.date, found) > _SLACK and (
        page.modified is None or days_between(citation.date, page.modified) > _SLACK
    ):
        match = Match.MISMATCH
    return Evidence(
        field=Field.DATE, match=match, cited=citation.date, found=found[:10], source="page"
    )


def days_between(one: str, other: str) -> int:
    """Return how many days lie between two dates, at the precision of the first; 0 if unknown.

    Args:
        one: an ISO 8601 date, perhaps of a month or a year only.
        other: an ISO 8601 date or date-time.
    """
    try:
        end = date.fromisoformat(other[:10])
        if len(one) < 10:
            # A month or a year: what lies within it is no distance.
            return 0 if other.startswith(one) else 365 * (one[:4] != other[:4])
        return abs((date.fromisoformat(one[:10]) - end).days)
    except ValueError:
        return 0
