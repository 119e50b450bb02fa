"""JSON (RFC 8259) files whose values are known with their places."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from linkcheck.articles.embedded import Embedded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.articles.source import Source

__all__ = [
    "Member",
    "NotReadError",
    "elements",
    "embedded_text",
    "members_of",
    "object_members",
    "read_value",
    "skip_space",
    "strings_text",
]

_DECODER = json.JSONDecoder()
_SPACE = re.compile(r"[ \t\r\n]*")
_ESCAPE = re.compile(r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[0-9a-fA-F]{4}|u[0-9a-fA-F]{4}|.)")


class Member(NamedTuple):
    """A member of a JSON object, with where its value stands in the source."""

    value: Any
    start: int
    end: int


class NotReadError(ValueError):
    """The text does not have the expected form.

    Args:
        reason: why, for editors.
        position: offset in the text at which the fault is.
    """

    def __init__(self, reason: str, position: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.position = position


def read_value(text: str, start: int) -> Member:
    """Read the JSON value at an offset.

    Raises:
        NotReadError: it is not valid JSON.
    """
    try:
        value, end = _DECODER.raw_decode(text, start)
    except json.JSONDecodeError as error:
        ends = skip_space(text, error.pos) == len(text)
        raise NotReadError("it is not complete" if ends else error.msg, error.pos) from error
    except RecursionError as error:
        raise NotReadError("it nests too deep", start) from error
    except ValueError as error:  # a number with thousands of digits
        raise NotReadError("a value cannot be read", start) from error
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


def embedded_text(source: Source, member: Member) -> Embedded:
    """Return a string's text with where each character of it stands."""
    body = Embedded(source)
    position, end = member.start + 1, member.end - 1
    for escape in _ESCAPE.finditer(source.text, position, end):
        if escape.start() > position:
            body.add(source.text[position : escape.start()], position, escape.start())
        body.add(json.loads(f'"{escape[0]}"'), escape.start(), escape.end())
        position = escape.end()
    body.add(source.text[position:end], position, end)
    return body


def object_members(text: str, start: int) -> tuple[dict[str, Member], int]:
    """Read a JSON object; return its members with their places, and the offset behind it.

    Raises:
        NotReadError: it is not a JSON object.
    """
    try:
        return _object_members(text, start)
    except IndexError as error:
        raise NotReadError("it is not complete", len(text)) from error


def _object_members(text: str, start: int) -> tuple[dict[str, Member], int]:
    """Read a JSON object.

    Raises:
        IndexError: the text ends before it does.
        NotReadError: it is not a JSON object.
    """
    if text[start] != "{":
        raise NotReadError("not an object", start)
    members: dict[str, Member] = {}
    position = skip_space(text, start + 1)
    while text[position] != "}":
        if text[position] != '"':
            raise NotReadError("a name in quotation marks is missing", position)
        name = read_value(text, position)
        position = skip_space(text, name.end)
        if text[position] != ":":
            raise NotReadError("a colon is missing", position)
        value = read_value(text, skip_space(text, position + 1))
        members[name.value] = value
        position = skip_space(text, value.end)
        if text[position] == ",":
            position = skip_space(text, position + 1)
        elif text[position] != "}":
            raise NotReadError("a comma is missing", position)
    return members, position + 1


def skip_space(text: str, position: int) -> int:
    """Return the offset behind the white space at an offset of JSON text."""
    match = _SPACE.match(text, position)
    return match.end() if match else position
