"""OpenDocument texts with their notes and comments, by odfdo (extra `odt`)."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from linkcheck.articles.blocks import BlockKind
from linkcheck.articles.formats.base import Format, library
from linkcheck.articles.formats.office import OfficeSource, Paper, Run, check_package, parsed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.articles.source import Source
    from linkcheck.languages import Detect
    from linkcheck.models import Article

__all__ = ["FORMAT"]

_KIND = "an OpenDocument text"
# What a reader does not see in its place: deleted text, forms, and the index of the headings.
_GONE = frozenset(
    {
        "office:forms", "text:sequence-decls", "text:table-of-content", "text:tracked-changes",
        "text:user-field-decls", "text:variable-decls",
    }
)  # fmt: skip
_SPACES = frozenset({"text:line-break", "text:s", "text:tab"})
_TEXTS = frozenset({"text:h", "text:p"})
_NOTES = frozenset({"office:annotation", "text:note"})
_BOXES = frozenset({"draw:text-box"})


def _decode(data: bytes, path: str, detect: Detect) -> Source:
    """Return the text of an OpenDocument text.

    Raises:
        ArticleError: it cannot be read.
    """
    odfdo = library("odfdo", "odt", "OpenDocument", path)
    check_package(data, path, _KIND)
    document = parsed(lambda: _opened(odfdo, data), path, _KIND)
    return _Reader(document).read(path, detect)


def _opened(odfdo: Any, data: bytes) -> Any:
    """Open a document; odfdo parses a part when it is first used.

    Raises:
        ValueError: it is not a text. The library may raise anything else.
    """
    document = odfdo.Document(io.BytesIO(data))
    if document.get_type() not in {"text", "text-template"}:
        raise ValueError
    if document.get_part("content.xml").body is None or document.meta.root is None:
        raise ValueError
    return document


class _Reader:
    """Walks a document.

    Args:
        document: of odfdo.
    """

    def __init__(self, document: Any) -> None:
        self._paper = Paper()
        self._document = document
        self._parents: dict[str, str] = {}
        self._marked: set[str] = set()
        self._notes: list[tuple[str, Any]] = []
        self._comments: list[tuple[Any, tuple[int, int]]] = []
        self._number = 0

    def read(self, path: str, detect: Detect) -> OfficeSource:
        """Return its text."""
        content = self._document.get_part("content.xml")
        for style in content.get_elements("//office:automatic-styles/style:style"):
            self._read_style(style)
        self._blocks(content.body)
        self._paper.end_list()
        numbers = {"footnote": 0, "endnote": 0}
        for kind, note in self._notes:
            numbers[kind] += 1
            self._texts(note, BlockKind.NOTE, f"{kind} {numbers[kind]}")
        for number, (comment, about) in enumerate(self._comments, 1):
            self._comment(comment, f"comment {number}", about)
        self._paper.language = self._document.meta.language
        source = self._paper.source(path, detect)
        source.title = source.title or self._document.meta.title
        return source

    def _read_style(self, style: Any) -> None:
        name = style.get_attribute("style:name")
        self._parents[name] = style.get_attribute("style:parent-style-name") or ""
        for each in style.children:
            looks = {each.get_attribute(f"fo:font-{look}") for look in ("style", "weight")}
            if each.tag == "style:text-properties" and looks & {"italic", "bold"}:
                self._marked.add(name)

    def _blocks(self, element: Any, kind: BlockKind = BlockKind.PARAGRAPH) -> None:
        """Read the blocks in an element; only the first paragraph of an item is one."""
        for child in element.children:
            tag = child.tag
            if tag in _TEXTS:
                self._paragraph(child, kind)
                kind = BlockKind.PARAGRAPH if kind is BlockKind.ITEM else kind
            elif tag in {"text:list-item", "text:index-body"}:
                self._blocks(child, BlockKind.ITEM)
            elif tag not in _GONE:
                self._blocks(child)

    def _paragraph(self, element: Any, kind: BlockKind) -> None:
        runs = list(self._runs(element))
        text = "".join(run.text for run in runs)
        aside = list(_aside(element))
        if text.strip() or any(run.url for run in runs):
            self._number += 1
            level = 0
            style = element.get_attribute("text:style-name") or ""
            named = {style, self._parents.get(style, "")}
            if element.tag == "text:h":
                level = min(max(_number(element.get_attribute("text:outline-level")), 1), 6)
            elif "Title" in named:
                level = 1
                self._paper.title = self._paper.title or text
            kind = BlockKind.HEADING if level else kind
            span = self._paper.add(kind, runs, f"paragraph {self._number}", level)
            comments = (each for each in aside if each.tag == "office:annotation")
            self._comments += [(each, span) for each in comments]
        for each in aside:
            if each.tag == "text:note":
                endnote = each.get_attribute("text:note-class") == "endnote"
                self._notes.append(("endnote" if endnote else "footnote", each))
            elif each.tag == "draw:text-box":
                self._blocks(each)

    def _runs(self, element: Any, url: str | None = None, *, marked: bool = False) -> Iterator[Run]:
        """Yield the text of an element without its notes, comments and text boxes."""
        if element.text:
            yield Run(element.text, url, marked)
        for child in element.children:
            tag = child.tag
            if tag in _SPACES:
                yield Run(" ", url, marked)
            elif tag in {"text:a", "draw:a"}:
                target = child.get_attribute("xlink:href") or url
                yield from self._runs(child, target, marked=marked)
            elif tag in {"svg:title", "svg:desc"}:
                if url:  # the words of a picture that leads somewhere
                    yield Run(child.text or "", url)
            elif tag == "draw:frame":
                if url and not child.get_elements("svg:title|svg:desc"):
                    yield Run("", url)
                yield from self._runs(child, url)
            elif tag not in _NOTES | _BOXES | _GONE:
                style = child.get_attribute("text:style-name")
                yield from self._runs(child, url, marked=marked or style in self._marked)
            if child.tail:
                yield Run(child.tail, url, marked)

    def _texts(self, element: Any, kind: BlockKind, place: str) -> None:
        for each in element.get_elements("descendant::text:p"):
            runs = list(self._runs(each))
            if any(run.text.strip() or run.url for run in runs):
                self._paper.add(kind, runs, place)

    def _comment(self, comment: Any, place: str, about: tuple[int, int]) -> None:
        paragraphs = comment.get_elements("descendant::text:p")
        runs = [run for each in paragraphs for run in (*self._runs(each), Run(" "))]
        said = "".join(run.text for run in runs)
        is_directive = self._paper.remark(said, place, about)
        if not is_directive and ("://" in said or any(run.url for run in runs)):
            self._texts(comment, BlockKind.PARAGRAPH, place)


def _aside(element: Any) -> Iterator[Any]:
    """Yield the notes, comments and text boxes in a paragraph, but none that are in one of them."""
    for child in element.children:
        if child.tag in _NOTES | _BOXES:
            yield child
        elif child.tag not in _GONE:
            yield from _aside(child)


def _number(text: str | None) -> int:
    return int(text) if text is not None and text.isdigit() else 1


def _articles(source: Source) -> Iterator[Article]:
    if isinstance(source, OfficeSource):
        yield source.article("odt")


FORMAT = Format(
    name="odt",
    suffixes=(".odt", ".ott"),
    articles=_articles,
    decode=_decode,
    comments=(),  # a comment of the document that begins with "linkcheck:" counts
    verbatim=None,
)
