"""Temporary packages and recipes, for tests of what other people add to linkcheck."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

ROOT = Path(__file__).parent.parent
ARTICLE = "# T\n\n## Sources\n\n- CNN: Talks end\n"


def recipe(name: str, language: str = "python") -> str:
    """Return the first code block in a language of a recipe for contributors."""
    guide = (ROOT / ".github" / "CONTRIBUTING.md").read_text(encoding="utf-8")
    section = guide.split(f"## Recipe: {name}\n")[1].split("\n## ")[0]
    block = re.search(rf"^( *)```{language}\n(.*?)^\1```$", section, re.DOTALL | re.MULTILINE)
    assert block is not None
    return textwrap.dedent(block[2])


def copy_of_linkcheck(folder: Path) -> Path:
    """Copy the package that is tested into a folder; return the copy."""
    ignored = shutil.ignore_patterns("__pycache__")
    return shutil.copytree(ROOT / "linkcheck", folder / "linkcheck", ignore=ignored)


def install(folder: Path, group: str, name: str, value: str, source: str) -> None:
    """Lay out a package in a folder as an installer does.

    Args:
        folder: a folder on the path.
        group: of its entry point.
        name: of its entry point.
        value: what the entry point names, such as "my_package.slack:FORMAT".
        source: of the module that has it.
    """
    package, _, module = value.partition(":")[0].partition(".")
    (folder / package).mkdir(parents=True, exist_ok=True)
    (folder / package / "__init__.py").touch()
    (folder / package / f"{module}.py").write_text(source, encoding="utf-8")
    info = folder / f"{package}-1.0.dist-info"
    info.mkdir(exist_ok=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n")
    with (info / "entry_points.txt").open("a") as file:
        file.write(f"[{group}]\n{name} = {value}\n")


def run_with(folder: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run the command in a folder that is first on the path, an article `a.md` in it."""
    (folder / "a.md").write_text(ARTICLE)
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("LINKCHECK_")
    }
    return subprocess.run(
        [sys.executable, "-m", "linkcheck", *map(str, arguments)],
        capture_output=True, text=True, timeout=60, check=False, cwd=folder,
        env={**environment, "PYTHONPATH": str(folder), "PYTHONWARNINGS": "", "COLUMNS": "200"},
    )  # fmt: skip
