"""Links to files beside the article, and to places in it: only `--local` and `--base-url` check."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from linkcheck.models import Citation
from linkcheck.text.misspelt import corrected
from linkcheck.text.urls import is_address

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from linkcheck.articles.blocks import Block
    from linkcheck.articles.source import Source

__all__ = ["local_links"]

# What a site generator fills in: Liquid, Jinja, JSX, ERB, and MediaWiki's or Hugo's shortcodes.
_TEMPLATE = re.compile(r"\{[{%<]|\$\{|<%|\}\}")


def local_links(blocks: Iterable[Block], source: Source) -> Iterator[Citation]:
    """Yield the links of an article that lead to no host.

    Args:
        blocks: of the article.
        source: the file they came from.
    """
    if is_address(source.path):
        return  # the links of a page are read as addresses
    for block in blocks:
        for link in dict.fromkeys(piece.link for piece in block.pieces):
            if link is None or not _is_local(link.url):
                continue
            yield Citation(
                location=source.locate(link.start, link.end),
                url=link.url.strip(),
                written=source.text[link.start : link.end],
                inline=True,
            )


def _is_local(url: str) -> bool:
    url = url.strip()
    if not url or url.startswith("//") or "://" in url or _TEMPLATE.search(url):
        return False
    try:
        parts = urlsplit(url)
        return not parts.scheme and bool(parts.path or parts.fragment) and corrected(url) is None
    except ValueError:
        return False
