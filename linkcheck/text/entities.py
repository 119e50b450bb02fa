"""Character references of HTML, decoded as the HTML standard says where they are."""

from __future__ import annotations

import html
import re
from html.entities import html5
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["attribute_value", "references"]

_REFERENCE = re.compile(r"&(?:#(?:[0-9]{1,7}|[xX][0-9a-fA-F]{1,6})|[a-zA-Z][a-zA-Z0-9]{1,40});?")
# What an address looks like right before a reference in running text.
_IN_ADDRESS = re.compile(r"(?:://|www\.)[^\s<>\"]{0,2048}\Z", re.IGNORECASE)
_WINDOW = 2048


def attribute_value(text: str) -> str:
    """Return the value of an attribute as written, its character references decoded.

    A name without `;` before `=`, a letter or a digit is no reference (HTML Living Standard,
    13.2.5.73): `?id=5&section=news` is an address with a parameter called `section`.
    """
    return _REFERENCE.sub(_decoded_in_attribute, text) if "&" in text else text


def references(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield the character references of running text: start, end, and what each stands for.

    As HTML 13.2.5.72 has it, but for addresses in the text, in which they are read as in
    attributes: whoever wrote `…?id=5&section=news` meant that address.
    """
    for match in _REFERENCE.finditer(text):
        written = match[0]
        if written[-1] == ";" or written[1] == "#":
            decoded = html.unescape(written)
        elif _IN_ADDRESS.search(text, max(0, match.start() - _WINDOW), match.start()):
            decoded = _decoded_in_attribute(match)
        else:
            decoded = html.unescape(written)
        if decoded != written:
            yield match.start(), match.end(), decoded


def _decoded_in_attribute(match: re.Match[str]) -> str:
    written = match[0]
    if written[1] == "#":
        return html.unescape(written)
    if written[-1] == ";":
        return html5.get(written[1:], written)
    if match.string[match.end() : match.end() + 1] == "=":
        return written
    return html5.get(written[1:], written)
