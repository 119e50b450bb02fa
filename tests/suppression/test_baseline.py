"""Known findings, by the command as people run it."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from linkcheck.errors import UsageError
from linkcheck.suppression.baseline import Baseline
from tests.server import answer, send_then_hang

if TYPE_CHECKING:
    from pathlib import Path

    from tests.server import LoopbackServer

pytestmark = pytest.mark.slow

STORY = "They agreed on a list of further talks and will meet again in spring. " * 20


def run(folder: Path, command: str, *options: str) -> tuple[int, str]:
    """Run the command in a folder."""
    done = subprocess.run(
        [sys.executable, "-m", "linkcheck", command, *options, "--allow-private", "loopback",
         "--host-interval", "0", "--no-store"],
        cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def found(folder: Path, *options: str) -> list[dict[str, Any]]:
    """Return path, line, column and rule of all findings."""
    _, shown = run(folder, "check", "articles", "--format", "jsonl", *options)
    verdicts = [json.loads(line) for line in shown.splitlines()]
    return [
        {"rule": finding["rule"], **verdict["citation"]["location"]}
        for verdict in verdicts
        if verdict["type"] == "verdict"
        for finding in verdict["findings"]
    ]


def test_hundreds_of_articles_and_one_new_broken_link(
    server: LoopbackServer, tmp_path: Path
) -> None:
    """A team with years of rot could not begin to use linkcheck in its builds."""
    pages = [
        server.page(f"/{n}", f"<title>Story number {n} of ministers</title><p>{STORY}")
        for n in range(40)
    ]
    gone = [server.page(f"/gone/{n}", b"", status="404 Not Found") for n in range(20)]
    articles = tmp_path / "articles"
    articles.mkdir()
    for number in range(400):
        good, bad = number % 40, number % 20
        (articles / f"{number}.md").write_text(
            f"# Article {number}\n\n## Sources\n\n- Daily: [Story number {good} of ministers]({pages[good]})\n"
            f"- Daily: [A story that is gone]({gone[bad]})\n",
            encoding="utf-8",
        )
    code, shown = run(tmp_path, "baseline", "articles")
    assert code == 0, shown
    file = tmp_path / "linkcheck-baseline.json"
    rows = json.loads(file.read_text(encoding="utf-8"))["findings"]
    assert sum(row["rule"] == "dead-link" for row in rows) == 400
    assert str(tmp_path) not in file.read_text(encoding="utf-8")

    code, shown = run(tmp_path, "check", "articles", "--baseline", file.name)
    assert code == 0, shown
    assert f"{len(rows)} more findings are hidden by the baseline" in shown
    assert found(tmp_path, "--baseline", file.name) == []

    # Lines are inserted above: what was known stays known.
    article = articles / "7.md"
    text = article.read_text(encoding="utf-8").replace("## Sources", "A new line.\n\n## Sources")
    new = server.page("/new", b"", status="410 Gone")
    article.write_text(f"{text}- Daily: [Newly gone]({new})\n", encoding="utf-8")
    (told,) = found(tmp_path, "--baseline", file.name)
    assert (told["rule"], told["path"], told["line"]) == ("dead-link", "articles/7.md", 9)
    assert told["column"] == "- Daily: [Newly gone](".__len__() + 1
    assert run(tmp_path, "check", "articles", "--baseline", file.name)[0] == 1


def test_a_baseline_shrinks_and_never_grows(server: LoopbackServer, tmp_path: Path) -> None:
    """What was fixed would be let through when it breaks again."""
    gone = [server.page(f"/{n}", b"", status="404 Not Found") for n in range(3)]
    articles = tmp_path / "articles"
    articles.mkdir()
    article = articles / "a.md"
    article.write_text(f"## Sources\n\n- <{gone[0]}>\n- <{gone[1]}>\n", encoding="utf-8")
    run(tmp_path, "baseline", "articles", "--baseline", "known.json")
    article.write_text(f"## Sources\n\n- <{gone[1]}>\n- <{gone[2]}>\n", encoding="utf-8")
    _, shown = run(tmp_path, "check", "articles", "--baseline", "known.json")
    assert "1 finding in the baseline has been fixed" in shown
    run(tmp_path, "baseline", "articles", "--baseline", "known.json", "--shrink")
    left = json.loads((tmp_path / "known.json").read_text(encoding="utf-8"))["findings"]
    assert [row["address"] for row in left] == [gone[1]]
    # An article that is not checked now is not fixed.
    (articles / "b.md").write_text("No sources.\n", encoding="utf-8")
    run(tmp_path, "baseline", "articles/b.md", "--baseline", "known.json", "--shrink")
    assert json.loads((tmp_path / "known.json").read_text(encoding="utf-8"))["findings"] == left


@pytest.mark.parametrize(
    "text",
    ["", "[]", '{"version": 9, "findings": []}', '{"version": 1, "findings": [{"rule": 3}]}'],
)
def test_what_is_no_baseline_is_named(text: str, tmp_path: Path) -> None:
    """A damaged file would hide everything, or end in a traceback."""
    path = tmp_path / "known.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=r"known\.json"):
        Baseline.read(path)
    article = tmp_path / "a.md"
    article.write_text("Text\n", encoding="utf-8")
    code, shown = run(tmp_path, "check", "a.md", "--baseline", "known.json")
    assert (code, "Traceback" in shown) == (2, False)


@pytest.fixture
def folder(server: LoopbackServer, tmp_path: Path) -> Path:
    """Make a folder with two articles of one broken source each, and a baseline of them."""
    gone = [server.page(f"/{n}", b"", status="404 Not Found") for n in range(2)]
    (tmp_path / "articles").mkdir()
    for number, url in enumerate(gone):
        text = f"# An article\n\n## Sources\n\n- <{url}>\n"
        (tmp_path / "articles" / f"{number}.md").write_text(text, encoding="utf-8")
    assert run(tmp_path, "baseline", "articles")[0] == 0
    return tmp_path


KNOWN = "linkcheck-baseline.json"


def known(folder: Path) -> list[tuple[str, str, str]]:
    """Return what the baseline knows."""
    rows = json.loads((folder / KNOWN).read_text(encoding="utf-8"))["findings"]
    return [(row["article"], row["rule"], row.get("address", "")) for row in rows]


def test_recording_a_part_keeps_what_is_known_of_the_rest(folder: Path) -> None:
    """One article recorded anew would bring all others' findings back."""
    before = known(folder)
    code, shown = run(folder, "baseline", "articles/0.md", "--baseline", KNOWN)
    assert (code, known(folder)) == (0, before)
    assert "2 findings known, 1 articles checked" in shown


def test_articles_without_sources_and_deleted_ones_are_mended(folder: Path) -> None:
    """A baseline would keep findings for ever that nobody can mend any more."""
    (folder / "articles" / "0.md").write_text("# No sources now\n", encoding="utf-8")
    (folder / "articles" / "1.md").unlink()
    code, shown = run(folder, "check", "articles", "--baseline", KNOWN)
    assert (code, "2 findings in the baseline have been fixed" in shown) == (0, True)
    code, shown = run(folder, "baseline", "articles", "--shrink")
    assert (code, known(folder)) == (0, [])
    assert "fixed: articles/1.md: dead-link: http://" in shown


def test_a_renamed_article_brings_nothing_new(folder: Path) -> None:
    """Moving articles to another folder would fail the build for old findings."""
    (folder / "articles" / "2014").mkdir()
    (folder / "articles" / "0.md").rename(folder / "articles" / "2014" / "new name.md")
    assert run(folder, "check", "articles", "--baseline", KNOWN)[0] == 0
    # A copy is not a renamed one: the finding is there twice now.
    text = (folder / "articles" / "1.md").read_text(encoding="utf-8")
    (folder / "articles" / "copy.md").write_text(text, encoding="utf-8")
    assert run(folder, "check", "articles", "--baseline", KNOWN)[0] == 1


def test_a_source_that_is_away_stays_known_however_it_is_away(
    folder: Path, server: LoopbackServer
) -> None:
    """A site that is down today would be taken for fixed, and fail the build tomorrow."""
    server.behave("/0", answer(b"", status="503 Service Unavailable"))
    server.behave("/1", answer(b"", status="403 Forbidden"))
    before = known(folder)
    assert found(folder, "--baseline", KNOWN) == found(
        folder, "--baseline", KNOWN, "--ignore", "unreachable"
    )
    run(folder, "baseline", "articles", "--shrink")
    assert known(folder) == before
    # What did not answer when it was recorded, and is now said to be gone, is not new either.
    run(folder, "baseline", "articles")
    assert ("articles/0.md", "unreachable") in [row[:2] for row in known(folder)]
    server.behave("/0", answer(b"", status="404 Not Found"))
    assert run(folder, "check", "articles", "--baseline", KNOWN)[0] == 0


def test_what_was_not_looked_for_is_not_mended(folder: Path, server: LoopbackServer) -> None:
    """A quick run would take out everything that only pages can tell."""
    page = server.page("/page", "<title>Page not found</title><h1>Page not found</h1>")
    article = folder / "articles" / "0.md"
    article.write_text(
        f"## Sources\n\n- Daily: [Parliament adopts the new budget]({page})\n", encoding="utf-8"
    )
    run(folder, "baseline", "articles")
    assert "soft-404" in {row[1] for row in known(folder)}
    before = known(folder)
    for option in ("--status-only", "--ignore=soft-404"):
        run(folder, "baseline", "articles", "--shrink", option)
        assert known(folder) == before


def test_addresses_are_known_by_their_normal_form_and_without_secrets(
    folder: Path, server: LoopbackServer
) -> None:
    """Another spelling of the same address would be new, and passwords would be recorded."""
    url = server.url("/0")
    article = folder / "articles" / "0.md"
    article.write_text(f"## Sources\n\n- <{url.replace('/0', '/./%30')}>\n", encoding="utf-8")
    assert run(folder, "check", "articles", "--baseline", KNOWN)[0] == 0
    article.write_text(f"## Sources\n\n- <{url.replace('//', '//me:secret@')}>\n", encoding="utf-8")
    assert run(folder, "check", "articles", "--baseline", KNOWN)[0] == 0
    run(folder, "baseline", "articles")
    assert "secret" not in (folder / KNOWN).read_text(encoding="utf-8")


def test_the_file_is_the_same_from_any_folder_and_shows_what_is_there(
    folder: Path, server: LoopbackServer
) -> None:
    """Every developer would record another file, and reviews would show what is not in it."""
    before = (folder / KNOWN).read_bytes()
    code, _ = run(folder / "articles", "baseline", ".", "--baseline", f"../{KNOWN}")
    assert (code, (folder / KNOWN).read_bytes()) == (0, before)
    article = folder / "articles" / "0.md"
    article.write_text(
        "## Sources\n\n- CNN: Назва\u202eстарого листа, що загубився в морі\u2028\n",
        encoding="utf-8",
    )
    run(folder, "baseline", "articles")
    text = (folder / KNOWN).read_text(encoding="utf-8")
    assert "Назва" in text
    assert not set(text) & set("\u202e\u2028")
    assert run(folder, "check", "articles", "--baseline", KNOWN, "--fail-on", "warning")[0] == 0


def test_nothing_is_recorded_of_a_run_that_did_not_finish(
    folder: Path, server: LoopbackServer
) -> None:
    """A baseline of half the findings would fail the next build for the other half."""
    before = (folder / KNOWN).read_bytes()
    server.behave("/0", send_then_hang(b""))
    code, shown = run(folder, "baseline", "articles", "--max-time", "1s")
    assert (code, "the baseline is unchanged" in shown) == (3, True)
    empty = folder / "empty"
    empty.mkdir()
    code, shown = run(folder, "baseline", "empty")
    assert (code, "check the paths" in shown) == (2, True)
    code, shown = run(folder, "baseline", "articles", "--sample", "1")
    assert (code, "--sample" in shown) == (2, True)
    assert (folder / KNOWN).read_bytes() == before


def test_articles_that_cannot_be_read_are_named_and_stay_known(
    folder: Path, server: LoopbackServer
) -> None:
    """A damaged article would pass for a fixed one."""
    before = known(folder)
    (folder / "articles" / "0.md").write_bytes(b"\0\1\2")
    for options in ([], ["--shrink"]):
        code, shown = run(folder, "baseline", "articles", *options)
        assert (code, "0.md: is a binary file" in shown) == (1, True)
        assert known(folder) == before


@pytest.mark.parametrize(
    "text", ["[" * 100_000, '{"version": 1, "findings": [{"count": 1e999}]}', "{}", "[]", "\x00"]
)
def test_damaged_baseline_is_one_line(tmp_path: Path, text: str) -> None:
    """A damaged file would end the run in a traceback, told as findings."""
    (tmp_path / "a.md").write_text("## Sources\n\n- CNN: Talks end\n", encoding="utf-8")
    (tmp_path / "known.json").write_text(text, encoding="utf-8")
    for command in ("check", "baseline"):
        code, shown = run(tmp_path, command, "a.md", "--baseline", "known.json")
        assert code == 2, shown
        assert shown.startswith("linkcheck: known.json: this is not a baseline file")
        assert shown.count("\n") == 1
