"""One JSON document with everything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.reports.format import Format
from linkcheck.reports.json_text import json_text
from linkcheck.reports.plain import report_data
from linkcheck.reports.whole import WholeReporter

if TYPE_CHECKING:
    from linkcheck.models import Report

__all__ = ["FORMAT", "JsonReporter"]


class JsonReporter(WholeReporter):
    """Writes one JSON document at the end.

    Args:
        stream: where to.
        style: changes nothing.
    """

    def finish(self, report: Report) -> None:
        """Write the document."""
        self._stream.write(json_text(report_data(report), self._encoding, indent=2) + "\n")


FORMAT = Format("json", JsonReporter, "one JSON document with everything", suffix=".json")
