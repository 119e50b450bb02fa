"""The grammar of citations: what an item of a source list, or a link in the text, claims.

Read from blocks, so that it is the same for every format:

    Publisher: Title            CNN: Kerry: Russia supports …   (colons inside the title stay)
    Publisher, Place: Title     Kyiv Post, Ukraine: Russia demands …
    Title — Publisher           Title (Publisher)
    an item that is only a title, or only an address
    a link in running text, whose anchor need not be a title
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from linkcheck.articles.blocks import Block, BlockKind, Link
from linkcheck.articles.words import is_place, is_pointer, is_source_heading
from linkcheck.languages import detect
from linkcheck.languages.names import primary_tag
from linkcheck.models import Citation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from linkcheck.articles.source import Source

__all__ = ["ADDRESS", "read_citations", "trim_address"]

# An address in running text; brackets and marks behind it are trimmed afterwards.
ADDRESS = re.compile(r"""\bhttps?://[^\s<>"“”«»`|\\^{}]+""", re.IGNORECASE)
MAX_PUBLISHER = 80
MAX_CONTEXT = 400

_NOT_FETCHED = ("mailto:", "tel:", "javascript:", "data:", "sms:", "callto:", "skype:", "about:")
_SPACE = re.compile(r"\s+")
_PUBLISHER_BREAK = re.compile(r":(?=\s|$)")
_BEHIND = re.compile(r"^\s*(?:[—–|-]|,)\s+(?P<name>[^()\[\]]{2,80}?)[\s.,;]*$")
_IN_BRACKETS = re.compile(r"^\s*[(\[](?P<name>[^()\[\]]{2,80})[)\]][\s.;]*$")
_EDGES = " \t\r\n\xa0·•*–—-|,;"
_QUOTES = {"“": "”", "«": "»", "„": "“", '"': '"', "”": "”"}
_TITLE_LANGUAGES = ("en", "uk", "ru")


class _Anchor(NamedTuple):
    """A link with the stretch of the block's text that it stands on."""

    link: Link
    start: int
    end: int


class _Claim(NamedTuple):
    """What an item says of a source; spans are in the block's text."""

    title: tuple[int, int] | None = None
    publisher: str | None = None
    place: str | None = None


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
            section = _fold(text).rstrip(": ") or None
            if _anchors(block):
                yield from _inline(block, source, section)
        elif block.kind is BlockKind.ITEM and (depth or _names_publisher(block)):
            yield from _listed(block, source, section)
        else:
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
        claim = _whole(text, 0, len(text))
        if claim.title is None and claim.publisher is None:
            return
        yield _citation(block, source, claim, None, section)
        return
    if len(anchors) == 1:
        yield _citation(block, source, _one_link(text, anchors[0]), anchors[0], section)
        return
    # Several links in an item: each is a source, and what stands before the first names them all.
    first = _one_link(text[: anchors[0].end], anchors[0])
    yield _citation(block, source, first, anchors[0], section)
    for anchor in anchors[1:]:
        claim = _Claim(title=_title_span(text, anchor.start, anchor.end))
        if _is_pointer_or_address(text[anchor.start : anchor.end]):
            claim = _Claim()
        if first.title is not None and claim.title is not None and first.publisher:
            claim = claim._replace(publisher=first.publisher, place=first.place)
        yield _citation(block, source, claim, anchor, section)


def _names_publisher(block: Block) -> bool:
    """Tell whether an item reads "Publisher: linked title", as one of any list of sources does."""
    anchors = _anchors(block)
    text = block.text
    return (
        len(anchors) == 1
        and text[: anchors[0].start].rstrip().endswith(":")
        and _one_link(text, anchors[0]).publisher is not None
    )


def _inline(block: Block, source: Source, section: str | None) -> Iterator[Citation]:
    """Read the links of running text: the anchor may be a title, or only words of the sentence."""
    text = block.text
    for anchor in _anchors(block):
        words = text[anchor.start : anchor.end]
        title = None
        if not _is_pointer_or_address(words):
            title = _title_span(text, anchor.start, anchor.end)
        yield _citation(
            block, source, _Claim(title=title), anchor, section, context=_sentence(text, anchor)
        )


def _one_link(text: str, anchor: _Anchor) -> _Claim:
    """Read an item with one link: the anchor is the title, the publisher, both, or neither."""
    before, words, behind = (
        text[: anchor.start],
        text[anchor.start : anchor.end],
        text[anchor.end :],
    )
    if _is_pointer_or_address(words):
        # "Publisher: Title (here)" or "Publisher: Title https://…": the text around it says it.
        rest = before.rstrip(" \t\n(\u00a0[-–—:,")
        return _whole(text, 0, len(rest)) if rest.strip(_EDGES) else _Claim()
    if before.strip(_EDGES):
        lead = before.rstrip()
        if lead.endswith(":") and _is_publisher(name := lead[:-1].strip(_EDGES)):
            publisher, place = _publisher_and_place(name)
            title = _title_span(text, anchor.start, anchor.end)
            return _Claim(title=title, publisher=publisher, place=place)
    elif behind.lstrip().startswith(":") and _is_publisher(words):
        # "[Publisher]: Title": only the name is linked.
        begin = anchor.end + behind.index(":") + 1
        if behind.strip(_EDGES + ":"):
            publisher, place = _publisher_and_place(words)
            title = _title_span(text, begin, len(text))
            return _Claim(title=title, publisher=publisher, place=place)
    named = _BEHIND.match(behind) or _IN_BRACKETS.match(behind)
    if not before.strip(_EDGES) and named and _is_publisher(named["name"]):
        publisher, place = _publisher_and_place(named["name"].strip())
        title = _title_span(text, anchor.start, anchor.end)
        return _Claim(title=title, publisher=publisher, place=place)
    return _whole(text, anchor.start, anchor.end)


def _whole(text: str, start: int, end: int) -> _Claim:
    """Read "Publisher[, Place]: Title", or a title alone."""
    part = text[start:end]
    match = _PUBLISHER_BREAK.search(part)
    if match is not None:
        name = part[: match.start()].strip(_EDGES)
        if _is_publisher(name) and part[match.end() :].strip(_EDGES):
            publisher, place = _publisher_and_place(name)
            title = _title_span(text, start + match.end(), end)
            return _Claim(title=title, publisher=publisher, place=place)
    return _Claim(title=_title_span(text, start, end))


def _is_publisher(name: str) -> bool:
    """Tell whether a text can be a publisher's name: short, no sentence, no address."""
    name = name.strip(_EDGES)
    return (
        0 < len(name) <= MAX_PUBLISHER
        and len(name.split()) <= 10
        and not name.endswith((".", "!", "?", "…"))
        and "://" not in name
        and any(map(str.isalpha, name))
        and name[0] not in _QUOTES
    )


def _publisher_and_place(name: str) -> tuple[str, str | None]:
    """Split "Kyiv Post, Ukraine" where the last part is the name of a country."""
    name = _fold(name)
    head, comma, tail = name.rpartition(",")
    if comma and head.strip() and is_place(tail):
        return head.strip(), tail.strip()
    return name, None


def _title_span(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the stretch without white space, stray dashes and one pair of quotation marks."""
    while start < end and (text[start].isspace() or text[start] in _EDGES):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in _EDGES):
        end -= 1
    if end - start > 2 and _QUOTES.get(text[start]) == text[end - 1]:
        inside = text[start + 1 : end - 1]
        if text[start] not in inside and text[end - 1] not in inside:
            start, end = start + 1, end - 1
    return (start, end) if any(map(str.isalnum, text[start:end])) else None


def _is_pointer_or_address(words: str) -> bool:
    words = words.strip()
    return is_pointer(words) or not words or ADDRESS.match(words) is not None or _bare(words)


def _bare(words: str) -> bool:
    """Tell whether an anchor is an address without its scheme, such as "www.state.gov/x"."""
    return " " not in words and ("/" in words or words.lower().startswith("www."))


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
        # Relative addresses are the site's own pages; other schemes are reported as malformed.
        return bool(urlsplit(url).scheme) or url.startswith("www.")
    except ValueError:
        return True


def _citation(
    block: Block,
    source: Source,
    claim: _Claim,
    anchor: _Anchor | None,
    section: str | None,
    *,
    context: str | None = None,
) -> Citation:
    link = anchor.link if anchor is not None else None
    start, end = (link.start, link.end) if link is not None else (block.start, block.end)
    title = _fold(block.text[slice(*claim.title)]) if claim.title is not None else None
    return Citation(
        location=source.locate(start, end),
        url=_absolute(link.url) if link is not None else None,
        written=source.text[start:end] if link is not None else None,
        title=title,
        title_location=source.locate(*block.span(*claim.title)) if claim.title else None,
        title_language=_language_of(title),
        language=primary_tag(link.language) if link is not None and link.language else None,
        publisher=claim.publisher,
        place=claim.place,
        section=section,
        context=context,
        inline=context is not None,
    )


def _absolute(url: str) -> str:
    url = url.strip()
    return f"https:{url}" if url.startswith("//") else url


def _language_of(title: str | None) -> str | None:
    if title is None:
        return None
    tag = detect(title, _TITLE_LANGUAGES).tag
    return tag if tag != "und" else None


def _sentence(text: str, anchor: _Anchor) -> str:
    """Return the sentence an anchor stands in, cut to a readable length."""
    begin = max(
        (match.end() for match in re.finditer(r"[.!?…]\s+", text[: anchor.start])), default=0
    )
    match = re.search(r"[.!?…](?:\s|$)", text[anchor.end :])
    end = anchor.end + match.end() if match else len(text)
    begin = max(begin, anchor.start - MAX_CONTEXT // 2)
    return _fold(text[begin : min(end, anchor.end + MAX_CONTEXT // 2)])


def _fold(text: str) -> str:
    return _SPACE.sub(" ", text).strip()
