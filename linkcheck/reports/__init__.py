"""Write a report: one module for each format in `formats/`, found by `registry`."""

from __future__ import annotations

from linkcheck.reports.format import Format, Reporter, Style
from linkcheck.reports.registry import format_names, make_reporter, own_formats, report_format

__all__ = [
    "Format",
    "Reporter",
    "Style",
    "format_names",
    "make_reporter",
    "own_formats",
    "report_format",
]
