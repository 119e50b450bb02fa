"""Tests of the matching room."""

from __future__ import annotations
