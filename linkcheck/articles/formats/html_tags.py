"""What the tags of HTML mean for an article: which are blocks, which end others, which lead away.

As the HTML Living Standard has it (13.1.2.4 and 13.2.6), as far as sources depend on it.
"""

from __future__ import annotations

import re

from linkcheck.articles.blocks import Link
from linkcheck.text.entities import attribute_value

__all__ = [
    "BLOCKS",
    "BLOCK_SKIPPED",
    "CODE",
    "HEADINGS",
    "HEAD_CONTENT",
    "IMPLIED_ENDS",
    "INLINE_SKIPPED",
    "ITEMS",
    "LISTS",
    "MAIN",
    "NOT_FOLLOWED",
    "OWN_PARTS",
    "SECTIONS",
    "SILENT",
    "VOID",
    "holds_notes",
    "link_of",
    "scope",
]

HEADINGS = {f"h{level}": level for level in range(1, 7)}
ITEMS = frozenset({"li", "dd", "dt"})
LISTS = frozenset({"ul", "ol", "dl"})
MAIN = frozenset({"article", "main"})
SECTIONS = frozenset({"article", "blockquote"})
"""What has a header, footer and asides of its own."""
OWN_PARTS = frozenset({"header", "footer", "aside"})

BLOCKS = frozenset(
    {
        "p", "li", "dt", "dd", "td", "th", "div", "section", "article", "main", "blockquote",
        "figcaption", "figure", "caption", "address", "body", "ul", "ol", "dl", "table", "tr",
        "thead", "tbody", "tfoot", "html", "details", "summary", "center", "form", "fieldset",
        *HEADINGS,
    }
)  # fmt: skip
# What is in an article's file and not of the article: blocks, and parts of a line.
BLOCK_SKIPPED = frozenset({"nav", "pre", *OWN_PARTS})
CODE = frozenset({"code", "kbd", "samp"})
"""Text that links to nothing."""
SILENT = frozenset({"head", "title", "script", "style"})
"""Skipped also where they are not closed."""
INLINE_SKIPPED = frozenset(
    {"template", "svg", "math", "iframe", "object", "button", "select", "textarea"}
) | CODE | SILENT  # fmt: skip
VOID = frozenset(
    {
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source",
        "track", "wbr",
    }
)  # fmt: skip
HEAD_CONTENT = frozenset(
    {
        "base", "basefont", "bgsound", "link", "meta", "title", "noscript", "noframes", "style",
        "script", "template", "head",
    }
)  # fmt: skip
NOT_FOLLOWED = frozenset({"link", "base", "use", "image", "q", "blockquote"})
"""Elements whose `href` is no link, or that have none."""

_TABLE = frozenset({"table"})
_CELLS = frozenset({"td", "th", "caption", "table", "object", "template"})
_ENDS_PARAGRAPH = (
    (BLOCKS | BLOCK_SKIPPED | {"hr"})
    - {"html", "body", "td", "th", "tr", "caption", "thead", "tbody", "tfoot"}
)  # fmt: skip
_IN_LIST = frozenset(
    {
        *LISTS, "table", "td", "th", "blockquote", "article", "section", "main", "body", "figure",
        "details", "fieldset", "form",
    }
)  # fmt: skip
_PARAGRAPH = frozenset({"p"})
_TERMS = frozenset({"dt", "dd"})
_LI = frozenset({"li"})
_HEADING_TAGS = frozenset(HEADINGS)
_NONE: frozenset[str] = frozenset()
_SCOPE = {
    **dict.fromkeys(("td", "th", "tr", "thead", "tbody", "tfoot", "caption"), _TABLE),
    "table": _NONE,
    "body": _NONE,
    "li": frozenset({"ul", "ol", *_CELLS}),
}

_IMPLIED: dict[str, tuple[tuple[frozenset[str], frozenset[str]], ...]] = {
    "li": ((_LI, _IN_LIST),),
    "dt": ((_TERMS, _IN_LIST),),
    "dd": ((_TERMS, _IN_LIST),),
    "tr": ((frozenset({"tr", "caption"}), _TABLE),),
    "td": ((frozenset({"td", "th"}), frozenset({"tr", "table"})),),
    "th": ((frozenset({"td", "th"}), frozenset({"tr", "table"})),),
    **dict.fromkeys(
        ("thead", "tbody", "tfoot"),
        ((frozenset({"thead", "tbody", "tfoot", "caption"}), _TABLE),),
    ),
    **dict.fromkeys(HEADINGS, ((_HEADING_TAGS, BLOCKS - _HEADING_TAGS),)),
}

# A quoted value, a bare one, or a string that JSX has in braces.
_ATTRIBUTE = re.compile(
    r"""([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|\{\s*["'`]([^"'`{}]*)["'`]\s*\}|([^\s"'=<>`{][^\s>]*)))?"""
)
_NOTES = re.compile(
    r"""\s(?:role\s*=\s*["']?doc-(?:endnotes?|footnote|bibliography)"""
    r"""|(?:class|id)\s*=\s*["']?(?:[^"'<>]{0,200}[\s_-])?(?:foot|end)notes?\b)""",
    re.IGNORECASE,
)


def _implied_ends(tag: str) -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    ends = _IMPLIED.get(tag, ())
    return (*ends, (_PARAGRAPH, _CELLS)) if tag in _ENDS_PARAGRAPH else ends


IMPLIED_ENDS = {tag: _implied_ends(tag) for tag in BLOCKS | BLOCK_SKIPPED | {"hr"}}
"""The open elements that a start tag ends: those of a set, up to those of another."""


def scope(tag: str) -> frozenset[str]:
    """Return the elements beyond which an end tag ends nothing."""
    return _SCOPE.get(tag, _CELLS)


def holds_notes(tag: str) -> bool:
    """Tell whether a start tag opens the footnotes or the bibliography of an article."""
    return _NOTES.search(tag) is not None


def link_of(tag: str, start: int, names: tuple[str, ...] = ("href",)) -> Link | None:
    """Return the link that a start tag makes, its address located; None where it makes none.

    Args:
        tag: the start tag as written.
        start: offset of the tag in the source.
        names: of the attributes that hold the address; the first one there counts.
    """
    found: dict[str, Link] = {}
    languages: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(tag, 2, len(tag) - 1):
        name = match[1].lower()
        group = match.lastindex
        if group is None or group < 2:
            continue
        if name in {"hreflang", "lang"}:
            languages.setdefault(name, match[group])
        elif name in names and name not in found:
            raw = match[group]
            begin = match.start(group) + len(raw) - len(raw.lstrip())
            value = raw.strip()
            found[name] = Link(attribute_value(value), start + begin, start + begin + len(value))
    link = next((found[name] for name in names if name in found), None)
    if link is None or not link.url:
        return None
    return link._replace(language=languages.get("hreflang") or languages.get("lang"))
