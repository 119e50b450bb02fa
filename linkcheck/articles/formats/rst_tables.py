"""The two kinds of tables that reStructuredText draws with characters."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from linkcheck.articles.flow import Span

__all__ = ["Row", "begins_table", "read_table"]

_GRID = re.compile(r"\+(?:[-=]+\+)+\Z")
_SIMPLE = re.compile(r"=+(?:[ ]+=+)+\Z")
_UNDERLINE = re.compile(r"-+(?:[ ]+-+)*\Z")
_COLUMN = re.compile(r"=+")


class Row(NamedTuple):
    """A line of text.

    Attributes:
        start: offset of its first character that is no white space.
        indent: column of that character; -1 for a blank line.
        text: the line without the white space around it.
    """

    start: int
    indent: int
    text: str


def begins_table(text: str) -> bool:
    """Tell whether a line is the upper border of a table."""
    return text[:1] in {"+", "="} and bool(_GRID.match(text) or _SIMPLE.match(text))


def read_table(lines: Iterator[Row]) -> tuple[int, list[tuple[Span, ...]]]:
    """Return how many lines a table takes, and where the text of each cell stands.

    Args:
        lines: the table and what comes behind it, of which no more is read than needed.
    """
    first = next(lines)
    if first.text.startswith("+"):
        table = [first, *takewhile(lambda line: line.text.startswith(("+", "|")), lines)]
        return len(table), _grid(table)
    table = [first, *_until_border(lines, first.indent)]
    return len(table), _simple(table)


def _until_border(lines: Iterator[Row], indent: int) -> Iterator[Row]:
    """Yield lines of a simple table: a border with a blank line behind it ends it."""
    borders, border = 1, False
    for line in lines:
        if (border and line.indent < 0) or 0 <= line.indent < indent:
            return
        yield line
        border = bool(_SIMPLE.match(line.text))
        borders += border
        if borders == 3:
            return


def _grid(lines: Sequence[Row]) -> list[tuple[Span, ...]]:
    edges = [n for n, character in enumerate(lines[0].text) if character == "+"]
    cells: list[tuple[Span, ...]] = []
    row: list[Row] = []
    for line in lines:
        if _GRID.match(line.text):
            cells += _row(row, edges)
            row = []
        else:
            row.append(line)
    return [*cells, *_row(row, edges)]


def _row(lines: Sequence[Row], edges: Sequence[int]) -> Iterator[tuple[Span, ...]]:
    """Yield the cells of a row; one whose border is not at its place goes on to the next."""
    spans: dict[int, list[Span]] = {}
    for line in lines:
        left = 0
        for right in edges[1:]:
            if right < len(line.text) - 1 and line.text[right] not in {"|", "+"}:
                continue
            spans.setdefault(left, []).extend(_words(line, left + 1, right))
            left = right
    yield from (tuple(cell) for _, cell in sorted(spans.items()) if cell)


def _words(line: Row, start: int, end: int) -> Iterator[Span]:
    """Yield where the words between two columns of a line stand, if there are any."""
    written = line.text[start:end]
    words = written.strip()
    if words:
        begin = line.start + start + written.index(words)
        yield begin, begin + len(words)


def _simple(lines: Sequence[Row]) -> list[tuple[Span, ...]]:
    columns = [match.start() for match in _COLUMN.finditer(lines[0].text)]
    indent = lines[0].indent
    rows: list[list[Row]] = []
    for line in lines[1:]:
        if line.indent < 0 or _SIMPLE.match(line.text) or _UNDERLINE.match(line.text):
            continue
        # A line with nothing in the first column belongs to the row above.
        if not rows or line.indent < indent + columns[1]:
            rows.append([])
        rows[-1].append(line)
    cells: list[tuple[Span, ...]] = []
    for row in rows:
        for column, left in enumerate(columns):
            right = columns[column + 1] if column + 1 < len(columns) else None
            shifts = [(line, line.indent - indent) for line in row]
            cell = [
                span
                for line, shift in shifts
                for span in _words(
                    line,
                    max(0, left - shift),
                    max(0, right - shift) if right is not None else len(line.text),
                )
            ]
            if cell:
                cells.append(tuple(cell))
    return cells
