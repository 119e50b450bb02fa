"""Articles listed in a file or on standard input."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow


def run(folder: Path, *arguments: str, data: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run the command in a folder."""
    return subprocess.run(
        [sys.executable, "-m", "linkcheck", *arguments],
        cwd=folder, input=data, capture_output=True, check=False,
    )  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with three articles, one of a difficult name."""
    for name in ("a.md", "b c.md", "-"):
        (tmp_path / name).write_text(f"See [it](https://x.example/{len(name)}).\n")
    return tmp_path


def paths(done: subprocess.CompletedProcess[bytes]) -> list[str]:
    """Return the articles that were read."""
    assert done.returncode == 0, done.stderr
    return [json.loads(line)["location"]["path"] for line in done.stdout.splitlines()]


def test_paths_come_from_a_file_and_from_standard_input(folder: Path) -> None:
    """A thousand changed articles would not fit into a command line."""
    (folder / "list").write_bytes(b"\xef\xbb\xbfb c.md\r\n\r\n-\n")
    found = paths(run(folder, "extract", "a.md", "--files-from", "list"))
    assert found == ["a.md", "b c.md", str(folder / "-")]
    done = run(folder, "extract", "--files-from", "-", data=b"b c.md\0a.md\0")
    assert paths(done) == ["b c.md", "a.md"]


def test_the_configuration_is_looked_for_beside_the_listed_articles(folder: Path) -> None:
    """The settings of a repository would not hold when its files come from a list."""
    inside = folder / "inside"
    inside.mkdir()
    (inside / "x.md").write_text("See [it](https://x.example/1).\n")
    (inside / "linkcheck.toml").write_text("no-such-key = 1\n")
    done = run(folder, "extract", "--files-from", "-", data=b"inside/x.md\n")
    assert done.returncode == 2
    assert b"no-such-key" in done.stderr


@pytest.mark.parametrize("command", ["check", "extract", "fix", "archive", "baseline"])
def test_an_empty_list_is_no_error(folder: Path, command: str) -> None:
    """A commit that changes no article would fail its build."""
    done = run(folder, command, "--files-from", "-")
    assert (done.returncode, done.stdout) == (0, b"")
    assert done.stderr == b"linkcheck: --files-from lists no articles: nothing to do\n"
    assert not list(folder.glob("*.json"))


def test_a_list_that_cannot_be_read_is_named(folder: Path) -> None:
    """A misspelt name would end in a traceback, or check nothing."""
    done = run(folder, "check", "--files-from", "lost")
    assert (done.returncode, b"--files-from lost: cannot be read" in done.stderr) == (2, True)
    done = run(folder, "check", "--files-from", "-", data=os.fsencode("gone.md\n"))
    assert (done.returncode, b"gone.md: no such file" in done.stderr) == (2, True)
    assert run(folder, "check").returncode == 2
