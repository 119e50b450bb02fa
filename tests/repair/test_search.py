"""A search for lost sources that goes wrong, is stopped, or meets somebody who means harm."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import msgspec
import pytest

import linkcheck
from linkcheck.errors import UsageError
from linkcheck.models import Snapshot
from linkcheck.settings.inputs import Outlet
from linkcheck.store import Store
from linkcheck.text.urls import normalize
from tests.packages import install, run_with
from tests.recorded import Answer, prose, record
from tests.server import LoopbackServer, answer, send_then_hang
from tests.waiting import wait_until

if TYPE_CHECKING:
    from pathlib import Path

TITLE = "Old bridge over the Tysa reopens after eleven years"
PAGE = f"<html><title>{TITLE}</title><h1>{TITLE}</h1><p>{prose(900)}</p></html>"
FINDER = """
from linkcheck.repair.candidates import Candidate
from linkcheck.repair.finders.base import FinderInfo

class Finder:
    name = "the shelf"
    async def find(self, lost, web):
        yield Candidate(url="https://shelf.example/bridge", kind="new-address", reason="it is there")

class Copies:
    name = "the copies"
    async def find(self, lost, web):
        for url in ("https://archive.ph/bridge", "https://scraper.example/bridge"):
            yield Candidate(url=url, kind="new-address", reason="it is there")

class Broken:
    name = "the broken shelf"
    async def find(self, lost, web):
        raise ValueError("no \\x1b[31mshelf")
        yield

GOOD = FinderInfo("shelf", lambda settings: Finder())
COPIES = FinderInfo("copies", lambda settings: Copies())
BROKEN = FinderInfo("broken", lambda settings: Broken())
"""


def settings(server: LoopbackServer, **more: object) -> linkcheck.Settings:
    """Return settings for an archive on the loopback interface."""
    fetch = linkcheck.FetchSettings(
        allow_networks=("127.0.0.0/8",), host_interval=0.0, attempts=1, read_timeout=40.0
    )
    repair = linkcheck.RepairSettings(archives=(server.url("/coll"),), known_archives=False)
    return linkcheck.Settings(fetch=fetch, repair=repair, **more)  # type: ignore[arg-type]


def article(folder: Path, *urls: str) -> Path:
    """Write an article that cites addresses."""
    path = folder / "a.md"
    items = "".join(f"- The Gazette: [{TITLE}]({url})\n" for url in urls)
    path.write_text(f"# News\n\n## Sources\n\n{items}", encoding="utf-8")
    return path


@pytest.mark.parametrize("fetch", [{"status_only": True}, {"method": "HEAD"}])
def test_proposals_need_pages(tmp_path: Path, fetch: dict[str, object]) -> None:
    """A user would wait for proposals that can never come."""
    chosen = linkcheck.Settings(fetch=linkcheck.FetchSettings(**fetch))  # type: ignore[arg-type]
    path = article(tmp_path, "https://gazette.example/bridge")
    with pytest.raises(UsageError, match="a search for lost sources needs pages"):
        linkcheck.propose([path], chosen)


def test_search_ends_when_the_time_is_up(tmp_path: Path, server: LoopbackServer) -> None:
    """A build would be killed by its own time limit, and have no report."""
    server.behave("/coll/cdx", send_then_hang())
    path = article(tmp_path, server.url("/gone"))
    began = time.monotonic()
    report = linkcheck.propose([path], settings(server, max_time=6.0))
    assert time.monotonic() - began < 20
    assert [found.rule for found in report.verdicts[0].findings] == [linkcheck.Rule.DEAD_LINK]


def test_only_what_answered_was_searched(tmp_path: Path, server: LoopbackServer) -> None:
    """An editor would not look in an archive that was down, or where nothing was ever requested."""
    server.page("/coll/cdx", "", status="500 Internal Server Error")
    path = article(tmp_path, server.url("/gone"))
    (verdict,) = linkcheck.propose([path], settings(server)).verdicts
    (lost,) = [each for each in verdict.findings if each.rule is linkcheck.Rule.SOURCE_NOT_FOUND]
    archive = server.url("/coll").partition("://")[2]
    assert lost.message == (
        f"not found elsewhere; no response from: {archive}, the site's sitemap and feed"
    )


async def test_what_archives_said_is_known_in_the_next_call(
    tmp_path: Path, server: LoopbackServer
) -> None:
    """A long stream of citations would request the same index for every few thousand of them."""
    server.page("/coll/cdx", "[]")
    path = article(tmp_path, server.url("/gone"))
    chosen = settings(server)
    repair = msgspec.structs.replace(chosen.repair, propose=True)
    async with linkcheck.Checker(msgspec.structs.replace(chosen, repair=repair)) as checker:
        for _ in range(2):
            async for _ in checker.check(path):
                pass
    asked = [each for each in server.requests if "%2Fgone" in each.target or "/gone" in each.target]
    assert len([each for each in asked if each.target.startswith("/coll/cdx")]) == 1


@pytest.mark.parametrize("rewritten", [False, True])
def test_archived_redirect_shows_the_new_address(
    tmp_path: Path, server: LoopbackServer, rewritten: bool
) -> None:
    """A site that has lost its redirects would be cited by a copy, though the story is there."""
    old, new = server.url("/gone"), server.page("/new/story", PAGE)
    server.page("/coll/cdx", rows(("20150101080000", old), status="301"))
    copied = server.url("/coll/20150101080000id_/") + new
    raw, kept = "/coll/20150101080000id_/" + old, "/coll/20150101080000id_/" + new
    server.page(kept, PAGE)
    where = copied if rewritten else new
    server.page(raw, "", status="301 Moved Permanently", headers={"Location": where})
    (verdict,) = linkcheck.propose([article(tmp_path, old)], settings(server)).verdicts
    (proposal,) = [each.proposal for each in verdict.findings if each.proposal is not None]
    assert (proposal.kind, proposal.replacement) == ("new-address", new)
    assert "has a redirect to this address from 2015-01-01" in proposal.why


def test_copy_that_was_saved_is_proposed(tmp_path: Path, server: LoopbackServer) -> None:
    """What a newsroom had archived in time would not be found when its source is gone."""
    url = server.url("/gone")
    copy = server.url("/web/20240101080000/") + url
    server.page("/web/20240101080000id_/" + url, PAGE)
    server.page("/coll/cdx", "[]")
    store = linkcheck.StoreSettings(path=str(tmp_path / "store.sqlite"))
    saved = Snapshot(
        archive="the archive", original=url, time="2024-01-01T08:00:00Z", url=copy, raw=copy
    )
    with Store(store) as kept:
        kept.add_snapshot(normalize(url), saved)
    chosen = settings(server, store=store)
    (verdict,) = linkcheck.propose([article(tmp_path, url)], chosen).verdicts
    (proposal,) = [each.proposal for each in verdict.findings if each.proposal is not None]
    assert (proposal.kind, proposal.replacement) == ("archive", copy)
    assert proposal.confidence is not None
    assert proposal.confidence >= 0.9


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is sent otherwise there")
def test_what_was_found_before_ctrl_c_is_reported(tmp_path: Path, server: LoopbackServer) -> None:
    """A user who stops a long search would lose the whole report."""
    server.page("/coll/cdx", "{}")
    server.otherwise(send_then_hang())
    for name in ("/one", "/two"):
        server.page(name, "<title>404</title>", status="404 Not Found")
    path = article(tmp_path, server.url("/one"), server.url("/two"))
    command = [
        *(sys.executable, "-m", "linkcheck", "check", str(path), "--propose", "--format", "json"),
        *("--archive", server.url("/coll"), "--no-known-archives", "--allow-private", "loopback"),
        *("--no-store", "--host-interval", "0"),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        wait_until(lambda: len(server.requests) >= 4)
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=30)
    assert process.returncode == 3
    rules = [[each["rule"] for each in one["findings"]] for one in json.loads(out)["verdicts"]]
    assert rules == [["dead-link"], ["dead-link"]]


def rows(*captures: tuple[str, str], status: str = "200") -> str:
    """Return lines of a CDX index: time and address."""
    return "".join(
        json.dumps(
            {"timestamp": time_, "url": url, "mime": "text/html", "status": status, "digest": time_}
        )
        + "\n"
        for time_, url in captures
    )


def test_archive_that_leads_into_a_private_network(tmp_path: Path, server: LoopbackServer) -> None:
    """An archive could have the machine's own network requested, and proposed."""
    gone = server.url("/gone")
    server.page("/coll/cdx", rows(("20140331080000", gone), ("20140401080000", gone)))
    inner = "http://169.254.169.254/latest/meta-data"
    server.redirect(f"/coll/20140331080000id_/{gone}", inner)
    server.redirect(f"/coll/20140401080000id_/{gone}", "file:///etc/passwd")
    (verdict,) = linkcheck.propose([article(tmp_path, gone)], settings(server)).verdicts
    assert [found.proposal for found in verdict.findings if found.proposal is not None] == []
    assert linkcheck.Rule.DEAD_LINK in {found.rule for found in verdict.findings}


def test_archive_whose_answers_are_endless(tmp_path: Path, server: LoopbackServer) -> None:
    """An archive with absurd answers would take the memory, or the minutes, of a build."""
    gone = server.url("/gone")
    many = rows(*((f"20{number:012}", f"{gone}?{number}") for number in range(20_000)))
    server.page("/coll/cdx", many)
    server.otherwise(answer("<title>Not found</title>", status="404 Not Found"))
    began = time.process_time()
    (verdict,) = linkcheck.propose([article(tmp_path, gone)], settings(server)).verdicts
    assert time.process_time() - began < 15
    assert len(server.requests) < 150
    assert all(found.proposal is None for found in verdict.findings)


def test_archive_that_lists_pages_of_others(tmp_path: Path, server: LoopbackServer) -> None:
    """An archive could have any site's copy of a story put into the article."""
    other = server.url("/copy-of-the-story")
    server.page("/copy-of-the-story", PAGE)
    server.page("/coll/cdx", rows(("20140331080000", other)))
    server.page(f"/coll/20140331080000id_/{other}", PAGE)
    path = tmp_path / "a.md"
    path.write_text(f"# News\n\n## Sources\n\n- The Gazette: {TITLE}\n", encoding="utf-8")
    outlet = Outlet(name="The Gazette", domains=("gazette.example",))
    chosen = settings(server, inputs=linkcheck.InputSettings(outlets=(outlet,)))
    (verdict,) = linkcheck.propose([path], chosen).verdicts
    assert server.asked("/copy-of-the-story") == 0
    assert all(found.proposal is None for found in verdict.findings)
    own = Outlet(name="The Gazette", domains=("127.0.0.1",))
    chosen = settings(server, inputs=linkcheck.InputSettings(outlets=(own,)))
    (verdict,) = linkcheck.propose([path], chosen).verdicts
    assert [found.proposal.replacement for found in verdict.findings if found.proposal] == [other]


def test_title_with_markup_changes_nothing_but_the_address(
    tmp_path: Path, server: LoopbackServer
) -> None:
    """A hostile page could write into the article what its readers' browsers run."""
    gone = server.url("/gone")
    server.page("/coll/cdx", rows(("20140331080000", gone)))
    evil = PAGE.replace(f"<title>{TITLE}", f"<title>{TITLE} &lt;script&gt;alert(1)&lt;/script&gt;")
    server.page(f"/coll/20140331080000id_/{gone}", evil)
    path = article(tmp_path, gone)
    before = path.read_text()
    for change in linkcheck.apply(linkcheck.propose([path], settings(server)), min_confidence=0.5):
        change.write()
    assert "script" not in path.read_text()
    copy = server.url(f"/coll/20140331080000/{gone}")
    assert path.read_text() in {before, before.replace(gone, copy)}


@pytest.mark.slow
def test_another_package_adds_a_finder(tmp_path: Path) -> None:
    """A newsroom's own search service could not be asked for lost sources."""
    install(tmp_path, "linkcheck.finders", "shelf", "my_package.finders:GOOD", FINDER)
    record(tmp_path / "web.warc", Answer("https://shelf.example/bridge", PAGE))
    (tmp_path / "c.md").write_text(f"# News\n\n## Sources\n\n- Harbour Courier: {TITLE}\n")
    outlet = '[[outlets]]\nname = "Harbour Courier"\ndomains = ["shelf.example"]\n'
    (tmp_path / "own.toml").write_text(outlet)
    command = ("check", "c.md", "--propose", "--replay", "web.warc", "--no-store", "-f", "json")
    done = run_with(tmp_path, *command, "--config", "own.toml", "--finder", "shelf")
    (verdict,) = json.loads(done.stdout)["verdicts"]
    (proposal,) = [each["proposal"] for each in verdict["findings"] if "proposal" in each]
    assert proposal["replacement"] == "https://shelf.example/bridge"
    assert proposal["reason"] == "it is there"
    assert proposal["confidence"] >= 0.9


@pytest.mark.slow
def test_copy_on_a_domain_of_nobody_knows_whom(tmp_path: Path) -> None:
    """A copyist's page with the same headline would be put into the article unasked."""
    install(tmp_path, "linkcheck.finders", "copies", "my_package.finders:COPIES", FINDER)
    urls = ("https://archive.ph/bridge", "https://scraper.example/bridge")
    record(tmp_path / "web.warc", *(Answer(url, PAGE) for url in urls))
    (tmp_path / "c.md").write_text(f"# News\n\n## Sources\n\n- Harbour Courier: {TITLE}\n")
    command = ("check", "c.md", "--propose", "--replay", "web.warc", "--no-store", "-f", "json")
    done = run_with(tmp_path, *command, "--finder", "copies")
    (verdict,) = json.loads(done.stdout)["verdicts"]
    (proposal,) = [each["proposal"] for each in verdict["findings"] if "proposal" in each]
    assert proposal["replacement"] == "https://scraper.example/bridge"  # archive.ph is never asked
    assert 0.6 <= proposal["confidence"] < 0.9


@pytest.mark.slow
def test_finder_that_fails_stops_nothing(tmp_path: Path) -> None:
    """One faulty package would leave every source unfound, and nobody would know why."""
    install(tmp_path, "linkcheck.finders", "broken", "my_package.finders:BROKEN", FINDER)
    install(tmp_path, "linkcheck.finders", "shelf", "my_package.finders:GOOD", FINDER)
    record(tmp_path / "web.warc", Answer("https://shelf.example/bridge", PAGE))
    item = f"- Harbour Courier: {TITLE}\n"
    (tmp_path / "c.md").write_text(f"# News\n\n## Sources\n\n{item}")
    (tmp_path / "d.md").write_text(f"# Other news\n\n## Sources\n\n{item}")
    command = ("check", "c.md", "d.md", "--propose", "--replay", "web.warc", "--no-store")
    chosen = ("--finder", "broken", "--finder", "shelf")
    done = run_with(tmp_path, *command, "-f", "json", *chosen)
    found = [
        each["proposal"]["replacement"]
        for verdict in json.loads(done.stdout)["verdicts"]
        for each in verdict["findings"]
    ]
    assert found == ["https://shelf.example/bridge"] * 2
    assert done.stderr.count("the finder 'the broken shelf' failed") == 1
    assert "Traceback" not in done.stderr.replace("internal error", "")
    assert "\x1b[31m" not in done.stderr
