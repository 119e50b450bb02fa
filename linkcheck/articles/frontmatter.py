"""Front matter: the fields in YAML or TOML that stand before a Markdown article.

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
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any, NamedTuple

import frontmatter

from linkcheck.articles.citations import titled
from linkcheck.models import Citation, Problem
from linkcheck.text.toml import loads

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.articles.source import Source

__all__ = ["FrontMatter", "as_date", "as_text", "front_citations", "read_front_matter"]

_FRONT = re.compile(
    r"\s*(?P<mark>---|\+\+\+)[ \t]*\r?\n(?P<body>.*?)^(?P=mark)[ \t]*\r?$", re.DOTALL | re.MULTILINE
)
_SOURCES = ("source", "sources", "references", "citations")
_ADDRESSES = ("url", "link", "href", "address")
_PUBLISHERS = ("publisher", "outlet", "site", "website", "name")
_LANGUAGES = ("language", "lang")
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
        return FrontMatter({})
    try:
        if match["mark"] == "---":
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
        message = f"the front matter is not valid {kind} ({reason}): mend it"
        problem = Problem(path=source.path, line=line, message=message)
        return FrontMatter({}, match.start("body"), match.end(), (problem,))
    return FrontMatter(fields, match.start("body"), match.end())


def _toml_line(error: Exception) -> int:
    """Return the line that a TOML fault names, below the opening mark; 0 where it names none."""
    named = re.search(r"at line (\d+)", str(error))
    return int(named[1]) if named else 0


def front_citations(source: Source, matter: FrontMatter) -> Iterator[Citation]:
    """Yield the sources that the front matter names, each where it stands."""
    position = matter.start
    for name in _SOURCES:
        value = matter.fields.get(name)
        if value is None:
            continue
        found = re.compile(rf"^[ \t]*(?:\[+)?{name}\b", re.MULTILINE).search(
            source.text, matter.start, matter.end
        )
        position = found.end() if found else matter.start
        for item in value if isinstance(value, list) else [value]:
            citation = _citation(source, item, name, position, matter.end)
            if citation is not None:
                position = citation.location.end - source.offset
                yield citation


def _citation(source: Source, item: Any, section: str, start: int, end: int) -> Citation | None:
    fields = item if isinstance(item, dict) else {}
    address = next((text for name in _ADDRESSES if (text := as_text(fields.get(name)))), None)
    title = as_text(fields.get("title"))
    plain = as_text(item)
    if plain is not None:
        address, title = (plain, None) if _HTTP.match(plain) else (None, plain)
    if address is None and title is None:
        return None
    where = _find(source, address or title or "", start, end)
    if where is None:
        return None
    heading = _find(source, title, start, end) if title is not None else None
    citation = Citation(
        location=source.locate(*where),
        url=address,
        written=source.text[slice(*where)] if address is not None else None,
        title_location=source.locate(*heading) if heading is not None else None,
        publisher=next((text for name in _PUBLISHERS if (text := as_text(fields.get(name)))), None),
        author=as_text(fields.get("author")),
        date=as_date(fields.get("date")),
        language=next((text for name in _LANGUAGES if (text := as_text(fields.get(name)))), None),
        section=section,
    )
    return titled(citation, title, source.detect)


def _find(source: Source, text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return where a value stands as it is; values with escapes in them are not found."""
    found = source.text.find(text, start, end)
    return (found, found + len(text)) if found >= 0 and text else None


def as_text(value: object) -> str | None:
    """Return a field's value as text, or None where it is none."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    return str(value).strip() or None


def as_date(value: object) -> str | None:
    """Return a field's value as an ISO 8601 date, or None where it is none."""
    if isinstance(value, (dt.datetime, dt.date)):
        return value.isoformat()
    match = re.match(r"\d{4}(?:-\d{2}(?:-\d{2})?)?", value) if isinstance(value, str) else None
    return match[0] if match else None
