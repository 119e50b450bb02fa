"""Running text that is in several stretches of a file: lines without indents, cells of a table."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from linkcheck.articles.blocks import Piece

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from linkcheck.articles.blocks import Link

__all__ = ["FlowText", "Span"]

Span = tuple[int, int]
"""Offsets of a stretch of a file: where it begins, and behind its end."""


class FlowText(NamedTuple):
    """The stretches of a text, one a line, with where they are in the file.

    Attributes:
        text: the stretches, a line feed between any two.
        begins: offset of each stretch in `text`.
        starts: offset of each in the file.
    """

    text: str
    begins: tuple[int, ...]
    starts: tuple[int, ...]

    @classmethod
    def of(cls, text: str, spans: Sequence[Span]) -> FlowText:
        """Return the text of some stretches of a file.

        Args:
            text: the file.
            spans: the stretches, at least one.
        """
        texts = [text[start:end] for start, end in spans]
        begins = tuple(accumulate((len(each) + 1 for each in texts[:-1]), initial=0))
        return cls("\n".join(texts), begins, tuple(start for start, _ in spans))

    def place(self, offset: int) -> int:
        """Return the offset in the file of an offset in the text."""
        span = bisect_right(self.begins, offset) - 1
        return self.starts[span] + offset - self.begins[span]

    def span(self, start: int, end: int) -> Span:
        """Return where a stretch of the text is in the file."""
        return self.place(start), self.place(end - 1) + 1 if end > start else self.place(start)

    def pieces(self, start: int, end: int, link: Link | None = None) -> Iterator[Piece]:
        """Yield a stretch of the text, its lines joined by spaces.

        Args:
            start: offset in the text.
            end: offset behind it.
            link: the link that it is the anchor of.
        """
        if start >= end:
            return
        lines = self.text[start:end].split("\n")
        for number, line in enumerate(lines):
            bare = line.lstrip() if number else line
            begin = start + len(line) - len(bare)
            bare = bare.rstrip() if number < len(lines) - 1 else bare
            if number:
                yield Piece(" ", *self.span(start - 1, start), link)
            if bare:
                yield Piece(bare, *self.span(begin, begin + len(bare)), link)
            start += len(line) + 1
