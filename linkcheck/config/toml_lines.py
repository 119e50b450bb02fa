"""On which line of a TOML file a key stands, which the parser does not tell."""

from __future__ import annotations

import tomllib
from typing import Any

__all__ = ["key_lines"]

Path = tuple[str | int, ...]

_MOST_SIGNS = 16
"""Equals signs in a line up to which its key is looked for: a key has few, a text may have many."""

_MOST_PARTS = 8
"""Parts of a key that are remembered: the longest that anyone asks for has six."""


def key_lines(text: str) -> dict[Path, int]:
    """Return the line of every table and key that begins a line, counted from 1.

    Args:
        text: valid TOML. Each line is read by the TOML parser itself; what looks like a key inside
            a text of several lines can only be found where the real one is not.
    """
    found: dict[Path, int] = {}
    table: Path = ()
    counts: dict[Path, int] = {}
    for number, line in enumerate(map(str.strip, text.split("\n")), 1):
        if line.startswith("["):
            header = _keys(line)
            if not header:
                continue
            table = header
            if line.startswith("[["):
                counts[header] = counts.get(header, -1) + 1
                table = (*header, counts[header])
            for length in range(1, min(len(table), _MOST_PARTS) + 1):
                found.setdefault(table[:length], number)
            continue
        for keys in _assigned(line):
            full = (table + keys)[:_MOST_PARTS]
            for length in range(len(table) + 1, len(full) + 1):
                found.setdefault(full[:length], number)
    return found


def _assigned(line: str) -> list[Path]:
    """Return the key that a line sets, where it sets one."""
    end = line.find("=")
    for _ in range(_MOST_SIGNS):
        if end <= 0 or line.startswith("#"):
            break
        if keys := _keys(line[:end] + "= 0"):
            return [keys]
        end = line.find("=", end + 1)
    return []


def _keys(line: str) -> Path:
    try:
        value: Any = tomllib.loads(line)
    except (ValueError, RecursionError):
        return ()
    keys: list[str | int] = []
    while isinstance(value, dict | list) and value:
        if isinstance(value, list):
            value = value[0]
            continue
        key, value = next(iter(value.items()))
        keys.append(key)
    return tuple(keys)
