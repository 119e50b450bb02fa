"""How often a process of our own looks for garbage."""

from __future__ import annotations

import gc

__all__ = ["collect_rarely", "leave_it"]

_YOUNG = 100_000
"""Objects made before the youngest are looked through. Python's own 700 are passed many times for
each page, and nearly all that a page leaves behind is freed without any looking."""


def collect_rarely() -> None:
    """Look for garbage a hundred times less often: it saves a tenth of a run's time.

    Only for processes that are ours alone; a program that imports linkcheck decides for itself.
    """
    gc.set_threshold(_YOUNG, 20, 100)


def leave_it() -> None:
    """Do not look for garbage any more: the process is at its end, and all memory with it.

    Python would look through everything that a run has left behind once more, for nothing; after
    thousands of links that takes a fifth of a second.
    """
    gc.freeze()
