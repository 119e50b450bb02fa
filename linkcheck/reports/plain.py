"""Verdicts and reports as plain data: the one form behind every report for machines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from linkcheck.models import Status
from linkcheck.reports.safe import mask_credentials

if TYPE_CHECKING:
    from linkcheck.models import Citation, Page, Problem, Report, Resolution, Verdict

__all__ = ["citation_data", "masked", "problem_data", "summary_data", "verdict_data"]


def citation_data(citation: Citation) -> dict[str, Any]:
    """Return a citation as plain data, fields that say nothing left out."""
    return _clean(citation)


def verdict_data(verdict: Verdict) -> dict[str, Any]:
    """Return a verdict as plain data: each finding with its message, no page text, no secrets."""
    data: dict[str, Any] = {
        "status": verdict.status.value,
        "article": mask_credentials(verdict.article) if verdict.article else None,
        "article_published": mask_credentials(verdict.article_published or "") or None,
        "citation": citation_data(verdict.citation),
        "url_status": verdict.url_status.value if verdict.url_status else None,
        "findings": [
            {**_clean(finding), "message": mask_credentials(finding.message)}
            for finding in verdict.findings
        ],
        "evidence": [_clean(evidence) for evidence in verdict.evidence],
        "resolution": _resolution(verdict.resolution) if verdict.resolution else None,
        "page": _page(verdict.page) if verdict.page else None,
    }
    for finding in data["findings"]:
        finding.pop("template")
    return {key: value for key, value in data.items() if value is not None}


def problem_data(problem: Problem) -> dict[str, Any]:
    """Return an input that could not be read as plain data."""
    return _clean(problem)


def summary_data(report: Report) -> dict[str, Any]:
    """Return the counts of a report."""
    return {
        "articles": report.articles,
        "citations": report.citations,
        "problems": len(report.problems),
        "errors": report.errors,
        "warnings": report.warnings,
        "complete": report.complete,
        "unchecked": report.unchecked,
        "known": report.known,
        "mended": report.mended,
        "elapsed": round(report.elapsed, 3),
        **{status.value: report.count(status) for status in Status},
    }


def _resolution(resolution: Resolution) -> dict[str, Any]:
    # Of the headers only those of a hop, which say what the answer is; others may carry secrets.
    return _clean(resolution, left_out=("body", "headers"))


def _page(page: Page) -> dict[str, Any]:
    return _clean(page, left_out=("text", "lead", "anchors"))


def _clean(value: object, *, left_out: tuple[str, ...] = ()) -> dict[str, Any]:
    data: dict[str, Any] = msgspec.to_builtins(value)
    return {
        key: inert
        for key, item in data.items()
        if key not in left_out and (inert := masked(item)) is not None
    }


def masked(value: Any) -> Any:
    """Return plain data with the passwords and tokens of all addresses in it masked."""
    if isinstance(value, str):
        return mask_credentials(value)  # addresses may be relative, or stand inside a sentence
    if isinstance(value, dict):
        return {key: masked(item) for key, item in value.items() if item is not None}
    if isinstance(value, (list, tuple)):
        return [masked(item) for item in value]
    return value
