"""A whole check in one call, for those who need no hold of it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from linkcheck.checker import Checker

if TYPE_CHECKING:
    from collections.abc import Iterable
    from os import PathLike

    from linkcheck.config import Settings
    from linkcheck.models import Report

__all__ = ["check", "check_async"]


async def check_async(
    paths: Iterable[str | PathLike[str]], settings: Settings | None = None
) -> Report:
    """Check articles and return the report.

    Args:
        paths: files, folders, `-` for standard input, addresses of live articles.
        settings: see `Settings`.

    Returns:
        One verdict for each citation, in the order of the articles.

    Raises:
        UsageError: a path does not exist.
        RecordingError: the recording to replay or to write cannot be used.
        StoreError: the store cannot be read or written.
    """
    async with Checker(settings) as checker:
        async for _ in checker.check(paths):
            pass
        return checker.report()


def check(paths: Iterable[str | PathLike[str]], settings: Settings | None = None) -> Report:
    """Check articles and return the report; the same as `check_async` for code without a loop.

    Args:
        paths: files, folders, `-` for standard input, addresses of live articles.
        settings: see `Settings`.

    Returns:
        One verdict for each citation, in the order of the articles.

    Raises:
        UsageError: a path does not exist.
        RecordingError: the recording to replay or to write cannot be used.
        StoreError: the store cannot be read or written.
    """
    return asyncio.run(check_async(paths, settings))
