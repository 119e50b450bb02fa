"""Articles inside another file: in a JSON string, in an XML element.

The inner format reads the text as it is meant; this turns its places back into those of the file,
escapes included.
"""

from __future__ import annotations

import functools
from bisect import bisect_right
from typing import TYPE_CHECKING

import msgspec

from linkcheck.articles.source import Source

if TYPE_CHECKING:
    from linkcheck.models import Article, Citation, Directive, Location, Problem, Quotation

__all__ = ["Embedded"]


class Embedded:
    """A text that stands in a file in another form.

    Args:
        outer: the file.
    """

    def __init__(self, outer: Source) -> None:
        self.outer = outer
        self._texts: list[str] = []
        self._inner: list[int] = []
        self._places: list[int] = []
        self._exact: list[bool] = []
        self._length = 0
        self._end = 0

    def add(self, text: str, start: int, end: int) -> None:
        """Add a run of the text, with where it stands in the file."""
        self._texts.append(text)
        self._inner.append(self._length)
        self._places.append(start)
        self._exact.append(end - start == len(text))
        self._length += len(text)
        self._end = end

    def append(self, other: Embedded) -> None:
        """Add all runs of another text in the same file."""
        for text, start, exact, end in zip(
            other._texts,
            other._places,
            other._exact,
            [*other._places[1:], other._end],
            strict=False,  # a text without runs has an end all the same
        ):
            self.add(text, start, start + len(text) if exact else end)

    @property
    def end(self) -> int:
        """Offset in the file behind its last run."""
        return self._end

    @property
    def text(self) -> str:
        """The text as it is meant."""
        return "".join(self._texts)

    def source(self) -> Source:
        """Return the text as a source of its own, for the reader of the inner format."""
        return Source(self.text, self.outer.path, self.outer.encoding, detect=self.outer.detect)

    @functools.cached_property
    def _line_starts(self) -> list[int]:
        """Offsets of the lines of the text, once all of it is there."""
        return self.source().line_starts

    def place(self, offset: int) -> int:
        """Return the offset in the file of an offset in the text."""
        run = bisect_right(self._inner, offset) - 1
        if run < 0:
            return self._end
        inside = offset - self._inner[run]
        if self._exact[run] or not inside:
            if inside <= len(self._texts[run]):
                return self._places[run] + inside
            return self._end
        return self._places[run + 1] if run + 1 < len(self._places) else self._end

    def locate(self, start: int, end: int) -> Location:
        """Return the location in the file of a stretch of the text."""
        return self.outer.locate(self.place(start), max(self.place(start), self._behind(end)))

    def relocated(self, article: Article) -> Article:
        """Return an article read from `source()` with its places in the file."""
        return msgspec.structs.replace(
            article,
            citations=tuple(map(self._citation, article.citations)),
            quotations=tuple(map(self._quotation, article.quotations)),
            directives=tuple(map(self._directive, article.directives)),
            problems=tuple(map(self._problem, article.problems)),
            local_links=tuple(map(self._citation, article.local_links)),
        )

    def _behind(self, end: int) -> int:
        """Return the offset in the file behind the last character, not before the next one.

        The two differ where an escape, or markup that the text does not show, comes between.
        """
        if not end:
            return self.place(0)
        run = bisect_right(self._inner, end - 1) - 1
        if self._exact[run]:
            return self.place(end - 1) + 1
        return self._places[run + 1] if run + 1 < len(self._places) else self._end

    def _moved(self, location: Location) -> Location:
        return self.locate(location.start, location.end)

    def _citation(self, citation: Citation) -> Citation:
        location = self._moved(citation.location)
        start, end = location.start - self.outer.offset, location.end - self.outer.offset
        return msgspec.structs.replace(
            citation,
            location=location,
            written=self.outer.text[start:end] if citation.written is not None else None,
            title_location=self._moved(citation.title_location)
            if citation.title_location
            else None,
        )

    def _quotation(self, quotation: Quotation) -> Quotation:
        paragraph = quotation.paragraph
        return msgspec.structs.replace(
            quotation,
            location=self._moved(quotation.location),
            paragraph=self._moved(paragraph) if paragraph is not None else None,
        )

    def _directive(self, directive: Directive) -> Directive:
        last = directive.last
        return msgspec.structs.replace(
            directive,
            location=self._moved(directive.location),
            first=self.outer.offset + self.place(directive.first),
            last=self.outer.offset + self.place(last) if last is not None else None,
        )

    def _problem(self, problem: Problem) -> Problem:
        if problem.line is None:
            return problem
        starts = self._line_starts
        begin = starts[min(problem.line, len(starts)) - 1]
        return msgspec.structs.replace(problem, line=self.locate(begin, begin).line)
