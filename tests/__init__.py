"""Tests of linkcheck."""

from __future__ import annotations
