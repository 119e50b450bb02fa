"""What makes text inert holds for any text, and in linear time."""

from __future__ import annotations

import io
import json
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from linkcheck.reports import Style
from linkcheck.reports.formats.jsonl import JsonLinesReporter
from linkcheck.reports.formats.markdown import code, inert
from linkcheck.reports.plain import verdict_data
from linkcheck.reports.safe import inert_json, mask_credentials, may_tell_secret, plain_text
from tests.reports.samples import verdict

# Whatever Unicode has, and what the programs that read reports obey.
PIECES = st.sampled_from(
    ["::", "##[", "##vso[", "\x1b[", "\u202e", "`", "``", "|", "\\", "[", "](", "<b>", "<!--", "&lt;",
     "*", "_", "~~", "@", "#1", "!1", "www.", "https://", "$x$", "{{", "{%", ":tada:", "\n", " ", "a"]
)  # fmt: skip
TEXTS = st.lists(PIECES | st.text(max_size=3), max_size=12).map("".join)
# What addresses with secrets are made of, whole, in disguise, and broken off.
ADDRESSES = st.lists(
    st.sampled_from(
        ["https://", "http:\\\\", "//", "%2f%2F", "u:p@", "u%3Ap%40", "@", "a.example", ":80", "/", "?",
         "&", ";", "#", "%3f", "%26", "%", "token", "toKen", "api_key", "\u043a\u043b\u044e\u0447key", "sig", "=", "%3D",
         "=x", "charset=utf-8", '"', "\\", "\n", " ", "\x01", "\u2028", "\ud800"]
    ) | st.text(max_size=2),
    max_size=10,
).map("".join)  # fmt: skip


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


@given(ADDRESSES, ADDRESSES)
def test_one_look_at_a_line_overlooks_no_secret(one: str, other: str) -> None:
    """A secret would be told where all of a line is looked at before its texts are."""
    told = verdict(one, other)
    stream = io.StringIO()
    JsonLinesReporter(stream, Style()).verdict(told)
    assert json.loads(stream.getvalue()) == {"type": "verdict", **verdict_data(told)}
    if mask_credentials(one) != one:
        assert may_tell_secret(one)


@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "cp1251"])
@pytest.mark.parametrize(
    "url",
    [
        "/?\u043a\u043b\u044e\u0447token=hunter2",
        "/?TO\u212aEN=hunter2",
        "/?token=hunter2\ud800",
        '/?token="hunter2',
        "/?token=\x01hunter2",
        'https://u"hunter2@a.example/',
        "/?u=%2F%2Fu%3Ahunter2%40a",
    ],
)
def test_no_escape_hides_a_secret(url: str, encoding: str) -> None:
    """A secret would be told where something beside it is written as an escape."""
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    JsonLinesReporter(stream, Style()).verdict(verdict("Title", url))
    stream.seek(0)
    line = stream.read()
    assert "***" in line
    assert "hunter2" not in line
