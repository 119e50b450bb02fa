"""Where an output file is written: symbolic links that lead out of the folder are refused.

A folder of articles may be a checkout of someone else's changes, and git keeps symbolic links. A
report must not overwrite what such a link points to.
"""

from __future__ import annotations

import errno
import os
import re
from pathlib import Path

__all__ = ["destination", "is_stream"]

# Named by the user, never by a checkout: `-o /dev/stdout`, `-o >(command)`.
_STREAM = re.compile(r"/dev/[^/]+|/dev/fd/[0-9]+|/proc/(self|thread-self|[0-9]+)/fd/[0-9]+")


def is_stream(path: str | os.PathLike[str]) -> bool:
    """Return whether a path names a device or an open file, such as /dev/stdout."""
    return _STREAM.fullmatch(os.path.abspath(path)) is not None  # noqa: PTH100 - see below


def destination(path: str | os.PathLike[str]) -> Path:
    """Return the file that writing to a path would change.

    Links are followed within the current folder; from a path outside it that is in the same
    repository, within that. Any other path may lie in a folder that is a link, but the file itself
    may be a link only to another file in its folder or below.

    Args:
        path: as the user named it; it need not exist.

    Raises:
        OSError: a symbolic link leads out of the folder, or into its `.git`.
    """
    if is_stream(path):
        return Path(path)
    named = Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow the links
    real = Path(os.path.realpath(path))
    here = Path(os.path.realpath(Path.cwd()))
    repository = next((each for each in (here, *here.parents) if (each / ".git").exists()), here)
    # All parents but the root of the file system: there, everything would be inside.
    above = [Path(os.path.realpath(parent)) for parent in named.parents[:-1]]
    within = (folder for folder in (here, repository) if folder in above)
    root = next(within, Path(os.path.realpath(named.parent)))
    into_git = ".git" in map(str.casefold, real.parts) and ".git" not in named.parts
    if real.is_relative_to(root) and not into_git:
        return real
    message = (
        f"a symbolic link leads out of the folder, to {real}; remove the link, or name that file"
    )
    raise OSError(errno.ELOOP, message)
