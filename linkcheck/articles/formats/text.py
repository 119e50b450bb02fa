"""Plain text: lines, bullets, addresses that stand in the text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from linkcheck.articles.addresses import address_pieces
from linkcheck.articles.blocks import LABEL_LEVEL, Block, BlockKind, Piece, is_label
from linkcheck.articles.compose import compose
from linkcheck.articles.directives import without_directives
from linkcheck.articles.formats.base import Comment, Format
from linkcheck.articles.headings import is_source_heading
from linkcheck.articles.lines import is_line_end
from linkcheck.articles.writing import Writer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.articles.source import Source
    from linkcheck.models import Article

__all__ = ["FORMAT", "address_pieces", "articles"]

_LINE = re.compile(r"[^\r\n]+")
_BULLET = re.compile(r"\s*(?:[•‣▪●◦*·–—-]|\(?\d{1,3}[.)])\s+")
# An address, behind at most a few words: "URL:", "Режим доступу:".
_ADDRESS_LINE = re.compile(
    r"\s*(?:[^\W\d][^\n:]{0,40}:\s*)?[<(\[]?(?:https?://|www\.)\S+\s*\Z", re.IGNORECASE
)
# "Kyiv Post: …", "Kyiv Post — …", "Kyiv Post // …": a source of its own begins.
_NAMES_AN_OUTLET = re.compile(r": | [—–] | // ")
_NUMBERED = re.compile(r"\s*\[\d{1,3}\]\s")
SOURCES_LEVEL = 6  # a line of plain text that announces sources; other labels are below it


def _ends_part(line: str) -> bool:
    """Tell whether a very long file may be cut behind a line: behind any that is no heading."""
    return not line.rstrip().endswith(":")


def articles(source: Source) -> Iterator[Article]:
    """Yield the one article of a plain text; its first line is the title."""
    blocks = list(_blocks(source))
    title = next((block.text.strip() for block in blocks if block.kind is not BlockKind.ITEM), None)
    yield compose(source, "text", blocks, title=title)


def _blocks(source: Source) -> Iterator[Block]:
    whole = without_directives(source.text, FORMAT)
    lines = [match for match in _LINE.finditer(whole) if match[0].strip()]
    waiting: _Open | None = None
    is_first = True
    for index, line in enumerate(lines):
        text = line[0]
        start, end = (
            line.start() + len(text) - len(text.lstrip()),
            line.start() + len(text.rstrip()),
        )
        if waiting is not None:
            if _goes_on(waiting, whole, line) or _is_wrapped(
                waiting, whole, lines[index : index + 3]
            ):
                ends = is_line_end(whole, waiting.end)
                gap = Piece("\n" if ends else " ", waiting.end, waiting.end)
                waiting.extend((gap, *address_pieces(whole, start, end)))
                continue
            yield waiting.block()
            waiting = None
        bullet = _BULLET.match(text)
        if bullet is not None:
            kind, level, start = BlockKind.ITEM, 0, line.start() + bullet.end()
        else:
            following = lines[index + 1][0] if index + 1 < len(lines) else ""
            kind, level = _kind(text.strip(), following)
        pieces = tuple(address_pieces(whole, start, end))
        if pieces:
            block = Block(kind, pieces, level)
            if kind is BlockKind.HEADING or is_first:  # the title of the article
                yield block
            else:
                waiting = _Open(block)
            is_first = False
    if waiting is not None:
        yield waiting.block()


class _Open:
    """A block that may go on in the next line.

    Args:
        block: what there is of it.

    Attributes:
        start: offset of its first character.
        linked: whether it has an address.
    """

    def __init__(self, block: Block) -> None:
        self.start = block.start
        self.linked = False
        self.kind = block.kind
        self._level = block.level
        self._pieces: list[Piece] = []
        self.extend(block.pieces)

    @property
    def end(self) -> int:
        """Offset behind its last character."""
        return self._pieces[-1].end

    def extend(self, pieces: tuple[Piece, ...]) -> None:
        """Add the pieces of a line."""
        self._pieces += pieces
        self.linked = self.linked or any(piece.link is not None for piece in pieces)

    def block(self) -> Block:
        """Return the whole block."""
        return Block(self.kind, tuple(self._pieces), self._level)


def _goes_on(block: _Open, text: str, line: re.Match[str]) -> bool:
    """Tell whether a line belongs to the source begun above it.

    It holds its address, or it is the next line of a list item, indented further than its mark.
    """
    if text.count("\n", block.end, line.start()) > 1 or _BULLET.match(line[0]):
        return False
    if not block.linked and _ADDRESS_LINE.match(line[0]):
        return True
    if block.kind is not BlockKind.ITEM or is_source_heading(line[0]):
        return False
    begin = text.rfind("\n", 0, block.start) + 1
    return _indent(line[0]) > _indent(text[begin : block.start])


def _is_wrapped(block: _Open, text: str, lines: list[re.Match[str]]) -> bool:
    """Tell whether a line goes on with a source whose address comes in one of the next lines.

    Args:
        block: the source so far.
        text: the whole file.
        lines: this one and the next two.
    """
    if block.linked:
        return False
    end = block.end
    for line in lines:
        if text.count("\n", end, line.start()) > 1 or _BULLET.match(line[0]):
            return False
        if _ADDRESS_LINE.match(line[0]):
            return (
                block.kind is BlockKind.ITEM
                or text.endswith(("\n\n", "\r\n\r\n"), 0, block.start)
                or _NUMBERED.match(text, block.start, block.end) is not None
            )
        begins = _NUMBERED.match(line[0]) or _NAMES_AN_OUTLET.search(line[0])
        if begins or is_source_heading(line[0]):
            return False
        end = line.end()
    return False


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip(" \t"))


def _kind(text: str, following: str) -> tuple[BlockKind, int]:
    """Tell a heading from a paragraph: it names a list of sources or introduces a list."""
    if is_source_heading(text):
        return BlockKind.HEADING, SOURCES_LEVEL
    introduces = _BULLET.match(following) or is_source_heading(following)
    if introduces and is_label(text):
        return BlockKind.HEADING, LABEL_LEVEL
    return BlockKind.PARAGRAPH, 0


FORMAT = Format(
    name="text",
    suffixes=(".txt", ".text"),
    articles=articles,
    comments=(Comment("<!--", "-->"), Comment("#")),
    verbatim=None,  # nothing in plain text is code
    sniff=lambda _: True,
    ends_part=_ends_part,
    continues=True,
    writer=Writer(),
)
