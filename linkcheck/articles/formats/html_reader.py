"""A pass over the tags of HTML that finds blocks of text and links, each at its place.

It keeps the open elements only, and ends them as HTML's rules of implied end tags do. What is
skipped is read all the same, and dropped when its end tag comes: where none does, nothing of the
article is lost.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, NamedTuple

from linkcheck.articles.blocks import Block, BlockKind, Link, Piece, paragraph
from linkcheck.articles.formats.html_tags import (
    BLOCK_SKIPPED,
    BLOCKS,
    CODE,
    HEAD_CONTENT,
    HEADINGS,
    IMPLIED_ENDS,
    INLINE_SKIPPED,
    ITEMS,
    MAIN,
    NOT_FOLLOWED,
    OWN_PARTS,
    SECTIONS,
    SILENT,
    VOID,
    holds_notes,
    link_of,
    scope,
)
from linkcheck.articles.formats.html_text import BlockText

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Found", "HtmlReader"]

_SLICE = 1 << 18
_DEEPEST = 256
"""Open elements that are kept; browsers keep 512."""
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n")
# As Markdown converters, Wikipedia and word processors name their footnotes.
_NOTE_IDS = ("fn", "cite_note", "ftn")


class Found(NamedTuple):
    """A block with where it is.

    Attributes:
        block: of the text.
        main: whether it is in the part that the document marks as its main one.
        item: number of the list item it is in; 0 outside of any.
    """

    block: Block
    main: bool
    item: int


class _Open(NamedTuple):
    """An open element, with what is restored when it ends.

    Attributes:
        tag: its name.
        state: list item, whether that is a note, number of main parts and of sections around it.
        mark: how many blocks there were before it, where it is skipped; else None.
        pieces: of the line that it stands in, where it is a skipped part of one.
        link: that it stands in.
    """

    tag: str
    state: tuple[int, bool, int, int]
    mark: int | None = None
    pieces: tuple[Piece, ...] = ()
    link: Link | None = None


class HtmlReader(HTMLParser):
    """Collects blocks.

    Args:
        text: the HTML, whatever opens like a tag in it closed.
        offset: where it begins in the source.
        blank_lines: True where an empty line ends a paragraph, as in WordPress.
        base: the address that relative addresses are meant from; None where they are left out.
        scheme: of addresses that begin with `//`; where empty, they stay as they are.
        inside: True where all of it is of an article, as in a Markdown file.
    """

    def __init__(
        self,
        text: str,
        offset: int,
        *,
        blank_lines: bool = False,
        base: str | None = None,
        scheme: str = "",
        inside: bool = False,
    ) -> None:
        super().__init__(convert_charrefs=True)
        self.text = text
        self._begin = offset
        self._found: list[Found] = []
        self._blank_lines = blank_lines
        self._lines = [0]
        self._start = -1  # of the run of text that is being read
        self._text = BlockText(base, scheme)
        self._open: list[_Open] = []
        self._deeper = 0  # elements that are open beyond the deepest that is kept
        self._silent = 0
        self._link_tag = "a"
        self._link_depth = 0
        self._items = 0
        self._item = 0
        self._note = False  # whether the innermost item is a footnote
        self._heading = 0
        self._main = 0
        self._sections = int(inside)

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
        self._end_text(len(self.text))
        self._close(0)
        self._end_link()
        self._flush()
        if self._text.sources:
            self._emit(tuple(self._text.sources))

    def take(self) -> list[Found]:
        """Return the blocks found by now that are certain to stay, and forget them."""
        marks = [one.mark for one in self._open if one.mark is not None]
        certain = min(marks, default=len(self._found))
        taken, self._found = self._found[:certain], self._found[certain:]
        self._open = [
            one if one.mark is None else one._replace(mark=one.mark - certain) for one in self._open
        ]
        return taken

    # --- events -----------------------------------------------------------------------------

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a block, a link, or a part to leave out."""
        if self._start >= 0:
            self._end_text(self._position())
        if self._silent and tag not in HEAD_CONTENT:
            self._leave_head()
        if tag in BLOCKS or tag in BLOCK_SKIPPED:
            self._open_block(tag, attrs)
        elif tag == "a":
            self._begin_link(tag)
        elif tag in INLINE_SKIPPED or (tag == "noscript" and not self._item):
            self._push(tag, skipped=True)
        elif tag == "br":
            if self._item or self._text.link is not None:
                place = self._position() + self._begin
                length = len(self.get_starttag_text() or "")
                self._text.pieces.append(Piece("\n", place, place + length, self._text.link))
            else:
                self._flush()
        elif tag == "hr":
            self._imply(tag)
            self._flush()
        elif tag == "q" and attrs:
            self._cite(self._text.pieces)
        elif attrs and tag not in NOT_FOLLOWED:
            self._begin_other_link(tag, attrs)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Treat `<a/>` as browsers do: only void elements and components close themselves."""
        if tag in INLINE_SKIPPED or tag in BLOCK_SKIPPED:
            self._end_text(self._position())
            return
        self.handle_starttag(tag, attrs)
        if self._text.link is not None and self._link_tag == tag != "a":
            self._end_link()

    def handle_endtag(self, tag: str) -> None:
        """Close what the tag closes; a tag that closes nothing is passed over."""
        if self._start >= 0:
            self._end_text(self._position())
        if tag == self._link_tag:
            self._end_link()
        if tag in BLOCKS:
            self._flush()
        elif tag not in INLINE_SKIPPED and tag not in BLOCK_SKIPPED and tag != "noscript":
            return
        if self._deeper:
            self._deeper -= 1
            return
        names = HEADINGS if tag in HEADINGS else (tag,)
        beyond = scope(tag)
        for index in range(len(self._open) - 1, -1, -1):
            name = self._open[index].tag
            if name in names:
                if tag in {"body", "html"}:  # what comes behind still is of the body
                    self._close(index + 1)
                else:
                    self._close(index, ended=True)
                return
            if name in beyond:
                return

    def handle_data(self, data: str) -> None:
        """Note where a run of text begins; it is read when it ends."""
        if self._silent:
            if self._open[-1].tag != "head" or not data.strip():
                return
            self._leave_head()
        if self._start < 0:
            self._start = self._position()

    def handle_comment(self, data: str) -> None:  # noqa: ARG002 - the parser's signature
        """End the run of text before a comment."""
        self._end_text(self._position())

    def handle_decl(self, decl: str) -> None:
        """Do the same for a declaration."""
        self.handle_comment(decl)

    def handle_pi(self, data: str) -> None:
        """Do the same for a processing instruction."""
        self.handle_comment(data)

    def unknown_decl(self, data: str) -> None:
        """Do the same for what looks like a declaration."""
        self.handle_comment(data)

    # --- elements ---------------------------------------------------------------------------

    def _open_block(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._imply(tag)
        self._flush()
        skipped = tag in BLOCK_SKIPPED and not (tag in OWN_PARTS and self._is_own(tag))
        self._push(tag, skipped=skipped)
        self._heading = HEADINGS.get(tag, 0)
        if tag in ITEMS:
            self._items += 1
            self._item = self._items
            self._note = (dict(attrs).get("id") or "").startswith(_NOTE_IDS)
        elif tag in MAIN:
            self._main += 1
        if tag in SECTIONS:
            self._sections += 1
        if tag == "blockquote" and attrs:
            self._cite(self._text.sources)

    def _is_own(self, tag: str) -> bool:
        """Tell whether a header, footer or aside belongs to the article that it is in."""
        inside = self._sections or (self._main and tag != "aside")
        return bool(inside) or holds_notes(self.get_starttag_text() or "")

    def _push(self, tag: str, *, skipped: bool = False) -> None:
        if len(self._open) >= _DEEPEST:
            self._deeper += 1
            return
        state = (self._item, self._note, self._main, self._sections)
        if skipped:
            mark, pieces = len(self._found), tuple(self._text.pieces)
            self._open.append(_Open(tag, state, mark, pieces, self._text.link))
            self._silent += tag in SILENT
        else:
            self._open.append(_Open(tag, state))

    def _imply(self, tag: str) -> None:
        """End the elements that a start tag ends."""
        for ends, beyond in IMPLIED_ENDS[tag]:
            for index in range(len(self._open) - 1, -1, -1):
                name = self._open[index].tag
                if name in ends:
                    if self._text.link is not None and self._link_depth > index:
                        self._link_depth = index  # goes on behind it, as in browsers
                    self._close(index)
                    break
                if name in beyond:
                    break

    def _leave_head(self) -> None:
        """End the head, or a title, at what cannot be in it: the head's end tag is optional."""
        for index, one in enumerate(self._open):
            if one.tag in SILENT:
                self._close(index)
                return

    def _close(self, index: int, *, ended: bool = False) -> None:
        """End an element, and those that are open inside of it.

        Args:
            index: of the element.
            ended: by its own end tag; a skipped one that is not is no longer skipped.
        """
        while len(self._open) > index:
            one = self._open.pop()
            is_own = ended and len(self._open) == index
            if one.mark is None:
                self._flush()
            elif is_own or one.tag in SILENT:
                self._drop(one)
            elif one.tag in BLOCK_SKIPPED:
                self._flush()
            self._silent -= one.tag in SILENT
            self._item, self._note, self._main, self._sections = one.state
            if one.tag in BLOCKS:
                self._heading = 0
        if self._text.link is not None and self._link_depth > len(self._open):
            self._end_link()

    def _drop(self, one: _Open) -> None:
        """Drop what was read of a skipped element; code is text that links to nothing."""
        is_open = len(self._found) == one.mark  # no block has ended in it
        del self._found[one.mark :]
        inside = self._text.go_back(one.pieces, one.link)
        if one.tag in CODE and is_open:
            self._text.add_code(inside)

    # --- links ------------------------------------------------------------------------------

    def _begin_link(self, tag: str, names: tuple[str, ...] = ("href",)) -> None:
        self._end_link()
        link = link_of(self.get_starttag_text() or "", self._position() + self._begin, names)
        self._text.begin_link(link)
        self._link_tag, self._link_depth = tag, len(self._open)

    def _begin_other_link(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin the link of an image map, or of a component of MDX (`<Card href="…">`)."""
        is_component = (self.get_starttag_text() or "")[1:2].isupper()
        names = ("href", "to") if is_component else ("href",)
        if any(name in names for name, _ in attrs):
            self._begin_link(tag, names)
            if tag in VOID:
                self._end_link()

    def _end_link(self) -> None:
        if self._text.link is not None:
            self._text.end_link(self._position() + self._begin)
        self._link_tag = "a"

    def _cite(self, pieces: list[Piece]) -> None:
        """Add the source that a quotation names in its `cite`."""
        place = self._position() + self._begin
        link = link_of(self.get_starttag_text() or "", place, ("cite",))
        if link is not None:
            pieces.append(Piece("", place, place, link))

    # --- text -------------------------------------------------------------------------------

    def _end_text(self, end: int) -> None:
        """Read the run of text that ends here."""
        start, self._start = self._start, -1
        if start < 0:
            return
        if self._blank_lines:
            for blank in _BLANK_LINE.finditer(self.text, start, end):
                self._read_text(start, blank.start())
                self._flush()
                start = blank.end()
        self._read_text(start, end)

    def _read_text(self, start: int, end: int) -> None:
        if text := self.text[start:end]:
            self._text.add(text, start + self._begin)

    def _position(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def _flush(self) -> None:
        """End the block of the text that was read."""
        if self._text.pieces and (pieces := self._text.take()):
            self._emit(pieces)

    def _emit(self, pieces: tuple[Piece, ...]) -> None:
        if self._heading:
            block = Block(BlockKind.HEADING, pieces, self._heading)
        elif self._item:
            block = Block(BlockKind.NOTE if self._note else BlockKind.ITEM, pieces)
        else:
            block = paragraph(pieces)
        self._found.append(Found(block, self._main > 0, self._item))
