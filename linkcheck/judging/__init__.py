"""Decide what a citation's evidence amounts to. Nothing here does I/O."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.text.lazy import lazy_names

if TYPE_CHECKING:
    from linkcheck.judging.policy import Difference, Policy
    from linkcheck.judging.rules import OF_PAGES, RULES

__all__ = ["OF_PAGES", "RULES", "Difference", "Policy"]

__getattr__, __dir__ = lazy_names(
    __name__,
    {"Difference": "policy", "OF_PAGES": "rules", "Policy": "policy", "RULES": "rules"},
)
