"""What an article claims as the title of a source, for every title of every format."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Any

from linkcheck.data import load_toml
from linkcheck.text.titles import fold_space

if TYPE_CHECKING:
    from linkcheck.articles.blocks import Block, Piece

__all__ = ["claimed_title", "without_notices"]

_EDGES = " \t\"'“”«»„()[]{}<>.…:-–—*"
# An address, or a host with a path. A bare host may be a name: "Booking.com", "Node.js".
_ADDRESS = re.compile(
    r"(?:[a-z][a-z0-9+.-]*://\S|www\.\S|[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,}(?::\d+)?/)\S*",
    re.IGNORECASE,
)
_LONGEST_PLACEHOLDER = 80


def claimed_title(text: str) -> str | None:
    """Return a title as it is claimed, or None where the words claim none.

    An address is no title, nor is what programs write where there is none ("Archived copy",
    "Без назви"). What only readers of a link are told ("opens in a new window") is no part of one.
    """
    title = fold_space(text)
    if _last_word(title) in _notice_ends():
        title = _notices_at_end().sub("", title)
    if _ADDRESS.fullmatch(title) or _is_placeholder(title):
        return None
    return title or None


def without_notices(block: Block) -> Block:
    """Return a block without what its links only say to screen readers."""
    if not block.has_link:
        return block
    text = block.text
    spans = [match.span() for match in _notices_in_brackets().finditer(text)]
    position = 0
    for index, piece in enumerate(block.pieces):
        begin, position = position, position + len(piece.text)
        following = block.pieces[index + 1] if index + 1 < len(block.pieces) else None
        if (
            piece.link is not None
            and (following is None or following.link is not piece.link)
            and _last_word(piece.text) in _notice_ends()
            and (match := _notices_at_end().search(piece.text)) is not None
        ):
            spans.append((begin + match.start(), position))
    if not spans:
        return block
    places = block.places()
    pieces: list[Piece] = []
    position = 0
    for start, end in sorted(spans):
        pieces += places.pieces(position, start)
        position = max(position, end)
    pieces += places.pieces(position, len(text))
    return block._replace(pieces=tuple(pieces)) if pieces else block


def _last_word(text: str) -> str:
    return text[-40:].rsplit(None, 1)[-1].strip(_EDGES).lower() if text.strip() else ""


def _is_placeholder(title: str) -> bool:
    if len(title) > _LONGEST_PLACEHOLDER:
        return False
    plain = title.strip(_EDGES).casefold()
    facts = _facts()
    return plain in _placeholders() or plain.startswith(tuple(facts["placeholder_starts"]))


@functools.cache
def _facts() -> dict[str, Any]:
    return load_toml("articles-titles")


@functools.cache
def _placeholders() -> frozenset[str]:
    return frozenset(one.strip(_EDGES).casefold() for one in _facts()["placeholders"])


@functools.cache
def _notice_ends() -> frozenset[str]:
    return frozenset(_facts()["notice_ends"])


@functools.cache
def _notices_at_end() -> re.Pattern[str]:
    """Match a notice at the end of a title, in brackets or behind a space or comma."""
    notices = "|".join(_facts()["notices"])
    return re.compile(
        rf"(?:\A|[\s,;.–—-]+|\s*[(\[（])(?:{notices})[)\]）.]*\s*\Z",
        re.IGNORECASE,
    )


@functools.cache
def _notices_in_brackets() -> re.Pattern[str]:
    notices = "|".join(_facts()["notices"])
    return re.compile(rf"\s{{0,20}}[(\[（]\s?(?:{notices})\s?[)\]）]", re.IGNORECASE)
