"""Measurements, run by hand: `python -m tests.benchmarks.NAME`. Nothing here is asserted in CI."""

from __future__ import annotations
