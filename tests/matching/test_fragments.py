"""Does the page have the place that the address names?"""

from __future__ import annotations

import pytest

from linkcheck.matching.fragments import compare_fragment
from linkcheck.models import Citation, Liveness, Location, Match, Page, PageKind

ANCHORS = frozenset({"user-content-setup", "history", "Історія", "votes", "results"})
NOWHERE = Location(path="a.md", line=1, column=1, start=0, end=0)


def compared(fragment: str, redirected: str | None = None) -> Match | None:
    """Compare a cited fragment, or the one that a redirect named, with a page."""
    citation = Citation(url=f"https://wire.example/a{fragment}", location=NOWHERE)
    page = Page(
        url="https://wire.example/a",
        liveness=Liveness(kind=PageKind.LIVING),
        anchors=ANCHORS,
        fragment=redirected,
    )
    found = compare_fragment(citation, page)
    return found.match if found is not None else None


@pytest.mark.parametrize(
    ("fragment", "expected"),
    [
        ("#history", Match.MATCH),
        ("#gone", Match.MISMATCH),
        ("#setup", Match.MATCH),
        ("#user-content-history", Match.MATCH),
        ("#.D0.86.D1.81.D1.82.D0.BE.D1.80.D1.96.D1.8F", Match.MATCH),
        ("#L20", None),
        ("#L20-L28", None),
        ("#L3C5-L4C1", None),
        ("#Life", Match.MISMATCH),
        ("#channels/news/talks", None),
        ("#/story/5", None),
        ("", None),
    ],
)
def test_places_that_scripts_or_old_links_name(fragment: str, expected: Match | None) -> None:
    """A place that every browser finds would be reported as missing."""
    assert compared(fragment) is expected


@pytest.mark.parametrize(
    ("fragment", "redirected", "expected"),
    [
        ("#gone", "votes", Match.MATCH),
        ("#votes", "gone", Match.MISMATCH),
        ("#votes", None, Match.MATCH),
        ("", "gone", None),
    ],
)
def test_fragment_of_a_redirect_counts(
    fragment: str, redirected: str | None, expected: Match | None
) -> None:
    """Readers are taken to another place than the one that is looked for."""
    assert compared(fragment, redirected) is expected
