"""The words that an article quotes, and what its sources have of them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

import linkcheck
from linkcheck.engine.fetch_stage import FetchTask
from linkcheck.engine.observe import Observation
from linkcheck.matching.quotations import difference, quoted_words, seek
from linkcheck.models import Evidence, Field, Match, Rule, Verdict
from tests.server import send_then_hang

if TYPE_CHECKING:
    from pathlib import Path

    from tests.server import LoopbackServer

SAID = (
    "Any real progress must include a pullback of the very large force that is massing along the "
    "borders. We believe these forces are creating a climate of fear."
)
STORY = (
    f"The secretary spoke to reporters late on Sunday. “{SAID}” He added that the talks would go on "
    "once both sides had reported to their capitals, and he thanked the hosts for their patience. "
    "The ministers met for four hours in a hotel near the river and left by separate doors. They "
    "had lunch together first, which nobody expected, and talked about ice hockey for a while. "
    "A federal model for the country was on the table, diplomats said, though nobody confirmed it. "
)


@pytest.mark.parametrize(
    ("quoted", "score"),
    [
        ("Any real progress must include a pullback of the very large force", 1.0),
        ("any REAL progress — must include a pullback of the “very large” force", 1.0),
        ("Any real progress must include a pullback […] massing along the borders", 1.0),
        ("Any real progress must include a pullback... massing along the borders", 1.0),
        ("[W]e believe these forces are creating a climate of fear", 1.0),
        ("We believe these forces [along the border] are creating a climate of fear", 1.0),
    ],
)
def test_words_are_there(quoted: str, score: float) -> None:
    """A quotation would be missed for its marks, or for what its editor left out or put in."""
    (passage,) = seek([quoted], STORY)
    assert (passage.there, passage.score) == (True, score)


def test_words_are_there_slightly_changed() -> None:
    """An editor would not learn that somebody's words were altered, or be told they are nowhere."""
    quoted = "Any real progress must include a pullback of the huge force that is massing there"
    (passage,) = seek([quoted], STORY)
    assert passage.there
    assert passage.score < 1
    assert passage.found is not None
    assert "very large force" in passage.found
    changes = difference("a pullback of the huge force", "A pullback of the very large force")
    assert changes == "“huge” → “very large”"


@pytest.mark.parametrize(
    ("quoted", "missing"),
    [
        ("Nobody in this town has ever seen so many salmon in the old harbour", True),
        # What another interpreter made of the same words.
        (
            "Real progress has to include the pulling back of large forces massed at the border",
            False,
        ),
        ("[…] (…) …", False),
    ],
)
def test_words_are_not_there(quoted: str, missing: bool) -> None:
    """Another version of the same words would be called invented, or invented words be passed."""
    (passage,) = seek([quoted], STORY)
    assert (passage.there, passage.missing) == (False, missing)


def test_page_shows_the_words_as_they_stand() -> None:
    """The report would show the page's words without capitals and marks."""
    (passage,) = seek(["МИ ДОМОВИЛИСЯ зустрітися знову наступного тижня"],
                      "Вони: «Ми домовилися зустрітися знову — наступного тижня», — сказав він.")  # fmt: skip
    assert passage.found == "Ми домовилися зустрітися знову — наступного тижня"


def test_what_is_no_speech_is_not_looked_for(tmp_path: Path) -> None:
    """Titles, names of laws and words at a distance would be called invented quotations."""
    (tmp_path / "a.md").write_text(
        "# T\n\nThe so-called “free and fair elections” were held, the daily “Paper of the Southern "
        "Coast and Its Many Islands” wrote.\n\nРада ухвалила закон «Про внесення змін до деяких "
        "законодавчих актів України щодо архівів».\n\nHe wrote “A long walk along the river bank in "
        "winter when nobody was there” in 1990.\n\n“We have agreed to meet again soon,” Kerry said.\n\n"
        "## Sources\n\n- Paper: [A long walk along the river bank in winter when nobody was there]"
        "(https://a.example/1)\n",
        encoding="utf-8",
    )
    article = linkcheck.read_article(tmp_path / "a.md")
    assert len(article.quotations) >= 4
    assert [each.text for each in quoted_words(article)] == ["We have agreed to meet again soon"]


class Desk:
    """An article about some sources, and its check."""

    def __init__(self, server: LoopbackServer, path: Path) -> None:
        self.server, self.path = server, path

    def source(self, name: str, text: str = STORY, *, lang: str = "en", head: str = "") -> str:
        """Serve a page of that text; return its address."""
        return self.server.page(
            f"/{name}",
            f"<html lang={lang}><head><title>The talks by the river</title>{head}</head><body>"
            f"<h1>The talks by the river</h1><p>{text}</p></body></html>",
        )

    def check(self, article: str, **settings: Any) -> list[Verdict]:
        """Check an article with its quotations."""
        (self.path / "a.md").write_text(f"# Talks\n\n{article}\n", encoding="utf-8")
        chosen = {"quotations": True, **settings}
        report = linkcheck.check([self.path / "a.md"], linkcheck.Settings(
            fetch=linkcheck.FetchSettings(allow_networks=("127.0.0.0/8",), host_interval=0.0),
            **chosen,
        ))  # fmt: skip
        assert not report.problems
        return list(report.verdicts)


@pytest.fixture
def desk(server: LoopbackServer, tmp_path: Path) -> Desk:
    """A desk with a web of its own."""
    return Desk(server, tmp_path)


def quoted(verdict: Verdict) -> list[Evidence]:
    """Return a verdict's evidence on quotations."""
    return [found for found in verdict.evidence if found.field is Field.QUOTATION]


THERE = "“We believe these forces are creating a climate of fear,” Kerry said"
NOWHERE = "“Nobody here has ever seen so many salmon in the old harbour,” Kerry said"
OTHER = "Fishermen sold their boats last year and moved to the hills, where they keep goats. " * 12


def test_found_in_the_source_beside_it(desk: Desk) -> None:
    """The report would not say which source has the words."""
    verdicts = desk.check(
        f"{THERE} [in Paris]({desk.source('a')}).\n\nMore [elsewhere]({desk.source('b', OTHER)})."
    )
    (found,) = quoted(verdicts[0])
    assert (found.match, found.relation, found.score) == (Match.MATCH, "same", 1.0)
    assert found.found == "We believe these forces are creating a climate of fear"
    assert not quoted(verdicts[1])
    assert not verdicts[0].findings


def test_found_in_another_source(desk: Desk) -> None:
    """Words that a further source has would be called invented."""
    verdicts = desk.check(
        f"{THERE} [in Paris]({desk.source('a', OTHER)}).\n\n"
        f"## Sources\n\n- Paper: [The talks by the river]({desk.source('b')})"
    )
    assert [len(quoted(each)) for each in verdicts] == [0, 1]
    assert not any(each.findings for each in verdicts)


def test_difference_is_told(desk: Desk) -> None:
    """An editor would have to find out alone what was changed."""
    words = THERE.replace("creating", "making").replace("a climate", "the climate")
    (verdict,) = desk.check(f"{words} [in Paris]({desk.source('a')}).")
    (found,) = quoted(verdict)
    assert (found.match, found.relation) == (Match.MATCH, "changed")
    assert found.source == "text: “making the” → “creating a”"
    assert not verdict.findings


@pytest.mark.parametrize("listed", [False, True])
def test_in_no_source(desk: Desk, listed: bool) -> None:
    """Invented words would pass."""
    url = desk.source("a")
    cited = f".\n\n## Sources\n\n- Paper: [The talks by the river]({url})"
    (verdict,) = desk.check(NOWHERE + (cited if listed else f" [in Paris]({url})."))
    assert [found.rule for found in verdict.findings] == [Rule.QUOTE_NOT_FOUND]
    assert "so many salmon" in verdict.findings[0].message
    assert verdict.status == "warning"


def test_only_where_wanted(desk: Desk) -> None:
    """Everybody would get findings that only some ask for."""
    (verdict,) = desk.check(f"{NOWHERE} [in Paris]({desk.source('a')}).", quotations=False)
    assert not quoted(verdict)
    assert not verdict.findings


UKRAINIAN = (
    "Держсекретар говорив із журналістами пізно в неділю. Він сказав, що переговори триватимуть, "
    "щойно обидві сторони доповідять своїм столицям, і подякував господарям за терпіння. Міністри "
    "зустрічалися чотири години в готелі біля річки й поїхали різними дверима. "
) * 3


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"lang": "uk", "text": UKRAINIAN}, "the source is in another language"),
        ({"text": OTHER[:300]}, "not all of the sources could be read"),
        (
            {
                "text": OTHER,
                "head": '<script type="application/ld+json">{"isAccessibleForFree": false}</script>',
            },
            "not all of the sources could be read",
        ),
        ({"text": STORY + "Salmon in the old harbour were seen by so many, nobody ever."},
         "a source has similar words"),
    ],
)  # fmt: skip
def test_doubtful_where_not_all_can_be_known(desk: Desk, more: dict[str, str], reason: str) -> None:
    """A source in translation, behind a wall or in another version would be accused of nothing."""
    (verdict,) = desk.check(f"{NOWHERE} [in Paris]({desk.source('a', **more)}).")
    (found,) = quoted(verdict)
    assert (found.match, found.source) == (Match.UNVERIFIABLE, reason)
    assert not verdict.findings


def test_doubtful_where_a_source_does_not_answer(desk: Desk) -> None:
    """Words that stand in the one source that is away would be called invented."""
    away = desk.server.page("/away", status="403 Forbidden")
    verdicts = desk.check(
        f"{NOWHERE} [in Paris]({desk.source('a')}).\n\n## Sources\n\n- Paper: [Other talks]({away})\n"
        "- Another paper: Talks by the sea"
    )
    assert all(each.rule is not Rule.QUOTE_NOT_FOUND for v in verdicts for each in v.findings)


def test_text_that_scripts_show(desk: Desk) -> None:
    """A page that keeps its story in data for a script would be said not to have the words."""
    import json

    data = json.dumps({"articleBody": f"<p>{STORY}</p>" * 2})
    head = f'<script type="application/ld+json">{data}</script>'
    (verdict,) = desk.check(f"{THERE} [in Paris]({desk.source('a', OTHER, head=head)}).")
    assert [found.match for found in quoted(verdict)] == [Match.MATCH]


def test_remembered_page_is_asked_for_again(desk: Desk, tmp_path: Path) -> None:
    """The second run would say another thing than the first, since a store has no whole pages."""
    from linkcheck.store import StoreSettings

    store = StoreSettings(path=str(tmp_path / "store.sqlite3"))
    article = f"{NOWHERE} [in Paris]({desk.source('a', OTHER * 20)})."
    found = [
        [each.rule for v in desk.check(article, store=store) for each in v.findings]
        for _ in range(2)
    ]
    assert found == [[Rule.QUOTE_NOT_FOUND]] * 2


def test_two_articles_cite_one_source(desk: Desk, tmp_path: Path) -> None:
    """The quotations of one article would be held against the sources of another."""
    url = desk.source("a")
    (tmp_path / "b.md").write_text(f"# B\n\n{NOWHERE} [in Paris]({url}).\n", encoding="utf-8")
    (tmp_path / "a.md").write_text(f"# A\n\n{THERE} [in Paris]({url}).\n", encoding="utf-8")
    settings = linkcheck.Settings(
        fetch=linkcheck.FetchSettings(allow_networks=("127.0.0.0/8",)), quotations=True
    )
    report = linkcheck.check([tmp_path], settings)
    assert [len(verdict.findings) for verdict in report.verdicts] == [0, 1]
    assert [len(quoted(verdict)) for verdict in report.verdicts] == [1, 1]
    assert desk.server.asked("/a") == 1


def test_other_processes_can_be_told() -> None:
    """Where pages are read in several processes, quotations would get lost on the way."""
    job = FetchTask(address="https://a.example/", url="https://a.example/", citations=(),
              quotations=("some words",))  # fmt: skip
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(job), type=FetchTask) == job
    reading = Observation(
        None, (), passages=seek(["any real progress must include"], STORY), whole=True
    )
    again = msgspec.msgpack.decode(msgspec.msgpack.encode(reading), type=Observation)
    assert again == reading
    assert again.passages[0].there


async def test_stopped_run_loses_no_verdict(desk: Desk, tmp_path: Path) -> None:
    """What was found before Ctrl-C would be lost with the quotations that wait."""
    url, slow = desk.source("a"), desk.server.behave("/never", send_then_hang())
    (tmp_path / "a.md").write_text(f"# A\n\n{THERE} [in Paris]({url}), [later]({slow}).\n")
    settings = linkcheck.Settings(
        fetch=linkcheck.FetchSettings(allow_networks=("127.0.0.0/8",), host_interval=0.0),
        quotations=True,
    )

    async def run(checker: linkcheck.Checker) -> None:
        async for _ in checker.check([tmp_path / "a.md"]):
            pass

    async with linkcheck.Checker(settings) as checker:
        task = asyncio.create_task(run(checker))
        while not any(
            waiting.held
            for each in checker._results.running
            for waiting in each._quotations._waiting.values()
        ):
            await asyncio.sleep(0.01)
            assert not task.done()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert [verdict.citation.url for verdict in checker.report(complete=False).verdicts] == [
            url
        ]


def test_bug_in_judging_one_quotation(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """An unforeseen exception for one quotation would throw all verdicts of the run away."""

    def fail(text: str, _: object) -> str:
        raise OverflowError(text)

    monkeypatch.setattr("linkcheck.engine.quotations.difference", fail)
    changed = THERE.replace("creating", "making").replace("a climate", "the climate")
    (verdict,) = desk.check(f"{changed} [in Paris]({desk.source('a')}).\n\n{NOWHERE}.")
    odd, other = quoted(verdict)
    assert odd.match is Match.UNVERIFIABLE
    assert str(odd.source).startswith("internal error: OverflowError")
    assert other.match is Match.MISMATCH


def test_bug_in_reading_the_quotations_of_an_article(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An article whose quotations cannot be read would end the run."""

    def fail(_: object) -> None:
        raise RecursionError("too deep")

    monkeypatch.setattr("linkcheck.engine.quotations.quoted_words", fail)
    (desk.path / "a.md").write_text(f"# Talks\n\n[The talks by the river]({desk.source('a')})\n")
    settings = linkcheck.Settings(
        fetch=linkcheck.FetchSettings(allow_networks=("127.0.0.0/8",)), quotations=True
    )
    report = linkcheck.check([desk.path / "a.md"], settings)
    assert [each.status for each in report.verdicts] == ["ok"]
    (problem,) = report.problems
    assert "RecursionError: too deep" in problem.message
