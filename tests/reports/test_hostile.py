"""Whatever articles, pages and file names say, no report does it, and none tells a secret."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from markdown_it import MarkdownIt

from linkcheck.reports import format_names
from tests.reports.samples import HOSTILE, SECRETS, shown

if TYPE_CHECKING:
    from pathlib import Path

WHOLE = {"json", "jsonl", "html"}
"""Formats that keep long texts whole, where they are data."""


@pytest.fixture(autouse=True)
def summary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the step's summary, where there is one, go to a file of the test."""
    path = tmp_path / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(path))
    return path


def hostile(form: str, summary: Path) -> str:
    """Return all that a format writes about the hostile report."""
    text = shown(form, HOSTILE, verbose=True)
    return text + (summary.read_text(encoding="utf-8") if summary.exists() else "")


@pytest.mark.parametrize("form", format_names())
def test_no_character_does_anything(form: str, summary: Path) -> None:
    """A title would recolour a terminal, hide or turn round what follows, or break a parser."""
    found = {
        f"U+{ord(character):04X}"
        for character in hostile(form, summary)
        # A space without width keeps Markdown's references apart, a tab the cells of a table.
        if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
        and character not in {"\n", "\u200b", *("\t" if form.endswith("sv") else "")}
    }
    assert not found


@pytest.mark.parametrize("form", format_names())
def test_no_line_commands_a_build(form: str, summary: Path) -> None:
    """An article's title could set variables, hide log lines or forge errors in the build."""
    text = hostile(form, summary)
    assert not re.search(r"##\w*\[", text)
    for line in text.splitlines():
        if form == "github" and re.match(r"::(error|warning|notice) (file|title)=", line):
            properties, _, message = line[2:].partition("::")
            assert not re.search(r"(?<!\S)::|[\r\n]", message)
            assert not re.search(r"[\r\n]|::", properties)
            continue
        assert not line.lstrip().startswith("::")


@pytest.mark.parametrize("form", format_names())
def test_no_secret_is_told(form: str, summary: Path) -> None:
    """Passwords, tokens and signatures would stand in public logs and artefacts."""
    text = hostile(form, summary)
    assert not [secret for secret in SECRETS if secret in text]


@pytest.mark.parametrize("form", [form for form in format_names() if form not in WHOLE])
def test_long_texts_are_cut(form: str, summary: Path) -> None:
    """One page's title would bury the report."""
    text = hostile(form, summary)
    assert text.count("Long Long") < 4_000
    assert "x" * 3_000 not in text


@pytest.mark.parametrize("form", ["markdown", "github"])
def test_markdown_means_nothing(form: str, summary: Path) -> None:
    """A title could link, embed, break the table, mention people or close issues."""
    text = shown(form, HOSTILE, verbose=True)
    if form == "github":
        text = summary.read_text(encoding="utf-8")
    html = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(text)
    tags = set(re.findall(r"</?([a-z0-9]+)", html))
    assert tags <= {"h2", "h3", "p", "strong", "code", "br", "ul", "li", "table", "thead", "tbody",
                    "tr", "th", "td"}  # fmt: skip
    rows = re.findall(r"<tr>(.*?)</tr>", html, re.DOTALL)
    assert {len(re.findall(r"<t[hd]", row)) for row in rows} == {4}
    # What GitHub and GitLab make of the words that are left, outside code.
    words = re.sub(r"<code>.*?</code>", "", html, flags=re.DOTALL)
    references = r"@\w|#\d|[!~%$]\w|GH-\d|://|www\.|:[a-z]+:"
    assert not re.findall(references, words)
    assert not re.search(r"\{[{%]", text)
    assert "@\u200bmentioned" in words
    assert "&lt;script&gt;" in words


def test_markup_means_nothing_in_xml(summary: Path) -> None:
    """A build server would refuse the tests' results, or show a title's markup."""
    root = ET.fromstring(shown("junit", HOSTILE))  # noqa: S314 - our own
    tags = {element.tag for element in root.iter()}
    assert tags <= {
        "testsuites",
        "testsuite",
        "testcase",
        "failure",
        "error",
        "skipped",
        "system-out",
    }
    messages = [element.get("message", "") for element in root.iter("failure")]
    assert any("<script>alert(1)</script>" in message for message in messages)


def test_no_cell_is_a_formula(summary: Path) -> None:
    """Opening the table in a spreadsheet would run what a title says."""
    rows = list(csv.reader(io.StringIO(shown("csv", HOSTILE))))
    assert len(rows) == 1 + 3 * len(HOSTILE.verdicts) + len(HOSTILE.problems)
    assert len({len(row) for row in rows}) == 1
    cells = {cell for row in rows for cell in row}
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert {"'=cmd|' /C calc'!A1", "'+1", "'-1", "'=1", "'=HYPERLINK(0)"} <= cells


def test_sarif_has_no_links_of_strangers(summary: Path) -> None:
    """A title in square brackets would be a link in the code scanning view."""
    log = json.loads(shown("sarif", HOSTILE))
    messages = [result["message"]["text"] for result in log["runs"][0]["results"]]
    assert any("javascript:alert(3)" in message for message in messages)
    assert not [message for message in messages if re.search(r"(?<!\\)\]\(|(?<!\{)\{\d", message)]
