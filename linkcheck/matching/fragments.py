"""Does the page have the place that the address names?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from linkcheck.models import Evidence, Field, Match, PageKind
from linkcheck.text.words import fold, words_of_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.models import Citation, Page

__all__ = ["compare_fragment"]

# What scripts read and no element has: routes ("#!/news", "#/news"), settings ("#page=2",
# PDF's open parameters), and comments that are loaded later.
# Lines of a program ("#L20-L28") are shown by scripts, too.
_FOR_SCRIPTS = re.compile(
    r"!|.*[/=&]|L\d+(?:C\d+)?(?:-L?\d+(?:C\d+)?)?$|comment|disqus|respond|slide|photo|gallery",
    re.IGNORECASE,
)
_OLD_WIKI = re.compile(r"\.([0-9A-F]{2})")
_DIRECTIVE = ":~:text="


def compare_fragment(citation: Citation, page: Page) -> Evidence | None:
    """Return whether the page has the fragment of the cited address; None where it has none.

    An identifier must be on the page (WHATWG HTML, "indicated part of the document"); of a text
    directive (WICG, "URL Fragment Text Directives") the words must stand in the text.

    Args:
        citation: what the article says.
        page: what the address leads to.
    """
    cited = (citation.url or "").partition("#")[2].strip()
    fragment = page.fragment if cited and page.fragment is not None else cited
    if not fragment or page.anchors is None or page.liveness.kind is not PageKind.LIVING:
        return None
    name, directive, words = fragment.partition(_DIRECTIVE)
    if directive:
        return _words(words, page)
    name = unquote(name)
    # Where a page has hardly any identifiers, scripts make them.
    if not name or name.lower() == "top" or _FOR_SCRIPTS.match(name) or len(page.anchors) < 3:
        return None
    found = not page.anchors.isdisjoint({fragment, *_spellings(name)})
    return Evidence(
        field=Field.FRAGMENT,
        match=Match.MATCH if found else Match.MISMATCH,
        cited=name,
        source="id",
    )


def _spellings(name: str) -> Iterator[str]:
    """Yield the identifiers that a fragment stands for."""
    yield name
    # GitHub and others put this before identifiers of a user's text, and scripts find them.
    yield f"user-content-{name}"
    yield name.removeprefix("user-content-")
    # MediaWiki before 2018 wrote UTF-8 as ".D0.9F", and its old links still lead there.
    if _OLD_WIKI.search(name):
        yield unquote(_OLD_WIKI.sub(r"%\1", name))


def _words(directive: str, page: Page) -> Evidence | None:
    """Compare the beginning of a text directive: `text=[prefix-,]start[,end][,-suffix]`."""
    parts = [part for part in directive.partition("&")[0].split(",") if part]
    wanted = [unquote(part) for part in parts if not (part.endswith("-") or part.startswith("-"))]
    if not wanted or not page.text:
        return None
    text = " ".join(words_of_text(page.text))
    found = all(fold(words) in text for words in wanted)
    return Evidence(
        field=Field.FRAGMENT,
        # The text that is kept of a page is only its beginning, and the main part.
        match=Match.MATCH if found else Match.UNVERIFIABLE,
        cited=" … ".join(wanted),
        source="text",
    )
