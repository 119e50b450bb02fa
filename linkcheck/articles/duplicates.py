"""Sources that stand twice in one article's lists of sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.text.archives import original_of
from linkcheck.text.urls import without_tracking

if TYPE_CHECKING:
    from collections.abc import Sequence

    from linkcheck.models import Citation

__all__ = ["repeated"]


def repeated(citations: Sequence[Citation]) -> list[Citation | None]:
    """Return for each citation the earlier one that it repeats, or None.

    The same source has the same address but for scheme, `www.`, closing slash and tracking, or the
    address of an archived copy of it. Links of running text repeat nothing: that the list names
    what the text links to is as it should be. Nor does a second link in one item, such as the one
    to a copy, which claims no title.

    Args:
        citations: of one article.
    """
    first: dict[str, Citation] = {}
    found: list[Citation | None] = []
    for citation in citations:
        earlier = None
        key = None if citation.inline or citation.url is None else _key(citation.url)
        if key is not None:
            earlier = first.setdefault(key, citation)
        found.append(earlier if earlier is not None and _repeats(citation, earlier) else None)
    return found


def _repeats(citation: Citation, earlier: Citation) -> bool:
    if citation is earlier:
        return False
    in_one_item = citation.location.line == earlier.location.line
    return citation.title is not None or (earlier.title is None and not in_one_item)


def _key(url: str) -> str | None:
    """Return what two addresses of one source share, or None where it is no address."""
    url = original_of(url) or url
    try:
        bare = without_tracking(url).partition("://")[2].removeprefix("www.").rstrip("/")
    except ValueError:
        return None
    # Two places on one page are two sources: a law's articles, a report's chapters.
    return f"{bare}#{url.partition('#')[2]}"
