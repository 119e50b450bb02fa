"""WordPress exports (WXR): one XML file with all posts and pages of a site."""

from __future__ import annotations

from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any
from xml.parsers import expat  # entity declarations are refused below

import msgspec

from linkcheck.articles.blocks import BlockKind
from linkcheck.articles.compose import compose
from linkcheck.articles.directives import with_directives
from linkcheck.articles.embedded import Embedded
from linkcheck.articles.formats import html
from linkcheck.articles.formats.base import Format
from linkcheck.articles.formats.writers import HtmlWriter
from linkcheck.articles.json_places import NotReadError, embedded_text, object_members, skip_space
from linkcheck.languages.names import primary_tag
from linkcheck.models import Article, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.articles.blocks import Block
    from linkcheck.articles.source import Source

__all__ = ["FORMAT", "articles"]

_CHUNK = 1 << 16
_KINDS = frozenset({"post", "page"})
_FIELDS = frozenset(
    {
        "title", "link", "content:encoded", "pubDate", "wp:post_id", "wp:post_type", "wp:post_date",
        "wp:post_modified",
        "wp:meta_key", "wp:meta_value",
    }
)  # fmt: skip
# Where WordPress 6.3 and later keep the footnotes of a post: a list of objects in JSON.
_FOOTNOTES = "footnotes"


def articles(source: Source) -> Iterator[Article]:
    """Yield the posts and pages of an export; attachments, menus and revisions are none."""
    reader = _Reader(source)
    data = source.text.encode("utf-8", "surrogatepass")
    try:
        for start in range(0, len(data), _CHUNK):
            reader.parser.Parse(data[start : start + _CHUNK], False)
            yield from reader.drain()
        reader.parser.Parse(b"", True)
        yield from reader.drain()
    except (expat.ExpatError, ValueError) as error:
        yield from reader.drain()
        line = getattr(error, "lineno", None) or reader.parser.CurrentLineNumber
        message = f"the export is not well-formed XML ({error}): what comes after is not read"
        problem = Problem(path=source.path, line=line, message=message)
        yield Article(path=source.path, format="wxr", problems=(problem,))


class _Reader:
    """Collects the fields of each item, with where their text stands."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.parser = expat.ParserCreate("utf-8")
        self.parser.buffer_text = False
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        # A file that defines entities can be made to grow without end; no export has any.
        self.parser.EntityDeclHandler = self._refuse
        self._done: list[Article] = []
        self._item: dict[str, Embedded] | None = None
        self._field: Embedded | None = None
        self._language: str | None = None
        self._path: list[str] = []
        # Expat counts bytes of UTF-8, we count characters.
        self._byte = 0
        self._character = 0

    def drain(self) -> list[Article]:
        """Return the articles that are complete by now."""
        done, self._done = self._done, []
        return done

    def _start(self, name: str, _: dict[str, str]) -> None:
        self._path.append(name)
        if name == "item":
            self._item = {}
        elif name in _FIELDS and self._item is not None:
            self._field = self._item[name] = Embedded(self.source)
        elif name == "language" and self._item is None:
            self._field = Embedded(self.source)

    def _end(self, name: str) -> None:
        self._path.pop()
        if name == "language" and self._field is not None and self._item is None:
            self._language = primary_tag(self._field.text)
        if name == "wp:postmeta" and self._item is not None:
            key, value = self._item.pop("wp:meta_key", None), self._item.pop("wp:meta_value", None)
            if key is not None and value is not None and key.text.strip() == _FOOTNOTES:
                self._item[_FOOTNOTES] = value
        if name == "item" and self._item is not None:
            self._done.extend(self._article(self._item))
            self._item = None
        if name in _FIELDS or name == "language":
            self._field = None

    def _text(self, text: str) -> None:
        if self._field is None:
            return
        start = self._characters(self.parser.CurrentByteIndex)
        written = self.source.text
        if written.startswith(text, start):
            end = start + len(text)
        else:  # a reference such as &amp;, or a line end that XML makes one of
            end = written.find(";", start) + 1 if written[start] == "&" else start + 1
        self._field.add(text, start, end)

    def _refuse(self, *_: Any) -> None:
        raise ValueError("it declares entities, which WordPress exports do not")

    def _characters(self, index: int) -> int:
        """Return the offset in characters of an offset in bytes; they are asked for in order."""
        text = self.source.text
        while self._byte < index and self._character < len(text):
            character = ord(text[self._character])
            self._byte += 1 + (character > 0x7F) + (character > 0x7FF) + (character > 0xFFFF)
            self._character += 1
        return self._character

    def _article(self, item: dict[str, Embedded]) -> Iterator[Article]:
        fields = {name: field.text.strip() for name, field in item.items()}
        content = item.get("content:encoded")
        if fields.get("wp:post_type", "post") not in _KINDS or content is None:
            return
        inner = content.source()
        blocks = _blocks(inner, blank_lines=True)
        article = compose(
            inner,
            "wxr",
            blocks,
            title=fields.get("title"),
            language=self._language,
            published=_published(fields),
            modified=_day(fields.get("wp:post_modified", "")),
            url=fields.get("link") or None,
        )
        (article,) = with_directives(inner, [article], html.FORMAT)
        article = content.relocated(article)
        notes = [note for note in _footnotes(item.get(_FOOTNOTES)) if note.citations]
        yield msgspec.structs.replace(
            article,
            id=fields.get("wp:post_id") or None,
            citations=(*article.citations, *(one for note in notes for one in note.citations)),
            quotations=(*article.quotations, *(one for note in notes for one in note.quotations)),
        )


def _blocks(source: Source, *, blank_lines: bool = False) -> list[Block]:
    if not source.text.strip():
        return []
    return html.fragment_blocks(source.text, 0, blank_lines=blank_lines, inside=True)


def _footnotes(value: Embedded | None) -> Iterator[Article]:
    """Yield the footnotes of a post, each as an article of its own."""
    if value is None:
        return
    stored = value.source()  # JSON, each note's HTML being a string in it
    try:
        position = skip_space(stored.text, 0) + 1
        while stored.text.startswith("{", position := skip_space(stored.text, position)):
            members, position = object_members(stored.text, position)
            position = skip_space(stored.text, position) + 1  # the comma
            content = members.get("content")
            if content is not None and isinstance(content.value, str):
                note = embedded_text(stored, content)
                inner = note.source()
                blocks = [block._replace(kind=BlockKind.NOTE, level=0) for block in _blocks(inner)]
                yield value.relocated(note.relocated(compose(inner, "wxr", blocks)))
    except NotReadError:
        return  # no list of objects: a plugin's field of the same name


def _published(fields: dict[str, str]) -> str | None:
    try:
        return parsedate_to_datetime(fields.get("pubDate", "")).isoformat()
    except (ValueError, TypeError, IndexError):
        return _day(fields.get("wp:post_date", ""))


def _day(text: str) -> str | None:
    """Return the day of a date as WordPress writes it, which has zeros where there is none."""
    day = text[:10]
    return day if day[:4].isdigit() and not day.startswith("0000") else None


def _sniff(start: str) -> bool:
    start = start.lower()
    return start.startswith("<?xml") and "<rss" in start


FORMAT = Format(
    name="wxr",
    suffixes=(".wxr", ".xml"),
    articles=articles,
    comments=(),  # comments in a post are those of its HTML, and are read with it
    verbatim=None,
    sniff=_sniff,
    writer=HtmlWriter(adds=False),
)
