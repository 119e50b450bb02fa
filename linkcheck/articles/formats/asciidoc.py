"""AsciiDoc articles: sections, lists, tables, footnotes, attributes.

The rules are those of the AsciiDoc language as Asciidoctor reads it (https://docs.asciidoctor.org).
Nothing is included, and conditions (`ifdef`) are not decided: both sides are read.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from linkcheck.articles.blocks import LABEL_LEVEL, BlockKind
from linkcheck.articles.compose import compose
from linkcheck.articles.formats.asciidoc_inline import Inline
from linkcheck.articles.formats.base import Comment, Format
from linkcheck.articles.formats.writers import AsciidocWriter
from linkcheck.articles.headings import is_source_heading
from linkcheck.text.dates import iso_date

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.articles.flow import Span
    from linkcheck.articles.source import Source
    from linkcheck.models import Article

__all__ = ["FORMAT"]

_LINE = re.compile(r"[^\n]*\n?")
_SECTION = re.compile(r"(?P<mark>={1,6}|#{1,6})[ \t]+(?P<title>\S.*)\Z")
_UNDERLINE = re.compile(r"([=~^+-])\1+\Z")
_UNDERLINES = "=-~^+"
_ATTRIBUTE = re.compile(r":(?P<name>!?\w[\w-]*!?):(?:[ \t]+(?P<value>\S.*))?\Z")
_BLOCK_ATTRIBUTES = re.compile(r"\[(?:|[\w#.%\"'{,*].*|\[.*\])\]\Z")
_BLOCK_TITLE = re.compile(r"\.(?P<title>[^\s.].*)\Z")
_VERBATIM = re.compile(r"(-{4,}|\.{4,}|\+{4,}|`{3}).*\Z")
_CONTAINER = re.compile(r"(?:={4,}|\*{4,}|_{4,}|--|~{4,})\Z")
_TABLE = re.compile(r"[|,:!]={3,}\Z")
_CELL = re.compile(
    r"(?:(?<!\S)(?:(?:\d+(?:\.\d+)?|\.\d+)[*+])?(?:[<^>](?:\.[<^>])?|\.[<^>])?[a-z]?)?(?<!\\)\|"
)
_ITEM = re.compile(
    r"[ \t]*(?:\*{1,6}|-|\.{1,6}|\d+\.|[a-zA-Z]\.|[ivxIVX]+\)|<(?:\d+|\.)>|•)[ \t]+"
    r"(?:\[[ xX*]\][ \t]+)?"
)
_TERM = re.compile(r"(?P<term>\S.*?)(?:::{1,3}|;;)(?:[ \t]+(?P<text>\S.*))?\Z")
_MACRO = re.compile(r"(?:include|toc|video|audio|ifdef|ifndef|ifeval|endif)::")
_PICTURE = re.compile(r"image::\S")
_REVISION = re.compile(r"(?:v[\w.]+,)?[ \t]*(?P<date>[^:]{4,30})(?::.*)?\Z")
_VERBATIM_STYLES = ("source", "listing", "literal", "pass", "stem", "latexmath", "asciimath")


class _Line(NamedTuple):
    text: str
    start: int


class _Scanner:
    """Divides a text into blocks.

    Args:
        text: of the file.
        inline: reads what is in the blocks.
    """

    def __init__(self, text: str) -> None:
        self.inline = Inline(text)
        self.verbatim: list[Span] = []
        self.attributes: dict[str, str] = {}
        self._open: list[Span] = []
        self._kind = BlockKind.PARAGRAPH
        self._style = ""
        self._table = ""
        self._lines = []
        position = 0
        for match in _LINE.finditer(text):
            written = match[0].rstrip()
            self._lines.append(_Line(written, position))
            position = match.end()
        self._scan()

    def _scan(self) -> None:
        number = self._header()
        while number < len(self._lines):
            number = self._read(number)
        self._flush()

    def _header(self) -> int:
        """Read the author and the revision below the title, and return the line behind them."""
        number = 0
        while number < len(self._lines) and (
            not self._lines[number].text or self._lines[number].text.startswith("//")
        ):
            number += 1
        if number >= len(self._lines) or not re.match(r"[=#] ", self._lines[number].text):
            return 0
        begin, number = number, number + 1
        for written in ("author", "revision"):
            line = self._lines[number] if number < len(self._lines) else _Line("", 0)
            if not line.text or line.text.startswith((":", "//", "=", "[")):
                break
            if written == "revision" and (match := _REVISION.match(line.text)) is not None:
                self.attributes.setdefault("revdate", match["date"])
            number += 1
        self._read(begin)
        return number

    def _read(self, number: int) -> int:
        """Read a line, and return the next one to read."""
        text, start = self._lines[number]
        if text.startswith("//"):
            return self._end(number, text) if re.fullmatch(r"/{4,}", text) else number + 1
        if not text:
            self._flush()
            return number + 1
        if (match := _VERBATIM.match(text)) is not None and (
            match[0] == match[1] or match[1] == "```"
        ):
            return self._skip(number, self._end(number, match[1]))
        if _TABLE.match(text):
            self._flush()
            self._table = "" if self._table else text[0]
            return number + 1
        if self._table:
            self._row(text, start)
            return number + 1
        if _CONTAINER.match(text) or text in {"+", "'''", "<<<", "---", "***"}:
            self._flush()
            return number + 1
        below = None if self._open else self._opening(number)
        return self._text(number) if below is None else below

    def _end(self, number: int, mark: str) -> int:
        """Return the line behind the block that a mark encloses; one without end goes on."""
        for behind in range(number + 1, len(self._lines)):
            if self._lines[behind].text == mark:
                return behind + 1
        return len(self._lines)

    def _skip(self, number: int, behind: int) -> int:
        self._flush()
        end = self._lines[behind].start if behind < len(self._lines) else self.inline.length
        self.verbatim.append((self._lines[number].start, end))
        self._style = ""
        return behind

    def _opening(self, number: int) -> int | None:
        """Read a line that can only begin a block, or return None."""
        text, start = self._lines[number]
        if (match := _ATTRIBUTE.match(text)) is not None:
            return self._attribute(number, match)
        if (match := _SECTION.match(text)) is not None:
            self._style = ""
            begin = start + match.start("title")
            title = match["title"].removesuffix(f" {match['mark']}").rstrip()
            span = (begin, begin + len(title))
            self.inline.add(BlockKind.HEADING, [span], len(match["mark"]))
            return number + 1
        below = self._lines[number + 1].text if number + 1 < len(self._lines) else ""
        if _UNDERLINE.match(below) and abs(len(below) - len(text)) <= 1 and text[0].isalnum():
            level = _UNDERLINES.index(below[0]) + 1
            self.inline.add(BlockKind.HEADING, [(start, start + len(text))], level)
            return number + 2
        if _BLOCK_ATTRIBUTES.match(text):
            self._style = text[1:-1].partition(",")[0].strip("%.#\"' ").lower()
            return number + 1
        if (match := _BLOCK_TITLE.match(text)) is not None:
            span = _shifted(match.span("title"), start)
            if is_source_heading(match["title"]):
                self.inline.add(BlockKind.HEADING, [span], LABEL_LEVEL)
            else:
                self.inline.add(BlockKind.PARAGRAPH, [span])
            return number + 1
        if _MACRO.match(text):
            return number + 1
        return None

    def _attribute(self, number: int, match: re.Match[str]) -> int:
        """Take the value of an attribute, which may go on in the lines below."""
        name = match["name"]
        start = self._lines[number].start
        spans = [_shifted(match.span("value"), start)] if match["value"] else []
        while self._lines[number].text.endswith(" \\") and number + 1 < len(self._lines):
            spans[-1:] = [(begin, end - 2) for begin, end in spans[-1:]]
            number += 1
            text, start = self._lines[number]
            spans.append((start + len(text) - len(text.lstrip()), start + len(text)))
        if not name.startswith("!") and not name.endswith("!"):
            value = self.inline.define(name.lower(), spans)
            self.attributes.setdefault(name.lower(), value)
        return number + 1

    def _text(self, number: int) -> int:
        text, start = self._lines[number]
        end = start + len(text)
        if (mark := _ITEM.match(text)) is not None:
            self._flush()
            self._kind = BlockKind.ITEM
            self._open.append((start + mark.end(), end))
            return number + 1
        term = _TERM.match(text) if not _PICTURE.match(text) else None
        if term is not None:
            return self._described(number, term)
        indented = text[0] in " \t" and not self._open
        if indented or (not self._open and self._style.startswith(_VERBATIM_STYLES)):
            behind = number
            while behind < len(self._lines) and self._lines[behind].text:
                behind += 1
            return self._skip(number, behind)
        self._open.append((start + len(text) - len(text.lstrip()), end))
        return number + 1

    def _described(self, number: int, term: re.Match[str]) -> int:
        """Read a term with what is said of it; the one with a link is a source."""
        self._flush()
        start = self._lines[number].start
        linked = "://" in term["term"]
        kind = BlockKind.ITEM if linked else BlockKind.PARAGRAPH
        self.inline.add(kind, [_shifted(term.span("term"), start)])
        self._kind = BlockKind.PARAGRAPH if linked else BlockKind.ITEM
        if term["text"]:
            self._open.append(_shifted(term.span("text"), start))
            return number + 1
        # The description may be indented, after blank lines too.
        while number + 1 < len(self._lines) and not self._lines[number + 1].text:
            number += 1
        if number + 1 < len(self._lines):
            text, start = self._lines[number + 1]
            if text[0] in " \t" and not _ITEM.match(text):
                self._open.append((start + len(text) - len(text.lstrip()), start + len(text)))
                return number + 2
        return number + 1

    def _row(self, text: str, start: int) -> None:
        """Read a line of a table; a cell may go on in the next one."""
        if self._table in {",", ":"}:
            self._flush()
            self._open.append((start, start + len(text)))
            return
        position = 0
        for match in _CELL.finditer(text):
            if match.start() > position or position:
                self._open.append((start + position, start + match.start()))
            self._flush()
            position = match.end()
        if position < len(text):
            self._open.append((start + position, start + len(text)))

    def _flush(self) -> None:
        """End the block that is open."""
        if self._open:
            self.inline.add(self._kind, self._open)
        self._open = []
        self._kind = BlockKind.PARAGRAPH
        self._style = "" if not self._style.startswith(_VERBATIM_STYLES) else self._style


def _shifted(span: Span, by: int) -> Span:
    return span[0] + by, span[1] + by


def _articles(source: Source) -> Iterator[Article]:
    text = source.text.replace("\r\n", " \n").replace("\r", "\n")
    scanner = _Scanner(text)
    blocks = list(scanner.inline.blocks())
    told = scanner.attributes
    yield compose(
        source,
        FORMAT.name,
        blocks,
        title=next((block.text for block in blocks if block.level == 1), None),
        language=told.get("lang"),
        published=iso_date(told.get("revdate", "")),
    )


FORMAT = Format(
    name="asciidoc",
    suffixes=(".adoc", ".asciidoc"),
    articles=_articles,
    comments=(Comment("//", own_line=True),),
    verbatim=lambda text: _Scanner(text.replace("\r", " ")).verbatim,
    sniff=lambda start: start.startswith("= ") or ("\n== " in start and "\n:toc:" in start),
    writer=AsciidocWriter(),
)
