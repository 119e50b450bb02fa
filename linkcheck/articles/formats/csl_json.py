"""CSL-JSON, the bibliographies of Zotero, pandoc and citeproc (CSL 1.0.2 data schema)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from linkcheck.articles.directives import told_in
from linkcheck.articles.formats.base import Format
from linkcheck.articles.formats.writers import JsonWriter
from linkcheck.articles.json_places import (
    Member,
    NotReadError,
    elements,
    embedded_text,
    members_of,
    object_members,
    read_value,
    skip_space,
)
from linkcheck.articles.stated import Field, reference
from linkcheck.errors import ArticleError
from linkcheck.models import Article, Citation, Directive, Problem
from linkcheck.text.dates import iso_date

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.articles.source import Source

__all__ = ["FORMAT"]

_WEB = frozenset({"webpage", "post", "post-weblog", "article-newspaper"})
"""Types of sources that have to have an address."""
_TYPES = (
    "article(?:-journal|-magazine|-newspaper)?|bill|book|broadcast|chapter|dataset|document|entry"
    "(?:-dictionary|-encyclopedia)?|event|figure|graphic|hearing|interview|legal_case|legislation"
    "|manuscript|map|motion_picture|pamphlet|paper-conference|patent|performance|periodical"
    "|personal_communication|post(?:-weblog)?|regulation|report|review(?:-book)?|software|song"
    "|speech|standard|thesis|treaty|webpage"
)
_ITEM = re.compile(rf'"type"\s*:\s*"(?:{_TYPES})"')
_NAMES = ("author", "editor")


def _articles(source: Source) -> Iterator[Article]:
    text = source.text
    citations: list[Citation] = []
    directives: list[Directive] = []
    problems: list[Problem] = []
    try:
        items = [(member, members_of(text, member)) for member in _items(text)]
    except NotReadError as error:
        message = (
            f"this is not a CSL-JSON bibliography ({error.reason}): fix it, or export it again"
        )
        line = source.locate(error.position, error.position).line
        raise ArticleError(message, path=source.path, line=line) from error
    source = source.with_parts(
        part
        for member, item in items
        for part in ((member.start, f"entry {_string(item, 'id') or '?'}"), (member.end, ""))
    )
    for member, item in items:
        citation = _citation(source, item, (member.start, member.end))
        citations += [citation] if citation is not None else []
        if "linkcheck" in item:
            said, start, end = item["linkcheck"]
            place = source.locate(start, end)
            first = source.offset + member.start
            found, wrong = told_in(said, place, first, source.offset + member.end)
            directives += found
            problems += wrong
    yield Article(
        path=source.path,
        format=FORMAT.name,
        citations=tuple(sorted(citations, key=lambda each: each.location.start)),
        directives=tuple(directives),
        problems=tuple(problems),
    )


def _items(text: str) -> list[Member]:
    """Return the items of a bibliography: a list, one item, or the member `items` of an object.

    Raises:
        NotReadError: it is not valid JSON.
    """
    start = skip_space(text, 0)
    if text.startswith("{", start):
        members, _ = object_members(text, start)
        if "items" in members:
            return _objects(text, members["items"])
    whole = read_value(text, start)
    if whole.end != len(text.rstrip()):
        raise NotReadError("there is more text after it", skip_space(text, whole.end))
    return [whole] if isinstance(whole.value, dict) else _objects(text, whole)


def _objects(text: str, member: Member) -> list[Member]:
    return [each for each in elements(text, member) if isinstance(each.value, dict)]


def _citation(source: Source, item: dict[str, Member], where: tuple[int, int]) -> Citation | None:
    container = _string(item, "container-title") or _string(item, "publisher")
    return reference(
        source,
        url=_field(source, item, "URL"),
        doi=_field(source, item, "DOI"),
        title=_field(source, item, "title"),
        where=where,
        on_the_web=_string(item, "type") in _WEB,
        fields={
            "publisher": container,
            "place": _string(item, "publisher-place"),
            "author": next((names for kind in _NAMES if (names := _names(item.get(kind)))), None),
            "date": _date(item.get("issued")),
            "access_date": _date(item.get("accessed")),
            "language": _string(item, "language"),
            "isbn": _string(item, "ISBN"),
            "archive_url": _string(item, "archive"),
        },
    )


def _field(source: Source, item: dict[str, Member], name: str) -> Field | None:
    member = item.get(name)
    if member is None or not isinstance(member.value, str) or not member.value.strip():
        return None
    return Field(embedded_text(source, member).text, member.start + 1, member.end - 1)


def _string(item: dict[str, Member], name: str) -> str | None:
    value = item[name].value if name in item else None
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return str(value).strip() or None


def _names(member: Member | None) -> str | None:
    """Return names as one string, in the order in which they are spoken."""
    if member is None or not isinstance(member.value, list):
        return None
    names = []
    for each in member.value:
        if not isinstance(each, dict):
            continue
        parts = ("given", "dropping-particle", "non-dropping-particle", "family", "suffix")
        spoken = [each.get("literal")] if each.get("literal") else map(each.get, parts)
        names.append(" ".join(part for part in spoken if isinstance(part, str) and part))
    return ", ".join(filter(None, names)) or None


def _date(member: Member | None) -> str | None:
    """Return a date, which may be only a year or a month, in ISO 8601."""
    value = member.value if member is not None else None
    if isinstance(value, dict):
        parts = value.get("date-parts")
        if isinstance(parts, list) and parts and isinstance(parts[0], list):
            numbers = [str(each) for each in parts[0][:3] if str(each).isdigit()]
            if numbers:
                return iso_date("-".join((numbers[0], *(each.zfill(2) for each in numbers[1:]))))
        value = value.get("raw") or value.get("literal") or value.get("string-date")
    return iso_date(str(value)) if isinstance(value, str | int) and value else None


def _sniff(start: str) -> bool:
    return start.startswith("[") and start[1:].lstrip()[:1] == "{" and bool(_ITEM.search(start))


FORMAT = Format(
    name="csl-json",
    suffixes=(".csljson",),
    articles=_articles,
    comments=(),  # JSON has none: the member "linkcheck" of an item says it
    verbatim=None,
    sniff=_sniff,
    writer=JsonWriter("URL"),
)
