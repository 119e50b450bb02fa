"""Tests of the articles room."""

from __future__ import annotations
