"""Open files so that nothing in a folder can block the run or lead out of that folder."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["SkippedError", "inside", "open_inside", "open_regular"]

# O_NONBLOCK: a FIFO that replaces the file after the check opens at once instead of waiting for
# a writer. It has no effect on regular files.
_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)
_KINDS = {
    stat.S_IFIFO: "a FIFO (named pipe)",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFDIR: "a folder",
    stat.S_IFLNK: "a symbolic link",
}


class SkippedError(OSError):
    """A file that is not read because of what it is; `strerror` says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.strerror = reason


def inside(path: str | Path, folder: str) -> str | None:
    """Return the real path of a file if that is in a folder, else None.

    Args:
        path: the file; symbolic links are followed.
        folder: the real path of the folder.
    """
    real = os.path.realpath(path)
    return real if real.startswith(os.path.join(folder, "")) else None  # noqa: PTH118 - a string


def open_inside(path: str | Path, folder: str) -> BinaryIO:
    """Open a regular file that was found in a folder.

    Args:
        path: the file, or a symbolic link to it.
        folder: the real path of the folder that it must be in.

    Raises:
        SkippedError: it is not a regular file, or a link leads out of the folder.
        OSError: it cannot be opened.
    """
    if os.path.islink(path):  # noqa: PTH114 - of 100,000 files
        real = inside(path, folder)
        if real is None:
            reason = (
                "it is a symbolic link that leads out of the folder: "
                "name the file itself to check it, or exclude the link"
            )
            raise SkippedError(reason)
        return open_regular(real)
    return open_regular(path)


def open_regular(path: str | Path) -> BinaryIO:
    """Open a regular file, never waiting for anything; a symbolic link is not followed.

    Raises:
        SkippedError: it is not a regular file.
        OSError: it cannot be opened.
    """
    # Checked before it is opened, since to open a device can have effects, and again behind,
    # since it may have been replaced meanwhile.
    _check(os.lstat(path))
    descriptor = os.open(path, _FLAGS)
    try:
        _check(os.fstat(descriptor))
        return os.fdopen(descriptor, "rb")
    except BaseException:
        os.close(descriptor)
        raise


def _check(status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        kind = _KINDS.get(stat.S_IFMT(status.st_mode), "something else")
        reason = f"it is {kind}, not a regular file"
        raise SkippedError(reason)
