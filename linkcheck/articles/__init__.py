"""Read articles and the citations in them. One module for each format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.text.lazy import lazy_names

if TYPE_CHECKING:
    from linkcheck.articles.formats.listing import listed
    from linkcheck.articles.formats.registry import format_named
    from linkcheck.articles.read import (
        find_articles,
        find_files,
        read_article,
        read_articles,
        read_articles_from,
    )

__all__ = [
    "find_articles",
    "find_files",
    "format_named",
    "listed",
    "read_article",
    "read_articles",
    "read_articles_from",
]

__getattr__, __dir__ = lazy_names(
    __name__,
    {
        **dict.fromkeys(__all__, "read"),
        "format_named": "formats.registry",
        "listed": "formats.listing",
    },
)
