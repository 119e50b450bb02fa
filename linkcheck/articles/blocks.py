"""What every format is broken into before its citations are read: blocks made of pieces.

A format knows where text and links stand; the grammar knows what they mean. Blocks are all that
passes between them.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

__all__ = ["Block", "BlockKind", "Link", "Piece"]


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
        text: as a reader sees it.
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
        return "".join(piece.text for piece in self.pieces)

    @property
    def start(self) -> int:
        """Offset of its first character."""
        return self.pieces[0].start

    @property
    def end(self) -> int:
        """Offset behind its last character."""
        return self.pieces[-1].end

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the source offsets of a stretch of the block's text.

        Exact where the source has the text as it is; else the whole of the pieces it lies in.
        """
        first = last = None
        position = 0
        for piece in self.pieces:
            behind = position + len(piece.text)
            exact = piece.end - piece.start == len(piece.text)
            if first is None and start < behind:
                first = piece.start + (start - position if exact else 0)
            if end <= behind and last is None:
                last = piece.start + (end - position) if exact else piece.end
            position = behind
        return (self.start if first is None else first), (self.end if last is None else last)
