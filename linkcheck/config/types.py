"""The values of options: one check, in one wording, wherever they were given."""

from __future__ import annotations

import enum
import re
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args, get_origin

import click
import msgspec
from click.shell_completion import CompletionItem

from linkcheck.errors import UsageError
from linkcheck.models import Rule, Severity
from linkcheck.text.suggestions import suggestion

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["Named", "Pair", "Typed", "bare", "one_of", "typed"]

# What msgspec calls things, and what people do.
_WORDS = {
    "str": "text", "int": "a whole number", "float": "a number", "bool": "true or false",
    "array": "a list", "object": "a table", "null": "nothing", "datetime": "a date and time",
    "date": "a date", "time": "a time",
}  # fmt: skip
_NAMED = re.compile("`([a-z]+)`")
_PLACE = re.compile(r" - at `\$([^`]*)`\Z")


def typed(value: Any, kind: Any, *, text: bool = False) -> Any:
    """Return a value as its type.

    Args:
        value: as it was given.
        kind: a type that msgspec knows.
        text: it comes as text, where a number or a truth value must be read from it.

    Raises:
        UsageError: it is of another kind; the message says what was expected.
    """
    try:
        return msgspec.convert(value, kind, strict=not text)
    except msgspec.ValidationError as error:
        raise UsageError(_in_words(str(error), value, kind, text=text)) from None


def _in_words(message: str, value: Any, kind: Any, *, text: bool) -> str:
    if "enum value" in message:
        return _unknown(value, kind)
    place = _PLACE.search(message)
    message = message[: place.start()] if place else message
    if "matching regex" in message:
        message = "Expected plain ASCII text"
    message = _NAMED.sub(lambda found: _WORDS.get(found[1], found[1]), message)
    message = message.replace(" <= ", " of at most ").replace(" >= ", " of at least ")
    message = message.replace(" > ", " more than ").replace(".0", "")
    if text and isinstance(value, str):
        message = f"{message.partition(', got ')[0]}, got {value!r}"
    inside = place[1].lstrip(".") if place else ""
    return message[:1].lower() + message[1:] + (f" (at {inside})" if inside else "")


def _unknown(value: Any, kind: Any) -> str:
    """Say which word is not known, and which is the nearest."""
    parts = [(value, kind)]
    if isinstance(value, dict):
        parts = list(zip((list(value), list(value.values())), get_args(bare(kind)), strict=True))
    for words, allowed in parts:
        known = _members(allowed)
        what = {Rule.MOVED.value: "rule", Severity.NOTE.value: "level"}
        for word in _texts(words):
            if word not in known:
                name = next((what[one] for one in what if one in known), "choice")
                return f"unknown {name} {word!r}; {suggestion(word, known)}"
    return "this is not one of the known values"


def _members(kind: Any) -> list[str]:
    """Return the words that a type allows, at any depth."""
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return [member.value for member in kind]
    if get_origin(kind) is Literal:
        return [str(word) for word in get_args(kind)]
    return [word for part in get_args(kind) for word in _members(part)]


def _texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [word for pair in value.items() for part in pair for word in _texts(part)]
    if isinstance(value, list | tuple):
        return [word for part in value for word in _texts(part)]
    return [value] if isinstance(value, str) else []


def one_of(kind: type[Any], name: str, what: str) -> Any:
    """Return the member of an enumeration that a user names.

    Raises:
        UsageError: there is none; the message suggests the nearest.
    """
    try:
        return kind(name.strip())
    except ValueError:
        hint = suggestion(name, [member.value for member in kind])
        message = f"unknown {what} {name!r}; {hint}"
        raise UsageError(message) from None


def bare(kind: Any) -> Any:
    """Return a type without what is noted of it."""
    return get_args(kind)[0] if get_origin(kind) is Annotated else kind


class Typed(click.ParamType):  # type: ignore[type-arg]  # click before 8.5 has no argument
    """A value of a type that msgspec knows."""

    def __init__(self, kind: Any) -> None:
        self.kind = kind
        self.name = "value"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the value; what comes from a file has its type already."""
        if not isinstance(value, str):
            return value
        try:
            return typed(value.strip(), self.kind, text=True)
        except UsageError as error:
            return self.fail(str(error), param, ctx)


class Named(click.ParamType):  # type: ignore[type-arg]  # the same
    """A name that a registry knows, asked only when a value is given.

    Args:
        names: returns the names there are.
    """

    name = "name"

    def __init__(self, names: Callable[[], Sequence[str]]) -> None:
        self._names = names

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the name."""
        if value not in self._names():
            self.fail(
                f"unknown value {value!r}; {suggestion(str(value), self._names())}", param, ctx
            )
        return value

    def shell_complete(
        self,
        ctx: click.Context,  # noqa: ARG002 - as click calls it
        param: click.Parameter,  # noqa: ARG002 - the same
        incomplete: str,
    ) -> list[CompletionItem]:
        """Return the names that begin like a word."""
        return [CompletionItem(name) for name in self._names() if name.startswith(incomplete)]


class Pair(click.ParamType):  # type: ignore[type-arg]  # the same
    """Two values with an equals sign between them."""

    name = "pair"

    def __init__(self, key: Any, value: Any) -> None:
        self._key = Typed(key)
        self._value = Typed(value)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the two; what comes from a file is apart already."""
        if not isinstance(value, str):
            return value
        key, _, rest = value.partition("=")
        return self._key.convert(key, param, ctx), self._value.convert(rest, param, ctx)
