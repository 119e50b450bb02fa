"""Read a file's bytes into text whose every character can be found again in the file."""

from __future__ import annotations

import codecs
import sys
from bisect import bisect_right
from copy import copy
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from charset_normalizer import from_bytes

from linkcheck.articles.opening import SkippedError, open_inside
from linkcheck.errors import ArticleError
from linkcheck.languages import detect
from linkcheck.models import Location
from linkcheck.text.paths import STANDARD_INPUT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import BinaryIO

    from linkcheck.languages import Detect

__all__ = [
    "LARGE",
    "Parts",
    "Source",
    "decode_source",
    "read_parts",
    "read_source",
]

LARGE = 4 << 20
"""From this size on, in bytes, files are read in parts where their format allows it."""
PART = 1 << 20
"""Size of such a part, in characters."""
LONGEST = 256 << 20
"""Largest article that is read whole, in bytes; it must fit into memory."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What articles were written in before UTF-8, in the languages we read first.
_LEGACY = ["cp1251", "koi8_u", "cp866", "cp1252", "iso8859_5", "cp1250"]
_CONTROLS = bytes(set(range(32)) - {9, 10, 12, 13})
_SAMPLE = 8192


class Parts:
    """The parts of a text that people know by name.

    Args:
        parts: offset at which each begins, in order, and its name; "" where there is none.
    """

    def __init__(self, parts: Iterable[tuple[int, str]]) -> None:
        found = list(parts)
        self._starts = [start for start, _ in found]
        self._names = [name for _, name in found]

    def place(self, offset: int) -> str | None:
        """Return the name of the part that an offset is in, or None."""
        part = bisect_right(self._starts, offset) - 1
        return (self._names[part] or None) if part >= 0 else None


class Source:
    """An article's text, or a part of it, as it stands in its file.

    Args:
        text: the decoded text, line ends as in the file, without byte order mark.
        path: how the user named the file.
        encoding: what the file was decoded with, to write it back in.
        offset: offset of the text's first character in the file's whole text.
        line: line of that character, counted from 1; parts begin at the beginning of a line.
        base: the address that relative addresses in it are meant from, where known.
        detect: detects the language of the article and of the titles in it.

    Attributes:
        parts: its parts, where people look for these rather than for lines.
    """

    def __init__(
        self,
        text: str,
        path: str,
        encoding: str = "utf-8",
        *,
        offset: int = 0,
        line: int = 1,
        base: str | None = None,
        detect: Detect = detect,
    ) -> None:
        self.text = text
        self.path = path
        self.encoding = encoding
        self.offset = offset
        self.line = line
        self.base = base
        self.detect = detect
        self.parts: Parts | None = None

    def with_parts(self, parts: Iterable[tuple[int, str]]) -> Source:
        """Return the same text, its places named by the parts they are in.

        Args:
            parts: offset at which each part begins, in order, and its name, such as "entry a1".
        """
        named = copy(self)
        named.parts = Parts(parts)
        return named

    @cached_property
    def line_starts(self) -> list[int]:
        """Offsets in this text at which its lines begin."""
        starts = [0]
        position = self.text.find("\n")
        while position >= 0:
            starts.append(position + 1)
            position = self.text.find("\n", position + 1)
        return starts

    def locate(self, start: int, end: int) -> Location:
        """Return the location in the file of a stretch given by its offsets in this text."""
        line = bisect_right(self.line_starts, start)
        return Location(
            path=self.path,
            line=self.line + line - 1,
            column=start - self.line_starts[line - 1] + 1,
            start=self.offset + start,
            end=self.offset + end,
            place=self.parts.place(start) if self.parts is not None else None,
        )


def read_source(
    path: str | Path,
    folder: str | None = None,
    detect: Detect = detect,
    decode: Callable[[bytes, str, Detect], Source] | None = None,
) -> Source:
    """Read an article file, or standard input for the path `-`.

    Args:
        path: the file.
        folder: real path of the folder that it was found in; None for a file named by the user,
            which may be a pipe or lead anywhere.
        detect: see `Source`.
        decode: makes a text of a file that is none; None where it has to be text.

    Raises:
        ArticleError: it cannot be read, is too long or not text, or is skipped.
    """
    name = str(path)
    try:
        if name == STANDARD_INPUT:
            data = _read_whole(sys.stdin.buffer, name, text=decode is None)
        else:
            with _opened(path, folder) as file:
                data = _read_whole(file, name, text=decode is None)
    except OSError as error:
        raise _unreadable(name, error) from error
    if decode is not None and data:
        return decode(data, name, detect)
    return decode_source(data, name, detect)


def _opened(path: str | Path, folder: str | None) -> BinaryIO:
    return Path(path).open("rb") if folder is None else open_inside(path, folder)


def _unreadable(name: str, error: OSError) -> ArticleError:
    reason = error.strerror or str(error)
    is_skipped = isinstance(error, SkippedError)
    message = f"skipped, because {reason}" if is_skipped else f"cannot be read: {reason}"
    return ArticleError(message, path=name)


def _read_whole(file: BinaryIO, name: str, *, text: bool) -> bytes:
    """Read all of a file, unless it is longer than an article can be: a device has no end."""
    chunks: list[bytes] = []
    left = LONGEST
    while chunk := file.read(PART):
        if text and not chunks and len(chunk) == PART:
            _refuse_binary(chunk, name)  # before all of it is read
        chunks.append(chunk)
        left -= len(chunk)
        if left < 0:
            raise _too_long(name)
    return b"".join(chunks)


def _too_long(name: str) -> ArticleError:
    message = f"is longer than {LONGEST >> 20} MiB, which cannot be read at once: split it"
    return ArticleError(message, path=name)


def decode_source(data: bytes, path: str, detect: Detect = detect) -> Source:
    """Turn the bytes of an article into its text.

    Raises:
        ArticleError: the bytes are not text.
    """
    encoding, skip = _encoding(data, path)
    return Source(data[skip:].decode(encoding, "replace"), path, encoding, detect=detect)


def read_parts(
    path: str | Path,
    ends: Callable[[str], bool],
    folder: str | None = None,
    detect: Detect = detect,
) -> Iterator[Source]:
    """Yield a large file in consecutive parts of about a million characters, one at a time.

    Args:
        path: the file.
        ends: tells of a line whether a part may end behind it.
        folder: as in `read_source`.
        detect: see `Source`.

    Raises:
        ArticleError: it cannot be read, is not text, has a line that is too long, or is skipped.
    """
    name = str(path)
    make = partial(Source, detect=detect)
    try:
        with _opened(path, folder) as raw:
            encoding, skip = _encoding(raw.read(PART), name)
            raw.seek(skip)
            # Line ends are kept as they are, so that offsets are those of the file.
            lines = codecs.getreader(encoding)(raw, "replace")
            offset, line, size = 0, 1, 0
            part: list[str] = []
            for text in _lines(lines, name):
                part.append(text)
                size += len(text)
                if size >= PART and (ends(text) or size >= 4 * PART):
                    yield make("".join(part), name, encoding, offset=offset, line=line)
                    offset, line, size, part = offset + size, line + len(part), 0, []
            if part:
                yield make("".join(part), name, encoding, offset=offset, line=line)
    except OSError as error:
        raise _unreadable(name, error) from error


def _lines(stream: codecs.StreamReader, name: str) -> Iterator[str]:
    """Yield lines that end with a line feed; other line ends stay inside."""
    rest: list[str] = []
    size = 0
    while chunk := stream.read(1 << 16):
        first, *others = chunk.split("\n")
        rest.append(first)
        size += len(first)
        if others:
            yield "".join(rest) + "\n"
            *whole, last = others
            for line in whole:
                yield line + "\n"
            rest, size = [last], len(last)
        if size > LONGEST:
            raise _too_long(name)
    if last := "".join(rest):
        yield last


def _refuse_binary(data: bytes, path: str) -> None:
    if data.startswith(tuple(mark for mark, _ in _BOMS)):
        return
    sample = data[:_SAMPLE]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if b"\0" in sample or controls * 20 > len(sample):
        raise ArticleError(
            "is a binary file, not an article: exclude it, or convert it to text",
            path=path,
        )


def _encoding(data: bytes, path: str) -> tuple[str, int]:
    """Return the encoding of an article's bytes, and the length of its byte order mark."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return encoding, len(mark)
    _refuse_binary(data, path)
    try:
        codecs.utf_8_decode(data, "strict", len(data) < PART)
    except UnicodeDecodeError as error:
        best = from_bytes(data[:PART], cp_isolation=_LEGACY).best()
        if best is None:
            raise ArticleError(
                "is not UTF-8, and its encoding could not be detected: save it as UTF-8",
                path=path,
                line=data.count(b"\n", 0, error.start) + 1,
            ) from error
        return best.encoding, 0
    return "utf-8", 0
