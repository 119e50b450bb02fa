"""The part of a long document that a page's story is in."""

from __future__ import annotations

import re

__all__ = ["up_to_its_end", "with_data_behind"]

_END = b"</article>"
# Less than this behind it, in bytes, is read as quickly as it is cut off.
_LITTLE = 8 * 1024
_BEHIND = re.compile(
    rb"<(?:h1|(script\b[^<>]{0,200}?ld(?:\+|&#43;|&#x2b;)json[^<>]{0,200}>))", re.IGNORECASE
)
_DATA_END = b"</script>"
# Between these stand no elements, whatever is written there.
_NO_ELEMENTS = ((b"<script", b"</script"), (b"<!--", b"-->"))


def up_to_its_end(body: bytes) -> bytes | None:
    """Return a document without what follows its last article; None where that is little.

    Behind the last `article` element come other stories' headlines, the state of scripts and the
    foot of the page: on news sites a third of the bytes, and of the time to read them.

    Args:
        body: an HTML document in an encoding that has ASCII's characters in their places.
    """
    end = body.rfind(_END)
    return body[: end + len(_END)] if 0 <= end < len(body) - _LITTLE else None


def with_data_behind(body: bytes, end: int) -> bytes | None:
    """Return a document up to a place, and the data on its story (JSON-LD) that stand behind it.

    Args:
        body: the document.
        end: where its last article ends.

    Returns:
        None where a heading stands behind: that of a story without an element of its own. And
        where the place is in a script or a comment, which would swallow what follows.
    """
    for begun, over in _NO_ELEMENTS:
        start = body.rfind(begun, 0, end)
        if start >= 0 and body.find(over, start, end) < 0:
            return None
    kept = [body[:end]]
    for tag in _BEHIND.finditer(body, end):
        if tag[1] is None:
            return None
        if tag.start() < end:
            continue
        end = body.find(_DATA_END, tag.end())
        if end < 0:
            break
        kept.append(body[tag.start() : end + len(_DATA_END)])
    return b"".join(kept)
