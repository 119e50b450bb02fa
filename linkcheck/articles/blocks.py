"""What every format is broken into before its citations are read: blocks made of pieces.

A format knows where text and links stand; the grammar knows what they mean. Blocks are all that
passes between them.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

__all__ = [
    "LABEL_LEVEL",
    "Block",
    "BlockKind",
    "Link",
    "Piece",
    "Places",
    "is_label",
    "joined_items",
    "paragraph",
]

LABEL_LEVEL = 7
"""The level of a line that only introduces what follows: below every real heading."""

_LONGEST_ITEM = 400
"""Characters of a list item whose paragraphs are read as one; longer ones are prose."""

_LABEL = re.compile(r"[^.!?]{2,60}:\s*\Z")


class Link(NamedTuple):
    """A link's address as the format gives it.

    Attributes:
        url: the address, escapes of the format undone.
        start: offset of the address as written.
        end: offset behind it.
        language: `hreflang` or `lang` of the link, as written, or None.
    """

    url: str
    start: int
    end: int
    language: str | None = None


class Piece(NamedTuple):
    """A run of text in a block.

    Attributes:
        text: as a reader sees it; a line break that is meant is a line feed.
        start: offset of the run in the source.
        end: offset behind it; `end - start` may differ from the text's length where the source
            has escapes or markup in it.
        link: the link this run is the anchor of, or None. All pieces of one anchor share it.
    """

    text: str
    start: int
    end: int
    link: Link | None = None


class BlockKind(StrEnum):
    """What part a block has in an article."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    NOTE = "note"  # a footnote: an item of a list of sources wherever it stands


class Block(NamedTuple):
    """A heading, paragraph or list item.

    Attributes:
        kind: see `BlockKind`.
        pieces: its text, in order.
        level: 1 to 6 for headings (7 for a line that only introduces a list), else 0.
    """

    kind: BlockKind
    pieces: tuple[Piece, ...]
    level: int = 0

    @property
    def text(self) -> str:
        """The whole text as a reader sees it."""
        return "".join([piece.text for piece in self.pieces])

    @property
    def has_link(self) -> bool:
        """Whether any of its text is linked."""
        for piece in self.pieces:  # noqa: SIM110 - half the time of any(), for every block
            if piece.link is not None:
                return True
        return False

    @property
    def start(self) -> int:
        """Offset of its first character."""
        return self.pieces[0].start

    @property
    def end(self) -> int:
        """Offset behind its last character."""
        return self.pieces[-1].end

    def places(self) -> Places:
        """Return where the stretches of the block's text stand in the source."""
        return Places(self.pieces)


class Places:
    """Turns offsets in a block's text into offsets in the source.

    Args:
        pieces: of the block.
    """

    def __init__(self, pieces: tuple[Piece, ...]) -> None:
        self._pieces = pieces
        self._starts = list(itertools.accumulate((len(p.text) for p in pieces), initial=0))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the source offsets of a stretch of the block's text.

        Exact where the source has the text as it is; else the whole of the pieces it lies in.
        """
        first = self._piece_behind(start)
        last = min(bisect_left(self._starts, end, 1) - 1, len(self._pieces) - 1)
        opening, closing = self._pieces[first], self._pieces[last]
        begin = opening.start + (start - self._starts[first] if _exact(opening) else 0)
        behind = closing.start + end - self._starts[last] if _exact(closing) else closing.end
        return begin, behind

    def pieces(self, start: int, end: int, hidden: Collection[int] = ()) -> Iterator[Piece]:
        """Yield the pieces of a stretch of the block's text, those at its ends cut.

        Args:
            start: offset in the text.
            end: offset behind it.
            hidden: indices of pieces to leave out.
        """
        index = self._piece_behind(start)
        while index < len(self._pieces) and self._starts[index] < end:
            piece, begin = self._pieces[index], self._starts[index]
            behind = min(end, self._starts[index + 1])
            if index not in hidden and (start < behind or begin == behind):
                if behind - max(start, begin) == len(piece.text):
                    yield piece
                else:
                    first, last = self.span(start, behind)
                    yield Piece(piece.text[start - begin : behind - begin], first, last, piece.link)
            start, index = max(start, behind), index + 1

    def _piece_behind(self, offset: int) -> int:
        """Return which piece the character at an offset stands in; empty ones hold none."""
        return min(bisect_right(self._starts, offset) - 1, len(self._pieces) - 1)


def is_label(text: str) -> bool:
    """Tell whether a line introduces a list rather than saying anything: "See also:"."""
    return _LABEL.match(text.strip()) is not None


def paragraph(pieces: tuple[Piece, ...]) -> Block:
    """Return the block of a paragraph: a heading where it only introduces a list."""
    block = Block(BlockKind.PARAGRAPH, pieces)
    if is_label(block.text) and not any(piece.link for piece in pieces):
        return Block(BlockKind.HEADING, pieces, LABEL_LEVEL)
    return block


def joined_items(blocks: Iterable[tuple[Block, int]]) -> Iterator[Block]:
    """Yield blocks; a source whose address is in a further paragraph of its list item is one block.

    Args:
        blocks: each with the number of the list item it is in, 0 outside of any.
    """
    waiting: Block | None = None
    number = 0
    for block, item in blocks:
        if waiting is not None and item == number and _continues(waiting, block):
            gap = Piece("\n", waiting.end, waiting.end)
            waiting = waiting._replace(pieces=(*waiting.pieces, gap, *block.pieces))
            continue
        if waiting is not None:
            yield waiting
        waiting, number = (block, item) if item else (None, 0)
        if waiting is None:
            yield block
    if waiting is not None:
        yield waiting


def _continues(block: Block, other: Block) -> bool:
    return (
        block.kind is other.kind is not BlockKind.HEADING
        and all(piece.link is None for piece in block.pieces)
        and len(block.text) + len(other.text) <= _LONGEST_ITEM
    )


def _exact(piece: Piece) -> bool:
    return piece.end - piece.start == len(piece.text)
