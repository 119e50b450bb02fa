"""The file that the article links to does not have the place that the link names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.judging.case import compared
from linkcheck.judging.rule import RuleInfo, Stage
from linkcheck.models import Field, Rule, Severity, Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.judging.case import Case
    from linkcheck.models import Finding

__all__ = ["RULE", "check"]

RULE = RuleInfo(
    rule=Rule.MISSING_ANCHOR,
    stage=Stage.ARTICLE,
    severity=Severity.WARNING,
    status=Status.WARNING,
    url_status=None,
    summary="A link points to a heading or identifier that is not in the file "
    "(only with `--local`).",
    why="Readers land at the top of the file instead of the section that was meant.",
    example="A link to `#sources-and-methods`, after the heading was changed.",
    fix="Use the current anchor: on GitHub, the heading in lower case with hyphens for spaces.",
)


def check(case: Case) -> Iterator[Finding]:
    """Report a place that a file of the repository does not have."""
    if case.resolution is not None:
        return  # a page on the web: missing-fragment
    for found in case.mismatches(Field.FRAGMENT):
        yield RULE.finding("the file has no heading or identifier “{cited}”", compared(found))
