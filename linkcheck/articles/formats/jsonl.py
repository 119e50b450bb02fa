"""JSON lines: an article a line, as exports and pipelines write them.

{"id": "17", "url": "https://…", "title": "…", "language": "uk", "published": "2014-03-30",
"html": "<p>…" | "markdown": "…" | "text": "…"}
{"id": "18", "title": "…", "citations": [{"url": "https://…", "title": "…", "publisher": "…"}]}
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from linkcheck.articles.citations import titled
from linkcheck.articles.directives import told_in, with_directives
from linkcheck.articles.formats.base import Format
from linkcheck.articles.formats.registry import format_named
from linkcheck.articles.formats.writers import JsonWriter
from linkcheck.articles.json_places import (
    Member,
    NotReadError,
    elements,
    embedded_text,
    members_of,
    object_members,
    skip_space,
)
from linkcheck.languages.names import primary_tag
from linkcheck.models import Article, Citation, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.articles.source import Source


__all__ = ["FORMAT", "articles"]

_LINE = re.compile(r"[^\n]+")
_BODIES = ("html", "markdown", "text")
# Fields of a ready citation that are taken over as they are; the address and title are located.
_TAKEN = (
    "id", "language", "trans_title", "publisher", "place", "author", "date", "section",
    "archive_url", "archive_date", "access_date", "url_status",
)  # fmt: skip


def _ends_part(line: str) -> bool:
    """Tell whether a large file may be cut behind a line: behind every one."""
    return bool(line)


def articles(source: Source) -> Iterator[Article]:
    """Yield the article of each line; a line that cannot be read is a problem of its own."""
    for line in _LINE.finditer(source.text):
        if not line[0].strip():
            continue
        try:
            yield _article(source, _object_in(source.text, line.span()), line.span())
        except NotReadError as error:
            place = source.locate(line.start(), line.end())
            message = f"this line is not an article in JSON ({error.reason}): fix or remove it"
            problem = Problem(path=source.path, line=place.line, message=message)
            yield Article(path=source.path, format="jsonl", problems=(problem,))


def _object_in(text: str, line: tuple[int, int]) -> dict[str, Member]:
    """Return the members of the object that a line is.

    Raises:
        NotReadError: it is not one.
    """
    start, stop = line
    members, end = object_members(text, skip_space(text, start))
    if text[end:stop].strip(" \t\r,"):
        raise NotReadError("there is text after the object", end)
    return members


def _article(source: Source, members: dict[str, Member], line: tuple[int, int]) -> Article:
    found = Article(path=source.path, format="jsonl")
    for form in _BODIES:
        if form in members and isinstance(members[form].value, str):
            body = embedded_text(source, members[form])
            inner = body.source()
            reader = format_named(form)
            found = _joined(
                [body.relocated(one) for one in with_directives(inner, reader.read(inner), reader)]
            )
            break
    found = _told(source, found, members, line)
    language = _string(members, "language")
    citations: list[Citation] = []
    for one, fields, span in _items(source, members.get("citations")):
        citations.append(one)
        found = _told(source, found, fields, span)
    return msgspec.structs.replace(
        found,
        format="jsonl",
        id=_string(members, "id") or found.id,
        url=_string(members, "url") or found.url,
        title=_string(members, "title") or found.title,
        language=(primary_tag(language) if language else None) or found.language,
        published=_string(members, "published") or found.published,
        modified=_string(members, "modified") or found.modified,
        citations=found.citations + tuple(citations),
    )


def _joined(parts: list[Article]) -> Article:
    """Return the parts that a very long text was read in as one article."""
    first, *others = parts
    return msgspec.structs.replace(
        first,
        citations=sum((one.citations for one in others), first.citations),
        quotations=sum((one.quotations for one in others), first.quotations),
        directives=sum((one.directives for one in others), first.directives),
        problems=sum((one.problems for one in others), first.problems),
    )


def _told(
    source: Source, article: Article, members: dict[str, Member], span: tuple[int, int]
) -> Article:
    """Return an article with what an object in its line says to linkcheck."""
    if "linkcheck" not in members:
        return article
    value, start, end = members["linkcheck"]
    first, last = source.offset + span[0], source.offset + span[1]
    directives, problems = told_in(value, source.locate(start, end), first, last)
    return msgspec.structs.replace(
        article,
        directives=article.directives + directives,
        problems=article.problems + problems,
    )


def _items(
    source: Source, ready: Member | None
) -> Iterator[tuple[Citation, dict[str, Member], tuple[int, int]]]:
    """Yield the citations that are given ready-made, each with its fields and where it stands."""
    if ready is None:
        return
    for item in elements(source.text, ready):
        if isinstance(item.value, dict):
            members = members_of(source.text, item)
            yield _citation(source, members, item.end), members, (item.start, item.end)


def _citation(source: Source, members: dict[str, Member], end: int) -> Citation:
    url, title = members.get("url"), members.get("title")
    location = written = title_location = None
    if url is not None and isinstance(url.value, str) and url.value:
        location = source.locate(url.start + 1, url.end - 1)
        written = source.text[url.start + 1 : url.end - 1]
    if title is not None and isinstance(title.value, str) and title.value:
        title_location = source.locate(title.start + 1, title.end - 1)
    begin = min((member.start for member in members.values()), default=end - 1)
    taken = {name: text for name in _TAKEN if (text := _string(members, name)) is not None}
    citation = Citation(
        location=location or source.locate(begin, end - 1),
        url=_string(members, "url"),
        written=written,
        title_location=title_location,
    )
    citation = titled(citation, _string(members, "title"), source.detect)
    return msgspec.structs.replace(citation, **taken)


def _string(members: dict[str, Member], name: str) -> str | None:
    value = members[name].value if name in members else None
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    return str(value).strip() or None


FORMAT = Format(
    name="jsonl",
    suffixes=(".jsonl", ".ndjson"),
    articles=articles,
    comments=(),  # JSON has none: a field says it, and the format of each text reads its comments
    verbatim=None,
    sniff=lambda start: start.startswith('{"'),
    ends_part=_ends_part,
    writer=JsonWriter("url"),
)
