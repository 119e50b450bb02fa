"""The recorded web of the demonstration: its pages and the program that builds it."""

from __future__ import annotations
