"""What git knows: which lines were changed since a revision, and what a file was at one.

The repository may hold someone else's changes, or be someone else's: git runs no command that its
settings, attributes or hooks name, and fetches nothing.
"""

from __future__ import annotations

import functools
import os
import re
import subprocess
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from linkcheck.engine.programs import run_command
from linkcheck.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

__all__ = ["Changes", "changes_since", "files_at", "repository_of"]

_HUNK = re.compile(rb"^@@ -\S+ \+(\d+)(?:,(\d+))? @@", re.MULTILINE)
_FILE = re.compile(rb"^diff --git ", re.MULTILINE)
_COMMIT = re.compile(rb"[0-9a-f]{40,64}\s*")
# Whatever the user's own configuration of git says: one part for each file, lines that were changed
# and no others.
_DIFF = (
    "--find-renames", "--no-ext-diff", "--no-textconv", "--no-color",
    # Git would look into a submodule with that one's own settings.
    "--inter-hunk-context=0", "--ignore-submodules=all",
)  # fmt: skip
_SAFE = (
    "--no-pager", "-c", "safe.bareRepository=explicit", "-c", "core.fsmonitor=false",
    "-c", f"core.hooksPath={os.devnull}",
)  # fmt: skip
_SAFE_ENVIRONMENT = {
    "LC_ALL": "C",  # messages are looked at
    "GIT_OPTIONAL_LOCKS": "0",  # do not write the index
    # Fetching missing objects runs what the settings of the remote say.
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "",  # for git before 2.45
    "GIT_TERMINAL_PROMPT": "0",
}
_AS_IS: Mapping[str, str] = MappingProxyType({})
_LINK = "120000"
"""Mode of a symbolic link in a git tree."""
_PATIENCE = 120
"""Seconds after which a git that does not answer is given up."""


class Changes:
    """Changed lines.

    Args:
        lines: by the file's real path; None where the whole file is new.
    """

    def __init__(self, lines: dict[str, list[range] | None]) -> None:
        self._lines = lines

    def touch(self, path: str | os.PathLike[str], lines: Iterable[int]) -> bool:
        """Tell whether one of these lines of a file was changed."""
        told = [self._lines[place] for place in _places(path) if place in self._lines]
        if None in told:
            return True
        stretches = [stretch for changed in told for stretch in changed or ()]
        return any(line in stretch for line in lines for stretch in stretches)

    def touch_file(self, path: str | os.PathLike[str]) -> bool:
        """Tell whether a file was changed at all."""
        return any(place in self._lines for place in _places(path))


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
    # Of a path that does not exist, whoever reads it has more to say.
    there = [path for path in map(Path, paths) if path.exists()]
    folders = {(path if path.is_dir() else path.parent).resolve(): path for path in there}
    repositories = {repository_of(folder) or folder: path for folder, path in folders.items()}
    tops = {_top(folder, path) for folder, path in repositories.items()}
    lines: dict[str, list[range] | None] = {}
    for top in sorted(tops):
        lines |= _changes(top, revision)
    return Changes(lines)


def files_at(revision: str, repository: Path, paths: Sequence[Path]) -> dict[Path, bytes | None]:
    """Return the contents of those files that a revision has, None for a symbolic link.

    Args:
        revision: as git understands it: a branch, tag or commit.
        repository: its folder.
        paths: files in it; they need not exist now.

    Raises:
        UsageError: there is no git, no repository or no such revision.
    """
    top = _top(repository, repository)
    commit = _commit(top, revision)
    names = {Path(os.path.relpath(path, repository)).as_posix(): path for path in paths}
    listed = _asked(top, "ls-tree", "-z", "--full-tree", commit, "--", *names)
    found: dict[Path, bytes | None] = {}
    for entry in filter(None, listed.split(b"\0")):
        about, _, name = entry.partition(b"\t")
        mode, kind, blob = about.decode().split()
        path = names[name.decode("utf-8", "surrogateescape")]
        if kind == "blob":
            found[path] = None if mode == _LINK else _asked(top, "cat-file", "blob", blob)
    return found


def repository_of(folder: Path) -> Path | None:
    """Return the nearest folder with a `.git`, which no commit can hold.

    Git itself would also take a folder for a repository that has the files of a bare one.
    """
    return next((each for each in (folder, *folder.parents) if (each / ".git").exists()), None)


def _top(folder: Path, path: Path) -> str:
    found, complaint = _git(str(folder), "rev-parse", "--show-toplevel")
    if found is None and "dubious ownership" in complaint:
        message = (
            f"{path}: git refuses to read this repository, which belongs to another user; allow it "
            "with git config --global --add safe.directory, followed by the repository's folder"
        )
        raise UsageError(message)
    if found is None:
        message = f"{path}: not in a git repository, which --since and --config-from need"
        raise UsageError(message)
    return found.decode("utf-8", "surrogateescape").rstrip("\n")


def _changes(top: str, revision: str) -> dict[str, list[range] | None]:
    start = _merge_base(top, revision)
    asked = functools.partial(_asked, top, environment=_without_filters(top))
    # What is left out here is what has no lines of its own, or not one set of them.
    names = _names(asked("diff", "--name-status", "-z", *_DIFF, "--diff-filter=AMR", start))
    patch = asked("diff", "--unified=0", *_DIFF, "--diff-filter=AMR", start)
    # One part for each name, in the same order; a line of content never begins with "diff".
    parts = _FILE.split(patch)[1:]
    if len(names) != len(parts):
        message = f"git's file list and its diff differ in {top}: run it again"
        raise UsageError(message)
    lines: dict[str, list[range] | None] = {}
    for name, part in zip(names, parts, strict=True):
        found = [(int(first), int(count or 1)) for first, count in _HUNK.findall(part)]
        told = [range(first, first + count) for first, count in found]
        # What git takes for binary (UTF-16, say) has no lines.
        binary = not told and b"\nBinary files " in part
        lines[_real(_joined(top, name))] = None if binary else told
    # A link that became a file, a file in the midst of a merge, and what git does not know yet.
    whole = asked("diff", "--name-only", "-z", *_DIFF, "--diff-filter=TUX", start)
    new = asked("ls-files", "--others", "--exclude-standard", "-z")
    for name in (*whole.split(b"\0"), *new.split(b"\0")):
        if name:
            lines[_real(_joined(top, name))] = None
    return lines


def _without_filters(top: str) -> dict[str, str]:
    """Return the environment in which git runs no filter that the repository's own settings name.

    Of a file that needs one, the whole counts as changed where any of it was. The user's own
    settings hold.
    """
    listed, _ = _git(
        top, "config", "--show-scope", "--name-only", "-z", "--get-regexp", r"^filter\."
    )
    fields = (listed or b"").decode("utf-8", "surrogateescape").split("\0")
    names = {
        key.rpartition(".")[0]
        for scope, key in zip(fields[::2], fields[1::2], strict=False)
        if scope in {"local", "worktree"}
    }
    count = os.environ.get("GIT_CONFIG_COUNT", "")
    start = int(count) if count.isdecimal() else 0
    off = (("clean", ""), ("process", ""), ("required", "false"))
    settings = [(f"{name}.{key}", value) for name in sorted(names) for key, value in off]
    environment = {"GIT_CONFIG_COUNT": str(start + len(settings))} if settings else {}
    for number, (key, value) in enumerate(settings, start):
        environment |= {f"GIT_CONFIG_KEY_{number}": key, f"GIT_CONFIG_VALUE_{number}": value}
    return environment


def _commit(top: str, revision: str) -> str:
    commit, _ = _git(
        top, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"
    )
    if commit is None or not _COMMIT.fullmatch(commit):
        message = (
            f"git knows no revision {revision!r} in {top}; "
            "a build may have to fetch it first (fetch-depth: 0)"
        )
        raise UsageError(message)
    return commit.decode().strip()


def _merge_base(top: str, revision: str) -> str:
    base, _ = _git(top, "merge-base", _commit(top, revision), "HEAD")
    if base is None:
        message = (
            f"git finds no common ancestor of {revision!r} and HEAD in {top}; in a shallow clone "
            "more history is needed (git fetch --unshallow, or fetch-depth: 0)"
        )
        raise UsageError(message)
    return base.decode().strip()


def _names(listed: bytes) -> list[bytes]:
    """Return the names after the change, of git's list of statuses and names."""
    fields = iter(listed.split(b"\0"))
    names: list[bytes] = []
    for status in fields:
        if not status:
            break
        name = next(fields)
        if status[:1] == b"R":  # the old name comes first
            name = next(fields)
        names.append(name)
    return names


def _joined(top: str, name: bytes) -> str:
    return str(Path(top, name.decode("utf-8", "surrogateescape")))


def _lacks_object(top: str, complaint: str) -> bool:
    """Tell whether git failed since a partial clone lacks objects; git 2.50 says less."""
    if "promisor remote" in complaint:
        return True
    if "bad tree object" not in complaint and "bad object" not in complaint:
        return False
    promisors, _ = _git(top, "config", "--get-regexp", r"^remote\..*\.promisor$")
    return bool(promisors)


def _asked(top: str, *arguments: str, environment: Mapping[str, str] = _AS_IS) -> bytes:
    answer, complaint = _git(top, *arguments, environment=environment)
    if answer is None and _lacks_object(top, complaint):
        message = (
            f"{top}: this partial clone lacks the earlier text of a file, and linkcheck fetches "
            f"nothing from git remotes: run git diff REVISION > {os.devnull} first, or clone "
            "without --filter"
        )
        raise UsageError(message)
    if answer is None:
        message = f"git {arguments[0]} failed in {top}: {complaint or 'it does not say why'}"
        raise UsageError(message)
    return answer


def _git(
    folder: str, *arguments: str, environment: Mapping[str, str] = _AS_IS
) -> tuple[bytes | None, str]:
    """Run git; return what it says, None where it fails, and what it complains of."""
    try:
        done = run_command(
            ["git", "-C", folder, *_SAFE, *arguments],
            timeout=_PATIENCE,
            stdin=subprocess.DEVNULL,
            env={**os.environ, **_SAFE_ENVIRONMENT, **environment},
        )
    except FileNotFoundError as error:
        raise UsageError("git is not installed, or not on the path: --since needs it") from error
    except subprocess.TimeoutExpired as error:
        message = (
            f"git did not answer within {_PATIENCE} seconds; a .gitignore that is not a regular "
            "file can block it"
        )
        raise UsageError(message) from error
    complaint = done.stderr.decode("utf-8", "replace").strip()
    return (done.stdout if done.returncode == 0 else None), complaint


def _places(path: str | os.PathLike[str]) -> Iterator[str]:
    """Yield where a file stands, and where it leads if it is a link."""
    yield _real(path)
    if os.path.islink(path):  # noqa: PTH114 - of 100,000 files
        yield os.path.realpath(path)


def _real(path: str | os.PathLike[str]) -> str:
    folder, name = os.path.split(path)
    return os.path.join(_real_folder(folder), name)  # noqa: PTH118 - of 100,000 files


@functools.lru_cache(maxsize=4096)
def _real_folder(path: str) -> str:
    return os.path.realpath(path)
