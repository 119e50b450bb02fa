"""Find the articles that paths name, and read them in their formats."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from linkcheck.articles.directives import with_directives
from linkcheck.articles.files import Entry, find_entries
from linkcheck.articles.formats.registry import format_named, format_of, sniffed, suffixes
from linkcheck.articles.opening import SkippedError, open_inside
from linkcheck.articles.source import LARGE, Source, read_parts, read_source
from linkcheck.errors import ArticleError, noted
from linkcheck.languages import detect
from linkcheck.models import Article, Problem
from linkcheck.text.paths import STANDARD_INPUT

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator, Sequence

    from linkcheck.articles.formats.registry import Format
    from linkcheck.languages import Detect

__all__ = ["find_articles", "find_files", "read_article", "read_articles", "read_articles_from"]


def find_files(
    paths: Iterable[str | os.PathLike[str]],
    *,
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
) -> Iterator[Path]:
    """Yield the article files that these paths name or contain, in sorted order.

    Args:
        paths: files (always yielded, as is `-`, standard input) and folders, of which regular
            files of known formats are yielded that no `.gitignore` excludes. A symbolic link is
            one if it leads to such a file in the same folder.
        include: patterns as in `.gitignore`; of folders only files that match one are yielded,
            whatever their suffix.
        exclude: patterns of files and folders to leave out.

    Raises:
        UsageError: a path does not exist, or a pattern cannot be used.
    """
    found = find_articles(paths, include=include, exclude=exclude)
    return (entry.path for entry in found if _is_readable(entry))


def find_articles(
    paths: Iterable[str | os.PathLike[str]],
    *,
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
) -> Iterator[Entry]:
    """Yield the same files, and those that `read_articles` skips and says why."""
    return find_entries(paths, suffixes(), include=include, exclude=exclude)


def _is_readable(entry: Entry) -> bool:
    if entry.folder is None:
        return True
    try:
        open_inside(entry.path, entry.folder).close()
    except SkippedError:
        return False
    except OSError:
        return True  # reading it will say what is wrong
    return True


def read_articles(
    path: str | os.PathLike[str],
    form: str | None = None,
    *,
    folder: str | None = None,
    detect: Detect = detect,
) -> Iterator[Article]:
    """Yield the articles of a file.

    A very long file is read in parts, so that memory stays flat: its article then comes in
    several values of the same path and title.

    Args:
        path: the file, or `-` for standard input.
        form: name of the format; by default told by the suffix, then by the beginning.
        folder: real path of the folder that the file was found in: then it must be a regular
            file, and in that folder also where it is a symbolic link.
        detect: detects the languages of articles and titles.

    Raises:
        ArticleError: the file cannot be read as an article, or is skipped.
        UsageError: there is no format of that name.
    """
    path = Path(path)
    known = format_named(form) if form is not None else format_of(path.name)
    if known is not None and known.ends_part is not None and _size(path) > LARGE:
        yield from _guarded(known, str(path), _in_parts(path, known, folder, detect))
        return
    if known is None or known.decode is None:
        yield from read_articles_from(read_source(path, folder, detect), known)
    else:
        yield from _guarded(known, str(path), _decoded(path, known, folder, detect))


def read_articles_from(source: Source, form: Format | None = None) -> Iterator[Article]:
    """Yield the articles of a text that has been read already.

    Args:
        source: the text.
        form: its format; seen from the text's beginning where None.

    Raises:
        ArticleError: the text cannot be read as an article, or its format fails.
    """
    wrong: tuple[str, ...] = ()
    if form is None:
        form, wrong = sniffed(source.text)
    if not source.text.strip():  # a placeholder: an article that cites nothing
        yield from _with_problems(iter((Article(source.path, form.name),)), source.path, wrong)
        return
    articles = _guarded(form, source.path, with_directives(source, form.read(source), form))
    yield from articles if not wrong else _with_problems(articles, source.path, wrong)


def _with_problems(
    articles: Iterator[Article], path: str, messages: Iterable[str]
) -> Iterator[Article]:
    """Yield articles, the first one with problems."""
    problems = tuple(Problem(path=path, message=message) for message in messages)
    for article in articles:
        yield msgspec.structs.replace(article, problems=article.problems + problems)
        problems = ()


def _guarded(form: Format, path: str, articles: Iterator[Article]) -> Iterator[Article]:
    """Yield what a format reads; a fault of the format is one of the file, and stops no other.

    Raises:
        ArticleError: the format fails, in whatever way.
    """
    try:
        yield from articles
    except ArticleError:
        raise
    except (Exception, SystemExit) as error:
        reason = noted(error, f"reading {path} with {form.origin}")
        author = "its authors" if form.package is not None else "the authors of linkcheck"
        message = f"{form.origin} failed ({reason}): report it to {author}, or exclude the file"
        raise ArticleError(message, path=path) from error


def read_article(path: str | os.PathLike[str], form: str | None = None) -> Article:
    """Return the article of a file (the first, where it holds several).

    Args:
        path: the file, or `-` for standard input.
        form: name of the format; by default told by the suffix, then by the beginning.

    Raises:
        ArticleError: the file cannot be read as an article.
    """
    for article in read_articles(path, form):
        return article
    raise ArticleError("no article was found in this file", path=str(path))


def _size(path: Path) -> int:
    try:
        return 0 if str(path) == STANDARD_INPUT else path.stat().st_size
    except OSError:
        return 0  # reading it will say what is wrong


def _decoded(path: Path, form: Format, folder: str | None, detect: Detect) -> Iterator[Article]:
    yield from read_articles_from(read_source(path, folder, detect, form.decode), form)


def _in_parts(path: Path, form: Format, folder: str | None, detect: Detect) -> Iterator[Article]:
    first: Article | None = None
    for part in read_parts(path, form.ends_part or bool, folder, detect):
        for article in read_articles_from(part, form):
            if not form.continues or first is None:
                first = article
                yield article
                continue
            yield msgspec.structs.replace(
                article,
                title=first.title,
                language=first.language,
                published=first.published,
                modified=first.modified,
                url=first.url,
            )
