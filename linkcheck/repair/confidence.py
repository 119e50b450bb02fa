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

_BY_RELATION = {"same": 0.96, "changed": 0.75, "translated": 0.7}
"""By how the page's headline relates to the title cited."""
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
    sure = _of_title(titles) if titles else _of_address(candidate)
    if not sure:
        return 0.0
    for found in verdict.evidence:
        sure += _CHANGES.get((found.field, found.match), 0.0)
    if candidate.kind == "other-edition":
        sure += -_CHANGES[Field.LANGUAGE, Match.MISMATCH] * (not _in_another_language(verdict))
    return round(max(0.0, min(_MOST, sure)), 2)


def _is_refused(verdict: Verdict) -> bool:
    """Tell whether something is wrong with the page that no likeness makes up for."""
    return any(
        found.severity is Severity.ERROR
        or Stage.ACCESS <= RULES[found.rule].stage <= Stage.REPLACED
        or found.rule is Rule.TITLE_MISMATCH
        for found in verdict.findings
    )


def _of_title(titles: list[Evidence]) -> float:
    best = max(titles, key=lambda found: _BY_RELATION.get(found.relation or "", 0.0))
    if best.match is not Match.MATCH and best.relation != "changed":
        return 0.0
    sure = _BY_RELATION.get(best.relation or "", 0.0)
    if len((best.cited or "").split()) <= _FEW_WORDS:
        sure -= 0.2
    return sure


def _of_address(candidate: Candidate) -> float:
    if candidate.kind == "archive" and candidate.same_address:
        return _SAME_ADDRESS
    return _REDIRECTED if candidate.redirected else _ELSEWHERE


def _in_another_language(verdict: Verdict) -> bool:
    return any(
        found.field is Field.LANGUAGE and found.match is Match.MISMATCH
        for found in verdict.evidence
    )
