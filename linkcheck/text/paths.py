"""A file's path as seen from a folder."""

from __future__ import annotations

import os

__all__ = ["STANDARD_INPUT", "relative", "within"]

STANDARD_INPUT = "-"
"""The path that stands for standard input."""


def relative(path: str, folder: str) -> str | None:
    """Return a path from a folder, with slashes; None on another drive.

    Links to the file's own folder are followed, the file's own is not: it is where it was found.

    Args:
        path: a file, absolute or from the current folder.
        folder: a real path.
    """
    parent, name = os.path.split(path)
    try:
        found = os.path.relpath(os.path.join(os.path.realpath(parent), name), folder)  # noqa: PTH118 - only text
    except ValueError:  # on another drive
        return None
    return found.replace(os.sep, "/")


def within(path: str, folder: str) -> str | None:
    """Return a path from a folder that it is in, see `relative`; None for any other."""
    found = relative(path, folder)
    return None if found is None or found == ".." or found.startswith("../") else found
