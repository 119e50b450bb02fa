"""What other packages add: through entry points, or as the libraries of an extra."""

from __future__ import annotations

import functools
from importlib import import_module
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Any, TypeVar

from linkcheck.errors import UsageError, noted

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.metadata import EntryPoint

__all__ = ["extra", "load_plugin", "plugins"]

T = TypeVar("T")


@functools.cache
def plugins(group: str) -> Mapping[str, EntryPoint]:
    """Return the entry points of a group by name, none of them imported yet.

    Where two packages use one name, the one that Python finds first has it.

    Args:
        group: such as "linkcheck.reports".
    """
    found: dict[str, EntryPoint] = {}
    for entry in entry_points(group=group):
        found.setdefault(entry.name, entry)
    return found


def load_plugin(entry: EntryPoint, kind: type[T]) -> T:
    """Import what an entry point names.

    Args:
        entry: the entry point.
        kind: the type that the object must have.

    Raises:
        UsageError: it cannot be imported or has another type; the message names the package.
    """
    try:
        found = entry.load()
    except (Exception, SystemExit) as error:  # someone else's module may do anything
        fault = noted(error, f"loading {entry.value}")
        raise UsageError(_message(entry, fault)) from error
    if not isinstance(found, kind):
        message = _message(entry, f"expected a {kind.__name__}, found a {type(found).__name__}")
        raise UsageError(message)
    return found


def extra(module: str, name: str, purpose: str) -> Any:
    """Return a module of a library that only an extra of linkcheck installs.

    Args:
        module: its name.
        name: of the extra.
        purpose: what needs it, as the subject of a sentence.

    Raises:
        UsageError: it is not installed; the message says what to do.
    """
    try:
        return import_module(module)
    except ImportError as error:
        message = f"{purpose} needs the extra {name!r}: pip install 'linkcheck-bilingual[{name}]'"
        raise UsageError(message) from error


def _message(entry: EntryPoint, fault: str) -> str:
    package = entry.dist.name if entry.dist is not None else "an unknown package"
    what = entry.group.rpartition(".")[2].removesuffix("s")
    return f"the {what} {entry.name!r} of {package} ({entry.value}) cannot be loaded: {fault}"
