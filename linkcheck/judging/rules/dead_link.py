"""The page, or its host, is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.judging.rule import RuleInfo, Stage
from linkcheck.models import Failure, Rule, Severity, Status, UrlStatus
from linkcheck.models.statuses import GONE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.judging.case import Case
    from linkcheck.models import Finding

__all__ = ["REPEATED", "RULE", "check", "confirmed"]

RULE = RuleInfo(
    rule=Rule.DEAD_LINK,
    stage=Stage.GONE,
    severity=Severity.ERROR,
    status=Status.BROKEN,
    url_status=UrlStatus.DEAD,
    summary="The page no longer exists: status 404 or 410, or the host does not exist.",
    why="Readers who follow the link find nothing, and the article's claim is left unsupported.",
    example="https://news.example/2014/talks returns 404, or has failed three times, days apart.",
    fix="Look for the story elsewhere on the publisher's site, or cite an archived copy.",
    silence="If the article cites an archived copy instead, that copy is checked.",
)


REPEATED = "failed {times} times since {since}"
"""Put before the message of a source that did not answer; translated by itself."""


def check(case: Case) -> Iterator[Finding]:
    """Report a host that does not exist, or a status that says that the page does not."""
    if case.failure is Failure.NO_SUCH_HOST:
        yield RULE.finding("{detail}", {"detail": case.detail})
    elif case.status in GONE and case.shows_title:
        # Readers see the story: the site's status is wrong, or its page will soon be gone.
        template = "the site reports the page as gone but still shows it: status {status}"
        yield RULE.finding(template, case.answer_facts, severity=Severity.WARNING)
    elif case.status in GONE:
        yield RULE.finding("the page is gone: status {status}", case.answer_facts)


def confirmed(case: Case, unreachable: Finding) -> Finding | None:
    """Return the finding for a source that was unreachable often enough, or None.

    Args:
        case: all that is known about the citation.
        unreachable: what is wrong this time.
    """
    times = max(1, case.history.failures)
    if times < case.policy.confirmations or not case.counts_as_away:
        return None
    if times == 1:
        return RULE.finding(unreachable.template, unreachable.facts)
    facts = {"times": str(times), "since": (case.history.failing_since or "")[:10]}
    return RULE.finding(f"{REPEATED}: {unreachable.template}", facts | unreachable.facts)
