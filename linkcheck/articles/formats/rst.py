"""reStructuredText articles, parsed by docutils (extra `rst`).

docutils tells what is text and what is a link, and on which line a paragraph begins; where an
address stands in it is found by walking the paragraph's own source from link to link.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

import msgspec

from linkcheck.articles.blocks import Block, BlockKind, Link, Piece, paragraph
from linkcheck.articles.compose import compose
from linkcheck.articles.formats.base import Comment, Format
from linkcheck.articles.formats.text import address_pieces
from linkcheck.errors import ArticleError
from linkcheck.models import Problem
from linkcheck.text.dates import iso_date

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils import nodes as types

    from linkcheck.articles.source import Source
    from linkcheck.models import Article

__all__ = ["FORMAT", "articles"]

_PARAGRAPH = re.compile(r"(?:[^\n]*\S[^\n]*(?:\n|\Z))+")
_LONGEST = 30_000
_SETTINGS: dict[str, Any] = {
    # An article is hostile: nothing is included, nothing is run, no configuration is read.
    "file_insertion_enabled": False,
    "raw_enabled": False,
    "_disable_config": True,
    "report_level": 5,
    "halt_level": 6,
    "warning_stream": io.StringIO(),
    "smart_quotes": False,
    "line_length_limit": 10_000_000,
}
_TARGET = re.compile(
    r"^[ \t]*\.\.[ \t]+_(?P<name>`[^`\n]+`|[^:\n]+(?:\\:[^:\n]*)*):[ \t]+(?P<url>\S+)", re.MULTILINE
)
# With other marks than "|", a definition is a comment.
_SUBSTITUTION = re.compile(r"^[ \t]*\.\.[ \t]+\|[^|\n]+\|(?=[ \t])", re.MULTILINE)
# A literal block, also one with options; and a directive of our name, which is no comment.
_LITERAL = re.compile(
    r"^([ \t]*)(?:\.\.[ ]+(?:code|code-block|sourcecode|parsed-literal)::|(?!\.\.).*::[ \t]*$)"
    r"[^\n]*\n"
    r"(?:[ \t]*\n)*((?:\1[ \t]+\S[^\n]*(?:\n|\Z)|[ \t]*\n)+)",
    re.MULTILINE,
)
_DIRECTIVE = re.compile(r"^[ \t]*\.\.[ \t]+linkcheck[ \t]*::", re.MULTILINE | re.IGNORECASE)
_ANONYMOUS = re.compile(r"^[ \t]*(?:__|\.\.[ \t]+__:)[ \t]+(?P<url>\S+)", re.MULTILINE)


def articles(source: Source) -> Iterator[Article]:
    """Yield the one article of a reStructuredText file.

    Raises:
        ArticleError: docutils is not installed.
    """
    try:
        from docutils.core import publish_doctree  # noqa: PLC0415 - an extra
    except ImportError as error:
        message = "reStructuredText needs docutils: pip install 'linkcheck-bilingual[rst]'"
        raise ArticleError(message, path=source.path) from error
    # Line ends are made one character each, so that lines and offsets stay what they are.
    text = source.text.replace("\r\n", " \n").replace("\r", "\n")
    for stretch in _PARAGRAPH.finditer(text):
        if len(stretch[0]) > _LONGEST:
            message = (
                f"a paragraph of more than {_LONGEST} characters, which docutils cannot read in "
                "time: break it up, or exclude the file"
            )
            line = source.locate(stretch.start(), stretch.end()).line
            raise ArticleError(message, path=source.path, line=line)
    problems: tuple[Problem, ...] = ()
    try:
        try:
            tree = publish_doctree(text, settings_overrides=_SETTINGS)
        except Exception:  # definitions that use each other in a circle are one cause
            definition = _SUBSTITUTION.search(text)
            if definition is None:
                raise
            problems = (_unresolved(source, definition),)
            text = _SUBSTITUTION.sub(lambda match: match[0].replace("|", "-"), text)
            tree = publish_doctree(text, settings_overrides=_SETTINGS)
    except Exception as error:  # docutils fails in many ways on text that is no reStructuredText
        message = f"cannot be read as reStructuredText ({type(error).__name__}: {error})"
        raise ArticleError(message, path=source.path) from error
    reader = _Reader(text)
    info = _docinfo(tree)
    title = tree.get("title")
    article = compose(
        source,
        "rst",
        list(reader.blocks(tree)),
        title=title if isinstance(title, str) else None,
        language=info.get("language") or info.get("lang"),
        published=iso_date(info.get("date", "")),
        modified=iso_date(info.get("updated", "") or info.get("modified", "")),
        url=info.get("url"),
    )
    yield msgspec.structs.replace(article, problems=problems) if problems else article


def _unresolved(source: Source, definition: re.Match[str]) -> Problem:
    return Problem(
        path=source.path,
        line=source.locate(*definition.span()).line,
        message="the substitutions cannot be resolved, so that the article was read without "
        "them: look for one that uses itself, also through others",
    )


def _docinfo(tree: types.document) -> dict[str, str]:
    """Return the fields at the top of a document, by lower-case name."""
    from docutils import nodes  # noqa: PLC0415 - an extra

    found: dict[str, str] = {}
    for node in tree.findall(nodes.docinfo):
        for child in node.children:
            if isinstance(child, nodes.field):
                found[child[0].astext().lower()] = child[1].astext().strip()
            else:
                found[type(child).__name__] = child.astext().strip()
    return found


class _Reader:
    """Turns a document tree into blocks, keeping its place in the source."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.cursor = 0
        self.targets: dict[str, tuple[str, int, int]] = {}
        for match in _TARGET.finditer(text):
            name = _name(match["name"].strip("`"))
            self.targets.setdefault(name, (match["url"], *match.span("url")))
        self.anonymous = [(m["url"], *m.span("url")) for m in _ANONYMOUS.finditer(text)]

    def blocks(self, tree: types.document) -> Iterator[Block]:
        """Yield headings, paragraphs and list items, in order; code and comments are none."""
        from docutils import nodes  # noqa: PLC0415 - an extra

        for node in tree.findall(nodes.TextElement):
            if isinstance(node, nodes.title | nodes.subtitle):
                level = sum(1 for _ in _sections(node))
                kind = BlockKind.HEADING
            elif isinstance(node, nodes.paragraph | nodes.attribution | nodes.line | nodes.term):
                level, kind = 0, _kind(node)
            else:
                continue
            pieces = tuple(self._pieces(node))
            text = "".join(piece.text for piece in pieces)
            if not text.strip():
                continue
            if kind is BlockKind.PARAGRAPH:
                yield paragraph(pieces)
                continue
            yield Block(kind, pieces, max(1, level) if kind is BlockKind.HEADING else 0)

    def _pieces(self, node: types.TextElement) -> Iterator[Piece]:
        from docutils import nodes  # noqa: PLC0415 - an extra

        for child in node.findall(nodes.Text):
            reference = _enclosing(child, nodes.reference)
            if _enclosing(child, nodes.literal) is not None:
                text = child.astext()
                yield Piece(text, self.cursor, self.cursor)
                continue
            if reference is not None and "refuri" in reference:
                yield from self._linked(child, reference)
            else:
                yield from self._plain(child.astext())

    def _plain(self, text: str) -> Iterator[Piece]:
        for number, line in enumerate(text.split("\n")):
            if number:
                yield Piece(" ", self.cursor, self.cursor)
            if not line:
                continue
            found = self._find(line)
            if found is None:
                yield Piece(line, self.cursor, self.cursor)
                continue
            yield from address_pieces(self.text, *found)

    def _linked(self, text: types.Text, reference: types.reference) -> Iterator[Piece]:
        words = text.astext().replace("\n", " ")
        found = self._find(words) or self._find_folded(words)
        start, end = found if found is not None else (self.cursor, self.cursor)
        link = self._link(str(reference["refuri"]), str(reference.get("name", words)), start)
        yield Piece(words, start, end, link)

    def _link(self, url: str, name: str, start: int) -> Link | None:
        """Return the link of a reference, its address where it is written."""
        # Embedded: `text <url>`_ ; standalone: the text itself; else in a target of that name.
        window = self.text[start : start + len(name) + len(url) + 200]
        embedded = re.search(r"<\s*(" + re.escape(url) + r")\s*>`_", window)
        if embedded is not None:
            self.cursor = start + embedded.end()
            return Link(url, start + embedded.start(1), start + embedded.end(1))
        if self.text.startswith(url, start):
            return Link(url, start, start + len(url))
        target = self.targets.get(_name(name))
        if target is None:
            target = next((each for each in self.anonymous if each[0] == url), None)
        return Link(*target) if target is not None and target[0] == url else None

    def _find(self, text: str) -> tuple[int, int] | None:
        start = self.text.find(text, self.cursor)
        if start < 0:
            return None
        self.cursor = start + len(text)
        return start, self.cursor

    def _find_folded(self, text: str) -> tuple[int, int] | None:
        """Find words that a line break stands between."""
        words = [re.escape(word) for word in text.split()]
        match = re.compile(r"\s+".join(words)).search(self.text, self.cursor) if words else None
        if match is None:
            return None
        self.cursor = match.end()
        return match.span()


def _kind(node: types.Node) -> BlockKind:
    from docutils import nodes  # noqa: PLC0415 - an extra

    if any(_enclosing(node, kind) is not None for kind in (nodes.footnote, nodes.citation)):
        return BlockKind.NOTE
    item = _enclosing(node, nodes.list_item)
    item = item if item is not None else _enclosing(node, nodes.definition)
    return BlockKind.ITEM if item is not None else BlockKind.PARAGRAPH


def _enclosing(node: types.Node, kind: type[Any]) -> Any:
    parent = node.parent
    while parent is not None and not isinstance(parent, kind):
        parent = parent.parent
    return parent


def _sections(node: types.Node) -> Iterator[types.Node]:
    parent = node.parent
    while parent is not None:
        yield parent
        parent = parent.parent


def _name(text: str) -> str:
    """Return a reference name as docutils compares it: white space and case folded."""
    return " ".join(text.replace("\\", "").lower().split())


def _verbatim(text: str) -> Iterator[tuple[int, int]]:
    yield from (match.span(2) for match in _LITERAL.finditer(text))
    yield from (match.span() for match in _DIRECTIVE.finditer(text))


FORMAT = Format(
    name="rst",
    suffixes=(".rst", ".rest"),
    articles=articles,
    comments=(Comment(".. ", own_line=True),),
    verbatim=_verbatim,
)
