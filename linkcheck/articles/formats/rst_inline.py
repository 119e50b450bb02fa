"""The inline markup of reStructuredText: references, roles, substitutions, addresses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from linkcheck.articles.addresses import trim_address
from linkcheck.articles.blocks import Block, BlockKind, Link, Piece, paragraph
from linkcheck.articles.flow import FlowText
from linkcheck.articles.formats.html import fragment_blocks
from linkcheck.articles.formats.rst_blocks import Flow, Image, Structure, reference_name

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from linkcheck.articles.flow import Span

__all__ = ["Inline"]

_MARKUP = re.compile(
    r"""
    (?P<url>(?<![^\W\d_])https?://(?:[^\s<>"“”«»`|\\^{}]|\\\S)+)
    |``(?=\S)(?P<literal>(?:[^`]|`(?!`))+)``
    |_`(?P<inner>[^`]+)`
    |(?<![\w`])(?::(?P<role>[\w.+:-]+):)?`(?=\S)(?P<body>(?:[^`\\]|\\.)+)`
     (?:(?P<tail>__?)(?!\w)|:(?P<behind>[\w.+:-]+):)?
    |\*\*(?=\S)(?P<strong>[^*]+(?:\*[^*]+)*)\*\*
    |(?<![\w*])\*(?=[^\s*])(?P<emphasis>[^*]+)(?<=\S)\*(?![\w*])
    |\|(?=\S)(?P<name>[^|]+)(?<=\S)\|(?P<end>__?(?!\w))?
    |\[(?:\d+|\#?[\w.+:-]*|\*)\]_(?!\w)
    |(?<![\w/.@:+-])(?P<simple>[^\W_](?:[\w.+:-]*[^\W_])?)(?P<mark>__?)(?!\w)
    |\\(?P<escaped>.)
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_SPECIAL = re.compile(r"[`*|_\\]|://")
_EMBEDDED = re.compile(r"(?<!\\)<(?P<url>[^<>]+)(?<!\\)>\Z")
_EVERY_EMBEDDED = re.compile(r"(?<![\w`])`(?P<text>[^`<>]+)<(?P<url>[^`<>]+)>`_(?!_)")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_ALIAS = re.compile(r"`?(?P<name>.+?)`?_\Z", re.DOTALL)
_ABSOLUTE = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_NUMBER = re.compile(r"\d+")
_ROLES = {
    "pep": "https://peps.python.org/pep-{:04}/",
    "pep-reference": "https://peps.python.org/pep-{:04}/",
    "rfc": "https://datatracker.ietf.org/doc/html/rfc{}.html",
    "rfc-reference": "https://datatracker.ietf.org/doc/html/rfc{}.html",
}
"""Roles that link to the web by themselves (docutils, Sphinx)."""
_MOST_SUBSTITUTIONS = 10_000
_LONGEST_CHAIN = 20


class _Circle(Exception):  # noqa: N818 - never leaves this module
    """Substitutions that use each other without end."""


class Inline:
    """Reads the text of flows into blocks.

    Args:
        text: the whole text.
        structure: of that text.

    Attributes:
        unresolved: where a substitution is defined that uses itself, or None.
    """

    def __init__(self, text: str, structure: Structure) -> None:
        self.unresolved: Span | None = None
        self._text = text
        self._structure = structure
        self._anonymous = iter(structure.anonymous)
        self._internal = False
        self._expanded = 0
        self._embedded: dict[str, Span] = {}
        for match in _EVERY_EMBEDDED.finditer(text):
            self._embedded.setdefault(reference_name(match["text"]), match.span("url"))

    def blocks(self) -> Iterator[Block]:
        """Yield the blocks of the text, in order."""
        for flow in self._structure.flows:
            self._internal = False
            if flow.is_html:
                start, end = flow.spans[0]
                yield from fragment_blocks(self._text[start:end], start, inside=True)
                continue
            pieces = tuple(self._flow(flow))
            if not pieces:
                continue
            block = self._block(flow, pieces)
            # A block without text ends a list; a picture without words still leads somewhere.
            if block.text.strip() or block.level or any(piece.link for piece in pieces):
                yield block

    def _block(self, flow: Flow, pieces: tuple[Piece, ...]) -> Block:
        kind = flow.kind
        linked = any(piece.link for piece in pieces)
        if kind in {BlockKind.ITEM, BlockKind.NOTE} and not linked:
            # Other pages of the same documents are no sources; neither are remarks below one.
            kind = BlockKind.PARAGRAPH if self._internal or not flow.first else kind
        if kind is BlockKind.PARAGRAPH:
            return paragraph(pieces)
        return Block(kind, pieces, flow.level)

    def _flow(self, flow: Flow) -> Iterator[Piece]:
        if flow.image is not None:
            yield from self._image(flow.image)
            return
        if flow.level and all(start == end for start, end in flow.spans):
            yield Piece("", *flow.spans[0])
            return
        yield from self._pieces(FlowText.of(self._text, flow.spans))

    def _pieces(self, where: FlowText) -> Iterator[Piece]:
        position = 0
        if _SPECIAL.search(where.text):
            for match in _MARKUP.finditer(where.text):
                yield from self._plain(where, position, match.start())
                position = yield from self._marked(where, match)
        yield from self._plain(where, position, len(where.text))

    def _plain(
        self, where: FlowText, start: int, end: int, link: Link | None = None
    ) -> Iterator[Piece]:
        """Yield a stretch of text, its lines joined and escapes undone."""
        if start >= end:
            return
        written = where.text[start:end]
        if "\\" in written:
            position = 0
            for match in _ESCAPE.finditer(written):
                yield from where.pieces(start + position, start + match.start(), link)
                if not match[1].isspace():
                    yield Piece(
                        match[1], *where.span(start + match.start(), start + match.end()), link
                    )
                position = match.end()
            start += position
        yield from where.pieces(start, end, link)

    def _marked(self, where: FlowText, match: re.Match[str]) -> Generator[Piece, None, int]:
        """Yield what a mark stands for; return the offset behind it."""
        kind = match.lastgroup
        end = match.end()
        if match["url"] is not None:
            written = trim_address(match["url"])
            rest = match["url"][len(written) :]
            written += rest[: len(rest) - len(rest.lstrip("_~"))]
            end = match.start() + len(written)
            url = _unescaped(written)
            place = where.span(match.start(), end)
            yield Piece(url, *place, Link(url, *place))
        elif match["body"] is not None:
            yield from self._quoted(where, match)
        elif match["name"] is not None:
            yield from self._substituted(where, match)
        elif match["simple"] is not None:
            link = self._link(match["simple"], anonymous=match["mark"] == "__")
            yield from self._plain(where, *match.span("simple"), link)
        elif match["escaped"] is not None:
            if not match["escaped"].isspace():
                yield Piece(match["escaped"], *where.span(*match.span()))
        elif kind is not None:
            yield from self._plain(where, *match.span(kind))
        return end

    def _quoted(self, where: FlowText, match: re.Match[str]) -> Iterator[Piece]:
        """Read text in backquotes: a reference, or what a role says."""
        start, end = match.span("body")
        body = match["body"]
        embedded = _EMBEDDED.search(body, max(body.rfind("<"), 0))
        words = (start, end)
        address: Span | None = None
        if embedded is not None:
            address = (start + embedded.start("url"), start + embedded.end("url"))
            before = len(body[: embedded.start()].rstrip())
            words = (start, start + before) if before else address
        written = embedded["url"].strip() if embedded is not None else ""
        role = (match["role"] or match["behind"] or "").rpartition(":")[2].lower()
        link: Link | None = None
        if role in _ROLES:
            number = _NUMBER.search(written or body)
            if number is not None and len(number[0]) < 8:
                place = where.span(*match.span())
                link = Link(_ROLES[role].format(int(number[0])), *place)
        elif address is not None and (match["tail"] or _ABSOLUTE.match(written)):
            # Without its last mark it is a slip that readers understand all the same.
            link = self._address(written, *where.span(*address))
        elif match["tail"]:
            link = self._link(body, anonymous=match["tail"] == "__")
        if link is None:
            self._internal = True
        yield from self._plain(where, *words, link)

    def _address(self, written: str, start: int, end: int) -> Link | None:
        """Return the link of an address in angle brackets, or of the name that is there."""
        while end > start and self._text[end - 1].isspace():
            end -= 1
        while start < end and self._text[start].isspace():
            start += 1
        alias = _ALIAS.match(written)
        if alias is not None and not _ABSOLUTE.match(written):
            return self._link(alias["name"])
        return Link(_unescaped("".join(written.split())), start, end)

    def _link(self, name: str, *, anonymous: bool = False, depth: int = 0) -> Link | None:
        """Return the link that a name stands for."""
        spans = next(self._anonymous, None) if anonymous else None
        if not anonymous:
            folded = reference_name(name)
            spans = self._structure.targets.get(folded)
            if spans is None and folded in self._embedded:
                spans = (self._embedded[folded],)
        if spans is None:
            self._internal = True
            return None
        written = "".join(self._text[start:end] for start, end in spans)
        alias = _ALIAS.match(written)
        if alias is not None and not _ABSOLUTE.match(written):
            return self._link(alias["name"], depth=depth + 1) if depth < _LONGEST_CHAIN else None
        return Link(_unescaped("".join(written.split())), spans[0][0], spans[-1][1])

    def _substituted(self, where: FlowText, match: re.Match[str]) -> Iterator[Piece]:
        """Put what stands for a name in its place."""
        place = where.span(*match.span())
        name = reference_name(match["name"])
        if name not in self._structure.substitutions:
            yield from self._plain(where, *match.span())
            return
        link = self._link(name, anonymous=match["end"] == "__") if match["end"] else None
        try:
            for piece in list(self._expansion(name, ())):
                yield Piece(piece.text, *place, piece.link if link is None else link)
        except _Circle:
            yield Piece(match[0].replace("\n", " "), *place, link)

    def _expansion(self, name: str, above: tuple[str, ...]) -> Iterator[Piece]:
        """Yield the text that stands for a name.

        Raises:
            _Circle: it uses itself, or there is no end to it.
        """
        flow = self._structure.substitutions[name]
        self._expanded += 1 + sum(end - start for start, end in flow.spans) // 50
        if name in above or self._expanded > _MOST_SUBSTITUTIONS:
            self.unresolved = self.unresolved or (flow.spans[0] if flow.spans else None)
            raise _Circle
        if flow.image is not None:
            yield from self._image(flow.image)
            return
        where = FlowText.of(self._text, flow.spans)
        position = 0
        for match in _MARKUP.finditer(where.text):
            yield from self._plain(where, position, match.start())
            inner = reference_name(match["name"] or "")
            if inner in self._structure.substitutions:
                position = match.end()
                yield from self._expansion(inner, (*above, name))
            else:
                position = yield from self._marked(where, match)
        yield from self._plain(where, position, len(where.text))

    def _image(self, image: Image) -> Iterator[Piece]:
        alt = self._text[slice(*image.alt)] if image.alt is not None else ""
        link = None
        if image.target is not None:
            written = self._text[slice(*image.target)].strip()
            link = self._address(written, *image.target) if written else None
        place = image.alt or image.target
        if place is not None:
            yield Piece(alt, *(place if alt else (place[0], place[0])), link)


def _unescaped(address: str) -> str:
    return _ESCAPE.sub(lambda match: "" if match[1].isspace() else match[1], address)
