"""The report as a table for spreadsheets: a row for each finding, and for each citation without."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, TextIO

from linkcheck.models import Severity
from linkcheck.reports.format import Format
from linkcheck.reports.safe import shown

if TYPE_CHECKING:
    from linkcheck.models import Finding, Report, Verdict
    from linkcheck.reports.format import Style

__all__ = ["COLUMNS", "FORMAT", "CsvReporter"]

COLUMNS = (
    "status", "severity", "rule", "path", "line", "column", "publisher", "title", "url", "message",
    "proposal", "final_url", "http_status", "found_title", "article", "place",
)  # fmt: skip
"""Names of the columns, which are its first row. New ones are added behind."""

# What makes a spreadsheet take a cell for a formula (OWASP, "CSV Injection"), the wide forms that
# Excel takes for the same included.
_FORMULA = tuple("=+-@＝＋－＠")


class CsvReporter:
    """Writes rows as verdicts come (RFC 4180, but for the line ends).

    Args:
        stream: where to.
        style: changes nothing.
    """

    streams = True

    def __init__(self, stream: TextIO, style: Style) -> None:  # noqa: ARG002 - as every reporter
        self._stream = stream
        self._rows = csv.writer(stream, lineterminator="\n")
        self._begun = False

    def verdict(self, verdict: Verdict) -> None:
        """Write the verdict's rows at once, so that a crash loses nothing."""
        self._begin()
        for finding in verdict.findings or (None,):
            self._write(_cells(verdict, finding))
        self._stream.flush()

    def finish(self, report: Report) -> None:
        """Write what could not be read, and the names of the columns where nothing came."""
        self._begin()
        for problem in report.problems:
            cells: dict[str, str | None] = {
                "severity": Severity.ERROR.value,
                "path": problem.path,
                "line": str(problem.line or ""),
                "message": problem.message,
            }
            self._write(cells)

    def _begin(self) -> None:
        if not self._begun:
            self._rows.writerow(COLUMNS)
            self._begun = True

    def _write(self, cells: dict[str, str | None]) -> None:
        self._rows.writerow([_inert(cells.get(name) or "") for name in COLUMNS])


FORMAT = Format(
    "csv",
    CsvReporter,
    "a table for spreadsheets, one row per finding",
    suffix=".csv",
)


def _cells(verdict: Verdict, finding: Finding | None) -> dict[str, str | None]:
    citation, resolution = verdict.citation, verdict.resolution
    cells: dict[str, str | None] = {
        "status": verdict.status.value,
        "path": citation.location.path,
        "line": str(citation.location.line),
        "column": str(citation.location.column),
        "place": citation.location.place,
        "publisher": citation.publisher,
        "title": citation.title,
        "url": citation.url,
        "found_title": verdict.page.title if verdict.page else None,
        "article": verdict.article,
    }
    if finding is not None:
        cells["severity"] = finding.severity.value
        cells["rule"] = finding.rule.value
        cells["message"] = finding.message
        cells["proposal"] = finding.proposal.replacement if finding.proposal else None
    if resolution is not None:
        cells["final_url"] = resolution.final_url
        cells["http_status"] = str(resolution.status or resolution.failure or "")
    return cells


def _inert(text: str) -> str:
    text = shown(text, 2000)
    return f"'{text}" if text.startswith(_FORMULA) else text
