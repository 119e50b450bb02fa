"""`linkcheck fix`: what is shown, what is asked, what is written."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.server import LoopbackServer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.slow

STORY = "The ministers met again on Tuesday and agreed on a list of further talks. " * 12
TITLES = ("Ministers meet again in the old harbour", "Flood closes three bridges of the town")


def page(title: str) -> str:
    """Return a story."""
    return f"<html lang=en><title>{title}</title><h1>{title}</h1><article><p>{STORY}</article>"


@pytest.fixture
def server() -> Iterator[LoopbackServer]:
    """Return a site whose two stories have moved for good."""
    with LoopbackServer() as running:
        for number, title in enumerate(TITLES):
            new = running.page(f"/new/{number}", page(title))
            running.page(
                f"/old/{number}", "", status="301 Moved Permanently", headers={"Location": new}
            )
        yield running


@pytest.fixture
def article(tmp_path: Path, server: LoopbackServer) -> Path:
    """Return an article that cites the old addresses."""
    lines = [f"- [{title}]({server.url(f'/old/{n}')})" for n, title in enumerate(TITLES)]
    path = tmp_path / "a.md"
    path.write_text("# Talks\n\n## Sources\n\n" + "\n".join(lines) + "\n")
    return path


def fix(folder: Path, *arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    """Run the command."""
    return subprocess.run(
        [
            *(sys.executable, "-m", "linkcheck", "fix", *arguments, "--no-store"),
            *("--allow-private", "loopback", "--host-interval", "0", "--no-known-archives"),
        ],
        cwd=folder,
        input=typed,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "LINKCHECK_NO_CONFIG": "1"},
    )


def test_nothing_is_written_without_a_word(article: Path) -> None:
    """An editor who only wants to look would find the articles changed."""
    before = article.read_bytes()
    done = fix(article.parent, "a.md")
    assert done.returncode == 0
    assert article.read_bytes() == before
    assert done.stdout.count("\n+- [") == 2
    assert "2 changes proposed in 1 article" in done.stderr
    subprocess.run(
        ["git", "apply", "-"], cwd=article.parent, input=done.stdout.encode(), check=True
    )
    assert article.read_text().count("/new/") == 2


def test_written_once(article: Path, tmp_path: Path) -> None:
    """A second run would change what the first has put right, or the log would lack a change."""
    done = fix(article.parent, "a.md", "--write", "--log", "log.jsonl")
    assert (done.returncode, done.stdout.count("moved: ")) == (0, 2)
    once = article.read_bytes()
    assert once.count(b"/new/") == 2
    changes = [json.loads(line) for line in (tmp_path / "log.jsonl").read_text().splitlines()]
    assert [change["new"].rpartition("/")[2] for change in changes] == ["0", "1"]
    assert all(change["confidence"] >= 0.9 for change in changes)
    again = fix(article.parent, "a.md", "--write")
    assert (again.returncode, again.stdout) == (0, "")
    assert article.read_bytes() == once


@pytest.mark.parametrize(("typed", "changed"), [("n\ny\n", "1"), ("y\nq\n", "0"), ("a\n", "01")])
def test_each_change_is_asked_about(article: Path, typed: str, changed: str) -> None:
    """A change that an editor has declined would be made."""
    done = fix(article.parent, "a.md", "--interactive", typed=typed)
    assert done.returncode == 0
    text = article.read_text()
    assert [n for n in "01" if f"/new/{n}" in text] == list(changed)
    assert "less likely" not in done.stderr
    assert ("1 change declined" in done.stderr) == (changed != "01")


def test_proposals_are_decided_on_in_a_table(article: Path, server: LoopbackServer) -> None:
    """What a reviewer has declined would be applied, or the network be asked once more."""
    done = fix(article.parent, "a.md", "--export", "decisions.csv")
    assert done.returncode == 0
    path = article.parent / "decisions.csv"
    rows = list(csv.reader(path.read_text("utf-8-sig").splitlines()))
    assert [row[0] for row in rows[1:]] == ["yes", "yes"]
    rows[1][0] = "no"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)
    asked = len(server.requests)
    done = fix(article.parent, "--from", "decisions.csv", "--write")
    assert (done.returncode, len(server.requests)) == (0, asked)
    text = article.read_text()
    assert ("/new/0" in text, "/new/1" in text) == (False, True)
    # The article is another now: what was decided about it does not hold any more.
    done = fix(article.parent, "--from", "decisions.csv", "--write")
    assert done.returncode == 1
    message = "decisions.csv:3: moved: not changed: a.md has no such source there any more"
    assert message in done.stderr


@pytest.mark.parametrize("gone", [True, False])
def test_one_decision_that_is_out_of_date_stops_no_other(article: Path, gone: bool) -> None:
    """One edit of one article would cost the decisions about all others."""
    other = article.with_name("b.md")
    other.write_bytes(article.read_bytes())
    fix(article.parent, "a.md", "b.md", "--export", "decisions.csv")
    if gone:
        article.unlink()
    else:
        article.write_text("# Talks\n")
    done = fix(article.parent, "--from", "decisions.csv", "--write")
    assert done.returncode == 1
    assert done.stderr.count("not changed: ") == 2
    assert done.stderr.startswith("linkcheck: decisions.csv:2: ")
    assert other.read_text().count("/new/") == 2


@pytest.mark.parametrize("article_or_folder", ["a.md", "."])
@pytest.mark.parametrize("option", ["--export", "--log"])
def test_articles_are_not_written_over(article: Path, article_or_folder: str, option: str) -> None:
    """A slip such as `--log notes.md` would destroy an article."""
    before = article.read_bytes()
    done = fix(article.parent, article_or_folder, "--diff", option, "a.md")
    assert (done.returncode, article.read_bytes()) == (2, before)
    assert "would be overwritten" in done.stderr


def test_decisions_are_not_written_over(article: Path) -> None:
    """The log of changes would be put into the article, or into the table of decisions."""
    fix(article.parent, "a.md", "--export", "decisions.csv")
    for name in ("a.md", "decisions.csv"):
        before = (article.parent / name).read_bytes()
        done = fix(article.parent, "--from", "decisions.csv", "--write", "--log", name)
        assert (done.returncode, (article.parent / name).read_bytes()) == (2, before)


@pytest.mark.parametrize("modes", [("--diff", "--write"), ("--rdjson", "--interactive")])
def test_a_file_is_shown_or_written(article: Path, modes: tuple[str, str]) -> None:
    """Somebody who asked for a patch alone would find the article changed."""
    before = article.read_bytes()
    done = fix(article.parent, "a.md", *modes)
    assert (done.returncode, article.read_bytes()) == (2, before)
    assert "use either --" in done.stderr


def test_only_web_addresses_are_decided_on(article: Path) -> None:
    """A table that went through other hands would put scripts into the article."""
    fix(article.parent, "a.md", "--export", "decisions.csv")
    path = article.parent / "decisions.csv"
    path.write_text(
        path.read_text("utf-8-sig").replace("http://", "javascript:http://"), "utf-8-sig"
    )
    before = article.read_bytes()
    done = fix(article.parent, "--from", "decisions.csv", "--write")
    assert (done.returncode, article.read_bytes()) == (2, before)
    assert "Traceback" not in done.stderr


def test_decisions_are_asked_about_and_selected(article: Path) -> None:
    """Options given beside the decisions would be ignored: all would be written unasked."""
    fix(article.parent, "a.md", "--export", "decisions.csv")
    before = article.read_bytes()
    for more in (["--interactive"], ["--write", "--select", "dead-link"]):
        done = fix(article.parent, "--from", "decisions.csv", *more, typed="q\n")
        assert done.returncode == 0
        assert article.read_bytes() == before
    done = fix(article.parent, "--from", "decisions.csv", "--min-confidence", "1")
    assert (done.returncode, done.stdout) == (2, "")
    done = fix(article.parent, "a.md", "--export", "decisions.csv", "--write")
    assert (done.returncode, done.stdout) == (2, "")


def test_export_says_what_it_left_out(article: Path) -> None:
    """A table that lacks an article would look complete, or have rules that nobody chose."""
    (article.parent / "bad.docx").write_bytes(b"damaged")
    done = fix(article.parent, "a.md", "bad.docx", "--export", "all.csv")
    assert done.returncode == 1
    assert "all.csv: 2 proposals" in done.stdout
    done = fix(article.parent, "a.md", "--export", "some.csv", "--select", "dead-link")
    assert (done.returncode, "some.csv: 0 proposals" in done.stdout) == (0, True)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda row: ["maybe", *row[1:]], "decisions.csv:2: apply is yes or no, not 'maybe'"),
        (lambda row: [*row[:3], "x", *row[4:]], "decisions.csv:2: line: 'x' is not a number"),
        (lambda row: row[:5], "decisions.csv:2: the column rule is missing"),
    ],
)
def test_damaged_decisions_are_one_line(article: Path, change: object, message: str) -> None:
    """A slip in the table would be a traceback, or be taken for a decision."""
    assert callable(change)
    fix(article.parent, "a.md", "--export", "decisions.csv")
    path = article.parent / "decisions.csv"
    head, first, *_ = csv.reader(path.read_text("utf-8-sig").splitlines())
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([head, change(first)])
    done = fix(article.parent, "--from", "decisions.csv", "--write")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert message in done.stderr
    assert "/new/" not in article.read_text()


def test_only_chosen_rules(article: Path) -> None:
    """A user who wants lost sources alone put right would find other addresses changed."""
    done = fix(article.parent, "a.md", "--select", "dead-link")
    assert (done.returncode, done.stdout) == (0, "")
    done = fix(article.parent, "a.md", "--min-confidence", "1")
    assert done.stdout == ""
    assert "2 less likely proposals skipped" in done.stderr


def test_changes_are_told_in_the_language_chosen(article: Path) -> None:
    """A Ukrainian desk would read in English why each address was changed."""
    shown = json.loads(fix(article.parent, article.name, "--rdjson", "--lang", "uk").stdout)
    messages = [each["message"] for each in shown["diagnostics"]]
    assert messages == ["Джерело має нову адресу (сайт назавжди перенаправляє туди)."] * 2
    done = fix(article.parent, article.name, "--write", "--lang", "uk")
    assert done.stdout.count("(сайт назавжди перенаправляє туди") == 2
    assert "linkcheck: 2 зміни внесено в 1 статті" in done.stderr


@pytest.mark.parametrize("option", ["--log", "--export"])
@pytest.mark.parametrize("folder", ["missing", "full"])
def test_a_file_that_cannot_be_written_is_named(article: Path, option: str, folder: str) -> None:
    """Articles would be changed without a log, or an earlier table be lost, for a nameless error."""
    if folder == "full" and sys.platform != "linux":
        pytest.skip("/dev/full is Linux")
    name = "/dev/full" if folder == "full" else "missing/file"
    mode = ["--write"] if option == "--log" else []
    before = article.read_bytes()
    done = fix(article.parent, "a.md", *mode, option, name)
    assert done.returncode == 2
    assert done.stderr.startswith(f"linkcheck: {name}: the ")
    assert "cannot be written: No s" in done.stderr
    if folder == "missing":
        assert article.read_bytes() == before


def test_no_answer_changes_nothing_and_says_so(article: Path) -> None:
    """A build without a terminal would read exit code 1 as a change that could not be applied."""
    before = article.read_bytes()
    done = fix(article.parent, "a.md", "--interactive", typed="y\n")
    assert (done.returncode, article.read_bytes()) == (3, before)
    assert done.stderr.endswith("nothing was changed\n")


def test_standard_input_is_not_a_file_to_change(article: Path) -> None:
    """Somebody who pipes an article in would look for a missing file."""
    done = fix(article.parent, "-", typed=article.read_text())
    assert done.returncode == 1
    assert "-:5: moved: not changed: only files can be changed" in done.stderr
    assert "cannot be read" not in done.stderr
