"""JSON (RFC 8259) files whose values are known with their places."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from linkcheck.articles.embedded import Embedded
from linkcheck.articles.formats.jsonl import Member, embedded_text, object_members, skip_space

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.articles.source import Source

__all__ = ["elements", "members_of", "read_value", "strings_text"]

_DECODER = json.JSONDecoder()


def read_value(text: str, start: int) -> Member:
    """Read the JSON value at an offset.

    Raises:
        ValueError: it is no JSON.
    """
    value, end = _DECODER.raw_decode(text, start)
    return Member(value, start, end)


def members_of(text: str, member: Member) -> dict[str, Member]:
    """Return the members of an object, with their places; none where it is no object."""
    return object_members(text, member.start)[0] if isinstance(member.value, dict) else {}


def elements(text: str, member: Member) -> Iterator[Member]:
    """Yield the elements of a list, with their places; none where it is no list."""
    if not isinstance(member.value, list):
        return
    position = member.start + 1
    for _ in member.value:
        element = read_value(text, skip_space(text, position))
        yield element
        position = skip_space(text, element.end) + 1  # the comma


def strings_text(source: Source, strings: list[Member]) -> Embedded:
    """Return the text of strings, one behind the other, with where each character is.

    Args:
        source: the file.
        strings: members whose values are strings.
    """
    body = Embedded(source)
    for member in strings:
        body.append(embedded_text(source, member))
    return body
