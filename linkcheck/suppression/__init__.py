"""Hide findings: ignores, then the baseline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.text.lazy import lazy_names

if TYPE_CHECKING:
    from linkcheck.suppression.baseline import Baseline

__all__ = ["Baseline"]

__getattr__, __dir__ = lazy_names(__name__, {"Baseline": "baseline"})
