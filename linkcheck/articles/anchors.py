"""The places of a file that an address can name: identifiers, and headings as GitHub names them."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, Any

from selectolax.lexbor import LexborHTMLParser

import linkcheck.articles.formats
from linkcheck.articles.frontmatter import front_end
from linkcheck.pages.depth_limit import cut_where_too_deep

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from markdown_it.token import Token

__all__ = ["github_slug", "html_anchors", "markdown_anchors"]

# "## Title {#own}" of Pandoc, kramdown, Hugo, Docusaurus; "{: #own }" of Python-Markdown.
_OWN = re.compile(r"\{(?:/\*|:)?[ \t]{0,9}#([^\s{}*]{1,200})[^{}]{0,200}\}")
_ATTRIBUTE = re.compile(r"""\b(?:id|name)\s*=\s*["']?([^\s"'<>]{1,500})""", re.IGNORECASE)


def html_anchors(text: str) -> Iterator[str]:
    """Yield the identifiers of a document (WHATWG HTML, "indicated part of the document").

    Args:
        text: the document.
    """
    yield from _identifiers(LexborHTMLParser(cut_where_too_deep(text)))


def _identifiers(tree: LexborHTMLParser) -> Iterator[str]:
    for node in tree.css("[id], a[name]"):
        yield from filter(None, (node.attributes.get("id"), node.attributes.get("name")))


def markdown_anchors(text: str) -> Iterator[str]:
    """Yield the places of a Markdown file: its headings, and the identifiers of its HTML.

    Args:
        text: the file.
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    plain = plain[front_end(plain) :]
    environment: dict[str, Any] = {}
    tokens: list[Token] = linkcheck.articles.formats.markdown_tokens(plain, environment)
    headings: list[str] = []
    for index, token in enumerate(tokens):
        children = token.children or ()
        if token.type == "inline" and tokens[index - 1].type == "heading_open":
            title = "".join(_shown(children))
            start = title.rfind("{") if title.rstrip().endswith("}") else -1
            if start >= 0 and (own := _OWN.match(title, start)):
                yield own[1]
                title = title[:start]
            headings.append(title)
        elif token.type == "html_block":
            tree = LexborHTMLParser(cut_where_too_deep(token.content))
            yield from _identifiers(tree)
            headings += [node.text() for node in tree.css("h1, h2, h3, h4, h5, h6")]
        for child in children:
            if child.type == "html_inline":
                yield from (found[1] for found in _ATTRIBUTE.finditer(child.content))
    yield from _numbered(headings)


def _shown(tokens: Iterable[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type in {"text", "code_inline", "text_special"}:
            yield token.content
        elif token.type in {"softbreak", "hardbreak"}:
            yield " "


def _numbered(headings: Iterable[str]) -> Iterator[str]:
    """Yield the identifiers of headings in order: the second of a kind ends in "-1"."""
    seen: Counter[str] = Counter()
    for heading in headings:
        slug = github_slug(heading)
        found = slug
        while found in seen:
            seen[slug] += 1
            found = f"{slug}-{seen[slug]}"
        seen[found] = 0
        yield found


def github_slug(heading: str) -> str:
    """Return the identifier that GitHub gives a heading.

    Lower case, without punctuation and symbols, each space a hyphen.

    Args:
        heading: its text as a reader sees it.
    """
    return "".join(
        "-" if char == " " else char
        for char in heading.strip().lower()
        if char in " -_" or unicodedata.category(char)[0] in "LMN"
    )
