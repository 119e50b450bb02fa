"""Hide findings: ignores, then the baseline."""

from __future__ import annotations
