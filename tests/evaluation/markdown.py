"""The results as tables in Markdown, and how two of them differ.

A document has a section for each folder that was measured, headed by the folder's name; what
stands before the first is for readers and left alone.
"""

from __future__ import annotations

import re
from typing import Any

__all__ = ["differences", "section_of", "tables", "with_section"]

TOLERANCE = 0.01
"""Other versions of libraries and their data move the figures a little."""

_NOT_FOR_COMPARISON = ("ms_", "texts_per_second")
_OPTIONAL = "semantic"
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?\Z")


def tables(result: dict[str, Any]) -> str:
    """Return an evaluation's result as a table for each part, without figures of speed."""
    return "\n".join(f"{_heading(name)}\n\n{_table(part)}" for name, part in result.items())


def _heading(name: str) -> str:
    return f"### {name.replace('_', ' ').capitalize()}"


def _table(part: dict[str, Any]) -> str:
    """Return a part: its own figures as rows, and one row for each of its parts' sets of figures."""
    rows = dict(_rows(part))
    columns = list(dict.fromkeys(name for row in rows.values() for name in row))
    lines = ["| | " + " | ".join(column.replace("_", " ") for column in columns) + " |"]
    lines.append("|---" * (len(columns) + 1) + "|")
    for name, row in rows.items():
        cells = (str(row.get(column, "")) for column in columns)
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def _rows(part: dict[str, Any], name: str = "") -> list[tuple[str, dict[str, Any]]]:
    figures = {
        key: value
        for key, value in part.items()
        if isinstance(value, (int, float)) and not key.startswith(_NOT_FOR_COMPARISON)
    }
    found = [(name or "all", figures)] if figures else []
    for key, value in part.items():
        if isinstance(value, dict):
            found += _rows(value, f"{name} {key}".strip())
    return found


def section_of(document: str, name: str) -> str | None:
    """Return a folder's section without its heading, or None where there is none."""
    parts = re.split(r"(?m)^## `(.+)`\n", document)
    sections = dict(zip(parts[1::2], parts[2::2], strict=True))
    return sections.get(name)


def with_section(document: str, name: str, text: str) -> str:
    """Return a document with a folder's section put in the place of the old one, or at the end."""
    section = f"## `{name}`\n\n{text.strip()}\n"
    old = section_of(document, name)
    if old is None:
        return f"{document.rstrip()}\n\n{section}"
    start = document.index(f"## `{name}`\n")
    end = start + len(f"## `{name}`\n{old}")
    behind = document[end:]
    return document[:start] + section + (f"\n{behind}" if behind else "")


def of_same_data(old: str, new: str) -> bool:
    """Tell whether two sections count the same pages and headlines: figures of others differ."""
    before, after = _cells(old), _cells(new)
    return all(
        before.get(place) in {None, count}
        for place, count in after.items()
        if place.endswith(", count")
    )


def differences(old: str, new: str) -> list[str]:
    """Return what differs between a section and a new one by more than the tolerance.

    Rows of the sentence encoder may be missing, since it is an extra.
    """
    before, after = _cells(old), _cells(new)
    found = []
    for place, figure in before.items():
        again = after.get(place)
        if again is None:
            if _OPTIONAL not in place:
                found.append(f"{place}: {figure}, not measured any more")
        elif _far(figure, again):
            found.append(f"{place}: {figure}, now {again}")
    found += [f"{place}: new" for place in after if place not in before and _OPTIONAL not in place]
    return found


def _far(one: str, other: str) -> bool:
    if _NUMBER.match(one) and _NUMBER.match(other):
        return abs(float(one) - float(other)) > TOLERANCE
    return one != other


def _cells(section: str) -> dict[str, str]:
    """Return the figures of a section by part, row and column."""
    found: dict[str, str] = {}
    part, columns = "", list[str]()
    for line in section.splitlines():
        if line.startswith("### "):
            part, columns = line.removeprefix("### "), []
        elif line.startswith("|") and not line.startswith("|---"):
            name, *cells = (cell.strip() for cell in line.strip("|").split("|"))
            if not columns:
                columns = cells
                continue
            for column, cell in zip(columns, cells, strict=True):
                if cell:
                    found[f"{part}, {name}, {column}"] = cell
    return found
