"""What makes text inert holds for any text, and in linear time."""

from __future__ import annotations

import re
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from linkcheck.reports.markdown import code, inert
from linkcheck.reports.safe import inert_json, mask_credentials, plain_text

# Whatever Unicode has, and what the programs that read reports obey.
PIECES = st.sampled_from(
    ["::", "##[", "##vso[", "\x1b[", "\u202e", "`", "``", "|", "\\", "[", "](", "<b>", "<!--", "&lt;",
     "*", "_", "~~", "@", "#1", "!1", "www.", "https://", "$x$", "{{", "{%", ":tada:", "\n", " ", "a"]
)  # fmt: skip
TEXTS = st.lists(PIECES | st.text(max_size=3), max_size=12).map("".join)


@given(TEXTS)
def test_plain_text_does_nothing(text: str) -> None:
    """Some combination would act upon a terminal or a build."""
    plain = plain_text(text)
    assert not {unicodedata.category(each) for each in plain} & {
        "Cc",
        "Cf",
        "Cs",
        "Co",
        "Cn",
        "Zl",
        "Zp",
    }
    assert not re.search(r"(?<!\S)::|##\w*\[", plain)
    assert not re.search(r"##\w*\[", inert_json(f'"{plain}{text}"'))


@given(TEXTS)
def test_markdown_is_only_shown(text: str) -> None:
    """Some combination would be read as Markdown or HTML, or break out of a table's cell."""
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    html = parser.render(f"| a | b |\n|---|---|\n| x {inert(text)} | {code(text)} |\n")
    tags = re.findall(r"</?([a-z0-9]+)", html)
    assert tags == [
        "table", "thead", "tr", "th", "th", "th", "th", "tr", "thead",
        "tbody", "tr", "td", "td", "td", "code", "code", "td", "tr", "tbody", "table",
    ]  # fmt: skip
    words = re.sub(r"<code>.*?</code>", "", html)
    assert not re.search(r"[@#!]\w|://|www\.", words)


@pytest.mark.parametrize(
    "unit",
    ["%3f", "http:", "//a:b", "?a", "&token", "?token%3d", "//u:p@", "%2f%2fa", "##", ":", "@"],
)
def test_masking_takes_linear_time(unit: str) -> None:
    """One article's address would hold up the whole report."""
    text = unit * (200_000 // len(unit)) + " =@%40"
    started = time.process_time()
    mask_credentials(text)
    plain_text(text)
    inert_json(text)
    assert time.process_time() - started < 10  # quadratic time would take minutes
