"""Read a file's bytes into text whose every character can be found again in the file."""

from __future__ import annotations

import codecs
from bisect import bisect_right
from functools import cached_property
from pathlib import Path

from charset_normalizer import from_bytes

from linkcheck.errors import ArticleError
from linkcheck.models import Location

__all__ = ["Source", "read_source"]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What articles were written in before UTF-8, in the languages we read first.
_LEGACY = ["cp1251", "koi8_u", "cp866", "cp1252", "iso8859_5", "cp1250"]
_CONTROLS = frozenset(range(32)) - {9, 10, 12, 13}


class Source:
    """An article's text as it stands in its file.

    Args:
        text: the decoded text, line ends as in the file, without byte order mark.
        path: how the user named the file.
        encoding: what the file was decoded with, to write it back in.
    """

    def __init__(self, text: str, path: str, encoding: str = "utf-8") -> None:
        self.text = text
        self.path = path
        self.encoding = encoding

    @cached_property
    def line_starts(self) -> list[int]:
        """Offsets at which the lines begin."""
        starts = [0]
        position = self.text.find("\n")
        while position >= 0:
            starts.append(position + 1)
            position = self.text.find("\n", position + 1)
        return starts

    def locate(self, start: int, end: int) -> Location:
        """Return the location of a stretch given by its offsets."""
        line = bisect_right(self.line_starts, start)
        column = start - self.line_starts[line - 1] + 1
        return Location(path=self.path, line=line, column=column, start=start, end=end)


def read_source(path: str | Path) -> Source:
    """Read an article file.

    Raises:
        ArticleError: it cannot be read, is empty, or is not text.
    """
    name = str(path)
    try:
        data = Path(path).read_bytes()
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
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return Source(data[len(mark) :].decode(encoding, "replace"), path, encoding)
    controls = sum(byte in _CONTROLS for byte in data[:8192])
    if b"\0" in data[:8192] or controls * 20 > len(data[:8192]):
        raise ArticleError(
            "is a binary file, not an article: name it in an exclude, or convert it to text",
            path=path,
        )
    try:
        return Source(data.decode("utf-8"), path)
    except UnicodeDecodeError as error:
        best = from_bytes(data, cp_isolation=_LEGACY).best()
        if best is None:
            line = data.count(b"\n", 0, error.start) + 1
            raise ArticleError(
                "is neither UTF-8 nor any encoding that could be told: save it as UTF-8",
                path=path,
                line=line,
            ) from error
        return Source(data.decode(best.encoding, "replace"), path, best.encoding)
