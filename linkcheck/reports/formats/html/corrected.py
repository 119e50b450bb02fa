"""The lines of an article as they read with a proposal in them."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

from linkcheck.articles.formats.registry import format_read_as, sniffed
from linkcheck.articles.frontmatter import read_front_matter
from linkcheck.articles.source import LONGEST, decode_source
from linkcheck.articles.writing import CannotWriteError, edited
from linkcheck.errors import ArticleError, UsageError
from linkcheck.reports.safe import mask_credentials
from linkcheck.text.urls import is_address

if TYPE_CHECKING:
    from collections.abc import Mapping

    from linkcheck.articles.writing import Writer
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
            self._article = _Article(path, verdict.article_format, self._digests.get(path))
        return self._article.corrected(verdict, proposal)


class _Article:
    def __init__(self, path: str, form: str | None, digest: str | None) -> None:
        self.path = path
        self._form = form
        self._digest = digest

    def corrected(self, verdict: Verdict, proposal: Proposal) -> str | None:
        if self._content is None:
            return None
        text, writer, front = self._content
        try:
            edits = writer.proposed(text, verdict.citation, proposal, verdict.url_status, front)
        except CannotWriteError:
            return None
        lines = {self._line(edit.start) for edit in edits} | {
            self._line(edit.end) for edit in edits
        }
        if len(lines) != 1:
            return None
        start, end = self._bounds(lines.pop())
        moved = [edit._replace(start=edit.start - start, end=edit.end - start) for edit in edits]
        line = edited(text[start:end], sorted(moved)).rstrip("\r\n")
        plain = line.replace("\t", " ").isprintable() and mask_credentials(line) == line
        return line if plain and len(line) <= _LONGEST_LINE else None

    @cached_property
    def _content(self) -> tuple[str, Writer, int] | None:
        """Text, writer and end of the front matter, where the article can be changed."""
        if is_address(self.path):
            return None
        try:
            form = format_read_as(self.path, self._form)
            if form is not None and form.decode is not None:
                return None
            if not Path(self.path).is_file():
                return None
            with Path(self.path).open("rb") as file:
                data = file.read(LONGEST + 1)
            if self._digest not in {None, hashlib.sha256(data).hexdigest()}:
                return None
            source = decode_source(data, self.path)
        except (ArticleError, OSError, UsageError, ValueError):
            return None
        form = form or sniffed(source.text)[0]
        front = read_front_matter(source).end if form.front_matter else 0
        return (source.text, form.writer, front) if form.writer is not None else None

    @cached_property
    def _starts(self) -> list[int]:
        text = self._content[0] if self._content is not None else ""
        return [0, *accumulate(map(len, text.splitlines(keepends=True)))]

    def _line(self, offset: int) -> int:
        return min(bisect_right(self._starts, offset), max(len(self._starts) - 1, 1)) - 1

    def _bounds(self, line: int) -> tuple[int, int]:
        return self._starts[line], self._starts[min(line + 1, len(self._starts) - 1)]
