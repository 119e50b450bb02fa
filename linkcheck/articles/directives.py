"""Comments by which an article says what is not to be held against its sources.

    linkcheck: ignore[dead-link, moved] until=2027-01-31 reason="kept for the record"
    linkcheck: ignore
    linkcheck: ignore-file[title-changed]

They are in a comment of the format, which readers never see; the format declares its comments. In
JSON lines they are the field `"linkcheck": "ignore[…]"` of an article or citation, and comments
inside its text. A comment that is only shown, as code, does not count.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

import msgspec

from linkcheck.models import Directive, Problem, Rule
from linkcheck.text.suggestions import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from linkcheck.articles.formats.base import Format
    from linkcheck.articles.source import Source
    from linkcheck.models import Article, Location

__all__ = ["told_in", "with_directives", "without_directives"]

_LONGEST = 20_000
"""Characters of a template before which its beginning is not looked for."""
_FORM = re.compile(
    r"""ignore(?P<file>-file)?
        (?:\[(?P<rules>[^\]]*)\])?
        (?P<rest>(?:\s+(?:until|reason)=(?:"[^"]*"|[^\s"]+))*)""",
    re.VERBOSE,
)
_OPTION = re.compile(r'(until|reason)=(?:"([^"]*)"|([^\s"]+))')
_USAGE = 'write `linkcheck: ignore[rule] until=2027-01-31 reason="why"`'
_SPACE = re.compile(r"\s*")
_BLANK = re.compile(r"\n[ \t\r]*\n")
_TAGS = re.compile(r"<[^>]*>")
_SOURCE = re.compile(r"://|\bhref\b", re.IGNORECASE)


def with_directives(source: Source, articles: Iterable[Article], form: Format) -> Iterator[Article]:
    """Yield a file's articles, each with the comments that speak of it.

    Args:
        source: the file.
        articles: those in it, in order.
        form: their format, which declares its comments.
    """
    directives, problems = _read(source, form)
    if not directives and not problems:
        yield from articles
        return
    last: Article | None = None
    for article in articles:
        if last is not None:
            yield last
        # Of several articles in a file each has its own; what is wrong is told once.
        starts = [citation.location.start for citation in article.citations]
        begin, end = min(starts, default=0), max(starts, default=-1)
        own: list[Directive] = []
        others: list[Directive] = []
        for one in directives:
            meets = one.file or (one.first <= end and begin < (one.last or 0))
            (own if meets else others).append(one)
        directives = [*(one for one in own if one.file), *others]
        last = msgspec.structs.replace(
            article,
            directives=article.directives + tuple(own),
            problems=article.problems + problems,
        )
        problems = ()
    if last is not None:
        rest = [one for one in directives if not one.file]
        yield msgspec.structs.replace(last, directives=(*last.directives, *rest))


def without_directives(text: str, form: Format) -> str:
    """Return a text with such comments blanked, every place kept.

    Args:
        text: of an article whose format would read comments as text.
        form: the format.
    """
    for match in _comments(text, form):
        blank = re.sub(r"[^\r\n]", " ", match[0])
        text = text[: match.start()] + blank + text[match.end() :]
    return text


def told_in(
    value: object, location: Location, first: int, last: int
) -> tuple[tuple[Directive, ...], tuple[Problem, ...]]:
    """Read what a field says to linkcheck; return it, or what is wrong with it.

    Args:
        value: of the field: "ignore[dead-link] until=2027-01-31".
        location: where it stands.
        first: offset in the file of what it speaks of.
        last: offset behind that.
    """
    if not isinstance(value, str):
        return (), (_misunderstood("it is not text", location),)
    try:
        return (_directive(value, location, first, last, alone=False),), ()
    except ValueError as error:
        return (), (_misunderstood(error, location),)


def _read(source: Source, form: Format) -> tuple[list[Directive], tuple[Problem, ...]]:
    """Return what a file's comments say to linkcheck, and what is wrong in them."""
    directives: list[Directive] = []
    problems: list[Problem] = []
    text = source.text
    comments = _comments(text, form)
    blanks = [match.start() for match in _BLANK.finditer(text)] if comments else []
    behind = _behind_all(text, comments)
    for match in comments:
        place = source.locate(match.start(), match.end())
        alone = _is_alone(text, match)
        below = behind[match.start()]
        first, last = _below(text, match, below, blanks) if alone else _beside(text, match)
        first, last = source.offset + first, source.offset + last
        if not match.groupdict().get("end", True):
            problems.append(_misunderstood("it has no end", place))
            continue
        try:
            directives.append(_directive(match["text"], place, first, last, alone=alone))
        except ValueError as error:
            problems.append(_misunderstood(error, place))
    return directives, tuple(problems)


def _comments(text: str, form: Format) -> list[re.Match[str]]:
    """Return the comments of a text that speak to linkcheck, in order."""
    # Most articles have none, and looking for a word is quick.
    if "linkcheck" not in text and "linkcheck" not in text.lower():
        return []
    found = [match for comment in form.comments for match in comment.pattern.finditer(text)]
    if not found:
        return []
    found.sort(key=lambda match: match.start())
    shown = _merged(form.verbatim(text)) if form.verbatim is not None else []
    begins = [start for start, _ in shown]
    return [match for match in found if not _is_within(match.start(), shown, begins)]


def _merged(stretches: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return stretches in order, those that overlap as one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(stretches):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _is_within(position: int, stretches: Sequence[tuple[int, int]], begins: Sequence[int]) -> bool:
    before = bisect_right(begins, position) - 1
    return before >= 0 and position < stretches[before][1]


def _directive(text: str, location: Location, first: int, last: int, *, alone: bool) -> Directive:
    """Read what stands in one comment.

    Raises:
        ValueError: it is not of the form.
    """
    text = " ".join(text.split())
    form = _FORM.fullmatch(text)
    if form is None:
        message = f"“{text[:80]}”"
        raise ValueError(message)
    rules = form["rules"]
    if rules is not None and not rules.strip():
        raise ValueError("the brackets are empty")
    options = {name: quoted or bare for name, quoted, bare in _OPTION.findall(form["rest"])}
    return Directive(
        location=location,
        text=f"linkcheck: {text}",
        rules=tuple(_rule(name) for name in (rules or "").split(",") if name.strip()),
        until=_day(options["until"]) if "until" in options else None,
        reason=options.get("reason"),
        first=0 if form["file"] else first,
        last=None if form["file"] else last,
        file=bool(form["file"]),
        alone=alone,
    )


def _misunderstood(error: object, place: Location) -> Problem:
    message = f"this comment to linkcheck is not understood: {error}; {_USAGE}"
    return Problem(path=place.path, line=place.line, message=message)


def _beside(text: str, match: re.Match[str]) -> tuple[int, int]:
    """Return the line that a comment stands on, and all of a template that ends there."""
    start = text.rfind("\n", 0, match.start()) + 1
    end = text.find("\n", match.end())
    return _template(text, start, match.start()), end if end >= 0 else len(text)


def _below(
    text: str, match: re.Match[str], position: int, blanks: Sequence[int]
) -> tuple[int, int]:
    """Return the paragraph or item below a comment: of it, the first line with a source is meant.

    Args:
        text: of the file.
        match: the comment.
        position: offset of what comes below it.
        blanks: offsets of all blank lines.
    """
    after = bisect_left(blanks, position)
    while True:
        end = blanks[after] if after < len(blanks) else len(text)
        block = text[position : min(end, position + _LONGEST)]
        # Lines of nothing but tags (<ul>) are not what is meant.
        if end == len(text) or _TAGS.sub("", block).strip() or _SOURCE.search(block):
            return match.end(), end
        position, after = end, after + 1


def _template(text: str, start: int, end: int) -> int:
    """Return where a template begins that ends between two places, or the first of them."""
    depth = text.count("}}", start, end) - text.count("{{", start, end)
    position = start
    while depth > 0:
        opening = text.rfind("{{", max(0, start - _LONGEST), position)
        if opening < 0:
            return start
        depth += text.count("}}", opening, position) - 1
        position = opening
    return position


def _behind_all(text: str, comments: Sequence[re.Match[str]]) -> dict[int, int]:
    """Return, by the offset of each comment, where text comes that is neither space nor another."""
    behind: dict[int, int] = {}
    for match in reversed(comments):
        space = _SPACE.match(text, match.end())
        position = space.end() if space else match.end()
        behind[match.start()] = behind.get(position, position)
    return behind


def _is_alone(text: str, match: re.Match[str]) -> bool:
    before = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
    end = text.find("\n", match.end())
    behind = text[match.end() : end if end >= 0 else len(text)]
    return not before.strip() and not behind.strip()


def _rule(name: str) -> Rule:
    try:
        return Rule(name.strip())
    except ValueError:
        near = nearest(name, [rule.value for rule in Rule])
        hint = f", did you mean {near}" if near else ""
        message = f"unknown rule “{name.strip()[:40]}”{hint}"
        raise ValueError(message) from None


def _day(text: str) -> str:
    try:
        return dt.date.fromisoformat(text).isoformat()
    except ValueError:
        message = f"“{text[:40]}” is not a date"
        raise ValueError(message) from None
