"""JSON lines, written as verdicts come."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

import msgspec

from linkcheck.reports.format import Format
from linkcheck.reports.json_text import masked_text
from linkcheck.reports.plain import summary_data, told

if TYPE_CHECKING:
    from linkcheck.models import Report, Verdict
    from linkcheck.reports.format import Style

__all__ = ["FORMAT", "JsonLinesReporter"]


class JsonLinesReporter:
    """Writes a line for each verdict as it comes, then problems and the summary.

    Each line is an object whose `type` is "verdict", "problem" or "summary".

    Args:
        stream: where to.
        style: changes nothing.
    """

    streams = True

    def __init__(self, stream: TextIO, style: Style) -> None:  # noqa: ARG002 - as every reporter
        self._stream = stream

    def verdict(self, verdict: Verdict) -> None:
        """Write the verdict at once, so that a crash loses nothing."""
        self._line("verdict", told(verdict))

    def finish(self, report: Report) -> None:
        """Write what is known only at the end."""
        for problem in report.problems:
            self._line("problem", msgspec.to_builtins(problem))
        self._line("summary", summary_data(report))

    def _line(self, kind: str, data: dict[str, object]) -> None:
        encoding = getattr(self._stream, "encoding", None)
        self._stream.write(masked_text({"type": kind, **data}, encoding) + "\n")
        self._stream.flush()


FORMAT = Format("jsonl", JsonLinesReporter, "JSON Lines, one object per verdict", suffix=".jsonl")
