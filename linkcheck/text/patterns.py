"""Whether a file's path matches a pattern as in `.gitignore`."""

from __future__ import annotations

import os
from functools import lru_cache
from typing import TYPE_CHECKING

from linkcheck.errors import UsageError
from linkcheck.text.gitignore import GitIgnore
from linkcheck.text.paths import within

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["compiled", "matching"]


def matching(
    patterns: Iterable[str], path: str | os.PathLike[str], root: str = ""
) -> tuple[str, ...]:
    """Return those of the patterns that a path matches.

    Args:
        patterns: as in `.gitignore`.
        path: a file, absolute or from the current folder; an address matches nothing.
        root: the folder that the patterns are written for; the current one where empty.

    Raises:
        UsageError: a pattern cannot be used.
    """
    return _matching(tuple(patterns), os.fspath(path), root or ".")


@lru_cache(maxsize=1 << 14)  # an article has many citations
def _matching(patterns: tuple[str, ...], path: str, root: str) -> tuple[str, ...]:
    if "://" in path:
        return ()
    inside = within(path, os.path.realpath(root))
    if inside is None:
        return ()
    return tuple(pattern for pattern in patterns if compiled((pattern,)).match_file(inside))


@lru_cache(maxsize=1 << 14)  # as many as a configuration file can hold
def compiled(patterns: tuple[str, ...]) -> GitIgnore:
    """Return patterns ready for use.

    Raises:
        UsageError: one cannot be used.
    """
    try:
        return GitIgnore(patterns, strict=True)
    except ValueError as error:
        message = f"a pattern cannot be used: {error}"
        raise UsageError(message) from error
