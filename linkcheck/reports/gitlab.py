"""The report as GitLab shows it in a merge request: a code quality report.

Source: GitLab's documentation, "Code Quality", section "Code Quality report format".
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any, TextIO

from linkcheck.models import Severity
from linkcheck.reports.json import json_text
from linkcheck.reports.places import Fingerprints, Places
from linkcheck.reports.safe import shown

if TYPE_CHECKING:
    from linkcheck.models import Finding, Problem, Report, Verdict
    from linkcheck.reports import Style

__all__ = ["GitlabReporter"]

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTE: "info"}


class GitlabReporter:
    """Writes one JSON array at the end.

    Args:
        stream: where to.
        style: changes nothing.
    """

    streams = False

    def __init__(self, stream: TextIO, style: Style) -> None:  # noqa: ARG002 - as every reporter
        self._stream = stream
        self._places = Places()

    def verdict(self, verdict: Verdict) -> None:
        """Wait for the end: fingerprints number equal findings in the order of the articles."""

    def finish(self, report: Report) -> None:
        """Write the report."""
        fingerprints = Fingerprints(self._places)
        issues = [
            self._finding(verdict, finding, fingerprints.of(verdict, finding))
            for verdict in report.verdicts
            for finding in verdict.findings
        ]
        issues += map(self._problem, report.problems)
        encoding = getattr(self._stream, "encoding", None)
        self._stream.write(json_text(issues, encoding, indent=2) + "\n")

    def _finding(self, verdict: Verdict, finding: Finding, fingerprint: str) -> dict[str, Any]:
        citation = verdict.citation
        named = ": ".join(filter(None, (citation.publisher, citation.title))) or citation.url or ""
        return {
            "description": f"{shown(finding.message)} (cited: {shown(named, 160)})",
            "check_name": finding.rule.value,
            "fingerprint": fingerprint,
            "severity": _SEVERITIES[finding.severity],
            "location": self._location(citation.location.path, citation.location.line),
        }

    def _problem(self, problem: Problem) -> dict[str, Any]:
        path = self._places.named(problem.path)
        key = f"{path}\0{problem.message}".encode("utf-8", "surrogatepass")
        return {
            "description": shown(problem.message),
            "check_name": "unreadable",
            "fingerprint": sha256(key).hexdigest()[:32],
            "severity": _SEVERITIES[Severity.ERROR],
            "location": self._location(problem.path, problem.line or 1),
        }

    def _location(self, path: str, line: int) -> dict[str, Any]:
        return {"path": self._places.named(path), "lines": {"begin": line}}
