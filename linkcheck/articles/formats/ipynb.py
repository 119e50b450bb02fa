"""Jupyter notebooks (nbformat 3 and 4): the Markdown of their cells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from linkcheck.articles.directives import with_directives
from linkcheck.articles.embedded import Embedded
from linkcheck.articles.formats.base import Format
from linkcheck.articles.formats.registry import format_named
from linkcheck.articles.formats.writers import JsonWriter
from linkcheck.articles.json_places import (
    Member,
    NotReadError,
    elements,
    members_of,
    object_members,
    skip_space,
    strings_text,
)
from linkcheck.errors import ArticleError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.articles.source import Source
    from linkcheck.models import Article

__all__ = ["FORMAT"]

_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})(.*)$", re.MULTILINE)
_START = re.compile(r'\{\s*"(?:cells|metadata|nbformat(?:_minor)?|worksheets)"\s*:')


def _articles(source: Source) -> Iterator[Article]:
    try:
        cells = list(_cells(source.text))
        bodies = [
            (number, strings_text(source, _strings(source.text, cell["source"])))
            for number, cell in enumerate(cells, 1)
            if "source" in cell and _kind(cell) == "markdown"
        ]
    except NotReadError as error:
        message = (
            f"this is not a Jupyter notebook ({error.reason}): open and save it in Jupyter again"
        )
        line = source.locate(error.position, error.position).line
        raise ArticleError(message, path=source.path, line=line) from error
    parts = [part for number, body in bodies for part in _parts(number, body)]
    whole = Embedded(source.with_parts(parts))
    for _, body in bodies:
        whole.append(body)
        # Every cell is a text of its own: what is left open in it ends with it.
        whole.add(_closing(body.text), body.end, body.end)
    inner, markdown = whole.source(), format_named("markdown")
    for article in with_directives(inner, markdown.read(inner), markdown):
        yield msgspec.structs.replace(whole.relocated(article), format=FORMAT.name)


def _cells(text: str) -> Iterator[dict[str, Member]]:
    """Yield the cells of a notebook.

    Raises:
        NotReadError: it is not valid JSON, or not a notebook.
    """
    notebook, _ = object_members(text, skip_space(text, 0))
    sheets = [notebook]
    if "worksheets" in notebook:  # nbformat 3
        sheets = [members_of(text, sheet) for sheet in elements(text, notebook["worksheets"])]
    elif "cells" not in notebook:
        raise NotReadError("it has no cells", 0)
    for sheet in sheets:
        if "cells" in sheet:
            yield from (members_of(text, cell) for cell in elements(text, sheet["cells"]))


def _kind(cell: dict[str, Member]) -> object:
    return cell["cell_type"].value if "cell_type" in cell else None


def _strings(text: str, member: Member) -> list[Member]:
    if isinstance(member.value, str):
        return [member]
    return [each for each in elements(text, member) if isinstance(each.value, str)]


def _parts(number: int, body: Embedded) -> Iterator[tuple[int, str]]:
    """Yield where each line of a cell begins, and its name."""
    position = 0
    for line, text in enumerate(body.text.split("\n"), 1):
        yield body.place(position), f"cell {number} line {line}"
        position += len(text) + 1
    yield body.end, ""


def _closing(text: str) -> str:
    """Return what ends a cell: an open code block and an open comment too."""
    fence = ""
    for match in _FENCE.finditer(text):
        if not fence:
            fence = match[1]
        elif match[1].startswith(fence) and not match[2].strip():
            fence = ""
    closing = f"\n{fence}" if fence else ""
    if text.rfind("<!--") > text.rfind("-->"):
        closing += "-->"
    return f"{closing}\n\n"


FORMAT = Format(
    name="ipynb",
    suffixes=(".ipynb",),
    articles=_articles,
    comments=(),  # JSON has none; those in the Markdown of a cell are read with it
    verbatim=None,
    sniff=lambda start: _START.match(start) is not None and '"cell' in start,
    writer=JsonWriter(),
)
