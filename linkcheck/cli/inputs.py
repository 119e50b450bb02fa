"""The articles that a command is given: as arguments, and listed in a file."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from linkcheck.cli.echo import warn
from linkcheck.errors import UsageError
from linkcheck.text.paths import STANDARD_INPUT
from linkcheck.text.urls import is_address

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from linkcheck.settings.inputs import InputSettings
    from linkcheck.settings.settings import Settings

__all__ = ["articles_argument", "keep_apart", "passing_over"]

_LONGEST = 64 << 20
"""Bytes of a list of files: a million long paths."""
_KEY = "linkcheck.files_from"


def articles_argument(
    *, required: bool = True
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return the decorator that adds `PATH...` and `--files-from`; the command gets `paths`.

    A list without articles ends the command with exit code 0.

    Args:
        required: the command needs at least one path.
    """

    def merged(ctx: click.Context, _: click.Parameter, given: tuple[str, ...]) -> tuple[str, ...]:
        paths = (*given, *ctx.meta.get(_KEY, ()))
        if paths or ctx.resilient_parsing:
            return paths
        if _KEY in ctx.meta:  # as for a commit that changes no article
            warn("--files-from lists no articles: nothing to do")
            ctx.exit()
        if not required:
            return paths
        raise click.UsageError("Missing argument 'PATH...'.", ctx)

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        # Eager, as the file of the settings is looked for beside the articles.
        command = click.option(
            "--files-from",
            metavar="FILE|-",
            is_eager=True,
            expose_value=False,
            callback=_listed,
            help="Also read the articles listed in this file or standard input, one path per "
            "line or separated by NUL.",
        )(command)
        return click.argument("paths", nargs=-1, is_eager=True, metavar="PATH...", callback=merged)(
            command
        )

    return decorate


def keep_apart(
    paths: Iterable[str], settings: Settings | None, written: Iterable[str | None] = ()
) -> None:
    """Refuse to write over files that are read.

    Args:
        paths: of files that are read; also addresses, and "-".
        settings: name further files that are read and written, if given.
        written: files that are written; None for an option that is not given.

    Raises:
        UsageError: a file is both.
    """
    read = [*paths]
    if settings is not None:
        also = (settings.replay, settings.drift_from, settings.baseline)
        read += filter(None, also)
        written = (settings.record, *written)
    kept = {
        os.path.realpath(path) for path in read if path != STANDARD_INPUT and not is_address(path)
    }
    for path in filter(None, written):
        if os.path.realpath(path) in kept:
            message = (
                f"{path}: this file is read in this run and would be overwritten; name another"
            )
            raise UsageError(message)


def passing_over(settings: InputSettings, written: Iterable[str | None] = ()) -> InputSettings:
    """Return settings by which no file that this run writes is read as an article of a folder.

    Args:
        settings: of the inputs.
        written: files that are written; None for an option that is not given. Standard output,
            which may be a file too, is always one.
    """
    files = frozenset(map(os.path.realpath, filter(None, ("/dev/stdout", *written))))
    return msgspec.structs.replace(settings, passed_over=files)


def _listed(ctx: click.Context, _: click.Parameter, name: str | None) -> None:
    if name is None or ctx.resilient_parsing:
        return
    ctx.meta[_KEY] = tuple(map(_path, _lines(_read(name))))


def _read(name: str) -> bytes:
    """Return what is in a list of files.

    Raises:
        UsageError: it cannot be read.
    """
    try:
        if name == STANDARD_INPUT:
            data = sys.stdin.buffer.read(_LONGEST + 1)
        else:
            with Path(name).open("rb") as file:
                data = file.read(_LONGEST + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        message = f"--files-from {name}: cannot be read: {reason}"
        raise UsageError(message) from error
    if len(data) > _LONGEST:
        message = f"--files-from {name}: is longer than {_LONGEST >> 20} MiB"
        raise UsageError(message)
    return data


def _lines(data: bytes) -> list[bytes]:
    """Return the entries of a list; no name of a file has a NUL in it."""
    if b"\0" in data:
        return list(filter(None, data.split(b"\0")))
    lines = data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").split(b"\n")
    return [line for line in lines if line.strip()]


def _path(entry: bytes) -> str:
    path = os.fsdecode(entry)
    # Standard input is named by an argument only: in a list it is a file of that name.
    return os.path.join(os.getcwd(), path) if path == STANDARD_INPUT else path  # noqa: PTH109, PTH118
