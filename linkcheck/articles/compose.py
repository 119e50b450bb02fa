"""Put an article together from its blocks: the part that is the same for every format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.articles.blocks import BlockKind
from linkcheck.articles.citations import read_citations
from linkcheck.articles.local_links import local_links
from linkcheck.articles.quotations import read_quotations
from linkcheck.languages.names import primary_tag
from linkcheck.models import Article

if TYPE_CHECKING:
    from collections.abc import Sequence

    from linkcheck.articles.blocks import Block
    from linkcheck.articles.source import Source
    from linkcheck.languages import Detect
    from linkcheck.models import Citation

__all__ = ["compose"]

_SAMPLE = 2000


def compose(
    source: Source,
    form: str,
    blocks: Sequence[Block],
    *,
    stated: Sequence[Citation] = (),
    title: str | None = None,
    language: str | None = None,
    published: str | None = None,
    modified: str | None = None,
    url: str | None = None,
) -> Article:
    """Return the article made of these blocks.

    Args:
        source: the file.
        form: name of the format.
        blocks: its main text, in order.
        stated: citations that the format itself states (templates, front matter), which need no
            grammar; they are put where they stand among those of the text.
        title: its headline.
        language: the language it declares, as written; detected where it declares none.
        published: ISO 8601 date, if it says so.
        modified: when it was last revised, if it says so.
        url: where it is published, if it says so.
    """
    citations = [*read_citations(blocks, source), *stated]
    if stated:
        citations.sort(key=lambda citation: citation.location.start)
    return Article(
        path=source.path,
        format=form,
        url=url,
        title=" ".join(title.split()) if title else None,
        language=(primary_tag(language) if language else None) or _language(blocks, source.detect),
        published=published,
        modified=modified,
        citations=tuple(citations),
        quotations=tuple(read_quotations(blocks, source)),
        local_links=tuple(local_links(blocks, source)),
    )


def _language(blocks: Sequence[Block], detect: Detect) -> str | None:
    """Detect the language of the running text; lists of sources are in any language."""
    sample: list[str] = []
    length = 0
    for block in blocks:
        if block.kind is not BlockKind.ITEM:
            sample.append(block.text)
            length += len(block.text)
            if length > _SAMPLE:
                break
    tag = detect("\n".join(sample)).tag
    return tag if tag != "und" else None
