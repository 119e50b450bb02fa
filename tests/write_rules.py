"""Write what is generated from the rules: parts of README and guide, and the schema of reports.

Usage: python -m tests.write_rules
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from linkcheck.judging.rules import RULES
from linkcheck.models import Severity
from tests.documents import GUIDE, README, Generated
from tests.write_report_schema import text


def table() -> str:
    """Return the guide's table of rules."""
    rows = ["| rule | level | verdict | meaning |", "|---|---|---|---|"]
    rows += [
        f"| [`{rule.value}`](#{rule.value}) | {info.severity.value} | {info.status.value} | {info.summary} |"
        for rule, info in RULES.items()
    ]
    return "\n".join(rows) + "\n"


def listed() -> str:
    """Return the README's list of rules, a line each."""
    page = "examples/guide/rules.md"
    return "".join(
        f"- [`{rule.value}`]({page}#{rule.value}): {info.summary}\n" for rule, info in RULES.items()
    )


def explained() -> str:
    """Return what `linkcheck explain` says of each rule, under a heading of its own."""
    parts = []
    for rule, info in RULES.items():
        name = rule.value
        lower = "" if info.severity is Severity.NOTE else f", or `--severity {name}=note`"
        off = f"Use `--ignore {name}`{lower}. {info.silence}".strip()
        parts.append(
            f"### {name}\n\n"
            f"{info.summary} Level: {info.severity.value}; verdict: {info.status.value}.\n\n"
            f"- **Why it matters**: {info.why}\n"
            f"- **Example**: {info.example}\n"
            f"- **How to fix it**: {info.fix}\n"
            f"- **How to suppress it**: {off}\n"
        )
    return "\n" + "\n".join(parts) + "\n"


PARTS = [
    Generated("list", README, "write_rules", listed),
    Generated("table", GUIDE / "rules.md", "write_rules", table),
    Generated("rules", GUIDE / "rules.md", "write_rules", explained),
]


if __name__ == "__main__":
    Generated.write(PARTS)
    schema = Path(str(files("linkcheck.data") / "report.schema.json"))
    schema.write_text(text(), encoding="utf-8")
