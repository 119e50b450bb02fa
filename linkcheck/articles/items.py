"""Tell which blocks of an article are items of a list of sources, and read what they claim.

A `Reading` is a block with its links; an item of several sources is read in stretches, one for
each link.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

import msgspec

from linkcheck.articles.blocks import Block, BlockKind, Link
from linkcheck.articles.references import SURE
from linkcheck.articles.references.grammar import (
    Claim,
    claim_of_item,
    claim_of_link,
    is_pointer_or_address,
)
from linkcheck.articles.references.marks import marks
from linkcheck.articles.references.vocabulary import edition_tag
from linkcheck.articles.remarks import has_label, is_remark, is_source, without_number
from linkcheck.articles.titles import without_notices
from linkcheck.text.archives import is_archive
from linkcheck.text.misspelt import corrected
from linkcheck.text.outlets import outlet_named
from linkcheck.text.urls import host, is_home

if TYPE_CHECKING:
    from linkcheck.articles.blocks import Places
    from linkcheck.articles.source import Source

__all__ = [
    "MAX_PARAGRAPH",
    "Anchor",
    "Reading",
    "has_anchor",
    "is_beside",
    "is_code",
    "is_item",
    "is_link_to_copy",
    "is_said_in_passing",
]

MAX_PARAGRAPH = 400
_QUOTE = re.compile('[«»“”„"]')
_CODE = ("`", "<code>", "<kbd>", "<tt>")
# Marks of emphasis right before a run of text: Markdown, HTML, wikitext.
_EMPHASIS = re.compile(r"(?:[*_]|<(?:i|em|cite|b|strong)(?:\s[^<>]*)?>|'')\Z")
_NOT_FETCHED = ("mailto:", "tel:", "javascript:", "data:", "sms:", "callto:", "skype:", "about:")


class Anchor(NamedTuple):
    """A link with the stretch of the block's text that it stands on."""

    link: Link
    start: int
    end: int


class Reading:
    """A block with what is asked of it again and again."""

    def __init__(self, block: Block, source: Source) -> None:
        linked = block.has_link
        self.block = block = without_notices(block) if linked else block
        self.source = source
        self.text = block.text
        self.anchors = _without_sites(_anchors(block), block.text) if linked else []
        self._claims: dict[tuple[int, int, Anchor], Claim] = {}

    @cached_property
    def places(self) -> Places:
        """Where the stretches of the text stand in the source."""
        return self.block.places()

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

    @cached_property
    def whole_claim(self) -> Claim:
        """What an item without a link claims."""
        return claim_of_item(self.text, self.begin, emphasis=self.emphasis)

    def claim(self, start: int, end: int, anchor: Anchor) -> Claim:
        """Read a stretch of the block in which an anchor stands; spans are the block's."""
        key = (start, end, anchor)
        if key not in self._claims:
            self._claims[key] = self._read(start, end, anchor)
        return self._claims[key]

    def _read(self, start: int, end: int, anchor: Anchor) -> Claim:
        marked = [(a - start, b - start) for a, b in _inside(self.emphasis, start, end)]
        others = [
            edge - start
            for other in _inside(self._edges, start, end)
            if other != (anchor.start, anchor.end)
            for edge in other
        ]
        blanked = self._without_editions
        claim = claim_of_link(
            # An anchor that is an edition itself is read as it is.
            blanked[start : anchor.start]
            + self.text[anchor.start : anchor.end]
            + blanked[anchor.end : end],
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

    @cached_property
    def _edges(self) -> list[tuple[int, int]]:
        return [(anchor.start, anchor.end) for anchor in self.anchors]

    @cached_property
    def _without_editions(self) -> str:
        """The text with blanks for links that name the language of another edition."""
        text, parts, position = self.text, [], 0
        for start, end in self._edges:
            if edition_tag(text[start:end]) is not None:
                parts += [text[position:start], " " * (end - start)]
                position = end
        return "".join([*parts, text[position:]])


def _inside(stretches: list[tuple[int, int]], start: int, end: int) -> list[tuple[int, int]]:
    """Return those of the stretches, given in order, that are not empty and between two offsets."""
    first = bisect_left(stretches, (start,))
    last = bisect_left(stretches, (end,))
    return [(a, b) for a, b in stretches[first:last] if a < b <= end]


def is_item(reading: Reading, *, in_list: bool) -> bool:
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


def _is_paragraph_item(reading: Reading) -> bool:
    """Tell whether a paragraph under a heading of sources is one of them."""
    anchors, text = reading.anchors, reading.text
    if not anchors:
        return len(text) <= MAX_PARAGRAPH and is_source(text, reading.whole_claim)
    lead = text[reading.begin : anchors[0].start].strip()
    if not lead or (lead.endswith(":") and len(lead.split()) <= 10):
        return True
    if len(anchors) == 1 and _is_below(text, anchors[0]) and not is_remark(lead):
        return True
    if len(text) > MAX_PARAGRAPH or not all(is_beside(text, anchor) for anchor in anchors[1:]):
        return False
    if any(map(str.isalnum, text[: reading.begin])) and not is_remark(text):
        return True  # numbered as references are
    return is_source(text, reading.claim(reading.begin, len(text), anchors[0]))


def _is_below(text: str, anchor: Anchor) -> bool:
    """Tell whether a link is an address in a line of its own, below the line that it belongs to."""
    lead = text[: anchor.start].rstrip(" ")
    return (
        lead.endswith("\n")
        and len(lead) <= MAX_PARAGRAPH
        and not text[anchor.end :].strip()
        and is_pointer_or_address(text[anchor.start : anchor.end])
    )


def is_said_in_passing(reading: Reading) -> bool:
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


def is_beside(text: str, anchor: Anchor) -> bool:
    """Tell whether a further link leads to a copy or an edition of the source before it."""
    return is_link_to_copy(text, anchor) or edition_tag(text[anchor.start : anchor.end]) is not None


def is_link_to_copy(text: str, anchor: Anchor) -> bool:
    """Tell whether a link leads to an archived copy, and its words are no title."""
    said = text[anchor.start : anchor.end]
    return is_archive(anchor.link.url) and (is_pointer_or_address(said) or len(said.split()) <= 2)


def is_code(reading: Reading) -> bool:
    """Tell whether a block begins with code: a definition list of options, no sources."""
    start = reading.block.start
    written = reading.source.text
    return written.startswith("`", start) or written.endswith(_CODE, max(0, start - 8), start)


def has_anchor(block: Block) -> bool:
    """Tell whether a block has a link that leads to the web."""
    return block.has_link and any(
        piece.link is not None and _leads_out(piece.link.url) for piece in block.pieces
    )


def _anchors(block: Block) -> list[Anchor]:
    """Return the block's links that lead to the web, with where they stand in its text."""
    found: list[Anchor] = []
    position = 0
    for piece in block.pieces:
        behind = position + len(piece.text)
        if piece.link is not None and _leads_out(piece.link.url):
            if found and found[-1].link is piece.link:
                found[-1] = found[-1]._replace(end=behind)
            else:
                found.append(Anchor(piece.link, position, behind))
        position = behind
    return found


def _without_sites(anchors: list[Anchor], text: str) -> list[Anchor]:
    """Leave out the address of a site before that of its page: "via www.calder.example"."""
    sites = [_is_site(anchor, text[anchor.start : anchor.end]) for anchor in anchors[:-1]]
    if not any(sites):
        return anchors
    hosts = [host(anchor.link.url) for anchor in anchors]
    last = {name: at for at, name in enumerate(hosts)}
    return [
        anchor
        for at, anchor in enumerate(anchors)
        if at == last[hosts[at]] or not hosts[at] or not sites[at]
    ]


def _is_site(anchor: Anchor, words: str) -> bool:
    """Tell whether a link is only the address of a site, written without a scheme."""
    named = "." in words and "//" not in words  # as few are, which is soon seen
    return named and is_home(anchor.link.url) and is_pointer_or_address(words)


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
