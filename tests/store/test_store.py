"""What is remembered, for how long, and what survives a kill."""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

import linkcheck
from linkcheck.errors import StoreError
from linkcheck.models import Failure, Outcome, Resolution
from linkcheck.store import Kept, Store, StoreSettings
from linkcheck.store.fingerprint import distance, fingerprint
from tests.server import LoopbackServer, Request, answer, reset, send_then_hang

if TYPE_CHECKING:
    from pathlib import Path

STORY = "The ministers met again on Tuesday and agreed on a list of further talks. " * 12
PAGE = f"<html lang=en><title>Ministers meet again</title><body><h1>Ministers meet again</h1><p>{STORY}</p>"


def settings(store: Path, **changes: Any) -> linkcheck.Settings:
    """Return settings that reach the loopback interface and remember."""
    fetch = {
        "allow_networks": ("127.0.0.0/8",),
        "backoff": 0.0,
        "host_interval": 0.0,
        "attempts": 1,
    }
    policy = linkcheck.Policy(confirmations=changes.pop("confirmations", 3))
    return linkcheck.Settings(
        fetch=linkcheck.FetchSettings(**(fetch | changes.pop("fetch", {}))),
        policy=policy,
        store=StoreSettings(path=str(store), **changes.pop("kept", {})),
        **changes,
    )


def article(folder: Path, *urls: str, title: str = "Ministers meet again") -> str:
    """Write an article that cites these addresses."""
    lines = "\n".join(f"- Daily: [{title}]({url})" for url in urls)
    (folder / "article.md").write_text(f"# Talks\n\n## Sources\n\n{lines}\n")
    return str(folder / "article.md")


async def statuses(path: str, chosen: linkcheck.Settings) -> list[str]:
    """Check and return the verdicts' statuses with their rules."""
    report = await linkcheck.check_async([path], chosen)
    return [
        " ".join([verdict.status, *(found.rule for found in verdict.findings)])
        for verdict in report.verdicts
    ]


@pytest.mark.parametrize(
    "fetch",
    [
        {"user_agent": "Reader/1.0"},
        {"browser_retry": True},
        {"hosts": {"127.0.0.1": linkcheck.HostSettings(headers={"Cookie": "consent=yes"})}},
        {"accept_language": "uk"},
    ],
)
async def test_refusal_is_remembered_only_while_requests_stay_the_same(
    server: LoopbackServer, tmp_path: Path, fetch: dict[str, Any]
) -> None:
    """An editor gives the site a cookie, and would read the old refusal until tomorrow."""
    url = server.behave("/a", answer(status="403 Forbidden"), answer(PAGE))
    path = article(tmp_path, url)
    assert await statuses(path, settings(tmp_path / "s.db")) == ["unverified blocked"]
    assert await statuses(path, settings(tmp_path / "s.db")) == ["unverified blocked"]
    assert len(server.requests) == 1
    assert await statuses(path, settings(tmp_path / "s.db", fetch=fetch)) == ["ok"]


async def test_second_run_asks_nobody(server: LoopbackServer, tmp_path: Path) -> None:
    """Every build would fetch every source of an archive again."""
    path = article(tmp_path, server.page("/a", PAGE), server.page("/b", "", status="403 Forbidden"))
    chosen = settings(tmp_path / "s.db")
    first = await linkcheck.check_async([path], chosen)
    asked = len(server.requests)
    second = await linkcheck.check_async([path], chosen)
    assert len(server.requests) == asked == 2
    assert [v.status for v in first.verdicts] == [v.status for v in second.verdicts]
    assert [v.evidence for v in first.verdicts] == [v.evidence for v in second.verdicts]
    assert [v.history.cached for v in second.verdicts if v.resolution] == [True, True]
    await statuses(path, settings(tmp_path / "s.db", refresh=True))
    assert len(server.requests) == 2 * asked


async def test_old_answer_is_asked_about(server: LoopbackServer, tmp_path: Path) -> None:
    """A page that did not change would be sent in full again."""
    headers = {"ETag": '"one"'}
    url = server.behave("/a", answer(PAGE, headers=headers), answer(status="304 Not Modified"))
    chosen = settings(tmp_path / "s.db", kept={"living_days": 0.0})
    assert await statuses(article(tmp_path, url), chosen) == ["ok"]
    assert await statuses(article(tmp_path, url), chosen) == ["ok"]
    assert server.requests[1].headers["if-none-match"] == '"one"'


@pytest.mark.parametrize("living_days", [30.0, 0.0])
async def test_a_part_of_a_page_is_found_in_each_run(
    server: LoopbackServer, tmp_path: Path, living_days: float
) -> None:
    """The store has no room for all of a digest: its items would be another story from then on."""
    title = "Ferry workers of the lower harbour reject the pension plan"
    body = f"<h1>Digest of the week</h1><p>{STORY * 6}</p><div>{title}</div>"
    page = f"<html lang=en><title>Digest of the week</title><body>{body}"
    marked = {"ETag": '"one"'}

    async def digest(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: Request
    ) -> None:
        known = "if-none-match" in request.headers
        given = answer(status="304 Not Modified") if known else answer(page, headers=marked)
        await given(reader, writer, request)

    path = article(tmp_path, server.behave("/a", digest), title=title)
    chosen = settings(tmp_path / "s.db", kept={"living_days": living_days})
    for _ in range(3):
        assert await statuses(path, chosen) == ["unverified title-unverified"]


async def test_third_failure_is_death(server: LoopbackServer, tmp_path: Path) -> None:
    """A site that was down for an hour would be called dead, or one down for months never."""
    path = article(tmp_path, server.behave("/a", reset))
    chosen = settings(tmp_path / "s.db", kept={"spacing_days": 3.0})
    unsure, dead = ["unverified unreachable"], ["broken dead-link"]
    assert await statuses(path, chosen) == unsure
    # Failures of one afternoon count once.
    assert [await statuses(path, chosen) for _ in range(3)] == [unsure] * 3
    last: list[str] = []
    with sqlite3.connect(tmp_path / "s.db") as database:
        for days in (3.1, 3.1):
            database.execute("UPDATE sighting SET at = at - ?", (days * 86_400,))
            database.commit()
            last = await statuses(path, chosen)
    database.close()
    assert last == dead
    server.page("/a", PAGE)
    assert await statuses(path, chosen) == ["ok"]
    server.behave("/a", reset)
    assert await statuses(path, settings(tmp_path / "s.db", refresh=True)) == unsure


async def test_confirm_now(server: LoopbackServer, tmp_path: Path) -> None:
    """A one-off run over an archive could not say what fails at the moment."""
    path = article(tmp_path, server.behave("/a", reset))
    assert await statuses(path, settings(tmp_path / "s.db", confirmations=1)) == [
        "broken dead-link"
    ]


def test_trouble_of_ours_is_no_sighting(tmp_path: Path) -> None:
    """A laptop without a network would kill all sources in three days."""
    address = "https://a.example/"
    found = Resolution(url=address, final_url=address, failure=Failure.DNS_TEMPORARY)
    with Store(StoreSettings(path=str(tmp_path / "s.db"))) as store:
        assert store.keep([Kept(address, Outcome.UNTOLD, found, None)]) == {}
        told = store.keep([Kept(address, Outcome.FAILED, found, None)])[address]
    assert told.failures == 1
    assert told.failing_since


def test_several_processes_write(tmp_path: Path) -> None:
    """Two builds at once would damage the store or stop each other."""
    code = (
        "import sys; from linkcheck.models import *; from linkcheck.store import *\n"
        "with Store(StoreSettings(path=sys.argv[1])) as s:\n"
        "    for n in range(40):\n"
        "        a = f'https://{sys.argv[2]}.example/{n}'\n"
        "        s.keep([Kept(a, Outcome.LIVING, Resolution(url=a, final_url=a, status=200), None)])\n"
    )
    path = str(tmp_path / "s.db")
    running = [subprocess.Popen([sys.executable, "-c", code, path, name]) for name in "abc"]
    assert [process.wait(60) for process in running] == [0, 0, 0]
    with Store(StoreSettings(path=path)) as store:
        assert store.stats()["addresses"] == 120


def test_no_signal_is_sent_on_windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On Windows, the signal that asks whether a process runs is Ctrl-C: it would stop both."""
    settings = StoreSettings(path=str(tmp_path / "s.db"))
    with Store(settings) as store, Store(settings) as other:
        run = store.begin("a")
        monkeypatch.setattr(os, "getpid", lambda: 1)
        monkeypatch.setattr(os, "kill", lambda *_: pytest.fail("a signal was sent"))
        monkeypatch.setattr(sys, "platform", "win32")
        assert other.begin("a") == run


def test_killed_run_goes_on(tmp_path: Path) -> None:
    """What an hour's run had found would be lost with the power, dead links included."""
    with LoopbackServer() as server:
        done = [server.page(f"/{n}", PAGE) for n in range(5)]
        gone = [server.page(f"/gone{n}", "", status="404 Not Found") for n in range(3)]
        with LoopbackServer(host="127.0.0.2") as slow:
            hanging = slow.behave("/slow", send_then_hang())
            path = article(tmp_path, *done, *gone, hanging)
            command = [
                sys.executable, "-m", "linkcheck", "check", path, "--format", "jsonl",
                "--allow-private", "loopback", "--store", str(tmp_path / "s.db"), "--timeout", "20",
            ]  # fmt: skip
            process = subprocess.Popen(command, stdout=subprocess.PIPE)
            assert process.stdout is not None
            lines = [process.stdout.readline() for _ in range(8)]
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
            process.stdout.close()
            slow.page("/slow", PAGE)
            again = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert len(lines) == 8
    verdicts = [json.loads(line) for line in again.stdout.splitlines()]
    assert [line["type"] for line in verdicts].count("verdict") == 9
    # Each page was asked for once: only what had not been done was done.
    assert [server.asked(f"/{n}") for n in range(5)] == [1] * 5
    assert [server.asked(f"/gone{n}") for n in range(3)] == [1] * 3


def test_command(tmp_path: Path) -> None:
    """Nobody could see, hand on or forget what is remembered."""
    path = str(tmp_path / "s.db")
    address = "https://a.example/x?token=abc"
    with Store(StoreSettings(path=path)) as store:
        found = Resolution(url=address, final_url=address, status=200)
        store.keep([Kept(address, Outcome.LIVING, found, None)])

    def run(*words: str) -> str:
        command = [sys.executable, "-m", "linkcheck", "store", *words, "--store", path]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    assert run("path").strip() == path
    assert "addresses  1" in run("stats")
    line = json.loads(run("export"))
    assert (line["status"], line["outcome"]) == (200, "living")
    assert "abc" not in line["address"]
    assert "1 sightings" in run("prune", "--days", "0")
    assert "addresses  0" in run("stats")


def test_store_that_cannot_be_used(tmp_path: Path) -> None:
    """A broken file would end in a traceback."""
    broken = tmp_path / "s.db"
    broken.write_bytes(b"no database at all, but long enough to look at" * 50)
    with pytest.raises(StoreError, match=r"s\.db"), Store(StoreSettings(path=str(broken))):
        pass
    newer = tmp_path / "n.db"
    with sqlite3.connect(newer) as database:
        database.execute("PRAGMA user_version = 99")
    database.close()
    with pytest.raises(StoreError, match="newer"), Store(StoreSettings(path=str(newer))):
        pass


def test_fingerprint_tells_drift() -> None:
    """A page with another text would look like the same, or a corrected word like another page."""
    words = STORY.split()
    near = fingerprint(" ".join([*words[:-3], "sentences", "were", "added"]))
    same, other = fingerprint(STORY), fingerprint(" ".join(f"{w}{n}" for n, w in enumerate(words)))
    assert same is not None
    assert near is not None
    assert other is not None
    assert distance(same, same) == 0
    assert distance(same, near) < 0.1
    assert distance(same, other) > 0.25
    assert fingerprint("too short") is None


async def test_pages_read_in_workers_are_the_same(
    server: LoopbackServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A large run would say something else than a small one."""
    monkeypatch.setattr("linkcheck.engine.workers._MANY", 5)
    path = article(tmp_path, *(server.page(f"/{n}", PAGE) for n in range(20)))
    here = await linkcheck.check_async([path], settings(tmp_path / "1.db"))
    there = await linkcheck.check_async([path], settings(tmp_path / "2.db", workers=1))
    assert [v.evidence for v in here.verdicts] == [v.evidence for v in there.verdicts]
    assert [v.page for v in here.verdicts] == [v.page for v in there.verdicts]


async def test_worker_that_dies_takes_nothing_with_it(
    server: LoopbackServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system ends a process for want of memory, and half of the citations would be missing."""
    monkeypatch.setattr("linkcheck.engine.workers._MANY", 5)
    with LoopbackServer(host="127.0.0.2") as elsewhere:
        paths = [f"/{number}" for number in range(5)]
        urls = [server.page(path, PAGE) for path in paths]
        # Whoever asks first, the other process, waits for ever; whoever asks then gets the page.
        urls += [elsewhere.behave(path, send_then_hang(), answer(PAGE)) for path in paths]

        async def kill() -> None:
            while len(elsewhere.requests) < 2:  # noqa: ASYNC110 - the server is in another thread
                await asyncio.sleep(0.02)
            for path in paths:
                elsewhere.page(path, PAGE)
            for process in multiprocessing.active_children():
                process.kill()

        killing = asyncio.create_task(kill())
        chosen = settings(tmp_path / "s.db", workers=1)
        report = await linkcheck.check_async([article(tmp_path, *urls)], chosen)
        await killing
    assert [verdict.status for verdict in report.verdicts] == ["ok"] * 10


async def test_streaming_keeps_nothing(server: LoopbackServer, tmp_path: Path) -> None:
    """A run over very many citations would fill the memory with its verdicts."""
    path = article(tmp_path, *(server.page(f"/{n}", PAGE) for n in range(9)))
    async with linkcheck.Checker(settings(tmp_path / "s.db"), keep=False) as checker:
        seen = [verdict async for verdict in checker.check([path])]
        report = checker.report()
    assert (len(seen), report.citations, report.verdicts) == (9, 9, ())
    assert report.count(linkcheck.Status.OK) == 9


async def test_missing_fragment(server: LoopbackServer, tmp_path: Path) -> None:
    """A link to a place on the page that is no longer there would look good."""
    ids = "".join(f'<h2 id="part-{n}">Part {n}</h2>' for n in range(5))
    url = server.page("/a", PAGE + ids)
    path = article(tmp_path, f"{url}#part-3", f"{url}#gone")
    found = await statuses(path, settings(tmp_path / "s.db"))
    assert found == ["ok", "ok missing-fragment"]


async def test_fragment_added_later(server: LoopbackServer, tmp_path: Path) -> None:
    """A link to a place that is not there would look good if the page was checked without it."""
    headers = {"ETag": '"one"'}
    url = server.page("/a", PAGE + "".join(f'<i id="p{n}">' for n in range(5)), headers=headers)
    chosen = settings(tmp_path / "s.db")
    assert await statuses(article(tmp_path, url), chosen) == ["ok"]
    path = article(tmp_path, f"{url}#gone")
    assert await statuses(path, chosen) == ["ok missing-fragment"]
    assert await statuses(path, chosen) == ["ok missing-fragment"]
    assert len(server.requests) == 2


@pytest.mark.parametrize("days", [0.0, 7.0])
async def test_title_corrected_later(server: LoopbackServer, tmp_path: Path, days: float) -> None:
    """An editor corrects a title that had a page doubted, and would still read that it is gone."""
    body, headers = PAGE, {"ETag": '"one"'}

    async def conditional(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: Request
    ) -> None:
        known = request.headers.get("if-none-match") == '"one"'
        reply = answer(status="304 Not Modified") if known else answer(body, headers=headers)
        await reply(reader, writer, request)

    server.otherwise(conditional)
    url = server.url("/2014/a.html")
    chosen = settings(tmp_path / "s.db", kept={"living_days": days})
    path = article(tmp_path, url, title="Flood closes three old bridges")
    assert await statuses(path, chosen) == ["broken soft-404"]
    with closing(sqlite3.connect(tmp_path / "s.db")) as database, database:
        # As where the run was killed: its answers are used however they came out.
        database.execute("UPDATE answer SET expires = ?", (time.time() + days * 86_400,))
    assert await statuses(article(tmp_path, url), chosen) == ["ok"]


async def test_drift_is_told(server: LoopbackServer, tmp_path: Path) -> None:
    """A page that kept its headline over another text would look good for ever."""
    words = " ".join(f"word{n} and other{n * 7}" for n in range(200))
    url = server.behave("/a", answer(PAGE), answer(PAGE), answer(PAGE.replace(STORY, words)))
    path = article(tmp_path, url)
    chosen = settings(tmp_path / "s.db", refresh=True)
    assert await statuses(path, chosen) == ["ok"]
    assert await statuses(path, chosen) == ["ok"]
    assert await statuses(path, chosen) == ["ok content-drift"]


async def test_dates_that_cannot_be(server: LoopbackServer, tmp_path: Path) -> None:
    """A source younger than the article, or years from the date cited, would look good."""
    dated = PAGE.replace(
        "<title>", '<meta property="article:published_time" content="2024-05-06T10:00:00Z"><title>'
    )
    url = server.page("/a", dated)
    (tmp_path / "article.md").write_text(
        "---\ntitle: Talks\ndate: 2020-01-02\n---\n\n## Sources\n\n"
        f"- Daily: [Ministers meet again]({url})\n"
    )
    found = await statuses(str(tmp_path / "article.md"), settings(tmp_path / "s.db"))
    assert found == ["ok newer-than-article"]
    # An article that says it was revised since may cite it.
    text = (tmp_path / "article.md").read_text()
    (tmp_path / "article.md").write_text(
        text.replace("\n---\n\n", "\nlastmod: 2024-06-01\n---\n\n")
    )
    assert await statuses(str(tmp_path / "article.md"), settings(tmp_path / "s.db")) == ["ok"]


def test_home_that_cannot_be_written(tmp_path: Path) -> None:
    """A build without a home folder could not check anything."""
    (tmp_path / "article.md").write_text("# Talks\n\n## Sources\n\n- Daily: A title\n")
    (tmp_path / "file").write_text("")
    command = [sys.executable, "-m", "linkcheck", "check", str(tmp_path / "article.md")]
    environment = os.environ | {"LINKCHECK_STORE": str(tmp_path / "file" / "s.db")}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert (done.returncode, done.stderr) == (0, "")
    asked = [*command, "--store", str(tmp_path / "file" / "s.db")]
    done = subprocess.run(asked, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 2
    assert "the store cannot be used" in done.stderr


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE answer SET expires = 'tomorrow'",
        "UPDATE answer SET at = 'today', expires = x'00'",
        "UPDATE answer SET resolution = 'text'",
        "UPDATE answer SET page = 7",
        "UPDATE answer SET resolution = zeroblob(9), page = zeroblob(9)",
        "UPDATE answer SET run = 'first', outcome = 3",
        "UPDATE sighting SET at = 'today'",
        "UPDATE sighting SET at = 9e999",
        "UPDATE sighting SET fingerprint = 'text'",
        "UPDATE sighting SET outcome = 'failed', at = x'00'",
        "UPDATE sighting SET outcome = 5, title = 5, final = x'ff'",
        "UPDATE run SET pid = 'x', finished = NULL",
        "UPDATE run SET pid = 1e300, finished = NULL",
        "UPDATE run SET started = 'x'",
        "UPDATE run SET started = x'00', finished = NULL",
    ],
)
@pytest.mark.parametrize(
    "command",
    [
        ["check", "article.md", "--store", "store", "--no-config"],
        ["check", "article.md", "--store", "store", "--no-config", "--stale", "1"],
        ["check", "article.md", "--store", "store", "--no-config", "--refresh"],
        ["store", "export", "--store", "store"],
        ["store", "stats", "--store", "store"],
        ["store", "prune", "--store", "store", "--days", "1"],
        ["trend", "--store", "store"],
    ],
)
def test_values_of_a_wrong_type(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
    statement: str, command: list[str],
) -> None:  # fmt: skip
    """A store that something else wrote to would end in a traceback and look like findings."""
    from linkcheck.cli.main import cli

    url = "http://127.0.0.1:9/a"
    resolution = Resolution(url=url, final_url=url, failure=Failure.REFUSED)
    with Store(StoreSettings(path=str(tmp_path / "store"))) as store:
        run = store.begin("a")
        store.keep([Kept(url, Outcome.FAILED, resolution, None)] * 2, run)
        store.end(run)
    with sqlite3.connect(tmp_path / "store") as database:
        database.execute(statement)
    database.close()
    article(tmp_path, url)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as ending:
        cli(command)
    complaint = capsys.readouterr().err
    assert ending.value.code in {0, 2}
    if ending.value.code == 2:
        (line,) = complaint.splitlines()
        assert line.startswith("linkcheck: store: ")
        assert "--no-store" in line


async def test_store_of_the_first_form_is_kept(server: LoopbackServer, tmp_path: Path) -> None:
    """An update of linkcheck would lose the history of years, or refuse the file."""
    url = server.page("/a", PAGE)
    path, chosen = article(tmp_path, url), settings(tmp_path / "s.db")
    assert await statuses(path, chosen) == ["ok"]
    with closing(sqlite3.connect(tmp_path / "s.db")) as database, database:
        database.execute("ALTER TABLE answer DROP COLUMN manner")
        database.execute("PRAGMA user_version = 1")
    assert await statuses(path, chosen) == ["ok"]
    assert len(server.requests) == 1


async def test_store_without_snapshots_gets_room_for_them(
    server: LoopbackServer, tmp_path: Path
) -> None:
    """An update of linkcheck would refuse the store, or forget what archives had saved."""
    url = server.page("/a", PAGE)
    path, chosen = article(tmp_path, url), settings(tmp_path / "s.db")
    assert await statuses(path, chosen) == ["ok"]
    with closing(sqlite3.connect(tmp_path / "s.db")) as database, database:
        database.execute("DROP TABLE snapshot")
        database.execute("PRAGMA user_version = 2")
    copy = linkcheck.Snapshot(
        archive="the archive",
        original=url,
        time="2026-11-30T06:00:00Z",
        url=f"https://archive.example/20261130060000/{url}",
        raw="",
    )
    with Store(linkcheck.StoreSettings(path=str(tmp_path / "s.db"))) as store:
        store.add_snapshot(url, copy)
        store.add_snapshot(url, copy)
        assert [each.url for each in store.snapshots(url)] == [copy.url]
        assert store.snapshots("https://other.example/") == []
        assert store.stats()["snapshots"] == 1
        store.prune(0)
        assert [each.url for each in store.snapshots()] == [copy.url]
    assert await statuses(path, chosen) == ["ok"]


async def test_nothing_of_a_secret_is_in_a_verdict(server: LoopbackServer, tmp_path: Path) -> None:
    """A published report would hold something to guess a site's password with."""
    path = article(tmp_path, server.page("/a", "", status="403 Forbidden"))
    hosts = {"127.0.0.1": linkcheck.HostSettings(headers={"Cookie": "consent=yes"})}
    one = await linkcheck.check_async([path], settings(tmp_path / "1.db", fetch={"hosts": hosts}))
    two = await linkcheck.check_async([path], settings(tmp_path / "2.db"))

    def told(report: linkcheck.Report) -> set[str]:
        (verdict,) = report.verdicts
        data = msgspec.to_builtins(verdict.resolution)
        return {str(value) for value in data.values() if isinstance(value, str)}

    assert {text for text in told(one) ^ told(two) if not text.startswith("20")} == set()
