"""The configuration file: found, read, and checked key by key.

`linkcheck.toml`, `.linkcheck.toml`, or `[tool.linkcheck]` of `pyproject.toml`. One that was merely
found may come with anyone's articles: only some keys count there, see `linkcheck.config.trust`.
"""

from __future__ import annotations

import os
import re
import stat
import tomllib
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

from linkcheck.config.keys import ConfigFile, KeyReader
from linkcheck.config.toml_lines import key_lines
from linkcheck.engine.git import files_at, repository_of
from linkcheck.errors import UsageError
from linkcheck.models import Problem
from linkcheck.text.toml import loads

if TYPE_CHECKING:
    from collections.abc import Iterable


__all__ = ["find_file", "load_file", "load_file_at", "read_file"]

_NAMES = (".linkcheck.toml", "linkcheck.toml", "pyproject.toml")
_LONGEST = 256 << 10
_AT = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)\Z")


def find_file(starts: Iterable[str] = ()) -> Path | None:
    """Return the nearest configuration file in the folder of all articles, or above it.

    In one folder `.linkcheck.toml` comes before `linkcheck.toml` and this before `pyproject.toml`,
    which counts only where it has the section (as with ruff).

    Args:
        starts: paths of articles and folders; without any that exist, the current folder.
    """
    start = _start(starts)
    for folder in (start, *start.parents):
        for name in _NAMES:
            path = folder / name
            if _is_file(path) and (name != "pyproject.toml" or _has_section(_beginning(path))):
                return _shortened(path)
    return None


def load_file_at(revision: str, starts: Iterable[str], named: Path | None = None) -> ConfigFile:
    """Return what the configuration file says as it is at a git revision.

    Files that it names are still beside it in the working tree.

    Args:
        revision: a branch, tag or commit.
        starts: paths of articles, in one repository; the nearest file within it is taken.
        named: the file to read instead; one that is in no repository is read as it is now.

    Raises:
        UsageError: there is no such revision, or something in the file cannot be used.
    """
    start = _start(starts) if named is None else Path(os.path.abspath(named))  # noqa: PTH100
    repository = repository_of(start)
    if named is not None and repository is None:
        return load_file(named)
    paths = [start]
    if named is None:
        top = repository or start
        folders = [folder for folder in (start, *start.parents) if folder.is_relative_to(top)]
        paths = [folder / name for folder in folders for name in _NAMES]
    found = files_at(revision, repository or start, paths)
    for path in filter(found.__contains__, paths):
        data = found[path]
        if data is None:
            message = f"{path}: at {revision} this is a symbolic link, which is not followed there"
            raise UsageError(message)
        if path.name != "pyproject.toml" or named is not None or _has_section(data):
            return load_file(named or _shortened(path), data)
    if named is not None and not _is_file(named):
        message = f"{named}: no such configuration file"
        raise UsageError(message)
    if named is not None:
        note = f"{named} is not at {revision}: no configuration file is used"
        warnings.warn(note, stacklevel=2)
    return ConfigFile()


def _start(starts: Iterable[str]) -> Path:
    """Return the folder, or the one article, at which the search begins."""
    there = [Path(start).resolve() for start in starts if os.path.exists(start)]  # noqa: PTH110 - Path's raises for a folder that may not be entered
    try:
        return Path(os.path.commonpath(there)) if there else Path.cwd()
    except ValueError:  # on two drives of Windows
        return Path.cwd()


def _shortened(path: Path) -> Path:
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a folder that may not be looked into
        return False


def _beginning(path: Path) -> bytes:
    try:
        return _bytes(path)[:_LONGEST]
    except _FaultError:
        return b""


def _has_section(data: bytes) -> bool:
    if b"linkcheck" not in data:
        return False
    try:
        tool = loads(data.decode("utf-8-sig")).get("tool")
    except (ValueError, RecursionError):
        return b"tool.linkcheck" in data  # it is meant for us, and the fault in it will be told
    return isinstance(tool, dict) and "linkcheck" in tool


def load_file(path: Path, data: bytes | None = None, *, found: bool = False) -> ConfigFile:
    """Return what a configuration file says.

    Args:
        path: the file.
        data: its contents where they are not those that the file has now.
        found: nobody named it.

    Raises:
        UsageError: something in it cannot be used; the message names file and line. Of keys that
            do not count in a file that was merely found, all are named.
    """
    file, slips, distrusted = _read(path, data, found=found)
    if distrusted:
        raise UsageError(*map(_in_a_line, distrusted))
    if slips:
        more = ""
        if len(slips) > 1:
            more = f" (and {len(slips) - 1} more: see linkcheck config check)"
        message = f"{_in_a_line(slips[0])}{more}"
        raise UsageError(message)
    return file


def _in_a_line(problem: Problem) -> str:
    place = problem.path if problem.line is None else f"{problem.path}:{problem.line}"
    return f"{place}: {problem.message}"


def read_file(path: Path, *, found: bool = False) -> tuple[ConfigFile, list[Problem]]:
    """Return what a configuration file says, and everything in it that cannot be used.

    Args:
        path: the file.
        found: nobody named it.
    """
    file, slips, distrusted = _read(path, None, found=found)
    return file, sorted([*slips, *distrusted], key=lambda each: each.line or 0)


def _read(
    path: Path, data: bytes | None, *, found: bool
) -> tuple[ConfigFile, list[Problem], list[Problem]]:
    """Return what a file says, what is wrong with it, and what does not count in it."""
    try:
        if found:
            _stay_inside(path)
        text = _text(_bytes(path) if data is None else data)
        table = _parsed(text)
    except _FaultError as fault:
        problem = Problem(path=str(path), line=fault.line, message=fault.message)
        return ConfigFile(path, found), [problem], []
    reader = KeyReader(path, key_lines(text), found=found)
    prefix: tuple[str, ...] = ()
    if path.name == "pyproject.toml":
        prefix = ("tool", "linkcheck")
        for key in prefix:
            table = table.get(key, {}) if isinstance(table, dict) else table
    file = reader.file(table, prefix)
    slips, distrusted = (
        sorted(each, key=lambda problem: problem.line or 0)
        for each in (reader.problems, reader.distrusted)
    )
    return file, slips, distrusted


class _FaultError(Exception):
    """A file that cannot be read at all."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.line = line


def _stay_inside(path: Path) -> None:
    """Refuse a file that was found and is a link to a place outside the repository.

    Raises:
        _FaultError: it is; without a repository, a link may lead anywhere below its own folder.
    """
    folder = path.absolute().parent.resolve()
    above = (each for each in (folder, *folder.parents) if (each / ".git").exists())
    if not path.resolve().is_relative_to(next(above, folder)):
        message = f"it is a link that leads outside: to use it, give --config {path}"
        raise _FaultError(message)


def _text(data: bytes) -> str:
    if len(data) > _LONGEST:
        raise _FaultError("it is longer than 256 KiB")
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise _FaultError("this is not UTF-8: save the file in that encoding", line) from error


def _bytes(path: Path) -> bytes:
    """Return what is in a file, and of a long one a byte more than is allowed.

    Raises:
        _FaultError: it cannot be read, or is no regular file.
    """
    try:
        # A pipe without a writer would block: what it is shows only once it is open.
        handle = os.open(
            path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        )
        with open(handle, "rb") as file:  # noqa: PTH123 - it is open already
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise _FaultError("this is not a regular file")
            return file.read(_LONGEST + 1)
    except (FileNotFoundError, NotADirectoryError):
        raise _FaultError("no such configuration file") from None
    except (OSError, ValueError) as error:  # ValueError: a zero byte in its name
        reason = getattr(error, "strerror", None) or error
        message = f"it cannot be read: {reason}"
        raise _FaultError(message) from error


def _parsed(text: str) -> Any:
    try:
        return loads(text)
    except tomllib.TOMLDecodeError as error:
        place = _AT.search(str(error))
        message = str(error)[: place.start()] if place else str(error)
        line = text.rstrip("\n").count("\n") + 1
        if place and place[1]:
            line, message = int(place[1]), f"{message} (column {place[2]})"
        message = f"this is not TOML: {message[:1].lower()}{message[1:]}"
        raise _FaultError(message, line) from error
    except (ValueError, RecursionError) as error:
        # A date that is none, a number too long to convert, brackets without end.
        raise _FaultError("this TOML cannot be read: a value is out of bounds") from error
