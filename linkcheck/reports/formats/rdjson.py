"""The report as reviewdog reads it, which then comments on the lines of a pull request.

Source: reviewdog, "Reviewdog Diagnostic Format" (`proto/rdf/reviewdog.proto`). Places are lines:
columns there count bytes of UTF-8, which only the article's text could say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from linkcheck.models import Severity
from linkcheck.reports.format import Format
from linkcheck.reports.i18n import messages
from linkcheck.reports.json_text import json_text
from linkcheck.reports.safe import shown
from linkcheck.reports.whole import WholeReporter
from linkcheck.reports.wording import with_proposal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from linkcheck.models import Finding, Problem, Report, Verdict

__all__ = ["FORMAT", "RdjsonReporter", "rdjson_text"]

_SEVERITIES = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.NOTE: "INFO"}


def rdjson_text(diagnostics: Sequence[dict[str, Any]], encoding: str | None) -> str:
    """Return diagnostics as one JSON object (rdjson).

    Args:
        diagnostics: plain data.
        encoding: of the stream it goes to, see `json_text`.
    """
    source = {"name": "linkcheck", "url": "https://pypi.org/project/linkcheck-bilingual/"}
    return json_text({"source": source, "diagnostics": diagnostics}, encoding)


class RdjsonReporter(WholeReporter):
    """Writes one JSON object at the end.

    Args:
        stream: where to.
        style: only tells the language.
    """

    def finish(self, report: Report) -> None:
        """Write the report."""
        diagnostics = [
            self._finding(verdict, finding)
            for verdict in report.verdicts
            for finding in verdict.findings
        ]
        diagnostics += [self._problem(problem) for problem in report.problems]
        self._stream.write(rdjson_text(diagnostics, self._encoding) + "\n")

    def _finding(self, verdict: Verdict, finding: Finding) -> dict[str, Any]:
        location = verdict.citation.location
        return {
            "message": with_proposal(finding, verdict.citation, messages(self._style.language)),
            "location": self._location(location.path, location.line),
            "severity": _SEVERITIES[finding.severity],
            "code": {"value": finding.rule.value},
        }

    def _problem(self, problem: Problem) -> dict[str, Any]:
        return {
            "message": shown(problem.message, 1000),
            "location": self._location(problem.path, problem.line),
            "severity": _SEVERITIES[Severity.ERROR],
            "code": {"value": "unreadable"},
        }

    def _location(self, path: str, line: int | None) -> dict[str, Any]:
        place: dict[str, Any] = {"path": self._places.named(path)}
        if line is not None:
            place["range"] = {"start": {"line": line}}
        return place


FORMAT = Format(
    "rdjson", RdjsonReporter, "diagnostics for reviewdog (`reviewdog -f=rdjson`)", suffix=".rdjson"
)
