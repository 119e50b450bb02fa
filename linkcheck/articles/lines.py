"""Divide a paragraph that holds a list of sources, one a line, into its lines."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from linkcheck.articles.blocks import Block, BlockKind
from linkcheck.articles.headings import MAX_HEADING, is_source_heading

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from linkcheck.articles.blocks import Piece
    from linkcheck.articles.source import Source

__all__ = ["in_lines", "is_line_end"]

_NEXT_WORD = re.compile(r"[ \t]{0,9}\r?\n[ \t>]{0,40}(\S{1,2000})")
_MARKUP = re.compile(r"\]?\([^()\s]*\)|\]\[[^\[\]]*\]|<[^<>]*>")
_NUMBERED_LINE = re.compile(r"\s*(?:\[\d{1,3}\]|\(\d{1,3}\)|\d{1,3}[.)]|[¹²³⁰⁴-⁹]{1,3})[\s:.]*\S")

_GAPS = frozenset({" ", "\n"})
_NARROW = 60
"""Characters of the shortest lines that editors wrap text to."""


def is_line_end(text: str, position: int) -> bool:
    """Tell whether a line break in the source is meant: nothing was wrapped there.

    The next line begins with a capital or a sign, and its first word would have fitted into this.

    Args:
        text: the source.
        position: of the break, or before the white space that leads to it.
    """
    match = _NEXT_WORD.match(text, position)
    if match is None:
        return False
    word = match[1]
    is_address = "://" in word or word.startswith("www.")
    if is_address and text[match.end() : match.end() + 1] in {"", "\r", "\n"}:
        return True  # in a line of its own
    begin = text.rfind("\n", max(0, position - _NARROW), position) + 1
    if not begin and position > _NARROW:
        return False
    fits = position - begin + 1 + len(word) < _NARROW
    return fits and (is_address or not word[0].islower())


def in_lines(blocks: Iterable[Block], source: Source) -> Iterator[Block]:
    """Yield the blocks; a paragraph of a heading and its sources, one a line, in its lines."""
    for block in blocks:
        lines = _lines_of(block, source) if _may_have_lines(block) else []
        if len(lines) > 1 and (
            is_source_heading(lines[0].text)
            or all(_NUMBERED_LINE.match(line.text) for line in lines)
        ):
            yield from lines
        else:
            yield block


def _may_have_lines(block: Block) -> bool:
    if block.kind is not BlockKind.PARAGRAPH or len(block.pieces) < 3:
        return False
    first = itertools.takewhile(lambda piece: piece.text not in _GAPS, block.pieces)
    line = "".join([piece.text for piece in first])
    heading = len(line) < MAX_HEADING and is_source_heading(line)
    return heading or _NUMBERED_LINE.match(line) is not None


def _lines_of(block: Block, source: Source) -> list[Block]:
    """Return the lines of a paragraph, as its source has them, each as a block."""
    lines: list[list[Piece]] = [[]]
    for piece in block.pieces:
        if lines[-1] and piece.text in _GAPS and piece.link is None and _breaks(lines[-1], source):
            lines.append([])
        else:
            lines[-1].append(piece)
    return [Block(block.kind, tuple(line)) for line in lines if line]


def _breaks(line: list[Piece], source: Source) -> bool:
    """Tell whether the source has a line break behind a run of text."""
    rest = source.text[line[-1].end : line[-1].end + 400].split("\n", 1)
    return len(rest) > 1 and not re.search(r"[^\W_]", _MARKUP.sub("", rest[0]))
