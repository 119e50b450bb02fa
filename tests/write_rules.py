"""Write what is generated from the rules: the guide's table and the schema of reports.

Usage: python -m tests.write_rules
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from linkcheck.judging.rules import RULES
from tests.documents import GUIDE, Generated
from tests.write_report_schema import text


def table() -> str:
    """Return the guide's table of rules."""
    rows = ["| rule | level | verdict | meaning |", "|---|---|---|---|"]
    rows += [
        f"| `{rule.value}` | {info.severity.value} | {info.status.value} | {info.summary} |"
        for rule, info in RULES.items()
    ]
    return "\n".join(rows) + "\n"


PARTS = [Generated("rules", GUIDE / "rules.md", "write_rules", table)]


if __name__ == "__main__":
    Generated.write(PARTS)
    schema = Path(str(files("linkcheck.data") / "report.schema.json"))
    schema.write_text(text(), encoding="utf-8")
