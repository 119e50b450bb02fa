"""The address is not a web address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.judging.rule import RuleInfo, Stage
from linkcheck.models import Failure, Rule, Severity, Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.judging.case import Case
    from linkcheck.models import Finding

__all__ = ["RULE", "check"]

RULE = RuleInfo(
    rule=Rule.UNSUPPORTED_SCHEME,
    stage=Stage.ACCESS,
    severity=Severity.NOTE,
    status=Status.UNVERIFIED,
    url_status=None,
    summary="The address is not a web address (`ftp:`, `urn:`, `tg:`), so it is not checked.",
    why="Only http and https addresses can be requested; other programs open the rest.",
    example="A source at ftp://archive.example/talks.txt, or a channel at tg://resolve?domain=news.",
    fix="Nothing, if readers can open it; otherwise cite a web address for the source.",
)


def check(case: Case) -> Iterator[Finding]:
    """Report an address that no web request can be made for."""
    if case.failure is Failure.UNSUPPORTED_SCHEME:
        yield RULE.finding("{detail}", {"detail": case.detail})
