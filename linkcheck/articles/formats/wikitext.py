"""MediaWiki wikitext (extra `wiki`): citation templates, references and plain external links.

mwparserfromhell gives no offsets, but its nodes reproduce the source to the letter: adding up
their lengths tells where each stands. What it cannot read, or only in quadratic time, is blanked
beforehand (see `wikimarkup`), so that every offset stays.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec

from linkcheck.articles.blocks import Block, BlockKind, Link, Piece
from linkcheck.articles.citations import titled
from linkcheck.articles.compose import compose
from linkcheck.articles.formats.base import Comment, Format, library
from linkcheck.articles.formats.text import address_pieces
from linkcheck.articles.formats.wiki_addresses import (
    Value,
    absolute,
    address_of,
    values_of,
    written_address,
)
from linkcheck.articles.formats.wiki_markup import MARK, readable
from linkcheck.articles.formats.wiki_vocabulary import (
    aliases,
    name_of,
    plain,
    shown_text,
    template_language,
    template_text,
    words_of,
)
from linkcheck.articles.formats.wiki_writer import WikiWriter
from linkcheck.articles.references.vocabulary import language_tag
from linkcheck.models import Citation
from linkcheck.text.dates import iso_date

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mwparserfromhell.nodes import ExternalLink, Heading, Node, Tag, Template, Wikilink
    from mwparserfromhell.wikicode import Wikicode

    from linkcheck.articles.source import Source
    from linkcheck.models import Article

__all__ = ["FORMAT", "articles"]

_SHOWN = re.compile(
    r"<(nowiki|pre|syntaxhighlight|source)\b[^>]{0,500}>.*?(?:</\1\s*>|\Z)",
    re.DOTALL | re.IGNORECASE,
)
_LIST_MARKS = frozenset({"*", "#", ":", ";"})
_HTTP = re.compile(r"(?:https?:)?//", re.IGNORECASE)
_SPACE = re.compile(r"[\s_]+")
_SCRIPT = re.compile(r"([a-z]{2,3}(?:-[a-z]+)?):\s*", re.IGNORECASE)
_EMPTY_LINE = re.compile(r"[ \t\r]*\n")
_UNMARKED = re.compile(rf"[^{MARK}]+")


def articles(source: Source) -> Iterator[Article]:
    """Yield the one article of a wikitext file; its title is known only from DISPLAYTITLE.

    Raises:
        ArticleError: mwparserfromhell is not installed.
    """
    mwparserfromhell = library("mwparserfromhell", "wiki", "wikitext", source.path)
    text = readable(source.text)
    reader = _Reader(source, text)
    try:
        code = mwparserfromhell.parse(text)
    except (mwparserfromhell.parser.ParserError, ValueError):
        code = None
    if code is not None and str(code) == text:
        reader.read(code, 0)
    else:
        # Plain addresses are still found, at their places.
        reader.read_text(0, len(text))
    reader.flush()
    # What a block holds aside, as its references, was ended before it.
    reader.blocks.sort(key=lambda block: block.start)
    yield compose(source, "wikitext", reader.blocks, stated=reader.stated, title=reader.title)


class _Reader:
    """Walks the nodes of a page, collecting blocks and the citations that templates state."""

    def __init__(self, source: Source, text: str) -> None:
        self.source = source
        self.text = text
        self.blocks: list[Block] = []
        self.stated: list[Citation] = []
        self.title: str | None = None
        self._pieces: list[Piece] = []
        self._kind = BlockKind.PARAGRAPH
        self._section: str | None = None
        self._source: int | None = None
        """Which stated citation the open block begins with."""

    def read(self, code: Wikicode, start: int) -> None:
        """Read a stretch of wikitext that begins at an offset."""
        self._read(code.nodes, start)

    def _read(self, code: Sequence[Node], start: int) -> None:
        from mwparserfromhell import nodes  # noqa: PLC0415 - an extra

        position = start
        for node in code:
            end = position + len(str(node))
            if isinstance(node, nodes.Text):
                self.read_text(position, end)
            elif isinstance(node, nodes.Heading):
                self._heading(node, position)
            elif isinstance(node, nodes.ExternalLink):
                self._external(node, position, end)
            elif isinstance(node, nodes.Template):
                self._template(node, position, end)
            elif isinstance(node, nodes.Tag):
                self._tag(node, end)
            elif isinstance(node, nodes.Wikilink):
                self._wikilink(node, end)
            elif isinstance(node, nodes.HTMLEntity):
                self._add(node.normalize(), position, end)
            position = end

    def read_text(self, start: int, end: int) -> None:
        """Read a stretch of text without markup but that of bold and italics."""
        for match in _UNMARKED.finditer(self.text, start, end):
            self._run(match.start(), match.end())

    def _run(self, start: int, end: int) -> None:
        position = start
        while (found := self.text.find("\n", position, end)) >= 0:
            self._pieces.extend(address_pieces(self.text, position, found))
            # A line ends a list item, an empty line a paragraph.
            if self._kind is not BlockKind.PARAGRAPH or _EMPTY_LINE.match(self.text, found + 1):
                self.flush()
            else:
                self._add(" ", found, found + 1)
            position = found + 1
        if position < end:
            self._pieces.extend(address_pieces(self.text, position, end))

    def flush(self) -> None:
        """End the block that is open."""
        pieces, self._pieces = tuple(self._pieces), []
        kind, self._kind = self._kind, BlockKind.PARAGRAPH
        if self._source is not None:
            kind = BlockKind.PARAGRAPH  # what is beside the source of a template is a remark on it
        self._source = None
        if any(piece.text.strip() for piece in pieces):
            self.blocks.append(Block(kind, pieces))

    def _add(self, text: str, start: int, end: int, link: Link | None = None) -> None:
        self._pieces.append(Piece(text, start, end, link))

    def _aside(self, code: Wikicode, start: int, kind: BlockKind = BlockKind.PARAGRAPH) -> None:
        """Read what stands outside of the running text: its links and the sources it states."""
        if not any(mark in str(code) for mark in ("//", "{{")):
            return
        outer, known = (self._pieces, self._kind, self._source), len(self.blocks)
        self._pieces, self._kind, self._source = [], kind, None
        self.read(code, start)
        self.flush()
        self.blocks[known:] = [
            block for block in self.blocks[known:] if any(piece.link for piece in block.pieces)
        ]
        self._pieces, self._kind, self._source = outer

    def _heading(self, node: Heading, position: int) -> None:
        self.flush()
        written = str(node.title)
        shown = shown_text(node.title)
        begin = position + node.level + len(written) - len(written.lstrip())
        if shown:
            piece = Piece(shown, begin, begin + len(written.strip()))
            self.blocks.append(Block(BlockKind.HEADING, (piece,), node.level))
            self._section = shown
        self._aside(node.title, position + node.level)

    def _external(self, node: ExternalLink, position: int, end: int) -> None:
        start = position + bool(node.brackets)
        written, behind = written_address(node.url)
        address = address_of(Value(written, start, start + len(written))) if written else None
        link = Link(address.text, address.start, address.end) if address is not None else None
        if node.title is None:
            # A number on the page, which claims no more than the address does.
            if address is not None:
                self._add(address.text, address.start, address.end, link)
                self.read_text(address.end, start + len(written))
            self._read(behind, start + len(written))
            return
        title = str(node.title)
        begin = end - 1 - len(title.lstrip())
        self._add(shown_text(node.title), begin, begin + len(title.strip()), link)
        self._read(behind, start + len(written))

    def _wikilink(self, node: Wikilink, end: int) -> None:
        words = node.text if node.text is not None else node.title
        begin = end - 2 - len(str(words))
        if node.text is not None and ("|" in str(words) or "//" in str(words)):
            self._aside(words, begin)  # a picture and its caption
        elif node.text is not None or ":" not in str(words):
            self._add(shown_text(words), begin, end - 2)

    def _tag(self, node: Tag, end: int) -> None:
        if node.self_closing or node.contents is None:
            if node.wiki_markup in _LIST_MARKS:
                if any(piece.text.strip() for piece in self._pieces):
                    self.flush()
                self._kind = BlockKind.ITEM
            return
        closing = node.closing_wiki_markup if node.wiki_markup else f"</{node.closing_tag}>"
        start = end - len(closing or "") - len(str(node.contents))
        if node.wiki_markup is None:
            self._aside(node.contents, start, BlockKind.NOTE)  # only references are left
            return
        if str(node.tag) in {"table", "tr", "td", "th"}:
            self.flush()
        self.read(node.contents, start)

    # --- templates --------------------------------------------------------------------------

    def _template(self, node: Template, position: int, end: int) -> None:
        name = name_of(str(node.name)).replace("-", " ")
        if name.startswith("displaytitle:"):
            written = str(node.name)
            self.title = plain(written[written.index(":") + 1 :]) or self.title
            return
        values = values_of(node, position)
        if name in words_of("archive_templates") and self._archived(values):
            return
        if self._source is not None and (tag := template_language(node)) is not None:
            self._amend(language=self.stated[self._source].language or tag)
            return
        known = len(self.stated)
        if self._state(name, values):
            if len(self.stated) > known and not any(piece.link for piece in self._pieces):
                self._source = len(self.stated) - 1
        else:
            shown = template_text(node)
            if shown:
                self._add(shown, position, end)
                return
            start = position + 2 + len(str(node.name))
            for parameter in node.params:
                start += 1 + len(str(parameter))
                self._aside(parameter.value, start - len(str(parameter.value)))

    def _amend(self, **fields: str | None) -> None:
        """Add fields to the citation that the open block begins with."""
        if self._source is not None:
            citation = self.stated[self._source]
            self.stated[self._source] = msgspec.structs.replace(citation, **fields)

    def _archived(self, values: dict[str, Value]) -> bool:
        """Take the copy that a template names for that of the source before it."""
        found = (values[name] for name in ("url", "1") if name in values)
        address = next((one for value in found if (one := address_of(value)) is not None), None)
        if address is None or not _HTTP.match(address.text):
            return False
        if self._source is None:
            if any(piece.link for piece in self._pieces):
                link = Link(address.text, address.start, address.end)
                self._add(" ", address.start, address.start)
                self._add(address.text, address.start, address.end, link)
                return True
            return False
        if self.stated[self._source].archive_url is None:
            date = values["date"].text if "date" in values else None
            self._amend(archive_url=absolute(address.text), archive_date=_first_date(date))
        return True

    def _state(self, name: str, values: dict[str, Value]) -> bool:
        """Add the citations that a template states, and tell whether it is a citation at all."""
        web = name in words_of("web_templates")
        known = web or name in words_of("other_templates")
        kind = values["1"].text.lower() if "1" in values else name
        edition = words_of("editions") if {name, kind} & words_of("books") else frozenset()

        def value(field: str) -> Value | None:
            named = (name for name in aliases()[field] if name not in edition)
            return next((values[name] for name in named if name in values), None)

        url, title, chapter_url = value("url"), value("title"), value("chapter-url")
        script = value("script-title") or title
        if known and chapter_url is not None and (address := address_of(chapter_url)):
            self._cite(value, address, value("chapter"))
            if url is None:
                return True
        if url is not None and (known or (title is not None and _HTTP.match(url.text))):
            # An address that other templates make up cannot be told.
            if address := address_of(url):
                self._cite(value, address, script)
            return True
        if web and url is None and script is not None:
            self._cite(value, None, script)
            return True
        return False

    def _cite(self, value: Any, url: Value | None, heading: Value | None) -> None:
        """Add a citation whose fields `value` looks up."""

        def text(field: str) -> str | None:
            found = value(field)
            return (plain(found.text) or None) if found is not None else None

        declared = text("language")
        if heading is not None and heading == value("script-title"):
            match = _SCRIPT.match(heading.text)
            if match is not None:
                start = heading.start + match.end()
                heading = Value(heading.text[match.end() :], start, heading.end)
                declared = declared or match[1]
        where = url or heading
        if where is None:
            return
        archive = value("archive-url")
        copy = address_of(archive) if archive is not None and _HTTP.match(archive.text) else None
        names = ", ".join(part for part in (text("last"), text("first")) if part)
        citation = Citation(
            location=self.source.locate(where.start, where.end),
            url=absolute(url.text) if url is not None else None,
            written=self.source.text[url.start : url.end] if url is not None else None,
            title_location=self.source.locate(heading.start, heading.end) if heading else None,
            language=language_tag(declared) if declared else None,
            trans_title=text("trans-title"),
            publisher=text("work") or text("publisher"),
            author=text("author") or names or None,
            date=_first_date(text("date"), text("year")),
            section=self._section,
            archive_url=absolute(copy.text) if copy is not None else None,
            archive_date=_first_date(text("archive-date")),
            access_date=_first_date(text("access-date")),
            url_status=_status(text("url-status") or text("dead-url")),
        )
        title = (plain(heading.text) or None) if heading else None
        self.stated.append(titled(citation, title, self.source.detect))


def _status(text: str | None) -> str | None:
    """Return what a template says of its address in CS1's words."""
    word = (text or "").lower()
    if word in words_of("yes"):
        return "dead"
    return "live" if word in words_of("no") else word or None


def _first_date(*texts: str | None) -> str | None:
    return next((found for text in texts if text and (found := iso_date(text))), None)


FORMAT = Format(
    name="wikitext",
    suffixes=(".wiki", ".wikitext", ".mediawiki"),
    articles=articles,
    comments=(Comment("<!--", "-->"),),
    verbatim=lambda text: (match.span() for match in _SHOWN.finditer(text)),
    sniff=lambda start: "{{cite" in start.lower() or "[[" in start,
    writer=WikiWriter(),
)
