"""Import late what is slow to import, so that `import linkcheck` and `--help` stay quick.

A package names what it offers and where that is; a module behind it is imported when somebody
first uses one of its names. The package lists the same names under `TYPE_CHECKING`, so that type
checkers and editors see them. This stands in for lazy imports (PEP 810), which come with
Python 3.15.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["lazy_names"]


def lazy_names(
    package: str, homes: Mapping[str, str]
) -> tuple[Callable[[str], object], Callable[[], list[str]]]:
    """Return the `__getattr__` and `__dir__` (PEP 562) of a package whose names are imported late.

    Args:
        package: its name.
        homes: the module of each name, relative to the package.
    """

    def find(name: str) -> object:
        if name not in homes:
            message = f"module {package!r} has no attribute {name!r}"
            raise AttributeError(message)
        value: object = getattr(import_module(f"{package}.{homes[name]}"), name)
        setattr(sys.modules[package], name, value)
        return value

    return find, lambda: sorted(homes)
