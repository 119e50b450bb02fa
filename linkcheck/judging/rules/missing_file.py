"""The article links to a file that is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.judging.rule import RuleInfo, Stage
from linkcheck.models import Field, Rule, Severity, Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.judging.case import Case
    from linkcheck.models import Finding

__all__ = ["RULE", "check"]

RULE = RuleInfo(
    rule=Rule.MISSING_FILE,
    stage=Stage.ARTICLE,
    severity=Severity.ERROR,
    status=Status.BROKEN,
    url_status=None,
    summary="A link points to a file in the repository that does not exist (only with `--local`).",
    why="Readers of the repository, or of the site that is built from it, get an error.",
    example="A link to `methods/survey.md`, after that file was renamed.",
    fix="Link to the file's current name, or remove the link.",
)


def check(case: Case) -> Iterator[Finding]:
    """Report a file that is not there, or that is outside the repository."""
    for found in case.mismatches(Field.FILE):
        facts = {"cited": found.cited or ""}
        if found.relation == "outside":
            yield RULE.finding("“{cited}” leads out of the repository", facts)
        else:
            yield RULE.finding("there is no file “{cited}” in the repository", facts)
