"""Bugs in linkcheck: one costs the result for one address, and never ends a run."""

from __future__ import annotations

import logging

__all__ = ["noted"]

_LONGEST = 200

_log = logging.getLogger("linkcheck")
# Without a handler Python would print tracebacks to standard error.
_log.addHandler(logging.NullHandler())


def noted(error: Exception, doing: str) -> str:
    """Log an unexpected exception, and return its type and message in one short line.

    Args:
        error: the exception.
        doing: what was being done, for the log.
    """
    _log.error("internal error while %s", doing, exc_info=error)
    message = " ".join(str(error)[: 4 * _LONGEST].split())
    return f"{type(error).__name__}: {message}"[:_LONGEST].rstrip(": ")
