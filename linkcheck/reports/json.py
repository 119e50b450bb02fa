"""Reports for machines: one JSON document, or JSON lines as verdicts come."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TextIO

from linkcheck.reports.plain import problem_data, summary_data, verdict_data

if TYPE_CHECKING:
    from linkcheck.models import Report, Verdict

__all__ = ["JsonLinesReporter", "JsonReporter"]


class JsonReporter:
    """Writes one JSON document at the end.

    Args:
        stream: where to.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def verdict(self, verdict: Verdict) -> None:
        """Wait for the end: the document is in the order of the articles."""

    def finish(self, report: Report) -> None:
        """Write the document."""
        document = {
            "summary": summary_data(report),
            "verdicts": [verdict_data(verdict) for verdict in report.verdicts],
            "problems": [problem_data(problem) for problem in report.problems],
        }
        json.dump(document, self._stream, ensure_ascii=False, indent=2)
        self._stream.write("\n")


class JsonLinesReporter:
    """Writes a line for each verdict as it comes, then problems and the summary.

    Each line is an object whose `type` is "verdict", "problem" or "summary".

    Args:
        stream: where to.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def verdict(self, verdict: Verdict) -> None:
        """Write the verdict at once, so that a crash loses nothing."""
        self._line("verdict", verdict_data(verdict))

    def finish(self, report: Report) -> None:
        """Write what is known only at the end."""
        for problem in report.problems:
            self._line("problem", problem_data(problem))
        self._line("summary", summary_data(report))

    def _line(self, kind: str, data: dict[str, Any]) -> None:
        # U+2028 and U+2029 end a line for some readers, though not in JSON.
        text = json.dumps({"type": kind, **data}, ensure_ascii=False)
        text = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
        self._stream.write(text + "\n")
        self._stream.flush()
