"""What programs give to `linkcheck`: refused at once where it would fail later, and elsewhere."""

from __future__ import annotations

import asyncio
import inspect
import os
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING

from linkcheck.errors import UsageError
from linkcheck.settings.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable
    from os import PathLike

__all__ = ["look_at", "path_names", "refuse_loop"]


def refuse_loop(name: str, instead: str | None = None) -> None:
    """Refuse to begin a second event loop in a thread, as in a notebook.

    Raises:
        UsageError: one is running; the message says what to write.
    """
    with suppress(RuntimeError):
        asyncio.get_running_loop()
        use = instead or f"await {name}_async(…)"
        message = f"{name}() cannot run inside a running event loop: use {use}"
        raise UsageError(message)


def path_names(paths: str | PathLike[str] | Iterable[str | PathLike[str]]) -> list[str]:
    """Return paths as texts; one path is not taken apart into its letters.

    Raises:
        UsageError: something is not a path, or empty.
    """
    several = [paths] if isinstance(paths, (str, os.PathLike)) else paths
    try:
        names = [os.fspath(path) for path in several]
    except TypeError as error:
        message = f"give a path, or a list of paths, each a str or a pathlib.Path: {error}"
        raise UsageError(message) from None
    if "" in names:
        raise UsageError("a path is empty: name a file or a folder; the current folder is .")
    return names


def look_at(settings: object, on_progress: object, transport: object, client: object) -> None:
    """Refuse what would fail later, and elsewhere.

    Raises:
        UsageError: the message says what to give.
    """
    if settings is not None and not isinstance(settings, Settings):
        message = f"settings must be linkcheck.Settings(…), not a {type(settings).__name__}"
        raise UsageError(message)
    if transport is not None and client is not None:
        raise UsageError("give either a transport or a client, not both")
    for name, given, wanted in (
        ("client", client, "AsyncClient"), ("transport", transport, "AsyncBaseTransport")
    ):  # fmt: skip
        if given is not None and not isinstance(given, getattr(import_module("httpx"), wanted)):
            kind = f"{type(given).__module__}.{type(given).__qualname__}"
            message = f"{name} must be an httpx.{wanted}, not a {kind}"
            raise UsageError(message)
    if inspect.iscoroutinefunction(on_progress):
        raise UsageError("progress is called, not awaited: give a plain function, not an async one")
