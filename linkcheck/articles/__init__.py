"""Read articles and the citations in them. One module for each format."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from linkcheck.articles import files
from linkcheck.articles.source import read_source
from linkcheck.errors import ArticleError

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator

    from linkcheck.models import Article

__all__ = ["FORMATS", "find_files", "read_article", "read_articles"]

FORMATS = {
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".md": "markdown",
    ".markdown": "markdown",
    ".mdown": "markdown",
    ".mkd": "markdown",
    ".txt": "text",
    ".text": "text",
}
"""File name suffix → format; each format is a module here with `articles(source)`."""


def find_files(paths: Iterable[str | os.PathLike[str]]) -> Iterator[Path]:
    """Yield the article files that these paths name or contain, in sorted order.

    Args:
        paths: files (always yielded) and folders (files of known formats are).

    Raises:
        UsageError: a path does not exist.
    """
    return files.find_files(paths, FORMATS)


def read_articles(path: str | os.PathLike[str]) -> Iterator[Article]:
    """Yield the articles of a file.

    Args:
        path: the file; a suffix that is not known is read as plain text.

    Raises:
        ArticleError: the file cannot be read as an article.
    """
    source = read_source(Path(path))
    name = FORMATS.get(Path(path).suffix.lower()) or _sniff(source.text)
    yield from import_module(f"linkcheck.articles.{name}").articles(source)


def read_article(path: str | os.PathLike[str]) -> Article:
    """Return the article of a file (the first, where it holds several).

    Raises:
        ArticleError: the file cannot be read as an article.
    """
    for article in read_articles(path):
        return article
    raise ArticleError("there is no article in this file", path=str(path))


def _sniff(text: str) -> str:
    start = text[:1000].lstrip().lower()
    return "html" if start.startswith(("<!doctype html", "<html")) else "text"
