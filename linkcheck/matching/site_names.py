"""The site's name in a title, which every page of the site has and which tells no story."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.text.titles import parts_of_title
from linkcheck.text.urls import host_key
from linkcheck.text.words import fold, words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from linkcheck.models import Page

__all__ = ["own_title", "variants"]

# Parts of a title that are longer than this, in words, may be headlines.
_SHORT = 4


def variants(text: str, page: Page) -> Iterable[str]:
    """Yield a title as it is and without the site's and the section's names at its ends.

    What is left must not itself be the site's name, which every page of the site has.
    """
    yield text
    names = _site_names(page)
    yield from (part for part in _parts(text) if _joined(part) not in names)


def _site_names(page: Page) -> frozenset[str]:
    """Return the names of a page's site, small letters without spaces."""
    names = {_joined(candidate.text) for candidate in page.publishers}
    host = host_key(page.url).split(".")
    return frozenset({*names, *host[:-1], ".".join(host).replace(".", "")})


def _joined(name: str) -> str:
    return fold(name).replace(" ", "")


def own_title(text: str, page: Page, other: str = "") -> str:
    """Return a title without what every page of the site has at the end of its titles.

    Args:
        text: the title.
        page: it is of this page, or cited for it.
        other: a title that may have the same end, which is then of the site, not of the story.
    """
    whole = parts = parts_of_title(text)
    if len(whole) == 1:
        return text
    names, others = _site_names(page), parts_of_title(other)
    shared = {_joined(others[-1])} if len(words(others[-1])) < _SHORT and len(others) > 1 else set()
    while len(parts) > 1 and _joined(parts[-1]) in names | shared:
        parts = parts[:-1]
    while len(parts) > 1 and _joined(parts[0]) in names:
        parts = parts[1:]
    return text if parts is whole else " ".join(parts)


def _parts(text: str) -> Iterable[str]:
    parts = parts_of_title(text)
    if len(parts) > 1:
        yield from (part for part in parts if len(words(part)) >= _SHORT)
        yield " ".join(parts[:-1])
        yield " ".join(parts[1:])
