"""reStructuredText articles: text, references, footnotes and directives."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from linkcheck.articles.compose import compose
from linkcheck.articles.formats.base import Comment, Format
from linkcheck.articles.formats.rst_blocks import Structure
from linkcheck.articles.formats.rst_inline import Inline
from linkcheck.articles.formats.writers import RstWriter
from linkcheck.models import Problem
from linkcheck.text.dates import iso_date

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.articles.source import Source
    from linkcheck.models import Article

__all__ = ["FORMAT", "articles"]

# A literal block, also one with options; and a directive of our name, which is no comment.
_LITERAL = re.compile(
    r"^([ \t]*)(?:\.\.[ ]+(?:code|code-block|sourcecode|parsed-literal)::|(?!\.\.).*::[ \t]*$)"
    r"[^\n]*\n"
    r"(?:[ \t]*\n)*((?:\1[ \t]+\S[^\n]*(?:\n|\Z)|[ \t]*\n)+)",
    re.MULTILINE,
)
_DIRECTIVE = re.compile(r"^[ \t]*\.\.[ \t]+linkcheck[ \t]*::", re.MULTILINE | re.IGNORECASE)


def articles(source: Source) -> Iterator[Article]:
    """Yield the one article of a reStructuredText file."""
    # Line ends are made one character each, so that lines and offsets stay what they are.
    text = source.text.replace("\r\n", " \n").replace("\r", "\n")
    structure = Structure(text)
    inline = Inline(text, structure)
    blocks = list(inline.blocks())
    info = {name: text[start:end].strip() for name, (start, end) in structure.fields.items()}
    article = compose(
        source,
        "rst",
        blocks,
        title=text[slice(*structure.title)] if structure.title is not None else None,
        language=info.get("language") or info.get("lang"),
        published=iso_date(info.get("date", "")),
        modified=iso_date(info.get("updated", "") or info.get("modified", "")),
        url=info.get("url"),
    )
    if inline.unresolved is not None:
        problem = Problem(
            path=source.path,
            line=source.locate(*inline.unresolved).line,
            message="the substitutions cannot be resolved, so the article was read without them: "
            "look for one that uses itself, also through others",
        )
        article = msgspec.structs.replace(article, problems=(problem,))
    yield article


def _verbatim(text: str) -> Iterator[tuple[int, int]]:
    yield from (match.span(2) for match in _LITERAL.finditer(text))
    yield from (match.span() for match in _DIRECTIVE.finditer(text))


FORMAT = Format(
    name="rst",
    suffixes=(".rst", ".rest"),
    articles=articles,
    comments=(Comment(".. ", own_line=True),),
    verbatim=_verbatim,
    writer=RstWriter(),
)
