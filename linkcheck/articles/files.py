"""Find the article files below the paths a user names."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from linkcheck.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

__all__ = ["find_files"]

# Folders that hold no articles of one's own.
_PASSED_OVER = frozenset({"node_modules", "__pycache__", "venv", "site-packages"})


def find_files(
    paths: Iterable[str | os.PathLike[str]], suffixes: Collection[str]
) -> Iterator[Path]:
    """Yield article files, folders walked in sorted order.

    Args:
        paths: files (always yielded, whatever their name) and folders.
        suffixes: which files of a folder are articles, lower case, with the dot.

    Raises:
        UsageError: a path does not exist.
    """
    for name in paths:
        path = Path(name)
        if path.is_dir():
            yield from _walk(path, suffixes)
        elif path.exists():
            yield path
        else:
            message = f"{path}: there is no such file or folder; check the spelling"
            raise UsageError(message)


def _walk(folder: Path, suffixes: Collection[str]) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and name not in _PASSED_OVER
        )
        for name in sorted(names):
            if not name.startswith(".") and os.path.splitext(name)[1].lower() in suffixes:  # noqa: PTH122 - ten times faster than a Path for each of 100,000 names
                yield Path(parent, name)
