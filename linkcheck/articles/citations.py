"""Find the citations of an article: in its lists of sources, and the links of its running text.

Read from blocks, so that it is the same for every format. What an item is, is the matter of
`linkcheck.articles.items`; what it claims is the matter of
`linkcheck.articles.references.grammar`; an anchor in running text claims its own words at most.
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

import msgspec

from linkcheck.articles.blocks import LABEL_LEVEL, Block, BlockKind, Piece
from linkcheck.articles.headings import (
    MAX_HEADING,
    ends_sources,
    is_group_heading,
    is_source_heading,
)
from linkcheck.articles.items import (
    MAX_PARAGRAPH,
    Anchor,
    Reading,
    has_anchor,
    is_beside,
    is_code,
    is_item,
    is_link_to_copy,
    is_said_in_passing,
)
from linkcheck.articles.lines import in_lines
from linkcheck.articles.references import date_of_copy
from linkcheck.articles.references.grammar import (
    Claim,
    is_pointer_or_address,
    title_span,
)
from linkcheck.articles.references.vocabulary import language_tag
from linkcheck.articles.remarks import (
    is_internal,
    is_source,
    with_headline_only,
)
from linkcheck.articles.titles import claimed_title
from linkcheck.articles.unlinked import LEAST_ITEMS, Siblings
from linkcheck.languages.mojibake import repaired
from linkcheck.languages.titles import title_language
from linkcheck.models import Citation, Confidence
from linkcheck.text.archives import is_archive, original_of
from linkcheck.text.identifiers import identifier_in, resolver_address
from linkcheck.text.misspelt import other_scheme
from linkcheck.text.titles import fold_space

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from linkcheck.articles.source import Source
    from linkcheck.languages import Detect

__all__ = ["read_citations", "titled"]

MAX_CONTEXT = 400
MAX_SIBLINGS = 100
"""Items of a list that are compared with each other."""
WEAK = 6
"""Level from which a heading is only a line of text, which running text ends."""


def read_citations(blocks: Iterable[Block], source: Source) -> Iterator[Citation]:
    """Yield the citations of an article's blocks, in order.

    Args:
        blocks: the main text, navigation and code left out.
        source: the file they came from.
    """
    section: str | None = None
    depth = 0  # level of the heading that opened the list of sources; 0 outside of one
    items = False  # whether the last source was an item of a list
    for reading, siblings in _with_siblings(_joined(in_lines(blocks, source)), source):
        block = reading.block
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
        elif is_item(reading, in_list=depth > 0):
            items = block.kind is not BlockKind.PARAGRAPH
            yield from _listed(reading, section, siblings)
        elif (claim := _repeated(reading, siblings, in_list=depth > 0)) is not None:
            yield _citation(reading, claim, None, section)
        else:
            if depth and not reading.anchors and _ends_list(reading, weak=depth >= WEAK or items):
                depth = 0
            yield from _inline(reading, section if depth else None)


def _heading_level(reading: Reading) -> int:
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


def _ends_list(reading: Reading, *, weak: bool) -> bool:
    """Tell whether a paragraph without links is running text behind a list of sources.

    A line that only looks like a heading begins a list that no other heading may end; and behind
    the items of a list a whole sentence of prose is the article's again.
    """
    text = reading.text
    return weak and reading.block.kind is BlockKind.PARAGRAPH and _is_sentence(text)


def _joined(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield the blocks; a source whose address is in a block of its own is one with it.

    So is one whose archived copy is in a block of its own behind it.
    """
    waiting: Block | None = None
    for block in blocks:
        if waiting is not None and (
            _is_copy_alone(block, waiting)
            if has_anchor(waiting)
            else _is_address_alone(block, waiting)
        ):
            gap = Piece("\n", waiting.end, waiting.end)
            waiting = waiting._replace(pieces=(*waiting.pieces, gap, *block.pieces))
            continue
        if waiting is not None:
            yield waiting
        waiting = block if block.kind is not BlockKind.HEADING else None
        if waiting is None:
            yield block
    if waiting is not None:
        yield waiting


def _is_copy_alone(block: Block, before: Block) -> bool:
    """Tell whether a block is nothing but the address of a copy of the source before it."""
    link = block.pieces[-1].link or block.pieces[0].link
    if link is None or not is_archive(link.url):
        return False
    original = original_of(link.url)
    said = [piece.link for piece in block.pieces if piece.text.strip()]
    return (
        original is not None
        and set(said) == {link}
        and any(
            piece.link is not None and _bare(piece.link.url) == _bare(original)
            for piece in before.pieces
        )
    )


def _bare(url: str) -> str:
    """Return an address without its scheme, to be compared with another."""
    return (url.partition("://")[2] or url.removeprefix("//")).rstrip("/")


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


def _with_siblings(
    blocks: Iterable[Block], source: Source
) -> Iterator[tuple[Reading, Siblings | None]]:
    """Yield what is read of each block, with the list that it is an item of."""
    for kind, some in itertools.groupby(blocks, key=lambda block: block.kind):
        if kind is BlockKind.HEADING:
            yield from ((Reading(block, source), None) for block in some)
            continue
        for run in _runs(Reading(block, source) for block in some):
            siblings = Siblings(
                [reading.text for reading in run if not reading.anchors],
                [reading.text for reading in run if reading.anchors],
            )
            yield from ((reading, siblings) for reading in run)


def _runs(readings: Iterator[Reading]) -> Iterator[list[Reading]]:
    """Yield the items of a list in runs; a few at its end belong to the run before them."""
    run = list(itertools.islice(readings, MAX_SIBLINGS))
    while run:
        following = list(itertools.islice(readings, MAX_SIBLINGS))
        if len(following) < LEAST_ITEMS:
            run += following
            following = []
        yield run
        run = following


def _repeated(reading: Reading, siblings: Siblings | None, *, in_list: bool) -> Claim | None:
    """Return what an item without an address claims if its list shows that it is a source."""
    if siblings is None or reading.anchors or is_code(reading):
        return None
    if reading.block.kind is BlockKind.PARAGRAPH and not in_list:
        return None
    return siblings.claim(reading.text, in_list=in_list)


def _listed(reading: Reading, section: str | None, siblings: Siblings | None) -> Iterator[Citation]:
    """Read an item of a list of sources."""
    text, anchors = reading.text, reading.anchors
    if not anchors:
        if is_internal(reading.block) or is_code(reading):
            return
        whole = reading.whole_claim
        named = identifier_in(text) is not None and (whole.title or whole.publisher)
        found: Claim | None = whole
        if not (named or is_source(text, whole)):
            found = _repeated(reading, siblings, in_list=True)
        if found is not None and siblings is not None:
            found = siblings.with_outlet(text, found)
        if found is not None:
            yield _citation(reading, found, None, section)
        return
    if is_said_in_passing(reading):
        yield from _inline(reading, section)
        return
    # Several links in an item: each is a source, and what stands before the first names them all.
    ends = [anchor.start for anchor in anchors[1:]] + [len(text)]
    original = _original(text, anchors)
    if all(anchor == original or is_beside(text, anchor) for anchor in anchors[1:]):
        ends[0] = len(text)  # an archived copy, another edition: what stands behind is the first's
    first = with_headline_only(reading.claim(reading.begin, ends[0], anchors[0]), text)
    if first.archive_url is None and (kept := _archived(text, anchors[1:])) is not None:
        stated = first.archive_date or date_of_copy(kept)
        first = msgspec.structs.replace(first, archive_url=kept, archive_date=stated)
    yield _citation(reading, first, anchors[0], section, stretch=(0, ends[0]))
    for anchor, before, end in zip(anchors[1:], anchors, ends[1:], strict=False):
        if is_link_to_copy(text, anchor):
            continue
        if anchor == original:  # its title links to the copy
            claim = Claim(archive_url=anchors[0].link.url, archive_date=first.archive_date)
        else:
            claim = reading.claim(before.end, end, anchor)
        if claim.publisher is None:
            claim = msgspec.structs.replace(claim, publisher=first.publisher, place=first.place)
        yield _citation(reading, claim, anchor, section, stretch=(before.end, end))


def _original(text: str, anchors: list[Anchor]) -> Anchor | None:
    """Return the link behind a copy that only points to where the copy is from."""
    copied = original_of(anchors[0].link.url)
    if copied is None:
        return None
    for anchor in anchors[1:]:
        words = text[anchor.start : anchor.end]
        points = is_pointer_or_address(words) or len(words.split()) <= 2
        if points and _bare(anchor.link.url) == _bare(copied):
            return anchor
    return None


def _archived(text: str, anchors: list[Anchor]) -> str | None:
    return next((anchor.link.url for anchor in anchors if is_link_to_copy(text, anchor)), None)


def _is_sentence(text: str) -> bool:
    return len(text.split()) >= 3 and text.rstrip().endswith((".", "!", "?", "…"))


def _inline(reading: Reading, section: str | None) -> Iterator[Citation]:
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


def _citation(
    reading: Reading,
    claim: Claim,
    anchor: Anchor | None,
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
    # A link in running text need not be on a title; see `matching.language.cited_language`.
    language = None if citation.inline else title_language(sound or title, detect)
    return msgspec.structs.replace(
        citation, title=title, title_repaired=sound, title_language=language
    )


def _absolute(url: str) -> str:
    url = url.strip()
    return f"https:{url}" if url.startswith("//") else url


def _sentence(text: str, anchor: Anchor) -> str:
    """Return the sentence an anchor stands in, cut to a readable length."""
    first = max(0, anchor.start - MAX_CONTEXT // 2)
    before = text[first : anchor.start]
    behind = text[anchor.end : anchor.end + MAX_CONTEXT // 2]
    begin = max((match.end() for match in re.finditer(r"[.!?…]\s+", before)), default=0)
    match = re.search(r"[.!?…](?:\s|$)", behind)
    end = anchor.end + (match.end() if match else len(behind))
    return fold_space(text[first + begin : end])
