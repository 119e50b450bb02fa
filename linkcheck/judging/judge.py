"""From evidence to verdict. Pure: no file, no network, no clock.

`linkcheck.judging.rules` has the findings, `linkcheck.judging.status` what they add up to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from linkcheck.judging.case import Case, IgnoreUse
from linkcheck.judging.policy import Policy
from linkcheck.judging.rule import Stage
from linkcheck.judging.rules import RULES, findings_of, unreachable
from linkcheck.judging.status import apply_policy, status_of
from linkcheck.models import History, Rule, Severity, UrlStatus, Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from linkcheck.models import Article, Citation, Evidence, Finding, Page, Resolution

__all__ = ["judge", "judge_ignore", "not_judged"]

_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


def judge(
    citation: Citation,
    *,
    article: Article | None,
    resolution: Resolution | None,
    page: Page | None,
    evidence: Sequence[Evidence] = (),
    history: History | None = None,
    policy: Policy | None = None,
    repeats: Citation | None = None,
) -> Verdict:
    """Return the verdict on a citation.

    Args:
        citation: what the article says.
        article: where it says so.
        resolution: the result of the request, or None where there is no address.
        page: what was read there, or None where there was nothing to read.
        evidence: the result of comparing the two.
        history: what earlier runs say of the address.
        policy: which findings are wanted.
        repeats: the citation of the same source above this one in the article's list, if any.
    """
    case = Case(
        citation=citation,
        article=article,
        repeats=repeats,
        resolution=resolution,
        page=page,
        evidence=tuple(evidence),
        policy=(policy if policy is not None else Policy()).for_citation(citation),
        history=history if history is not None else History(),
    )
    if case.is_accepted:
        case = case._replace(page=None, evidence=())
    if case.copy is not None:
        case = case._replace(page=None, evidence=(case.copy,))
    every = list(findings_of(case))
    reported = apply_policy(every, case.policy)
    hidden = [found for found in every if found.rule in case.policy.ignore]
    reported.sort(key=lambda found: _RANK[found.severity])
    return Verdict(
        citation=citation,
        article=article.title if article is not None else None,
        article_id=article.id if article is not None else None,
        article_format=(article.format or None) if article is not None else None,
        article_published=article.published if article is not None else None,
        status=status_of(reported, hidden),
        url_status=UrlStatus.DEAD if case.copy is not None else _url_status(every, resolution),
        findings=tuple(reported),
        evidence=case.evidence,
        resolution=msgspec.structs.replace(resolution, body=b"") if resolution else None,
        page=case.page.bare() if case.page else None,
        history=case.history,
    )


def judge_ignore(place: Citation, ignore: IgnoreUse, policy: Policy) -> Verdict | None:
    """Return the verdict on an ignore, or None where there is nothing to report.

    Args:
        place: where the ignore is, in the form of a citation.
        ignore: what it did.
        policy: which findings are wanted.
    """
    policy = policy.for_citation(place)
    found = apply_policy(findings_of(Case(place, ignore=ignore)), policy)
    if not found:
        return None
    return Verdict(citation=place, status=status_of(found, ()), findings=tuple(found))


def not_judged(citation: Citation, *, article: Article, fault: str) -> Verdict:
    """Return the verdict on a citation that a bug in linkcheck kept from being judged.

    Args:
        citation: what the article says.
        article: where it says so.
        fault: the error, in words.
    """
    found = unreachable.not_checked(fault)
    return Verdict(
        citation=citation,
        article=article.title,
        article_id=article.id,
        article_format=article.format or None,
        status=RULES[found.rule].status,
        findings=(found,),
    )


def _url_status(findings: Sequence[Finding], resolution: Resolution | None) -> UrlStatus | None:
    if resolution is None or resolution.status is None:
        gone = any(found.rule is Rule.DEAD_LINK for found in findings)
        return UrlStatus.DEAD if gone else None
    # What is wrong in the article says nothing about the address.
    rules = [RULES[found.rule] for found in findings]
    ranked = [
        (not rule.stage.ends, _RANK[found.severity], -rule.stage, rule)
        for found, rule in zip(findings, rules, strict=True)
        if rule.stage is not Stage.ARTICLE
    ]
    # What keeps the page from being seen says more than any finding on its address.
    return min(ranked, key=lambda row: row[:3])[3].url_status if ranked else UrlStatus.LIVE
