"""HTML articles, with the exact place of every link and title.

Beautiful Soup reads what the document says of itself; a pass over its tags finds text and links.
"""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from linkcheck.articles.blocks import Block, BlockKind, Link, Piece, paragraph
from linkcheck.articles.citations import ADDRESS
from linkcheck.articles.compose import compose
from linkcheck.articles.formats.base import Comment, Format
from linkcheck.articles.formats.text import address_pieces
from linkcheck.articles.source import LARGE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.articles.source import Source
    from linkcheck.models import Article

__all__ = ["FORMAT", "articles", "fragment_blocks"]

# What is in an article's file and not of the article.
_SKIPPED = frozenset(
    {
        "script", "style", "noscript", "template", "nav", "header", "footer", "aside", "svg",
        "math", "iframe", "object", "button", "select", "textarea", "code", "pre", "kbd", "samp",
        "head", "title",
    }
)  # fmt: skip
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = frozenset(
    {
        "p", "li", "dt", "dd", "td", "th", "div", "section", "article", "main", "blockquote",
        "figcaption", "figure", "caption", "address", "body", "ul", "ol", "dl", "table", "tr",
        "thead", "tbody", "tfoot", "html", "details", "summary", "hr", "center", "form", "fieldset",
        *_HEADINGS,
    }
)  # fmt: skip
_VOID = frozenset(
    {
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source",
        "track", "wbr",
    }
)  # fmt: skip
_ITEMS = frozenset({"li", "dd", "dt"})
_LISTS = frozenset({"ul", "ol", "dl"})
_MAIN = frozenset({"article", "main"})
_OPENING = re.compile(r"<(?=[a-zA-Z/!?])")
# A start tag that is closed, each of its values of a length that values have.
_CLOSED_TAG = re.compile(
    r"""<[a-zA-Z][^<>"']{0,65536}(?:(?:"[^"]{0,65536}"|'[^']{0,65536}')[^<>"']{0,65536}){0,500}>"""
)
_NO_TAG = "\uff1c"  # the full-width sign: one character as well, and read the same by a person
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?""")
_SLICE = 1 << 18
_BLOCKS_IN_PART = 2000
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n")


def articles(source: Source) -> Iterator[Article]:
    """Yield the one article of an HTML file; a very long one in consecutive parts."""
    from linkcheck.articles.formats.html_head import read_head  # noqa: PLC0415 - Beautiful Soup is slow to import, and other formats need only the blocks

    text = defused(source.text)
    head = read_head(text[:LARGE], source.base)
    for blocks in _parts(text, head.base):
        yield compose(
            source,
            "html",
            blocks,
            title=head.title,
            language=head.language,
            published=head.published,
            modified=head.modified,
            url=head.canonical,
        )


def _parts(text: str, base: str | None) -> Iterator[list[Block]]:
    """Yield the blocks of a document, those of a very long one as they are read."""
    if len(text) < LARGE:
        yield fragment_blocks(text, 0, base=base)
        return
    reader = _Reader(text, 0, base=base)
    for _ in reader.read():
        if len(reader.found) >= _BLOCKS_IN_PART:
            found, reader.found = reader.found, []
            yield [block for block, _ in found]
    yield [block for block, _ in reader.found]


def defused(text: str) -> str:
    """Return a document in which whatever opens like a tag also closes; every place is kept.

    Python's parser looks through the whole rest of the text at each tag or comment that is never
    closed, so that a megabyte of them would take hours. Such a `<` is text, as browsers take it.
    """
    last_tag, last_comment = text.rfind(">"), text.rfind("-->")

    def unless_closed(match: re.Match[str]) -> str:
        start = match.start()
        if text.startswith("<!--", start):
            closed = start < last_comment
        else:
            closed = start < last_tag and (
                text[start + 1 : start + 2] in "/!?" or _CLOSED_TAG.match(text, start) is not None
            )
        return "<" if closed else _NO_TAG

    return _OPENING.sub(unless_closed, text)


def fragment_blocks(
    text: str, offset: int, *, blank_lines: bool = False, base: str | None = None
) -> list[Block]:
    """Return the blocks of a document, or of a piece of HTML inside another format.

    Where the document marks its main part (`article`, `main`), the rest is left out.

    Args:
        text: the HTML.
        offset: where it begins in the source.
        blank_lines: True where an empty line ends a paragraph, as in WordPress.
        base: the address that relative addresses are meant from, where known.
    """
    reader = _Reader(defused(text), offset, blank_lines=blank_lines, base=base)
    for _ in reader.read():
        pass
    main = [block for block, in_main in reader.found if in_main]
    return main or [block for block, _ in reader.found]


class _Reader(HTMLParser):
    """Collects blocks. It keeps no tree: unclosed and wrongly nested tags do it no harm."""

    def __init__(
        self, text: str, offset: int, *, blank_lines: bool = False, base: str | None = None
    ) -> None:
        super().__init__(convert_charrefs=False)
        self.text = text
        self._begin = offset
        self.found: list[tuple[Block, bool]] = []
        self._blank_lines = blank_lines
        self._base = base
        self._lines = [0]
        self._pieces: list[Piece] = []
        self._link: Link | None = None
        self._skipping: list[str] = []
        self._main = 0
        self._item = 0  # how many list items we are inside of
        self._note = False  # whether the innermost of them is a footnote
        self._heading = 0
        # List items end where their list does, whether or not they are closed.
        self._lists: list[int] = []

    def read(self) -> Iterator[None]:
        """Read the whole text, giving way now and then."""
        position = self.text.find("\n")
        while position >= 0:
            self._lines.append(position + 1)
            position = self.text.find("\n", position + 1)
        for start in range(0, len(self.text), _SLICE):
            self.feed(self.text[start : start + _SLICE])
            yield
        self.close()
        self._flush()

    # --- events -----------------------------------------------------------------------------

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a block, a link, or a part to leave out."""
        if tag in _SKIPPED:
            self._flush()
            self._skipping.append(tag)
            return
        if self._skipping:
            return
        if tag in _BLOCKS or tag == "br":
            if tag != "br" or not self._item:
                self._flush()
            else:
                self._add(" ", len(self.get_starttag_text() or ""))
            self._main += tag in _MAIN
            self._heading = _HEADINGS.get(tag, 0)
            if tag in _LISTS:
                self._lists.append(self._item)
            elif tag in _ITEMS:
                self._item = (self._lists[-1] if self._lists else 0) + 1
                # As Markdown converters, Wikipedia and word processors name their footnotes.
                self._note = (dict(attrs).get("id") or "").startswith(("fn", "cite_note", "ftn"))
        elif tag == "a":
            self._link = self._read_link()

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Treat `<a/>` as browsers do: only void elements can close themselves."""
        if tag not in _SKIPPED or tag in _VOID:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """Close what the tag closes; a tag that closes nothing is passed over."""
        if self._skipping:
            if tag in self._skipping:
                while self._skipping.pop() != tag:
                    pass
            return
        if tag == "a":
            self._link = None
        elif tag in _BLOCKS:
            self._flush()
            self._heading = 0
            if tag in _MAIN:
                self._main = max(0, self._main - 1)
            elif tag in _LISTS and self._lists:
                self._item = self._lists.pop()
            elif tag in _ITEMS:
                self._item = self._lists[-1] if self._lists else 0

    def handle_data(self, data: str) -> None:
        """Take text as it stands."""
        if self._skipping:
            return
        start = self._position()
        position = 0
        if self._blank_lines:
            for found in _BLANK_LINE.finditer(data):
                self._run(data[position : found.start()], start + position)
                self._flush()
                position = found.end()
        self._run(data[position:], start + position)

    def handle_entityref(self, name: str) -> None:
        """Take `&name;` for the character it stands for."""
        self._reference(f"&{name}")

    def handle_charref(self, name: str) -> None:
        """Take `&#number;` for the character it stands for."""
        self._reference(f"&#{name}")

    # --- parts ------------------------------------------------------------------------------

    def _run(self, data: str, start: int) -> None:
        """Add a run of text, its addresses as links where it is not the anchor of one."""
        if self._link is not None or not ADDRESS.search(data):
            begin = start + self._begin
            self._pieces.append(Piece(data, begin, begin + len(data), self._link))
            return
        for piece in address_pieces(self.text, start, start + len(data)):
            begin, end = piece.start + self._begin, piece.end + self._begin
            link = piece.link and Link(piece.link.url, begin, end)
            self._pieces.append(Piece(piece.text, begin, end, link))

    def _reference(self, written: str) -> None:
        start = self._position()
        if self.text[start + len(written) : start + len(written) + 1] == ";":
            written += ";"
        self._add(html.unescape(written), len(written))

    def _position(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def _add(self, text: str, length: int) -> None:
        if not self._skipping:
            start = self._position() + self._begin
            self._pieces.append(Piece(text, start, start + length, self._link))

    def _read_link(self) -> Link | None:
        """Return the link of the start tag just met, its address located."""
        tag = self.get_starttag_text() or ""
        start = self._position()
        href: Link | None = None
        languages: dict[str, str] = {}
        for match in _ATTRIBUTE.finditer(tag, 2, len(tag) - 1):
            name = match[1].lower()
            group = next((index for index in (2, 3, 4) if match[index] is not None), None)
            if group is None:
                continue
            if name in {"hreflang", "lang"}:
                languages.setdefault(name, match[group])
            elif name == "href" and href is None:
                raw = match[group]
                begin = match.start(group) + len(raw) - len(raw.lstrip())
                end = begin + len(raw.strip())
                url = self._absolute(html.unescape(raw.strip()))
                href = Link(url, start + begin + self._begin, start + end + self._begin)
        if href is None or not href.url:
            return None
        return href._replace(language=languages.get("hreflang") or languages.get("lang"))

    def _absolute(self, url: str) -> str:
        if self._base is None or url.startswith("#"):
            return url
        try:
            return urljoin(self._base, url)
        except ValueError:
            return url

    def _flush(self) -> None:
        pieces, self._pieces = tuple(self._pieces), []
        text = "".join(piece.text for piece in pieces).strip()
        if not text:
            return
        if self._heading:
            block = Block(BlockKind.HEADING, pieces, self._heading)
        elif self._item:
            block = Block(BlockKind.NOTE if self._note else BlockKind.ITEM, pieces)
        else:
            block = paragraph(pieces)
        self.found.append((block, self._main > 0))


def _sniff(start: str) -> bool:
    begins = ("<!doctype html", "<html", "<?xml", "<article", "<p", "<h1", "<div")
    return start.lower().startswith(begins)


FORMAT = Format(
    name="html",
    suffixes=(".html", ".htm", ".xhtml"),
    articles=articles,
    comments=(Comment("<!--", "-->"),),
    verbatim=None,  # code is escaped: whatever opens a comment is one
    sniff=_sniff,
)
