"""Where the guide is published, kept in this one place."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from linkcheck.models import Rule

__all__ = ["GUIDE", "page_of"]

# OWNER as in the guide's examples: wherever this repository is kept.
GUIDE = "https://github.com/OWNER/linkcheck/blob/main/examples/guide/"


def page_of(rule: Rule) -> str:
    """Return the address of the part of the guide that explains a rule."""
    return f"{GUIDE}rules.md#{rule.value}"
