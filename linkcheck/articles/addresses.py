"""Addresses in running text: where they begin and end, and what they lead to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from linkcheck.articles.blocks import Link, Piece, Places

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

__all__ = ["address_pieces", "linked", "may_have_address", "trim_address"]

# Ideographic and full-width marks end an address: no space separates it from them.
_SIGN = r"""[^\s<>"“”«»`|\\^{}，。、；：！？「」『』【】《》〈〉]"""
_HTTP = r"[Tt][Tt][Pp][Ss]?://"
# Each alternative begins with a letter or bracket, not with a look behind it: that is far quicker.
_ADDRESS = re.compile(
    # A Markdown link with a space in its address is no link: it is one address all the same.
    rf"(?P<broken>[Hh](?<=\]\(.){_HTTP}[^()\s]*[ \t][^()\n]{{0,500}})(?=\))"
    rf"|(?P<http>[Hh](?<![^\W\d_].){_HTTP}{_SIGN}+)"
    # As GitHub-flavored Markdown: "www." and a domain name.
    rf"|(?P<www>w(?<![\w@./:%-].)ww\.(?=[\w-]+\.[^\W\d_]{{2}}){_SIGN}+)"
    # BBCode, as forums write it.
    rf"|\[(?:url|URL)=[\"']?(?P<bb>[Hh]{_HTTP}[^\]\"'\s]{{1,2048}})[\"']?\]"
    r"(?P<words>[^\n]{1,300}?)\[/(?:url|URL)\]"
    rf"|\[(?:url|URL)\](?P<bare>[Hh]{_HTTP}[^\[\s]{{1,2048}})\[/(?:url|URL)\]"
)
_CLOSING_TAG = re.compile(r"\[/[a-z]{1,10}\]", re.IGNORECASE)


def may_have_address(text: str) -> bool:
    """Tell whether an address may be in a text: most have none, which a plain search tells."""
    return "://" in text or "www." in text


def trim_address(text: str) -> str:
    """Return an address found in running text without the marks that belong to the sentence.

    A closing bracket stays where the address opened it: Wikipedia's addresses have such.
    """
    if "[/" in text and (tag := _CLOSING_TAG.search(text)) is not None:
        text = text[: tag.start()]
    end = len(text)
    unopened = {
        closing: text.count(closing) - text.count(opening)
        for opening, closing in ("()", "[]", "（）")
    }
    while end:
        last = text[end - 1]
        if last in unopened and unopened[last] > 0:
            unopened[last] -= 1
        elif last not in ".,;:!?'\"*_~…،؛؟।։":
            break
        end -= 1
    return text[:end]


def address_pieces(text: str, start: int, end: int) -> Iterator[Piece]:
    """Yield the pieces of a stretch of text, its addresses as links."""
    whole = Piece(text[start:end], start, end)
    if may_have_address(whole.text):
        yield from linked((whole,))
    elif whole.text:
        yield whole


def linked(pieces: Sequence[Piece], marks: Collection[int] = ()) -> Iterator[Piece]:
    """Yield the pieces of a run of text, its addresses as links, wherever pieces end in them.

    Args:
        pieces: without links, in order; an escape or entity of the format is a piece of its own.
        marks: indices of those that are marks of emphasis, shown only where an address holds them.
    """
    text = "".join([piece.text for piece in pieces])
    if not may_have_address(text):
        yield from (pieces if not marks else _without(pieces, marks))
        return
    run = Places(tuple(pieces))
    position = 0
    for match in _ADDRESS.finditer(text):
        kind = match.lastgroup or "http"
        if kind == "words":  # the group that closes last
            start, end = match.span("words")
            link = Link(match["bb"], *run.span(*match.span("bb")))
            yield from run.pieces(position, match.start(), marks)
            yield from (piece._replace(link=link) for piece in run.pieces(start, end, marks))
            position = match.end()
            continue
        start = match.start(kind)
        url = match[kind] if kind == "broken" else trim_address(match[kind])
        behind = start + len(url)
        yield from run.pieces(position, match.start(), marks)
        first, last = run.span(start, behind)
        address = f"http://{url}" if kind == "www" else url
        yield Piece(url, first, last, Link(address, first, last))
        position = match.end() if kind == "bare" else behind
    yield from run.pieces(position, len(text), marks)


def _without(pieces: Sequence[Piece], marks: Collection[int]) -> Iterator[Piece]:
    return (piece for index, piece in enumerate(pieces) if index not in marks)
