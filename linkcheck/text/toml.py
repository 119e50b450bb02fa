"""Read TOML from anyone: the standard library's parser, without input that makes it slow.

`tomllib` takes time that grows with the square of the number of parts in a dotted key, and with
the product of a table header's parts and the keys below it. No real file nests deeply.
"""

from __future__ import annotations

import re
import sys
import tomllib
from typing import Any

__all__ = ["MAX_DEPTH", "loads"]

MAX_DEPTH = 32
"""Parts of a dotted key, in text that is read."""

_PART = r"""(?:[\w-]++|"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+')"""
# Matches in texts and comments too, where so many words joined by dots are as unlikely. No key
# begins behind a backslash: without that, each escaped quote would be looked at to the line's end.
_DEEP = re.compile(rf"(?<![\w\\-]){_PART}(?:[ \t]*+\.[ \t]*+{_PART}){{{MAX_DEPTH},}}+")


def loads(text: str) -> dict[str, Any]:
    """Return what TOML says.

    Raises:
        tomllib.TOMLDecodeError: it is not TOML, or a key has more than `MAX_DEPTH` parts.
        ValueError: a value is out of bounds.
        RecursionError: brackets nest too deep.
    """
    deep = _DEEP.search(text)
    if deep is not None:
        if sys.version_info >= (3, 14):
            raise tomllib.TOMLDecodeError("Keys nest too deep", text, deep.start())
        line = text.count("\n", 0, deep.start()) + 1
        column = deep.start() - text.rfind("\n", 0, deep.start())
        message = f"Keys nest too deep (at line {line}, column {column})"
        raise tomllib.TOMLDecodeError(message)
    return tomllib.loads(text)
