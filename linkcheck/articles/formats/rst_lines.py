"""The lines of reStructuredText with their indentation, which gives its blocks their structure."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from linkcheck.articles.flow import Span

__all__ = ["Lines"]


class Lines:
    """The lines of a text. Reading a block skips its mark: what is behind it has lines of its own.

    Args:
        text: the text, every line end one line feed.

    Attributes:
        text: the same.
        starts: where the text of each line begins, without its indentation and marks.
        ends: where it ends, without white space.
        indents: how deep each line is indented; -1 for a blank one.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.indents: list[int] = []
        position = 0
        for line in text.split("\n"):
            bare = line.lstrip()
            lead = line[: len(line) - len(bare)]
            self.starts.append(position + len(lead))
            self.ends.append(position + len(line.rstrip()))
            self.indents.append(len(lead.expandtabs(8)) if bare else -1)
            position += len(line) + 1

    def written(self, number: int) -> str:
        """Return the text of a line."""
        return self.text[self.starts[number] : self.ends[number]]

    def next_dedent(self, line: int, last: int, indent: int) -> int:
        """Return the next line that is not deeper than an indentation."""
        while line < last and (self.indents[line] < 0 or self.indents[line] > indent):
            line += 1
        return line

    def least_indent(self, line: int, last: int) -> int:
        """Return the smallest indentation of some lines, or -1 if all are blank."""
        return min((n for n in self.indents[line:last] if n >= 0), default=-1)

    def next_blank(self, line: int, last: int) -> int:
        """Return the next blank line."""
        while line < last and self.indents[line] >= 0:
            line += 1
        return line

    def spans(self, line: int, last: int, skip: int) -> tuple[Span, ...]:
        """Return the stretches of text in lines, the first behind a mark."""
        self.skip_mark(line, skip)
        return tuple(
            (self.starts[n], self.ends[n]) for n in range(line, last) if self.indents[n] >= 0
        )

    def skip_mark(self, line: int, skip: int) -> None:
        """Let the text of a line begin behind a mark of some length."""
        self.starts[line] += skip
        if self.starts[line] >= self.ends[line]:
            self.starts[line] = self.ends[line]
            self.indents[line] = -1

    def after_literal(self, line: int, last: int, indent: int) -> int:
        """Return the line behind a literal block, indented or quoted."""
        while line < last and self.indents[line] < 0:
            line += 1
        if line >= last or self.indents[line] > indent:
            return self.next_dedent(line, last, indent)
        mark = self.text[self.starts[line]]
        while line < last and self.written(line).startswith(mark) and not mark.isalnum():
            line += 1
        return line
