"""What an article says: the article, its citations and quotations, and where they stand."""

from __future__ import annotations

from linkcheck.models.base import Value
from linkcheck.models.names import Rule

__all__ = [
    "GIVEN",
    "SURE",
    "SURE_HEADLINE",
    "Article",
    "Citation",
    "Confidence",
    "Directive",
    "Location",
    "Problem",
    "Quotation",
]

SURE = 0.9
"""Confidence from which on a title that was read counts towards `title-mismatch`."""
SURE_HEADLINE = 0.95
"""The same for a reference that surely has a headline, where no words of the page's are in it."""

GIVEN = "<citations>"
"""The path of citations that a program gives and that are in no file."""

_WITHOUT_LINES = frozenset({"paragraph", "footnote", "endnote", "comment", "citation"})
"""Parts of files that have no lines, and citations that are in no file."""


class Location(Value, frozen=True):
    """A stretch of a source file.

    Attributes:
        path: the file as the user named it (or the address, or `-` for standard input).
        line: counted from 1.
        column: counted from 1, in characters (code points).
        start: offset of the first character in the file's decoded text, without byte order
            mark and with line ends as they stand in the file.
        end: offset behind the last character.
        place: the part of the file it is in, in words, where people look for parts rather than for
            lines: "paragraph 12", "footnote 3", "cell 3 line 2", "entry smith2014".

    A Word or OpenDocument file has no lines: `line`, `column` and the offsets are then those of the
    text that linkcheck reads in it, and `place` says where to look.
    """

    path: str
    line: int
    column: int
    start: int
    end: int
    place: str | None = None

    @property
    def has_lines(self) -> bool:
        """Whether the file has lines that a person can count."""
        return self.place is None or self.place.partition(" ")[0] not in _WITHOUT_LINES

    @property
    def words(self) -> str:
        """Where it is, as people look for it: "12:5", "paragraph 12", "12:5, entry smith2014"."""
        if not self.has_lines:
            return str(self.place)
        where = f"{self.line}:{self.column}"
        return where if self.place is None else f"{where}, {self.place}"


_NOWHERE = Location(path=GIVEN, line=1, column=1, start=0, end=0, place="citation")


class Confidence(Value, frozen=True):
    """How likely each field of a reference was read exactly, from 0 to 1; None where it is unset.

    Fields that the article states (a template, front matter) have none: they are certain.

    `headline` is how likely it is that the reference has a headline of some length, whether or not
    its title was read, and begins and ends just there.
    """

    title: float | None = None
    publisher: float | None = None
    place: float | None = None
    author: float | None = None
    date: float | None = None
    language: float | None = None
    remark: float | None = None
    headline: float | None = None


class Citation(Value, frozen=True):
    """One source that an article names.

    Attributes:
        location: where the address stands; where there is none, the whole item. A citation that is
            in no file needs none: when it is checked, its number stands in for the line.
        id: what the program that gave the citation knows it by, or None where it was read.
        url: the address as meant (entities and escapes of the file format undone, relative
            references resolved where the base is known), or None: an unlinked citation.
        written: the address exactly as it stands in the file at `location`, or None.
        title: the title that the article gives the source, or None where it claims none.
        title_location: where the title stands.
        title_repaired: the title as it must have read before it was damaged by a wrong encoding
            (mojibake), or None where it is sound.
        title_language: BCP 47 tag of the title's own language, or None where undetermined, and for
            links in running text, which need not be on a title.
        language: BCP 47 tag of the language that the article declares for the source
            (`hreflang`, "(in Ukrainian)", a template's `language=`), or None.
        trans_title: the title's declared translation (CS1 `trans-title`).
        publisher: the name that the article gives the publisher.
        place: the country or city named beside the publisher.
        author: the author named.
        outlet_section: the outlet's section named beside it ("Politics").
        date: cited publication date, ISO 8601, reduced precision allowed ("2014-03").
        section: heading of the list the citation stands in.
        context: the sentence around an inline link.
        inline: True for a link in running text, whose anchor need not be a title.
        archive_url: address of an archived copy that the article gives.
        archive_date: date of that copy, ISO 8601.
        access_date: when the author looked at the source, ISO 8601.
        url_status: what the article itself says of the address (CS1 `url-status`).
        doi: digital object identifier, without "doi:".
        isbn: international standard book number, as written.
        remark: what the reference says beside the source ("subscription required").
        raw: the whole text of a list item or footnote that the fields were read from.
        confidence: how sure the fields of a reference are.
    """

    location: Location = _NOWHERE
    id: str | int | None = None
    url: str | None = None
    written: str | None = None
    title: str | None = None
    title_location: Location | None = None
    title_repaired: str | None = None
    title_language: str | None = None
    language: str | None = None
    trans_title: str | None = None
    publisher: str | None = None
    place: str | None = None
    author: str | None = None
    outlet_section: str | None = None
    date: str | None = None
    section: str | None = None
    context: str | None = None
    inline: bool = False
    archive_url: str | None = None
    archive_date: str | None = None
    access_date: str | None = None
    url_status: str | None = None
    doi: str | None = None
    isbn: str | None = None
    remark: str | None = None
    raw: str | None = None
    confidence: Confidence | None = None

    @property
    def is_placed(self) -> bool:
        """Whether it says where it is: in a file, or among those that a program gave."""
        return self.location != _NOWHERE

    @property
    def title_is_sure(self) -> bool:
        """Whether the title is stated, or was read with enough confidence to contradict a page."""
        return self.confidence is None or (self.confidence.title or 0.0) >= SURE

    @property
    def sound_title(self) -> str | None:
        """The title as it must have read before an encoding damaged it, or None."""
        return self.title_repaired or self.title

    @property
    def headline_is_sure(self) -> bool:
        """Whether the reference surely has a headline, wherever that begins and ends."""
        return self.title_is_sure or (
            self.confidence is not None and (self.confidence.headline or 0.0) >= SURE_HEADLINE
        )


class Quotation(Value, frozen=True):
    """Words that the article quotes, without the quotation marks.

    Attributes:
        text: the words.
        location: where they stand, marks excluded.
        speaker: whom the text names as having said them, or None.
        paragraph: the paragraph they stand in, addresses of its links included where these stand
            at its ends.
    """

    text: str
    location: Location
    speaker: str | None = None
    paragraph: Location | None = None


class Directive(Value, frozen=True):
    """A comment in an article by which findings are not to be reported.

    Attributes:
        location: where it stands.
        text: as written.
        rules: which findings; all where empty.
        until: the last day it holds, ISO 8601, or None for ever.
        reason: why.
        first: offset of the first citation it may speak of.
        last: offset behind the last, or None: the whole file.
        file: it speaks of the whole file.
        alone: it stands on a line of its own, and speaks of the next line that has a source.
    """

    location: Location
    text: str
    rules: tuple[Rule, ...] = ()
    until: str | None = None
    reason: str | None = None
    first: int = 0
    last: int | None = None
    file: bool = False
    alone: bool = False


class Problem(Value, frozen=True):
    """Something in the input that could not be read, with what to do about it.

    Attributes:
        path: the file.
        message: what is wrong and what to do.
        line: counted from 1, or None for the whole file.
    """

    path: str
    message: str
    line: int | None = None


class Article(Value, frozen=True):
    """One article (or a consecutive part of a very long one) with the sources it cites.

    Attributes:
        path: the file as the user named it.
        format: name of the format it was read as ("html", "markdown", "text", …).
        id: identity inside the file where that holds several articles.
        url: where the article itself is published, if it says so.
        title: its headline.
        language: BCP 47 tag, declared or detected.
        published: ISO 8601 date or date-time, if it says so.
        modified: when it was last revised, the same.
        citations: in order of appearance.
        quotations: in order of appearance.
        directives: comments to linkcheck, in order of appearance.
        problems: what could not be read in it.
        local_links: links to files beside it and to places in it, which only `--local` and
            `--base-url` check.
    """

    path: str
    format: str
    id: str | None = None
    url: str | None = None
    title: str | None = None
    language: str | None = None
    published: str | None = None
    modified: str | None = None
    citations: tuple[Citation, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    directives: tuple[Directive, ...] = ()
    problems: tuple[Problem, ...] = ()
    local_links: tuple[Citation, ...] = ()

    @property
    def key(self) -> tuple[str, str | None, str | None]:
        """What the parts of a very long article share, and two articles of one file do not."""
        return self.path, self.id, self.title
