"""Plain values that say what to check and how."""

from __future__ import annotations
