"""Comments by which an article says what is not to be held against its sources.

    linkcheck: ignore[dead-link, moved] until=2027-01-31 reason="kept for the record"
    linkcheck: ignore
    linkcheck: ignore-file[title-changed]

They stand in a comment of the format, which readers never see: `<!-- … -->` in HTML, Markdown,
wikitext and WordPress exports, `.. …` in reStructuredText, `# …` in plain text and in front
matter, and the field `"linkcheck": "ignore[…]"` in JSON lines.
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
from typing import TYPE_CHECKING

import msgspec

from linkcheck.models import Directive, Problem, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from linkcheck.articles.source import Source
    from linkcheck.models import Article, Citation

__all__ = ["with_directives", "without_directives"]

_COMMENT = re.compile(
    r"""(?P<open><!--|^[ \t]*\.\.|(?:^|(?<=\s))\#|"linkcheck"[ \t]*:[ \t]*")
        [ \t]*(?:(?<=:[ ]")|(?<=:")|linkcheck:)[ \t]*(?P<text>[^\n]{0,1000}?)[ \t]*
        (?P<close>-->|(?<!\\)"(?=[ \t]*[,}])|$)""",
    re.VERBOSE | re.MULTILINE,
)
_FORM = re.compile(
    r"""ignore(?P<file>-file)?
        (?:\[(?P<rules>[^\]]*)\])?
        (?P<rest>(?:\s+(?:until|reason)=(?:\\?"[^"]*"|[^\s"]+))*)\s*""",
    re.VERBOSE,
)
_OPTION = re.compile(r'(until|reason)=(?:\\?"([^"]*?)\\?"|([^\s"]+))')
_USAGE = 'write `linkcheck: ignore[rule] until=2027-01-31 reason="why"`'


def with_directives(source: Source, articles: Iterable[Article]) -> Iterator[Article]:
    """Yield a file's articles, each with the comments that speak of it.

    Args:
        source: the file.
        articles: those in it, in order.
    """
    directives, problems = _read(source)
    if not directives and not problems:
        yield from articles
        return
    last: Article | None = None
    for article in articles:
        if last is not None:
            yield last
        own = [one for one in directives if one.file or _meets(one, article.citations)]
        # Of several articles in a file each has its own; what is wrong is told once.
        directives = [one for one in directives if one.file or one not in own]
        last = msgspec.structs.replace(
            article, directives=tuple(own), problems=article.problems + problems
        )
        problems = ()
    if last is not None:
        rest = [one for one in directives if not one.file]
        yield msgspec.structs.replace(last, directives=(*last.directives, *rest))


def _meets(directive: Directive, citations: Sequence[Citation]) -> bool:
    places = [citation.location.start for citation in citations]
    if not places:
        return False
    return directive.first <= max(places) and min(places) < (directive.last or 0)


def _read(source: Source) -> tuple[list[Directive], tuple[Problem, ...]]:
    """Return what a file's comments say to linkcheck, and what is wrong in them."""
    directives: list[Directive] = []
    problems: list[Problem] = []
    for match in _comments(source.text):
        place = source.locate(match.start(), match.end())
        try:
            directives.append(_directive(source, match))
        except ValueError as error:
            message = f"this comment to linkcheck is not understood: {error}; {_USAGE}"
            problems.append(Problem(path=source.path, line=place.line, message=message))
    return directives, tuple(problems)


def without_directives(text: str) -> str:
    """Return a text with such comments blanked, every place kept: plain text has no comments."""
    for match in _comments(text):
        text = text[: match.start()] + " " * (match.end() - match.start()) + text[match.end() :]
    return text


def _comments(text: str) -> Iterator[re.Match[str]]:
    # Most articles have none, and looking for a word is quick.
    return _COMMENT.finditer(text) if "linkcheck" in text else iter(())


def _directive(source: Source, match: re.Match[str]) -> Directive:
    """Read one comment.

    Raises:
        ValueError: it is not of the form.
    """
    form = _FORM.fullmatch(match["text"])
    if form is None:
        message = f"“{match['text'][:80]}”"
        raise ValueError(message)
    options = {name: quoted or bare for name, quoted, bare in _OPTION.findall(form["rest"])}
    first, last = _reach(source.text, match)
    return Directive(
        location=source.locate(match.start(), match.end()),
        text=f"linkcheck: {match['text']}",
        rules=tuple(_rule(name) for name in (form["rules"] or "").split(",") if name.strip()),
        until=_day(options["until"]) if "until" in options else None,
        reason=options.get("reason"),
        first=source.offset if form["file"] else source.offset + first,
        last=None if form["file"] else source.offset + last,
        file=bool(form["file"]),
        alone=_is_alone(source.text, match),
    )


def _reach(text: str, match: re.Match[str]) -> tuple[int, int]:
    """Return the stretch of text that a comment speaks of.

    In JSON the object that it is a member of; else its line, or where it stands alone all that
    follows: whoever asks takes the first line of that which has a source.
    """
    if match["open"].startswith('"'):
        start = text.rfind("{", 0, match.start())
        end = text.find("}", match.end())
        return max(start, 0), end if end >= 0 else len(text)
    if _is_alone(text, match):
        return match.end(), len(text)
    start = text.rfind("\n", 0, match.start()) + 1
    end = text.find("\n", match.end())
    return start, end if end >= 0 else len(text)


def _is_alone(text: str, match: re.Match[str]) -> bool:
    if match["open"].startswith('"'):
        return False
    before = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
    end = text.find("\n", match.end())
    behind = text[match.end() : end if end >= 0 else len(text)]
    return not before.strip() and not behind.strip()


def _rule(name: str) -> Rule:
    try:
        return Rule(name.strip())
    except ValueError:
        near = difflib.get_close_matches(name.strip(), [rule.value for rule in Rule], n=1)
        hint = f", did you mean {near[0]}" if near else ""
        message = f"there is no rule “{name.strip()[:40]}”{hint}"
        raise ValueError(message) from None


def _day(text: str) -> str:
    try:
        return dt.date.fromisoformat(text).isoformat()
    except ValueError:
        message = f"“{text[:40]}” is no date"
        raise ValueError(message) from None
