"""Find the citations of an article: in its lists of sources, and the links of its running text.

Read from blocks, so that it is the same for every format. What an item claims is the matter of
`linkcheck.articles.references.grammar`; an anchor in running text claims its own words at most.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

import msgspec

from linkcheck.articles.blocks import Block, BlockKind, Link
from linkcheck.articles.references.grammar import (
    Claim,
    claim_of_item,
    claim_of_link,
    is_pointer_or_address,
    title_span,
)
from linkcheck.articles.references.vocabulary import is_source_heading, language_tag
from linkcheck.languages.mojibake import repaired
from linkcheck.models import Citation
from linkcheck.text.titles import fold_space
from linkcheck.text.urls import mended, other_scheme

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from linkcheck.articles.source import Source
    from linkcheck.languages import Detect

__all__ = ["ADDRESS", "read_citations", "titled", "trim_address"]

# An address in running text; brackets and marks behind it are trimmed afterwards.
ADDRESS = re.compile(r"""\bhttps?://[^\s<>"“”«»`|\\^{}]+""", re.IGNORECASE)
MAX_CONTEXT = 400
WEAK = 6
"""Level from which a heading is only a line of text, which running text ends."""

_NOT_FETCHED = ("mailto:", "tel:", "javascript:", "data:", "sms:", "callto:", "skype:", "about:")
_NUMBERING = re.compile(r"^[\s·•*–—-]*(?:\(?\d{1,3}[.)])?\s*")
_TITLE_LANGUAGES = ("en", "uk", "ru")


class _Anchor(NamedTuple):
    """A link with the stretch of the block's text that it stands on."""

    link: Link
    start: int
    end: int


def read_citations(blocks: Iterable[Block], source: Source) -> Iterator[Citation]:
    """Yield the citations of an article's blocks, in order.

    Args:
        blocks: the main text, navigation and code left out.
        source: the file they came from.
    """
    section: str | None = None
    depth = 0  # level of the heading that opened the list of sources; 0 outside of one
    for block in blocks:
        reading = _Reading(block, source)
        if block.kind is BlockKind.HEADING:
            if is_source_heading(reading.text):
                depth = min(depth or block.level, block.level)
            elif depth and block.level <= depth:
                depth = 0
            section = fold_space(reading.text).rstrip(": ") or None
            yield from _inline(reading, section)
        elif _is_item(reading, in_list=depth > 0):
            yield from _listed(reading, section)
        else:
            if depth >= WEAK and not reading.anchors and _is_sentence(reading.text):
                depth = 0  # no heading marks the end of such a list: running text does
            yield from _inline(reading, section if depth else None)


class _Reading:
    """A block with what is asked of it again and again."""

    def __init__(self, block: Block, source: Source) -> None:
        self.block = block
        self.source = source
        self.text = block.text
        self.anchors = _anchors(block)
        self.places = block.places()


def trim_address(text: str) -> str:
    """Return an address found in running text without the marks that belong to the sentence.

    A closing bracket stays where the address opened it: Wikipedia's addresses have such.
    """
    end = len(text)
    unopened = {
        closing: text.count(closing) - text.count(opening) for opening, closing in ("()", "[]")
    }
    while end:
        last = text[end - 1]
        if last in unopened and unopened[last] > 0:
            unopened[last] -= 1
        elif last not in ".,;:!?'\"*_~…":
            break
        end -= 1
    return text[:end]


def _listed(reading: _Reading, section: str | None) -> Iterator[Citation]:
    """Read an item of a list of sources."""
    text, anchors = reading.text, reading.anchors
    if not anchors:
        claim = claim_of_item(text)
        if claim.title is not None or claim.publisher is not None:
            yield _citation(reading, claim, None, section)
        return
    # Several links in an item: each is a source, and what stands before the first names them all.
    ends = [anchor.start for anchor in anchors[1:]] + [len(text)]
    first = claim_of_link(text[: ends[0]], *anchors[0][1:])
    yield _citation(reading, first, anchors[0], section)
    for anchor, before, end in zip(anchors[1:], anchors, ends[1:], strict=False):
        begin = before.end
        claim = claim_of_link(text[begin:end], anchor.start - begin, anchor.end - begin)
        if claim.title is not None:
            claim = msgspec.structs.replace(
                claim, title=(claim.title[0] + begin, claim.title[1] + begin)
            )
        if claim.publisher is None:
            claim = msgspec.structs.replace(claim, publisher=first.publisher, place=first.place)
        yield _citation(reading, claim, anchor, section)


def _is_item(reading: _Reading, *, in_list: bool) -> bool:
    """Tell whether a block is an item of a list of sources.

    Outside of one a footnote with an address is one all the same, and so is an item that reads
    "Publisher: linked title". In one, so is a line that has only numbers before its link.
    """
    anchors, text, kind = reading.anchors, reading.text, reading.block.kind
    if kind is BlockKind.PARAGRAPH:
        if not in_list or not anchors:
            return False
        lead = _NUMBERING.sub("", text[: anchors[0].start]).strip()
        return not lead or (lead.endswith(":") and len(lead.split()) <= 10)
    if in_list:
        return True
    if kind is BlockKind.NOTE:
        return bool(anchors)
    return (
        len(anchors) == 1
        and text[: anchors[0].start].rstrip().endswith(":")
        and claim_of_link(text, *anchors[0][1:]).publisher is not None
    )


def _is_sentence(text: str) -> bool:
    return len(text.split()) >= 3 and text.rstrip().endswith((".", "!", "?", "…"))


def _inline(reading: _Reading, section: str | None) -> Iterator[Citation]:
    """Read the links of running text: the anchor may be a title, or only words of the sentence."""
    text = reading.text
    for anchor in reading.anchors:
        if other_scheme(anchor.link.url) is not None:
            continue  # to call, to write, to open an app: no source
        title = None
        if not is_pointer_or_address(text[anchor.start : anchor.end]):
            title = title_span(text, anchor.start, anchor.end)
        sentence = _sentence(text, anchor)
        yield _citation(reading, Claim(title=title), anchor, section, context=sentence)


def _anchors(block: Block) -> list[_Anchor]:
    """Return the block's links that lead to the web, with where they stand in its text."""
    found: list[_Anchor] = []
    position = 0
    for piece in block.pieces:
        behind = position + len(piece.text)
        if piece.link is not None and _leads_out(piece.link.url):
            if found and found[-1].link is piece.link:
                found[-1] = found[-1]._replace(end=behind)
            else:
                found.append(_Anchor(piece.link, position, behind))
        position = behind
    return found


def _leads_out(url: str) -> bool:
    """Tell whether an address is a source: not a place in this page, nor a mail address."""
    url = url.strip().lower()
    if not url or url.startswith("#") or url.startswith(_NOT_FETCHED):
        return False
    if url.startswith(("http:", "https:", "//")):
        return True
    try:
        # Relative addresses are the site's own pages; slips ("https//", "www.") are malformed.
        return bool(urlsplit(url).scheme) or mended(url) is not None
    except ValueError:
        return True


def _citation(
    reading: _Reading,
    claim: Claim,
    anchor: _Anchor | None,
    section: str | None,
    *,
    context: str | None = None,
) -> Citation:
    block, source = reading.block, reading.source
    link = anchor.link if anchor is not None else None
    start, end = (link.start, link.end) if link is not None else (block.start, block.end)
    title = fold_space(reading.text[slice(*claim.title)]) if claim.title is not None else None
    declared = language_tag(link.language) if link is not None and link.language else None
    citation = Citation(
        location=source.locate(start, end),
        url=_absolute(link.url) if link is not None else None,
        written=source.text[start:end] if link is not None else None,
        title_location=source.locate(*reading.places.span(*claim.title)) if claim.title else None,
        language=declared or claim.language,
        publisher=claim.publisher,
        place=claim.place,
        author=claim.author,
        date=claim.date,
        section=section,
        context=context,
        inline=context is not None,
    )
    return titled(citation, title, source.detect)


def titled(citation: Citation, title: str | None, detect: Detect) -> Citation:
    """Return a citation with a title and all that follows from the title alone."""
    if title is None:
        return citation
    sound = repaired(title)
    tag = detect(sound or title, _TITLE_LANGUAGES).tag
    return msgspec.structs.replace(
        citation,
        title=title,
        title_repaired=sound,
        title_language=tag if tag != "und" else None,
    )


def _absolute(url: str) -> str:
    url = url.strip()
    return f"https:{url}" if url.startswith("//") else url


def _sentence(text: str, anchor: _Anchor) -> str:
    """Return the sentence an anchor stands in, cut to a readable length."""
    first = max(0, anchor.start - MAX_CONTEXT // 2)
    before = text[first : anchor.start]
    behind = text[anchor.end : anchor.end + MAX_CONTEXT // 2]
    begin = max((match.end() for match in re.finditer(r"[.!?…]\s+", before)), default=0)
    match = re.search(r"[.!?…](?:\s|$)", behind)
    end = anchor.end + (match.end() if match else len(behind))
    return fold_space(text[first + begin : end])
