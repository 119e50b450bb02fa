"""Decide what a citation's evidence amounts to. Nothing here does I/O."""

from __future__ import annotations
