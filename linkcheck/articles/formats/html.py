"""HTML articles, with the exact place of every link and title.

Beautiful Soup reads what the document says of itself; `html_reader` finds its text and links.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import linkcheck.articles.formats
from linkcheck.articles.blocks import BlockKind, joined_items
from linkcheck.articles.compose import compose
from linkcheck.articles.formats.base import Comment, Format
from linkcheck.articles.formats.html_reader import HtmlReader
from linkcheck.articles.formats.writers import HtmlWriter
from linkcheck.articles.source import LARGE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.articles.blocks import Block
    from linkcheck.articles.formats.html_reader import Found
    from linkcheck.articles.source import Source
    from linkcheck.models import Article

__all__ = ["FORMAT", "articles", "fragment_blocks"]

_OPENING = re.compile(r"<(?=[a-zA-Z/!?])")
# A start tag that is closed, each of its values of a length that values have.
_CLOSED_TAG = re.compile(
    r"""<[a-zA-Z][^<>"']{0,65536}(?:(?:"[^"]{0,65536}"|'[^']{0,65536}')[^<>"']{0,65536}){0,500}>"""
)
# A conditional section, as Word writes it: `<![if !vml]>`, `<![endif]>`.
_CONDITION = re.compile(r"<!\[(?:if|else|endif)\b[^]<>]{0,500}\]>", re.IGNORECASE)
_CDATA = re.compile(r"<!\[CDATA\[", re.IGNORECASE)
# How `reports/formats/html/report.html` begins.
_REPORT = re.compile(
    r'<!doctype html>\s*<html lang="[a-z]+">\s*<head>\s*<meta charset="utf-8">\s*'
    r'<meta name="generator" content="linkcheck">'
)
_SCHEME = re.compile(r"(https?):", re.IGNORECASE)
_NO_TAG = "\uff1c"  # the full-width sign: one character as well, and read the same by a person
_BLOCKS_IN_PART = 2000


def articles(source: Source) -> Iterator[Article]:
    """Yield the one article of an HTML file; a very long one in consecutive parts.

    A report of linkcheck, as it lies beside the articles, cites nothing of its own.
    """
    if _REPORT.match(source.text) is not None:
        yield compose(source, "html", [])
        return
    text = defused(source.text)
    head = linkcheck.articles.formats.read_head(text[:LARGE], source.base)
    # Relative addresses are the site's own pages. They are checked where it is asked for its
    # articles, and left out of files, whether or not these have a `base`. Only its scheme is
    # needed for `//host/page`, which is an address of any site.
    base = head.base if source.base is not None else None
    scheme = _SCHEME.match(head.base or "")
    for blocks in _parts(text, base, scheme[1].lower() if scheme is not None else ""):
        yield compose(
            source,
            "html",
            blocks,
            title=head.title,
            language=head.language,
            published=head.published,
            modified=head.modified,
            url=head.canonical,
        )


def _parts(text: str, base: str | None, scheme: str) -> Iterator[list[Block]]:
    """Yield the blocks of a document, those of a very long one as they are read."""
    reader = HtmlReader(text, 0, base=base, scheme=scheme)
    if len(text) < LARGE:
        yield _blocks(reader)
        return
    found: list[Found] = []
    for _ in reader.read():
        found += reader.take()
        if len(found) >= _BLOCKS_IN_PART:
            yield _joined(found)
            found = []
    yield _joined([*found, *reader.take()])


def defused(text: str) -> str:
    """Return a document in which whatever opens like a tag also closes; every place is kept.

    Python's parser looks through the whole rest of the text at each tag or comment that is never
    closed, so that a megabyte of them would take hours. Such a `<` is text, as browsers take it.
    Some releases of it fail on `<![` before anything but the sections that they know.
    """
    last_tag, last_comment, last_section = map(text.rfind, (">", "-->", "]]>"))

    def unless_closed(match: re.Match[str]) -> str:
        start = match.start()
        if text.startswith("<!--", start):
            closed = start < last_comment
        elif text.startswith("<![", start):
            closed = (
                start < last_section
                if _CDATA.match(text, start) is not None
                else _CONDITION.match(text, start) is not None
            )
        else:
            closed = start < last_tag and (
                text[start + 1 : start + 2] in "/!?" or _CLOSED_TAG.match(text, start) is not None
            )
        return "<" if closed else _NO_TAG

    return _OPENING.sub(unless_closed, text)


def fragment_blocks(
    text: str,
    offset: int,
    *,
    blank_lines: bool = False,
    base: str | None = None,
    inside: bool = False,
) -> list[Block]:
    """Return the blocks of a document, or of a piece of HTML inside another format.

    Where the document marks its main part (`article`, `main`), the rest is left out.

    Args:
        text: the HTML.
        offset: where it begins in the source.
        blank_lines: True where an empty line ends a paragraph, as in WordPress.
        base: the address that relative addresses are meant from; None where they are left out.
        inside: True where all of it is of the article, its headers, footers and asides included.
    """
    text = defused(text)
    return _blocks(HtmlReader(text, offset, blank_lines=blank_lines, base=base, inside=inside))


def _blocks(reader: HtmlReader) -> list[Block]:
    for _ in reader.read():
        pass
    found = reader.take()
    if any(one.main for one in found) and _is_whole(found):
        found = [one for one in found if one.main]
    return _joined(found)


def _is_whole(found: list[Found]) -> bool:
    """Tell whether what is marked as the main part is the article, and not a teaser in it.

    It has most of the prose, or the headline and no mere fraction of the prose.
    """
    prose = {True: 0, False: 0}
    headline: bool | None = None
    for block, main, _ in found:
        if block.kind is not BlockKind.HEADING:
            prose[main] += sum(len(piece.text) for piece in block.pieces if piece.link is None)
        elif headline is None and block.level == 1:
            headline = main
    return prose[True] * (4 if headline else 0.5) >= prose[False]


def _joined(found: list[Found]) -> list[Block]:
    return list(joined_items((one.block, one.item) for one in found))


def _sniff(start: str) -> bool:
    begins = ("<!doctype html", "<html", "<?xml", "<article", "<p", "<h1", "<div")
    return start.lower().startswith(begins)


FORMAT = Format(
    name="html",
    suffixes=(".html", ".htm", ".xhtml"),
    articles=articles,
    comments=(Comment("<!--", "-->"),),
    verbatim=None,  # code is escaped: whatever opens a comment is one
    sniff=_sniff,
    writer=HtmlWriter(),
)
