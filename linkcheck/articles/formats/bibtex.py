"""BibTeX and BibLaTeX bibliographies, parsed by bibtexparser (extra `bib`)."""

from __future__ import annotations

import contextlib
import logging
import re
from typing import TYPE_CHECKING, Any

from linkcheck.articles.addresses import trim_address
from linkcheck.articles.formats.base import Comment, Format, library
from linkcheck.articles.stated import Field, reference
from linkcheck.articles.writing import CannotWriteError, Edit, Writer
from linkcheck.models import Article, Citation, Problem
from linkcheck.text.dates import iso_date

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from linkcheck.articles.source import Source

__all__ = ["FORMAT"]

_WEB = frozenset({"online", "electronic", "www", "webpage"})
"""Types of sources that have to have an address."""
_URL = re.compile(r"\\(?:url|href)\s*\{(?P<inside>[^{}]+)\}|(?P<bare>https?://[^\s{}\"]+)")
# What an entry begins with, its first field, and what may follow one.
_BEGINS_ENTRY = re.compile(r"\s*@\w{1,40}\s*[{(]")
_FIELD = re.compile(r",(?:\s*\n)?(?P<indent>[ \t]*+)\w[\w:-]{0,40}(?P<space>[ \t]*)=")
_ENDS_FIELD = re.compile(r"\s*[,})]")
_ARXIV = re.compile(
    r"(?:arxiv:)?(?P<id>(?:[a-z-]+(?:\.[A-Z]{2})?/\d{7}|\d{4}\.\d{4,5})(?:v\d+)?)\Z"
)
_PART = re.compile(r'\s*(?:#\s*)?(?P<part>\{.*\}|"[^"]*"|[^\s#"{}]+)\s*', re.DOTALL)
_ESCAPED = re.compile(r"\\([#$%&_{}~^-])")
_TILDE = re.compile(r"\$?\\(?:sim|textasciitilde)\b(?:\{\})?\$?|\\~\{\}")
_LATEX = re.compile(r"[\\$~]|--")
_LONGEST = 2_000
"""Characters of a field from which on its LaTeX is left as it is."""
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMES = re.compile(r"\s+and\s+", re.IGNORECASE)
_ENTRY = re.compile(r"^\s*@[a-zA-Z]+\s*\{\s*[^\s,{}=]+\s*,", re.MULTILINE)


def _articles(source: Source) -> Iterator[Article]:
    parser = library("bibtexparser", "bib", "BibTeX", source.path)
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # faults are reported below
    library_of = parser.parse_string(source.text, parse_stack=[])
    entries: list[Any] = []
    strings = {name: name for name in _MONTHS}
    problems: list[Problem] = []
    for block in library_of.blocks:
        kept = getattr(block, "ignore_error_block", None)
        if kept is not None:
            block = kept  # noqa: PLW2901 - two entries of one key, or fields of one name
        if hasattr(block, "entry_type"):
            entries.append(block)
        elif hasattr(block, "key") and hasattr(block, "value"):
            strings[str(block.key).lower()] = _unquoted(str(block.value), strings)
        elif hasattr(block, "error"):
            line = source.line + block.start_line
            missing = "a brace, comma or quotation mark is missing"
            message = f"this entry is not valid BibTeX ({missing}): fix it"
            problems.append(Problem(path=source.path, line=line, message=message))
    starts = source.line_starts
    source = source.with_parts(
        (starts[min(entry.start_line, len(starts) - 1)], f"entry {entry.key}") for entry in entries
    )
    found = (_citation(source, entry, strings) for entry in entries)
    yield Article(
        path=source.path,
        format=FORMAT.name,
        citations=tuple(citation for citation in found if citation is not None),
        problems=tuple(problems),
    )


def _citation(source: Source, entry: Any, strings: Mapping[str, str]) -> Citation | None:
    fields: dict[str, Field] = {}
    position = source.line_starts[entry.start_line]
    begin = position
    for field in entry.fields:
        written = str(field.value)
        start = source.text.find(written, position)
        if start < 0:
            start = begin
        else:
            position = start + len(written)
        inner = len(written) > 1 and written[0] in '{"'
        fields.setdefault(
            str(field.key).lower(),
            Field(_unquoted(written, strings), start + inner, start + len(written) - inner),
        )

    def text(*names: str) -> str | None:
        said = (_plain(fields[name].text) for name in names if name in fields)
        return next(filter(None, said), None)

    title = fields.get("title")
    words = ": ".join(filter(None, (text("title"), text("subtitle"))))
    kind = str(entry.entry_type).lower()
    return reference(
        source,
        url=_address(fields),
        doi=fields.get("doi"),
        title=Field(words, title.start, title.end) if title is not None and words else None,
        where=(begin, max(position, begin)),
        on_the_web=kind in _WEB,
        fields={
            "publisher": text(
                "journaltitle", "journal", "newspaper", "booktitle", "maintitle", "organization",
                "publisher", "institution", "school",
            ),
            "place": text("location", "address"),
            "author": _names(fields["author"].text) if "author" in fields else text("editor"),
            "date": _date(fields),
            "access_date": iso_date(text("urldate", "lastchecked", "accessed") or ""),
            "language": text("langid", "language", "hyphenation"),
            "isbn": text("isbn"),
            "archive_url": _plain_address(fields["archiveurl"].text)
            if "archiveurl" in fields
            else None,
        },
    )  # fmt: skip


def _address(fields: Mapping[str, Field]) -> Field | None:
    """Return the address of an entry: of its field, of a note, of its number in arXiv."""
    for name in ("url", "howpublished", "note", "annote", "bdsk-url-1"):
        if name not in fields:
            continue
        said, start, end = fields[name]
        match = _URL.search(said)
        if match is None and name == "url":
            return Field(_plain_address(said), start, end)
        if match is not None:
            begin, behind = match.span("inside" if match["inside"] is not None else "bare")
            if match["bare"] is not None and (name != "url" or match["bare"] != said.strip()):
                behind = begin + len(trim_address(match["bare"]))
            # Where the value is written as it is read, the address alone is meant.
            if end - start == len(said):
                start, end = start + begin, start + behind
            return Field(_plain_address(said[begin:behind]), start, end)
    number = fields.get("eprint")
    kind = fields.get("archiveprefix") or fields.get("eprinttype")
    if number is not None and kind is not None and kind.text.lower() == "arxiv":
        match = _ARXIV.match(number.text.strip())
        if match is not None:
            return Field(f"https://arxiv.org/abs/{match['id']}", number.start, number.end)
    return None


def _unquoted(written: str, strings: Mapping[str, str]) -> str:
    """Return the text of a value: its parts, joined with "#", without quotation marks or braces."""
    written = written.strip()
    if written[:1] == "{" and written[-1:] == "}" and len(written) > 1:
        return written[1:-1]
    if written[:1] == '"' and written[-1:] == '"' and written.count('"') == 2:
        return written[1:-1]
    parts = [match["part"] for match in _PART.finditer(written)]
    return "".join(
        part[1:-1] if part[0] in '{"' else strings.get(part.lower(), part) for part in parts
    )


def _plain_address(written: str) -> str:
    return _ESCAPED.sub(r"\1", _TILDE.sub("~", written)).replace("{", "").replace("}", "").strip()


def _plain(written: str) -> str:
    """Return LaTeX as a reader sees it."""
    if _LATEX.search(written) and len(written) <= _LONGEST:
        from pylatexenc.latex2text import LatexNodes2Text  # noqa: PLC0415 - of the extra

        # Where it is no LaTeX, the text as it is says nearly the same.
        with contextlib.suppress(ValueError, LookupError, AttributeError, RecursionError):
            written = LatexNodes2Text().latex_to_text(written)
    return " ".join(written.replace("{", "").replace("}", "").split())


class _Writer(Writer):
    """Writes addresses that stand in fields of their own."""

    def meant(self, written: str) -> str:
        """Return an address without LaTeX's escapes."""
        return _plain_address(written)

    def linked(self, text: str, citation: Citation, url: str) -> list[Edit]:
        """Return the edit that adds the field `url` behind the last field of the entry."""
        place = citation.location
        entry = text[place.start : place.end]
        field = _FIELD.search(entry)
        ends = _ENDS_FIELD.match(text, place.end)
        if _BEGINS_ENTRY.match(entry) is None or field is None or ends is None:
            raise CannotWriteError("the entry is not in the file as linkcheck reads it")
        gap = f"\n{field['indent']}" if "\n" in entry else " "
        equals = " = " if field["space"] else "="
        return [Edit(place.end, place.end, f",{gap}url{equals}{{{self.spelled(url, None)}}}")]


def _names(written: str) -> str | None:
    """Return names as one string, in the order in which they are spoken."""
    names = []
    for name in _NAMES.split(written):
        parts = [] if name.strip().startswith("{") else name.split(",")
        spoken = " ".join((*parts[1:][::-1], parts[0])) if len(parts) > 1 else name
        names.append(_plain(spoken))
    return ", ".join(name for name in names if name and name.lower() != "others") or None


def _date(fields: Mapping[str, Field]) -> str | None:
    if "date" in fields:
        return iso_date(_plain(fields["date"].text).partition("/")[0])
    if "year" not in fields:
        return None
    year = _plain(fields["year"].text)
    month = _plain(fields["month"].text).lower() if "month" in fields else ""
    number = str(_MONTHS.index(month[:3]) + 1) if month[:3] in _MONTHS else month
    day = _plain(fields["day"].text) if "day" in fields else ""
    parts = [year, *([number.zfill(2)] if number.isdigit() else [])]
    if len(parts) == 2 and day.isdigit():
        parts.append(day.zfill(2))
    return iso_date("-".join(parts)) or iso_date(year)


FORMAT = Format(
    name="bibtex",
    suffixes=(".bib", ".bibtex"),
    articles=_articles,
    comments=(Comment("%", own_line=True),),
    verbatim=None,
    sniff=lambda start: _ENTRY.search(start) is not None and start[:1] in "@%",
    writer=_Writer(),
)
