"""Wikitext made fit for its parser, every offset kept.

What mwparserfromhell cannot read, or only in quadratic time, is blanked beforehand.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["MARK", "readable"]

# Comments, and tags whose contents are shown as they are: what they hold is no link.
_OPAQUE = re.compile(
    r"<!--|<(nowiki|pre|source|syntaxhighlight|code|math|score|timeline|templatedata|graph)"
    r"(?:\s[^<>]*)?>",
    re.IGNORECASE,
)
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)((?:[\s/][^<>]*)?)>", re.IGNORECASE)
_BREAKS = frozenset({"p", "blockquote", "td", "th", "tr", "dd", "dt"})
_PAIRS = (
    (re.compile(r"\{\{|\}\}"), "{{"),
    (re.compile(r"\[\[|\]\]"), "[["),
    (re.compile(r"^[ \t:]*\{\||^[ \t]*\|\}(?!\})", re.MULTILINE), "{|"),
)
_EXTERNAL = re.compile(r"\[(?=(?:[a-z][a-z0-9+.-]{1,20}:)?//|mailto:)|\]|\n", re.IGNORECASE)
_NO_HEADING = re.compile(r"\n(?==(?![^\n]*=[ \t\r]*(?:\n|\Z)))")
# Marks of bold and italics, an apostrophe before them being one; they may cross all other markup.
_QUOTES = re.compile(r"'{5}(?!')|'{2,3}(?!')")
MARK = "\ufdd0"
"""Stands for them: a noncharacter, so that no text has it."""
# mwparserfromhell gives up at 40; no page nests this deep on purpose.
_DEEPEST = 25


def readable(text: str) -> str:
    """Return a text of the same length that the parser reads well.

    Comments, `<nowiki>` and code become spaces, as do all tags but `<ref>` and openings that
    nothing closes, at each of which the parser would start again; marks of bold and italics
    become `MARK`. All of it in linear time.
    """
    # The parser takes a null character for the end of the text.
    text = _without_tags(_without_opaque(text.replace("\0", " ").replace(MARK, " ")))
    text = _QUOTES.sub(lambda match: MARK * len(match[0]), text)
    # Three braces are a template's own parameter, which a page has not.
    text = re.sub(r"\{+(?=\{\{)", lambda match: " " * len(match[0]), text)
    # A line that only begins like a heading is joined to the one before.
    blanks = [match.span() for match in _NO_HEADING.finditer(text)]
    for pattern, opening in _PAIRS:
        blanks += _unclosed(pattern, opening, text)
    last: int | None = None
    for match in _EXTERNAL.finditer(text):
        # An external link ends in its line and holds no other.
        if last is not None and match[0] != "]":
            blanks.append((last, last + 1))
        last = match.start() if match[0] == "[" else None
    if last is not None:
        blanks.append((last, last + 1))
    return _blanked(text, sorted(blanks))


def _blanked(text: str, spans: list[tuple[int, int]]) -> str:
    parts: list[str] = []
    position = 0
    for start, end in spans:
        parts += (text[position:start], " " * (end - max(start, position)))
        position = max(end, position)
    return "".join([*parts, text[position:]])


def _without_opaque(text: str) -> str:
    spans: list[tuple[int, int]] = []
    unclosed: set[str] = set()
    position = 0
    while (match := _OPAQUE.search(text, position)) is not None:
        position = match.end()
        name = (match[1] or "").lower()
        if name in unclosed or match[0].endswith("/>"):
            continue
        closing = re.compile(rf"</{name}\s*>" if name else "-->", re.IGNORECASE)
        end = closing.search(text, position)
        if end is None:
            unclosed.add(name)
            continue
        position = end.end()
        spans.append((match.start(), position))
    return _blanked(text, spans)


def _without_tags(text: str) -> str:
    """Blank tags, and what begins like one; references that are closed keep theirs."""
    parts: list[str] = []
    position = 0
    open_reference: int | None = None  # the part that holds the opening tag
    start = text.find("<")
    while start >= 0:
        match = _TAG.match(text, start)
        end = match.end() if match is not None else start + 1
        parts.append(text[position:start])
        shown = " " * (end - start)
        name = match[2].lower() if match is not None else ""
        if match is not None and name == "ref" and not match[3].endswith("/"):
            if not match[1]:
                open_reference = len(parts)
            elif open_reference is not None:
                parts[open_reference] = f"<ref{parts[open_reference][5:]}>"
                shown, open_reference = f"</ref{' ' * (end - start - 6)}>", None
        elif name == "li" and match is not None and not match[1]:
            shown = f"\n* {shown[3:]}"
        elif name in _BREAKS:
            shown = f"\n\n{shown[2:]}"
        parts.append(shown)
        position = end
        start = text.find("<", end)
    return "".join([*parts, text[position:]])


def _unclosed(pattern: re.Pattern[str], opening: str, text: str) -> Iterator[tuple[int, int]]:
    """Yield where openings stand that are not closed, or are nested too deep."""
    opened: list[tuple[int, int]] = []
    for match in pattern.finditer(text):
        if match[0].endswith(opening):
            opened.append(match.span())
        elif opened:
            span = opened.pop()
            if len(opened) >= _DEEPEST:
                yield span
    yield from opened
