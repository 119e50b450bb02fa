"""One checker, several calls: at once, one after another, and from several tasks."""

from __future__ import annotations

import asyncio
import gc
from typing import TYPE_CHECKING

import httpx
import msgspec

import linkcheck
from linkcheck.engine.workers import WorkerPool
from linkcheck.models import LanguageGuess, Rule
from linkcheck.settings.ignores import Ignore
from tests.waiting import until, until_still

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

PAGE = "<title>Talks end without a deal</title>" + "<p>The ministers left without a deal.</p>" * 40


class Icelandic:
    """Says "is" of everything, and counts how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0

    def detect(self, text: str, candidates: Sequence[str] | None = None) -> LanguageGuess:
        """Return Icelandic."""
        self.asked += 1
        return LanguageGuess(tag="is", confidence=1.0)


def web(_: httpx.Request) -> httpx.Response:
    """Return the same page for every address."""
    return httpx.Response(200, html=PAGE)


def article(folder: Path, name: str, sources: int = 1) -> Path:
    """Write an article with sources of its own."""
    path = folder / f"{name}.md"
    lines = "".join(
        f"- CNN: [Talks end without a deal](http://{name}.example/{number})\n"
        for number in range(sources)
    )
    path.write_text(f"# {name}\n\n## Sources\n\n{lines}")
    return path


async def taken(checker: linkcheck.Checker, path: Path) -> list[linkcheck.Verdict]:
    """Return the verdicts of one call."""
    return [verdict async for verdict in checker.check([path])]


async def test_calls_at_once_lose_nothing(tmp_path: Path) -> None:
    """A web service with one checker would report one of five articles."""
    articles = [article(tmp_path, name, sources=3) for name in "abcde"]
    store = linkcheck.StoreSettings(path=str(tmp_path / "s.db"))
    settings = linkcheck.Settings(store=store, quotations=True)
    progress: list[linkcheck.Progress] = []
    async with linkcheck.Checker(
        settings, transport=httpx.MockTransport(web), on_progress=progress.append
    ) as checker:
        every = await asyncio.gather(*(taken(checker, path) for path in articles))
    report = checker.report()
    assert [len(verdicts) for verdicts in every] == [3] * 5
    assert [verdict.citation.url for verdict in report.verdicts] == [
        f"http://{name}.example/{number}" for name in "abcde" for number in range(3)
    ]
    assert (report.articles, report.citations, report.unchecked) == (5, 15, 0)
    assert report.complete
    assert progress[-1].done == progress[-1].total == 15
    assert checker.paths == set(map(str, articles))


async def test_calls_one_after_another_are_all_in_the_report(tmp_path: Path) -> None:
    """A program that checks one article after another would have a report of the last."""
    async with linkcheck.Checker(transport=httpx.MockTransport(web)) as checker:
        for name in "abc":
            assert len(await taken(checker, article(tmp_path, name))) == 1
    hosts = [str(verdict.citation.url)[7] for verdict in checker.report().verdicts]
    assert hosts == ["a", "b", "c"]


async def test_ignores_of_calls_at_once(tmp_path: Path) -> None:
    """An ignore that one call needs would be called unused by another that ends before."""
    for name in "ab":
        (tmp_path / name).mkdir()
        article(tmp_path / name, name)
    asked, late = asyncio.Event(), asyncio.Event()

    async def answer(request: httpx.Request) -> httpx.Response:
        if request.url.host == "b.example":
            asked.set()
            await late.wait()
            return httpx.Response(404)
        return httpx.Response(200, html=PAGE)

    ignore = Ignore(host="b.example", rules=(Rule.DEAD_LINK,))
    settings = linkcheck.Settings(ignores=(ignore,))
    async with linkcheck.Checker(settings, transport=httpx.MockTransport(answer)) as checker:
        slow = asyncio.create_task(taken(checker, tmp_path / "b"))
        await asked.wait()
        await taken(checker, tmp_path / "a")
        late.set()
        await slow
    assert [verdict.findings for verdict in checker.report().verdicts] == [(), ()]


async def test_a_checker_opened_in_one_task_works_in_another(tmp_path: Path) -> None:
    """A service that opens its checker at its start would silently lose its own detector."""
    mine, opened, done = Icelandic(), asyncio.Event(), asyncio.Event()
    path = article(tmp_path, "a")
    async with linkcheck.Checker(transport=httpx.MockTransport(web)) as plain:
        checker = linkcheck.Checker(detector=mine, transport=httpx.MockTransport(web))

        async def lifespan() -> None:
            async with checker:
                opened.set()
                await done.wait()

        life = asyncio.create_task(lifespan())
        await opened.wait()
        (other,) = await taken(plain, path)
        assert mine.asked == 0
        (own,) = await taken(checker, path)
        done.set()
        await life
    assert other.citation.title_language == "en"
    assert own.citation.title_language == "is"
    assert own.page is not None
    assert own.page.language.tag == "is"
    assert mine.asked > 0


async def test_a_report_changes_nothing(tmp_path: Path) -> None:
    """A program that shows a report while it runs would change what it finds."""
    slow = asyncio.Event()

    async def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/slow":
            await slow.wait()
        return httpx.Response(200, html=PAGE)

    path = tmp_path / "a.md"
    words = "“the ministers left without a deal and without a word to the press”"
    path.write_text(
        f"# A\n\nThey said {words} [at noon](http://a.example/1), [later](http://a.example/slow).\n"
    )
    settings = linkcheck.Settings(quotations=True)
    async with linkcheck.Checker(settings, transport=httpx.MockTransport(answer)) as checker:
        task = asyncio.create_task(taken(checker, path))
        await until(lambda: any(  # the article is read, and one page is there
            waiting.held
            for each in checker._results.running
            for waiting in each._quotations._waiting.values()
        ))  # fmt: skip
        for complete in (False, True, False):
            before = checker.report(complete=complete)
            assert (before.citations, before.unchecked) == (0, 2)
        slow.set()
        verdicts = await task
        first, second = checker.report(), checker.report()
    assert len(verdicts) == len(first.verdicts) == 2
    assert msgspec.structs.replace(first, elapsed=0) == msgspec.structs.replace(second, elapsed=0)


async def test_a_call_inside_another_is_not_held_up(tmp_path: Path) -> None:
    """A program that checks one article for each verdict on another would wait for ever."""
    links = "".join(
        f"- CNN: [Talks end](http://s{number % 20}.example/{number})\n" for number in range(800)
    )
    (tmp_path / "long.md").write_text(f"## Sources\n\n{links}")
    short = article(tmp_path, "short")
    fetch = linkcheck.FetchSettings(host_interval=0.0, per_host=20, status_only=True)
    settings = linkcheck.Settings(fetch=fetch)
    inner: list[linkcheck.Verdict] = []
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return web(request)

    async with (
        asyncio.timeout(60),
        linkcheck.Checker(settings, transport=httpx.MockTransport(answer)) as checker,
    ):
        async for _ in checker.check([tmp_path / "long.md"]):
            if not inner:
                await until_still(lambda: len(asked))  # all that may wait does
                inner = await taken(checker, short)
    assert len(inner) == 1
    assert checker.report().citations == 801


async def test_a_checker_lets_finished_runs_go(tmp_path: Path) -> None:
    """A web service that checks all day would keep something of every article, and fill memory."""
    path = article(tmp_path, "a")
    async with linkcheck.Checker(transport=httpx.MockTransport(web)) as checker:
        await taken(checker, path)
        gc.collect()
        before = _pools()
        for _ in range(5):
            await taken(checker, path)
        gc.collect()
        assert _pools() <= before


def _pools() -> int:
    return sum(isinstance(each, WorkerPool) for each in gc.get_objects())
