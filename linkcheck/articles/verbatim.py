"""Where an article shows markup to its readers, as code, and does not mean it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["shown_in"]

_WIKI = re.compile(
    r"<(nowiki|pre|syntaxhighlight|source)\b[^>]{0,500}>.*?(?:</\1\s*>|\Z)",
    re.DOTALL | re.IGNORECASE,
)
# CommonMark 6.1: as many backticks end a code span as begin it; it may run over lines.
_SPAN = re.compile(r"(?<!`)(`+)(?!`)(?:(?!\n[ \t]*\n).){1,2000}?(?<!`)\1(?!`)", re.DOTALL)
_LITERAL = re.compile(
    r"^([ \t]*)(?:\.\.[ ]+(?:code|code-block|sourcecode|parsed-literal)::|(?!\.\.).*::[ \t]*$)"
    r"[^\n]*\n"
    r"(?:[ \t]*\n)*((?:\1[ \t]+\S[^\n]*(?:\n|\Z)|[ \t]*\n)+)",
    re.MULTILINE,
)


def shown_in(text: str, form: str, hashes: Iterable[int] = ()) -> list[tuple[int, int]]:
    """Return the stretches of a text in which markup is only shown, in order, none overlapping.

    Args:
        text: of the article.
        form: name of its format.
        hashes: in Markdown, offsets of `#`, which is a comment in front matter alone.
    """
    if form == "wikitext":
        return [match.span() for match in _WIKI.finditer(text)]
    if form == "rst":
        return [match.span(2) for match in _LITERAL.finditer(text)]
    if form == "markdown":
        return _markdown(text, hashes)
    return []


def _markdown(text: str, hashes: Iterable[int]) -> list[tuple[int, int]]:
    from markdown_it import MarkdownIt  # noqa: PLC0415 - only where there are comments to us

    from linkcheck.articles.frontmatter import read_front_matter  # noqa: PLC0415 - the same
    from linkcheck.articles.source import Source  # noqa: PLC0415 - the same

    begin = read_front_matter(Source(text, "")).end
    ends = (match.end() for match in re.compile("\n").finditer(text, begin))
    starts = [begin, *ends, len(text)]
    blocks = [
        (starts[token.map[0]], starts[min(token.map[1], len(starts) - 1)])
        for token in MarkdownIt("commonmark").parse(text[begin:].replace("\r", " "))
        if token.type in {"fence", "code_block"} and token.map is not None
    ]
    spans: list[tuple[int, int]] = []
    position = begin
    for start, end in [*blocks, (len(text), len(text))]:
        spans += [match.span() for match in _SPAN.finditer(text, position, start)]
        spans.append((start, end))
        position = end
    return _merged([*spans, *((at, at + 1) for at in hashes if at >= begin)])


def _merged(stretches: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(stretches):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
