"""What to suggest to somebody who wrote a name that is not known."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["nearest", "suggestion"]

_MANY = 40


def nearest(name: str, known: Collection[str]) -> str | None:
    """Return the known name that was probably meant, or None."""
    wanted = name.strip().lower().replace("_", "-")
    return next(iter(difflib.get_close_matches(wanted, known, n=1)), None)


def suggestion(name: str, known: Collection[str]) -> str:
    """Return a question with the name that was probably meant, or the names to choose from."""
    near = nearest(name, known)
    if near is not None:
        return f"did you mean {near}?"
    return f"choose one of {', '.join(known)}" if len(known) < _MANY else "see the guide for all"
