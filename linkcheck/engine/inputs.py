"""Where articles come from: files, folders, standard input, and the web itself."""

from __future__ import annotations

import asyncio
import os
import time
from contextlib import aclosing, nullcontext
from itertools import groupby
from typing import TYPE_CHECKING, Protocol

import msgspec

from linkcheck.articles import find_articles, read_articles
from linkcheck.articles.formats.registry import format_named
from linkcheck.engine.live import live_articles
from linkcheck.errors import ArticleError
from linkcheck.languages import detect
from linkcheck.models import Article, Problem
from linkcheck.settings.inputs import InputSettings
from linkcheck.text.outlets import add_outlets
from linkcheck.text.urls import is_address

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable, Iterator
    from contextlib import AbstractContextManager
    from os import PathLike
    from pathlib import Path

    from linkcheck.languages import Detect
    from linkcheck.web import Fetcher

__all__ = [
    "File", "Found", "list_files", "read_file", "read_inputs"
]  # fmt: skip

File = tuple[str, str | None, str | None]
"""Path of an article, the name of its format where it is given, and the real path of the folder
that it was found in, or None where the user named the file."""

# How long the loop waits for articles at a time, in seconds.
_MOMENT = 0.05


class Found(msgspec.Struct, frozen=True):
    """What was read in a file.

    Attributes:
        articles: in order; those before the fault where there is one.
        problem: why it could not be read (on), or None.
    """

    articles: tuple[Article, ...]
    problem: Problem | None = None


class Helpers(Protocol):
    """Others that read files too, such as worker processes."""

    def reading(self, files: list[File]) -> AbstractContextManager[dict[int, Found]]:
        """Return a mapping for the time of reading, into which they put what they have read.

        Args:
            files: in order; the keys are places among them.
        """
        ...


async def read_inputs(
    paths: Iterable[str | PathLike[str]],
    settings: InputSettings | None = None,
    fetcher: Fetcher | None = None,
    *,
    wanted: Callable[[Path], bool] | None = None,
    helpers: Helpers | None = None,
    detect: Detect = detect,
) -> AsyncIterator[Article | Problem]:
    """Yield the articles of all inputs in order; one that cannot be read becomes a problem.

    Args:
        paths: files, folders, `-` for standard input, addresses of live articles, or of sitemaps
            and feeds that list some.
        settings: which files of folders are wanted.
        fetcher: asks for live articles.
        wanted: tells of a file whether it is to be read; by default all are.
        helpers: read some of the files at the same time, or None.
        detect: detects the languages of articles and titles.

    Raises:
        UsageError: a path does not exist, or a setting cannot be used.
    """
    settings = settings if settings is not None else InputSettings()
    add_outlets(outlet.row for outlet in settings.outlets)
    if settings.form is not None:
        format_named(settings.form)
    for live, several in groupby(paths, lambda path: fetcher is not None and is_address(path)):
        if live and fetcher is not None:
            for path in several:
                async with aclosing(live_articles(str(path), fetcher, detect)) as articles:
                    async for each in articles:
                        yield each
            continue
        listed = find_articles(several, include=settings.include, exclude=settings.exclude)
        found = await asyncio.to_thread(list, listed)
        files = await asyncio.to_thread(list, _with_formats(found, settings, wanted))
        with helpers.reading(files) if helpers else nullcontext(dict[int, Found]()) as others:
            reading = _read_files(files, others, detect)
            # Reading is work for a thread: the loop has other things to do, and Ctrl-C to hear.
            while batch := await asyncio.to_thread(_batch, reading):
                for article in batch:
                    yield article


def list_files(paths: Iterable[str | PathLike[str]], settings: InputSettings) -> Iterator[File]:
    """Yield the files that are read, in order, as they are found.

    Args:
        paths: see `read_inputs`.
        settings: which files of folders are wanted, and what their formats are.

    Raises:
        UsageError: a path does not exist, or a setting cannot be used.
    """
    found = find_articles(paths, include=settings.include, exclude=settings.exclude)
    yield from _with_formats(found, settings)


def _with_formats(
    found: Iterable[tuple[Path, str | None]],
    settings: InputSettings,
    wanted: Callable[[Path], bool] | None = None,
) -> Iterator[File]:
    names = {os.path.basename(path) for path in settings.passed_over}  # noqa: PTH119 - of a text
    for path, folder in found:
        if folder and path.name in names and os.path.realpath(path) in settings.passed_over:
            continue
        if wanted is None or wanted(path):
            yield str(path), settings.form_of(path) if settings.forms else settings.form, folder


def read_file(file: File, detect: Detect) -> Found:
    """Read all that a file holds."""
    articles: list[Article] = []
    problem = None
    for each in _read_one(file, detect):
        if isinstance(each, Problem):
            problem = each
        else:
            articles.append(each)
    return Found(tuple(articles), problem)


def _read_files(
    files: Iterable[File], others: dict[int, Found], detect: Detect
) -> Iterator[Article | Problem]:
    for place, file in enumerate(files):
        read = others.pop(place, None)
        if read is None:
            yield from _read_one(file, detect)
            continue
        yield from read.articles
        if read.problem is not None:
            yield read.problem


def _read_one(file: File, detect: Detect) -> Iterator[Article | Problem]:
    path, form, folder = file
    try:
        yield from read_articles(path, form, folder=folder, detect=detect)
    except ArticleError as error:
        yield Problem(path=error.path, message=error.message, line=error.line)


def _batch(reading: Iterator[Article | Problem]) -> list[Article | Problem]:
    """Return the next articles: as many as are read in a moment, one at least, none at the end."""
    batch: list[Article | Problem] = []
    until = time.monotonic() + _MOMENT
    for article in reading:
        batch.append(article)
        if time.monotonic() > until:
            break
    return batch
