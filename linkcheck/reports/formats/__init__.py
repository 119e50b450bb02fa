"""The report formats, one module each, found by `linkcheck.reports.registry`."""

from __future__ import annotations
