"""The recipe for a report, and reports that other packages add."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.packages import copy_of_linkcheck, install, recipe, run_with

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

CHECK = ("check", "a.md", "--no-store", "--no-config", "--workers", "0")
FAULTS = {
    "on import": ("import nothing_of_that_name\n", "ModuleNotFoundError"),
    "exit on import": ("raise SystemExit(9)\n", "SystemExit: 9"),
    "no format": ("FORMAT = 1\n", "expected a Format, found a int"),
    "when made": ("def __init__(self, stream, style): raise ValueError('in its init')", "in its init"),
    "at a verdict": ("def verdict(self, verdict): raise ValueError('in its verdict')", "in its verdict"),
    "at the end": ("def finish(self, report): raise KeyError('in its finish')", "in its finish"),
    "exit": ("def verdict(self, verdict): raise SystemExit(0)", "SystemExit: 0"),
}  # fmt: skip


def test_recipe_for_a_report_works(tmp_path: Path) -> None:
    """A contributor who follows the guide would have a report that no option knows."""
    formats = copy_of_linkcheck(tmp_path) / "reports" / "formats"
    (formats / "tsv.py").write_text(recipe("a report"), encoding="utf-8")
    done = run_with(tmp_path, *CHECK, "-f", "tsv", "-o", "tsv=second.tsv", "-o", "first.tsv")
    assert (done.returncode, done.stderr) == (0, "")
    row = "unverified\t\tTalks end\n"
    assert (tmp_path / "first.tsv").read_text() == (tmp_path / "second.tsv").read_text() == row
    said = " ".join(run_with(tmp_path, "check", "--help").stdout.split())
    assert "junit, markdown, rdjson, sarif, terminal, tsv." in said
    schema = json.loads(run_with(tmp_path, "config", "schema").stdout)
    assert "tsv" in json.dumps(schema)


def test_another_package_adds_a_report(tmp_path: Path) -> None:
    """A newsroom could send no report to its chat without changing linkcheck."""
    source = recipe("a report").replace('Format("tsv"', 'Format("slack"')
    install(tmp_path, "linkcheck.reports", "slack", "my_package.slack:FORMAT", source)
    assert 'slack = "my_package.slack:FORMAT"' in recipe("a report", "toml")
    done = run_with(tmp_path, *CHECK, "-f", "slack")
    assert (done.returncode, done.stdout, done.stderr) == (0, "unverified\t\tTalks end\n", "")
    (tmp_path / "linkcheck.toml").write_text('format = "slack"\n')
    done = run_with(tmp_path, "check", "a.md", "--no-store")
    assert (done.stdout, done.stderr) == ("unverified\t\tTalks end\n", "")
    done = run_with(tmp_path, *CHECK, "-f", "slak")
    assert done.returncode == 2
    assert (
        "Invalid value for '--format' / '-f': unknown value 'slak'; did you mean slack?"
        in done.stderr
    )


@pytest.mark.parametrize("fault", FAULTS)
def test_fault_of_a_report_costs_no_other(tmp_path: Path, fault: str) -> None:
    """Somebody else's faulty report would lose the others, or end in a traceback without a name."""
    source, said = FAULTS[fault]
    if source.startswith("def "):
        source = f"{recipe('a report')}\nclass Faulty(TsvReporter):\n    {source}\nFORMAT = Format('slack', Faulty, '', '')\n"
    install(tmp_path, "linkcheck.reports", "slack", "my_package.slack:FORMAT", source)
    done = run_with(tmp_path, *CHECK, "-f", "slack", "-o", "json=other.json", "-o", "slack.txt")
    assert done.returncode == 3, done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.startswith("linkcheck: the report 'slack'")
    assert said in done.stderr
    assert "my_package" in done.stderr
    assert json.loads((tmp_path / "other.json").read_text())["summary"]["citations"] == 1
    alone = run_with(tmp_path, *CHECK, "-f", "slack")
    assert alone.returncode in {2, 3}
    assert "Traceback" not in alone.stderr
    assert said in alone.stderr
    unused = run_with(tmp_path, *CHECK, "-f", "jsonl")
    assert (unused.returncode, unused.stderr) == (0, "")
