"""Patterns of addresses and what to make of them: `/content/{slug}/{id:int}.html`.

A pattern names parts of a path and of a query. Each part of the path is read once from the left and
once from the right, so that matching is linear whatever the pattern and the address are.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple
from urllib.parse import urlsplit

from linkcheck.text.urls import host

__all__ = ["MAX_PATTERN", "Pattern", "Template", "host_named", "parts_of"]

MAX_PATTERN = 500
"""Characters of a pattern."""
_MOST_NAMES = 12
_NAME = re.compile(r"\{([a-z_][a-z0-9_]{0,30})(?::([a-z]+))?\}")
_KINDS = {
    "": re.compile(r"[^/?#]+"),
    "int": re.compile(r"[0-9]+"),
    "alpha": re.compile(r"[A-Za-z]+"),
    "path": re.compile(r".+"),
}
_LABEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,62}")
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?")
_PLAIN = re.compile(r"[!-z|~]*")


class _Name(NamedTuple):
    """A part that a pattern names."""

    name: str
    kind: str


_Token = str | _Name


class Pattern:
    """What an address's path, and perhaps its query, look like.

    `{name}` stands for characters within one part of the path, `{name:int}` for digits,
    `{name:alpha}` for Latin letters, and `{name:path}`, at the end only, for all the rest with the
    query. A query in the pattern names parameters that must be there, in any order; others are
    ignored. A closing slash does not matter.

    Args:
        text: the pattern, from the path's first slash on.

    Raises:
        ValueError: it cannot be used; the message says why, for people.
    """

    def __init__(self, text: str) -> None:
        if not text.startswith("/"):
            raise ValueError("a path begins with a slash")
        path, _, query = text.partition("?")
        rest = None
        parts = path.rstrip("/").split("/")[1:]
        tokens = [_tokens(part) for part in parts]
        names = [each for part in tokens for each in part if isinstance(each, _Name)]
        if any(each.kind == "path" for each in names):
            if [each.kind for each in names].count("path") > 1 or tokens[-1] != [names[-1]]:
                raise ValueError(
                    "{name:path} can be used once, at the end, for the rest of the path"
                )
            rest = names[-1]
            tokens.pop()
            if query:
                raise ValueError("{name:path} includes the query: remove the query after it")
        for part in tokens:
            _check_part(part)
        self._parts = tokens
        self._rest = rest
        self._parameters: dict[str, list[_Token]] = {}
        for parameter in filter(None, query.split("&")):
            name, equals, value = parameter.partition("=")
            said = _tokens(value)
            _check_part(said)
            if not equals or "{" in name:
                raise ValueError("a query names parameters as in ?id={id:int}")
            self._parameters[name] = said
            names += [each for each in said if isinstance(each, _Name)]
        self.names = frozenset(each.name for each in names)
        """The names in it."""
        if len(self.names) != len(names):
            raise ValueError("a name is used twice")
        if len(names) > _MOST_NAMES:
            message = f"there are more than {_MOST_NAMES} names"
            raise ValueError(message)

    def match(self, path: str, query: str) -> dict[str, str] | None:
        """Return what each name stands for in an address, or None where it does not match.

        Args:
            path: of the address, as written.
            query: without the question mark.
        """
        found: dict[str, str] = {}
        parts = path.split("/")[1:]
        if parts and not parts[-1] and self._rest is None:
            parts.pop()
        count = len(self._parts)
        if len(parts) < count or (self._rest is None and len(parts) > count):
            return None
        for part, said in zip(self._parts, parts, strict=False):
            if not _read(part, said, found):
                return None
        if self._rest is not None:
            rest = "/".join(parts[count:]) + (f"?{query}" if query else "")
            if not rest:
                return None
            found[self._rest.name] = rest
        if self._parameters:
            given = dict(part.partition("=")[::2] for part in reversed(query.split("&")))
            for name, value in self._parameters.items():
                if name not in given or not _read(value, given[name], found):
                    return None
        return found


class Template:
    """What an address becomes: a host, or an address with names of a pattern in it.

    `{name}` is put in as it was found; `{name:lower}` and `{name:upper}` in such letters.

    Args:
        text: the template, with a scheme or without (then it is https).

    Raises:
        ValueError: it cannot be used; the message says why, for people.
    """

    def __init__(self, text: str) -> None:
        if len(text) > MAX_PATTERN or not _PLAIN.fullmatch(_NAME.sub("", text)):
            message = f"this is not an ASCII URL of at most {MAX_PATTERN} characters"
            raise ValueError(message)
        self._text = text if "://" in text else f"https://{text}"
        if not host(_NAME.sub("x", self._text)):
            message = f"{text!r} is not an address or a host"
            raise ValueError(message)
        if any(kind not in {None, "lower", "upper"} for _, kind in _NAME.findall(text) if kind):
            raise ValueError("a name can only be converted with {name:lower} or {name:upper}")
        self.names = frozenset(name for name, _ in _NAME.findall(text))
        """The names in it."""

    def filled(self, names: dict[str, str]) -> str:
        """Return the address with what the names stand for."""

        def value(match: re.Match[str]) -> str:
            found = names[match[1]]
            return {"lower": found.lower(), "upper": found.upper()}.get(match[2], found)

        return _NAME.sub(value, self._text)


def host_named(text: str) -> tuple[str | None, str]:
    """Return the name of a host's first label, if it has one, and the host behind it.

    Args:
        text: "old.example", which its `www.` belongs to, or "{lang}.old.example".

    Raises:
        ValueError: it is no host; the message says why, for people.
    """
    label, _, rest = text.partition(".")
    named = _NAME.fullmatch(label)
    name = rest if named else text
    if not _HOST.fullmatch(name) or "." not in name or host(f"http://{name}/") != name:
        message = f"{text!r} is not a host such as old.example or {{lang}}.old.example"
        raise ValueError(message)
    return (named[1] if named else None), name.removeprefix("www.")


def parts_of(url: str) -> tuple[str, str, str]:
    """Return the host of an address (no `www.`, no port), its path and its query.

    Raises:
        ValueError: it cannot be taken apart.
    """
    parts = urlsplit(url)
    return host(url).removeprefix("www."), parts.path or "/", parts.query


def _tokens(text: str) -> list[_Token]:
    """Return the literal and the named parts of a text.

    Raises:
        ValueError: a name is not written as one.
    """
    if len(text) > MAX_PATTERN:
        message = f"it is longer than {MAX_PATTERN} characters"
        raise ValueError(message)
    found: list[_Token] = []
    end = 0
    for match in _NAME.finditer(text):
        kind = match[2] or ""
        if kind not in _KINDS:
            message = (
                f"{match[0]} is not one of {{name}}, {{name:int}}, {{name:alpha}}, {{name:path}}"
            )
            raise ValueError(message)
        if match.start() > end:
            found.append(text[end : match.start()])
        found.append(_Name(match[1], kind))
        end = match.end()
    if end < len(text):
        found.append(text[end:])
    if any("{" in each or "}" in each for each in found if isinstance(each, str)):
        raise ValueError("names in braces are lower case, as in {id} or {id:int}")
    return found


def _check_part(tokens: list[_Token]) -> None:
    """Refuse a part of a path that can be read in more than one way.

    Raises:
        ValueError: it can.
    """
    if sum(isinstance(each, _Name) and not each.kind for each in tokens) > 1:
        raise ValueError(
            "only one {name} can be between two slashes: use {name:int} or {name:alpha} for the "
            "others"
        )
    if any(isinstance(one, _Name) and isinstance(other, _Name) for one, other in pairwise(tokens)):
        raise ValueError("two names need literal text between them")


def _read(tokens: list[_Token], text: str, found: dict[str, str]) -> bool:
    """Read a part from both ends towards its one {name}; tell whether it matches."""
    left, right = 0, len(text)
    middle: _Name | None = None
    last = len(tokens)
    for number, token in enumerate(tokens):
        if isinstance(token, _Name) and not token.kind:
            middle, last = token, number
            break
        if isinstance(token, str):
            if not text.startswith(token, left):
                return False
            left += len(token)
            continue
        match = _KINDS[token.kind].match(text, left)
        if match is None:
            return False
        found[token.name] = match[0]
        left = match.end()
    if middle is None:
        return left == right
    for token in reversed(tokens[last + 1 :]):
        if isinstance(token, str):
            if not text.endswith(token, left, right):
                return False
            right -= len(token)
            continue
        start = right
        allowed = str.isdigit if token.kind == "int" else str.isalpha
        while start > left and text[start - 1].isascii() and allowed(text[start - 1]):
            start -= 1
        if start == right:
            return False
        found[token.name] = text[start:right]
        right = start
    if right <= left or not _KINDS[""].fullmatch(text, left, right):
        return False
    found[middle.name] = text[left:right]
    return True
