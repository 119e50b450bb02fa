"""All that a page says, for looking in it for the words of others."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urljoin

import msgspec
from selectolax.lexbor import LexborHTMLParser

from linkcheck.models import PageKind
from linkcheck.pages.decode import decode_page
from linkcheck.pages.depth_limit import cut_where_too_deep
from linkcheck.pages.documents import PDF, pdf_lines
from linkcheck.text.titles import fold_space
from linkcheck.text.urls import same_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.models import Page, Resolution

__all__ = ["WholeText", "shown_lines", "whole_text"]

# Less running text than this, in characters, and the story may be in a film or yet to be loaded.
STORY = 500
_LONGEST = 400_000
_DATA = 20
# Signs in the source that only part of the story is there: paywalls and live reports by
# schema.org (`isAccessibleForFree`, `LiveBlogPosting`), a second page by `rel=next`.
_IN_PART = re.compile(
    r'"isAccessibleForFree"\s*+:\s*+"?\s*+false|"LiveBlogPosting"|rel="?next\b|/LiveBlogPosting',
    re.IGNORECASE,
)
_MOST = 1000
# What stands in these is not of the page's own, or leads to another one.
_NOT_OWN = ["script", "style", "noscript", "template", "svg", "nav", "footer", "aside", "select"]
_INLINE = ["em", "i", "u", "span", "font", "a", "sup", "sub", "mark", "q", "cite", "wbr"]
_MOST_LINES = 2000
_END = "\x1f"


class WholeText(NamedTuple):
    """The text of a page.

    Attributes:
        text: with menus and all, and what its data for scripts says.
        whole: nothing speaks for there being more of the story elsewhere.
    """

    text: str
    whole: bool


def whole_text(resolution: Resolution, page: Page) -> WholeText:
    """Return all that a page says.

    Args:
        resolution: the answer, with its body.
        page: what was read of it.
    """
    if page.liveness.kind is not PageKind.LIVING or page.encoding is None:
        return WholeText(page.text, whole=False)
    source, tree = _parsed(resolution)
    data = [
        said for node in tree.css('script[type*="json"]')[:_DATA] for said in _said(node.text())
    ]
    tree.strip_tags(["script", "style", "noscript", "template", "svg"])
    shown = fold_space(tree.body.text(separator=" ")) if tree.body is not None else ""
    text = "\n".join([shown, *data])
    whole = (
        not resolution.truncated
        and len(text) <= _LONGEST
        and len(page.text) >= STORY
        and _IN_PART.search(source) is None
    )
    return WholeText(text[:_LONGEST], whole)


def shown_lines(resolution: Resolution, page: Page) -> tuple[str, ...] | None:
    """Return the lines that a page shows, without its menus and what leads to other pages.

    Args:
        resolution: the answer, with its body: of a large page most often only the beginning.
        page: what was read of it.

    Returns:
        The lines, or None where not all can be read, or there are too many to look through.
    """
    if page.content_type == PDF:
        return pdf_lines(resolution)
    if page.encoding is None:
        return ()
    _, tree = _parsed(resolution)
    if tree.body is None:
        return ()
    tree.strip_tags(_NOT_OWN)
    for link in tree.css("a[href]"):
        if not _leads_here(link.attributes.get("href") or "", page.url):
            link.decompose()
    named = [node.attributes.get("alt") for node in tree.css("img[alt]")]
    named += [node.attributes.get("title") for node in tree.css("iframe[title]")]
    tree.unwrap_tags(_INLINE)
    tree.body.merge_text_nodes()
    shown = [*tree.body.text(separator=_END).split(_END), *filter(None, named)]
    lines = dict.fromkeys(filter(None, map(fold_space, shown)))
    return tuple(lines) if len(lines) <= _MOST_LINES else None


def _parsed(resolution: Resolution) -> tuple[str, LexborHTMLParser]:
    """Return a page's source and its tree."""
    source = decode_page(resolution.body, resolution.header("content-type")).text
    return source, LexborHTMLParser(cut_where_too_deep(source))


def _leads_here(address: str, url: str) -> bool:
    try:
        return address.startswith("#") or same_place(urljoin(url, address), url)
    except ValueError:
        return False


def _said(script: str) -> Iterator[str]:
    """Yield the longer texts in data for scripts, where some pages keep their story."""
    try:
        waiting: list[object] = [msgspec.json.decode(script)]
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return
    told = 0
    while waiting and told < _MOST:
        value = waiting.pop()
        if isinstance(value, str) and len(value) > STORY:
            told += 1
            yield fold_space(re.sub(r"<[^<>]{0,300}>", " ", value))
        elif isinstance(value, dict):
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
