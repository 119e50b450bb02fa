"""Reading a page and comparing it with the citations that led there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from linkcheck.errors import noted
from linkcheck.languages import detect
from linkcheck.matching import compare
from linkcheck.matching.align_evidence import with_alignment
from linkcheck.matching.page_parts import all_vouched_for, is_contradicted
from linkcheck.matching.quotations import Passage, seek
from linkcheck.models import Citation, Evidence, Field, Location, Match, Page, Resolution
from linkcheck.pages import read_page
from linkcheck.pages.full_text import shown_lines, whole_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from linkcheck.languages import Detect

__all__ = ["Observation", "compare_all", "failed", "observe", "warm_up"]


class Observation(msgspec.Struct, frozen=True):
    """What was read at an address.

    Attributes:
        page: the page, or None where there is none to read.
        evidence: for each citation, what comparing it with the page found.
        fault: what went wrong in reading, which is a fault of linkcheck; else None.
        passages: what the page has of each quotation looked for there.
        whole: those were looked for in all that the page says.
    """

    page: Page | None
    evidence: tuple[tuple[Evidence, ...], ...]
    fault: str | None = None
    passages: tuple[Passage, ...] = ()
    whole: bool = False

    @property
    def titles(self) -> frozenset[Match]:
        """How the page compares with the titles that are cited."""
        return frozenset(
            evidence.match
            for evidences in self.evidence
            for evidence in evidences
            if evidence.field is Field.TITLE
        )


def observe(
    resolution: Resolution,
    citations: Sequence[Citation],
    quotations: Sequence[str] = (),
    detect: Detect = detect,
) -> Observation:
    """Read an answer and compare it with the citations that led there.

    Args:
        resolution: what came of asking.
        citations: of one address.
        quotations: words to look for on the page.
        detect: detects languages.
    """
    if resolution.status is None:
        return compare_all(None, citations)
    try:
        page = read_page(resolution, detect)
    except Exception as fault:  # one odd answer must not stop the others
        return failed(citations, fault)
    observation = compare_all(page, citations, detect)
    try:
        if any(map(is_contradicted, observation.evidence)):
            lines = shown_lines(resolution, page)
            vouched = all_vouched_for(observation.evidence, citations, page, lines, detect)
            observation = msgspec.structs.replace(observation, evidence=vouched)
        if not quotations or observation.fault is not None:
            return observation
        text, whole = whole_text(resolution, page)
        passages = seek(quotations, text)
    except Exception as fault:  # the same
        return failed(citations, fault, page)
    return msgspec.structs.replace(observation, passages=passages, whole=whole)


def compare_all(
    page: Page | None, citations: Sequence[Citation], detect: Detect = detect
) -> Observation:
    """Compare a page, if there is one, with the citations that led there."""
    if page is None:
        return Observation(None, ((),) * len(citations))
    try:
        compared = (
            with_alignment(compare(citation, page, detect), citation, page, detect)
            for citation in citations
        )
        return Observation(page, tuple(compared))
    except Exception as fault:  # the same
        return failed(citations, fault, page)


def failed(
    citations: Sequence[Citation], fault: Exception, page: Page | None = None
) -> Observation:
    """Return what an address is left with where a bug in linkcheck kept it from being read.

    Args:
        citations: of the address.
        fault: the exception.
        page: what was read before it was raised, or None.
    """
    return Observation(page, ((),) * len(citations), noted(fault, "reading an address"))


def warm_up() -> None:
    """Load what reading and comparing nearly every page need, while there is nothing to read yet.

    What only titles in another language or short pages need takes several times as long; it is
    loaded with the first of them.
    """
    place = Location(path="", line=1, column=1, start=0, end=0)
    url, title = "https://news.example/2014/story", "Talks on the border"
    text = "They said that it was not what they had asked for, and that there would be more. " * 24
    body = f"<title>{title}</title><h1>{title}</h1><p>{text}".encode()
    head = (("content-type", "text/html; charset=utf-8"),)
    answer = Resolution(url=url, final_url=url, status=200, headers=head, body=body)
    citation = Citation(location=place, url=url, title=title, publisher="News", language="en")
    observe(answer, [citation])
