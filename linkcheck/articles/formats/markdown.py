"""Markdown articles (CommonMark, tables, front matter), parsed by markdown-it-py.

The parser says what is a link, `linkcheck.articles.formats.markdown_parser` where it is.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Any

import msgspec

from linkcheck.articles.blocks import Block, BlockKind, Link, Piece, paragraph
from linkcheck.articles.compose import compose
from linkcheck.articles.formats.base import Comment, Format
from linkcheck.articles.formats.text import address_pieces
from linkcheck.articles.frontmatter import (
    as_date,
    as_text,
    front_citations,
    read_front_matter,
)
from linkcheck.articles.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.token import Token

    from linkcheck.models import Article, Problem

__all__ = ["FORMAT", "articles"]

_BROKEN = re.compile(r"\]\((https?://[^()\s]*[ \t][^()\n]{0,500})\)")
# CommonMark 6.1: as many backticks end a code span as begin it; it may run over lines.
_SPAN = re.compile(r"(?<!`)(`+)(?!`)(?:(?!\n[ \t]*\n).){1,2000}?(?<!`)\1(?!`)", re.DOTALL)
_HASH = Comment("#")
_HREF = re.compile(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+))""", re.IGNORECASE)
_LANG = re.compile(r"""\b(?:hreflang|lang)\s*=\s*["']?([\w-]{2,20})""", re.IGNORECASE)


def _ends_part(line: str) -> bool:
    """Tell whether a very long file may be cut behind a line: behind an empty one.

    A reference definition is only found in its own part then.
    """
    return not line.strip()


def articles(source: Source) -> Iterator[Article]:
    """Yield the one article of a Markdown file."""
    matter = read_front_matter(source)
    front, begin, problems = matter.fields, matter.end, matter.problems
    blocks = list(_blocks(source, begin))
    heading = next((block.text for block in blocks if block.level == 1), None)
    article = compose(
        source,
        "markdown",
        blocks,
        stated=list(front_citations(source, matter)),
        title=as_text(front.get("title")) or heading,
        language=as_text(front.get("lang") or front.get("language") or front.get("locale")),
        published=as_date(front.get("date") or front.get("published")),
        modified=as_date(front.get("lastmod") or front.get("updated") or front.get("modified")),
        url=as_text(front.get("canonical") or front.get("canonical_url") or front.get("url")),
    )
    yield article if not problems else _with_problems(article, problems)


def _with_problems(article: Article, problems: tuple[Problem, ...]) -> Article:
    return msgspec.structs.replace(article, problems=problems)


def _blocks(source: Source, begin: int) -> Iterator[Block]:
    text = source.text[begin:]
    environment: dict[str, Any] = {}
    plain, tokens = _parsed(text, environment)
    lines = _line_starts(plain)
    references = _references(plain, lines, environment, begin)
    depth = 0  # how many list items we are inside of
    note = False
    for index, token in enumerate(tokens):
        if token.type == "list_item_open":
            depth += 1
        elif token.type == "list_item_close":
            depth -= 1
        elif token.type in {"footnote_open", "footnote_close"}:
            note = token.type == "footnote_open"
        elif token.type == "inline" and token.map is not None:
            opening = tokens[index - 1]
            mapping = _Mapping(plain, lines, token, begin)
            pieces = tuple(_pieces(token, mapping, references))
            if pieces and any(piece.text.strip() for piece in pieces):
                yield _block(opening, pieces, depth, note=note)
        elif token.type == "html_block" and token.map is not None:
            from linkcheck.articles.formats.html import fragment_blocks  # noqa: PLC0415 - many have none

            start = lines[token.map[0]]
            end = lines[token.map[1]] if token.map[1] < len(lines) else len(plain)
            yield from fragment_blocks(text[start:end], begin + start)


def _parsed(text: str, environment: dict[str, Any]) -> tuple[str, list[Token]]:
    """Parse a text without front matter; return it with line feeds as line ends, and its tokens."""
    from linkcheck.articles.formats.markdown_parser import markdown_tokens  # noqa: PLC0415 - slow to import

    # The parser makes "\n" of "\r\n" and of "\r": done here first, so that no offset moves.
    plain = text.replace("\r\n", " \n").replace("\r", "\n")
    return plain, markdown_tokens(plain, environment)


def _block(opening: Token, pieces: tuple[Piece, ...], depth: int, *, note: bool) -> Block:
    if opening.type == "heading_open":
        return Block(BlockKind.HEADING, pieces, int(opening.tag[1:]))
    if note:
        return Block(BlockKind.NOTE, pieces)
    if depth:
        return Block(BlockKind.ITEM, pieces)
    return paragraph(pieces)


class _Mapping:
    """Turns offsets in a block's content into offsets in the file.

    The content is the block's lines without indents, list marks and quotation marks, so each of
    its lines is the end of a line of the file (a table cell: a part of one).
    """

    def __init__(self, text: str, lines: list[int], token: Token, begin: int) -> None:
        self._starts: list[int] = []
        self._places: list[int] = []
        first = token.map[0] if token.map else 0
        position = 0
        for number, line in enumerate(token.content.split("\n")):
            row = min(first + number, len(lines) - 1)
            start = lines[row]
            end = lines[row + 1] if row + 1 < len(lines) else len(text)
            found = text.find(line, start, end)
            self._starts.append(position)
            self._places.append(begin + (found if found >= 0 else start))
            position += len(line) + 1

    def __call__(self, offset: int) -> int:
        """Return the offset in the file of an offset in the content."""
        row = max(0, bisect_right(self._starts, offset) - 1)
        return self._places[row] + offset - self._starts[row]


def _pieces(
    token: Token, mapping: _Mapping, references: dict[str, tuple[int, int]]
) -> Iterator[Piece]:
    """Yield the pieces of a block, links located; code is text that links to nothing."""
    content = token.content
    link: Link | None = None
    position = 0
    for child in token.children or ():
        span = child.meta.get("span")
        start = max(position, span[0]) if span else position
        if child.type == "link_open":
            link = _link(child, mapping, references)
            position = child.meta.get("text", (start, start))[0]
        elif child.type == "link_close":
            link = None
            position = max(position, span[1] if span else position)
        elif child.type == "html_inline":
            link = _html_link(child.content, mapping(start), link)
            position = start + len(child.content)
        elif child.type in {"softbreak", "hardbreak"}:
            found = content.find("\n", position)
            position = found + 1 if found >= 0 else position
            place = mapping(max(0, position - 1))
            yield Piece(" ", place, place, link)
        elif child.type in {"code_inline", "image"}:
            end = span[1] if span else start
            yield Piece(child.content, mapping(start), mapping(end), link)
            position = end
        elif child.type == "text" and child.content:
            found = content.find(child.content, position)
            if found >= 0:
                begin, position = found, found + len(child.content)
                yield from _text_pieces(child.content, mapping(begin), link)
            else:  # escapes and entities: the text is not in the source as it is
                end = span[1] if span else position
                yield Piece(child.content, mapping(position), mapping(end), link)
                position = end


def _text_pieces(text: str, start: int, link: Link | None) -> Iterator[Piece]:
    if link is not None or "://" not in text:  # nearly all text: no address stands in it
        yield Piece(text, start, start + len(text), link)
        return
    if (broken := _BROKEN.search(text)) is not None:
        # An address with a space in it makes no link: it is one address all the same.
        before, behind = broken.span(1)
        yield from _text_pieces(text[:before], start, None)
        link = Link(broken[1], start + before, start + behind)
        yield Piece(broken[1], link.start, link.end, link)
        yield from _text_pieces(text[behind:], start + behind, None)
        return
    for piece in address_pieces(text, 0, len(text)):
        found = piece.link and Link(piece.link.url, piece.start + start, piece.end + start)
        yield Piece(piece.text, piece.start + start, piece.end + start, found)


def _link(token: Token, mapping: _Mapping, references: dict[str, tuple[int, int]]) -> Link | None:
    if (label := token.meta.get("label")) is not None:
        if label not in references:
            return None
        start, end = references[label]
    elif "address" in token.meta:
        start, end = map(mapping, token.meta["address"])
    else:
        return None
    return Link(token.meta.get("url") or str(token.attrGet("href") or ""), start, end)


def _html_link(tag: str, start: int, link: Link | None) -> Link | None:
    """Return the link that is open behind a piece of inline HTML."""
    name = tag[:3].lower()
    if name == "</a":
        return None
    if name.startswith("<a") and (match := _HREF.search(tag)) is not None:
        from markdown_it.common.utils import unescapeAll  # noqa: PLC0415 - the parser has loaded it

        group = next(index for index in (1, 2, 3) if match[index] is not None)
        language = _LANG.search(tag)
        return Link(
            unescapeAll(match[group]),
            start + match.start(group),
            start + match.end(group),
            language[1] if language else None,
        )
    return link


def _references(
    text: str, lines: list[int], environment: dict[str, Any], begin: int
) -> dict[str, tuple[int, int]]:
    """Return where the address of each reference definition stands, by its label."""
    found: dict[str, tuple[int, int]] = {}
    for label, reference in environment.get("references", {}).items():
        first, last = reference["map"]
        start = lines[first]
        end = lines[last] if last < len(lines) else len(text)
        colon = text.find("]:", start, end)
        match = re.compile(r"\s*(?:<([^<>\n]*)>|(\S+))").match(text, colon + 2, end)
        if colon >= 0 and match is not None:
            group = 1 if match[1] is not None else 2
            found[label] = (begin + match.start(group), begin + match.end(group))
    return found


def _line_starts(text: str) -> list[int]:
    return [0, *(match.end() for match in re.finditer("\n", text))]


def _sniff(start: str) -> bool:
    return start.startswith(("# ", "---\n", "---\r\n", "+++")) or "](" in start


def _verbatim(text: str) -> Iterator[tuple[int, int]]:
    """Yield code, and each `#` below the front matter, where it begins no comment."""
    begin = read_front_matter(Source(text, "")).end
    plain, tokens = _parsed(text[begin:], {})
    lines = [*_line_starts(plain), len(plain)]
    blocks = sorted(
        (begin + lines[token.map[0]], begin + lines[min(token.map[1], len(lines) - 1)])
        for token in tokens
        if token.type in {"fence", "code_block"} and token.map is not None
    )
    position = begin
    for start, end in [*blocks, (len(text), len(text))]:
        yield from (match.span() for match in _SPAN.finditer(text, position, start))
        yield start, end
        position = end
    yield from (match.span() for match in _HASH.pattern.finditer(text, begin))


FORMAT = Format(
    name="markdown",
    suffixes=(".md", ".markdown", ".mdown", ".mkd", ".mdx"),
    articles=articles,
    comments=(Comment("<!--", "-->"), Comment("{/*", "*/}"), _HASH),
    verbatim=_verbatim,
    sniff=_sniff,
    ends_part=_ends_part,
    continues=True,
)
