"""A source that is lost was looked for, and not found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.judging.rule import RuleInfo, Stage
from linkcheck.models import Rule, Severity, Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from linkcheck.judging.case import Case
    from linkcheck.models import Finding

__all__ = ["RULE", "check", "not_found"]

RULE = RuleInfo(
    rule=Rule.SOURCE_NOT_FOUND,
    stage=Stage.DETAILS,
    severity=Severity.NOTE,
    status=Status.OK,
    url_status=None,
    summary="The source is lost, and a search for it elsewhere found nothing (with `--propose`).",
    why="Someone has to search for it by hand; the list shows where linkcheck has already looked.",
    example="The page is gone, two archives have no copy of it, and no other page has its title.",
    fix="Search for the title, cite another source, or note in the article that the "
    "source is lost.",
)


def check(case: Case) -> Iterator[Finding]:  # noqa: ARG001 - as every rule
    """Report nothing: only who has looked for a source knows that it was not found."""
    return iter(())


def not_found(places: Mapping[str, bool]) -> Finding:
    """Return the finding that a source was searched for but not found.

    Args:
        places: that were searched, in words, and whether each answered.
    """
    if not places:
        return RULE.finding("nothing suggests where the source could be now")
    tried = ", ".join(place for place, answered in places.items() if answered)
    failed = ", ".join(place for place, answered in places.items() if not answered)
    if not failed:
        return RULE.finding("not found elsewhere; searched: {tried}", {"tried": tried})
    if not tried:
        return RULE.finding("not found elsewhere; no response from: {failed}", {"failed": failed})
    return RULE.finding(
        "not found elsewhere; searched: {tried}; no response from: {failed}",
        {"tried": tried, "failed": failed},
    )
