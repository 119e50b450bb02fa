"""What several reports say in the same words; all of it harmless to show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.models import Status
from linkcheck.reports.safe import shown

if TYPE_CHECKING:
    from linkcheck.models import Citation, Finding, Problem, Proposal
    from linkcheck.reports.i18n import Messages

__all__ = [
    "RELATIONS",
    "STATUS_WORDS",
    "WORST_FIRST",
    "cited_as",
    "grounds",
    "rank",
    "status_count",
    "status_plural",
    "trouble",
    "with_proposal",
    "with_source",
]

WORST_FIRST = (Status.BROKEN, Status.WARNING, Status.UNVERIFIED, Status.OK)
"""The statuses in the order in which they need attention."""
STATUS_WORDS = {
    Status.OK: "ok",
    Status.WARNING: "to review",
    Status.BROKEN: "broken",
    Status.UNVERIFIED: "unverified",
}
STATUS_COUNTS = {
    Status.OK: "{count} ok",
    Status.WARNING: "{count} to review",
    Status.BROKEN: "{count} broken",
    Status.UNVERIFIED: "{count} unverified",
}
RELATIONS = {
    "same": "same",
    "changed": "changed",
    "translated": "translated",
    "another": "another story",
    "declared otherwise": "declared otherwise",
    "missing": "missing",
    "outside": "outside the repository",
    "address": "same address",
    "text": "same text",
}
"""Words for how what was cited and what was found relate (`Evidence.relation`)."""
_LONGEST = 160


def rank(status: Status) -> int:
    """Return how soon a status needs attention, 0 the first."""
    return WORST_FIRST.index(status)


def status_plural(status: Status, told: Messages) -> str:
    """Return the word for several citations of a status, as it is beside their number."""
    return told.text(STATUS_COUNTS[status]).replace("{count}", "").strip(" :")


def status_count(status: Status, count: int, told: Messages) -> str:
    """Return how many citations have a status, in words: "4 broken"."""
    return told.text(STATUS_COUNTS[status]).format(count=told.number(count))


def cited_as(citation: Citation) -> str:
    """Return a source as the article names it, "Publisher: Title"; "" where it names none."""
    return shown(": ".join(filter(None, (citation.publisher, citation.title))), _LONGEST)


def with_source(finding: Finding, citation: Citation, told: Messages) -> str:
    """Return a finding's message with the source it is about, where nothing else names that."""
    source = cited_as(citation) or shown(citation.url or "", _LONGEST)
    place = citation.location.place
    where = f", {shown(place)}" if place is not None else ""
    return f"{shown(finding.message)} ({told.text('cited')}: {source}{where})"


def with_proposal(finding: Finding, citation: Citation, told: Messages, gap: str = " ") -> str:
    """Return the same with what is proposed instead, where something is.

    Args:
        finding: on the citation.
        citation: that it is about.
        told: the reader's language.
        gap: what comes before the proposal.
    """
    text = with_source(finding, citation, told)
    if finding.proposal is None:
        return text
    return f"{text}{gap}{told.text('Proposed instead')}: {shown(finding.proposal.replacement)}"


def grounds(proposal: Proposal) -> list[str]:
    """Return why a proposal is believed to be right, and how likely it is; not made harmless."""
    likely = [f"{proposal.confidence:.0%}"] if proposal.confidence is not None else []
    return [*filter(None, [proposal.why]), *likely]


def trouble(problem: Problem) -> str:
    """Return in one line where input could not be read, and why."""
    place = problem.path if problem.line is None else f"{problem.path}:{problem.line}"
    return shown(f"{place}: {problem.message}", 1000)
