"""`pytest --linkcheck`, run as its users run it."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from linkcheck.cli.demo import demo

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.slow


@pytest.fixture
def site(tmp_path: Path) -> Iterator[list[str]]:
    """Lay the demo's articles beside a test of somebody's code; give the options to check them."""
    with demo() as packaged:
        for article in packaged.articles:
            (tmp_path / article.name).write_bytes(article.read_bytes())
        (tmp_path / "test_code.py").write_text("def test_code():\n    pass\n", encoding="utf-8")
        (tmp_path / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
        yield ["--linkcheck", f"--linkcheck-replay={packaged.recording}"]


def run(folder: Path, *options: str, **environment: str) -> tuple[int, str]:
    """Run pytest in a folder, as a program of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-rfs", *options],
        cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False,
        env={**os.environ, **environment},
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def test_broken_sources_fail_and_unverified_ones_are_skipped(
    site: list[str], tmp_path: Path
) -> None:
    """A dead source would pass, or one behind a bot check would break the build."""
    code, shown = run(tmp_path, *site)
    assert code == 1
    lines = shown.splitlines()
    failed = [line for line in lines if line.startswith("FAILED")]
    assert failed
    assert all("blocked" not in line for line in failed)
    assert any(line.startswith("soft-404: the site shows a “not found” page") for line in lines)
    assert any(line.startswith("SKIPPED") and "blocked: " in line for line in lines)
    assert any("PytestWarning: title-changed" in line for line in lines)
    assert any(" passed" in line for line in lines)
    assert "Traceback" not in shown


def test_without_the_option_nothing_is_collected(site: list[str], tmp_path: Path) -> None:
    """Whoever has linkcheck installed would find their articles among all their tests."""
    code, shown = run(tmp_path)
    assert (code, "1 passed" in shown) == (0, True)


def test_files_are_chosen_in_the_ini_file_and_tests_by_marker(
    site: list[str], tmp_path: Path
) -> None:
    """A changelog full of links would be checked with the articles."""
    (tmp_path / "pytest.ini").write_text(
        "[pytest]\nlinkcheck_files = articles/\n", encoding="utf-8"
    )
    assert "1 passed" in run(tmp_path, *site)[1]
    (tmp_path / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    assert "1 passed" in run(tmp_path, *site, "-m", "not linkcheck")[1]


def test_a_file_that_cannot_be_read_is_named_and_the_others_go_on(
    site: list[str], tmp_path: Path
) -> None:
    """One damaged article would hide what is wrong with all others."""
    (tmp_path / "damaged.jsonl").write_text('{"markdown": \n', encoding="utf-8")
    (tmp_path / "odd.md").write_text(
        "## Sources\n\n- [A](http://user:secret@[::1/x)\n", encoding="utf-8"
    )
    _, shown = run(tmp_path, *site, "--continue-on-collection-errors")
    assert "Traceback" not in shown
    assert "INTERNALERROR" not in shown
    assert "secret" not in shown
    assert "soft-404" in shown


def test_settings_of_the_project_hold(site: list[str], tmp_path: Path) -> None:
    """Tests would fail over what the project's own settings let pass, or pass over a slip."""
    everything = "\n".join(f'{rule} = "note"' for rule in (
        "dead-link", "soft-404", "parked-domain", "redirected-to-home", "title-mismatch"))  # fmt: skip
    (tmp_path / "linkcheck.toml").write_text(f"[severity]\n{everything}\n", encoding="utf-8")
    code, shown = run(tmp_path, *site)
    assert (code, "severity lowers dead-link to note" in shown) == (4, True)
    code, shown = run(tmp_path, *site, LINKCHECK_CONFIG="linkcheck.toml")
    assert code == 0, shown
    (tmp_path / "linkcheck.toml").write_text("[severty]\n", encoding="utf-8")
    code, shown = run(tmp_path, *site)
    assert (code, "did you mean severity?" in shown, "Traceback" in shown) == (4, True, False)


def test_a_package_with_a_broken_format_is_named(site: list[str], tmp_path: Path) -> None:
    """Articles in that format would be passed over, or no test at all would be run."""
    installed = tmp_path / "installed"
    info = installed / "newsroom_notes-1.0.dist-info"
    info.mkdir(parents=True)
    (installed / "newsroom_notes.py").write_text("raise ValueError('too old')\n", encoding="utf-8")
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: newsroom-notes\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[linkcheck.formats]\nnotes = newsroom_notes:FORMAT\n")
    code, shown = run(tmp_path, "--ignore=installed", *site, PYTHONPATH=str(installed))
    assert code == 1
    assert "'notes' of the package newsroom-notes" in shown
    assert "too old" in shown
    assert " passed" in shown


def test_a_reference_with_only_a_doi_has_a_verdict(site: list[str], tmp_path: Path) -> None:
    """A paper cited by its DOI would fail in every run, whatever its page says."""
    only = tmp_path / "only"
    only.mkdir()
    (only / "paper.bib").write_text(
        "@article{a, title = {A study of links}, doi = {10.5555/12345678}}\n", encoding="utf-8"
    )
    _, shown = run(only, *site)
    assert "could not be checked" not in shown
    assert "no longer" not in shown
    assert "1 failed" in shown or "1 passed" in shown or "1 skipped" in shown


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ('[[ignores]]\nhost = "a.example"\n', "an ignore without rules covers it"),
        ("sample = 1\n", "excluded by --since, --stale or --sample"),
        ('max-time = "0.001s"\n', "the time limit was reached"),
    ],
)
def test_what_the_settings_leave_out_is_skipped(
    site: list[str], tmp_path: Path, settings: str, reason: str
) -> None:
    """A build would fail over sources that its own settings say not to check."""
    only = tmp_path / "only"
    only.mkdir()
    items = "".join(f"- [A story](https://a.example/{number})\n" for number in range(3))
    (only / "story.md").write_text(f"## Sources\n\n{items}", encoding="utf-8")
    (only / "linkcheck.toml").write_text(settings, encoding="utf-8")
    _, shown = run(only, *site, LINKCHECK_CONFIG="linkcheck.toml")
    assert f"not checked: {reason}" in shown
    assert "could not be checked" not in shown


def test_text_of_a_configuration_file_does_nothing_in_the_terminal(
    site: list[str], tmp_path: Path
) -> None:
    """A pull request would write over the lines of the build's log."""
    (tmp_path / "linkcheck.toml").write_text(
        '[per-host."\\u001b[2Jx"]\nheaders = { a = "b" }\nurk = 1\n'
    )
    for environment in ({}, {"LINKCHECK_CONFIG": "linkcheck.toml"}):
        code, shown = run(tmp_path, *site, **environment)
        assert (code, "\x1b[2J" in shown) == (4, False)
