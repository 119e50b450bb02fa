"""Compare a citation with the page it leads to, field by field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.languages import detect
from linkcheck.matching.authors import compare_author
from linkcheck.matching.dates import compare_date
from linkcheck.matching.domain_owner import compare_owner
from linkcheck.matching.fragments import compare_fragment
from linkcheck.matching.language import compare_language
from linkcheck.matching.publishers import compare_publisher
from linkcheck.matching.titles import compare_title

if TYPE_CHECKING:
    from linkcheck.languages import Detect
    from linkcheck.models import Citation, Evidence, Page

__all__ = ["compare"]


def compare(citation: Citation, page: Page, detect: Detect = detect) -> tuple[Evidence, ...]:
    """Return what speaks for and against the citation; fields it does not name are left out.

    Args:
        citation: what the article says.
        page: what the address leads to.
        detect: detects the language of a title.
    """
    if page.is_metadata:
        # A registry names a work in one language, whichever its page is in.
        told = (
            compare_title(citation, page, detect),
            compare_publisher(citation, page),
            compare_author(citation, page),
            compare_date(citation, page),
        )
        return tuple(evidence for evidence in told if evidence is not None)
    found = (
        compare_title(citation, page, detect),
        compare_publisher(citation, page),
        compare_author(citation, page),
        compare_language(citation, page),
        compare_date(citation, page),
        compare_fragment(citation, page),
        compare_owner(citation, page),
    )
    return tuple(evidence for evidence in found if evidence is not None)
