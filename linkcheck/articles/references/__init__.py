"""Read what a list item or a reference claims."""

from __future__ import annotations
