"""Find the article files below the paths a user names."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from linkcheck.articles.source import STANDARD_INPUT
from linkcheck.errors import UsageError
from linkcheck.gitignore import GitIgnore
from linkcheck.patterns import compiled

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

__all__ = ["find_files"]

# Folders that hold no articles of one's own, whether or not they are ignored.
_PASSED_OVER = frozenset({"node_modules", "__pycache__", "venv", "site-packages"})


def find_files(
    paths: Iterable[str | os.PathLike[str]],
    suffixes: Collection[str],
    *,
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
) -> Iterator[Path]:
    """Yield article files, folders walked in sorted order.

    Args:
        paths: files (always yielded, whatever their name), folders, and `-`.
        suffixes: which files of a folder are articles, lower case, with the dot.
        include: patterns that take the place of the suffixes.
        exclude: patterns of what is left out.

    Raises:
        UsageError: a path does not exist, or a pattern cannot be used.
    """
    walk = _Walk(suffixes, compiled(tuple(include)), compiled(tuple(exclude)))
    for name in paths:
        path = Path(name)
        if str(path) == STANDARD_INPUT:
            yield path
        elif path.is_dir():
            yield from walk.files(path)
        elif path.exists():
            yield path
        else:
            message = f"{path}: there is no such file or folder; check the spelling"
            raise UsageError(message)


class _Walk:
    """Walks folders as git does: what a `.gitignore` excludes is not there."""

    def __init__(self, suffixes: Collection[str], include: GitIgnore, exclude: GitIgnore) -> None:
        self._suffixes = suffixes
        self._include = include
        self._exclude = exclude

    def files(self, top: Path) -> Iterator[Path]:
        """Yield the article files of a folder."""
        ignores: dict[str, list[tuple[str, GitIgnore]]] = {}
        for parent, folders, names in os.walk(top):
            above = ignores.pop(parent, None)
            if above is None:
                above = _ignores_above(top)
            rules = [*above, *_ignore_file(parent)]
            inside = os.path.relpath(parent, top)
            prefix = "" if inside == "." else inside.replace(os.sep, "/") + "/"
            folders[:] = sorted(
                name
                for name in folders
                if not name.startswith(".")
                and name not in _PASSED_OVER
                and not self._exclude.match_file(f"{prefix}{name}/")
                and not _ignored(rules, f"{parent}/{name}/")
            )
            for name in folders:
                ignores[os.path.join(parent, name)] = rules  # noqa: PTH118 - the key os.walk will give
            for name in sorted(names):
                relative = prefix + name
                if self._wanted(name, relative) and not _ignored(rules, f"{parent}/{name}"):
                    yield Path(parent, name)

    def _wanted(self, name: str, relative: str) -> bool:
        if name.startswith(".") or self._exclude.match_file(relative):
            return False
        if len(self._include):
            return self._include.match_file(relative)
        return os.path.splitext(name)[1].lower() in self._suffixes  # noqa: PTH122 - a Path for each of 100,000 names is ten times slower


def _ignores_above(top: Path) -> list[tuple[str, GitIgnore]]:
    """Return the rules of the folders above, up to the root of the repository."""
    found: list[tuple[str, GitIgnore]] = []
    absolute = top.resolve()
    if not any((folder / ".git").exists() for folder in (absolute, *absolute.parents)):
        return []
    for folder in absolute.parents:
        if (folder / ".git").exists() or not (absolute / ".git").exists():
            found[:0] = _ignore_file(str(folder))
        if (folder / ".git").exists():
            break
    return found


def _ignore_file(folder: str) -> list[tuple[str, GitIgnore]]:
    path = Path(folder, ".gitignore")
    try:
        lines = path.read_text(encoding="utf-8-sig", errors="replace").split("\n")
        return [(str(Path(folder).resolve()), GitIgnore(lines))]
    except (OSError, ValueError):
        return []  # there is none, or git itself would not understand it


def _ignored(rules: list[tuple[str, GitIgnore]], path: str) -> bool:
    """Tell whether a path is ignored; the rules of the nearest folder decide."""
    if not rules:
        return False
    absolute = os.path.abspath(path) + ("/" if path.endswith("/") else "")  # noqa: PTH100 - links are not followed, as in git
    for folder, spec in reversed(rules):
        inside = absolute.removeprefix(folder.rstrip("/") + "/")
        result = spec.check(inside.replace(os.sep, "/"))
        if result is not None:
            return result
    return False
