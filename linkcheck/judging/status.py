"""What becomes of a citation, by its findings and by which of them are wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from linkcheck.judging.rules import RULES
from linkcheck.models import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from linkcheck.judging.policy import Policy
    from linkcheck.models import Finding, Verdict

__all__ = ["apply_policy", "status_of", "without_findings"]

_RANK = [Status.OK, Status.UNVERIFIED, Status.WARNING, Status.BROKEN]


def status_of(shown: Sequence[Finding], hidden: Sequence[Finding]) -> Status:
    """Return the worst status of the findings: each verdict that is not ok has one.

    Args:
        shown: findings that are reported, each at the severity that is wanted.
        hidden: findings that were made and are not reported.
    """
    statuses = [RULES[found.rule].status_at(found.severity) for found in shown]
    # Ignoring a finding makes nothing known.
    if any(RULES[found.rule].status is Status.UNVERIFIED for found in hidden):
        statuses.append(Status.UNVERIFIED)
    return max(statuses, key=_RANK.index, default=Status.OK)


def apply_policy(findings: Iterable[Finding], policy: Policy) -> list[Finding]:
    """Return the findings that a policy wants, each at the severity that it wants.

    Args:
        findings: at their rules' own severities.
        policy: which findings are wanted.
    """
    return [
        msgspec.structs.replace(found, severity=policy.severity.get(found.rule, found.severity))
        for found in findings
        if found.rule not in policy.ignore
    ]


def without_findings(verdict: Verdict, hidden: Sequence[Finding]) -> Verdict:
    """Return a verdict without some of its findings, with the status that is left.

    What was unverified stays so: an ignored bot check does not make a source a good one.

    Args:
        verdict: as judged.
        hidden: the findings to remove.
    """
    left = tuple(found for found in verdict.findings if found not in hidden)
    status = status_of(left, hidden)
    if verdict.status is Status.UNVERIFIED and status is Status.OK:
        status = Status.UNVERIFIED
    return msgspec.structs.replace(verdict, findings=left, status=status)
