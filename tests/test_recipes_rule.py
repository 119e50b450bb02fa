"""The recipe for a rule, as it is written in the contributor's guide."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
GUIDE = (ROOT / ".github" / "CONTRIBUTING.md").read_text(encoding="utf-8")
RECIPE = GUIDE.split("\n## Recipe: a rule\n")[1].split("\n## ")[0]
# A step: its text, of which the first path in backticks names the file, and its block.
STEP = re.compile(
    r"^\d\. (?P<text>.+?)\n\n   ```(?P<kind>\w+)\n(?P<block>.+?)\n   ```$", re.MULTILINE | re.DOTALL
)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a copy of the project, in which each step of the recipe was followed."""
    caches = shutil.ignore_patterns("__pycache__")
    for folder in ("linkcheck", "tests", "examples"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=caches)
    for file in ("README.md", "pyproject.toml"):
        shutil.copy(ROOT / file, tmp_path / file)
    for step in STEP.finditer(RECIPE):
        block = textwrap.dedent(step["block"]) + "\n"
        if step["kind"] == "console":
            for line in block.splitlines():
                run(tmp_path, *line.split()[1:])
            continue
        named = re.search(r"`(\w+/[\w/]+\.\w+)`", step["text"])
        assert named is not None, step["text"]
        path = tmp_path / named[1]
        if path.name == "names.py":
            row = '    SOURCE_NOT_FOUND = "source-not-found"\n'  # the last note about a source
            text = path.read_text(encoding="utf-8")
            assert row in text
            path.write_text(text.replace(row, row + textwrap.indent(block, "    ")), "utf-8")
        elif path.suffix == ".po":
            path.write_text(f"{path.read_text(encoding='utf-8')}\n{block}", encoding="utf-8")
        else:
            assert not path.exists()
            path.write_text(block, encoding="utf-8")
    return tmp_path


def run(folder: Path, *arguments: str) -> str:
    """Run Python with the copy's modules; return what it prints."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        capture_output=True,
        check=False,
        encoding="utf-8",
        env={name: value for name, value in os.environ.items() if name != "PYTEST_ADDOPTS"},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_rule_made_by_the_recipe_works(copy: Path) -> None:
    """A contributor would follow the recipe and end with a rule that something does not know."""
    assert len(list(STEP.finditer(RECIPE))) == 6
    explained = run(copy, "-m", "linkcheck", "explain", "unencrypted-page")
    assert explained.startswith("unencrypted-page (note; the source is ok)")
    assert "Fix:      Try the address with https." in explained
    page = (copy / "examples" / "guide" / "rules.md").read_text(encoding="utf-8")
    assert "| [`unencrypted-page`](#unencrypted-page) | note | ok |" in page
    schema = (copy / "linkcheck" / "data" / "report.schema.json").read_text(encoding="utf-8")
    assert '"unencrypted-page"' in schema
    tests = ["judging/test_unencrypted_page.py", "judging/test_rules.py"]
    translated = [
        f"reports/test_i18n.py::test_{name}"
        for name in ("every_message_is_translated", "translations_keep_their_places")
    ]
    names = [f"tests/{name}" for name in [*tests, *translated]]
    assert " passed" in run(copy, "-m", "pytest", "-q", "-p", "no:cacheprovider", *names)
