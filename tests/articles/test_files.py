"""Which files of a folder are articles."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from linkcheck.articles import find_files


def tree(folder: Path, *names: str) -> None:
    """Make files."""
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("text", encoding="utf-8")


def walked(folder: Path, **patterns: list[str]) -> list[str]:
    """Return the article files of a folder."""
    return [path.relative_to(folder).as_posix() for path in find_files([folder], **patterns)]


def test_ignored_files_are_no_articles(tmp_path: Path) -> None:
    """Drafts and built pages that git does not know would fail the build."""
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    tree(tmp_path, "a.md", "build/b.md", "drafts/c.md", "drafts/keep.md", "deep/d.md", "deep/e.md")
    (tmp_path / ".gitignore").write_text("build/\ndrafts/*\n!drafts/keep.md\n")
    (tmp_path / "deep" / ".gitignore").write_text("e.md\n")
    expected = ["a.md", "deep/d.md", "drafts/keep.md"]
    assert walked(tmp_path) == expected
    listed = subprocess.run(
        ["git", "-C", tmp_path, "ls-files", "-o", "--exclude-standard", "*.md"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert sorted(listed.stdout.split()) == expected


def test_rules_of_the_folders_above_count(tmp_path: Path) -> None:
    """Checking a folder by its name would check what git ignores in it."""
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    tree(tmp_path, "sub/a.md", "sub/b.md")
    (tmp_path / ".gitignore").write_text("b.md\n")
    assert walked(tmp_path / "sub") == ["a.md"]


def test_include_and_exclude(tmp_path: Path) -> None:
    """An archive's own choice of files would be passed over."""
    tree(tmp_path, "a.md", "b.html", "old/c.md", "x.page", "old/deep/d.md")
    assert walked(tmp_path, exclude=["old/"]) == ["a.md", "b.html"]
    assert walked(tmp_path, include=["*.page"]) == ["x.page"]
    assert walked(tmp_path, include=["old/**/*.md"], exclude=["deep"]) == ["old/c.md"]


def test_named_files_are_articles_whatever_their_name(tmp_path: Path) -> None:
    """A file that the user names would be left out for its suffix, or for a rule of git's."""
    tree(tmp_path, "article.page")
    assert list(find_files([tmp_path / "article.page"], exclude=["*.page"])) == [
        tmp_path / "article.page"
    ]


@pytest.mark.parametrize("name", ["-", Path("-")])
def test_standard_input_is_an_input(name: str | Path) -> None:
    """Articles could not be piped in."""
    assert [str(path) for path in find_files([name])] == ["-"]


def test_a_repository_in_another_keeps_all_its_articles(tmp_path: Path) -> None:
    """The rules of the outer repository, of which git knows nothing inside, would hide all."""
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    subprocess.run(["git", "init", "-q", tmp_path / "inner"], check=True)
    tree(tmp_path, "a.md", "inner/b.md", "inner/sub/c.md", "inner/d.md")
    (tmp_path / ".gitignore").write_text("*.md\n")
    (tmp_path / "inner" / ".gitignore").write_text("d.md\n")
    assert walked(tmp_path / "inner") == ["b.md", "sub/c.md"]
    assert walked(tmp_path / "inner" / "sub") == ["c.md"]
    assert walked(tmp_path) == ["inner/b.md", "inner/sub/c.md"]


def test_a_folder_in_no_repository_is_not_ruled_from_above(tmp_path: Path) -> None:
    """A stray `.gitignore` in a folder above would hide articles that git never sees."""
    tree(tmp_path, "site/a.md")
    (tmp_path / ".gitignore").write_text("*.md\n")
    assert walked(tmp_path / "site") == ["a.md"]


def test_a_folder_behind_a_symbolic_link_is_ruled_by_its_real_place(tmp_path: Path) -> None:
    """A folder named by a link would lose articles, or show what git ignores in it."""
    subprocess.run(["git", "init", "-q", tmp_path / "real"], check=True)
    tree(tmp_path, "real/site/a.md", "real/site/drafts/b.md", "real/site/deep/c.md")
    (tmp_path / "real" / ".gitignore").write_text("/site/drafts/\n/a.md\n")
    (tmp_path / "real" / "site" / ".gitignore").write_text("/deep/*\n")
    (tmp_path / "link").symlink_to(tmp_path / "real" / "site")
    assert walked(tmp_path / "link") == walked(tmp_path / "real" / "site") == ["a.md"]


def test_a_file_that_is_named_again_is_read_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file named beside its folder would have each of its findings reported twice."""
    outside = tmp_path / "outside.md"
    folder = tmp_path / "articles"
    folder.mkdir()
    for path in (outside, folder / "a.md", folder / "b.md"):
        path.write_text("# A\n")
    (folder / "out.md").symlink_to(outside)
    monkeypatch.chdir(tmp_path)
    named: list[str | Path] = [
        "articles/b.md",
        "articles",
        "./articles/a.md",
        folder / "a.md",
        "articles/out.md",
    ]
    found = [str(path) for path in find_files(named)]
    assert found == ["articles/b.md", "articles/a.md", "articles/out.md"]
