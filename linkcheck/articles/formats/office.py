"""What Word and OpenDocument files have in common: a package of XML that becomes lines of text.

Such a file has no text in which an address could be found again. Its paragraphs are written into
one, a line each: "Anchor <https://…>". The places of citations are those of this text, and name the
paragraph, footnote or comment.
"""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from linkcheck.articles.blocks import LABEL_LEVEL, Block, BlockKind, Link, Piece, paragraph
from linkcheck.articles.compose import compose
from linkcheck.articles.directives import told_in
from linkcheck.articles.formats.text import address_pieces
from linkcheck.articles.source import Parts, Source
from linkcheck.errors import ArticleError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from linkcheck.languages import Detect
    from linkcheck.models import Article, Directive, Problem

__all__ = ["OfficeSource", "Paper", "Run", "check_package", "parsed"]

_MOST_XML = 32 << 20
"""Bytes of XML in a file, inflated: some thousand pages."""
_MOST_TAGS = 2_000_000
_MOST_INFLATED = 256 << 20
_MOST_ENTRIES = 20_000
_PROTECTED = b"\xd0\xcf\x11\xe0"
"""The beginning of Microsoft's older files, in which protected ones are wrapped."""
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    NotImplementedError,
    OSError,
    EOFError,
    ValueError,
)
"""What `zipfile` raises about a damaged package."""
_MARK = "linkcheck:"


class Run(NamedTuple):
    """A stretch of text in a paragraph.

    Attributes:
        text: the words.
        url: where they lead, or None.
        marked: whether they are in italics or bold.
    """

    text: str
    url: str | None = None
    marked: bool = False


class OfficeSource(Source):
    """The text of a file that is not text, with its blocks."""

    blocks: tuple[Block, ...] = ()
    title: str | None = None
    language: str | None = None
    directives: tuple[Directive, ...] = ()
    problems: tuple[Problem, ...] = ()

    def article(self, form: str) -> Article:
        """Return the article that it is.

        Args:
            form: name of the format.
        """
        article = compose(self, form, self.blocks, title=self.title, language=self.language)
        return msgspec.structs.replace(article, directives=self.directives, problems=self.problems)


class Paper:
    """Collects the paragraphs of a file."""

    def __init__(self) -> None:
        self._text = io.StringIO()
        self._length = 0
        self._blocks: list[Block] = []
        self._parts: list[tuple[int, str]] = []
        self._remarks: list[tuple[str, str, tuple[int, int]]] = []
        self.title: str | None = None
        self.language: str | None = None

    @property
    def length(self) -> int:
        """Length of the text so far: offset of the next paragraph."""
        return self._length

    def add(
        self, kind: BlockKind, runs: Iterable[Run], place: str, level: int = 0
    ) -> tuple[int, int]:
        """Add a paragraph.

        Args:
            kind: what part it has.
            runs: its text.
            place: its name, such as "paragraph 12".
            level: of a heading.

        Returns:
            Where it is in the text.
        """
        start = self._length
        self._parts.append((start, place))
        pieces: list[Piece] = []
        for url, group in groupby(runs, lambda run: run.url):
            alike = list(group)
            pieces += self._linked(alike, url) if url else self._plain(alike)
        end = self._length
        self._write("\n")
        if pieces:
            whole = tuple(pieces)
            plain = kind is BlockKind.PARAGRAPH
            self._blocks.append(paragraph(whole) if plain else Block(kind, whole, level))
        return start, end

    def end_list(self) -> None:
        """End a list of sources, so that what comes next is not in it."""
        self._blocks.append(
            Block(BlockKind.HEADING, (Piece("", self._length, self._length),), LABEL_LEVEL)
        )

    def remark(self, text: str, place: str, about: tuple[int, int] | None) -> bool:
        """Take a comment of the file if it is a directive.

        Args:
            text: of the comment.
            place: its name.
            about: offsets of the paragraph that it is about, or None if there is none.

        Returns:
            Whether it is a directive, which cites nothing.
        """
        text = text.strip()
        is_directive = text.lower().startswith(_MARK)
        if is_directive and about is not None:
            self._remarks.append((text[len(_MARK) :].strip(), place, about))
        return is_directive

    def source(self, path: str, detect: Detect) -> OfficeSource:
        """Return the text of the file, with its blocks."""
        source = OfficeSource(self._text.getvalue(), path, detect=detect)
        source.parts = Parts(self._parts)
        source.blocks = tuple(self._blocks)
        headings = (block.text for block in self._blocks if block.level == 1)
        source.title = self.title or next(headings, None)
        source.language = self.language
        for text, place, (first, last) in self._remarks:
            location = msgspec.structs.replace(source.locate(first, last), place=place)
            found, wrong = told_in(text, location, first, last)
            source.directives += found
            source.problems += wrong
        return source

    def _write(self, text: str) -> tuple[int, int]:
        start = self._length
        self._text.write(text)
        self._length += len(text)
        return start, self._length

    def _plain(self, runs: list[Run]) -> Iterator[Piece]:
        whole = "".join(run.text for run in runs)
        if "://" in whole:
            # An address may change its looks half-way.
            runs = [Run(whole)]
        for marked, group in groupby(runs, lambda run: run.marked):
            text = _line("".join(run.text for run in group))
            marks = marked and text == text.strip() != ""
            if marks:
                self._write("*")
            start, end = self._write(text)
            if marks:
                self._write("*")
            for piece in address_pieces(text, 0, len(text)):
                link = piece.link
                if link is not None:
                    link = link._replace(start=link.start + start, end=link.end + start)
                yield Piece(piece.text, piece.start + start, piece.end + start, link)
            if not text:
                yield Piece("", start, end)

    def _linked(self, runs: list[Run], url: str) -> Iterator[Piece]:
        text = _line("".join(run.text for run in runs))
        url = _line(url).strip()
        start, end = self._write(text)
        place = (start, end)
        if text != url:
            self._write(" <")
            place = self._write(url)
            self._write(">")
        yield Piece(text, start, end, Link(url, *place))


def _line(text: str) -> str:
    """Return text without line ends: a paragraph is one line."""
    return text.replace("\r", " ").replace("\n", " ").replace("\t", " ")


def check_package(data: bytes, path: str, kind: str) -> None:
    """Check that a file can be opened without harm: a small one can inflate without end.

    Args:
        data: the file.
        path: its name, for messages.
        kind: what it should be: "a Word document".

    Raises:
        ArticleError: it is no package, is protected, or would take too much memory.
    """
    if data.startswith(_PROTECTED):
        message = f"is protected, or is an older kind of file: save it as {kind} without a password"
        raise ArticleError(message, path=path)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _check_entries(package, path, kind)
    except _DAMAGED as error:
        message = f"is not {kind}, or is damaged ({error}): open and save it again"
        raise ArticleError(message, path=path) from error


def _check_entries(package: zipfile.ZipFile, path: str, kind: str) -> None:
    entries = package.infolist()
    if any(entry.flag_bits & 1 for entry in entries):
        message = f"is protected: save it as {kind} without a password"
        raise ArticleError(message, path=path)
    marked = [entry for entry in entries if entry.filename.lower().endswith((".xml", ".rels"))]
    whole, marks = (sum(entry.file_size for entry in each) for each in (entries, marked))
    if whole > _MOST_INFLATED or marks > _MOST_XML or len(entries) > _MOST_ENTRIES:
        message = (
            f"is larger than linkcheck reads ({_MOST_XML >> 20} MiB of text and markup, "
            f"{_MOST_INFLATED >> 20} MiB in all): split it, or exclude the file"
        )
        raise ArticleError(message, path=path)
    tags = 0
    for entry in marked:
        text = package.read(entry)
        tags += text.count(b"<")
        if tags > _MOST_TAGS:
            message = "has more markup than linkcheck reads: split it, or exclude the file"
            raise ArticleError(message, path=path)
        # Entities can be made to grow without end; no office program writes any. In another
        # encoding they would not be seen here.
        if b"<!" in text.replace(b"<!--", b"").replace(b"<![CDATA[", b"") or b"\0" in text[:64]:
            message = (
                f"has a part that office programs do not write ({entry.filename}): save it again"
            )
            raise ArticleError(message, path=path)


def parsed(open_it: Callable[[], Any], path: str, kind: str) -> Any:
    """Call a library, which may fail in many ways on a damaged file.

    Args:
        open_it: opens or parses the file, or a part of it; nothing else.
        path: its name, for messages.
        kind: what it should be: "a Word document".

    Raises:
        ArticleError: it fails.
    """
    try:
        return open_it()
    except Exception as error:
        message = f"is not {kind}, or is damaged ({type(error).__name__}): open and save it again"
        raise ArticleError(message, path=path) from error
