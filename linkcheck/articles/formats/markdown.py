"""Markdown articles (CommonMark, tables, front matter), parsed by markdown-it-py.

The parser says what is a link, `linkcheck.articles.formats.markdown_parser` where it is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec

import linkcheck.articles.formats
from linkcheck.articles.blocks import Block, BlockKind, joined_items, paragraph
from linkcheck.articles.compose import compose
from linkcheck.articles.formats.base import Comment, Format
from linkcheck.articles.formats.html import fragment_blocks
from linkcheck.articles.formats.markdown_pieces import Mapping, pieces_of
from linkcheck.articles.formats.writers import MarkdownWriter
from linkcheck.articles.frontmatter import (
    as_date,
    as_text,
    front_citations,
    front_end,
    own_address,
    read_front_matter,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from markdown_it.token import Token

    from linkcheck.articles.blocks import Piece
    from linkcheck.articles.source import Source
    from linkcheck.models import Article, Problem

__all__ = ["FORMAT", "articles"]

# CommonMark 6.1: as many backticks end a code span as begin it; it may run over lines.
_SPAN = re.compile(r"(?<!`)(`+)(?!`)(?:(?!\n[ \t]*\n).){1,2000}?(?<!`)\1(?!`)", re.DOTALL)
_LITERAL = re.compile(r"=\{`([^`\"${}\n]{1,2000})`\}")
_HASH = Comment("#")
_CELLS = frozenset({"td_open", "th_open"})
_VISIBLE = re.compile(r"[^\r\n]")


def _ends_part(line: str) -> bool:
    """Tell whether a very long file may be cut behind a line: behind an empty one.

    A reference definition is only found in its own part then.
    """
    return not line.strip()


def articles(source: Source) -> Iterator[Article]:
    """Yield the one article of a Markdown file."""
    matter = read_front_matter(source)
    front, begin, problems = matter.fields, matter.end, matter.problems
    blocks = list(joined_items(_blocks(source, begin)))
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
        url=own_address(matter),
    )
    yield article if not problems else _with_problems(article, problems)


def _with_problems(article: Article, problems: tuple[Problem, ...]) -> Article:
    return msgspec.structs.replace(article, problems=problems)


def _blocks(source: Source, begin: int) -> Iterator[tuple[Block, int]]:
    """Yield the blocks of the text, each with the number of the list item it is in."""
    text = source.text[begin:]
    is_mdx = source.path.lower().endswith(".mdx")
    if is_mdx:
        text = _with_plain_attributes(_without_jsx_comments(text))
    environment: dict[str, Any] = {}
    plain, tokens = _parsed(text, environment, is_mdx=is_mdx)
    lines = _line_starts(plain)
    references = _references(plain, lines, environment, begin)
    items = behind = 0
    row: list[int] | None = None  # the lines of the table row that `behind` is in
    open_items: list[int] = []
    note: int | None = None  # the footnote we are inside of
    inline_notes: dict[int, Callable[[int], int]] = {}
    for index, token in enumerate(tokens):
        if token.type == "list_item_open":
            items += 1
            open_items.append(items)
        elif token.type == "list_item_close":
            open_items.pop()
        elif token.type == "footnote_open":
            note = token.meta["id"]
        elif token.type == "footnote_close":
            note = None
        elif token.type == "inline":
            mapping: Callable[[int], int] | None = None
            if token.map is not None:
                if row != token.map or tokens[index - 1].type not in _CELLS:
                    behind = 0  # blocks may come in any order: footnotes come last
                cell = Mapping(plain, lines, token, begin, behind)
                mapping, behind, row = cell, cell.end, token.map
            elif note is not None:  # `^[…]`: it is where it is referred to
                mapping = inline_notes.get(note)
            if mapping is None:
                continue
            for child in token.children or ():
                if child.type == "footnote_ref" and "text" in child.meta:
                    inline_notes[child.meta["id"]] = _shifted(mapping, child.meta["text"])
            pieces = pieces_of(token, mapping, references)
            if any(piece.link or piece.text.strip() for piece in pieces):
                number = -1 - note if note is not None else open_items[-1] if open_items else 0
                yield _block(tokens[index - 1], pieces, number), number
        elif token.type == "html_block" and token.map is not None:
            start = lines[token.map[0]]
            end = lines[token.map[1]] if token.map[1] < len(lines) else len(plain)
            for block in fragment_blocks(text[start:end], begin + start, inside=True):
                yield block, 0


def _shifted(mapping: Callable[[int], int], by: int) -> Callable[[int], int]:
    return lambda offset: mapping(offset + by)


def _without_jsx_comments(text: str) -> str:
    """Return MDX with its comments blanked, every place kept."""
    parts: list[str] = []
    position = 0
    while (start := text.find("{/*", position)) >= 0 and (end := text.find("*/}", start + 3)) >= 0:
        parts += text[position:start], _VISIBLE.sub(" ", text[start : end + 3])
        position = end + 3
    return "".join([*parts, text[position:]]) if parts else text


def _with_plain_attributes(text: str) -> str:
    """Return MDX with quotation marks around the attributes it has in template literals.

    Backticks would begin code. A literal with expressions in it has no address to be known.
    """
    return _LITERAL.sub(r'= "\1" ', text)


def _parsed(
    text: str, environment: dict[str, Any], *, is_mdx: bool = False
) -> tuple[str, list[Token]]:
    """Parse a text without front matter; return it with line feeds as line ends, and its tokens."""
    # The parser makes "\n" of "\r\n" and of "\r": done here first, so that no offset moves.
    plain = text.replace("\r\n", " \n").replace("\r", "\n")
    return plain, linkcheck.articles.formats.markdown_tokens(
        plain, environment, indented_code=not is_mdx
    )


def _block(opening: Token, pieces: tuple[Piece, ...], number: int) -> Block:
    if opening.type == "heading_open":
        return Block(BlockKind.HEADING, pieces, int(opening.tag[1:]))
    if number:
        return Block(BlockKind.NOTE if number < 0 else BlockKind.ITEM, pieces)
    return paragraph(pieces)


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
    begin = front_end(text)
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
    front_matter=True,
    writer=MarkdownWriter(),
)
