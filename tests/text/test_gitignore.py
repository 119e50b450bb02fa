"""Patterns as in `.gitignore`: the same as git, and no pattern takes long."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from linkcheck.text.gitignore import GitIgnore

if TYPE_CHECKING:
    from pathlib import Path

_NAMES = ["a", "b", "ab", "a", "aa", "ba", "bb", "abc", "a.md", "[a]", "a]", "-", "a-b", "A", "1", "*a"]  # fmt: skip
_PARTS = [
    "a", "b", "c", ".md", "*", "**", "?", "/", "/", "*/", "**/", "/**", "[ab]", "[!a]", "[a-b]",
    "[^b]", "[b-a]", "[[:alpha:]]", "[]a]", "[a", "\\", "\\*", "\\a", "!", "#", " ", "[a\\]]", "[-a]",
    "[[:foo:]]", "[[:x]",
]  # fmt: skip


def _tree(top: Path, chance: random.Random) -> list[str]:
    """Make files below a folder; return their paths and those of folders, which end in a slash."""
    paths = {
        "/".join(chance.choice(_NAMES) for _ in range(chance.randint(1, 4))) for _ in range(300)
    }
    for path in sorted(paths, key=lambda path: (-path.count("/"), path)):
        if not (top / path).exists():
            (top / path).parent.mkdir(parents=True, exist_ok=True)
            (top / path).write_text("x")
    found = [path for path in top.rglob("*") if ".git" not in path.relative_to(top).parts]
    return [path.relative_to(top).as_posix() + "/" * path.is_dir() for path in sorted(found)]


def _ignored_by_git(top: Path, paths: list[str]) -> set[str]:
    done = subprocess.run(
        ["git", "-C", top, "check-ignore", "-z", "--stdin", "-v", "-n"],
        input="\0".join(path.rstrip("/") for path in paths), capture_output=True, text=True, check=False,
        env={**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull},
    )  # fmt: skip
    fields = done.stdout.split("\0")
    return {
        path
        for pattern, path in zip(fields[2::4], fields[3::4], strict=True)
        if pattern and not pattern.startswith("!")
    }


@pytest.mark.parametrize("seed", range(4))
def test_patterns_are_understood_as_git_does(tmp_path: Path, seed: int) -> None:
    """A file that git ignores would be checked, or an article that it knows left out."""
    chance = random.Random(seed)
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    paths = _tree(tmp_path, chance)
    assert sum(path.endswith("/") for path in paths) > 50
    for _ in range(60):
        lines = [
            "!" * (chance.random() < 0.2)
            + "".join(chance.choice(_PARTS) for _ in range(chance.randint(1, 6)))
            for _ in range(chance.choice([1, 1, 2, 3]))
        ]
        (tmp_path / ".gitignore").write_text("\n".join(lines) + "\n")
        ours = GitIgnore(lines)
        ignored = {path.rstrip("/") for path in paths if ours.check(path)}
        assert ignored == _ignored_by_git(tmp_path, paths), lines


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        ("a**/b", "ax/y/b", True),  # right behind the text that a pattern begins with
        ("x*a**/b", "xaa/y/b", None),
        ("[a/b]c", "ac", True),  # a slash in a set is no end of a segment
        ("drafts/", "drafts", None),
        ("drafts/", "drafts/a.md", True),
        ("a\\ ", "a ", True),
        ("a  ", "a", True),
        ("?.md", "ї.md", True),
        ("[а-я].md", "ж.md", True),
        ("a\\", "a", None),
    ],
)
def test_single_patterns(pattern: str, path: str, expected: bool | None) -> None:
    """A pattern with a rare sign in it would choose other files than it says."""
    assert GitIgnore([pattern]).check(path) is expected


def test_what_is_ignored_with_its_folder_stays_so() -> None:
    """A file would be checked that git does not let anyone take back."""
    rules = GitIgnore(["build/", "!build/keep.md", "drafts/*", "!drafts/keep.md"])
    assert rules.check("build/keep.md") is True
    assert rules.check("drafts/keep.md") is False


@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        ("*a" * 40 + "b", "a" * 240),
        ("*a" * 8 + "*b", "a" * 119 + "c"),
        ("?*" * 60 + "b", "a" * 240),
        ("[ab]*" * 60 + "c", "a" * 120 + "b" * 120),
        ("**/a/" * 60 + "b", "a/" * 200 + "c"),
        ("**/*a*a*a*a*b/" * 30 + "c", ("a" * 60 + "/") * 30 + "d"),
        ("a/**/b" * 60, "a/b" * 300),
        ("**" * 100, "a/" * 100 + "a"),
        ("*" * 200 + "b", "a" * 250),
    ],
)
def test_no_pattern_takes_long(tmp_path: Path, pattern: str, name: str) -> None:
    """A pattern of a few letters in a pull request would keep a build busy for hours."""
    code = "import sys; from linkcheck.text.gitignore import GitIgnore; print(GitIgnore([sys.argv[1]]).check(sys.argv[2]))"
    # A process of its own: a regular expression that runs away cannot be stopped from inside.
    done = subprocess.run([sys.executable, "-c", code, pattern, name], timeout=30, check=True)
    assert done.returncode == 0


@pytest.mark.parametrize("where", [".gitignore", "exclude", "include", "per-path"])
def test_hostile_pattern_does_not_hold_up_a_run(tmp_path: Path, where: str) -> None:
    """A pull request would stop the check of all other articles with one short line."""
    bomb = "*a" * 12 + "*b"
    name = "a" * 120 + ".md"
    (tmp_path / "folder").mkdir()
    for article in ("good.md", name, f"folder/{name}"):
        (tmp_path / article).write_text("## Sources\n\n- [A story](https://news.example/1)\n")
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    texts = {
        "exclude": f"exclude = ['{bomb}']\n",
        "include": f"include = ['{bomb}', '*.md']\n",
        "per-path": f"[per-path.'{bomb}']\ninput-format = 'markdown'\n",
    }
    file = tmp_path / (where if where not in texts else "linkcheck.toml")
    file.write_text(texts.get(where, bomb + "\n"))
    done = subprocess.run(
        [sys.executable, "-m", "linkcheck", "extract", "."],
        capture_output=True, text=True, timeout=60, check=False, cwd=tmp_path,
    )  # fmt: skip
    assert (done.returncode, len(done.stdout.splitlines())) == (0, 3), done.stderr
