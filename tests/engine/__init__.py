"""Tests of engine."""

from __future__ import annotations
