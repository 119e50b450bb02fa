"""Find the article files below the paths a user names."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from linkcheck.articles.opening import inside, open_regular
from linkcheck.errors import UsageError
from linkcheck.text.gitignore import GitIgnore
from linkcheck.text.paths import STANDARD_INPUT
from linkcheck.text.patterns import compiled

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

__all__ = ["Entry", "find_entries"]

# Folders that hold no articles of one's own, whether or not they are ignored.
_PASSED_OVER = frozenset({"node_modules", "__pycache__", "venv", "site-packages"})
_LONGEST_IGNORE_FILE = 1 << 20
"""Bytes; a longer `.gitignore` counts as none. The longest in use have a few thousand lines."""


_Rules: TypeAlias = "list[tuple[str, GitIgnore]]"
"""The rules of a folder and of those above it, each by its real path with a slash at the end."""


class Entry(NamedTuple):
    """A file to read.

    Attributes:
        path: as it is shown.
        folder: real path of the folder that it was found in; None where the user named the file.
    """

    path: Path
    folder: str | None = None


def find_entries(
    paths: Iterable[str | os.PathLike[str]],
    suffixes: Collection[str],
    *,
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
) -> Iterator[Entry]:
    """Yield article files, folders walked in sorted order, each file once.

    What only looks like an article in a folder (a FIFO, a link to elsewhere) is yielded too:
    the code that opens it reports why it is skipped.

    Args:
        paths: files (always yielded, whatever their name), folders, and `-`.
        suffixes: which files of a folder are articles, lower case, with the dot.
        include: patterns that take the place of the suffixes.
        exclude: patterns of what is left out.

    Raises:
        UsageError: a path does not exist, or a pattern cannot be used.
    """
    walk = _Walk(suffixes, compiled(tuple(include)), compiled(tuple(exclude)))
    paths = tuple(paths)
    if len(paths) < 2:  # the usual case: no file can come twice
        yield from _entries(paths, walk)
        return
    seen: set[str] = set()
    for entry in _entries(paths, walk):
        # A link that leads out of its folder is read only where the user named it.
        is_named_link = entry.folder is None and os.path.islink(entry.path)  # noqa: PTH114 - never raises
        key = (os.path.realpath if is_named_link else os.path.abspath)(entry.path)
        if key not in seen:
            seen.add(key)
            yield entry


def _entries(paths: Iterable[str | os.PathLike[str]], walk: _Walk) -> Iterator[Entry]:
    for name in paths:
        path = Path(name)
        if str(path) == STANDARD_INPUT:
            yield Entry(path)
        elif os.path.isdir(path):  # noqa: PTH112 - Path's raises for a folder that may not be entered
            folder = os.path.realpath(path)
            yield from (Entry(found, folder) for found in walk.files(path, folder))
        elif _is_there(path):
            yield Entry(path)
        else:
            message = f"{path}: no such file or folder; check the spelling"
            raise UsageError(message)


def _is_there(path: Path) -> bool:
    """Return whether a path exists or cannot be accessed; reading it reports why."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return False
    except OSError:
        return True
    return True


class _Walk:
    """Walks folders as git does: what a `.gitignore` excludes is not there."""

    def __init__(self, suffixes: Collection[str], include: GitIgnore, exclude: GitIgnore) -> None:
        self._suffixes = suffixes
        self._include = include
        self._exclude = exclude

    def files(self, top: Path, real_top: str) -> Iterator[Path]:
        """Yield the article files of a folder, symbolic links last.

        A file that several links lead to, or that is in the folder itself, is yielded once.
        """
        links: list[Path] = []
        plain: set[str] = set()
        for path in self._walk(top, real_top):
            if path.is_symlink():
                links.append(path)
            else:
                plain.add(os.path.relpath(path, top))
                yield path
        for path in links:
            real = inside(path, real_top)
            if real is not None:
                relative = os.path.relpath(real, real_top)
                if relative in plain:
                    continue
                plain.add(relative)
            yield path

    def _walk(self, top: Path, real_top: str) -> Iterator[Path]:
        ignores: dict[str, _Rules] = {}
        for parent, folders, names in os.walk(top):
            inside = os.path.relpath(parent, top)
            prefix = "" if inside == "." else inside.replace(os.sep, "/") + "/"
            # Rules know folders by their real paths: a link may lead to the top.
            real = f"{real_top.rstrip('/')}/{prefix}"
            above = ignores.pop(parent, None)
            if ".git" in folders or ".git" in names:
                above = []  # the root of a repository: what is above it belongs to another
            elif above is None:
                above = _ignores_above(real_top)
            rules = [*above, *_ignore_file(real)]
            folders[:] = sorted(
                name
                for name in folders
                if not name.startswith(".")
                and name not in _PASSED_OVER
                and not self._exclude.match_file(f"{prefix}{name}/")
                and not _ignored(rules, f"{real}{name}/")
            )
            for name in folders:
                ignores[os.path.join(parent, name)] = rules  # noqa: PTH118 - the key os.walk will give
            for name in sorted(names):
                if self._wanted(name, prefix + name) and not _ignored(rules, real + name):
                    yield Path(parent, name)

    def _wanted(self, name: str, relative: str) -> bool:
        if name.startswith(".") or self._exclude.match_file(relative):
            return False
        if len(self._include):
            return self._include.match_file(relative)
        return os.path.splitext(name)[1].lower() in self._suffixes  # noqa: PTH122 - a Path for each of 100,000 names is ten times slower


def _ignores_above(top: str) -> _Rules:
    """Return the rules of the folders above a real path, up to the root of its repository.

    In no repository, no folder above counts.
    """
    found: _Rules = []
    for folder in Path(top).parents:
        found[:0] = _ignore_file(str(folder))
        if (folder / ".git").exists():
            return found
    return []


def _ignore_file(folder: str) -> _Rules:
    try:
        # As in git, a link counts as none.
        with open_regular(Path(folder, ".gitignore")) as file:
            data = file.read(_LONGEST_IGNORE_FILE + 1)
        if len(data) > _LONGEST_IGNORE_FILE:
            return []
        lines = data.decode("utf-8-sig", "replace").split("\n")
        return [(f"{folder.rstrip('/')}/", GitIgnore(lines))]
    except (OSError, ValueError):
        return []  # there is none, or git itself would not understand it


def _ignored(rules: _Rules, path: str) -> bool:
    """Tell whether a path is ignored; the rules of the nearest folder decide."""
    for folder, spec in reversed(rules):
        result = spec.check(path.removeprefix(folder))
        if result is not None:
            return result
    return False
