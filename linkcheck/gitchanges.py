"""Which lines of which files were changed since a git revision, as git says."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from linkcheck.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Changes", "changes_since"]

_HUNK = re.compile(rb"^@@ -\S+ \+(\d+)(?:,(\d+))? @@", re.MULTILINE)
_FILE = re.compile(rb"^diff --git ", re.MULTILINE)
_PATIENCE = 120
"""Seconds after which a git that does not answer is given up."""


class Changes:
    """Changed lines.

    Args:
        lines: by the file's real path; None where the whole file is new.
    """

    def __init__(self, lines: dict[str, list[range] | None]) -> None:
        self._lines = lines

    def touch(self, path: str, lines: Iterable[int]) -> bool:
        """Tell whether one of these lines of a file was changed."""
        if not self.touch_file(path):
            return False
        changed = self._lines[_real(path)]
        return changed is None or any(line in stretch for line in lines for stretch in changed)

    def touch_file(self, path: str) -> bool:
        """Tell whether a file was changed at all."""
        return _real(path) in self._lines


def changes_since(revision: str, paths: Sequence[str]) -> Changes:
    """Return what was changed since a revision: committed, staged, neither, and new files.

    What counts is the merge base of the revision and HEAD, so that what others did on the main
    branch meanwhile is not taken for a change of this one.

    Args:
        revision: as git understands it: a branch, tag or commit.
        paths: files and folders; each repository that one lies in is asked.

    Raises:
        UsageError: there is no git, no repository or no such revision.
    """
    tops = {_top(Path(path)) for path in paths}
    lines: dict[str, list[range] | None] = {}
    for top in sorted(tops):
        lines |= _changes(top, revision)
    return Changes(lines)


def _top(path: Path) -> str:
    folder = path if path.is_dir() else path.parent
    found = _git(str(folder), "rev-parse", "--show-toplevel")
    if found is None:
        message = f"{path}: this is in no git repository, so there is nothing it changed since"
        raise UsageError(message)
    return found.decode("utf-8", "surrogateescape").rstrip("\n")


def _changes(top: str, revision: str) -> dict[str, list[range] | None]:
    commit = _git(
        top, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"
    )
    if commit is None:
        message = (
            f"git knows no revision {revision!r} in {top}; "
            "a build may have to fetch it first (fetch-depth: 0)"
        )
        raise UsageError(message)
    base = _git(top, "merge-base", commit.decode().strip(), "HEAD")
    if base is None:
        message = (
            f"git finds no common ancestor of {revision!r} and HEAD in {top}; in a shallow clone "
            "more history is needed (git fetch --unshallow, or fetch-depth: 0)"
        )
        raise UsageError(message)
    start = base.decode().strip()
    common = ("--find-renames", "--diff-filter=d", "--no-ext-diff", "--no-textconv")
    names = _names(_asked(top, "diff", "--name-status", "-z", *common, start))
    patch = _asked(top, "diff", "--unified=0", "--no-color", *common, start)
    # One part for each name, in the same order; a line of content never begins with "diff".
    parts = _FILE.split(patch)[1:]
    lines: dict[str, list[range] | None] = {}
    for name, part in zip(names, parts, strict=True):
        found = [(int(first), int(count or 1)) for first, count in _HUNK.findall(part)]
        told = [range(first, first + count) for first, count in found]
        # What git takes for binary (UTF-16, say) has no lines.
        binary = not told and b"\nBinary files " in part
        lines[_real(_joined(top, name))] = None if binary else told
    for name in _asked(top, "ls-files", "--others", "--exclude-standard", "-z").split(b"\0"):
        if name:
            lines[_real(_joined(top, name))] = None
    return lines


def _names(listed: bytes) -> list[bytes]:
    """Return the names after the change, of git's list of statuses and names."""
    fields = iter(listed.split(b"\0"))
    names: list[bytes] = []
    for status in fields:
        if not status:
            break
        name = next(fields)
        if status[:1] in b"RC":  # the old name comes first
            name = next(fields)
        names.append(name)
    return names


def _joined(top: str, name: bytes) -> str:
    return str(Path(top, name.decode("utf-8", "surrogateescape")))


def _asked(top: str, *arguments: str) -> bytes:
    answer = _git(top, *arguments)
    if answer is None:
        message = f"git {arguments[0]} failed in {top}"
        raise UsageError(message)
    return answer


def _git(folder: str, *arguments: str) -> bytes | None:
    """Run git; return what it says, or None where it fails."""
    try:
        done = subprocess.run(  # noqa: S603 - the revision comes after --end-of-options
            ["git", "-C", folder, *arguments],  # noqa: S607 - the user's own git
            capture_output=True,
            check=False,
            timeout=_PATIENCE,
            stdin=subprocess.DEVNULL,
        )
    except FileNotFoundError as error:
        raise UsageError("git is not installed, or not on the path: --since needs it") from error
    except subprocess.TimeoutExpired as error:
        message = f"git did not answer within {_PATIENCE} seconds"
        raise UsageError(message) from error
    return done.stdout if done.returncode == 0 else None


def _real(path: str) -> str:
    return str(Path(path).resolve())
