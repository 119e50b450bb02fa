"""Front matter: the fields in YAML, TOML or JSON that are before a Markdown article.

    ---
    title: Talks end without a deal
    lang: en
    date: 2014-03-31
    sources:
      - https://www.state.gov/secretary/remarks/2014/03/224147.htm
      - title: Russia demands broad autonomy
        publisher: Kyiv Post
        url: https://www.kyivpost.com/…
    ---

References may have the names of CSL as well, as citation managers write them.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from linkcheck.articles.addresses import address_pieces
from linkcheck.articles.citations import titled
from linkcheck.articles.json_places import NotReadError, read_value
from linkcheck.articles.references import SURE
from linkcheck.articles.references.grammar import claim_of_item, claim_of_link
from linkcheck.articles.remarks import is_source
from linkcheck.articles.source import Source
from linkcheck.models import Citation, Problem
from linkcheck.text.dates import iso_date
from linkcheck.text.identifiers import doi_of, resolver_address
from linkcheck.text.toml import loads

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "FrontMatter",
    "as_date",
    "as_text",
    "front_citations",
    "front_end",
    "own_address",
    "read_front_matter",
]

_FRONT = re.compile(
    r"\s*(?P<mark>---|\+\+\+)[ \t]*\r?\n(?P<body>.*?)^(?P=mark)[ \t]*\r?$", re.DOTALL | re.MULTILINE
)
_JSON = re.compile(r'\s*(?P<mark>\{)\s*"[^"\n]{1,200}"\s*:')
_REST_OF_LINE = re.compile(r"[ \t]*\r?(?:\n|\Z)")
# A date, perhaps with a time or words behind it; a date in numbers as others write it.
_ISO = re.compile(r"(\d{4}(?:-\d{2}(?:-\d{2}(?![\d/.]))?)?)(?:(?<=-\d\d-\d\d)\D.*)?", re.DOTALL)
_NUMBERS = re.compile(r"\A(\d{4})[-/](\d\d?)[-/](\d\d?)\Z")
_SOURCES = ("source", "sources", "references", "citations")
_ADDRESSES = ("url", "link", "href", "address")
_PUBLISHERS = (
    "container-title", "publisher", "outlet", "publication", "site", "website", "name",
)  # fmt: skip
_LANGUAGES = ("language", "lang")
_DATES = ("date", "issued", "published")
_READ = ("accessed", "access-date", "access_date")
_SOURCE_ADDRESSES = ("source_url", "source-url", "sourceurl", "source_link", "source-link")
_ALSO_READ = ("author", "date", "language", "access_date", "place", "doi", "isbn")
"""Fields of a source that is given as text, besides title and publisher."""
_HTTP = re.compile(r"https?://", re.IGNORECASE)


class FrontMatter(NamedTuple):
    """What stands before an article.

    Attributes:
        fields: by name.
        start: offset where the fields begin.
        end: offset where the article's text begins.
        problems: what is wrong with it.
    """

    fields: dict[str, Any]
    start: int = 0
    end: int = 0
    problems: tuple[Problem, ...] = ()


def read_front_matter(source: Source) -> FrontMatter:
    """Return an article's front matter; faults in it are problems, never exceptions."""
    match = _FRONT.match(source.text)
    if match is None:
        return _read_json(source)
    try:
        if match["mark"] == "---":
            import frontmatter  # noqa: PLC0415 - slow to import, and many articles have none

            fields = dict(frontmatter.loads(match[0].strip()).metadata)
        else:
            fields = loads(match["body"].replace("\r\n", "\n"))
    except Exception as error:  # PyYAML and the TOML readers raise many kinds
        # Where the faulty part begins is where the fault is; its end may be lines below.
        mark = getattr(error, "context_mark", None) or getattr(error, "problem_mark", None)
        below = mark.line if mark else _toml_line(error)
        line = source.locate(match.start("mark"), match.end()).line + below
        kind = "YAML" if match["mark"] == "---" else "TOML"
        reason = getattr(error, "problem", None) or error
        message = f"the front matter is not valid {kind} ({reason}): fix it"
        problem = Problem(path=source.path, line=line, message=message)
        return FrontMatter({}, match.start("body"), match.end(), (problem,))
    return FrontMatter(fields, match.start("body"), match.end())


def front_end(text: str) -> int:
    """Return the offset of an article's text behind its front matter, whose fields are not read.

    Args:
        text: the file.
    """
    match = _FRONT.match(text)
    return match.end() if match is not None else _read_json(Source(text, "")).end


def _toml_line(error: Exception) -> int:
    """Return the line that a TOML fault names, below the opening mark; 0 where it names none."""
    named = re.search(r"at line (\d+)", str(error))
    return int(named[1]) if named else 0


def _read_json(source: Source) -> FrontMatter:
    """Return front matter in JSON, as Hugo has it: an object that an article begins with."""
    match = _JSON.match(source.text)
    if match is None:
        return FrontMatter({})
    start = match.start("mark")
    try:
        fields, _, end = read_value(source.text, start)
    except NotReadError as error:
        line = source.locate(error.position, error.position).line
        message = f"the front matter is not valid JSON ({error.reason}): fix it"
        problem = Problem(path=source.path, line=line, message=message)
        return FrontMatter({}, start, start, (problem,))
    if _REST_OF_LINE.match(source.text, end) is None:
        return FrontMatter({})  # text goes on behind it: an article that begins with a brace
    return FrontMatter(fields, start, end)


def own_address(matter: FrontMatter) -> str | None:
    """Return the address that an article says it is published at."""
    fields = matter.fields
    for name in ("canonical", "canonical_url"):
        if address := as_text(fields.get(name)):
            return address
    url = as_text(fields.get("url"))
    return None if url is not None and url == _address_of_source(fields) else url


def front_citations(source: Source, matter: FrontMatter) -> Iterator[Citation]:
    """Yield the sources that the front matter names, each where it is."""
    address = _address_of_source(matter.fields)
    if address is not None:
        name = as_text(matter.fields.get("source"))
        yield Citation(
            **_placed(source, address, address, matter.start, matter.end),
            publisher=name,
            section="source",
        )
    for name in _SOURCES:
        value = matter.fields.get(name)
        if value is None or (name == "source" and address is not None):
            continue
        found = re.compile(rf"""^[ \t]*(?:\[+|["'])?{name}\b""", re.MULTILINE).search(
            source.text, matter.start, matter.end
        )
        position = found.end() if found else matter.start
        for item in value if isinstance(value, list) else [value]:
            citation = _citation(source, item, name, position, matter.end)
            if citation is not None:
                position = max(position, citation.location.end - source.offset)
                yield citation


def _address_of_source(fields: dict[str, Any]) -> str | None:
    """Return the address of the one source that `source: Name` and another field tell of."""
    for name, value in fields.items():
        address = as_text(value)
        if str(name).lower() in _SOURCE_ADDRESSES and address and _HTTP.match(address):
            return address
    named, url = as_text(fields.get("source")), as_text(fields.get("url"))
    if named and "://" not in named and url and _HTTP.match(url):
        return url
    return None


def _citation(source: Source, item: Any, section: str, start: int, end: int) -> Citation | None:
    plain = as_text(item) or _as_reference(item)
    if plain is not None:
        return _read_text(source, plain, section, start, end)
    if not isinstance(item, dict):
        return None
    fields = {str(name).lower(): value for name, value in item.items()}

    def first(names: tuple[str, ...]) -> str | None:
        return next((text for name in names if (text := as_text(fields.get(name)))), None)

    address, title, doi = (
        first(_ADDRESSES),
        as_text(fields.get("title")),
        doi_of(as_text(fields.get("doi")) or ""),
    )
    if address is None and title is None and doi is None:
        return None
    where = address or doi or title or ""
    if address is None and doi is not None:
        address = resolver_address(f"doi:{doi}")
    heading = _find(source, title, start, end) if title is not None else None
    citation = Citation(
        **_placed(source, address, where, start, end),
        title_location=source.locate(*heading) if heading is not None else None,
        publisher=first(_PUBLISHERS),
        author=_names(fields.get("author")),
        date=next((day for name in _DATES if (day := as_date(fields.get(name)))), None),
        access_date=next((day for name in _READ if (day := as_date(fields.get(name)))), None),
        language=first(_LANGUAGES),
        doi=doi,
        isbn=as_text(fields.get("isbn")),
        section=section,
    )
    return titled(citation, title, source.detect)


def _as_reference(item: Any) -> str | None:
    """Return a source that YAML takes for a mapping or a list, as the text that it was.

    "- Kyiv Post: Mayor opens the bridge, https://…" is a mapping with one key to YAML.
    """
    if isinstance(item, dict) and len(item) == 1:
        ((name, value),) = item.items()
        known = {*_ADDRESSES, *_PUBLISHERS, *_DATES, *_READ, *_LANGUAGES, "title", "author", "doi"}
        said = as_text(value)
        if not isinstance(name, str) or not said or name.lower() in known:
            return None
        text = f"{name}: {said}"
        # Any field of a writer's own has this form, too.
        has_address = any(piece.link is not None for piece in address_pieces(text, 0, len(text)))
        return text if has_address or is_source(text, claim_of_item(text)) else None
    if isinstance(item, list) and item:
        parts = [as_text(part) for part in item]
        return ", ".join(filter(None, parts)) if all(parts) else None
    return None


def _placed(source: Source, address: str | None, text: str, start: int, end: int) -> dict[str, Any]:
    """Return the fields of a citation that say where it is, and its address.

    Args:
        source: the file.
        address: of the citation.
        text: what is looked for; with escapes in it, it is not in the file as it is.
        start: offset from which to look, which then is the place.
        end: offset up to which.
    """
    where = _find(source, text, start, end)
    return {
        "location": source.locate(*(where or (start, start))),
        "url": address,
        "written": source.text[slice(*where)] if where and address is not None else None,
    }


def _read_text(source: Source, text: str, section: str, start: int, end: int) -> Citation | None:
    """Read a source that is given as text: an address, a reference, or only a name."""
    pieces = list(address_pieces(text, 0, len(text)))
    link = next((piece.link for piece in pieces if piece.link is not None), None)
    if link is None and section == "source":  # `source: Name`
        return Citation(**_placed(source, None, text, start, end), publisher=text, section=section)
    if link is None:
        claim, words = claim_of_item(text), text
    else:
        claim = claim_of_link(text, link.start, link.end, link.url)
        words = text[link.start : link.end]
    sure = claim.confidence
    publisher = claim.publisher if sure.get("publisher", 0.0) >= SURE else None
    title = text[slice(*claim.title)] if claim.title and sure.get("title", 0.0) >= SURE else None
    if link is None and title is None:
        title, publisher = text, None
    url = link.url if link is not None else None
    also = {name: getattr(claim, name) for name in _ALSO_READ if sure.get(name, 0.0) >= SURE}
    citation = Citation(
        **_placed(source, url, words, start, end),
        **also,
        publisher=publisher,
        section=section,
        raw=text,
    )
    heading = _find(source, title, start, end) if title is not None else None
    if heading is not None:
        citation = msgspec.structs.replace(citation, title_location=source.locate(*heading))
    citation = titled(citation, title, source.detect)
    return citation if citation.url or citation.title or citation.publisher else None


def _find(source: Source, text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return where a value is as it is; values with escapes in them are not found."""
    for written in (text, text.replace("/", "\\/")):  # JSON may have "https:\\/\\/…"
        found = source.text.find(written, start, end)
        if found >= 0 and text:
            return found, found + len(written)
    return None


def _names(value: object) -> str | None:
    """Return authors as one string: text, or the names of a list as in CSL."""
    names: list[str] = []
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, dict):
            parts = (as_text(one.get(key)) for key in ("given", "family", "literal", "name"))
            names.append(" ".join(filter(None, parts)))
        else:
            names.append(as_text(one) or "")
    return ", ".join(filter(None, names)) or None


def as_text(value: object) -> str | None:
    """Return a field's value as text, or None where it is none."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    return str(value).strip() or None


def as_date(value: object) -> str | None:
    """Return a field's value as an ISO 8601 date, or None where it is none.

    Args:
        value: a date, a year, text with one in any usual form, or a date as CSL has it:
            `date-parts`, or a list of parts by name.
    """
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, dict):
        parts = value.get("date-parts")
        if isinstance(parts, list) and parts and isinstance(parts[0], list):
            return _iso(parts[0])
        if "year" in value:
            return _iso([value.get(name) for name in ("year", "month", "day")])
        value = value.get("raw") or value.get("literal")
    if isinstance(value, (dt.datetime, dt.date)):
        return value.isoformat()
    if isinstance(value, int) and not isinstance(value, bool):  # a year alone, to YAML and JSON
        return str(value) if 1000 <= value <= 9999 else None
    if not isinstance(value, str):
        return None
    match = _ISO.fullmatch(value.strip())
    return match[1] if match is not None else iso_date(_NUMBERS.sub(_padded, value.strip()))


def _padded(match: re.Match[str]) -> str:
    """Return a date in numbers, the year first, as ISO 8601 has it."""
    return f"{match[1]}-{match[2]:>02}-{match[3]:>02}"


def _iso(parts: list[Any]) -> str | None:
    """Return a date of reduced precision from its year, month and day."""
    found: list[str] = []
    for part, digits in zip(parts, (4, 2, 2), strict=False):
        text = as_text(part) or ""
        if not text.isdecimal() or len(text) > digits:
            break
        found.append(text.zfill(digits))
    return "-".join(found) or None
