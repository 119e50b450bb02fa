"""Read a file's bytes into text whose every character can be found again in the file."""

from __future__ import annotations

import codecs
import sys
from bisect import bisect_right
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from linkcheck.errors import ArticleError
from linkcheck.models import Location

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["LARGE", "STANDARD_INPUT", "Source", "decode_source", "read_parts", "read_source"]

STANDARD_INPUT = "-"
"""The path that stands for standard input."""
LARGE = 4 << 20
"""From this size on, in bytes, files are read in parts where their format allows it."""
PART = 1 << 20
"""Size of such a part, in characters."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What articles were written in before UTF-8, in the languages we read first.
_LEGACY = ["cp1251", "koi8_u", "cp866", "cp1252", "iso8859_5", "cp1250"]
_CONTROLS = bytes(set(range(32)) - {9, 10, 12, 13})
_SAMPLE = 8192


class Source:
    """An article's text, or a part of it, as it stands in its file.

    Args:
        text: the decoded text, line ends as in the file, without byte order mark.
        path: how the user named the file.
        encoding: what the file was decoded with, to write it back in.
        offset: offset of the text's first character in the file's whole text.
        line: line of that character, counted from 1; parts begin at the beginning of a line.
        base: the address that relative addresses in it are meant from, where known.
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
    ) -> None:
        self.text = text
        self.path = path
        self.encoding = encoding
        self.offset = offset
        self.line = line
        self.base = base

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
        )


def read_source(path: str | Path) -> Source:
    """Read an article file, or standard input for the path `-`.

    Raises:
        ArticleError: it cannot be read, is empty, or is not text.
    """
    name = str(path)
    try:
        data = sys.stdin.buffer.read() if name == STANDARD_INPUT else Path(path).read_bytes()
    except OSError as error:
        message = f"cannot be read: {error.strerror or error}"
        raise ArticleError(message, path=name) from error
    return decode_source(data, name)


def decode_source(data: bytes, path: str) -> Source:
    """Turn the bytes of an article into its text.

    Raises:
        ArticleError: the bytes are empty, or are not text.
    """
    if not data.strip():
        raise ArticleError("the file is empty: there is no article to check", path=path)
    encoding, skip = _encoding(data, path)
    return Source(data[skip:].decode(encoding, "replace"), path, encoding)


def read_parts(path: str | Path, ends: Callable[[str], bool]) -> Iterator[Source]:
    """Yield a large file in consecutive parts of about a million characters, one at a time.

    Args:
        path: the file.
        ends: tells of a line whether a part may end behind it.

    Raises:
        ArticleError: it cannot be read, or is not text.
    """
    name = str(path)
    try:
        with Path(path).open("rb") as sample:
            encoding, skip = _encoding(sample.read(PART), name)
        with Path(path).open("rb") as raw:
            raw.seek(skip)
            # newline="" keeps line ends as they are, so that offsets are those of the file.
            lines = codecs.getreader(encoding)(raw, "replace")
            offset, line, size = 0, 1, 0
            part: list[str] = []
            for text in _lines(lines):
                part.append(text)
                size += len(text)
                if size >= PART and (ends(text) or size >= 4 * PART):
                    yield Source("".join(part), name, encoding, offset=offset, line=line)
                    offset, line, size, part = offset + size, line + len(part), 0, []
            if part:
                yield Source("".join(part), name, encoding, offset=offset, line=line)
    except OSError as error:
        message = f"cannot be read: {error.strerror or error}"
        raise ArticleError(message, path=name) from error


def _lines(stream: codecs.StreamReader) -> Iterator[str]:
    """Yield lines that end with a line feed; other line ends stay inside."""
    rest = ""
    while chunk := stream.read(1 << 16):
        *whole, rest = (rest + chunk).split("\n")
        for line in whole:
            yield line + "\n"
    if rest:
        yield rest


def _encoding(data: bytes, path: str) -> tuple[str, int]:
    """Return the encoding of an article's bytes, and the length of its byte order mark."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return encoding, len(mark)
    sample = data[:_SAMPLE]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if b"\0" in sample or controls * 20 > len(sample):
        raise ArticleError(
            "is a binary file, not an article: name it in an exclude, or convert it to text",
            path=path,
        )
    try:
        codecs.utf_8_decode(data, "strict", len(data) < PART)
    except UnicodeDecodeError as error:
        from charset_normalizer import from_bytes  # noqa: PLC0415 - nearly all articles are UTF-8

        best = from_bytes(data[:PART], cp_isolation=_LEGACY).best()
        if best is None:
            raise ArticleError(
                "is neither UTF-8 nor any encoding that could be told: save it as UTF-8",
                path=path,
                line=data.count(b"\n", 0, error.start) + 1,
            ) from error
        return best.encoding, 0
    return "utf-8", 0
