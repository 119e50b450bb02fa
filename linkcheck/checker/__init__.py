"""Check articles or citations: `Checker`, and the calls that most programs need."""

from __future__ import annotations

from linkcheck.checker.checker import Checker, Verdicts

__all__ = ["Checker", "Verdicts"]
