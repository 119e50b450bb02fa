"""The text of a block of HTML while it is read: its pieces, and the links that they are in."""

from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from linkcheck.articles.addresses import linked, may_have_address
from linkcheck.articles.blocks import Piece
from linkcheck.text.entities import references

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.articles.blocks import Link

__all__ = ["BlockText"]

_RELATIVE = re.compile(r"(?![a-z][a-z0-9+.-]*:|//|#)", re.IGNORECASE)


class BlockText:
    """Collects the text of a block, then of the next one.

    Args:
        base: the address that relative addresses are meant from; None where they are left out.
        scheme: of addresses that begin with `//`; where empty, they stay as they are.

    Attributes:
        pieces: of the block by now.
        sources: of quotations, for the block that follows.
        link: that is open, or None.
    """

    def __init__(self, base: str | None, scheme: str) -> None:
        self.pieces: list[Piece] = []
        self.sources: list[Piece] = []
        self.link: Link | None = None
        self._base = base
        self._scheme = scheme
        self._link_used = False  # whether it has a text

    def add(self, text: str, start: int) -> None:
        """Add a run of text, with the addresses in it as links.

        Args:
            text: as in the source.
            start: where it begins there.
        """
        link = self.link
        if link is not None and not text.isspace():
            self._link_used = True
        if "&" in text:
            pieces = list(_decoded(text, start, link))
        else:
            pieces = [Piece(text, start, start + len(text), link)]
        if link is None and may_have_address(text):
            self.pieces.extend(linked(pieces))
        else:
            self.pieces.extend(pieces)

    def begin_link(self, link: Link | None) -> None:
        """Open a link, with its address made absolute; None for a tag that leads nowhere."""
        if link is not None and _RELATIVE.match(link.url) and self._base is not None:
            with contextlib.suppress(ValueError):
                link = link._replace(url=urljoin(self._base, link.url))
        elif link is not None and self._scheme and link.url.startswith("//"):
            link = link._replace(url=f"{self._scheme}:{link.url}")
        self.link, self._link_used = link, False

    def end_link(self, place: int) -> None:
        """End the open link, which may hold no text: only an image, or nothing."""
        if self.link is not None and not self._link_used:
            self.pieces.append(Piece("", place, place, self.link))
        self.link = None

    def take(self) -> tuple[Piece, ...]:
        """Return the pieces of the block that ends here, if it has text or links; begin another."""
        pieces, self.pieces = self.pieces, []
        if not any(piece.text and not piece.text.isspace() for piece in pieces):
            pieces = [piece for piece in pieces if piece.link is not None and not piece.text]
            if self.link is not None:
                self._link_used = False
            if not pieces:
                return ()
        elif self.link is not None and self._link_used:
            self.link = None  # its first block is what it stands on
        pieces, self.sources = [*self.sources, *pieces], []
        return tuple(pieces)

    def go_back(self, pieces: tuple[Piece, ...], link: Link | None) -> list[Piece]:
        """Forget what was read since there were these pieces and this link; return that."""
        forgotten = self.pieces[len(pieces) :]
        self.pieces, self.link = list(pieces), link
        return forgotten

    def add_code(self, pieces: list[Piece]) -> None:
        """Add pieces as text that links to nothing but where the open link does."""
        if text := "".join([piece.text for piece in pieces]):
            self.pieces.append(Piece(text, pieces[0].start, pieces[-1].end, self.link))
            self._link_used = True


def _decoded(text: str, start: int, link: Link | None) -> Iterator[Piece]:
    """Yield a run of text, each character reference in it a piece of its own."""
    position = 0
    for begin, end, decoded in references(text):
        if begin > position:
            yield Piece(text[position:begin], start + position, start + begin, link)
        yield Piece(decoded, start + begin, start + end, link)
        position = end
    if position < len(text):
        yield Piece(text[position:], start + position, start + len(text), link)
