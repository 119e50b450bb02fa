"""Plain text: lines, bullets, addresses that stand in the text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from linkcheck.articles.blocks import LABEL_LEVEL, Block, BlockKind, Link, Piece, is_label
from linkcheck.articles.citations import ADDRESS, trim_address
from linkcheck.articles.compose import compose
from linkcheck.articles.directives import without_directives
from linkcheck.articles.formats.base import Comment, Format
from linkcheck.articles.headings import is_source_heading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.articles.source import Source
    from linkcheck.models import Article

__all__ = ["FORMAT", "address_pieces", "articles"]

_LINE = re.compile(r"[^\r\n]+")
_BULLET = re.compile(r"\s*(?:[•‣▪●◦*·–—-]|\(?\d{1,3}[.)])\s+")
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
    for index, line in enumerate(lines):
        text = line[0]
        bullet = _BULLET.match(text)
        if bullet is not None:
            kind, level, skip = BlockKind.ITEM, 0, bullet.end()
        else:
            skip = len(text) - len(text.lstrip())
            following = lines[index + 1][0] if index + 1 < len(lines) else ""
            kind, level = _kind(text.strip(), following)
        start = line.start() + skip
        pieces = tuple(address_pieces(whole, start, line.start() + len(text.rstrip())))
        if pieces:
            yield Block(kind, pieces, level)


def _kind(text: str, following: str) -> tuple[BlockKind, int]:
    """Tell a heading from a paragraph: it names a list of sources or introduces a list."""
    if is_source_heading(text):
        return BlockKind.HEADING, SOURCES_LEVEL
    introduces = _BULLET.match(following) or is_source_heading(following)
    if introduces and is_label(text):
        return BlockKind.HEADING, LABEL_LEVEL
    return BlockKind.PARAGRAPH, 0


def address_pieces(text: str, start: int, end: int) -> Iterator[Piece]:
    """Yield the pieces of a stretch of text, its addresses as links."""
    position = start
    # Most text has no address: a plain search tells faster than the pattern.
    some = text.find("://", start, end) >= 0
    for match in ADDRESS.finditer(text, start, end) if some else ():
        written = trim_address(match[0])
        behind = match.start() + len(written)
        if match.start() > position:
            yield Piece(text[position : match.start()], position, match.start())
        yield Piece(written, match.start(), behind, Link(written, match.start(), behind))
        position = behind
    if position < end:
        yield Piece(text[position:end], position, end)


FORMAT = Format(
    name="text",
    suffixes=(".txt", ".text"),
    articles=articles,
    comments=(Comment("<!--", "-->"), Comment("#")),
    verbatim=None,  # nothing in plain text is code
    sniff=lambda _: True,
    ends_part=_ends_part,
    continues=True,
)
