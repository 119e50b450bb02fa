"""Every exception that linkcheck raises to its callers.

What goes wrong with a *link* is a value (see `linkcheck.models.Resolution`), never one of these.

    LinkcheckError                  exit code 2 unless said otherwise
     ├── UsageError                 an argument or option that cannot be used
     ├── ArticleError               an article that cannot be read: names file and line
     ├── RecordingError             a recorded web (WARC) that cannot be read or written
     └── StoreError                 a store of former answers that cannot be read or written
"""

from __future__ import annotations

import logging

__all__ = ["ArticleError", "LinkcheckError", "RecordingError", "StoreError", "UsageError", "noted"]


class LinkcheckError(Exception):
    """Base of all exceptions raised by linkcheck.

    Args:
        messages: what went wrong.

    Attributes:
        exit_code: what the command exits with when this ends a run.
        messages: what went wrong, each for a line of its own.
    """

    exit_code = 2

    def __init__(self, *messages: str) -> None:
        super().__init__("\n".join(messages))
        self.messages = messages


class UsageError(LinkcheckError):
    """An argument, option or path that cannot be used; the message says what to do."""


class ArticleError(LinkcheckError):
    """An article that cannot be read.

    Args:
        message: what is wrong and what to do about it, without the place.
        path: the file.
        line: the line, counted from 1, or None where the whole file is meant.
    """

    def __init__(self, message: str, *, path: str, line: int | None = None) -> None:
        place = path if line is None else f"{path}:{line}"
        super().__init__(f"{place}: {message}")
        self.message = message
        self.path = path
        self.line = line


class RecordingError(LinkcheckError):
    """A recorded web (WARC file) that cannot be read or written."""


class StoreError(LinkcheckError):
    """A store of former answers that cannot be read or written."""


_LONGEST = 200

_log = logging.getLogger("linkcheck")
# Without a handler Python would print tracebacks to standard error.
_log.addHandler(logging.NullHandler())


def noted(error: BaseException, doing: str) -> str:
    """Log an unexpected exception, and return its type and message in one short line.

    Args:
        error: the exception.
        doing: what was being done, for the log.
    """
    _log.error("internal error while %s", doing, exc_info=error)
    message = " ".join(str(error)[: 4 * _LONGEST].split())
    return f"{type(error).__name__}: {message}"[:_LONGEST].rstrip(": ")
