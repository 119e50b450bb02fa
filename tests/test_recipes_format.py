"""The recipe for a format of articles works as it is written."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
GUIDE = (ROOT / ".github" / "CONTRIBUTING.md").read_text(encoding="utf-8")
RECIPE = GUIDE.split("## Recipe: a format\n")[1].split("\n## ")[0]
MODULE = RECIPE.split("```python\n")[1].split("```")[0]
ARTICLE = """\
#+TITLE: Talks end without a deal

Ministers met, says a [[https://www.state.gov/2014/statement.htm][statement of the department]].

#+begin_src
# linkcheck: ignore-file
[[https://listing.example/][never cited]]
#+end_src

* Sources

- Kyiv Post: Russia demands broad autonomy

# linkcheck: ignore[unlinked-citation] reason="print only"
- CNN: Talks with Lavrov end without a deal
"""


def in_house(folder: Path) -> None:
    """Follow the steps of the recipe in a copy of the package."""
    shutil.copytree(
        ROOT / "linkcheck", folder / "linkcheck", ignore=shutil.ignore_patterns("__pycache__")
    )
    formats = folder / "linkcheck" / "articles" / "formats"
    (formats / "org.py").write_text(MODULE, encoding="utf-8")
    registry = formats / "listing.py"
    before = registry.read_text(encoding="utf-8")
    after = before.replace('"wikitext",', '"org", "wikitext",', 1)
    assert after != before
    registry.write_text(after, encoding="utf-8")


def as_plugin(folder: Path) -> None:
    """Install the same module as a package of its own."""
    package = folder / "my_package"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "org.py").write_text(MODULE, encoding="utf-8")
    group, value = re.findall(r'\[project\.entry-points\."(.+)"\]\n(.+)\n', RECIPE)[0]
    info = folder / "my_package-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: my-package\nVersion: 1.0\n", "utf-8"
    )
    (info / "entry_points.txt").write_text(f"[{group}]\n{value.replace(chr(34), '')}\n", "utf-8")


@pytest.mark.parametrize("added", [in_house, as_plugin])
def test_recipe_for_a_format(tmp_path: Path, added: Callable[[Path], None]) -> None:
    """A contributor who follows the recipe would end with a format that does not work."""
    site, articles = tmp_path / "site", tmp_path / "articles"
    site.mkdir()
    articles.mkdir()
    added(site)
    text = ARTICLE.replace("\n", "\r\n") if added is in_house else ARTICLE
    (articles / "talks.org").write_text(text, encoding="utf-8", newline="")

    def run(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "linkcheck", *arguments], cwd=tmp_path, input=stdin, text=True,
            capture_output=True, check=False, env={**os.environ, "PYTHONPATH": str(site)},
        )  # fmt: skip

    # Its suffix is known, and its citations are found where they are.
    extracted = run("extract", "articles", "--no-config")
    assert (extracted.returncode, extracted.stderr) == (0, "")
    found = [json.loads(line) for line in extracted.stdout.splitlines()]
    assert [one["article"] for one in found] == ["Talks end without a deal"] * 3
    assert [one["title"] for one in found[1:]] == [
        "Russia demands broad autonomy", "Talks with Lavrov end without a deal",
    ]  # fmt: skip
    link = found[0]
    assert link["url"] == "https://www.state.gov/2014/statement.htm"
    place = link["location"]
    assert text[place["start"] : place["end"]] == link["url"]
    # It is recognised without a name, and by its name.
    for option in ([], ["--input-format", "org"]):
        piped = run("extract", "-", *option, stdin=ARTICLE)
        assert len(piped.stdout.splitlines()) == 3, piped.stderr
    assert "org" in run("check", "--help").stdout
    # Comments to linkcheck are obeyed, and not where a listing shows one.
    sources = text.replace("[[https://www.state.gov/2014/statement.htm][statement of the", "[[the")
    (articles / "talks.org").write_text(sources, encoding="utf-8", newline="")
    checked = run(
        "check", "articles", "--no-config", "--no-store", "--workers", "0", "--format", "jsonl"
    )
    assert checked.stderr == ""
    rules = [
        [finding["rule"] for finding in verdict["findings"]]
        for verdict in map(json.loads, checked.stdout.splitlines())
        if "findings" in verdict
    ]
    assert rules == [["unlinked-citation"], []]


def test_recipe_is_clean(tmp_path: Path) -> None:
    """A contributor who copies the module would fail the lint or the type check."""
    in_house(tmp_path)
    module = tmp_path / "linkcheck" / "articles" / "formats" / "org.py"
    for tool in (["ruff", "check"], ["ruff", "format", "--check"]):
        done = subprocess.run(
            [sys.executable, "-m", *tool, "--config", ROOT / "pyproject.toml", module],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if "No module named" in done.stderr:
            pytest.skip("ruff is in the extra dev")
        assert done.returncode == 0, done.stdout
