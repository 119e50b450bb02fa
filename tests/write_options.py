"""Write the README's table of options anew, from the options themselves.

Usage: python -m tests.write_options
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from linkcheck.config import OPTIONS, Option
from linkcheck.config.types import bare

README = Path(__file__).parent.parent / "README.md"
BEGIN, END = "<!-- options: python -m tests.write_options -->\n", "<!-- /options -->\n"
_COMMANDS = {"report": "check, demo", "inputs": "check, extract", "check": "check"}
_EXAMPLES = {
    bool: "true",
    tuple: '["…"]',
    dict: '{ "…" = "…" }',
    int: "1",
    float: "1.0",
    str: '"…"',
}


def table() -> str:
    """Return the table as it should stand in the README."""
    rows = [
        "| option | in the file | found | in the environment | of | meaning |",
        "|---|---|---|---|---|---|",
    ]
    rows += [
        f"| `--{row.name}{_value(row)}`{_others(row)} | `{row.name} = {_example(row)}` | {row.trust.value} "
        f"| `{row.variable}` | {_COMMANDS[row.group]} | {row.whole_help} |"
        for row in OPTIONS
    ]
    return "\n".join(rows).replace("N|now", "N").replace("FILE|FORMAT", "FILE` or `FORMAT") + "\n"


def _others(row: Option) -> str:
    names = [f"`--{row.also}`"] if row.also else []
    names += [f"`-{row.short}`"] if row.short else []
    return "".join(f", {name}" for name in names)


def _value(row: Option) -> str:
    return f" {row.metavar}" if row.metavar else ""


def _example(row: Option) -> str:
    kind: Any = bare(row.kind)
    if get_origin(kind) is tuple and bare(get_args(kind)[0]) is int:
        return "[403]"
    default = row.default
    if isinstance(default, int | float | str) and not isinstance(default, bool) and default != "":
        return json.dumps(default)
    if get_origin(kind) is Literal:
        return json.dumps(get_args(kind)[0])
    return _EXAMPLES[get_origin(kind) or kind]


def written(text: str) -> str:
    """Return the README with the table in its place."""
    pattern = re.escape(BEGIN) + ".*?" + re.escape(END)
    new = BEGIN + table() + END
    return re.sub(pattern, lambda _: new, text, count=1, flags=re.DOTALL)


if __name__ == "__main__":
    README.write_text(written(README.read_text(encoding="utf-8")), encoding="utf-8")
