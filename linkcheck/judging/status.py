"""What becomes of a citation, by its findings and what is wanted of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from linkcheck.judging.rules import RULES
from linkcheck.models import Field, Match, PageKind, Rule, Severity, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from linkcheck.judging.policy import Policy
    from linkcheck.models import Citation, Evidence, Finding, Page, Verdict

__all__ = ["governed", "status_of", "wanted_of", "without"]

# Where this is found, what stands there is not the page: there was nothing to compare.
_ANOTHER = frozenset(
    {
        Rule.DEAD_LINK,
        Rule.SOFT_404,
        Rule.PARKED_DOMAIN,
        Rule.USURPED_DOMAIN,
        Rule.REDIRECTED_TO_HOME,
    }
)
_LEVELS = {
    Severity.ERROR: Status.BROKEN,
    Severity.WARNING: Status.WARNING,
    Severity.NOTE: Status.OK,
}
_STATUS_RANK = [Status.OK, Status.UNVERIFIED, Status.WARNING, Status.BROKEN]


def status_of(
    citation: Citation,
    shown: Sequence[Finding],
    hidden: Sequence[Finding],
    page: Page | None,
    evidence: Sequence[Evidence],
) -> Status:
    """Return the worst status of the findings; without any, whether the page could be compared.

    Args:
        citation: what the article says.
        shown: findings that are reported, each as grave as is wanted.
        hidden: findings that were made and are not reported.
        page: what was read, or None.
        evidence: what the comparison of the two found.
    """
    # What could not be told is not known better for being ignored, or called an error.
    statuses = [Status.UNVERIFIED for found in (*shown, *hidden) if _is_untold(found)]
    statuses += [_LEVELS[found.severity] for found in shown if not _is_untold(found)]
    if any(found.rule in _ANOTHER for found in (*shown, *hidden)):
        return max(statuses, key=_STATUS_RANK.index, default=Status.OK)
    titles = [found for found in evidence if found.field is Field.TITLE]
    other = page is not None and page.liveness.kind is not PageKind.LIVING
    if other and (titles or not statuses):
        statuses.append(Status.UNVERIFIED)
    # A claimed title that could not be compared is not vouched for; an anchor claims none.
    if not citation.inline and any(found.match is Match.UNVERIFIABLE for found in titles):
        statuses.append(Status.UNVERIFIED)
    return max(statuses, key=_STATUS_RANK.index, default=Status.OK)


def _is_untold(found: Finding) -> bool:
    return RULES[found.rule].status is Status.UNVERIFIED


def without(verdict: Verdict, hidden: Sequence[Finding]) -> Verdict:
    """Return a verdict from which findings were taken, with the status that is left.

    What could not be told stays untold: an ignored bot check does not make a source a good one.

    Args:
        verdict: as judged.
        hidden: of its findings.
    """
    left = tuple(found for found in verdict.findings if found not in hidden)
    status = status_of(verdict.citation, left, hidden, verdict.page, verdict.evidence)
    if verdict.status is Status.UNVERIFIED and status is Status.OK:
        status = Status.UNVERIFIED
    return msgspec.structs.replace(verdict, findings=left, status=status)


def governed(verdict: Verdict, policy: Policy) -> Verdict | None:
    """Return a verdict that was found without judging as the policy wants it, or None.

    Args:
        verdict: with findings of their rules' own severities.
        policy: which findings are wanted.
    """
    findings = tuple(wanted_of(verdict.findings, policy.for_citation(verdict.citation)))
    status = status_of(verdict.citation, findings, (), None, ())
    return msgspec.structs.replace(verdict, findings=findings, status=status) if findings else None


def wanted_of(findings: Iterable[Finding], policy: Policy) -> list[Finding]:
    """Return the findings that a policy wants, each as grave as it wants it."""
    return [
        msgspec.structs.replace(found, severity=policy.severity.get(found.rule, found.severity))
        for found in findings
        if found.rule not in policy.ignore
    ]
