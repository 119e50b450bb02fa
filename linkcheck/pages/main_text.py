"""The main text of a page: its paragraphs, and the names in what is too long to keep."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from linkcheck.text.titles import fold_space

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborHTMLParser, LexborNode

__all__ = ["MAX_TEXT", "MainText", "fold", "main_text", "node_text", "visible_text"]

MAX_TEXT = 4000
"""How much of the main text is kept, in characters: some six hundred words."""
_ENOUGH_IN_PARAGRAPHS = 3000
_SELECTORS = ("article p", "main p", "p")
_MOST_PARAGRAPHS = 200
_LEAST_PARAGRAPH = 20
_ENOUGH = 200
_MAX_NAMES = 4000
# Words with a capital and numbers, as many as follow each other.
_NAMES = re.compile(r"[^\W_]+(?:[-'’ ][^\W_]+)*")
# Stands between what elements say: a space, and told from those that the page itself has.
_JOINT = "\x1f"
_BEFORE_SIGN = re.compile(rf"\s{{0,3}}{_JOINT}\s{{0,3}}([,.;:!?])")


class MainText(NamedTuple):
    """The main text of a page.

    Attributes:
        paragraphs: from the beginning, until `MAX_TEXT` is reached.
        names: words with a capital and numbers in the rest, as far as those are not in what is
            kept; the words of a name are together.
        cut: the rest was too long to read all names in it.
    """

    paragraphs: list[str]
    names: str
    cut: bool

    @property
    def text(self) -> str:
        """The paragraphs as one text."""
        return "\n".join(self.paragraphs)[:MAX_TEXT]


def main_text(tree: LexborHTMLParser) -> MainText:
    """Return the main text: of the article element where it has enough paragraphs.

    Args:
        tree: of the page.
    """
    nodes: list[LexborNode] = []
    parts: list[str] = []
    read = 0
    for selector in _SELECTORS:
        nodes, parts, read, length = tree.css(selector), [], 0, 0
        while read < min(len(nodes), _MOST_PARAGRAPHS) and length <= MAX_TEXT:
            part = node_text(nodes[read])
            read += 1
            if len(part) >= _LEAST_PARAGRAPH:
                parts.append(part)
                length += len(part)
        if length >= _ENOUGH:
            break
    names = ""
    if sum(map(len, parts)) + len(parts) > MAX_TEXT:
        kept = "\n".join(parts)
        rest = [kept[MAX_TEXT:], *map(node_text, nodes[read:_MOST_PARAGRAPHS])]
        names = " . ".join(dict.fromkeys(_names("\n".join(rest))))
    cut = len(nodes) > _MOST_PARAGRAPHS or len(names) > _MAX_NAMES
    return MainText(parts, names[:_MAX_NAMES], cut)


def _names(text: str) -> Iterator[str]:
    """Yield adjacent words with a capital, and numbers."""
    run: list[str] = []
    for found in _NAMES.findall(text):
        for word in found.split(" "):
            if word[0].isupper() or word[0].isdigit():
                run.append(word)
            elif run:
                yield " ".join(run)
                run = []
        if run:
            yield " ".join(run)
            run = []


def visible_text(tree: LexborHTMLParser, paragraphs: list[str]) -> str:
    """Return the beginning of what a reader sees, for pages with little in paragraphs.

    Args:
        tree: of the page; it loses what is not shown.
        paragraphs: of its main text.
    """
    if sum(map(len, paragraphs)) > _ENOUGH_IN_PARAGRAPHS or tree.body is None:
        return "\n".join(paragraphs)
    tree.strip_tags(["script", "style", "noscript", "template", "svg"])
    return fold(tree.body.text(separator=_JOINT))[:MAX_TEXT]


def node_text(node: LexborNode) -> str:
    """Return the text of an element, white space folded.

    Args:
        node: the element.
    """
    return fold(node.text(separator=_JOINT) if node.tag != "title" else node.text())


def fold(text: str) -> str:
    """Return a text with white space folded, also where elements meet.

    Args:
        text: of a page.
    """
    if _JOINT in text:
        # An inline element before a comma leaves a space that the page does not show.
        text = _BEFORE_SIGN.sub(r"\1", text)
    return fold_space(text.replace("\x00", ""))
