"""Reports show everything, and nothing in them does anything."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest

from linkcheck.errors import UsageError
from linkcheck.models import Report, Tally, Verdict
from linkcheck.reports import Style, make_reporter, own_formats
from linkcheck.reports.formats.terminal import TerminalReporter
from linkcheck.reports.json_text import json_text
from linkcheck.reports.registry import format_of_suffix
from linkcheck.reports.safe import inert_json, mask_credentials, plain_text
from tests.reports.samples import ORDINARY, shown

VERDICT = ORDINARY.verdicts[0]


def test_terminal_shows_what_is_wrong_and_where() -> None:
    """An editor would not find the citation, or not learn what is wrong with it."""
    text = shown("terminal")
    assert re.search(r"^\S+:3:5: title-mismatch the page is a different story", text, re.MULTILINE)
    assert "Щоденник" in text
    assert "bad" in text
    assert "is a binary file" in text
    assert (
        "3 citations in 1 article: 1 ok, 1 broken, 1 unverified; 1 input could not be read" in text
    )
    assert "Good" not in text
    assert "Good" in shown("terminal", good=True)


def test_long_text_is_cut() -> None:
    """One page's title would bury the report."""
    assert len(plain_text("x" * 10_000)) == 300
    assert plain_text("a\n\tb") == "a b"


@pytest.mark.parametrize(
    ("url", "masked"),
    [
        ("https://a.example/x", "https://a.example/x"),
        ("https://u:p@a.example/x", "https://***@a.example/x"),
        ("https://a.example/?api_key=1&b=2", "https://a.example/?api_key=***&b=2"),
        (
            "https://a.example/?access_token=1#auth=2",
            "https://a.example/?access_token=***#auth=***",
        ),
        ("https://a.example/keys?monkey=1", "https://a.example/keys?monkey=1"),
        ("https://[bad@x", "https://***@x"),
        ("https://u:p@q@a.example/", "https://***@a.example/"),
        ("moved to https://u:p@a.example/ for good", "moved to https://***@a.example/ for good"),
        ("/x?token=1", "/x?token=***"),
        ("https://a.example/x;jsessionid=1", "https://a.example/x;jsessionid=***"),
        ("https://a.example/@writer/x", "https://a.example/@writer/x"),
        ("https://a.example:80/@writer/x", "https://a.example:80/@writer/x"),
        ("https://a.example/a:b@c", "https://a.example/a:b@c"),
        ("https://u:p/q@a.example/", "https://***@a.example/"),
        (r"https:\\u:p@a.example", r"https:\\***@a.example"),
        ("https:u:p@a.example", "https:***@a.example"),
        ("https://a.example/?X-Amz-Signature=1&x=2", "https://a.example/?X-Amz-Signature=***&x=2"),
        (
            "https://a.example/?AWSAccessKeyId=1&pass=2",
            "https://a.example/?AWSAccessKeyId=***&pass=***",
        ),
        ("https://a.example/?sig=a;b=1&c=2", "https://a.example/?sig=***&c=2"),
        (
            "/?u=https%3A%2F%2Fa%2F%3Ftoken%3D1%26b%3D2",
            "/?u=https%3A%2F%2Fa%2F%3Ftoken%3D***%26b%3D2",
        ),
        ("/?u=https%3A%2F%2Fu%3Ap%40a%2F", "/?u=https%3A%2F%2F***%40a%2F"),
        ("/?u=https%3A%2F%2Fa%2F%40writer", "/?u=https%3A%2F%2Fa%2F%40writer"),
    ],
)
def test_masks(url: str, masked: str) -> None:
    """A secret would be shown, or a harmless address changed."""
    assert mask_credentials(url) == masked


def test_lines_are_no_commands_to_a_build() -> None:
    """A file's name could set variables or forge errors in the build that checks it."""
    assert plain_text("::error::x") == "\\x3a:error::x"
    assert plain_text("a::b") == "a::b"
    assert plain_text("a ::error::b") == "a \\x3a:error::b"
    assert plain_text("a ##[error]b ##vso[x]") == "a #\\x23[error]b #\\x23vso[x]"
    assert plain_text("## [a](b) #1") == "## [a](b) #1"


def test_json_is_inert_and_loses_nothing() -> None:
    """A title would act on the terminal that JSON is read in, or be changed by being shown."""
    title = "\x9b31m \u202e\u2066\u200b\u2028\ud800 Щоденник"
    text = inert_json(json.dumps(title, ensure_ascii=False))
    assert text == r'"\u009b31m \u202e\u2066\u200b\u2028\ud800 Щоденник"'
    assert json.loads(text) == title


@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
@pytest.mark.parametrize("title", ["Щоденник 😀 ##[x]\u202e\x1b", "half \ud800", ""])
def test_json_is_indented_as_json_dumps_does(title: str, encoding: str) -> None:
    """A document would change from one release to the next, or end in a traceback."""
    data = {"title": title, "numbers": [1e-05, 0.1, 1e22, -0.0, 10**30], "none": [[], {}, None]}
    escaped = json.dumps(data, ensure_ascii=encoding == "ascii", indent=2)
    assert json_text(data, encoding, indent=2) == inert_json(escaped)


def test_json_is_one_document_with_everything() -> None:
    """A program would have to read the terminal's report."""
    document = json.loads(shown("json"))
    assert document["summary"] == {
        "articles": 1, "citations": 3, "problems": 1, "errors": 1, "warnings": 1, "notes": 0, "complete": True,
        "unchecked": 0, "excluded": 0, "known": 0, "fixed": 0,
        "elapsed": 1.25, "ok": 1, "warning": 0, "broken": 1, "unverified": 1,
    }  # fmt: skip
    finding = document["verdicts"][0]["findings"][0]
    assert finding["rule"] == "title-mismatch"
    assert finding["message"].startswith("the page is a different story")
    assert document["verdicts"][0]["citation"]["location"]["line"] == 3
    assert document["problems"][0]["line"] == 7


def test_json_lines_come_one_by_one() -> None:
    """What was found before a crash would be lost."""
    stream = io.StringIO()
    reporter = make_reporter("jsonl", stream)
    reporter.verdict(VERDICT)
    assert json.loads(stream.getvalue())["type"] == "verdict"
    reporter.finish(ORDINARY)
    types = [json.loads(line)["type"] for line in stream.getvalue().splitlines()]
    assert types == ["verdict", "problem", "summary"]


def test_terminal_without_unicode() -> None:
    """A report would end in a traceback where the terminal knows only ASCII."""
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    TerminalReporter(stream, Style(verbose=True)).finish(ORDINARY)
    stream.flush()
    stream.seek(0)
    assert re.search(r"\nx 1 broken\n\S+:3:5: ", stream.read())


def test_colours_only_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Logs would be full of escape sequences."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    stream = Terminal()
    TerminalReporter(stream, Style()).finish(ORDINARY)
    assert "\x1b[" in stream.getvalue()
    monkeypatch.setenv("NO_COLOR", "1")
    stream = Terminal()
    TerminalReporter(stream, Style()).finish(ORDINARY)
    assert "\x1b[3" not in stream.getvalue()


class Terminal(io.StringIO):
    """A stream that a person reads."""

    def isatty(self) -> bool:
        """Tell that it is a terminal."""
        return True


def on_terminal(report: Report = ORDINARY, **style: bool) -> str:
    """Return what a terminal gets."""
    stream = Terminal()
    TerminalReporter(stream, Style(width=80, **style)).finish(report)  # type: ignore[arg-type]
    return stream.getvalue()


def test_places_and_addresses_are_links_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """An editor would have to copy each address, or a log would be full of marks."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    text = on_terminal()
    path = Path(VERDICT.citation.location.path).absolute().as_uri()
    assert re.search(rf"\x1b\]8;[^;]*;{re.escape(path)}#3\x1b", text)
    assert re.search(r"\x1b\]8;[^;]*;https?://", text)
    assert "\x1b]8" not in shown("terminal")
    for name, value in (("NO_COLOR", "1"), ("TERM", "dumb")):
        monkeypatch.setenv(name, value)
        assert "\x1b]8" not in on_terminal()
        monkeypatch.undo()
        monkeypatch.delenv("NO_COLOR", raising=False)
        monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("FORCE_COLOR", "1")  # as build servers set it: nobody clicks in their logs
    assert "\x1b]8" not in shown("terminal")


@pytest.mark.parametrize(
    "url",
    ["https://u:secret@a.example/", "https://a.example/?token=secret", "javascript:alert(1)",
     "https://a.example/\x1b]8;;https://evil.example/\x1b\\x", "https://a.example/" + "x" * 3000],
)  # fmt: skip
def test_no_link_to_what_must_not_be_one(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """A secret would be in the terminal's history, or a title could forge a link."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    location = msgspec.structs.replace(VERDICT.citation.location, path="-")
    citation = msgspec.structs.replace(VERDICT.citation, url=url, location=location)
    found = msgspec.structs.replace(VERDICT.findings[0], proposal=None)
    verdict = msgspec.structs.replace(VERDICT, citation=citation, findings=(found,))
    text = on_terminal(Report(verdicts=(verdict,), articles=1))
    links = re.findall(r"\x1b\]8;[^;]*;([^\x1b\x07]*)", text)
    assert "secret" not in text
    assert not any(link and not link.startswith("https://a.example/%1B") for link in links)


def test_what_is_broken_comes_first_and_good_rows_come_last() -> None:
    """An editor would look for the dead sources among the living."""
    text = shown("terminal", good=True)
    order = [text.index(mark) for mark in ("1 broken", "1 unverified", "1 ok")]
    assert order == sorted(order)
    quiet = shown("terminal", quiet=True)
    assert "title-mismatch" in quiet
    assert not any(word in quiet for word in ("unverified", "citations", "Good", "explain"))


@pytest.mark.parametrize("why", [{"out_of_time": True}, {"outage": "no route"}, {}])
def test_quiet_says_that_a_run_did_not_finish(why: dict[str, Any]) -> None:
    """A run that the time limit ended before it found anything would look like a good one."""
    written = io.StringIO()
    reporter = make_reporter("terminal", written, Style(quiet=True))
    reporter.finish(Report(articles=1, complete=False, unchecked=4, **why))
    words = "stopped early" if not why else "4 citations not checked"
    assert words in written.getvalue()


def test_a_suffix_of_ours_has_a_format() -> None:
    """`--output report.sarif` would be refused, or bring the report of another format."""
    forms = {form.name: form for form in own_formats()}
    for form in forms.values():
        assert forms[format_of_suffix(form.suffix.upper())].suffix == form.suffix


def test_a_suffix_of_ours_imports_no_format() -> None:
    """Each start with `--output report.xml` would wait for formats that it does not write."""
    code = (
        "import sys; from linkcheck.reports.registry import format_of_suffix as found; "
        "assert found('.xml') == 'junit'; "
        "assert not any(name.startswith('linkcheck.reports.formats.') for name in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_verdicts_are_counted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each number of a summary would walk over all verdicts of a large archive again."""
    report = msgspec.structs.replace(ORDINARY)
    counted: list[Verdict] = []
    add = Tally.add

    def counting(tally: Tally, each: Verdict) -> None:
        counted.append(each)
        add(tally, each)

    monkeypatch.setattr(Tally, "add", counting)
    assert report.to_dict()["summary"]["broken"] == report.count("broken") == report.errors == 1
    assert len(counted) == len(report.verdicts)
    fewer = msgspec.structs.replace(report, verdicts=())
    assert (len(report), len(fewer), fewer.errors) == (3, 0, 0)


def test_a_hint_says_how_to_learn_more() -> None:
    """A new user would not know what a finding means."""
    assert "linkcheck explain title-mismatch" in shown("terminal")
    assert "explain" not in shown("terminal", Report(articles=1))


def test_summary_counts_by_rule_and_by_site() -> None:
    """Nobody would see that one site's move is behind a hundred findings."""
    verdicts = ORDINARY.verdicts * 3
    text = shown("terminal", msgspec.structs.replace(ORDINARY, verdicts=verdicts), summary=True)
    assert re.search(r"^ +3  title-mismatch$", text, re.MULTILINE)
    assert re.search(r"^ +[36]  [\w.-]+\.example$", text, re.MULTILINE)
    assert "Findings by rule" not in shown("terminal")


def test_a_folded_message_is_further_in_than_the_address() -> None:
    """The end of a message would be taken for a second address."""
    found = msgspec.structs.replace(VERDICT.findings[0], template="word " * 40, facts={})
    verdict = msgspec.structs.replace(VERDICT, findings=(found,))
    text = shown("terminal", Report(verdicts=(verdict,), articles=1), width=80)
    folded = [line for line in text.splitlines() if line.strip().startswith("word")]
    assert folded
    assert all(line.startswith("      word") for line in folded)
    assert all(len(line) <= 80 for line in folded)


def test_stopped_run_says_so() -> None:
    """Half a report would be taken for a whole one."""
    assert "stopped early" in shown("terminal", Report(complete=False))


def test_unknown_format() -> None:
    """A misspelt format would end in a traceback."""
    with pytest.raises(UsageError, match="jsonl"):
        make_reporter("jsnl", io.StringIO())
