"""Write the guide's tables of options, reports and detectors from their registries.

Usage: python -m tests.write_options
"""

from __future__ import annotations

import json
from typing import Any, Literal, get_args, get_origin

from linkcheck.config.options import OPTIONS, Option
from linkcheck.config.types import bare
from linkcheck.languages.detectors import DETECTORS
from linkcheck.reports import own_formats
from tests.documents import GUIDE, Generated

_COMMANDS = {
    "report": "check, demo",
    "inputs": "check, extract, baseline, fix, archive",
    "check": "check, baseline, fix, archive",
}
_ALSO = {"lang": ", fix, trend, explain"}
_EXAMPLES = {
    bool: "true",
    tuple: '["…"]',
    dict: '{ "…" = "…" }',
    int: "1",
    float: "1.0",
    str: '"…"',
}


def reports() -> str:
    """Return the guide's table of reports."""
    rows = ["| report | what it is | `-v`, `-q` | written | suffix |", "|---|---|---|---|---|"]
    rows += [
        f"| `{form.name}` | {form.summary} | {'yes' if form.for_people else 'no'} "
        f"| {'as verdicts arrive' if form.streams else 'at the end'} | `{form.suffix}` |"
        for form in own_formats()
    ]
    return "\n".join(rows) + "\n"


def detectors() -> str:
    """Return the guide's table of language detectors."""
    rows = ["| detector | what it is |", "|---|---|", "| `built-in` | described above |"]
    rows += [
        f"| `{name}` | {(make.__doc__ or '').partition('.')[0]} |"
        for name, make in DETECTORS.items()
    ]
    return "\n".join(rows) + "\n"


def options() -> str:
    """Return the guide's table of options."""
    rows = [
        "| option | in the file | found | in the environment | commands | meaning |",
        "|---|---|---|---|---|---|",
    ]
    rows += [
        f"| `--{row.name}{_value(row)}`{_others(row)} | `{row.name} = {_example(row)}` | {row.trust.value} "
        f"| `{row.variable}` | {_COMMANDS[row.group]}{_ALSO.get(row.name, '')} | {row.help} |"
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


PARTS = [
    Generated("options", GUIDE / "configuration.md", "write_options", options),
    Generated("reports", GUIDE / "reports.md", "write_options", reports),
    Generated("detectors", GUIDE / "deciding.md", "write_options", detectors),
]


if __name__ == "__main__":
    Generated.write(PARTS)
