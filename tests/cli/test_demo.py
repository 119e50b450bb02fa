"""The demonstration finds each planted fault under its own rule, and no other."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import pytest
from warcio.archiveiterator import ArchiveIterator

import linkcheck
from linkcheck.cli.demo import demo
from linkcheck.models import Report, Rule, Status
from tests.demo_web import build

EXAMPLE = Path(__file__).parents[2] / "examples" / "check_article.py"

FAULTS = {
    "http://www.state.gov/secretary/remarks/2014/03/224147.htm": {Rule.MOVED},
    "https://www.cnn.com/2014/03/30/politics/kerry-lavrov-paris-talks/index.html": {
        Rule.TITLE_CHANGED
    },
    "https://novyny.example/articles/2021/04/12/7290110/": {Rule.LANGUAGE_MISMATCH},
    "https://khvylia.example/kultura/2020/10/07/118204-kafedralni-knyhy.html": {Rule.SOFT_404},
    "https://oblast.example/ua/news/2021/03/rada-vydilyla-koshty-na-skanuvannia": {Rule.BLOCKED},
    "http://stepnoy-vestnik.example/2012/08/23/zhurnaly-nablyudateley/": {Rule.PARKED_DOMAIN},
    "https://listok.example/articles/2016/11/30/44871-rasshifrovka-dnevnikov.html": {
        Rule.DEAD_LINK
    },
    "https://kray.example/nauka/2015/06/02/31877-ledohod-na-reke/": {Rule.REDIRECTED_TO_HOME},
    None: {Rule.UNLINKED_CITATION},
}
GOOD = [
    "https://www.kyivpost.com/content/ukraine/russia-demands-broad-autonomy-for-ukrainian-regions-341347.html",
    "http://lb.ua/news/2014/03/31/261400_ssha_otkazalis_trebovat_ukraini.html",
    "https://visnyk.example/2022/02/18/dobrovoltsi-opysaly-sto-tysiach-storinok",
    "https://journal.example.org/record/vol-12/issue-4/small-archives-registers",
    "https://vestnik.example/obshchestvo/2019/09/14/shkolniki-pogodnye-zhurnaly/",
    "https://agro.example/nauka/2020/05/21/shchodennyky-pohody/",
    "https://notes.example.org/2018/06/old-weather-diaries-fill-the-gaps",
]

_WAYBACK = "https://web.archive.org/web"
_KYIV_POST = "http://www.kyivpost.com/news/nation/detail/341347/"
_CNN = "http://edition.cnn.com/2014/03/30/politics/kerry-lavrov-paris-talks/"
FOUND_AGAIN = {
    Rule.MOVED: "https://2009-2017.state.gov/secretary/remarks/2014/03/224147.htm",
    Rule.DEAD_LINK: f"{_WAYBACK}/20140331050214/{_KYIV_POST}",
    Rule.REDIRECTED_TO_HOME: f"{_WAYBACK}/20140330233018/{_CNN}",
    Rule.UNLINKED_CITATION: GOOD[1],
}


@pytest.fixture(scope="module")
def report() -> Report:
    """Return the report on the demonstration's articles."""
    with demo() as files:
        settings = linkcheck.Settings(replay=str(files.recording))
        return linkcheck.check(files.articles, settings=settings)


def records(stream: BinaryIO) -> list[tuple[list[tuple[str, str]], str, bytes]]:
    """Return the headers, the HTTP head and the payload of every record of a WARC."""
    return [
        (record.rec_headers.headers, str(record.http_headers), record.raw_stream.read())
        for record in ArchiveIterator(stream)
    ]


@pytest.mark.parametrize(("url", "rules"), FAULTS.items())
def test_planted_fault(report: Report, url: str | None, rules: set[Rule]) -> None:
    """Someone who runs the demonstration would not see what this fault looks like."""
    (verdict,) = (v for v in report.verdicts if v.citation.url == url)
    assert {finding.rule for finding in verdict.findings} == rules


@pytest.mark.parametrize("url", GOOD)
def test_good_citation(report: Report, url: str) -> None:
    """Someone who runs the demonstration would see a false alarm about a good source."""
    (verdict,) = (v for v in report.verdicts if v.citation.url == url)
    assert [(finding.rule, finding.message) for finding in verdict.findings] == []
    assert verdict.status is Status.OK


def test_nothing_left_out(report: Report) -> None:
    """A citation would be shown that nobody expects, or an article would not be read cleanly."""
    assert {verdict.citation.url for verdict in report.verdicts} == {*FAULTS, *GOOD}
    assert report.articles == 3
    assert report.problems == ()


def test_wall_is_not_called_broken(report: Report) -> None:
    """A source behind a bot wall would be called broken, though nobody could look."""
    (verdict,) = (v for v in report.verdicts if {f.rule for f in v.findings} == {Rule.BLOCKED})
    assert verdict.status is Status.UNVERIFIED


def test_other_edition_is_proposed(report: Report) -> None:
    """The editor would have to look for the Russian edition by hand."""
    url = "https://novyny.example/articles/2021/04/12/7290110/"
    (verdict,) = (v for v in report.verdicts if v.citation.url == url)
    proposals = [finding.proposal for finding in verdict.findings]
    assert [proposal.replacement for proposal in proposals if proposal is not None] == [
        "https://novyny.example/rus/articles/2021/04/12/7290110/"
    ]


def test_english_article_names_its_four_sources() -> None:
    """The English article would be read otherwise than its author wrote it."""
    with demo() as files:
        (path,) = (path for path in files.articles if path.suffix == ".html")
        article = linkcheck.read_article(path)
    assert [(c.section, c.publisher, c.place, c.title) for c in article.citations] == [
        ("Governments", "US Department of State", None, "John Kerry, statement in Paris"),
        (
            "Press articles",
            "Kyiv Post",
            "Ukraine",
            "Russia demands broad autonomy for Ukrainian regions",
        ),
        (
            "Press articles",
            "CNN",
            None,
            "Kerry: Russia supports finding a diplomatic solution to crisis in Ukraine",
        ),
        (
            "Press articles",
            "Leviy bereg",
            "Ukraine",
            "США отказались требовать от Украины федерализации",
        ),
    ]


def run(*arguments: str) -> str:
    """Run the command and return what it prints."""
    command = [sys.executable, "-X", "utf8", "-m", "linkcheck", *arguments]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout


def test_lost_sources_are_found_again() -> None:
    """Someone who runs the demonstration would not see that sources can be found again."""
    report = json.loads(run("demo", "--propose", "--format", "json"))
    found = {
        finding["rule"]: finding["proposal"]["replacement"]
        for verdict in report["verdicts"]
        for finding in verdict["findings"]
    }
    assert found == FOUND_AGAIN
    shown = run("demo", "--propose")
    for address in FOUND_AGAIN.values():
        assert f"→ {address}" in shown


@pytest.mark.parametrize("form", ["terminal", "html", "markdown", "sarif"])
def test_reports_say_why_a_proposal_is_right(form: str) -> None:
    """An editor would see an address without what it rests on, or how sure that is."""
    shown = run("demo", "--propose", "--format", form)
    assert FOUND_AGAIN[Rule.DEAD_LINK] in shown
    assert "archived by Wayback Machine on 2014-03-31, 99%" in shown


def test_proposals_have_their_snapshot_in_json() -> None:
    """A program could not say which copy is proposed, of what and of when."""
    report = json.loads(run("demo", "--propose", "--format", "json"))
    (proposal,) = [
        finding["proposal"]
        for verdict in report["verdicts"]
        for finding in verdict["findings"]
        if finding["rule"] == Rule.DEAD_LINK
    ]
    assert proposal["reason"] == "archived by Wayback Machine on 2014-03-31"
    assert proposal["snapshot"]["time"] == "2014-03-31T05:02:14Z"
    assert proposal["snapshot"]["original"] == _KYIV_POST
    assert "facts" not in proposal


def test_proposals_speak_ukrainian() -> None:
    """A Ukrainian desk would read why a copy is proposed, and what was looked at, in English."""
    shown = run("demo", "--propose", "--lang", "uk")
    assert "(копія в архіві Wayback Machine за 2014-03-31, 99%)" in shown


def test_lost_sources_are_put_right_offline(tmp_path: Path) -> None:
    """`linkcheck fix --replay` would look for sources in the network, or find none."""
    article = tmp_path / "article.html"
    with demo() as files:
        shutil.copy(files.broken, article)
        replay = ("--replay", str(files.recording), "--no-store")
        run("fix", str(article), "--write", *replay)
        text = article.read_text(encoding="utf-8")
        assert all(f'href="{address}"' in text for address in FOUND_AGAIN.values())
        assert run("fix", str(article), "--write", *replay) == ""
    assert article.read_text(encoding="utf-8") == text


def test_recording_is_what_its_sources_build() -> None:
    """The shipped recording would differ from the pages that it is said to be built from."""
    built = BytesIO()
    build.write(built)
    built.seek(0)
    with demo() as files, files.recording.open("rb") as shipped:
        assert records(shipped) == records(built)


def test_example_runs_offline() -> None:
    """The example script would fail for someone who tries it first."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-X", "utf8", EXAMPLE],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")
    for rules in FAULTS.values():
        for rule in rules:
            assert f" {rule}: " in done.stdout
    for found in FOUND_AGAIN.values():
        assert f"put there: {found!r}" in done.stdout
    assert len(EXAMPLE.read_text(encoding="utf-8").splitlines()) <= 32


def test_example_checks_given_paths(tmp_path: Path) -> None:
    """The example script would ignore the article it is given."""
    article = tmp_path / "note.md"
    article.write_text(
        "# Note\n\n## Sources\n\n- Harbour Courier: A title without address\n", "utf-8"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-X", "utf8", EXAMPLE, article],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "unlinked-citation" in done.stdout
    assert "1 citations" in done.stdout
