"""The address is on a private network and was not requested."""

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
    rule=Rule.PRIVATE_ADDRESS,
    stage=Stage.ACCESS,
    severity=Severity.WARNING,
    status=Status.UNVERIFIED,
    url_status=None,
    summary="The address is on a private network and was not requested.",
    why="Readers outside your network cannot open it, and requests to it could reach "
    "internal systems.",
    example="http://10.0.0.5/report, or a host name that resolves to such an address.",
    fix="Cite an address on the public web.",
    silence="`--allow-private NETWORK` allows requests to it.",
)


def check(case: Case) -> Iterator[Finding]:
    """Report an address that the guard refused to request."""
    if case.failure is Failure.PRIVATE_ADDRESS:
        yield RULE.finding("{detail}", {"detail": case.detail})
