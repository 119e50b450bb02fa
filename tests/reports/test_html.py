"""The HTML report as a file: whole, inert, and readable by programs that run nothing."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import unicodedata
from base64 import b64encode
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

import linkcheck
from linkcheck.cli.demo import demo
from linkcheck.models import Report, Status
from linkcheck.reports import Style, make_reporter
from linkcheck.reports.formats.html.facets import Facets, Tallies
from linkcheck.reports.formats.html.markup import Html, address, element, foreign
from tests.reports.strangers import SECRETS, STRANGERS

if TYPE_CHECKING:
    from pathlib import Path


def shown(report: Report, encoding: str | None = None) -> str:
    """Return the report, as a stream of that encoding would hold it."""
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding or "utf-8", newline="")
    make_reporter("html", stream, Style()).finish(report)
    stream.seek(0)
    return stream.read()


@pytest.fixture(scope="module")
def report() -> Report:
    """Return the report on the demonstration's articles."""
    with demo() as packaged:
        settings = linkcheck.Settings(replay=str(packaged.recording))
        return linkcheck.check(packaged.articles, settings=settings)


def test_every_citation_is_in_the_file(report: Report) -> None:
    """A reader would miss a citation, or what was found about it."""
    soup = BeautifulSoup(shown(report), "html.parser")
    rows = soup.select("tr[data-status]")
    assert len(rows) == len(report.verdicts)
    for row, verdict in zip(rows, report.verdicts, strict=True):
        text = row.get_text()
        assert (verdict.citation.title or "") in text
        assert (verdict.citation.publisher or "") in text
        assert row["data-status"] == verdict.status.value
        for finding in verdict.findings:
            assert finding.rule.value in text
            assert finding.message in text
        for evidence in verdict.evidence:
            assert (
                evidence.found is None
                or evidence.field.value == "language"
                or evidence.found in text
            )
        for hop in verdict.resolution.hops if verdict.resolution else ():
            assert hop.url in text
    totals = {item["class"][0]: int(item.select("b")[0].text) for item in soup.select(".totals li")}
    assert totals == {status.value: report.count(status) for status in Status}


def test_year_of_the_article_is_known(report: Report) -> None:
    """The chart by year of article would be empty."""
    by_path = {
        verdict.citation.location.path[-7:]: verdict.article_published
        for verdict in report.verdicts
    }
    assert by_path["en.html"] is not None
    assert by_path["en.html"].startswith("2014")
    soup = BeautifulSoup(shown(report), "html.parser")
    assert "2014" in [name.get_text() for name in soup.select("#year-chart ~ .bars .name")]


def test_policy_allows_its_own_script_and_style_only(report: Report) -> None:
    """A browser would refuse the report's script, or run that of a stranger."""
    soup = BeautifulSoup(shown(report), "html.parser")
    (meta,) = soup.select("meta[http-equiv=Content-Security-Policy]")
    policy = dict(part.strip().split(" ", 1) for part in str(meta["content"]).split(";"))
    assert policy["default-src"] == "'none'"
    for name in ("script", "style"):
        (found,) = soup.find_all(name)
        digest = b64encode(sha256(found.text.encode()).digest()).decode()
        assert policy[f"{name}-src"] == f"'sha256-{digest}'"
    assert not soup.select("[style], [onclick], iframe, object, img, link[href^=http], script[src]")


def test_strangers_do_nothing() -> None:
    """A title or an address from outside would become markup, a link or a secret told."""
    text = shown(STRANGERS)
    soup = BeautifulSoup(text, "html.parser")
    assert len(soup.find_all("script")) == 1
    assert not soup.find_all("img")
    assert not [tag for tag in soup.find_all(True) for name in tag.attrs if name.startswith("on")]
    links = [str(link["href"]) for link in soup.select("a[href]")]
    assert {link.partition(":")[0] for link in links if not link.startswith("#")} == {"https"}
    assert not [link for link in links if "\\" in link or "***" in link]
    assert not [secret for secret in SECRETS if secret in text]
    assert "https://***@news.example/?token=***" in soup.get_text()
    harmful = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    assert {unicodedata.category(letter) for letter in text} & harmful == {"Cc"}
    assert {letter for letter in text if unicodedata.category(letter) == "Cc"} == {"\n"}
    assert "W" * 1000 not in text
    assert text.count("Long Long") < 4000


def test_links_tell_nothing_of_the_reader(report: Report) -> None:
    """A source would learn which report its reader came from, or reach back into it."""
    soup = BeautifulSoup(shown(report), "html.parser")
    links = soup.select("a[href^=http]")
    assert links
    assert all(set(link["rel"]) == {"noopener", "noreferrer", "nofollow"} for link in links)
    assert soup.select("meta[name=referrer]")[0]["content"] == "no-referrer"


def test_any_encoding_of_the_stream(report: Report) -> None:
    """A report piped where the terminal is not UTF-8 would end in an error or in question marks."""
    text = shown(report, "cp1252")
    assert text.isascii()
    assert "Метричні книги" in BeautifulSoup(text, "html.parser").get_text()


def test_assets_are_ascii() -> None:
    """The script's digest would change with the encoding of the stream."""
    folder = files("linkcheck.reports.formats.html")
    for name in ("report.css", "report.js", "report.html"):
        content = folder.joinpath(name).read_text(encoding="utf-8")
        assert content.isascii()
        assert not re.search(r"</(script|style)", content) or name == "report.html"


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "https://u:p@a.example/", "https://a.example/?token=x", "data:,x",
     "https://a.example\\@b.example/", "//a.example", "https://a.example/\u202e", "https://[a", "mailto:a@b.example"],
)  # fmt: skip
def test_no_link_to_what_cannot_be_followed_safely(url: str) -> None:
    """A click in the report would run a script, tell a secret, or go elsewhere than it reads."""
    assert address(url).startswith("<span")


def test_link_leads_to_the_very_address() -> None:
    """The link would lead to another address than the one checked."""
    url = "https://a.example/?a=1&b=%22x%22&c='y'#z"
    assert BeautifulSoup(address(url), "html.parser").select("a")[0]["href"] == url


def test_text_is_escaped_and_markup_is_not() -> None:
    """Text could become markup, or markup be shown as text."""
    assert element("p", "<b>", Html("<i></i>"), title='"') == (
        '<p title="&quot;">&lt;b&gt;<i></i></p>'
    )


@given(
    st.lists(
        st.sampled_from(["<", ">", '"', "'", "&", "&lt;", "<b>", "</script>", "<!--", " "])
        | st.text(max_size=3)
    )
)
def test_no_text_is_markup(parts: list[str]) -> None:
    """Some combination of characters would break out of an attribute or become an element."""
    text = "".join(parts)
    soup = BeautifulSoup(element("p", text, foreign(text), title=text), "html.parser")
    assert [tag.name for tag in soup.find_all(True)] == ["p", "bdi"]
    assert set(soup.select("p")[0].attrs) == {"title"}
    assert not address(text).count("<script")


def test_language_of_a_title() -> None:
    """A screen reader would read a Russian title with an English voice, or choke on a made-up one."""
    assert foreign("Кот", "ru") == '<bdi lang="ru">Кот</bdi>'
    assert foreign("x", "no language") == foreign("x", "und") == "<bdi>x</bdi>"


def test_menus_are_in_an_order_that_people_expect() -> None:
    """A reader would look for a year or a publisher all over the menu."""
    one = Facets("ok", ("none",), "ru", "b", "b.example", "z.md", "2014")
    two = Facets("ok", ("moved",), "en", "A", "none", "a.md", "none")
    three = two._replace(year="2020", language="none")
    tallies = Tallies([one, two, three])
    assert [label for _, label in tallies.options("year")] == ["2020", "2014", "undated"]
    assert [label for _, label in tallies.options("publisher")] == ["A", "b"]
    assert [label for _, label in tallies.options("language")] == [
        "English",
        "Russian",
        "no language",
    ]
    assert [label for _, label in tallies.options("article")] == ["z.md", "a.md"]
    assert [label for _, label in tallies.options("host")] == ["b.example", "no host"]


def test_stopped_run_and_unread_input_are_told() -> None:
    """Half a report would be taken for a whole one."""
    text = BeautifulSoup(shown(STRANGERS), "html.parser").get_text()
    assert "stopped early" in text
    assert f"{len(STRANGERS.problems)} inputs could not be read" in text


def test_language_of_the_findings_is_told(tmp_path: Path) -> None:
    """A screen reader would read Ukrainian findings with an English voice."""
    file = tmp_path / "report.html"
    command = ["demo", "--lang", "uk", "--format", "html", "--output", str(file)]
    subprocess.run([sys.executable, "-m", "linkcheck", *command], check=True, timeout=60)
    soup = BeautifulSoup(file.read_text("utf-8"), "html.parser")
    told = soup.select("tr[data-rule=dead-link] .message")[0]
    assert told["lang"] == "uk"
    assert re.search("[іїє]", told.text)


def test_baseline_is_told() -> None:
    """A reader would take what the baseline knows for what is sound."""
    text = shown(Report(known=3, fixed=1, complete=False, out_of_time=True, unchecked=9))
    assert "3 more findings are hidden by the baseline." in text
    assert "1 finding in the baseline has been fixed and can be removed." in text
    assert "Time limit reached: 9 citations not checked." in text


def test_empty_report_is_a_document() -> None:
    """A run over articles without citations would end in a traceback."""
    assert "0 citations in 0 articles" in shown(Report())
