"""Tests of the languages room."""

from __future__ import annotations
