"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, TextIO, cast

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Replacement", "replace_bytes", "text_file"]


class Replacement:
    """A text file written beside another, whose place it takes when it is whole.

    Args:
        target: the file to replace; it need not exist.

    Attributes:
        stream: what to write to.

    Raises:
        OSError: no file can be written there.
    """

    def __init__(self, target: Path) -> None:
        self._target = target
        self._beside = _beside(target)
        self.stream = text_file(self._beside, "x")

    def commit(self) -> None:
        """Close the file and put it in its place, with the permissions of the one there.

        Raises:
            OSError: that fails; the file that is there stays.
        """
        self.stream.close()
        _put(self._beside, self._target)

    def abandon(self) -> None:
        """Delete what was written, without closing it, since that may block."""
        self._beside.unlink(missing_ok=True)


def replace_bytes(target: Path, data: bytes) -> None:
    """Write a file whole or not at all, with the permissions of the one there.

    Raises:
        OSError: that fails; the file that is there stays.
    """
    beside = _beside(target)
    try:
        with beside.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        _put(beside, target)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _beside(target: Path) -> Path:
    return target.with_name(f".{target.name[:50]}.{os.urandom(4).hex()}.part")


def _put(beside: Path, target: Path) -> None:
    if target.exists():
        shutil.copymode(target, beside)
    beside.replace(target)


def text_file(path: Path, mode: str) -> TextIO:
    """Open a text file to write to.

    A file name that is not text comes as lone surrogates, which UTF-8 has no form for: they are
    escaped. Line ends are the writer's own, since a program may read the file elsewhere.

    Raises:
        OSError: it cannot be opened.
    """
    file = path.open(mode, encoding="utf-8", errors="backslashreplace", newline="\n")
    return cast("TextIO", file)
