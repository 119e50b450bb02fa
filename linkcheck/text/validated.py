"""Settings that are checked when they are made, so that a mistake is told where it was made."""

from __future__ import annotations

import functools
import os
import re
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, get_args, get_type_hints

import msgspec

from linkcheck.errors import UsageError
from linkcheck.text.suggestions import suggestion

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["NotNegative", "Positive", "Validated", "plain_fault"]

_N = TypeVar("_N", int, float)
NotNegative = Annotated[_N, msgspec.Meta(ge=0)]
"""A number that is 0 or more."""
Positive = Annotated[_N, msgspec.Meta(ge=1)]
"""A number that is 1 or more."""

_FAULT = re.compile(r"Expected `(?P<wanted>[^`]+)`(?:, got `(?P<found>[^`]+)`| >= (?P<least>\d+))")
_PLACE = re.compile(r" - at `[^`]*`$")
_WORDS = {
    "array": "a list", "bool": "True or False", "float": "a number", "int": "a whole number",
    "null": "None", "object": "a dict", "str": "a text",
}  # fmt: skip


class Validated(msgspec.Struct, frozen=True, kw_only=True):
    """Settings whose values have the types of their fields, whoever makes them.

    Names stand for the members of enumerations ("dead-link"), lists for tuples and sets, and paths
    for texts. Other values are refused with a `UsageError` that names the field.
    """

    def __post_init__(self) -> None:
        """Check all values.

        Raises:
            UsageError: one cannot be used; the message names its field and says what can.
        """
        kind = type(self)
        for name, wanted in _types(kind).items():
            value = getattr(self, name)
            try:
                found = _converted(value, wanted)
            except msgspec.ValidationError as error:
                message = f"{kind.__name__}.{name}: {_reason(value, wanted, error)}"
                raise UsageError(message) from None
            if found is not value:
                msgspec.structs.force_setattr(self, name, found)


def plain_fault(error: msgspec.ValidationError) -> str:
    """Return in plain words what is wrong with a value."""
    found = _FAULT.search(str(error))
    if found is None:
        return _PLACE.sub("", str(error))
    if found["least"] is not None:
        return f"it must be {found['least']} or more"
    wanted = " or ".join(_WORDS.get(each, each) for each in found["wanted"].split(" | "))
    return f"expected {wanted}, not {_WORDS.get(found['found'], found['found'])}"


@functools.cache
def _types(kind: type[Validated]) -> Mapping[str, Any]:
    return get_type_hints(kind, include_extras=True)


def _converted(value: Any, wanted: Any) -> Any:
    if isinstance(value, os.PathLike):
        value = os.fspath(value)
    return msgspec.convert(value, wanted)


def _reason(value: object, wanted: object, error: msgspec.ValidationError) -> str:
    """Return why a value cannot be used, and what can."""
    kinds = list(_kinds(wanted))
    structs = [kind for kind in kinds if issubclass(kind, msgspec.Struct)]
    if structs and not isinstance(value, dict | list | tuple):
        return f"expected linkcheck.{structs[0].__name__}(…), not {type(value).__name__}"
    if "Invalid enum value" in str(error):
        enums = [kind for kind in kinds if issubclass(kind, StrEnum)]
        for part, kind in _named(value, enums):
            names = [str(member) for member in kind]
            if part not in names:
                name = kind.__name__.lower()
                return f"{part!r} is not a {name}: {suggestion(str(part), names)}"
        choices = [str(each) for each in get_args(wanted) if isinstance(each, str)]
        if choices:
            return f"{value!r} is not one of {', '.join(choices)}"
    return plain_fault(error)


def _kinds(wanted: object) -> Iterator[type]:
    if isinstance(wanted, type):
        yield wanted
    for inner in get_args(wanted):
        yield from _kinds(inner)


def _named(value: object, kinds: Sequence[type[StrEnum]]) -> Iterator[tuple[object, type[StrEnum]]]:
    """Yield what a value holds, each with the enumeration it has to be a member of."""
    if not kinds:
        return
    if isinstance(value, dict):
        yield from ((key, kinds[0]) for key in value)
        yield from ((each, kinds[-1]) for each in value.values() if len(kinds) > 1)
    elif isinstance(value, set | frozenset | list | tuple):
        yield from ((each, kinds[0]) for each in value)
    else:
        yield value, kinds[0]
