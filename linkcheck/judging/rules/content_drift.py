"""The page's text has changed since it was last checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.judging.rule import RuleInfo, Stage
from linkcheck.models import Rule, Severity, Status, UrlStatus

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.judging.case import Case
    from linkcheck.models import Finding

__all__ = ["RULE", "check"]

RULE = RuleInfo(
    rule=Rule.CONTENT_DRIFT,
    stage=Stage.DETAILS,
    severity=Severity.NOTE,
    status=Status.OK,
    url_status=UrlStatus.LIVE,
    summary="The page's text has changed since it was last checked.",
    why="The page may no longer say what the article cites it for.",
    example="Half of the text differs from the last check.",
    fix="Read the page again; if the cited part is gone, cite an archived copy from that time.",
    reads_page=True,
)


DRIFTED = 0.2
"""Share of a text's fingerprint (`linkcheck.store`) that a few new paragraphs change."""


def check(case: Case) -> Iterator[Finding]:
    """Report a text that differs from the one seen before."""
    if case.is_another_story or case.history.drift is None or case.history.drift < DRIFTED:
        return
    # Unrelated texts differ in about half of the fingerprint.
    facts = {"share": f"{min(1.0, 2 * case.history.drift):.0%}"}
    yield RULE.finding("about {share} of the text has changed since the last check", facts)
