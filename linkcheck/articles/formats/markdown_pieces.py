"""The pieces of a block of Markdown: its text, links and addresses, each located in the file."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from linkcheck.articles.addresses import linked, may_have_address
from linkcheck.articles.blocks import Link, Piece
from linkcheck.articles.formats.html_tags import link_of
from linkcheck.articles.lines import is_line_end

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from markdown_it.token import Token

__all__ = ["Mapping", "pieces_of"]

_TAG = re.compile(r"</?([a-zA-Z][\w.:-]*)")
_BAR = re.compile(r"\|")
_MARKS = frozenset({"em_open", "em_close", "strong_open", "strong_close"})


class Mapping:
    """Turns offsets in a block's content into offsets in the file.

    The content is the block's lines without indents, list marks and quotation marks, so each of
    its lines is the end of a line of the file (a table cell: a part of one).

    Args:
        text: without front matter.
        lines: where each of its lines begins.
        token: of the block.
        begin: offset of the text in the file.
        behind: offset in the text from which the content is looked for: the cells of a row follow
            each other.

    Attributes:
        end: offset in the text behind the content.
    """

    def __init__(
        self, text: str, lines: list[int], token: Token, begin: int, behind: int = 0
    ) -> None:
        self._starts: list[int] = []
        self._places: list[int] = []
        first = token.map[0] if token.map else 0
        position = 0
        for number, line in enumerate(token.content.split("\n")):
            row = min(first + number, len(lines) - 1)
            start = lines[row]
            end = lines[row + 1] if row + 1 < len(lines) else len(text)
            start = min(max(start, behind), end)
            found = text.find(line, start, end)
            self._starts.append(position)
            if found < 0 and "|" in line:  # in a cell it is escaped
                found = text.find(line.replace("|", "\\|"), start, end)
            self.end = place = found if found >= 0 else start
            self._places.append(begin + place)
            self.end += len(line)
            if found >= 0 and not text.startswith(line, place):
                for match in _BAR.finditer(line):
                    self._starts.append(position + match.end())
                    self.end += 1
                    self._places.append(begin + self.end - len(line) + match.end())
            position += len(line) + 1

    def __call__(self, offset: int) -> int:
        """Return the offset in the file of an offset in the content."""
        row = max(0, bisect_right(self._starts, offset) - 1)
        return self._places[row] + offset - self._starts[row]


def pieces_of(
    token: Token, mapping: Callable[[int], int], references: dict[str, tuple[int, int]]
) -> tuple[Piece, ...]:
    """Return the pieces of a block, links located; code is text that links to nothing.

    Args:
        token: of the block's inline content.
        mapping: turns offsets in that content into offsets in the file.
        references: where the address of each reference definition is, by label.
    """
    return tuple(_Reader(token.content, mapping, references).read(token.children or ()))


class _Reader:
    """Reads the tokens of a block in order, and keeps its place in the content."""

    def __init__(
        self,
        content: str,
        mapping: Callable[[int], int],
        references: dict[str, tuple[int, int]],
    ) -> None:
        self._content = content
        self._mapping = mapping
        self._references = references
        self._has_address = may_have_address(content)
        self._position = 0
        self._pieces: list[Piece] = []
        self._run: list[Piece] = []  # text without links, in which there may be addresses
        self._marks: set[int] = set()  # which of its pieces are marks of emphasis
        self._link: Link | None = None
        self._is_used = True  # whether the open link has text
        self._tag = ""  # of the HTML element that the open link is

    def read(self, tokens: Iterable[Token]) -> list[Piece]:
        """Return the pieces."""
        for token in tokens:
            kind = token.type
            if kind == "text":
                if token.content:
                    self._text(token.content)
                continue
            if kind in _MARKS:
                self._mark(token.markup)
                continue
            span = token.meta.get("span")
            start = max(self._position, span[0]) if span else self._position
            end = span[1] if span else start
            if kind == "text_special":  # an escape or entity
                self._position = end
                self._add(
                    Piece(token.content, self._mapping(start), self._mapping(end), self._link)
                )
            elif kind == "link_open":
                self._end_run()
                self._link, self._is_used = self._opened(token), False
                self._position = token.meta.get("text", (start, start))[0]
            elif kind == "link_close":
                self._close_link()
                self._position = max(self._position, end)
            elif kind == "html_inline":
                self._end_run()
                self._html(token.content, start)
                self._position = start + len(token.content)
            elif kind in {"softbreak", "hardbreak"}:
                found = self._content.find("\n", self._position)
                self._position = found + 1 if found >= 0 else self._position
                place = self._mapping(max(0, self._position - 1))
                ends = kind == "hardbreak" or (
                    self._link is None and is_line_end(self._content, max(0, found))
                )
                self._add(Piece("\n" if ends else " ", place, place, self._link))
            elif kind == "code_inline":
                self._end_run()
                self._is_used = True
                place, behind = self._mapping(start), self._mapping(end)
                self._pieces.append(Piece(token.content, place, behind, self._link))
                self._position = end
            elif kind in {"image", "footnote_ref"}:
                self._end_run()
                self._position = end
        self._end_run()
        return self._pieces

    def _text(self, text: str) -> None:
        start = self._content.find(text, self._position)
        if start < 0:
            start = self._position
        self._position = start + len(text)
        place = self._mapping(start)
        self._add(Piece(text, place, place + len(text), self._link))

    def _mark(self, mark: str) -> None:
        start = self._content.find(mark, self._position)
        if start < 0:
            return
        self._position = end = start + len(mark)
        if self._has_address and self._link is None:
            self._marks.add(len(self._run))
            self._run.append(Piece(mark, self._mapping(start), self._mapping(end)))

    def _add(self, piece: Piece) -> None:
        """Add a piece of text, in which there may be an address."""
        if piece.link is not None:
            self._is_used = self._is_used or not piece.text.isspace()
            self._pieces.append(piece)
        elif self._has_address:
            self._run.append(piece)
        else:
            self._pieces.append(piece)

    def _end_run(self) -> None:
        if self._run:
            self._pieces.extend(linked(self._run, self._marks))
            self._run, self._marks = [], set()

    def _opened(self, token: Token) -> Link | None:
        if (label := token.meta.get("label")) is not None:
            if label not in self._references:
                return None
            start, end = self._references[label]
        elif "address" in token.meta:
            start, end = map(self._mapping, token.meta["address"])
        else:
            return None
        return Link(token.meta.get("url") or str(token.attrGet("href") or ""), start, end)

    def _close_link(self) -> None:
        """End the open link, which may hold no text: only an image, or nothing."""
        self._end_run()
        if self._link is not None and not self._is_used:
            place = self._mapping(self._position)
            self._pieces.append(Piece("", place, place, self._link))
        self._link, self._tag = None, ""

    def _html(self, tag: str, start: int) -> None:
        """Read a tag in the text: `<a href>`, `<q cite>`, a component of MDX."""
        match = _TAG.match(tag)
        if match is None:
            return
        name, place = match[1].lower(), self._mapping(start)
        if name == "br":
            self._pieces.append(Piece("\n", place, place + len(tag), self._link))
            return
        if tag.startswith("</"):
            if name == self._tag:
                self._close_link()
            return
        if name == "q":
            if (link := link_of(tag, place, ("cite",))) is not None:
                self._pieces.append(Piece("", place, place, link))
            return
        is_component = name != "a" and match[1][0].isupper()
        link = link_of(tag, place, ("href", "to") if is_component else ("href",))
        if link is None and name != "a":
            return
        self._close_link()
        self._link, self._is_used, self._tag = link, False, name
        if is_component and tag.endswith("/>"):
            self._close_link()
