"""Facts that linkcheck knows, as data files, and how to read them."""

from __future__ import annotations

import functools
import tomllib
from importlib.resources import files
from typing import Any

__all__ = ["load_toml"]


@functools.cache
def load_toml(name: str) -> dict[str, Any]:
    """Return the content of one of the package's own TOML files, which nobody may change.

    Args:
        name: the file's name in this folder, without `.toml`.
    """
    with files(__name__).joinpath(f"{name}.toml").open("rb") as stream:
        return tomllib.load(stream)
