"""Citations that a program gives, and that are in no file."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import pickle
from typing import TYPE_CHECKING, Any

import pytest

import linkcheck
from linkcheck.reports.registry import format_names
from linkcheck.suppression.baseline import Baseline
from tests.server import answer
from tests.write_report_schema import schema

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.server import LoopbackServer

TITLE = "Ferry line across the lagoon is back after nine years"
LOCAL = linkcheck.Settings(fetch=linkcheck.FetchSettings(allow_networks=("loopback",)))


@pytest.fixture
def ferry(server: LoopbackServer) -> str:
    """The address of a story that is there."""
    return server.behave("/ferry", answer(f"<title>{TITLE}</title><h1>{TITLE}</h1>"))


@pytest.fixture
def gone(server: LoopbackServer) -> str:
    """The address of a story that is gone."""
    return server.behave("/gone", answer("<title>Gone</title>", status="410 Gone"))


def test_one_citation_is_verified(ferry: str, gone: str) -> None:
    """A program with one link would have to write a file first."""
    good = linkcheck.verify(url=ferry, title=TITLE, id=42, settings=LOCAL)
    assert (good.status, good.ok, good.citation.id) == ("ok", True, 42)
    assert good.citation.title_language == "en"
    bad = linkcheck.verify({"url": gone, "title": TITLE}, settings=LOCAL)
    assert not bad.ok
    assert bad.findings[0].rule == "dead-link"
    assert linkcheck.verify(linkcheck.Citation(url=ferry), settings=LOCAL).ok


def test_rows_come_back_under_their_ids_in_their_order(
    ferry: str, gone: str, server: LoopbackServer
) -> None:
    """A program could not tell which of its rows a verdict is about."""
    rows: list[linkcheck.Citation | dict[str, Any]] = [
        {"id": "b", "url": gone, "title": "", "publisher": None},
        linkcheck.Citation(id=7, url=ferry, title=TITLE),
        {"url": ferry, "title": TITLE, "date": dt.date(2019, 5, 3)},
        {"id": "none", "title": "A story without an address", "publisher": "CNN"},
    ]
    report = linkcheck.check_citations(rows, LOCAL)
    assert [verdict.citation.id for verdict in report] == ["b", 7, None, "none"]
    assert [verdict.status for verdict in report] == ["broken", "ok", "ok", "unverified"]
    assert report.verdicts[2].citation.date == "2019-05-03"
    places = [verdict.citation.location.words for verdict in report]
    assert places == ["citation b", "citation 7", "citation 3", "citation none"]
    assert (report.articles, len(report), report.ok) == (1, 4, False)
    assert server.asked("/ferry") == 1
    assert not any(found.rule == "duplicate-citation" for v in report for found in v.findings)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"titel": "x"}, "citation 2: unknown field 'titel' in a citation; did you mean title?"),
        ({"id": "k9", "url": 5}, "citation 'k9': url: expected a text or None, not a whole number"),
        ({"id": 3, "url": "u", "date": "soon"}, "citation 3: date: 'soon' is not a date: write 2014-03-30"),
        ({"url": "u", "language": "Elvish, high"}, "citation 2: language: 'Elvish, high' is not a language tag"),
        ({"id": [1], "url": "u"}, "citation 2: id: "),
        ({"note": "x"}, "citation 2: unknown field 'note'"),
        ({}, "citation 2 does not identify a source"),
        ("https://a.example/", "citation 2 is of the type str"),
        (linkcheck.Citation(url="u", title=b"x"), "citation 2: title: "),  # type: ignore[arg-type]
    ],
)  # fmt: skip
def test_a_wrong_citation_is_named_before_anything_is_requested(
    row: Any, told: str, ferry: str, server: LoopbackServer
) -> None:
    """A slip in row 400 of 500 would be a traceback, or a silent miss."""
    with pytest.raises(linkcheck.UsageError, match="citation") as caught:
        linkcheck.check_citations([{"url": ferry}, row], LOCAL)
    assert str(caught.value).startswith(told)
    assert server.asked("/ferry") == 0


def test_one_citation_is_no_list() -> None:
    """The keys of one mapping would be taken for citations."""
    with pytest.raises(linkcheck.UsageError, match=r"verify\(\)"):
        linkcheck.check_citations({"url": "https://a.example/"})  # type: ignore[dict-item]


async def test_a_stream_is_checked_as_it_comes(ferry: str) -> None:
    """A queue of citations would have to end before the first verdict."""
    seen: asyncio.Queue[object] = asyncio.Queue()

    async def rows() -> AsyncIterator[dict[str, object]]:
        yield {"id": 0, "url": ferry}
        assert await seen.get() == 0  # which only comes once the first verdict is out
        yield {"id": 1, "url": ferry}

    async for verdict in linkcheck.check_citations_async(rows(), LOCAL):
        seen.put_nowait(verdict.citation.id)
    assert seen.get_nowait() == 1


async def test_a_fault_of_the_callers_stream_is_the_callers(ferry: str) -> None:
    """A database that goes away half-way would look like the end of the citations."""

    async def rows() -> AsyncIterator[dict[str, object]]:
        yield {"url": ferry}
        raise ConnectionError("the database is away")

    with pytest.raises(ConnectionError, match="database"):
        async for _ in linkcheck.check_citations_async(rows(), LOCAL):
            pass


async def test_any_number_is_taken_in_parts(ferry: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A million citations would all be read before the first is checked."""
    monkeypatch.setattr("linkcheck.engine.streams._AT_ONCE", 3)
    taken: list[int] = []

    def rows() -> Any:
        for number in range(8):
            taken.append(number)
            yield {"id": number, "url": ferry}

    first = None
    async with linkcheck.Checker(LOCAL) as checker:
        verdicts = checker.check_citations(rows())
        async for verdict in verdicts:
            if first is None:
                first = len(taken)
            assert verdict.ok
        report = verdicts.report()
    assert first == 3
    assert [verdict.citation.id for verdict in report] == list(range(8))
    assert (report.articles, report.unchecked) == (1, 0)


def test_every_report_shows_them(ferry: str, gone: str, tmp_path: Path) -> None:
    """A report format would fail on a citation that is in no file, or not say which it is."""
    report = linkcheck.check_citations(
        [{"id": "ferry", "url": ferry}, {"id": "dead <b>", "url": gone}], LOCAL
    )
    for name in format_names():
        report.write(tmp_path / "out", format=name)
        text = (tmp_path / "out").read_text(encoding="utf-8")
        assert "dead" in text, name


def test_ignores_and_baseline_know_them(
    gone: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What an editor has accepted would be reported again, or again from every folder."""
    ignore = linkcheck.Ignore(url="http://127.0.0.1:*/gone", rules=(linkcheck.Rule.DEAD_LINK,))
    settings = linkcheck.Settings(fetch=LOCAL.fetch, ignores=(ignore,))
    assert linkcheck.check_citations([{"url": gone, "id": 1}], settings).ok
    path = tmp_path / "known.json"
    known = Baseline(path)
    for verdict in linkcheck.check_citations([{"url": gone, "id": 1}], LOCAL):
        known.applied(verdict)
    known.renewed(["<citations>"]).write()
    monkeypatch.chdir(tmp_path.parent)
    report = linkcheck.check_citations(
        [{"url": gone, "id": 2}], linkcheck.Settings(fetch=LOCAL.fetch, baseline=str(path))
    )
    assert report.ok
    assert report.known == 1


def test_dicts_json_hash_and_pickle(ferry: str, gone: str) -> None:
    """A web service could not answer with a verdict, nor a queue hand one on."""
    jsonschema = pytest.importorskip("jsonschema")
    report = linkcheck.check_citations([{"id": 1, "url": ferry}, {"id": 2, "url": gone}], LOCAL)
    data = json.loads(json.dumps(report.to_dict()))
    assert data == json.loads(report.to_json()) == json.loads(report.to_json(indent=2))
    jsonschema.validate(data, schema())
    verdict = report.verdicts[1]
    assert json.loads(verdict.to_json()) == verdict.to_dict() == data["verdicts"][1]
    assert data["verdicts"][1]["citation"]["id"] == 2
    assert data["verdicts"][1]["findings"][0]["message"] == verdict.findings[0].message
    assert pickle.loads(pickle.dumps(report)) == report  # noqa: S301 - our own
    assert len({verdict, pickle.loads(pickle.dumps(verdict))}) == 1  # noqa: S301 - our own
    assert len({report, report}) == 1
    assert report.count("broken") == 1
    with pytest.raises(ValueError, match="brokn"):
        report.count("brokn")
    assert linkcheck.Report().ok
    assert bool(linkcheck.Report()) is True


def test_write_goes_by_the_suffix(tmp_path: Path, gone: str) -> None:
    """A program would have to know the classes that write reports."""
    report = linkcheck.check_citations([{"url": gone}], LOCAL)
    begins = {
        "a.html": "<!doctype html>", "a.md": "## ", "a.json": "{", "a.jsonl": '{"type"', "a.csv": "status,",
        "a.sarif": "{", "a.xml": "<?xml", "a.txt": "\n✗ 1 broken", "A.HTM": "<!doctype html>",
    }  # fmt: skip
    for name, start in begins.items():
        report.write(tmp_path / name)
        assert (tmp_path / name).read_text(encoding="utf-8").lower().startswith(start), name
    with pytest.raises(linkcheck.UsageError, match=r"no report format has the suffix '\.docx'"):
        report.write(tmp_path / "a.docx")
    with pytest.raises(linkcheck.UsageError, match="did you mean json"):
        report.write(tmp_path / "a.x", format="jsom")
    with pytest.raises(linkcheck.UsageError, match="cannot be written"):
        report.write(tmp_path / "no" / "a.json")


def test_a_notebook_shows_what_is_broken_first(ferry: str, gone: str) -> None:
    """A notebook would show thirty thousand characters of a repr, or run a page's markup."""
    rows = [{"url": ferry}, {"url": gone, "title": "<script>alert(1)</script> was the headline"}]
    html = linkcheck.check_citations(rows, LOCAL)._repr_html_()
    assert html.index("/gone") < html.index("/ferry")
    assert "<script>" not in html
    assert "page is gone" in html


async def test_each_call_has_a_report_of_its_own(ferry: str, gone: str) -> None:
    """A service would find the verdicts of all its users in every answer."""
    async with linkcheck.Checker(LOCAL) as checker:
        one, two = (
            checker.check_citations([{"url": ferry}]),
            checker.check_citations([{"url": gone}]),
        )

        async def taken(verdicts: linkcheck.Verdicts) -> linkcheck.Report:
            async for _ in verdicts:
                pass
            return verdicts.report()

        first, second = await asyncio.gather(taken(one), taken(two))
        assert [verdict.status for verdict in first] == ["ok"]
        assert [verdict.status for verdict in second] == ["broken"]
        assert sorted(verdict.status for verdict in checker.report()) == ["broken", "ok"]
        assert checker.report().elapsed >= first.elapsed


async def test_a_service_does_not_grow(ferry: str) -> None:
    """A checker that lives for months would keep every verdict it ever gave."""
    async with linkcheck.Checker(LOCAL, keep="calls") as checker:
        verdicts = checker.check_citations([{"url": ferry}])
        assert len([verdict async for verdict in verdicts]) == 1
        assert len(verdicts.report().verdicts) == 1
        assert checker.report().verdicts == ()
        assert len(checker.report()) == 1


def test_since_is_refused_for_what_is_in_no_file() -> None:
    """A setting that cannot choose among given citations would be left out in silence."""
    settings = linkcheck.Settings(selection=linkcheck.Selection(since="main"))
    with pytest.raises(linkcheck.UsageError, match=r"Selection\.since"):
        linkcheck.check_citations([{"url": "https://a.example/"}], settings)


def test_the_store_remembers_what_was_verified(
    ferry: str, server: LoopbackServer, tmp_path: Path
) -> None:
    """A service would request a page again for every user who asks about it."""
    store = linkcheck.StoreSettings(path=str(tmp_path / "store.sqlite3"))
    settings = linkcheck.Settings(fetch=LOCAL.fetch, store=store)
    for number in range(3):
        verdict = linkcheck.verify(url=ferry, title=TITLE, id=number, settings=settings)
        assert (verdict.ok, verdict.citation.id) == (True, number)
        assert verdict.history.cached is (number > 0)
    assert server.asked("/ferry") == 1


def test_citations_that_were_read_keep_their_places(ferry: str, tmp_path: Path) -> None:
    """A program that chooses among an article's citations would lose the lines they are on."""
    path = tmp_path / "a.md"
    path.write_text(f"# T\n\n## Sources\n\n- [{TITLE}]({ferry})\n")
    report = linkcheck.check_citations(linkcheck.read_article(path).citations, LOCAL)
    assert [(v.citation.location.path, v.citation.location.line) for v in report] == [
        (str(path), 5)
    ]


def test_ids_in_json_lines_come_back(ferry: str, tmp_path: Path) -> None:
    """Rows of a file could be told apart by their line numbers only."""
    path = tmp_path / "rows.jsonl"
    path.write_text(
        json.dumps({"citations": [{"id": "r-1", "url": ferry}, {"id": 2, "url": ferry}]})
    )
    report = linkcheck.check(str(path), LOCAL)
    assert [verdict.citation.id for verdict in report] == ["r-1", "2"]


def test_one_path_is_one_path(ferry: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A path would be taken apart into letters, each of them a file that is not there."""
    (tmp_path / "a.md").write_text(f"[{TITLE}]({ferry})\n")
    monkeypatch.chdir(tmp_path)
    for paths in ("a.md", tmp_path, tmp_path / "a.md", ".", ["a.md"]):
        done: list[linkcheck.Progress] = []
        report = linkcheck.check(paths, LOCAL, progress=done.append)
        assert [verdict.ok for verdict in report] == [True]
        assert len(done) == 1
    for wrong in (5, [5], None):
        with pytest.raises(linkcheck.UsageError, match="give a path"):
            linkcheck.check(wrong)  # type: ignore[arg-type]
    with pytest.raises(linkcheck.UsageError, match="a path is empty"):
        linkcheck.check(["a.md", ""])


async def test_inside_a_running_loop_it_is_said_what_to_use(ferry: str, tmp_path: Path) -> None:
    """A notebook would show "asyncio.run() cannot be called" and a warning about a coroutine."""
    with pytest.raises(linkcheck.UsageError, match=r"use await check_async\(…\)"):
        linkcheck.check(tmp_path)
    with pytest.raises(
        linkcheck.UsageError, match=r"use async for verdict in check_citations_async"
    ):
        linkcheck.check_citations([{"url": ferry}])
    with pytest.raises(linkcheck.UsageError, match=r"use await verify_async\(…\)"):
        linkcheck.verify(url=ferry)
    assert (await linkcheck.verify_async(url=ferry, settings=LOCAL)).ok


def test_verdicts_are_logged_without_secrets(gone: str, caplog: pytest.LogCaptureFixture) -> None:
    """A service could not see in its log what linkcheck does, or would keep passwords in it."""
    address = gone.replace("http://", "http://reader:pass-7421@")
    with caplog.at_level("DEBUG", logger="linkcheck"):
        linkcheck.check_citations([{"id": 5, "url": address}], LOCAL)
    told = [record.getMessage() for record in caplog.records if record.name == "linkcheck"]
    assert any("citation 5" in line and "is broken (dead-link)" in line for line in told)
    assert not any("pass-7421" in line for line in told)
