"""Word documents with their footnotes, endnotes and comments, by python-docx (extra `docx`)."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from linkcheck.articles.blocks import BlockKind
from linkcheck.articles.formats.base import Format, library
from linkcheck.articles.formats.office import OfficeSource, Paper, Run, check_package, parsed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from linkcheck.articles.source import Source
    from linkcheck.languages import Detect
    from linkcheck.models import Article

__all__ = ["FORMAT"]

_KIND = "a Word document"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_LINK = "{http://schemas.openxmlformats.org/drawingml/2006/main}hlinkClick"
_PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_FIELD = re.compile(
    r'\bHYPERLINK\s+"(?P<url>[^"]+)"(?:.{0,500}?\\l\s+"(?P<anchor>[^"]+)")?', re.DOTALL
)
_HEADING = re.compile(r"heading (\d)\Z")
_ITEMS = ("list bullet", "list number", "bibliography")
_GONE = frozenset({f"{_W}del", f"{_W}moveFrom", f"{_W}sectPr", f"{_W}pPr", f"{_W}rPr"})
_SPACES = frozenset({f"{_W}tab", f"{_W}br", f"{_W}cr", f"{_W}ptab"})
_CHAIN = 20
"""How many styles can be based on one another."""


class _Style(NamedTuple):
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    title: bool = False


class _Field:
    """A Word field: its instruction, then its result.

    Args:
        url: where the field around it leads, or None.
    """

    def __init__(self, url: str | None) -> None:
        self.instruction: list[str] = []
        self.shows = False
        self.url = url


def _decode(data: bytes, path: str, detect: Detect) -> Source:
    """Return the text of a Word document.

    Raises:
        ArticleError: it cannot be read.
    """
    docx = library("docx", "docx", "Word", path)
    check_package(data, path, _KIND)
    document = parsed(lambda: _opened(docx, data), path, _KIND)
    return _Reader(document, path).read(detect)


def _opened(docx: Any, data: bytes) -> Any:
    """Open a document.

    Raises:
        ValueError: it has no text. The library may raise anything else.
    """
    document = docx.Document(io.BytesIO(data))
    if document.element.body is None or document.styles.element is None:
        raise ValueError
    return document


class _Reader:
    """Walks a document.

    Args:
        document: of python-docx.
        path: its name, for messages.
    """

    def __init__(self, document: Any, path: str) -> None:
        self._document = document
        self._path = path
        self._paper = Paper()
        self._part = document.part
        self._styles = dict(_styles(document.styles.element))
        self._fields: list[_Field] = []
        self._boxes: list[Any] = []
        self._noted: dict[str, list[str]] = {"footnote": [], "endnote": []}
        self._commented: dict[str, tuple[int, int]] = {}
        self._mentioned: list[str] = []
        self._number = 0

    def read(self, detect: Detect) -> OfficeSource:
        """Return its text.

        Raises:
            ArticleError: a part of it is damaged.
        """
        for element in _paragraphs(self._document.element.body):
            self._paragraph(element)
        self._paper.end_list()
        for kind in ("footnote", "endnote"):
            self._notes(kind)
        self._comments()
        properties = parsed(lambda: _properties(self._document), self._path, _KIND)
        self._paper.language = properties.get("language")
        source = self._paper.source(self._path, detect)
        source.title = source.title or properties.get("title")
        return source

    def _paragraph(self, element: Any) -> None:
        style = self._style(element)
        runs = list(self._runs(element))
        text = "".join(run.text for run in runs)
        if text.strip() or any(run.url for run in runs):
            self._number += 1
            span = self._paper.add(style.kind, runs, f"paragraph {self._number}", style.level)
            if style.title and self._paper.title is None:
                self._paper.title = text
            self._commented.update(dict.fromkeys(self._mentioned, span))
        self._mentioned.clear()
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            for inner in _paragraphs(box):
                self._paragraph(inner)

    def _style(self, element: Any) -> _Style:
        properties = element.find(f"{_W}pPr")
        if properties is None:
            return self._styles.get("", _Style())
        named = properties.find(f"{_W}pStyle")
        style = self._styles.get(named.get(f"{_W}val") if named is not None else "", _Style())
        return _changed(style, properties)

    # --- text ---------------------------------------------------------------------------------

    def _runs(self, element: Any, url: str | None = None) -> Iterator[Run]:
        for child in element:
            tag = child.tag
            if tag == f"{_W}r":
                yield from self._run(child, url)
            elif tag == f"{_W}hyperlink":
                yield from self._runs(child, self._target(child) or url)
            elif tag == f"{_W}fldSimple":
                yield from self._runs(child, _field_url(child.get(f"{_W}instr") or "") or url)
            elif tag not in _GONE:
                yield from self._runs(child, url)

    def _run(self, element: Any, url: str | None) -> Iterator[Run]:
        marked = _is_marked(element.find(f"{_W}rPr"))
        for child in element:
            tag = child.tag
            if tag == f"{_W}t":
                if not self._fields or self._fields[-1].shows:
                    yield Run(child.text or "", self._inside() or url, marked)
            elif tag in _SPACES:
                yield Run(" ", self._inside() or url, marked)
            elif tag == f"{_W}noBreakHyphen":
                yield Run("-", self._inside() or url, marked)
            elif tag == f"{_W}fldChar":
                self._field(child.get(f"{_W}fldCharType"))
            elif tag == f"{_W}instrText" and self._fields:
                self._fields[-1].instruction.append(child.text or "")
            elif tag in {f"{_W}footnoteReference", f"{_W}endnoteReference"}:
                kind = tag.removeprefix(_W).removesuffix("Reference")
                self._noted[kind].append(child.get(f"{_W}id"))
            elif tag == f"{_W}commentReference":
                self._mentioned.append(child.get(f"{_W}id"))
            elif tag not in _GONE:
                yield from self._drawing(child, url)

    def _drawing(self, element: Any, url: str | None) -> Iterator[Run]:
        """Read a picture that leads somewhere; text boxes are kept for later."""
        if element.tag == f"{_MC}AlternateContent":
            element = next(iter(element), element)  # one picture in several forms
        for picture in _pictures(element):
            if picture.tag == f"{_W}txbxContent":
                self._boxes.append(picture)
                continue
            click = next(picture.iter(_LINK), None)
            target = self._related(click.get(f"{_R}id")) if click is not None else None
            if target or url:
                yield Run(picture.get("descr") or picture.get("title") or "", target or url)

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append(_Field(self._inside()))
        elif kind == "separate" and self._fields:
            field = self._fields[-1]
            field.shows = True
            field.url = _field_url("".join(field.instruction)) or field.url
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _inside(self) -> str | None:
        """Return where the innermost open field leads."""
        return self._fields[-1].url if self._fields else None

    def _target(self, link: Any) -> str | None:
        url = self._related(link.get(f"{_R}id"))
        anchor = link.get(f"{_W}anchor")
        return f"{url}#{anchor}" if url and anchor and "#" not in url else url

    def _related(self, key: str | None) -> str | None:
        """Return the address of a relationship, if it leads out of the file."""
        relation = self._part.rels.get(key) if key else None
        return relation.target_ref if relation is not None and relation.is_external else None

    # --- notes and comments -------------------------------------------------------------------

    def _notes(self, kind: str) -> None:
        root = self._enter(f"/{kind}s")
        notes = {
            each.get(f"{_W}id"): each
            for each in root
            if each.get(f"{_W}type") in {None, "normal"}  # others are separators
        }
        wanted = (key for key in self._noted[kind] if key in notes)
        for number, key in enumerate(dict.fromkeys((*wanted, *notes)), 1):
            self._texts(notes[key], BlockKind.NOTE, f"{kind} {number}")

    def _comments(self) -> None:
        for number, comment in enumerate(self._enter("/comments"), 1):
            place = f"comment {number}"
            runs = [run for each in _paragraphs(comment) for run in (*self._runs(each), Run(" "))]
            self._fields.clear()
            said = "".join(run.text for run in runs)
            about = self._commented.get(comment.get(f"{_W}id"))
            is_directive = self._paper.remark(said, place, about)
            if not is_directive and ("://" in said or any(run.url for run in runs)):
                self._texts(comment, BlockKind.PARAGRAPH, place)

    def _texts(self, element: Any, kind: BlockKind, place: str) -> None:
        for each in _paragraphs(element):
            runs = list(self._runs(each))
            if any(run.text.strip() or run.url for run in runs):
                self._paper.add(kind, runs, place)
        self._fields.clear()

    def _enter(self, kind: str) -> Any:
        """Go to the part of a kind, and return what is in it."""
        from docx.oxml import parse_xml  # noqa: PLC0415 - of the extra

        for relation in self._document.part.rels.values():
            if relation.reltype.endswith(kind) and not relation.is_external:
                self._part = relation.target_part
                return parsed(lambda: parse_xml(self._part.blob), self._path, _KIND)
        return ()


def _properties(document: Any) -> dict[str, str]:
    """Return the title and language that a document states.

    For a package without core properties, python-docx would make some up.
    """
    from docx.opc.constants import RELATIONSHIP_TYPE  # noqa: PLC0415 - of the extra

    relations = document.part.package.rels.values()
    if all(relation.reltype != RELATIONSHIP_TYPE.CORE_PROPERTIES for relation in relations):
        return {}
    stated = {name: getattr(document.core_properties, name) for name in ("title", "language")}
    return {name: text for name, text in stated.items() if text}


def _paragraphs(element: Any) -> Iterator[Any]:
    """Yield the paragraphs in an element, in order; those that were deleted are none."""
    for child in element:
        if child.tag == f"{_W}p":
            yield child
        elif child.tag not in _GONE:
            yield from _paragraphs(child)


def _pictures(element: Any) -> Iterator[Any]:
    """Yield the pictures and text boxes in an element, but none that are in a text box."""
    for child in element:
        if child.tag in {_PICTURE, f"{_W}txbxContent"}:
            yield child
        else:
            yield from _pictures(child)


def _styles(element: Any) -> Iterator[tuple[str, _Style]]:
    """Yield what part the paragraphs of a style have, by its identifier."""
    styles = {each.get(f"{_W}styleId"): each for each in element.iter(f"{_W}style")}
    for key, style in styles.items():
        found, each = _Style(), style
        chain: list[Any] = []
        while each is not None and len(chain) < _CHAIN:
            chain.append(each)
            base = each.find(f"{_W}basedOn")
            each = styles.get(base.get(f"{_W}val")) if base is not None else None
        for each in reversed(chain):
            found = _named(_value(each, "name").lower(), found)
            properties = each.find(f"{_W}pPr")
            found = _changed(found, properties) if properties is not None else found
        yield key, found
        if style.get(f"{_W}default") == "1" and style.get(f"{_W}type") == "paragraph":
            yield "", found


def _named(name: str, style: _Style) -> _Style:
    heading = _HEADING.match(name)
    if heading is not None:
        return _Style(BlockKind.HEADING, min(max(int(heading[1]), 1), 6))
    if name == "title":
        return _Style(BlockKind.HEADING, 1, title=True)
    return _Style(BlockKind.ITEM) if name.startswith(_ITEMS) else style


def _changed(style: _Style, properties: Any) -> _Style:
    """Return a style as the properties of a paragraph change it."""
    level = _value(properties, "outlineLvl")
    if level.isdigit() and int(level) < 9 and not style.title:
        return _Style(BlockKind.HEADING, min(int(level) + 1, 6))
    numbering = properties.find(f"{_W}numPr")
    if numbering is not None and style.kind is not BlockKind.HEADING:
        listed = _value(numbering, "numId") != "0"
        return _Style(BlockKind.ITEM if listed else BlockKind.PARAGRAPH)
    return style


def _value(element: Any, name: str) -> str:
    found = element.find(f"{_W}{name}")
    return (found.get(f"{_W}val") or "") if found is not None else ""


def _is_marked(properties: Any) -> bool:
    if properties is None:
        return False
    found: Iterable[Any] = (properties.find(f"{_W}{name}") for name in ("i", "b"))
    return any(
        each is not None and each.get(f"{_W}val") not in {"0", "false", "off"} for each in found
    )


def _field_url(instruction: str) -> str | None:
    match = _FIELD.search(instruction)
    if match is None:
        return None
    return f"{match['url']}#{match['anchor']}" if match["anchor"] else match["url"]


def _articles(source: Source) -> Iterator[Article]:
    if isinstance(source, OfficeSource):
        yield source.article("docx")


FORMAT = Format(
    name="docx",
    suffixes=(".docx",),
    articles=_articles,
    decode=_decode,
    comments=(),  # a comment of the document that begins with "linkcheck:" counts
    verbatim=None,
)
