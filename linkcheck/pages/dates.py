"""When a page was published, and when it was changed: what its data say, then what it shows."""

from __future__ import annotations

import functools
import itertools
import re
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias
from urllib.parse import urlsplit

from linkcheck.data import load_toml
from linkcheck.pages.structured import texts
from linkcheck.text.dates import machine_date, shown_dates
from linkcheck.text.titles import fold_space

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from selectolax.lexbor import LexborHTMLParser, LexborNode

__all__ = ["DATED", "Dates", "dates_on", "day_of_site", "declared_dates"]

_PUBLISHED_NAMES = (
    "article:published_time", "article:published", "og:article:published_time", "datepublished",
    "citation_publication_date", "citation_date", "parsely-pub-date", "sailthru.date",
    "dc.date.issued", "dcterms.issued", "dc.date", "dcterms.date", "dc.date.created",
    "dcterms.created", "pubdate", "publishdate", "publish-date", "publication_date",
    "publication-date", "date", "cxenseparse:recs:publishtime", "og:published_time",
    "article:create_time", "published_at", "mediator_published_time", "uploaddate", "datecreated",
)  # fmt: skip
_MODIFIED_NAMES = (
    "article:modified_time", "og:updated_time", "datemodified", "last-modified", "last-published",
    "dc.date.modified", "dcterms.modified", "article:updated_time", "revised",
)  # fmt: skip
DATED = (
    "[itemprop=datePublished], time[datetime], [property~='dc:date'], [property~='dc:created'],"
    " abbr.published[title]"
)
"""Elements that mark a date for programs."""
# Outside the story itself such places hold other stories' dates, too: the first one counts.
_DATE_PLACES = (
    "article time, article [class*=date], main time, main [class*=date], h1 ~ [class*=date],"
    " h1 ~ time, [class*=publish], [class*=submitted], [class*=posted-on]"
)
# Elsewhere in a page the element's name alone says so; those nearest to the headline count.
_ANY_PLACE = (
    "time, [class*=date i], [class*=datum i], [class*=meta i], [class*=time i], [class*=byline i],"
    " [class*=created i], [class*=info i], [class*=fecha i],"
    " [class*=tarih i], [id*=date i], header p, small"
)
_PLACES = 12
_MORE_PLACES = 40
_LONGEST_LINE = 120
# What attributes say of the date in an element.
_NAMES_PUBLISHED = re.compile(
    "publish|publicat|publicad|pub-?date|dc:created|posted|submitted", re.IGNORECASE
)
_NAMES_OTHER = re.compile("modif|updat|revis|edited|expire|valid(?:from|through)", re.IGNORECASE)
_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)/(\d\d?)/(\d\d?)/")
_NAMES_DATE = re.compile("date|datum|fecha", re.IGNORECASE)
_SENTENCE = 40
"""Characters beside a date in its paragraph that make it part of a sentence."""
_OTHER_STORIES = re.compile(
    r"\b(?:related|recommend(?:ed|ations?)?|sidebar|teasers?|read[-_]?(?:also|more|next)|more[-_]news"
    r"|most[-_]?(?:read|popular|viewed)|latest|popular|promo|newsletter|carousel)\b",
    re.IGNORECASE,
)
_COMMENTS = re.compile(
    r"\bcomment(?!s?[-_](?:open|closed|enabled|disabled|status))|\brepl(?:y|ies)\b|disqus",
    re.IGNORECASE,
)
_IN_ATTRIBUTES = ("datetime", "content", "title")
_ATTRIBUTES = ("class", "id", "itemprop", "property", "pubdate")
_ANCESTORS = 12
# Elements that a label before a date is in, beside plain text.
_INLINE = frozenset(
    {"-text", "span", "b", "strong", "i", "em", "small", "label", "dt", "th", "abbr"}
)
_LABEL = 60
# Lines of text that are looked at; those above and below the headline that may have its date, and
# how far into a paragraph, after a bracket.
_DIGITS = re.compile(r"\d\d")
_MOST_LINES = 400
_ABOVE, _BELOW = 6, 16
_OPENS = 2
_CLOSE = 30
"""Characters before a date that its label begins in."""

_Role: TypeAlias = Literal["published", "modified"]


class Dates(NamedTuple):
    """Dates of a page in ISO 8601, each None where unknown."""

    published: str | None = None
    modified: str | None = None


def declared_dates(article: Mapping[str, Any], metas: Mapping[str, Sequence[str]]) -> Dates:
    """Return what a page's data give.

    Args:
        article: the page's story in JSON-LD, perhaps empty.
        metas: contents of meta elements by lower-case name.
    """
    return Dates(
        _first_date(
            *_values(article.get("datePublished")),
            *(content for name in _PUBLISHED_NAMES for content in metas.get(name, ())),
            *_values(article.get("uploadDate")),
            *_values(article.get("dateCreated")),
        ),
        _first_date(
            *_values(article.get("dateModified")),
            *(content for name in _MODIFIED_NAMES for content in metas.get(name, ())),
        ),
    )


def dates_on(
    tree: LexborHTMLParser, marked: Iterable[LexborNode], headings: Sequence[LexborNode]
) -> Dates:
    """Return the first dates that elements mark, or that are where pages show theirs.

    A date is that of publication unless a label, or the element's own name, says otherwise; the
    dates of comments are none.

    Args:
        tree: the document.
        marked: elements that `DATED` selects, in their order.
        headings: of the story.
    """
    published: list[str] = []
    modified: list[str] = []
    unmarked: list[str] = []
    for node in marked:
        if _is_elsewhere(node):
            continue
        role = _role(node)
        if role is None and _is_in_prose(node):
            continue
        found = _labelled(node) or _first_date(*map(node.attributes.get, _IN_ATTRIBUTES))
        if found is None and role == "published":
            found = _first_shown((node,), modified)
        if found is not None:
            (published if role == "published" else modified if role else unmarked).append(found)
        if role == "modified":
            # "30 March 2014 | Updated 5 May 2016" in an element that has the later date's name.
            line = _line(_text(node))
            if line.modified is not None and line.published is not None:
                published.append(line.published)
    if found := next(iter(published + unmarked), None):
        return Dates(found, next(iter(modified), None))
    for selector, most in ((_DATE_PLACES, _PLACES), (_ANY_PLACE, _MORE_PLACES)):
        found = _first_shown(tree.css(selector)[:most], modified)
        if found is not None:
            return Dates(found, next(iter(modified), None))
    found = _in_lines(tree, headings, modified)
    return Dates(found, next(iter(modified), None))


def _labelled(node: LexborNode) -> str | None:
    """Return the date of publication that an element shows as such, whatever its attributes say."""
    text = _text(node)
    first = next(shown_dates(text), None) if len(text) <= _LONGEST_LINE else None
    if first is None or _label(text[: first.start]) != "published":
        return None
    return first.iso


def day_of_site(published: str | None, url: str) -> str | None:
    """Return a date of publication as the site's readers see it.

    Sites that store times in UTC may have the neighbouring day in a story's address: the day in
    their own time zone.

    Args:
        published: ISO 8601, or None.
        url: the page's address.
    """
    if published is None or not published.endswith(("+00:00", "Z")):
        return published
    named = _IN_ADDRESS.search(urlsplit(url).path)
    if named is None:
        return published
    try:
        day = date(*map(int, named.groups()))
        apart = abs((day - date.fromisoformat(published[:10])).days)
    except ValueError:
        return published
    return day.isoformat() if apart == 1 else published


def _first_shown(nodes: Iterable[LexborNode], modified: list[str]) -> str | None:
    """Return the first date of publication that elements show; add those of changes."""
    for node in nodes:
        text = _text(node)
        if len(text) > _LONGEST_LINE or _is_elsewhere(node):
            continue
        if _is_in_prose(node) and not _begins_as_date(node):
            continue
        line = _line(text)
        if line.modified is not None:
            modified.append(line.modified)
        if (
            line.published is not None
            and (line.modified or _role(node) != "modified")
            and not _is_period(text)
        ):
            return line.published
    return None


def _is_period(text: str) -> bool:
    """Tell whether a line has two dates and no label: a season, or an event of several days."""
    found = list(shown_dates(text))
    return len(found) > 1 and _label(text) is None


def _in_lines(
    tree: LexborHTMLParser, headings: Sequence[LexborNode], modified: list[str]
) -> str | None:
    """Return the date of publication in a short line near the headline, or behind its label."""
    if tree.body is None:
        return None
    tree.strip_tags(["script", "style"])
    written = list(itertools.islice(_lines(tree.body), _MOST_LINES))
    lines = [line for line, _ in written]
    headed = {_text(heading) for heading in headings}
    at = next((number for number, line in enumerate(lines) if line in headed), -_BELOW)
    before = ""
    for number, line in enumerate(lines):
        first = next(shown_dates(line[:_LONGEST_LINE]), None) if _DIGITS.search(line) else None
        if first is not None and first.start <= _LABEL and first.iso not in modified:
            label = _label(f"{before} {line[: first.start]}"[-_CLOSE:])
            near = -_ABOVE <= number - at < _BELOW
            short = first.start <= _OPENS or (
                len(line) - (first.end - first.start) <= (_LABEL if line[-1] not in ".!?…" else 0)
            )
            if label == "modified":
                modified.append(first.iso)
            elif (label or (near and short and not _is_period(line))) and not (
                _is_elsewhere_or_prose(written[number][1])
            ):
                return first.iso
        before = line if len(line) <= _LABEL else ""
    return None


def _lines(body: LexborNode) -> Iterator[tuple[str, LexborNode]]:
    """Yield the lines of a page's text, each with the element that it is in."""
    for node in body.traverse(include_text=True):
        if node.tag == "-text" and node.parent is not None:
            for part in node.text().split("\n"):
                if line := fold_space(part):
                    yield line, node.parent


def _is_elsewhere_or_prose(node: LexborNode) -> bool:
    """Tell whether the element that a line is in says that its date is not the story's."""
    return _is_elsewhere(node) or _is_in_prose(node)


def _is_elsewhere(node: LexborNode) -> bool:
    """Tell whether an element belongs to a comment or to another story."""
    around: LexborNode | None = node
    for _ in range(_ANCESTORS):
        if around is None or around.tag in {"body", "html"}:
            return False
        names = _names(around)
        if (_COMMENTS.search(names) or _OTHER_STORIES.search(names)) and not around.css_first("h1"):
            return True
        around = around.parent
    return False


def _is_in_prose(node: LexborNode) -> bool:
    """Tell whether an element is part of a sentence: the day of an event."""
    around = node.parent
    return (
        around is not None
        and around.tag == "p"
        and len(_text(around)) > len(_text(node)) + _SENTENCE
    )


def _begins_as_date(node: LexborNode) -> bool:
    """Tell whether an element that has the name of a date begins its paragraph."""
    named = _NAMES_DATE.search(node.attributes.get("class") or "") is not None
    return named and not _before(node)


def _role(node: LexborNode) -> _Role | None:
    """Return which date an element has, by its own name, its parent's or the label before it."""
    for named in filter(None, (node, node.parent)):
        names = _names(named) if named.tag not in {"article", "main", "body"} else ""
        if _NAMES_PUBLISHED.search(names):
            return "published"
        if _NAMES_OTHER.search(names):
            return "modified"
    text = _before(node)
    last = max((found.end for found in shown_dates(text)), default=0)
    return _label(text[last:])


def _names(node: LexborNode) -> str:
    return " ".join(filter(None, map(node.attributes.get, _ATTRIBUTES)))


def _before(node: LexborNode) -> str:
    """Return the end of the text before an element in its line, or before its parent."""
    for around in filter(None, (node, node.parent)):
        text, sibling = "", around.prev
        while sibling is not None and sibling.tag in _INLINE and len(text) < _LABEL:
            text = f"{_text(sibling)[-_LABEL:]} {text}"
            sibling = sibling.prev
        if text.strip():
            return text
    return ""


def _line(text: str) -> Dates:
    """Return the dates in a line, by the words before each of them."""
    published: list[str] = []
    unlabelled: list[str] = []
    modified: list[str] = []
    end = 0
    for found in shown_dates(text):
        label = _label(text[end : found.start])
        (published if label == "published" else modified if label else unlabelled).append(found.iso)
        end = found.end
    return Dates(next(iter(published + unlabelled), None), next(iter(modified), None))


def _label(text: str) -> _Role | None:
    """Return which date the last label in a text announces, or None without a label."""
    last = None
    for found in _labels().finditer(text.casefold()):
        last = found
    return None if last is None else "published" if last["published"] else "modified"


@functools.cache
def _labels() -> re.Pattern[str]:
    facts = load_toml("pages-dates")
    groups = (
        rf"(?P<{kind}>{'|'.join(map(re.escape, facts[kind]))})" for kind in ("published", "other")
    )
    return re.compile(rf"\b(?:{'|'.join(groups)})")


def _text(node: LexborNode) -> str:
    return fold_space(node.text(separator=" "))


def _values(value: object) -> list[str]:
    """Return the dates in a JSON-LD value; numbers are seconds or milliseconds since 1970."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return [f"{value:.0f}"]
    if isinstance(value, list):
        return [text for item in value[:5] for text in _values(item)]
    return texts(value)


def _first_date(*texts: str | None) -> str | None:
    return next(filter(None, map(machine_date, texts)), None)
