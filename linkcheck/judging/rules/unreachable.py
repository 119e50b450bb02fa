"""There is no usable answer this time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.judging.rule import RuleInfo, Stage
from linkcheck.judging.rules import dead_link
from linkcheck.models import Failure, PageKind, Rule, Severity, Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.judging.case import Case
    from linkcheck.models import Finding

__all__ = ["RULE", "check", "not_checked"]

RULE = RuleInfo(
    rule=Rule.UNREACHABLE,
    stage=Stage.AWAY,
    severity=Severity.WARNING,
    status=Status.UNVERIFIED,
    url_status=None,
    summary="The site did not respond this time; it may only be down for now.",
    why="The page may be gone, but a single failure does not prove it.",
    example="No response within 45 seconds, or status 503.",
    fix="Nothing yet. If it fails again, days apart, it is reported as a dead link.",
)


MESSAGES = {
    PageKind.MAINTENANCE: "the site is under maintenance{reasons}",
    PageKind.SERVER_DEFAULT: "the site shows the server's default page{reasons}",
}
FAILURES = frozenset(
    {
        Failure.DNS_TEMPORARY,
        Failure.REFUSED,
        Failure.RESET,
        Failure.CONNECT_TIMEOUT,
        Failure.READ_TIMEOUT,
        Failure.MALFORMED_ANSWER,
        Failure.DECOMPRESSION_BOMB,
        Failure.NETWORK,
        Failure.NOT_RECORDED,
        Failure.INTERNAL,
    }
)


def check(case: Case) -> Iterator[Finding]:
    """Report a source without a usable answer: as dead where that has been so often enough."""
    found = _found(case)
    if found is not None:
        yield dead_link.confirmed(case, found) or found


def not_checked(fault: str) -> Finding:
    """Return the finding for an address that a bug in linkcheck kept from being checked."""
    template = "not checked because of an internal error in linkcheck: {detail}"
    return RULE.finding(template, {"detail": fault})


def _found(case: Case) -> Finding | None:
    facts = {"detail": case.detail}
    if case.failure is Failure.NOT_RECORDED:
        return RULE.finding("the address is not in the recording", facts)
    if case.failure is Failure.INTERNAL:
        return not_checked(case.detail)
    if case.failure is not None:
        return RULE.finding("no response: {detail}", facts) if case.failure in FAILURES else None
    if case.kind in MESSAGES:
        return RULE.finding(MESSAGES[case.kind], case.answer_facts)
    if not 200 <= case.status < 300:
        return RULE.finding("no usable response: status {status}", case.answer_facts)
    return None
