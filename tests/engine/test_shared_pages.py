"""Pages that unrelated sites share: over real sockets, a proxy answers for made-up hosts."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from array import array
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

import linkcheck
import linkcheck.engine.shared_pages as module
from linkcheck.matching.shared_pages import Shown, shared
from linkcheck.web import FetchSettings
from tests.recorded import Answer, prose, record, rules
from tests.repair.world import Proxy
from tests.server import send_then_hang
from tests.waiting import wait_until, wait_until_idle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from linkcheck.models import Report
    from tests.server import LoopbackServer

    Check = Callable[..., Report]

TITLES = (
    "Ferry line to the islands closes for the winter", "Court returns the orchard to its farmers",
    "Teachers of the valley end their strike", "Old theatre burns down two days before its jubilee",
    "Miners refuse to leave the shaft", "City council sells the last wooden tram",
)  # fmt: skip
PAPERS = ("courier.test", "valley-news.example", "harbour.test", "morning.example", "tribune.test")
NOTICE = (
    "<title>Notice</title><h1>Notice to subscribers</h1><p>The operator of this line has limited "
    "what can be opened here, following a list of the ministry.</p><p>Questions about {host} are "
    "answered at the operator's counter, ticket {ticket}.</p>"
)
STORY = "<title>{0}</title><meta property='article:published_time' content='2014-03-30'><h1>{0}</h1><p>{1}</p>"


def address(host: str, number: int = 0) -> str:
    """Return the address of a story."""
    return f"http://{host}/2014/03/story-{number}.html"


def cite(hosts: Iterable[str], *, titles: Iterable[str] = TITLES * 20) -> str:
    """Return an article with a list of sources."""
    lines = (
        f"- Paper of {host}: [{title}]({address(host, number)})\n"
        for number, (host, title) in enumerate(zip(hosts, titles, strict=False))
    )
    return "# Week\n\n## Sources\n\n" + "".join(lines)


def notice(host: str) -> str:
    """Return what a filter shows in place of a host's pages."""
    return NOTICE.format(host=host, ticket=sum(map(ord, host)))


def story(title: str, text: str = "") -> str:
    """Return the page of a story."""
    return STORY.format(title, text or prose(900))


def everywhere(hosts: Iterable[str], body: Callable[[str], str]) -> dict[str, tuple[int, str]]:
    """Return pages that show the same at every address of the articles, and at those probed."""
    return {address(host, number): (200, body(host)) for number, host in enumerate(hosts)}


def led(hosts: Iterable[str], place: str) -> dict[str, tuple[int, str]]:
    """Return redirects of all hosts to one place."""
    return {address(host, number): (302, place) for number, host in enumerate(hosts)}


@pytest.fixture
def check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Check:
    """Check an article against pages of made-up hosts."""

    def run(article: str, pages: Mapping[str, tuple[int, str]], **more: Any) -> Report:
        path = tmp_path / "a.md"
        path.write_text(article, encoding="utf-8")
        with Proxy(dict(pages)) as proxy:
            for name in ("HTTP_PROXY", "http_proxy"):
                monkeypatch.setenv(name, proxy.url)
            fetch = FetchSettings(proxy_from_env=True, host_interval=0)
            return linkcheck.check([path], linkcheck.Settings(fetch=fetch, **more))

    return run


def found(report: Report) -> list[str]:
    """Return the status and rules of each verdict."""
    return [" ".join([each.status.value, *rules(each)]) for each in report]


SHARED = "unverified shared-page"


def test_notice_of_a_filter_in_place_of_three_papers(check: Check) -> None:
    """Living sources would be broken, each as another story, behind the filter of an office."""
    report = check(cite(PAPERS[:3]), everywhere(PAPERS[:3], notice))
    assert found(report) == [SHARED] * 3
    (message,) = {each.findings[0].message for each in report}
    assert message == (
        "unrelated sites (courier.test, harbour.test, valley-news.example) show the same page, "
        "“Notice to subscribers”; a filter on your network, a hosting company or a new owner may "
        "be responding in their place"
    )
    assert {each.url_status for each in report} == {None}


def test_three_papers_that_lead_to_one_address(check: Check) -> None:
    """A login page of a hotel would make broken sources of all that an article cites."""
    portal = "http://portal.hotel.test/welcome"
    pages = {**led(PAPERS[:3], portal), portal: (200, story("Enjoy your stay with us"))}
    report = check(cite(PAPERS[:3]), pages)
    assert found(report) == [SHARED] * 3
    evidence = [each for verdict in report for each in verdict.evidence if each.field == "shared"]
    assert {(each.relation, each.found) for each in evidence} == {("address", portal)}


def test_what_differs_behind_the_question_mark_is_one_address(check: Check) -> None:
    """A provider that sends readers to its search with the name of the site would go unseen."""
    place = "http://find.provider.test/q"
    pages: dict[str, tuple[int, str]] = {}
    for number, host in enumerate(PAPERS[:3]):
        pages[address(host, number)] = (302, f"{place}?host={host}")
        pages[f"{place}?host={host}"] = (200, "<title>Our offers</title><h1>Our offers</h1>")
    assert found(check(cite(PAPERS[:3]), pages)) == [SHARED] * 3


@pytest.mark.parametrize(
    "hosts",
    [
        PAPERS[:2],
        ("courier.test", "courier.example", "news.courier.test", "harbour.test"),
        ("bbc.com", "bbc.co.uk", "courier.test"),
        ("svoboda.org", "currenttime.tv", "krymr.com", "courier.test"),
    ],
    ids=["two sites", "one name", "two suffixes", "one outlet"],
)
def test_sites_of_one_owner_count_once(check: Check, hosts: tuple[str, ...]) -> None:
    """A publisher that shows one page for all its lost stories would never be reported."""
    report = check(cite(hosts), everywhere(hosts, lambda _: story("Pumpkins are cheap again")))
    assert set(found(report)) == {"broken title-mismatch"}


def test_what_is_dead_for_a_reason_of_its_own_stays_dead(check: Check) -> None:
    """A page that is surely gone would be called unverified beside those behind a filter."""
    sale = "<title>{0}</title><h1>{0}</h1><p>This domain is for sale: <a href='https://sedo.com/x'>buy</a>"
    lost = "<title>Page not found</title><h1>Page not found</h1><p>There is no such page here.</p>"
    hosts = (*PAPERS, "gone.test")
    pages = everywhere(hosts, notice)
    pages[address("gone.test", 5)] = (404, notice("gone.test"))
    assert found(check(cite(hosts), pages)) == [SHARED] * 5 + ["broken dead-link"]
    parked = check(cite(PAPERS), everywhere(PAPERS, sale.format))
    assert found(parked) == ["broken parked-domain"] * 5
    soft = check(cite(PAPERS), everywhere(PAPERS, lambda _: lost))
    assert found(soft) == ["broken soft-404"] * 5


def test_sources_that_are_there_are_not_doubted(check: Check) -> None:
    """A paper that a filter lets through would be unverified with the others."""
    pages = everywhere(PAPERS, notice)
    pages[address(PAPERS[1], 1)] = (200, story(TITLES[1]))
    assert found(check(cite(PAPERS), pages)) == [SHARED, "ok", *[SHARED] * 3]


def test_one_story_that_several_papers_print(check: Check) -> None:
    """A report of an agency would be unverified since many papers have it, word for word."""
    printed = everywhere(PAPERS, lambda _: story(TITLES[0]))
    assert found(check(cite(PAPERS, titles=[TITLES[0]] * 5), printed)) == ["ok"] * 5
    linked = "# Week\n\n" + " ".join(
        f"As [others wrote]({address(host, number)}) that day."
        for number, host in enumerate(PAPERS)
    )
    assert found(check(linked, printed)) == ["ok"] * 5


def test_links_in_running_text(check: Check) -> None:
    """A filter's notice behind a link in a sentence would pass as the source."""
    linked = "# Week\n\n" + " ".join(
        f"As [others wrote]({address(host, number)}) that day."
        for number, host in enumerate(PAPERS)
    )
    assert found(check(linked, everywhere(PAPERS, notice))) == [SHARED] * 5
    assert found(check(linked, everywhere(PAPERS[:2], notice)))[:2] == ["ok"] * 2


def test_shortened_addresses_lead_many_to_one_story(check: Check) -> None:
    """A story that changed its headline would be a fault of the network, cited by short links."""
    place = "http://courier.test/2014/03/pumpkins.html"
    short = ("t.co", "bit.ly", "ow.ly", "tinyurl.com")
    other = {place: (200, story("Pumpkins are cheap this autumn"))}
    report = check(cite(short), {**led(short, place), **other})
    assert {each.status.value for each in report} == {"broken"}
    # Of others the same, where all cite one story.
    unknown = ("a1.test", "b2.example", "c3.test")
    alike = check(cite(unknown, titles=[TITLES[0]] * 3), {**led(unknown, place), **other})
    assert {each.status.value for each in alike} == {"broken"}


def test_whoever_owns_the_place_is_there_by_right(check: Check) -> None:
    """A story that leads to its own paper's front page would be excused by others that do."""
    front = "http://owner.test/"
    hosts = (*PAPERS[:3], "owner.test")
    pages = {
        **led(hosts, front),
        front: (200, f"<title>Owner</title><h1>Owner</h1><p>{prose(300)}"),
    }
    assert found(check(cite(hosts), pages)) == [SHARED] * 3 + ["broken redirected-to-home"]
    two = (*PAPERS[:2], "owner.test")
    report = check(cite(two), {**led(two, front), front: pages[front]})
    assert {each.status.value for each in report} == {"broken"}


def test_all_is_the_same_in_any_order(tmp_path: Path) -> None:
    """A second run would report other sources, since another page came first."""
    hosts = [
        f"{name}.test"
        for name in ["alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel"]
    ]
    words = prose(700).split()
    bodies = {}
    for number, host in enumerate(hosts):
        # Each differs a little from the next, the last a lot from the first.
        told = " ".join(words[number * 4 : number * 4 + 60])
        bodies[host] = f"<title>Board</title><h1>Board</h1><p>{told}</p>"
    outcomes = set()
    lines = cite(hosts).splitlines(keepends=True)
    chance = random.Random(11)
    for _ in range(4):
        sources = lines[4:]
        chance.shuffle(sources)
        path = tmp_path / "a.md"
        path.write_text("".join(lines[:4] + sources), encoding="utf-8")
        answers = [Answer(address(h, n), bodies[h]) for n, h in enumerate(hosts)]
        chance.shuffle(answers)
        replay = record(tmp_path / "web.warc", *answers)
        report = linkcheck.check([path], linkcheck.Settings(replay=replay))
        assert SHARED in found(report)
        outcomes.add(
            frozenset((each.citation.url, each.status, each.findings) for each in report.verdicts)
        )
    assert len(outcomes) == 1


def test_a_thousand_wait_on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run over an archive behind a filter would need memory for every page, or lose some."""
    monkeypatch.setattr(module, "_IN_MEMORY", 10_000)
    hosts = [f"site{number}{'abcdefghij'[number % 10]}.test" for number in range(300)]
    replay = record(
        tmp_path / "web.warc",
        *(Answer(address(host, number), notice(host)) for number, host in enumerate(hosts)),
    )
    (tmp_path / "a.md").write_text(cite(hosts, titles=TITLES * 50), encoding="utf-8")
    report = linkcheck.check([tmp_path / "a.md"], linkcheck.Settings(replay=replay))
    assert Counter(found(report)) == {SHARED: 300}
    assert [each.citation.location.line for each in report] == list(range(5, 305))


def test_a_full_disk_loses_no_verdict(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run would end with an error, its verdicts lost, where nothing can be put aside."""

    class Full:
        def tell(self) -> int:
            return 0

        def write(self, _data: bytes) -> int:
            raise OSError(28, "No space left on device")

        def close(self) -> None:
            """There is nothing to delete."""

    monkeypatch.setattr("tempfile.SpooledTemporaryFile", lambda _size: Full())
    answers = [Answer(address(h, n), notice(h)) for n, h in enumerate(PAPERS)]
    (tmp_path / "a.md").write_text(cite(PAPERS), encoding="utf-8")
    replay = record(tmp_path / "web.warc", *answers)
    report = linkcheck.check([tmp_path / "a.md"], linkcheck.Settings(replay=replay))
    assert len(report) == 5


def test_what_a_filter_showed_is_not_used_again(check: Check, tmp_path: Path) -> None:
    """Sources would stay unverified for a week after the filter was lifted."""
    store = linkcheck.StoreSettings(path=str(tmp_path / "store.sqlite3"))
    linked = "# Week\n\n" + " ".join(
        f"As [others wrote]({address(host, number)}) that day."
        for number, host in enumerate(PAPERS)
    )
    assert found(check(linked, everywhere(PAPERS, notice), store=store)) == [SHARED] * 5
    living = everywhere(PAPERS, lambda host: story(f"News of {host}"))
    assert found(check(linked, living, store=store)) == ["ok"] * 5


def test_a_common_pair_of_words_takes_no_more_time_for_each_page() -> None:
    """Four thousand pages that begin alike would keep the end of a run busy for minutes."""
    chance = random.Random(5)

    def pages(count: int) -> float:
        every = []
        for number in range(count):
            hashes = array("I", [1, *sorted(chance.sample(range(2, 1 << 30), 47))])
            url = f"http://s{number:05}.test/"
            every.append(Shown(url, f"s{number}", url, None, hashes.tobytes(), False, ()))
        began = time.process_time()
        assert shared(every) == {}
        return time.process_time() - began

    pages(50)
    assert pages(1600) < 3 * pages(800)


def test_ctrl_c_writes_what_waits(tmp_path: Path, server: LoopbackServer) -> None:
    """Verdicts that waited for the others would be missing in a report that is written on."""
    hosts = [f"{host.partition('.')[0]}.localhost" for host in PAPERS]
    server.page("/story", notice("any"))
    urls = [server.url("/story", host=host) for host in hosts]
    urls.append(server.behave("/stuck", send_then_hang()))
    lines = (f"- Paper: [{title}]({url})\n" for title, url in zip(TITLES, urls, strict=True))
    (tmp_path / "a.md").write_text("# Week\n\n## Sources\n\n" + "".join(lines), encoding="utf-8")
    options = [
        "--format",
        "jsonl",
        "--allow-private",
        "loopback",
        "--no-store",
        "--no-config",
        "--no-progress",
    ]
    process = subprocess.Popen(
        [sys.executable, "-m", "linkcheck", "check", "a.md", *options],
        cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    wait_until(lambda: server.asked("/story") == 5 and server.asked("/stuck"))
    wait_until_idle(process.pid)  # the last of them is read
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    rows = [json.loads(line) for line in out.splitlines()]
    told = [row["findings"][0]["rule"] for row in rows if "findings" in row]
    assert told == ["shared-page"] * 5, err
