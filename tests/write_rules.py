"""Write what is generated from the rules: the README's table and the schema of reports.

Usage: python -m tests.write_rules
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from linkcheck.judging.rules import RULES
from tests.write_report_schema import text

README = Path(__file__).parent.parent / "README.md"
BEGIN, END = "<!-- rules: python -m tests.write_rules -->\n", "<!-- /rules -->\n"


def table() -> str:
    """Return the table as it should be in the README."""
    rows = ["| rule | level | verdict | meaning |", "|---|---|---|---|"]
    rows += [
        f"| `{rule.value}` | {info.severity.value} | {info.status.value} | {info.summary} |"
        for rule, info in RULES.items()
    ]
    return "\n".join(rows) + "\n"


def written(readme: str) -> str:
    """Return the README with the table as it should be.

    Args:
        readme: its present text.
    """
    before, _, rest = readme.partition(BEGIN)
    return before + BEGIN + table() + END + rest.partition(END)[2]


if __name__ == "__main__":
    README.write_text(written(README.read_text(encoding="utf-8")), encoding="utf-8")
    schema = Path(str(files("linkcheck.data") / "report.schema.json"))
    schema.write_text(text(), encoding="utf-8")
