"""Read the hand-written items of `data/references.txt`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.evaluation.references_made import Made

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["read_items"]

_MARK = re.compile(r"\{([A-Z])(?:=([\w-]*))?:([^{}]*)\}|[<>*]|https?://\S+|www\.\S+")
_NAMES = {
    "T": "title",
    "C": "container",
    "P": "place",
    "A": "author",
    "S": "section",
    "R": "remark",
    "D": "date",
}


def read_items(path: Path, style: str = "items") -> list[Made]:
    """Return the items of a file; its first lines say how they are written.

    Args:
        path: the file.
        style: what their style is called.
    """
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        if line and not line.startswith("#"):
            tag, _, marked = line.partition(" ")
            found.append(_item(marked, tag, number, style))
    return found


def _item(marked: str, tag: str, number: int, style: str) -> Made:
    made = Made("", {}, [], [], style, tag)
    url = f"https://source.example/{'' if style == 'items' else f'{style}/'}{number}"
    out: list[str] = []
    size = position = 0
    anchor = emphasis = 0
    inside = False
    for match in [*_MARK.finditer(marked), None]:
        plain = marked[position : match.start() if match else len(marked)]
        out.append(plain)
        size += len(plain)
        if match is None:
            break
        position = match.end()
        sign = match[0]
        if sign == "<":
            anchor = size
        elif sign == ">":
            made.links.append((anchor, size, url))
        elif sign == "*":
            if inside:
                made.emphasis.append((emphasis, size))
            inside, emphasis = not inside, size
        elif match[1] is None:
            address = sign.rstrip(".,)")
            out.append(address)
            made.links.append((size, size + len(address), address))
            size += len(address)
            position = match.start() + len(address)
        else:
            role, value, text = match[1], match[2], match[3]
            out.append(text)
            if role in _NAMES:
                made.spans.setdefault(_NAMES[role], []).append((size, size + len(text)))
            if role == "D" and value:
                made.date = value
            if role == "X":
                made.access_date = value
            size += len(text)
    made.text = "".join(out)
    return made
