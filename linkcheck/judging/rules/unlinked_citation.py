"""The article names a source without linking to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.judging.rule import RuleInfo, Stage
from linkcheck.models import Rule, Severity, Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.judging.case import Case
    from linkcheck.models import Finding

__all__ = ["RULE", "check"]

RULE = RuleInfo(
    rule=Rule.UNLINKED_CITATION,
    stage=Stage.ARTICLE,
    severity=Severity.WARNING,
    status=Status.UNVERIFIED,
    url_status=None,
    summary="The article names a source without linking to it.",
    why="Readers cannot look it up, and it cannot be checked.",
    example="“Kyiv Post: Russia demands broad autonomy”, without a link.",
    fix="Add the address, if there is one.",
)


def check(case: Case) -> Iterator[Finding]:
    """Report a source that there was nothing to request for."""
    if case.resolution is None and case.citation.url is None:
        yield RULE.finding("the source has no address")
