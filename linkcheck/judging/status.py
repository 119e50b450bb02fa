"""What becomes of a citation, by its findings and by which of them are wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from linkcheck.judging.rules import RULES
from linkcheck.models import Field, Match, PageKind, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from linkcheck.judging.policy import Policy
    from linkcheck.models import Citation, Evidence, Finding, Page, Verdict

__all__ = ["apply_policy", "status_of", "without_findings"]

_RANK = [Status.OK, Status.UNVERIFIED, Status.WARNING, Status.BROKEN]


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
        shown: findings that are reported, each at the severity that is wanted.
        hidden: findings that were made and are not reported.
        page: what was read, or None.
        evidence: the result of comparing the two.
    """
    statuses = [RULES[found.rule].status_at(found.severity) for found in shown]
    # Ignoring a finding makes nothing known.
    if any(RULES[found.rule].status is Status.UNVERIFIED for found in hidden):
        statuses.append(Status.UNVERIFIED)
    # Where the page is not there, nothing was compared.
    if not any(RULES[found.rule].stage.has_no_page for found in (*shown, *hidden)):
        titles = [found for found in evidence if found.field is Field.TITLE]
        other = page is not None and page.liveness.kind is not PageKind.LIVING
        if other and (titles or not statuses):
            statuses.append(Status.UNVERIFIED)
        # Nothing vouches for a claimed title that could not be compared, or that was not read
        # surely enough to contradict the page; an anchor claims none.
        unsure = {Match.UNVERIFIABLE}
        if not citation.headline_is_sure:
            unsure.add(Match.MISMATCH)
        if not citation.inline and any(found.match in unsure for found in titles):
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
    status = status_of(verdict.citation, left, hidden, verdict.page, verdict.evidence)
    if verdict.status is Status.UNVERIFIED and status is Status.OK:
        status = Status.UNVERIFIED
    return msgspec.structs.replace(verdict, findings=left, status=status)
