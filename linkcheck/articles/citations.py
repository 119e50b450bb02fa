"""Find the citations of an article: in its lists of sources, and the links of its running text.

Read from blocks, so that it is the same for every format. What an item claims is the matter of
`linkcheck.articles.grammar`; an anchor in running text claims its own words at most.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

import msgspec

from linkcheck.articles.blocks import Block, BlockKind, Link
from linkcheck.articles.grammar import (
    Claim,
    claim_of_item,
    claim_of_link,
    is_pointer_or_address,
    title_span,
)
from linkcheck.articles.words import is_source_heading, language_tag
from linkcheck.languages import detect
from linkcheck.languages.mojibake import repaired
from linkcheck.models import Citation
from linkcheck.urls import mended

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from linkcheck.articles.source import Source

__all__ = ["ADDRESS", "read_citations", "titled", "trim_address"]

# An address in running text; brackets and marks behind it are trimmed afterwards.
ADDRESS = re.compile(r"""\bhttps?://[^\s<>"“”«»`|\\^{}]+""", re.IGNORECASE)
MAX_CONTEXT = 400
WEAK = 6
"""Level from which a heading is only a line of text, which running text ends."""

_NOT_FETCHED = ("mailto:", "tel:", "javascript:", "data:", "sms:", "callto:", "skype:", "about:")
_NUMBERING = re.compile(r"^[\s·•*–—-]*(?:\(?\d{1,3}[.)])?\s*")
_TITLE_LANGUAGES = ("en", "uk", "ru")
_INVISIBLE = dict.fromkeys((0x00AD, 0x200B, 0x200C, 0x2060, 0xFEFF))


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
        text = block.text
        if block.kind is BlockKind.HEADING:
            if is_source_heading(text):
                depth = min(depth or block.level, block.level)
            elif depth and block.level <= depth:
                depth = 0
            section = fold_space(text).rstrip(": ") or None
            if _anchors(block):
                yield from _inline(block, source, section)
        elif _is_item(block, in_list=depth > 0):
            yield from _listed(block, source, section)
        else:
            if depth >= WEAK and not _anchors(block) and _is_sentence(text):
                depth = 0  # no heading marks the end of such a list: running text does
            yield from _inline(block, source, section if depth else None)


def trim_address(text: str) -> str:
    """Return an address found in running text without the marks that belong to the sentence.

    A closing bracket stays where the address opened it: Wikipedia's addresses have such.
    """
    while text:
        last = text[-1]
        opening = {")": "(", "]": "["}.get(last)
        unopened = opening is not None and text.count(last) > text.count(opening)
        if last not in ".,;:!?'\"*_~…" and not unopened:
            break
        text = text[:-1]
    return text


def _listed(block: Block, source: Source, section: str | None) -> Iterator[Citation]:
    """Read an item of a list of sources."""
    text = block.text
    anchors = _anchors(block)
    if not anchors:
        claim = claim_of_item(text)
        if claim.title is None and claim.publisher is None:
            return
        yield _citation(block, source, claim, None, section)
        return
    # Several links in an item: each is a source, and what stands before the first names them all.
    first = claim_of_link(text[: anchors[1].start] if len(anchors) > 1 else text, *anchors[0][1:])
    yield _citation(block, source, first, anchors[0], section)
    for number, anchor in enumerate(anchors[1:], 1):
        behind = anchors[number + 1].start if number + 1 < len(anchors) else len(text)
        begin = anchors[number - 1].end
        claim = claim_of_link(text[:behind], anchor.start, anchor.end)
        if text[begin : anchor.start].strip(" ,;/|·") == "" or claim.publisher is None:
            title = title_span(text, anchor.start, anchor.end)
            pointing = is_pointer_or_address(text[anchor.start : anchor.end])
            claim = Claim(
                title=None if pointing else title, publisher=first.publisher, place=first.place
            )
        yield _citation(block, source, claim, anchor, section)


def _is_item(block: Block, *, in_list: bool) -> bool:
    """Tell whether a block is an item of a list of sources.

    Outside of one a footnote with an address is one all the same, and so is an item that reads
    "Publisher: linked title". In one, so is a line that has only numbers before its link.
    """
    anchors = _anchors(block)
    if block.kind is BlockKind.PARAGRAPH:
        if not in_list or not anchors:
            return False
        lead = _NUMBERING.sub("", block.text[: anchors[0].start]).strip()
        return not lead or (lead.endswith(":") and len(lead.split()) <= 10)
    if in_list:
        return True
    if block.kind is BlockKind.NOTE:
        return bool(anchors)
    return (
        len(anchors) == 1
        and block.text[: anchors[0].start].rstrip().endswith(":")
        and claim_of_link(block.text, *anchors[0][1:]).publisher is not None
    )


def _is_sentence(text: str) -> bool:
    return len(text.split()) >= 3 and text.rstrip().endswith((".", "!", "?", "…"))


def _inline(block: Block, source: Source, section: str | None) -> Iterator[Citation]:
    """Read the links of running text: the anchor may be a title, or only words of the sentence."""
    text = block.text
    for anchor in _anchors(block):
        words = text[anchor.start : anchor.end]
        title = None
        if not is_pointer_or_address(words):
            title = title_span(text, anchor.start, anchor.end)
        yield _citation(
            block, source, Claim(title=title), anchor, section, context=_sentence(text, anchor)
        )


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
        # Relative addresses are the site's own pages; other schemes and slips ("https//", "www.")
        # are reported as malformed.
        return bool(urlsplit(url).scheme) or mended(url) is not None
    except ValueError:
        return True


def _citation(
    block: Block,
    source: Source,
    claim: Claim,
    anchor: _Anchor | None,
    section: str | None,
    *,
    context: str | None = None,
) -> Citation:
    link = anchor.link if anchor is not None else None
    start, end = (link.start, link.end) if link is not None else (block.start, block.end)
    title = fold_space(block.text[slice(*claim.title)]) if claim.title is not None else None
    declared = language_tag(link.language) if link is not None and link.language else None
    citation = Citation(
        location=source.locate(start, end),
        url=_absolute(link.url) if link is not None else None,
        written=source.text[start:end] if link is not None else None,
        title_location=source.locate(*block.span(*claim.title)) if claim.title else None,
        language=declared or claim.language,
        publisher=claim.publisher,
        place=claim.place,
        author=claim.author,
        date=claim.date,
        section=section,
        context=context,
        inline=context is not None,
    )
    return titled(citation, title)


def titled(citation: Citation, title: str | None) -> Citation:
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
    begin = max(
        (match.end() for match in re.finditer(r"[.!?…]\s+", text[: anchor.start])), default=0
    )
    match = re.search(r"[.!?…](?:\s|$)", text[anchor.end :])
    end = anchor.end + match.end() if match else len(text)
    begin = max(begin, anchor.start - MAX_CONTEXT // 2)
    return fold_space(text[begin : min(end, anchor.end + MAX_CONTEXT // 2)])


def fold_space(text: str) -> str:
    """Return a text with every run of white space as one space, and soft hyphens dropped."""
    return " ".join(text.translate(_INVISIBLE).split())
