"""Tests of suppression."""

from __future__ import annotations
