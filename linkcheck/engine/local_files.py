"""Whether links to files of the same repository lead to a file, and to a place in it.

Nothing outside the repository is looked at, by no path and through no symbolic link: an article may
be anyone's.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from linkcheck.articles.anchors import html_anchors, markdown_anchors
from linkcheck.articles.formats.registry import format_of
from linkcheck.articles.opening import open_inside
from linkcheck.engine.git import repository_of
from linkcheck.errors import ArticleError, noted
from linkcheck.models import Evidence, Field, Match
from linkcheck.text.paths import STANDARD_INPUT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from linkcheck.models import Citation

__all__ = ["LocalFiles"]

_LONGEST = 4 << 20
"""Bytes of a file in which a place is looked for."""
_SOURCES = (".md", ".markdown", ".mdx", ".html", ".htm", ".rst", ".adoc", ".ipynb", ".txt")
"""Suffixes of what a site's pages are made of; addresses of the pages have none, or ".html"."""
_SUFFIX = re.compile(r"\.\d*[^\W\d]\w*\Z")
"""Of a file; "/release-1.2" has none."""
_INDEX = ("README.md", "index.md", "index.html", "_index.md", "readme.md")
# "#L10-L20" are lines of a program, "#fn1" and the like footnotes, ":~:" words of the text.
_MADE_BY_SITES = re.compile(
    r"(?:L\d+(?:C\d+)?(?:-L?\d+(?:C\d+)?)?|(?:user-content-)?fn(?:ref)?[:-]?\d.*|top|:~:.*)\Z"
)


class LocalFiles:
    """Looks for the files and places that links name.

    Args:
        names: what the user named; a folder is the root where there is no repository.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._named = [os.path.realpath(name) for name in names if os.path.isdir(name)]  # noqa: PTH112 - never raises
        self._anchors: dict[str, frozenset[str] | None] = {}
        self._roots: dict[str, str] = {}

    def examined(self, citation: Citation) -> tuple[Evidence, ...]:
        """Return whether a link's file is there, and its place in it.

        Nothing is returned where that cannot be known: a site may be built of other files.
        """
        path = citation.location.path
        folder = Path.cwd() if path == STANDARD_INPUT else Path(path).parent
        real_folder = os.path.realpath(folder)
        root = self._roots.get(real_folder) or self._root(real_folder)
        self._roots[real_folder] = root
        try:
            parts = urlsplit(citation.url or "")
            wanted, fragment = unquote(parts.path), unquote(parts.fragment)
        except ValueError:
            return ()
        if not wanted:
            target = None if path == STANDARD_INPUT else os.path.realpath(path)
            return self._place(target, fragment, root)
        if "\0" in wanted:
            return (_file(Match.MISMATCH, wanted, "missing"),)
        first, *others = _candidates(wanted, real_folder, path, root)
        found = _look(first, root)
        outside = found == _OUTSIDE
        for each in others:
            if found is not None and found != _OUTSIDE:
                break
            found = _look(each, root)
        if found is not None and found != _OUTSIDE:
            return (_file(Match.MATCH, wanted), *self._place(found, fragment, root))
        if outside:
            return (_file(Match.MISMATCH, wanted, "outside"),)
        if wanted.startswith("/") and _is_of_site(wanted, root):
            return ()
        return (_file(Match.MISMATCH, wanted, "missing"),)

    def _root(self, folder: str) -> str:
        repository = repository_of(Path(folder))
        if repository is not None:
            return str(repository)
        above = [named for named in (*self._named, str(Path.cwd())) if _is_in(folder, named)]
        return min(above, key=len, default=folder)

    def _place(self, target: str | None, fragment: str, root: str) -> tuple[Evidence, ...]:
        if not fragment or target is None or _MADE_BY_SITES.match(fragment):
            return ()
        if os.path.isdir(target):  # noqa: PTH112 - never raises
            inside = (os.path.join(target, name) for name in _INDEX)  # noqa: PTH118 - a text
            target = next(filter(os.path.isfile, inside), None)
        anchors = self._anchors_of(target, root) if target is not None else None
        if anchors is None:
            return ()
        key = _key(fragment)
        found = key in anchors or key.removeprefix("user-content-") in anchors
        match = Match.MATCH if found else Match.MISMATCH
        return (Evidence(field=Field.FRAGMENT, match=match, cited=fragment, source="file"),)

    def _anchors_of(self, target: str, root: str) -> frozenset[str] | None:
        """Return the places of a file, or None where it has none that can be known."""
        if target not in self._anchors:
            self._anchors[target] = _read_anchors(target, root)
        return self._anchors[target]


_OUTSIDE = "\0outside"


def _candidates(wanted: str, folder: str, article: str, root: str) -> Iterator[str]:
    """Yield the paths that a link may mean: itself, then what a site's page may be made of."""
    base = root if wanted.startswith("/") else folder
    plain = wanted.lstrip("/")
    yield os.path.join(base, plain)  # noqa: PTH118 - ".." has to stay
    stem, suffix = os.path.splitext(plain.rstrip("/"))  # noqa: PTH122 - of a text
    if suffix in {".html", ".htm"}:
        yield from (os.path.join(base, stem + each) for each in _SOURCES)  # noqa: PTH118
    elif not suffix:
        own = os.path.splitext(os.path.basename(article))[0]  # noqa: PTH119, PTH122
        for start in (base, os.path.join(base, own)):  # noqa: PTH118 - "/page/" for page.md
            for each in ("", *_SOURCES):
                yield os.path.join(start, plain.rstrip("/") + each)  # noqa: PTH118 - a text


def _look(path: str, root: str) -> str | None:
    """Return the real path of what is there, None for nothing, or that it would be outside."""
    if not _is_in(os.path.normpath(path), root):
        return _OUTSIDE  # which is not looked at
    try:
        real = os.path.realpath(path)
        if not _is_in(real, root):
            return _OUTSIDE
        return real if os.path.exists(real) else None  # noqa: PTH110 - never raises
    except (OSError, ValueError):
        return None


def _is_of_site(wanted: str, root: str) -> bool:
    """Tell whether a path from the root may be an address of the site that is built of this.

    Sites are often built of a folder below the root, and serve further folders, such as `static`.
    """
    first, _, inside = os.path.normpath(wanted.lstrip("/")).partition(os.sep)
    if not inside or _SUFFIX.search(inside) is None:
        return True
    folder = _look(os.path.join(root, first), root)  # noqa: PTH118 - a text
    return folder in {None, _OUTSIDE} or not os.path.isdir(str(folder))  # noqa: PTH112 - never raises


def _is_in(path: str, folder: str) -> bool:
    return path == folder or path.startswith(os.path.join(folder, ""))  # noqa: PTH118 - a text


def _file(match: Match, cited: str, relation: str | None = None) -> Evidence:
    return Evidence(field=Field.FILE, match=match, relation=relation, cited=cited)


def _read_anchors(target: str, root: str) -> frozenset[str] | None:
    known = format_of(os.path.basename(target))  # noqa: PTH119 - a text
    name = known.name if known is not None else ""
    read = {"markdown": markdown_anchors, "html": html_anchors}.get(name)
    if read is None:
        return None
    try:
        with open_inside(target, root) as file:
            data = file.read(_LONGEST + 1)
        if len(data) > _LONGEST:
            return None
        return frozenset(map(_key, read(data.decode("utf-8-sig", "replace"))))
    except OSError:
        return None
    except (ArticleError, ValueError, RecursionError) as error:
        noted(error, f"reading the places of {target}")
        return None


def _key(anchor: str) -> str:
    # GitHub's scripts find a place whatever its case; an emoji may have a selector or none.
    return anchor.casefold().replace("\ufe0f", "").strip("-")
