"""LinkChecker installs a package of the same name; what then happens says so."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import linkcheck
import linkcheck_bilingual
from tests.packages import ROOT, copy_of_linkcheck

if TYPE_CHECKING:
    from pathlib import Path

THEIRS = {
    "__init__.py": "from . import i18n, log\n",
    "__main__.py": "from .cmdline import main\n",
    "lc_cgi.py": "",
    "checker/__init__.py": "raise AssertionError\n",
}


def _environment(folder: Path, *, theirs_last: bool) -> Path:
    shutil.copytree(ROOT / "linkcheck_bilingual", folder / "linkcheck_bilingual")
    package = copy_of_linkcheck(folder)
    for name, text in THEIRS.items():
        path = package / name
        path.parent.mkdir(exist_ok=True)
        if theirs_last or not path.exists():
            path.write_text(text)
    return folder


def _python(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, cwd=folder, timeout=60,
        check=False, env={**os.environ, "PYTHONPATH": str(folder)},
    )  # fmt: skip


def test_the_command_says_in_one_line_that_linkchecker_is_in_the_way(tmp_path: Path) -> None:
    """Whoever has both would get a traceback from a program they did not start."""
    for theirs_last in (True, False):
        folder = _environment(tmp_path / str(theirs_last), theirs_last=theirs_last)
        done = _python(folder, "-m", "linkcheck_bilingual", "--version")
        assert done.returncode == 2
        assert done.stderr.startswith("linkcheck: LinkChecker has put its own package 'linkcheck'")
        assert "pip uninstall --yes linkchecker linkcheck-bilingual" in done.stderr
        assert len(done.stderr.splitlines()) == 1


def test_so_do_the_imports(tmp_path: Path) -> None:
    """A program would fail in one of LinkChecker's modules, or without a name it imports."""
    folder = _environment(tmp_path / "ours", theirs_last=False)
    for code in ("import linkcheck", "from linkcheck_bilingual import check"):
        done = _python(folder, "-c", code)
        assert "ImportError: LinkChecker has put its own package" in done.stderr
    folder = _environment(tmp_path / "theirs", theirs_last=True)
    done = _python(folder, "-c", "from linkcheck_bilingual import check")
    assert "ImportError: LinkChecker has put its own package" in done.stderr


def test_the_other_name_is_the_same_library() -> None:
    """A program that has to tell the two apart would have no name of its own to import."""
    assert linkcheck_bilingual.Checker is linkcheck.Checker
    assert linkcheck_bilingual.check_citations is linkcheck.check_citations
    assert set(linkcheck_bilingual.__all__) == set(linkcheck.__all__)
    assert "verify" in dir(linkcheck_bilingual)
    done = _python(ROOT, "-m", "linkcheck_bilingual", "--version")
    assert (done.returncode, done.stderr) == (0, "")
