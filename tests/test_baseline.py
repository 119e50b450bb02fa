"""Known findings, by the command as people run it."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from linkcheck.baseline import Baseline
from linkcheck.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from tests.server import LoopbackServer

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


def test_two_thousand_articles_and_one_new_broken_link(
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
    for number in range(2000):
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
    assert sum(row["rule"] == "dead-link" for row in rows) == 2000
    assert str(tmp_path) not in file.read_text(encoding="utf-8")

    code, shown = run(tmp_path, "check", "articles", "--baseline", file.name)
    assert code == 0, shown
    assert f"The baseline knows {len(rows)} findings more" in shown
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
    """What was mended would be let through when it breaks again."""
    gone = [server.page(f"/{n}", b"", status="404 Not Found") for n in range(3)]
    articles = tmp_path / "articles"
    articles.mkdir()
    article = articles / "a.md"
    article.write_text(f"## Sources\n\n- <{gone[0]}>\n- <{gone[1]}>\n", encoding="utf-8")
    run(tmp_path, "baseline", "articles", "--baseline", "known.json")
    article.write_text(f"## Sources\n\n- <{gone[1]}>\n- <{gone[2]}>\n", encoding="utf-8")
    _, shown = run(tmp_path, "check", "articles", "--baseline", "known.json")
    assert "1 finding of the baseline is mended" in shown
    run(tmp_path, "baseline", "articles", "--baseline", "known.json", "--shrink")
    left = json.loads((tmp_path / "known.json").read_text(encoding="utf-8"))["findings"]
    assert [row["address"] for row in left] == [gone[1]]
    # An article that is not checked now is not mended.
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
