"""The HTML report as a file: whole, inert, and readable by programs that run nothing."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import unicodedata
from base64 import b64encode
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

import linkcheck
from linkcheck.cli.demo import demo
from linkcheck.errors import UsageError
from linkcheck.judging.rules import RULES
from linkcheck.judging.rules.soft_404 import MESSAGES
from linkcheck.models import (
    GIVEN,
    Citation,
    Finding,
    Location,
    PageKind,
    Proposal,
    Report,
    Resolution,
    Rule,
    Severity,
    Status,
    Verdict,
)
from linkcheck.reports import Style, make_reporter
from linkcheck.reports.formats.html.markup import Html, address, element, foreign
from linkcheck.reports.formats.html.rows import STATIC
from linkcheck.reports.formats.html.wordings import SCRIPT
from linkcheck.reports.places import Places
from linkcheck.reports.source_links import SourceLinks, source_pattern
from tests.reports.invented import report as invented
from tests.reports.strangers import SECRETS, STRANGERS

if TYPE_CHECKING:
    from pathlib import Path


def shown(report: Report, encoding: str | None = None, style: Style = Style()) -> str:  # noqa: B008 - immutable
    """Return the report, as a stream of that encoding would hold it."""
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding or "utf-8", newline="")
    make_reporter("html", stream, style).finish(report)
    stream.seek(0)
    return stream.read()


def data(text: str) -> dict[str, Any]:
    """Return the data in a report."""
    (element,) = BeautifulSoup(text, "html.parser").select("script#data")
    found: dict[str, Any] = json.loads(element.text)
    return found


def column(text: str, name: str) -> list[str]:
    """Return the texts of a column of the data."""
    found = data(text)
    return [found["texts"][index] for index in found["columns"][name]]


def broken(url: str, path: str = "a.md", **fields: Any) -> Verdict:
    """Return a verdict on a broken citation."""
    place = Location(path=path, line=3, column=1, start=0, end=1)
    return Verdict(
        citation=Citation(location=place, url=url, **fields),
        status=Status.BROKEN,
        findings=(Finding(rule=Rule.DEAD_LINK, severity=Severity.ERROR, template="gone"),),
        resolution=Resolution(url=url, final_url=url, status=404),
    )


@pytest.fixture(scope="module")
def report() -> Report:
    """Return the report on the demonstration's articles."""
    with demo() as packaged:
        settings = linkcheck.Settings(replay=str(packaged.recording))
        return linkcheck.check(packaged.articles, settings=settings)


def test_every_citation_is_in_the_file(report: Report) -> None:
    """A reader would miss a citation, or what was found about it."""
    text = shown(report)
    soup = BeautifulSoup(text, "html.parser")
    found = data(text)
    assert len(found["columns"]["status"]) == len(report.verdicts)
    for number, verdict in enumerate(report.verdicts, 1):
        (row,) = soup.select(f"tr#c{number}")
        told = row.get_text()
        assert (verdict.citation.title or "") in told
        assert (verdict.citation.publisher or "") in told
        assert row["class"] == [verdict.status.value]
        for finding in verdict.findings:
            assert finding.rule.value in told
            assert finding.template.partition("{")[0] in told
        for evidence in verdict.evidence:
            assert evidence.found is None or (
                evidence.field.value == "language" or evidence.found in found["texts"]
            )
        for hop in verdict.resolution.hops if verdict.resolution else ():
            assert hop.url in found["texts"]
    totals = {item["class"][0]: int(item.select("b")[0].text) for item in soup.select(".totals li")}
    assert totals == {status.value: report.count(status) for status in Status}


def test_what_needs_attention_comes_first(report: Report) -> None:
    """An editor would have to look for what is broken among what is sound."""
    rows = BeautifulSoup(shown(report), "html.parser").select(".citations tbody tr")
    order = ["broken", "warning", "unverified", "ok"]
    found = [order.index(str(row["class"][0])) for row in rows]
    assert found == sorted(found)


def test_words_that_an_editor_knows(report: Report) -> None:
    """An editor would read names of metadata, headers and scores, and languages as codes."""
    text = BeautifulSoup(shown(report), "html.parser").select("main")[0].get_text()
    assert not re.search(r"json-ld|og:|\bregister\b|cf-mitigated|h1:|\b0\.\d|\bin (ru|uk)\b", text)
    soft = MESSAGES[PageKind.SOFT_404]
    assert soft.replace("{reasons}", ": “Сторінку не знайдено”") in text
    assert re.search("the site refuses automated requests(?!:)", text)
    assert re.search(r"cited in Russian, .*in Ukrainian", text)
    assert "line 22" in text
    assert "22:38" not in text


def test_charts_that_say_nothing_are_left_out(report: Report) -> None:
    """A reader would look at ten bars of one length, or at the same chart twice."""
    soup = BeautifulSoup(shown(report), "html.parser")
    names = [chart["aria-labelledby"] for chart in soup.select(".chart")]
    assert names == ["age-chart"]
    assert not BeautifulSoup(shown(Report()), "html.parser").select(".chart, .overview")
    soup = BeautifulSoup(shown(invented(400)), "html.parser")
    names = [chart["aria-labelledby"] for chart in soup.select(".chart")]
    assert names == ["rule-chart", "age-chart", "publisher-chart", "year-chart"]
    bars = soup.select(".of-rule .bars a")
    numbers = [int(each.select(".number")[0].text) for each in bars]
    assert numbers == sorted(numbers, reverse=True)
    assert {str(each["href"]).partition("rule=")[2] for each in bars} <= {
        rule.value for rule in Rule
    }


def test_age_is_that_of_the_article_when_it_was_checked() -> None:
    """A report that is opened years later would call every article old."""
    found = data(shown(invented(200)))
    years = [found["texts"][index] for index in found["columns"]["year"]]
    ages = [found["texts"][index] for index in found["columns"]["age"]]
    assert {age for year, age in zip(years, ages, strict=True) if year == "2025"} == {"1"}
    assert {age for year, age in zip(years, ages, strict=True) if year == "2011"} == {"old"}
    assert found["labels"]["age"]["1"] == "under 1 year"


def test_a_site_has_one_name_whether_or_not_it_answered() -> None:
    """One publisher would be two bars and two entries of a menu: its name, and its host."""
    verdicts = (
        broken("https://www.gazette.example/1", publisher="The Gazette"),
        broken("https://gazette.example/2"),
        broken("https://gazette.example/3", publisher="The gazette"),
        broken("https://gazette.example/4", publisher="The Gazette"),
        broken("https://unknown.example/5"),
    )
    names = column(shown(Report(verdicts=verdicts)), "publisher")
    assert names == [*["The Gazette"] * 4, "unknown.example"]


def test_why_and_how_to_fix_are_those_of_the_rules(report: Report) -> None:
    """An editor would not learn what a finding means, or read other advice than in the terminal."""
    rules = {name: texts for name, *texts in data(shown(report))["rules"]}
    found = {finding.rule for verdict in report.verdicts for finding in verdict.findings}
    assert set(rules) == {rule.value for rule in found}
    info = RULES[Rule.SOFT_404]
    assert rules["soft-404"] == [info.summary, info.why, info.fix]


def test_corrected_line_is_the_line_with_the_proposal(tmp_path: Path) -> None:
    """An editor would have to put the address into the line by hand, or would copy a wrong line."""
    text = "# News\r\n\r\n* [Bridge reopens](https://old.example/1?a=1), Gazette, line\r\nNext\r\n"
    file = tmp_path / "a.md"
    file.write_bytes(text.encode())
    start = text.index("https")
    url = "https://old.example/1?a=1"
    place = Location(path=str(file), line=3, column=1, start=start, end=start + len(url))
    proposal = Proposal(kind="new-address", replacement="https://new.example/2")
    verdict = Verdict(
        citation=Citation(location=place, url=url, written=url),
        status=Status.BROKEN,
        findings=(
            Finding(
                rule=Rule.DEAD_LINK, severity=Severity.ERROR, template="gone", proposal=proposal
            ),
        ),
    )
    line = "* [Bridge reopens](https://new.example/2), Gazette, line"
    report = Report(verdicts=(verdict,), digests={str(file): sha256(text.encode()).hexdigest()})
    assert line in data(shown(report))["texts"]
    file.write_bytes(text.replace("Next", "Then").encode())
    assert line not in data(shown(report))["texts"]
    file.write_bytes(b"# News\n")
    assert line not in data(shown(Report(verdicts=(verdict,))))["texts"]


@pytest.mark.parametrize("form", [None, "markdown", "gone"])
def test_corrected_line_is_what_fix_would_write(tmp_path: Path, form: str | None) -> None:
    """A source below front matter, or in a file of another suffix, would get no line, or a wrong one."""
    text = "---\ntitle: News\n---\n\n## Sources\n\n- Daily: Bridge reopens\n"
    file = tmp_path / "a.html"  # but read as Markdown (--input-format)
    file.write_text(text, encoding="utf-8")
    start, title = text.index("Daily"), text.index("Bridge")
    place = Location(path=str(file), line=7, column=3, start=start, end=len(text) - 1)
    named = Location(path=str(file), line=7, column=10, start=title, end=len(text) - 1)
    proposal = Proposal(kind="new-address", replacement="https://new.example/(2)")
    finding = Finding(rule=Rule.MOVED, severity=Severity.NOTE, template="moved", proposal=proposal)
    verdict = Verdict(
        citation=Citation(location=place, title="Bridge reopens", title_location=named),
        status=Status.WARNING,
        article_format=form,
        findings=(finding,),
    )
    lines = [each for each in data(shown(Report(verdicts=(verdict,))))["texts"] if "Daily" in each]
    link = "- Daily: [Bridge reopens](https://new.example/(2))"
    tag = '- Daily: <a href="https://new.example/(2)">Bridge reopens</a>'
    assert lines == {"markdown": [link], None: [tag], "gone": []}[form]


@pytest.mark.parametrize("secret", ["https://x.example/?token=hunter2", "\u202e", "x" * 3000])
def test_no_corrected_line_that_does_harm(tmp_path: Path, secret: str) -> None:
    """A copied line would tell a secret, or read otherwise than it is."""
    text = f"* https://old.example/1 {secret}\n"
    file = tmp_path / "a.txt"
    file.write_text(text, encoding="utf-8")
    place = Location(path=str(file), line=1, column=3, start=2, end=23)
    url = "https://old.example/1"
    proposal = Proposal(kind="new-address", replacement="https://new.example/2")
    finding = Finding(rule=Rule.MOVED, severity=Severity.NOTE, template="moved", proposal=proposal)
    verdict = Verdict(
        citation=Citation(location=place, url=url, written=url),
        status=Status.OK,
        findings=(finding,),
    )
    texts = data(shown(Report(verdicts=(verdict,))))["texts"]
    assert not [each for each in texts if each.startswith("* https://new")]


def test_places_lead_to_the_lines_of_the_articles(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An editor would have to find the article and the line by hand, or follow a broken link."""
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    path = 'news/a "b"#1?.md'
    style = Style(source_url="https://git.example/o/r/blob/main/{path}#L{line}")
    outside = "/elsewhere/b.md"
    report = Report(
        verdicts=(broken("https://a.example/", path), broken("https://a.example/", outside))
    )
    text = shown(report, style=style)
    (link,) = BeautifulSoup(text, "html.parser").select(".place a")
    assert link["href"] == "https://git.example/o/r/blob/main/news/a%20%22b%22%231%3F.md#L3"
    assert link.text == "line 3"
    articles = data(text)["articles"]
    assert [base.partition("#")[2] for _, _, base in articles] == ["L{line}", ""]


def test_places_lead_to_files_of_any_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A draft whose name begins with a dash would have no link, and one in another code a wrong one."""
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    links = SourceLinks("https://git.example/{path}#L{line}", Places())
    assert links.of("-draft.md") == "https://git.example/-draft.md#L{line}"
    assert links.of("<draft>.md") == "https://git.example/%3Cdraft%3E.md#L{line}"
    assert links.of(os.fsdecode(b"\xff.md")) == "https://git.example/%FF.md#L{line}"
    assert links.of("-") is links.of(GIVEN) is None


@pytest.mark.parametrize(
    "text",
    ["javascript:alert(1)//{path}", "https://git.example/", "https://{path}/", "ftp://a.example/{path}",
     "https://a.example/{path}#{row}", "https://good.example\\@evil.example/{path}", "{path}", "https://u@a.example/{path}"],
)  # fmt: skip
def test_pattern_of_links_that_cannot_be_used(text: str) -> None:
    """A click on a place would run a script, or every place would lead to one page."""
    with pytest.raises(UsageError):
        source_pattern(text)


def test_thirty_thousand_citations_are_a_small_file() -> None:
    """A report on a large archive could not be sent or opened."""
    text = shown(invented(3000))
    assert len(text.encode()) < 1_500_000
    soup = BeautifulSoup(text, "html.parser")
    assert len(soup.select(".citations tbody tr")) == STATIC
    assert f"only the {STATIC} citations" in soup.select("noscript")[0].text


def test_texts_of_the_script_are_there() -> None:
    """A reader would see "undefined" on a button."""
    script = files("linkcheck.reports.formats.html").joinpath("report.js").read_text("utf-8")
    used = set(re.findall(r"\bwords\.(\w+)", script)) | {"auto", "light", "dark"}
    assert used == set(SCRIPT)


def test_policy_allows_its_own_script_and_style_only(report: Report) -> None:
    """A browser would refuse the report's script, or run that of a stranger."""
    soup = BeautifulSoup(shown(report), "html.parser")
    (meta,) = soup.select("meta[http-equiv=Content-Security-Policy]")
    policy = dict(part.strip().split(" ", 1) for part in str(meta["content"]).split(";"))
    assert policy["default-src"] == "'none'"
    for name, selector in (("script", "script:not([type])"), ("style", "style")):
        (found,) = soup.select(selector)
        digest = b64encode(sha256(found.text.encode()).digest()).decode()
        assert policy[f"{name}-src"] == f"'sha256-{digest}'"
    assert not soup.select("[style], [onclick], iframe, object, img, link[href^=http], script[src]")


def test_strangers_do_nothing() -> None:
    """A title or an address from outside would become markup, a link or a secret told."""
    text = shown(STRANGERS)
    soup = BeautifulSoup(text, "html.parser")
    assert [script.get("type") for script in soup.find_all("script")] == [None, "application/json"]
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
    assert soup.html is not None
    assert soup.html["lang"] == "uk"
    assert re.search("[іїє]", soup.select(".citations .message")[0].text)


def test_baseline_is_told() -> None:
    """A reader would take what the baseline knows for what is sound."""
    text = shown(Report(known=3, fixed=1, complete=False, out_of_time=True, unchecked=9))
    assert "3 more findings are hidden by the baseline." in text
    assert "1 finding in the baseline has been fixed and can be removed." in text
    assert "Time limit reached: 9 citations not checked." in text


def test_empty_report_is_a_document() -> None:
    """A run over articles without citations would end in a traceback."""
    assert "0 citations in 0 articles" in shown(Report())


@pytest.mark.parametrize("language", ["en", "uk"])
def test_a_report_is_no_article(tmp_path: Path, report: Report, language: str) -> None:
    """A report in the folder of articles would be checked, and changed by `linkcheck fix`."""
    path = tmp_path / "links.html"
    report.write(path, language=language)
    assert "https://" in path.read_text("utf-8")
    assert linkcheck.read_article(path).citations == ()
