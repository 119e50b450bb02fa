"""The report as GitLab shows it in a merge request: a code quality report.

Source: GitLab's documentation, "Code Quality", section "Code Quality report format".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from linkcheck.models import Severity
from linkcheck.reports.format import Format
from linkcheck.reports.i18n import messages
from linkcheck.reports.json_text import json_text
from linkcheck.reports.places import Fingerprints
from linkcheck.reports.safe import shown
from linkcheck.reports.whole import WholeReporter
from linkcheck.reports.wording import with_source

if TYPE_CHECKING:
    from linkcheck.models import Finding, Problem, Report, Verdict

__all__ = ["FORMAT", "GitlabReporter"]

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTE: "info"}


class GitlabReporter(WholeReporter):
    """Writes one JSON array at the end.

    Args:
        stream: where to.
        style: only tells the language.
    """

    def finish(self, report: Report) -> None:
        """Write the report."""
        fingerprints = Fingerprints(self._places)
        issues = [
            self._finding(verdict, finding, fingerprints.of(verdict, finding))
            for verdict in report.verdicts
            for finding in verdict.findings
        ]
        issues += [
            self._problem(problem, fingerprints.of_problem(problem)) for problem in report.problems
        ]
        self._stream.write(json_text(issues, self._encoding, indent=2) + "\n")

    def _finding(self, verdict: Verdict, finding: Finding, fingerprint: str) -> dict[str, Any]:
        citation = verdict.citation
        return {
            "description": with_source(finding, citation, messages(self._style.language)),
            "check_name": finding.rule.value,
            "fingerprint": fingerprint,
            "severity": _SEVERITIES[finding.severity],
            "location": self._location(citation.location.path, citation.location.line),
        }

    def _problem(self, problem: Problem, fingerprint: str) -> dict[str, Any]:
        return {
            "description": shown(problem.message),
            "check_name": "unreadable",
            "fingerprint": fingerprint,
            "severity": _SEVERITIES[Severity.ERROR],
            "location": self._location(problem.path, problem.line or 1),
        }

    def _location(self, path: str, line: int) -> dict[str, Any]:
        return {"path": self._places.named(path), "lines": {"begin": line}}


FORMAT = Format(
    "gitlab", GitlabReporter, "a code quality report for GitLab merge requests", suffix=".json"
)
