"""The formats of articles, one module each."""

from __future__ import annotations
