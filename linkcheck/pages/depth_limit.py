"""Keep documents that nest, or go on within one tag, without end from costing time without end.

The parser, and each selector that looks at ancestors, takes time that grows with the square of
the depth: 250 KB of `<h1><i>` would take more than ten seconds. Browsers stop at a depth of 512.
The parser's time also grows with the square of the attributes of one tag.
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

_SHORT = 48 << 10
"""A document of so many characters has no room for attributes that take long."""
_MOST_ATTRIBUTES = 500
# As HTML parsers take tags apart (HTML Living Standard, 13.2.5.32 to 13.2.5.39). What repeats is
# possessive, so that no text takes more than linear time.
_ATTRIBUTE = r"""[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)?+)?+"""
_ATTRIBUTES = rf"(?:{_ATTRIBUTE}){{0,{_MOST_ATTRIBUTES}}}+"
_ANOTHER = re.compile(_ATTRIBUTE)
_TAG_OR_RAW = re.compile(
    rf"<(?:!--.*?(?:-->|\Z)|(script|style)\b{_ATTRIBUTES}[\s/]*+>.*?(?:</\1\b|\Z)"
    rf"|/?[a-z][^\s/>]*+{_ATTRIBUTES})",
    re.IGNORECASE | re.DOTALL,
)


def cut_where_too_deep(text: str) -> str:
    """Return the document up to where it nests deeper, or a tag is longer, than on any real page.

    The depth is estimated, never too low: what comes before the cut is kept whole.
    """
    text = _cut_in_endless_tag(text)
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


def _cut_in_endless_tag(text: str) -> str:
    """Return the document up to where a tag has more attributes than any real one."""
    if len(text) <= _SHORT:
        return text
    for tag in _TAG_OR_RAW.finditer(text):
        # A comment or a script ends where it ends; what follows is no attribute of it.
        if not tag[0].startswith("<!") and tag[1] is None and _ANOTHER.match(text, tag.end()):
            return f"{text[: tag.end()]}>"
    return text
