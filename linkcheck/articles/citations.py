"""Find the citations of an article: in its lists of sources, and the links of its running text.

Read from blocks, so that it is the same for every format. What an item claims is the matter of
`linkcheck.articles.references.grammar`; an anchor in running text claims its own words at most.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

import msgspec

from linkcheck.articles.blocks import LABEL_LEVEL, Block, BlockKind, Link, Piece
from linkcheck.articles.headings import ends_sources, is_group_heading, is_source_heading
from linkcheck.articles.lines import in_lines
from linkcheck.articles.references import SURE, date_of_copy, is_archive
from linkcheck.articles.references.grammar import (
    Claim,
    claim_of_item,
    claim_of_link,
    is_pointer_or_address,
    title_span,
)
from linkcheck.articles.references.marks import marks
from linkcheck.articles.references.vocabulary import edition_tag, language_tag
from linkcheck.articles.remarks import (
    has_label,
    is_internal,
    is_remark,
    is_source,
    with_headline_only,
    without_number,
)
from linkcheck.articles.titles import claimed_title, without_notices
from linkcheck.languages.mojibake import repaired
from linkcheck.languages.titles import title_language
from linkcheck.models import Citation, Confidence
from linkcheck.text.identifiers import identifier_in, resolver_address
from linkcheck.text.outlets import outlet_named
from linkcheck.text.titles import fold_space
from linkcheck.text.urls import corrected, other_scheme

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from linkcheck.articles.source import Source
    from linkcheck.languages import Detect

__all__ = ["read_citations", "titled"]

# Marks of emphasis right before a run of text: Markdown, HTML, wikitext.
_QUOTE = re.compile('[«»“”„"]')
_EMPHASIS = re.compile(r"(?:[*_]|<(?:i|em|cite|b|strong)(?:\s[^<>]*)?>|'')\Z")
MAX_CONTEXT = 400
MAX_PARAGRAPH = 400
MAX_HEADING = 60
WEAK = 6
"""Level from which a heading is only a line of text, which running text ends."""

_NOT_FETCHED = ("mailto:", "tel:", "javascript:", "data:", "sms:", "callto:", "skype:", "about:")


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
    items = False  # whether the last source was an item of a list
    for block in _joined(in_lines(blocks, source)):
        reading = _Reading(block, source)
        level = _heading_level(reading)
        if level:
            if is_source_heading(reading.text):
                depth, items = min(depth or level, level), False
            elif ends_sources(reading.text) or (
                level <= depth and not is_group_heading(reading.text)
            ):
                depth = 0
            section = fold_space(reading.text).rstrip(": ") or None
            yield from _inline(reading, section)
        elif _is_item(reading, in_list=depth > 0):
            items = block.kind is not BlockKind.PARAGRAPH
            yield from _listed(reading, section)
        else:
            if depth and not reading.anchors and _ends_list(reading, weak=depth >= WEAK or items):
                depth = 0
            yield from _inline(reading, section if depth else None)


def _heading_level(reading: _Reading) -> int:
    """Return the level of a heading, or of a line that is one in all but its markup; else 0."""
    block, text = reading.block, reading.text
    if block.kind is BlockKind.HEADING:
        return block.level or LABEL_LEVEL
    if len(text) >= MAX_HEADING or reading.anchors or block.kind is BlockKind.NOTE:
        return 0
    if block.kind is BlockKind.PARAGRAPH:
        return LABEL_LEVEL if is_source_heading(text) or ends_sources(text) else 0
    # The label of a nested list: "- Sources:".
    return LABEL_LEVEL if text.rstrip().endswith(":") and is_source_heading(text) else 0


def _ends_list(reading: _Reading, *, weak: bool) -> bool:
    """Tell whether a paragraph without links is running text behind a list of sources.

    A line that only looks like a heading begins a list that no other heading may end; and behind
    the items of a list a whole sentence of prose is the article's again.
    """
    text = reading.text
    return weak and reading.block.kind is BlockKind.PARAGRAPH and _is_sentence(text)


def _joined(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield the blocks; a source whose address is in a block of its own is one with it."""
    waiting: Block | None = None
    for block in blocks:
        if waiting is not None and _is_address_alone(block, waiting):
            gap = Piece(" ", waiting.end, waiting.end)
            yield waiting._replace(pieces=(*waiting.pieces, gap, *block.pieces))
            waiting = None
            continue
        if waiting is not None:
            yield waiting
        waits = block.kind is not BlockKind.HEADING and not _anchors(block)
        waiting = block if waits else None
        if not waits:
            yield block
    if waiting is not None:
        yield waiting


def _is_address_alone(block: Block, before: Block) -> bool:
    """Tell whether a block is nothing but the address of the source that the one before names."""
    if block.pieces[0].link is None and block.pieces[-1].link is None:
        return False  # as nearly all blocks, which is soon seen
    links = [piece.link for piece in block.pieces if piece.text.strip()]
    if len(set(links)) != 1 or links[0] is None or not is_pointer_or_address(block.text):
        return False
    if before.kind is BlockKind.PARAGRAPH:
        return (
            block.kind is BlockKind.PARAGRAPH
            and len(before.text) <= MAX_PARAGRAPH
            and not is_source_heading(before.text)
        )
    return block.kind in {BlockKind.PARAGRAPH, BlockKind.ITEM}


class _Reading:
    """A block with what is asked of it again and again."""

    def __init__(self, block: Block, source: Source) -> None:
        self.block = block = without_notices(block)
        self.source = source
        self.text = block.text
        self.anchors = _anchors(block)
        self.places = block.places()

    @cached_property
    def begin(self) -> int:
        """Where an item begins behind its number."""
        begin = without_number(self.text)
        return min(begin, self.anchors[0].start) if self.anchors else begin

    @cached_property
    def emphasis(self) -> list[tuple[int, int]]:
        """Stretches in italics or bold: runs whose marks stand around them in the source."""
        found, position, written = [], 0, self.source.text
        for piece in self.block.pieces:
            behind = position + len(piece.text)
            if (
                piece.text == piece.text.strip() != ""
                and written[piece.end : piece.end + 1] in {"*", "_", "<", "'"}
                and _EMPHASIS.search(written, max(0, piece.start - 24), piece.start)
            ):
                found.append((position, behind))
            position = behind
        return found

    def claim(self, start: int, end: int, anchor: _Anchor) -> Claim:
        """Read a stretch of the block in which an anchor stands; spans are the block's."""
        marked = [(a - start, b - start) for a, b in self.emphasis if start <= a < b <= end]
        others = [
            edge - start
            for other in self.anchors
            if other != anchor and start <= other.start < other.end <= end
            for edge in (other.start, other.end)
        ]
        claim = claim_of_link(
            self.without_editions(start, end, anchor),
            anchor.start - start,
            anchor.end - start,
            anchor.link.url,
            marked,
            breaks=others,
        )
        if claim.title is None or not start:
            return claim
        return msgspec.structs.replace(
            claim, title=(claim.title[0] + start, claim.title[1] + start)
        )

    def without_editions(self, start: int, end: int, anchor: _Anchor) -> str:
        """Return a stretch with blanks for links that name the language of another edition."""
        text = self.text
        for other in self.anchors:
            if other != anchor and edition_tag(text[other.start : other.end]) is not None:
                text = text[: other.start] + " " * (other.end - other.start) + text[other.end :]
        return text[start:end]


def _listed(reading: _Reading, section: str | None) -> Iterator[Citation]:
    """Read an item of a list of sources."""
    text, anchors = reading.text, reading.anchors
    if not anchors:
        claim = claim_of_item(text, reading.begin, emphasis=reading.emphasis)
        named = identifier_in(text) is not None and (claim.title or claim.publisher)
        if not is_internal(reading.block) and (named or is_source(text, claim)):
            yield _citation(reading, claim, None, section)
        return
    if _is_said_in_passing(reading):
        yield from _inline(reading, section)
        return
    # Several links in an item: each is a source, and what stands before the first names them all.
    ends = [anchor.start for anchor in anchors[1:]] + [len(text)]
    original = _original(text, anchors)
    if all(anchor == original or _is_beside(text, anchor) for anchor in anchors[1:]):
        ends[0] = len(text)  # an archived copy, another edition: what stands behind is the first's
    first = with_headline_only(reading.claim(reading.begin, ends[0], anchors[0]), text)
    if first.archive_url is None and (kept := _archived(text, anchors[1:])) is not None:
        stated = first.archive_date or date_of_copy(kept)
        first = msgspec.structs.replace(first, archive_url=kept, archive_date=stated)
    yield _citation(reading, first, anchors[0], section, stretch=(0, ends[0]))
    for anchor, before, end in zip(anchors[1:], anchors, ends[1:], strict=False):
        if _is_archive(text, anchor):
            continue
        if anchor == original:  # its title links to the copy
            claim = Claim(archive_url=anchors[0].link.url, archive_date=first.archive_date)
        else:
            claim = reading.claim(before.end, end, anchor)
        if claim.publisher is None:
            claim = msgspec.structs.replace(claim, publisher=first.publisher, place=first.place)
        yield _citation(reading, claim, anchor, section, stretch=(before.end, end))


def _is_beside(text: str, anchor: _Anchor) -> bool:
    """Tell whether a further link leads to a copy or an edition of the source before it."""
    return _is_archive(text, anchor) or edition_tag(text[anchor.start : anchor.end]) is not None


def _is_archive(text: str, anchor: _Anchor) -> bool:
    said = text[anchor.start : anchor.end]
    return is_archive(anchor.link.url) and (is_pointer_or_address(said) or len(said.split()) <= 2)


def _original(text: str, anchors: list[_Anchor]) -> _Anchor | None:
    """Return the link behind a copy that only points to where the copy is from."""
    copy = anchors[0].link.url
    if not is_archive(copy):
        return None
    for anchor in anchors[1:]:
        words = text[anchor.start : anchor.end]
        points = is_pointer_or_address(words) or len(words.split()) <= 2
        if points and anchor.link.url.rstrip("/") in copy:
            return anchor
    return None


def _archived(text: str, anchors: list[_Anchor]) -> str | None:
    return next((anchor.link.url for anchor in anchors if _is_archive(text, anchor)), None)


def _is_item(reading: _Reading, *, in_list: bool) -> bool:
    """Tell whether a block is an item of a list of sources.

    Outside of one a footnote with an address is one all the same, and so is an item that reads
    "Publisher: linked title". In one, so is a line that has only numbers before its link.
    """
    anchors, text, kind = reading.anchors, reading.text, reading.block.kind
    if kind is BlockKind.PARAGRAPH:
        return in_list and _is_paragraph_item(reading)
    if in_list:
        return True
    if kind is BlockKind.NOTE:
        return bool(anchors)
    if len(anchors) != 1 or has_label(text):
        return False
    lead = text[reading.begin : anchors[0].start].strip()
    if not lead.endswith(":"):
        return False
    said = text[anchors[0].start : anchors[0].end]
    if not next((char for char in said if char.isalpha()), "").isupper():
        return False  # "BBC News: [our interview with both mayors]": a description
    claim = reading.claim(reading.begin, len(text), anchors[0])
    if claim.publisher is None or claim.confidence.get("publisher", 0.0) < SURE:
        return False
    return outlet_named(claim.publisher) is not None


def _is_paragraph_item(reading: _Reading) -> bool:
    """Tell whether a paragraph under a heading of sources is one of them."""
    anchors, text = reading.anchors, reading.text
    if not anchors:
        return len(text) <= MAX_PARAGRAPH and is_source(
            text, claim_of_item(text, reading.begin, emphasis=reading.emphasis)
        )
    lead = text[reading.begin : anchors[0].start].strip()
    if not lead or (lead.endswith(":") and len(lead.split()) <= 10):
        return True
    if len(text) > MAX_PARAGRAPH or not all(_is_beside(text, anchor) for anchor in anchors[1:]):
        return False
    if any(map(str.isalnum, text[: reading.begin])) and not is_remark(text):
        return True  # numbered as references are
    return is_source(text, reading.claim(reading.begin, len(text), anchors[0]))


def _is_said_in_passing(reading: _Reading) -> bool:
    """Tell whether the link of an item is part of a remark, and its words are no title."""
    text, anchor = reading.text, reading.anchors[0]
    begin = reading.begin
    if has_label(text[begin : anchor.start]):
        return True
    said = text[anchor.start : anchor.end]
    before, behind = text[begin : anchor.start].split(), text[anchor.end :].split()
    if is_pointer_or_address(said) or _QUOTE.search(text[begin : anchor.start]):
        return False
    joined = bool(before) and before[-1].isalpha() and before[-1].islower()
    goes_on = len(behind) >= 2 and text[anchor.end].isspace() and _continues(behind[0])
    # The link's own words may be a sentence: headlines often are.
    around = text[: anchor.start] + text[anchor.end :]
    if not (joined or goes_on or (before and is_remark(around))):
        return False
    claim = reading.claim(begin, len(text), anchor)
    outside = claim.title is not None and not anchor.start <= claim.title[0] < anchor.end
    return not (outside and is_source(text, claim))


def _continues(word: str) -> bool:
    """Tell whether a word behind a link goes on with a sentence, and names no publisher."""
    return word.isalpha() and word.islower() and word not in marks().leads


def _is_sentence(text: str) -> bool:
    return len(text.split()) >= 3 and text.rstrip().endswith((".", "!", "?", "…"))


def _inline(reading: _Reading, section: str | None) -> Iterator[Citation]:
    """Read the links of running text: the anchor may be a title, or only words of the sentence."""
    text = reading.text
    for anchor in reading.anchors:
        url = anchor.link.url
        if other_scheme(url) is not None and resolver_address(url) is None:
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
        return bool(urlsplit(url).scheme) or corrected(url) is not None
    except ValueError:
        return True


def _citation(
    reading: _Reading,
    claim: Claim,
    anchor: _Anchor | None,
    section: str | None,
    *,
    context: str | None = None,
    stretch: tuple[int, int] | None = None,
) -> Citation:
    block, source = reading.block, reading.source
    link = anchor.link if anchor is not None else None
    start, end = (link.start, link.end) if link is not None else (block.start, block.end)
    named = identifier_in(reading.text) if link is None else None
    if named is not None:
        start, end = reading.places.span(named.start, named.end)
    title = fold_space(reading.text[slice(*claim.title)]) if claim.title is not None else None
    declared = language_tag(link.language) if link is not None and link.language else None
    citation = Citation(
        location=source.locate(start, end),
        url=_absolute(link.url) if link is not None else named and named.url,
        written=source.text[start:end] if link is not None or named is not None else None,
        title_location=source.locate(*reading.places.span(*claim.title)) if claim.title else None,
        language=declared or claim.language,
        publisher=claim.publisher,
        place=claim.place,
        author=claim.author,
        outlet_section=claim.section,
        date=claim.date,
        access_date=claim.access_date,
        archive_url=claim.archive_url,
        archive_date=claim.archive_date,
        doi=claim.doi,
        isbn=claim.isbn,
        remark=claim.remark,
        # Of an item that names several sources, what is said of this one.
        raw=fold_space(reading.text[slice(*(stretch or (0, None)))]) if context is None else None,
        confidence=_confidence(claim),
        section=section,
        context=context,
        inline=context is not None,
    )
    return titled(citation, title, source.detect)


def _confidence(claim: Claim) -> Confidence | None:
    found = {name: claim.confidence.get(name) for name in Confidence.__struct_fields__}
    return Confidence(**found) if any(found.values()) else None


def titled(citation: Citation, title: str | None, detect: Detect) -> Citation:
    """Return a citation with a title and all that follows from the title alone.

    Whatever claims no title is left out, and so is its place.
    """
    if title is None or (title := claimed_title(title)) is None:
        return msgspec.structs.replace(citation, title_location=None)
    sound = None if title.isascii() else repaired(title)
    return msgspec.structs.replace(
        citation,
        title=title,
        title_repaired=sound,
        title_language=title_language(sound or title, detect),
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
