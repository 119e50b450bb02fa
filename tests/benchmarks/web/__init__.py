"""A benchmark of link checking against other link checkers, on the loopback interface alone."""

from __future__ import annotations
