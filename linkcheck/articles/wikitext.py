"""MediaWiki wikitext (extra `wiki`): citation templates, references and plain external links.

mwparserfromhell gives no offsets, but its nodes reproduce the source to the letter: adding up
their lengths tells where each stands.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from linkcheck.articles.blocks import Block, BlockKind, Link, Piece
from linkcheck.articles.citations import titled
from linkcheck.articles.compose import compose
from linkcheck.articles.dates import iso_date
from linkcheck.articles.text import address_pieces
from linkcheck.articles.words import language_tag
from linkcheck.data import load_toml
from linkcheck.errors import ArticleError
from linkcheck.models import Citation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mwparserfromhell.nodes import ExternalLink, Tag, Template
    from mwparserfromhell.wikicode import Wikicode

    from linkcheck.articles.source import Source
    from linkcheck.models import Article

__all__ = ["articles"]

_SKIPPED = frozenset(
    {"nowiki", "pre", "source", "syntaxhighlight", "code", "math", "gallery", "score", "timeline"}
)
_LIST_MARKS = frozenset({"*", "#", ":", ";"})
_HTTP = re.compile(r"(?:https?:)?//", re.IGNORECASE)
_SPACE = re.compile(r"[\s_]+")
_SCRIPT = re.compile(r"\s*([a-z]{2,3}(?:-[a-z]+)?):\s*", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_YES = frozenset({"yes", "y", "true", "так", "да", "unfit", "usurped"})


class _Value(NamedTuple):
    """A template's argument: its text, and where it stands without the white space around it."""

    text: str
    start: int
    end: int


def articles(source: Source) -> Iterator[Article]:
    """Yield the one article of a wikitext file.

    Raises:
        ArticleError: mwparserfromhell is not installed.
    """
    try:
        import mwparserfromhell  # noqa: PLC0415 - an extra
    except ImportError as error:
        message = "wikitext needs mwparserfromhell: pip install 'linkcheck-bilingual[wiki]'"
        raise ArticleError(message, path=source.path) from error
    reader = _Reader(source)
    reader.read(mwparserfromhell.parse(source.text), 0)
    reader.flush()
    yield compose(source, "wikitext", reader.blocks, stated=reader.stated, title=reader.title)


class _Reader:
    """Walks the nodes of a page, collecting blocks and the citations that templates state."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.blocks: list[Block] = []
        self.stated: list[Citation] = []
        self.title: str | None = None
        self._pieces: list[Piece] = []
        self._kind = BlockKind.PARAGRAPH
        self._section: str | None = None

    def read(self, code: Wikicode, start: int) -> None:
        """Read a stretch of wikitext that begins at an offset."""
        from mwparserfromhell import nodes  # noqa: PLC0415 - an extra

        position = start
        for node in code.nodes:
            length = len(str(node))
            if isinstance(node, nodes.Text):
                self._text(position, position + length)
            elif isinstance(node, nodes.Heading):
                self._heading(str(node.title), node.level, position)
            elif isinstance(node, nodes.ExternalLink):
                self._external(node, position)
            elif isinstance(node, nodes.Template):
                self._template(node, position)
            elif isinstance(node, nodes.Tag):
                self._tag(node, position, length)
            elif isinstance(node, nodes.Wikilink):
                self._wikilink(node, position)
            elif isinstance(node, nodes.HTMLEntity):
                self._add(node.normalize(), position, position + length)
            position += length

    def flush(self) -> None:
        """End the block that is open."""
        pieces, self._pieces = tuple(self._pieces), []
        kind, self._kind = self._kind, BlockKind.PARAGRAPH
        if any(piece.text.strip() for piece in pieces):
            self.blocks.append(Block(kind, pieces))

    def _add(self, text: str, start: int, end: int, link: Link | None = None) -> None:
        self._pieces.append(Piece(text, start, end, link))

    def _text(self, start: int, end: int) -> None:
        text = self.source.text
        position = start
        while (found := text.find("\n", position, end)) >= 0:
            self._pieces.extend(address_pieces(text, position, found))
            # A line ends a list item, an empty line a paragraph.
            empty = text[found + 1 : end].lstrip(" \t\r").startswith("\n")
            if empty or self._kind is not BlockKind.PARAGRAPH:
                self.flush()
            else:
                self._add(" ", found, found + 1)
            position = found + 1
        if position < end:
            self._pieces.extend(address_pieces(text, position, end))

    def _heading(self, title: str, level: int, position: int) -> None:
        self.flush()
        start = position + level
        text = title.strip()
        if text:
            begin = start + title.index(text)
            self.blocks.append(
                Block(BlockKind.HEADING, (Piece(text, begin, begin + len(text)),), level)
            )
            self._section = " ".join(text.split())

    def _external(self, node: ExternalLink, position: int) -> None:
        url = str(node.url)
        start = position + (1 if node.brackets else 0)
        link = Link(url.strip(), start, start + len(url.rstrip()))
        if node.title is None:
            written = self.source.text[start : start + len(url)]
            self._add(written, start, start + len(url), link)
            return
        words = str(node.title)
        end = position + len(str(node)) - 1
        begin = end - len(words)
        shown = _plain(words)
        self._add(shown, begin, end, link)

    def _wikilink(self, node: Any, position: int) -> None:
        target = str(node.title)
        if node.text is not None:
            words = str(node.text)
            end = position + len(str(node)) - 2
            if "|" not in words:
                self._add(_plain(words), end - len(words), end)
        elif ":" not in target:
            self._add(target, position + 2, position + 2 + len(target))

    def _tag(self, node: Tag, position: int, length: int) -> None:
        name = str(node.tag).strip().lower()
        mark = node.wiki_markup
        if mark in _LIST_MARKS and node.self_closing:
            if self._pieces and not self._only_marks():
                self.flush()
            self._kind = BlockKind.ITEM
            return
        if name in _SKIPPED or node.self_closing or node.contents is None:
            if name == "br":
                self._add(" ", position, position + length)
            return
        contents = str(node.contents)
        closing = len(node.closing_wiki_markup or "") if mark else len(f"</{node.closing_tag}>")
        start = position + length - closing - len(contents)
        if self.source.text[start : start + len(contents)] != contents:
            return
        if name == "ref":
            outer, kind, self._pieces = self._pieces, self._kind, []
            self._kind = BlockKind.NOTE
            self.read(node.contents, start)
            self._kind = BlockKind.NOTE
            self.flush()
            self._pieces, self._kind = outer, kind
        else:
            if name in {"table", "tr", "td", "th", "div", "p", "li", "ul", "ol", "blockquote"}:
                self.flush()
            self.read(node.contents, start)

    def _only_marks(self) -> bool:
        return not any(piece.text.strip() for piece in self._pieces)

    def _template(self, node: Template, position: int) -> None:
        values: dict[str, _Value] = {}
        start = position + 2 + len(str(node.name))
        names = _names()
        for parameter in node.params:
            start += 1
            value = str(parameter.value)
            begin = start + (len(str(parameter.name)) + 1 if parameter.showkey else 0)
            start += len(str(parameter))
            stripped = value.strip()
            field = names.get(_name(str(parameter.name)))
            if stripped and field is not None and field not in values:
                begin += value.index(stripped)
                values[field] = _Value(stripped, begin, begin + len(stripped))
        name = _name(str(node.name)).replace("-", " ")
        known = name in _templates("web_templates") or name in _templates("other_templates")
        url = values.get("url")
        if url is not None and _HTTP.match(url.text) and (known or "title" in values):
            self._state(values, url)
        elif name in _templates("web_templates") and "title" in values:
            self._state(values, None)
        elif name == "displaytitle" or name.startswith("displaytitle:"):
            self.title = _plain(str(node.name).partition(":")[2]) or self.title

    def _state(self, values: dict[str, _Value], url: _Value | None) -> None:
        """Add the citation that a template states."""

        def text(field: str) -> str | None:
            return _plain(values[field].text) or None if field in values else None

        script = values.get("script-title")
        heading = script or values.get("title")
        title, language = (_plain(heading.text) if heading else None), None
        place = heading and (heading.start, heading.end)
        if script is not None and title is not None and (match := _SCRIPT.match(title)):
            language, title = match[1], title[match.end() :]
        if heading is not None and place is not None and title and heading.text.endswith(title):
            place = heading.end - len(title), heading.end
        where = (url.start, url.end) if url else place
        if where is None:
            return
        names = [part for part in (text("last"), text("first")) if part]
        dead = (text("dead-url") or "").lower() in _YES
        address = _COMMENT.sub("", url.text).strip() if url is not None else None
        citation = Citation(
            location=self.source.locate(*where),
            url=f"https:{address}" if address and address.startswith("//") else address,
            written=self.source.text[slice(*where)] if url is not None else None,
            title_location=self.source.locate(*place) if place is not None else None,
            language=language_tag(text("language") or language or ""),
            trans_title=text("trans-title"),
            publisher=text("work") or text("publisher"),
            author=text("author") or ", ".join(names) or None,
            date=_first_date(text("date"), text("year")),
            section=self._section,
            archive_url=text("archive-url"),
            archive_date=_first_date(text("archive-date")),
            access_date=_first_date(text("access-date")),
            url_status=text("url-status") or ("dead" if dead else None),
        )
        self.stated.append(titled(citation, title or None))


def _first_date(*texts: str | None) -> str | None:
    return next((found for text in texts if text and (found := iso_date(text))), None)


def _plain(text: str) -> str:
    """Return wikitext as a reader sees it."""
    import mwparserfromhell  # noqa: PLC0415 - an extra

    if not re.search(r"['\[{<&]", text):
        return " ".join(text.split())
    shown = text.replace("{{!}}", "|").replace("{{nbsp}}", " ").replace("{{=}}", "=")
    return " ".join(str(mwparserfromhell.parse(shown).strip_code()).split())


def _name(text: str) -> str:
    return _SPACE.sub("-", _COMMENT.sub("", text).strip().lower())


@functools.cache
def _names() -> dict[str, str]:
    """Return what each name of a parameter stands for."""
    return {
        name: field
        for field, names in load_toml("articles-wikitext")["parameters"].items()
        for name in names
    }


@functools.cache
def _templates(kind: str) -> frozenset[str]:
    return frozenset(load_toml("articles-wikitext")[kind])
