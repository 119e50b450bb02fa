"""The lines of an article as they read with a proposal in them."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

from linkcheck.articles.formats.registry import format_of, sniffed
from linkcheck.articles.source import LONGEST, decode_source
from linkcheck.articles.writing import CannotWriteError
from linkcheck.errors import ArticleError
from linkcheck.reports.safe import mask_credentials
from linkcheck.text.urls import is_address

if TYPE_CHECKING:
    from collections.abc import Mapping

    from linkcheck.articles.writing import Edit, Writer
    from linkcheck.models import Proposal, Verdict

__all__ = ["CorrectedLines"]

_LONGEST_LINE = 2000


class CorrectedLines:
    """Reads articles again, one at a time, for the lines that proposals change.

    Args:
        digests: SHA-256 of the files as they were read, in hexadecimal, as far as known.
    """

    def __init__(self, digests: Mapping[str, str]) -> None:
        self._digests = digests
        self._article: _Article | None = None

    def of(self, verdict: Verdict, proposal: Proposal) -> str | None:
        """Return the line with a proposal in it, or None where there is none to be shown.

        That is so where the article is no text file or has changed, where more than one line
        changes, and where a line is very long, has a secret in it or does not read as it is.
        """
        path = verdict.citation.location.path
        if proposal.kind == "title":
            return None
        if self._article is None or self._article.path != path:
            self._article = _Article(path, self._digests.get(path))
        return self._article.corrected(verdict, proposal)


class _Article:
    def __init__(self, path: str, digest: str | None) -> None:
        self.path = path
        self._digest = digest

    def corrected(self, verdict: Verdict, proposal: Proposal) -> str | None:
        if self._content is None:
            return None
        text, writer = self._content
        try:
            edits = _edits(writer, text, verdict, proposal)
        except CannotWriteError:
            return None
        lines = {self._line(edit.start) for edit in edits} | {
            self._line(edit.end) for edit in edits
        }
        if len(lines) != 1:
            return None
        start, end = self._bounds(lines.pop())
        parts, position = [], start
        for edit in sorted(edits):
            parts += [text[position : edit.start], edit.text]
            position = edit.end
        line = "".join([*parts, text[position:end]]).rstrip("\r\n")
        plain = line.replace("\t", " ").isprintable() and mask_credentials(line) == line
        return line if plain and len(line) <= _LONGEST_LINE else None

    @cached_property
    def _content(self) -> tuple[str, Writer] | None:
        form = format_of(Path(self.path).name)
        if is_address(self.path) or (form is not None and form.decode is not None):
            return None
        try:
            if not Path(self.path).is_file():
                return None
            with Path(self.path).open("rb") as file:
                data = file.read(LONGEST + 1)
            if self._digest not in {None, hashlib.sha256(data).hexdigest()}:
                return None
            text = decode_source(data, self.path).text
        except (ArticleError, OSError, ValueError):
            return None
        writer = (form or sniffed(text)[0]).writer
        return (text, writer) if writer is not None else None

    @cached_property
    def _starts(self) -> list[int]:
        text = self._content[0] if self._content is not None else ""
        return [0, *accumulate(map(len, text.splitlines(keepends=True)))]

    def _line(self, offset: int) -> int:
        return min(bisect_right(self._starts, offset), max(len(self._starts) - 1, 1)) - 1

    def _bounds(self, line: int) -> tuple[int, int]:
        return self._starts[line], self._starts[min(line + 1, len(self._starts) - 1)]


def _edits(writer: Writer, text: str, verdict: Verdict, proposal: Proposal) -> list[Edit]:
    citation = verdict.citation
    if proposal.snapshot is not None:
        return writer.archived(text, citation, proposal.snapshot, verdict.url_status)
    if citation.url is None:
        if text.startswith(("---", "+++")):  # an address cannot be added to front matter
            raise CannotWriteError("front matter")
        return writer.linked(text, citation, proposal.replacement)
    return writer.readdressed(text, citation, proposal.replacement)
