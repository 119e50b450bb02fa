"""What a page with little text says, sentence by sentence, apart from its menus and links."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from selectolax.lexbor import LexborHTMLParser

from linkcheck.pages.depth_limit import cut_where_too_deep
from linkcheck.text.titles import fold_space, parts_of_title

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

__all__ = ["Thin", "look", "parts", "plain"]

# What is looked at: error pages are short, and what is longer has something to say itself.
_LONGEST_SOURCE = 300_000
_LONGEST_SENTENCE = 250
_SENTENCES = 80
_LINKS = 300
# Lines of so many characters are prose; shorter ones are menus, dates, buttons.
_PROSE = 40
_MENUS = ["script", "style", "noscript", "template", "svg", "nav", "footer", "aside", "select"]
_ENDS = re.compile(r"(?<=[.!?…:])\s+|\s+[—→•|]\s+")
_CONTRACTIONS = [
    (re.compile(r"\bcan't\b|\bcannot\b"), "can not"),
    (re.compile(r"n't\b"), " not"),
    (re.compile(r"\b(that|it|there|what|here)'s\b"), r"\1 is"),
    (re.compile(r"'re\b"), " are"),
    (re.compile(r"'ll\b"), " will"),
    (re.compile(r"'ve\b"), " have"),
]


class Thin(NamedTuple):
    """A page with little text.

    Attributes:
        headings: of the first three ranks, `plain`.
        sentences: outside menus, `plain`; the first ones.
        prose: how many characters stand in lines of running text, links and lists left out.
        links: address and `plain` text of the links outside menus; the first ones.
        asks_password: a field for a password is in the main part.
    """

    headings: tuple[str, ...]
    sentences: tuple[str, ...]
    prose: int
    links: tuple[tuple[str, str], ...] = ()
    asks_password: bool = False


def look(source: str) -> Thin:
    """Return what a page says besides its menus.

    Args:
        source: the decoded document.
    """
    tree = LexborHTMLParser(cut_where_too_deep(source[:_LONGEST_SOURCE]))
    if tree.body is None:
        return Thin((), (), 0)
    tree.strip_tags(_MENUS)
    headings = [
        fold_space(node.text(separator=" "))[:_LONGEST_SENTENCE]
        for node in tree.css("h1,h2,h3")[:8]
    ]
    text = tree.body.text(separator="\n")[:20_000]
    lines = [fold_space(line) for line in text.splitlines()]
    anchors = [
        (node.attributes.get("href") or "", fold_space(node.text(separator=" ")))
        for node in tree.css("a")[:_LINKS]
    ]
    linked = {shown for _, shown in anchors}
    fields = tree.css("input[type='password' i]")
    in_head = tree.css("header input[type='password' i]") if fields else ()
    listed = {fold_space(line) for node in tree.css("li")[:_LINKS] for line in _lines(node)}
    prose = sum(
        len(line)
        for line in lines
        if len(line) >= _PROSE and line not in linked and line not in listed
    )
    sentences: list[str] = []
    for line in lines:
        if line and line not in linked:
            sentences += (
                [line, *_ENDS.split(line)] if len(line) < _LONGEST_SENTENCE else _ENDS.split(line)
            )
        if len(sentences) >= _SENTENCES:
            break
    # An inline element divides a sentence: "Server <b>down</b>" is one paragraph.
    sentences += [fold_space(node.text(separator=" ")) for node in tree.css("p,h4,h5,h6,b,td")[:20]]
    kept = dict.fromkeys(plain(each) for each in sentences if len(each) <= _LONGEST_SENTENCE)
    return Thin(
        tuple(map(plain, headings)),
        tuple(kept),
        prose,
        links=tuple((address.strip(), plain(shown)) for address, shown in anchors),
        asks_password=len(fields) > len(in_head),
    )


def _lines(node: LexborNode) -> list[str]:
    return node.text(separator="\n").splitlines()


def plain(text: str) -> str:
    """Return a text as the data file's patterns have it: folded, contractions undone."""
    folded = text.casefold().replace("’", "'").replace("ё", "е").replace("ʼ", "'")
    if "'" in folded or "cannot" in folded:
        for pattern, full in _CONTRACTIONS:
            folded = pattern.sub(full, folded)
    return " ".join(folded.split())


def parts(text: str) -> list[str]:
    """Return a title and its parts between separators, `plain`."""
    whole = plain(text[:300])
    return [whole, *parts_of_title(whole)]
