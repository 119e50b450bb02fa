"""How likely it is that a page is the source that a citation means.

A proposal that is applied without a person looking at it must be right: what is not supported by
the page's own headline, or by its standing at the very address that was cited, stays below 0.9.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.judging import RULES
from linkcheck.judging.rule import Stage
from linkcheck.models import Field, Match, PageKind, Rule, Severity

if TYPE_CHECKING:
    from linkcheck.models import Evidence, Verdict
    from linkcheck.repair.candidates import Candidate

__all__ = ["confidence"]

_SAME = 0.96
"""A page whose headline is the title cited."""
_LIKE = {"changed": 0.55, "translated": 0.6}
"""A page whose headline is like it; other stories of a site may be headed alike."""
_LIKE_AT_SAME = 0.87
"""The same, where the page stood at the cited address, or readers of that are sent there."""
_MOST_LIKE = 0.7
"""As far as anything else makes up for a headline that is only alike."""
_SAME_ADDRESS = 0.92
"""A page that stood at the cited address, where the citation claims no headline."""
_REDIRECTED = 0.9
"""A page that the site itself sends readers of the cited address to, the same."""
_ELSEWHERE = 0.6
"""A page at another address, the same."""
_FEW_WORDS = 2
"""So many words of a title are no headline that only one page can have."""
_CHANGES = {
    (Field.DATE, Match.MATCH): 0.12,
    (Field.DATE, Match.MISMATCH): -0.25,
    (Field.AUTHOR, Match.MATCH): 0.08,
    (Field.AUTHOR, Match.MISMATCH): -0.15,
    (Field.PUBLISHER, Match.MATCH): 0.03,
    (Field.PUBLISHER, Match.MISMATCH): -0.1,
    (Field.LANGUAGE, Match.MISMATCH): -0.15,
    (Field.OWNER, Match.MISMATCH): -0.5,
}
_MOST = 0.99
_MOST_ELSEWHERE = 0.85
"""A page on a domain that has nothing to do with the source: it may be somebody's copy."""


def confidence(candidate: Candidate, verdict: Verdict) -> float:
    """Return how likely a page is the source, from 0 to 1.

    Args:
        candidate: where it was looked for.
        verdict: on the citation, had it led there.
    """
    page = verdict.page
    if page is None or page.liveness.kind is not PageKind.LIVING or _is_refused(verdict):
        return 0.0
    titles = [found for found in verdict.evidence if found.field is Field.TITLE]
    sure, most = _of_title(titles, candidate) if titles else (_of_address(candidate), _MOST)
    if not sure:
        return 0.0
    for found in verdict.evidence:
        sure += _CHANGES.get((found.field, found.match), 0.0)
    if candidate.elsewhere:
        most = min(most, _MOST_ELSEWHERE)
    return round(max(0.0, min(most, sure)), 2)


def _is_refused(verdict: Verdict) -> bool:
    """Tell whether something is wrong with the page that no likeness makes up for."""
    return any(
        found.severity is Severity.ERROR
        or Stage.ACCESS <= RULES[found.rule].stage <= Stage.REPLACED
        or found.rule is Rule.TITLE_MISMATCH
        for found in verdict.findings
    )


def _of_title(titles: list[Evidence], candidate: Candidate) -> tuple[float, float]:
    """Return how likely a page is the source by its headline, and what it can come to."""
    relations = {found.relation for found in titles if found.match is Match.MATCH}
    relations |= {found.relation for found in titles if found.relation == "changed"}
    if "same" in relations:
        few = any(len((found.cited or "").split()) <= _FEW_WORDS for found in titles)
        return _SAME - 0.2 * few, _MOST
    if not relations & _LIKE.keys():
        return 0.0, 0.0
    if candidate.same_address or candidate.redirected:
        return _LIKE_AT_SAME, _MOST
    return max(_LIKE.get(relation or "", 0.0) for relation in relations), _MOST_LIKE


def _of_address(candidate: Candidate) -> float:
    if candidate.kind == "archive" and candidate.same_address:
        return _SAME_ADDRESS
    return _REDIRECTED if candidate.redirected else _ELSEWHERE
