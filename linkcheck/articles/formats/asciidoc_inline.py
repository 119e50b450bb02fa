"""The inline markup of AsciiDoc: addresses, macros, attributes, footnotes."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, NamedTuple

from linkcheck.articles.addresses import trim_address
from linkcheck.articles.blocks import Block, BlockKind, Link, Piece, paragraph
from linkcheck.articles.flow import FlowText

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

    from linkcheck.articles.flow import Span

__all__ = ["Inline"]

_LABEL = r"\[(?P<{}>(?:[^\]\\]|\\.){{0,1000}})\]"
_MARKUP = re.compile(
    rf"""
    \\(?P<escaped>(?:https?|ftp)://[^\s\[\]<>`]+(?:\[[^\]]{{0,1000}}\])?|link:|footnote:|<<|[*_`#+{{])
    |footnote(?:ref)?:(?P<note>[\w-]*)\[
    |(?:link:|(?<![\w/]))(?P<url>(?:https?|ftp|irc)://[^\s\[\]<>|`]+)(?:{_LABEL.format("words")})?
    |link:(?P<target>\+\+.{{1,2000}}?\+\+|[^\s\[\]]{{1,2000}}+){_LABEL.format("name")}
    |(?P<image>image::?)(?P<source>[^\s\[\]]{{1,2000}}+)\[(?P<options>(?:[^\]\\]|\\.){{0,1000}})\]
    |(?:link:)?\{{(?P<attribute>\w[\w-]*)\}}(?P<path>[^\s\[\]<>|{{}}]*)(?:{_LABEL.format("title")})?
    |(?:xref:[^\s\[\]]{{1,2000}}+|(?:mailto|kbd|btn|menu|icon|anchor|indexterm2?|stem):[^\s\[\]]{{0,2000}}+)
     {_LABEL.format("shown")}
    |<<[^<>,\n]+(?:,(?P<inner>[^<>]{{1,500}}))?>>
    |pass:[a-z,]*\[(?P<passed>[^\]]{{0,1000}})\]
    |`\+(?P<literal>[^`]{{1,1000}}?)\+`|\+\+\+(?P<raw>.{{1,1000}}?)\+\+\+|\+\+(?P<plain>.{{1,1000}}?)\+\+
    |(?<![\w+])\+(?P<single>[^\s+](?:[^+\n]*[^\s+])?)\+(?![\w+])
    |\[\[\[?[^\[\]]{{1,200}}\]\]\]?|(?<!\w)\[[.\#][\w.\#-]{{1,100}}\](?=[*_`\#])
    |(?P<break>[ ]\+)(?=\n|\Z)
    |(?P<entity>&(?:\#\d{{1,7}}|\#[xX][0-9a-fA-F]{{1,6}}|[a-zA-Z]\w{{1,31}});)
    |\*\*|__|``|(?<![\w*])[*](?=[^\s*])|(?<=\S)[*](?!\w)|(?<!\w)[_`](?=\S)|(?<=\S)[_`](?!\w)
    """,
    re.VERBOSE | re.DOTALL,
)
_SPECIAL = re.compile(r"[*_`+\\\[{<&]|://|::?\S")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]\w{1,31});")
_TARGET = re.compile(r'(?:\A|,)\s*link=(?:"(?P<quoted>[^"]*)"|(?P<bare>[^,]*))')
_ABSOLUTE = re.compile(r"(?:https?|ftp|irc)://", re.IGNORECASE)
_NAME = re.compile(r"\{(\w[\w-]*)\}")
_LONGEST_VALUE = 2_000
"""Characters of an attribute's value that is put into an address."""
_LONGEST_NOTE = 10_000
_MOST_EXPANSIONS = 10_000
_DEEPEST = 5
# Attributes that are there without being defined, and stand for characters.
_CHARACTERS = {
    "nbsp": "\xa0", "sp": " ", "empty": "", "blank": "", "plus": "+", "amp": "&", "lt": "<",
    "gt": ">", "startsb": "[", "endsb": "]", "vbar": "|", "apos": "'", "quot": '"',
    "asterisk": "*", "caret": "^", "backtick": "`", "tilde": "~", "backslash": "\\", "cpp": "C++",
    "two-colons": "::", "two-semicolons": ";;", "lsquo": "‘", "rsquo": "’", "ldquo": "“",
    "rdquo": "”", "zwsp": "",
}  # fmt: skip


class _Flow(NamedTuple):
    kind: BlockKind
    spans: tuple[Span, ...]
    level: int


class _Definition(NamedTuple):
    name: str
    value: FlowText


class Inline:
    """Reads the text of blocks.

    Args:
        text: the whole text, every line end one line feed.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._flows: list[_Flow | _Definition] = []
        self._attributes: dict[str, FlowText] = {}
        self._notes: list[Block] = []
        self._expanded = 0
        self._internal = False

    @property
    def length(self) -> int:
        """Length of the whole text."""
        return len(self._text)

    def add(self, kind: BlockKind, spans: Sequence[Span], level: int = 0) -> None:
        """Add a block.

        Args:
            kind: what part it has.
            spans: where its lines are.
            level: of a heading.
        """
        self._flows.append(_Flow(kind, tuple(spans), level))

    def define(self, name: str, spans: Sequence[Span]) -> str:
        """Give an attribute its value, and return that.

        It counts for what is added behind it, and for what is before the first one.

        Args:
            name: of the attribute.
            spans: where its value is; none for an empty one.
        """
        value = FlowText.of(self._text, spans or [(0, 0)])
        self._attributes.setdefault(name, value)
        self._flows.append(_Definition(name, value))
        return value.text

    def blocks(self) -> Iterator[Block]:
        """Yield the blocks of the text, each with its footnotes behind it."""
        for flow in self._flows:
            if isinstance(flow, _Definition):
                self._attributes[flow.name] = flow.value
                continue
            self._internal = False
            where = FlowText.of(self._text, flow.spans)
            pieces = tuple(self._pieces(where))
            linked = any(piece.link for piece in pieces)
            if linked or any(piece.text.strip() for piece in pieces):
                # Other pages of the same documents are no sources.
                item = flow.kind is BlockKind.ITEM and (linked or not self._internal)
                if flow.level:
                    yield Block(flow.kind, pieces, flow.level)
                else:
                    yield Block(BlockKind.ITEM, pieces) if item else paragraph(pieces)
            yield from self._notes
            self._notes.clear()

    def _pieces(self, where: FlowText, depth: int = 0) -> Iterator[Piece]:
        position, text = 0, where.text
        if _SPECIAL.search(text):
            while (match := _MARKUP.search(text, position)) is not None:
                yield from where.pieces(position, match.start())
                position = yield from self._marked(where, match, depth)
        yield from where.pieces(position, len(text))

    def _marked(
        self, where: FlowText, match: re.Match[str], depth: int
    ) -> Generator[Piece, None, int]:
        """Yield what a mark stands for; return the offset behind it."""
        end = match.end()
        if match["escaped"] is not None:
            yield from where.pieces(*match.span("escaped"))
        elif match["note"] is not None:
            end = self._note(where, end, depth)
        elif match["url"] is not None:
            end = yield from self._address(where, match)
        elif match["target"] is not None:
            start, behind = match.span("target")
            pluses = match["target"].startswith("++") and match["target"].endswith("++")
            start, behind = (start + 2, behind - 2) if pluses else (start, behind)
            yield from self._link(where, (start, behind), match.span("name"))
        elif match["image"] is not None:
            yield from self._image(where, match)
        elif match["attribute"] is not None:
            yield from self._valued(where, match, depth)
        elif match["entity"] is not None:
            yield Piece(html.unescape(match["entity"]), *where.span(match.start(), end))
        elif match["break"] is not None:
            yield Piece(" ", *where.span(match.start(), end))
        else:
            self._internal |= match["shown"] is not None or match[0].startswith("<<")
            for group in ("shown", "inner", "passed", "literal", "raw", "plain", "single"):
                if match[group] is not None:
                    yield from where.pieces(*match.span(group))
        return end

    def _address(self, where: FlowText, match: re.Match[str]) -> Generator[Piece, None, int]:
        """Read an address, with its label where it has one."""
        start, end = match.span("url")
        if match["words"] is not None:
            yield from self._link(where, (start, end), match.span("words"))
            return match.end()
        end = start + len(trim_address(match["url"]))
        url = _plain_address(where.text[start:end])
        place = where.span(start, end)
        yield Piece(url, *place, Link(url, *place))
        return end

    def _link(self, where: FlowText, target: Span, label: Span) -> Iterator[Piece]:
        """Yield the anchor of an address; without a label it is the address."""
        written = where.text[slice(*target)]
        url = _plain_address(_NAME.sub(self._value, written))
        place = where.span(*target)
        link = Link(url, *place)
        start, end = _label(where.text, *label)
        if start == end:
            yield Piece(url, *place, link)
            return
        position = start
        for match in _MARKUP.finditer(where.text, start, end):
            yield from where.pieces(position, match.start(), link)
            position = match.end()
            if match["entity"] is not None:
                yield Piece(html.unescape(match["entity"]), *where.span(*match.span()), link)
            elif match["image"] is not None:
                alt = match.start("options"), match.start("options") + _alt(match["options"])
                yield from where.pieces(*alt, link)
            elif len(match[0]) > 2:
                yield from where.pieces(*match.span(), link)
        yield from where.pieces(position, end, link)

    def _image(self, where: FlowText, match: re.Match[str]) -> Iterator[Piece]:
        start = match.start("options")
        alt = start, start + _alt(match["options"])
        target = _TARGET.search(match["options"])
        if target is None:
            return
        group = "quoted" if target["quoted"] is not None else "bare"
        begin, end = (start + offset for offset in target.span(group))
        place = where.span(begin, end)
        link = Link(_plain_address(_NAME.sub(self._value, target[group])), *place)
        if alt[0] < alt[1]:
            yield from where.pieces(*alt, link)
        else:
            yield Piece("", place[0], place[0], link)

    def _valued(self, where: FlowText, match: re.Match[str], depth: int) -> Iterator[Piece]:
        """Put the value of an attribute in its place."""
        place = where.span(*match.span())
        name = match["attribute"].lower()
        value = self._attributes.get(name)
        if value is None:
            shown = _CHARACTERS.get(name)
            if shown is None:
                yield from where.pieces(*match.span())
                return
            yield Piece(shown, *where.span(match.start(), match.start("path")))
            yield from self._pieces_of(where, match.start("path"), match.end(), depth)
            return
        self._expanded += 1 + len(value.text) // 50
        start = match.start("attribute") - 1
        if _ABSOLUTE.match(value.text) and "[" not in value.text:
            address = trim_address(where.text[start : match.end("path")])
            end = match.end("path") if match["title"] is not None else start + len(address)
            if match["title"] is not None:
                yield from self._link(where, (start, end), match.span("title"))
                return
            url = _plain_address(_NAME.sub(self._value, where.text[start:end]))
            yield Piece(url, *where.span(start, end), Link(url, *where.span(start, end)))
            yield from where.pieces(end, match.end())
            return
        if depth < _DEEPEST and self._expanded < _MOST_EXPANSIONS:
            for piece in list(self._pieces(value, depth + 1)):
                yield Piece(piece.text, *place, piece.link)
        yield from self._pieces_of(where, match.start("path"), match.end(), depth)

    def _pieces_of(self, where: FlowText, start: int, end: int, depth: int) -> Iterator[Piece]:
        """Yield what is in a stretch of a text."""
        spans = _lines(where, start, end)
        if spans and depth < _DEEPEST:
            yield from self._pieces(FlowText.of(self._text, spans), depth + 1)

    def _value(self, match: re.Match[str]) -> str:
        """Return the value of an attribute in an address."""
        name = match[1].lower()
        if name in self._attributes:
            value = self._simple(name)
            if len(value) > _LONGEST_VALUE or self._expanded >= _MOST_EXPANSIONS:
                return match[0]
            inner = _NAME.sub(lambda each: self._simple(each[1]), value)
            self._expanded += 1 + len(inner) // 50
            return inner if len(inner) <= _LONGEST_VALUE else match[0]
        return _CHARACTERS.get(name, match[0])

    def _simple(self, name: str) -> str:
        value = self._attributes.get(name.lower())
        if value is None or len(value.text) > _LONGEST_VALUE:
            return f"{{{name}}}"
        return value.text

    def _note(self, where: FlowText, start: int, depth: int) -> int:
        """Read a footnote, whose brackets may have others in them; return the offset behind it."""
        text = where.text
        level, position = 1, start
        limit = min(len(text), start + _LONGEST_NOTE)
        while position < limit and level:
            character = text[position]
            level += (character == "[") - (character == "]")
            position += 2 if character == "\\" else 1
        end = position - 1 if not level else limit
        spans = _lines(where, start, end)
        if spans and depth < _DEEPEST:
            pieces = tuple(self._pieces(FlowText.of(self._text, spans), depth + 1))
            if any(piece.text.strip() for piece in pieces):
                self._notes.append(Block(BlockKind.NOTE, pieces))
        return min(position, len(text))


def _lines(where: FlowText, start: int, end: int) -> list[Span]:
    """Return where the lines of a stretch of a text are in the file."""
    lines = re.finditer(r"[^\n]+", where.text[start:end])
    return [where.span(start + line.start(), start + line.end()) for line in lines]


def _label(text: str, start: int, end: int) -> Span:
    """Return where the words of a label are, without the attributes behind them."""
    written = text[start:end]
    if written.startswith('"') and (close := written.find('"', 1)) > 0:
        return start + 1, start + close
    if "=" in written and (comma := written.find(",")) >= 0:
        written = written[:comma]
    elif re.fullmatch(r"[\w-]+=.*", written, re.DOTALL):
        written = ""  # attributes alone
    written = written.rstrip().removesuffix("^")
    lead = len(written) - len(written.lstrip())
    return (start + lead, start + len(written)) if written else (start, start)


def _alt(options: str) -> int:
    """Return the length of the text of a picture: its first option, where that has no name."""
    first = options.partition(",")[0]
    return 0 if "=" in first else len(first)


def _plain_address(written: str) -> str:
    """Return an address with its entities undone; as in HTML text, these end with ";"."""
    return _ENTITY.sub(lambda match: html.unescape(match[0]), written)
