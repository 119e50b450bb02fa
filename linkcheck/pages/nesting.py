"""Keep documents that nest without end from costing time without end.

The parser, and each selector that looks at ancestors, takes time that grows with the square of
the depth: 250 KB of `<h1><i>` would take more than ten seconds. Browsers stop at a depth of 512.
"""

from __future__ import annotations

import re
from collections import Counter

__all__ = ["cut_where_too_deep"]

MAX_DEPTH = 2000
"""Deeper than any page that people read; in elements that were opened and not closed."""
# With fewer start tags than this even the deepest document is read in a fraction of a second.
_FEW_TAGS = 10_000
_SHORTEST_TAG = len("<a>")
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]{0,30})")
# Elements that have no end tag, and those that the next of their kind closes (HTML Living
# Standard, sections 13.1.2 "Void elements" and 13.1.2.4 "Optional tags").
_NEVER_DEEP = frozenset(
    {
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
        "p",
        "li",
        "dt",
        "dd",
        "option",
        "optgroup",
        "tr",
        "td",
        "th",
        "thead",
        "tbody",
        "tfoot",
    }
)


def cut_where_too_deep(text: str) -> str:
    """Return the document up to where it nests deeper than any real page does.

    The depth is estimated, never too low: what comes before the cut is kept whole.
    """
    if (
        len(text) <= _FEW_TAGS * _SHORTEST_TAG
        or text.count("<") <= _FEW_TAGS
        or text.count("<") - text.count("</") <= _FEW_TAGS
    ):
        return text
    opened: Counter[str] = Counter()
    depth = 0
    for tag in _TAG.finditer(text):
        name = tag[2].lower()
        if name in _NEVER_DEEP:
            continue
        if not tag[1]:
            opened[name] += 1
            depth += 1
            if depth > MAX_DEPTH:
                return text[: tag.start()]
        elif opened[name]:
            opened[name] -= 1
            depth -= 1
    return text
