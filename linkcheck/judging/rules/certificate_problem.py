"""The server's certificate cannot be trusted."""

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
    rule=Rule.CERTIFICATE_PROBLEM,
    stage=Stage.ACCESS,
    severity=Severity.WARNING,
    status=Status.UNVERIFIED,
    url_status=None,
    summary="The server's certificate cannot be trusted.",
    why="Browsers warn readers away, and the content may come from someone else.",
    example="The certificate of news.example expired in March.",
    fix="Try the address without `www.`, or write to the site; the page itself may be fine.",
)


FAILURES = frozenset(
    {
        Failure.TLS_EXPIRED,
        Failure.TLS_WRONG_NAME,
        Failure.TLS_SELF_SIGNED,
        Failure.TLS_INCOMPLETE_CHAIN,
        Failure.TLS_UNTRUSTED,
        Failure.TLS_OTHER,
    }
)


def check(case: Case) -> Iterator[Finding]:
    """Report a TLS failure."""
    if case.failure in FAILURES:
        yield RULE.finding("{detail}", {"detail": case.detail})
