"""The formats of articles, one module each.

A format is a `Format` called `FORMAT` in its module; `linkcheck.articles.formats.registry` finds
it. See "Recipe: a format" in `.github/CONTRIBUTING.md`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.text.lazy import lazy_names

if TYPE_CHECKING:
    from linkcheck.articles.formats.base import Comment, Format
    from linkcheck.articles.formats.html_head import read_head
    from linkcheck.articles.formats.markdown_parser import markdown_tokens

__all__ = ["Comment", "Format", "markdown_tokens", "read_head"]

__getattr__, __dir__ = lazy_names(
    __name__,
    {
        "Comment": "base",
        "Format": "base",
        "markdown_tokens": "markdown_parser",
        "read_head": "html_head",
    },
)
