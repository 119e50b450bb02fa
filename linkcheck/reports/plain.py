"""Verdicts and reports as plain data: the one form behind every report for machines."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import msgspec

from linkcheck.models import Status
from linkcheck.reports.safe import mask_credentials

if TYPE_CHECKING:
    from collections.abc import Callable

    from linkcheck.models import (
        Citation,
        Finding,
        History,
        Page,
        Problem,
        Report,
        Resolution,
        Verdict,
    )

__all__ = [
    "citation_data",
    "masked",
    "problem_data",
    "report_data",
    "summary_data",
    "told",
    "verdict_data",
]


def citation_data(citation: Citation) -> dict[str, Any]:
    """Return a citation as plain data, fields that say nothing left out.

    It is what the article says, for other programs: only certain secrets are masked.
    """
    data: dict[str, Any] = _masked(
        msgspec.to_builtins(citation), partial(mask_credentials, only_certain=True)
    )
    return data


def verdict_data(verdict: Verdict) -> dict[str, Any]:
    """Return a verdict as plain data: each finding with its message, no page text, no secrets."""
    data: dict[str, Any] = masked(told(verdict))
    return data


def told(verdict: Verdict) -> dict[str, object]:
    """Return a verdict's data, with secrets in addresses not masked yet."""
    data: dict[str, object | None] = {
        "status": verdict.status,
        "article": verdict.article or None,
        "article_id": verdict.article_id or None,
        "article_published": verdict.article_published or None,
        "citation": verdict.citation,
        "url_status": verdict.url_status,
        "findings": [_finding(finding) for finding in verdict.findings],
        "evidence": verdict.evidence,
        "resolution": _resolution(verdict.resolution, verdict.history)
        if verdict.resolution
        else None,
        "page": _page(verdict.page) if verdict.page else None,
        "hidden": [_finding(finding) for finding in verdict.hidden] or None,
    }
    return {key: value for key, value in data.items() if value is not None}


def problem_data(problem: Problem) -> dict[str, Any]:
    """Return an input that could not be read as plain data."""
    data: dict[str, Any] = masked(problem)
    return data


def summary_data(report: Report) -> dict[str, Any]:
    """Return the counts of a report, and why a run ended early where the network was away."""
    outage = {"outage": mask_credentials(report.outage)} if report.outage is not None else {}
    return {
        "articles": report.articles,
        "citations": report.citations,
        "problems": len(report.problems),
        "errors": report.errors,
        "warnings": report.warnings,
        "notes": report.notes,
        "complete": report.complete,
        "unchecked": report.unchecked,
        "excluded": report.excluded,
        "known": report.known,
        "fixed": report.fixed,
        "elapsed": round(report.elapsed, 3),
        **{status.value: report.count(status) for status in Status},
        **outage,
    }


def report_data(report: Report) -> dict[str, Any]:
    """Return a report as plain data."""
    return {
        "summary": summary_data(report),
        "verdicts": [verdict_data(verdict) for verdict in report.verdicts],
        "problems": [problem_data(problem) for problem in report.problems],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    data: dict[str, Any] = msgspec.to_builtins(finding)
    del data["template"]
    data["message"] = finding.message
    if finding.proposal is not None:
        data["proposal"].pop("facts", None)
        data["proposal"]["reason"] = finding.proposal.why or None
    return data


def _resolution(resolution: Resolution, history: History) -> dict[str, Any]:
    """Return the answer and its history as one object, as reports have always had it."""
    # Of the headers only those of a hop, which say what the answer is; others may carry secrets.
    answer = msgspec.structs.replace(resolution, body=b"", headers=())
    return {**msgspec.to_builtins(answer), **msgspec.to_builtins(history)}


def _page(page: Page) -> Page:
    return msgspec.structs.replace(page.bare(), lead=None)


def masked(value: object) -> Any:
    """Return nouns as plain data with the passwords and tokens of all addresses in it masked."""
    return _masked(msgspec.to_builtins(value))


def _masked(value: Any, mask: Callable[[str], str] = mask_credentials) -> Any:
    if isinstance(value, str):
        return mask(value)  # addresses may be relative, or inside a sentence
    if isinstance(value, dict):
        return {key: _masked(item, mask) for key, item in value.items() if item is not None}
    if isinstance(value, (list, tuple)):
        return [_masked(item, mask) for item in value]
    return value
