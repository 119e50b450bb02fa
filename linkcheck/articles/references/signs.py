"""The signs of a reference that come in pairs: quotation marks, and brackets that name a unit."""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from linkcheck.articles.references.marks import BRACKETED, marks
from linkcheck.articles.references.unit import Kind
from linkcheck.articles.references.vocabulary import language_tag

__all__ = ["QUOTATION_MARKS", "Bracket", "Quotations", "bracket_at"]

_CLOSING = {"«": "»", "“": "”", "„": "“", "‘": "’", '"': '"', "‹": "›", "‚": "‘"}
QUOTATION_MARKS = frozenset(_CLOSING) | frozenset("”»’'›")
_BEHIND_A_NAME = re.compile(r"\s*[:,]")


class Quotations:
    """Which quotations of a reference are open.

    Attributes:
        closers: the marks that close them, the innermost last.
        count: how many have been opened so far, without those inside others.
    """

    def __init__(self) -> None:
        self.closers: list[str] = []
        self.count = 0

    def read(self, text: str, position: int) -> str | None:
        """Open or close a quotation; return its sign, or None for an apostrophe.

        The signs are `q` and `Q` around the whole, `n` inside, and "" for a mark without a partner.

        Args:
            text: the reference.
            position: of one of the `QUOTATION_MARKS`.
        """
        char = text[position]
        if char == "'" or (char == "’" and "’" not in self.closers):
            return self._apostrophe(text, position) if char == "'" else None
        if char in self.closers:
            return self._close(char)
        closer = _closer(text, position)
        return self._open(closer) if closer is not None else ""

    def _apostrophe(self, text: str, position: int) -> str | None:
        ahead = text[position - 1 : position] if position else " "
        behind = text[position + 1 : position + 2]
        if "'" in self.closers:
            return None if behind.isalnum() else self._close("'")
        opens = not ahead.isalnum() and behind.isalnum()
        if opens and re.search(r"'(?!\w)", text[position + 1 :]):
            return self._open("'")
        return None

    def _open(self, closer: str) -> str:
        self.closers.append(closer)
        if len(self.closers) > 1:
            return "n"
        self.count += 1
        return "q"

    def _close(self, char: str) -> str:
        while self.closers and self.closers.pop() != char:
            pass
        return "n" if self.closers else "Q"


def _closer(text: str, position: int) -> str | None:
    """Return the mark further on that closes one, or None."""
    char = text[position]
    wanted = ("“", "”") if char == "„" else _CLOSING.get(char, "")
    ends = [at for mark in wanted if (at := text.find(mark, position + 1)) >= 0]
    return text[min(ends)] if ends else None


class Bracket(NamedTuple):
    """A bracket whose content is one unit.

    Attributes:
        kind: of the unit.
        start: offset of the content.
        end: offset behind it.
        behind: offset behind the bracket.
        tag: of the language that it names, or None.
    """

    kind: str
    start: int
    end: int
    behind: int
    tag: str | None


def bracket_at(text: str, position: int) -> Bracket | None:
    """Return a bracket that names a language, or says what a source is or how it can be read.

    Args:
        text: the reference.
        position: of the opening bracket.
    """
    match = BRACKETED.match(text, position)
    if match is None:
        return None
    content = match[1]
    tag = _language(content)
    if tag is not None and content.isupper() and _BEHIND_A_NAME.match(text, match.end()):
        return None  # "Kyiv Post (DE): …" names the country of an outlet
    low = content.casefold().strip(" .")
    if tag is not None:
        kind = Kind.LANGUAGE
    elif (low in marks().remark and not content.isupper()) or low.startswith(marks().quoting):
        kind = Kind.REMARK
    elif text[position] == "[" and low in marks().medium:
        kind = Kind.MEDIUM
    else:
        return None
    return Bracket(kind, *match.span(1), match.end(), tag or None)


@functools.lru_cache(2048)
def _language(content: str) -> str | None:
    """Return a tag, "" for a mark that names several languages, or None for no mark."""
    tag = language_tag(content)
    if tag is not None:
        return tag
    parts = re.split(r"\s*[,/;]\s*|\s+(?:and|та|і|и)\s+", content)
    if len(parts) == 1:
        return None
    rest = [part for part in parts if part.casefold().strip(" .") not in marks().remark]
    tags = {language_tag(part) for part in rest}
    return None if None in tags or not tags else tags.pop() if len(tags) == 1 else ""
