"""Archives that misbehave, and what a real one here cannot do."""

from __future__ import annotations

import asyncio
import json
import time
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import msgspec
import pytest

from linkcheck.repair.archives import Archive, archive_at
from linkcheck.repair.snapshots import Archives
from tests.repair.conftest import aside
from tests.server import Behaviour, LoopbackServer, Request, answer, compressed, send_then_hang

if TYPE_CHECKING:
    from collections.abc import Callable

    from linkcheck.repair.candidates import Snapshot
    from tests.repair.conftest import CountingWeb

QUAY = "http://quay.example/stories/tide"
HEADER = ["timestamp", "original", "mimetype", "statuscode", "digest"]
LINK_FORMAT = {"Content-Type": "application/link-format"}


def row(server: LoopbackServer, name: str = "first") -> Archive:
    """Return an archive like the Wayback Machine below a path of the server."""
    root = server.url(f"/{name}")
    return Archive(
        name=name,
        dialect="wayback",
        cdx=f"{root}/cdx",
        page=f"{root}/{{time}}/{{url}}",
        raw=f"{root}/{{time}}id_/{{url}}",
        hosts=("127.0.0.1",),
    )


def index(*times: str, digest: str = "D") -> str:
    """Return the Wayback Machine's answer about contents captured at these times."""
    rows = [[at, QUAY, "text/html", "200", f"{digest}{place}"] for place, at in enumerate(times)]
    return json.dumps([HEADER, *rows] if rows else [])


def told(tell: Callable[[Request], Behaviour]) -> Behaviour:
    """Answer by what was requested."""

    async def behaviour(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: Request
    ) -> None:
        await tell(request)(reader, writer, request)

    return behaviour


async def found(
    web: CountingWeb, archives: Archives, url: str = QUAY, around: str | None = None
) -> list[Snapshot]:
    """Return all snapshots."""
    return [snapshot async for snapshot in archives.snapshots(web, url, around)]


async def test_the_next_archive_is_asked_when_the_first_has_no_more(
    server: LoopbackServer, web: CountingWeb
) -> None:
    """Every archive would be asked about every citation."""
    server.page("/first/cdx", index("20140101000000"))
    server.page("/second/cdx", index("20150101000000", digest="E"))
    archives = Archives([row(server), row(server, "second")])
    snapshots = archives.snapshots(web, QUAY, None)
    assert (await anext(snapshots)).archive == "first"
    assert len(web.requested) == 1
    assert (await anext(snapshots)).archive == "second"
    assert len(web.requested) == 2
    await snapshots.aclose()


@pytest.mark.parametrize(
    ("behaviour", "reason"),
    [
        (answer("", status="500 Internal Server Error"), "HTTP status 500"),
        (answer("", status="429 Too Many Requests"), "HTTP status 429"),
        (answer("", status="403 Forbidden"), "HTTP status 403"),
        (answer("", status="404 Not Found"), "not a list of captures"),
        (answer("<html><title>Welcome</title></html>"), "not a list of captures"),
        (answer('{"error": '), "not a list of captures"),
        (compressed(b"\0" * (64 << 20)), "decompressed"),
        (send_then_hang(), "timed out"),
    ],
    ids=["500", "429", "403", "404", "html", "half", "bomb", "slow"],
)
async def test_a_failing_archive_is_set_aside_and_the_next_one_asked(
    server: LoopbackServer, web: CountingWeb, behaviour: Behaviour, reason: str
) -> None:
    """Each citation would wait for an archive that is down, or be said to be in none."""
    server.behave("/first/cdx", behaviour)
    urls = [f"{QUAY}/{number}" for number in range(20)]
    with LoopbackServer(host="127.0.0.2") as other:  # how often one is asked slows down no other
        other.page("/second/cdx", index("20150101000000"))
        archives = Archives([row(server), row(other, "second")])
        every = await asyncio.gather(*(found(web, archives, url) for url in urls))
    assert all([each.archive for each in snapshots] == ["second"] for snapshots in every)
    assert sum("/first/" in url for url in web.requested) == 2
    assert list(aside(archives)) == ["first"]
    assert reason in aside(archives)["first"]


async def test_a_single_failure_is_forgiven(server: LoopbackServer, web: CountingWeb) -> None:
    """An archive would be lost to a run for one answer that went wrong."""
    bad, good = answer("?"), answer(index("20150101000000"))
    server.behave("/first/cdx", good, bad, good, bad, good)
    archives = Archives([row(server)])
    counts = [len(await found(web, archives, f"{QUAY}/{number}")) for number in range(5)]
    assert counts == [1, 0, 1, 0, 1]
    assert aside(archives) == {}


async def test_what_failed_once_is_asked_again(server: LoopbackServer, web: CountingWeb) -> None:
    """A second citation of the address would find nothing although the archive has it."""
    server.behave("/first/cdx", answer("?"), answer(index("20150101000000")))
    archives = Archives([row(server)])
    assert await found(web, archives) == []
    assert len(await found(web, archives)) == 1


async def test_an_archive_that_is_not_there_is_asked_once(web: CountingWeb) -> None:
    """A slip in an archive's address would cost each citation a look-up."""
    archives = Archives([archive_at("http://archive.invalid/coll")])
    assert await found(web, archives) == []
    assert await found(web, archives, f"{QUAY}/2") == []
    assert len(web.requested) == 1
    assert list(aside(archives)) == ["archive.invalid/coll"]


async def test_what_one_archive_had_is_not_looked_at_again_in_another(
    server: LoopbackServer, web: CountingWeb
) -> None:
    """A refused page would be requested again from each archive that has the same capture."""
    server.page("/first/cdx", index("20140101000000", "20150101000000"))
    server.page("/second/cdx", index("20140601000000", "20150601000000", "20160601000000"))
    snapshots = await found(web, Archives([row(server), row(server, "second")]))
    assert [each.time[:7] for each in snapshots] == ["2014-01", "2015-01", "2016-06"]


async def test_a_pause_that_is_too_long_sets_an_archive_aside(
    server: LoopbackServer, web: CountingWeb
) -> None:
    """An archive that asks to be left alone for an hour would be asked for the next citation."""
    headers = {"Retry-After": "3600"}
    server.page("/first/cdx", "", status="429 Too Many Requests", headers=headers)
    archives = Archives([row(server)])
    for number in range(3):
        assert await found(web, archives, f"{QUAY}/{number}") == []
    assert len(web.requested) == 1
    assert "429" in aside(archives)["first"]


async def test_a_site_that_is_not_shown_is_no_failure(
    server: LoopbackServer, web: CountingWeb
) -> None:
    """Two citations of an excluded site would silence the Wayback Machine for all others."""
    said = "org.archive.wayback.exception.AdministrativeAccessControlException: Blocked Site Error"
    server.page("/first/cdx", said, status="403 Forbidden")
    archives = Archives([row(server)])
    for number in range(3):
        assert await found(web, archives, f"{QUAY}/{number}") == []
    assert aside(archives) == {}


async def test_no_captures_said_with_404_is_no_failure(
    server: LoopbackServer, web: CountingWeb
) -> None:
    """Older pywbs, and Common Crawl, would be set aside for having nothing of two pages."""
    server.page("/first/cdx", '{"message": "No Captures found"}', status="404 Not Found")
    archives = Archives([row(server)])
    for number in range(3):
        assert await found(web, archives, f"{QUAY}/{number}") == []
    assert aside(archives) == {}


async def test_pauses_between_requests_are_kept(server: LoopbackServer, web: CountingWeb) -> None:
    """An archive would block us for good."""
    server.page("/first/cdx", index())
    slow = msgspec.structs.replace(row(server), at_once=1, interval=0.2)
    spent = []
    for paced in (True, False):
        archives = Archives([slow], paced=paced)
        started = time.monotonic()
        await asyncio.gather(*(found(web, archives, f"{QUAY}/{number}") for number in range(4)))
        spent.append(time.monotonic() - started)
    assert spent[0] >= 0.6
    assert spent[1] < 0.6


async def test_the_wayback_machines_rows_are_put_in_order(
    server: LoopbackServer, web: CountingWeb
) -> None:
    """The Wayback Machine's own form of answer would not be understood."""
    server.page("/first/cdx", index("20100101000000", "20140320000000", "20160101000000"))
    snapshots = await found(web, Archives([row(server)]), around="2014-03-31")
    assert [each.time[:4] for each in snapshots] == ["2014", "2016", "2010"]
    query = parse_qs(urlsplit(web.requested[0]).query)
    assert query["url"] == [QUAY]
    assert query["fl"] == [",".join(HEADER)]


async def test_captures_around_the_date_are_asked_for_where_there_are_too_many(
    server: LoopbackServer, web: CountingWeb
) -> None:
    """Of a page captured every hour only the first year would be seen."""
    many = index(*(f"2001{number % 10000:04}000000" for number in range(101, 20000)))
    near = index("20140320000000")

    def tell(request: Request) -> Behaviour:
        return answer(near if "from=" in request.target else many)

    server.behave("/first/cdx", told(tell))
    snapshots = await found(web, Archives([row(server)]), around="2014-03-31")
    assert snapshots[0].time[:10] == "2014-03-20"
    query = parse_qs(urlsplit(web.requested[1]).query)
    assert query["from"][0] < "20140301000000" < query["to"][0]


async def test_parts_of_a_timemap_are_chosen_by_their_time(
    server: LoopbackServer, web: CountingWeb
) -> None:
    """RFC 7089 lets an archive list its TimeMaps: the snapshots in them would not be found."""
    parts = "".join(
        f'<{server.url(f"/part/{year}")}>; rel="timemap"; type="application/link-format"; '
        f'from="Wed, 01 Jan {year} 00:00:00 GMT"; until="Wed, 31 Dec {year} 00:00:00 GMT",\n'
        for year in (2012, 2014, 2016)
    )
    whole = f'<{QUAY}>; rel="original",\n<{server.url("/map/x")}>; rel="self",\n{parts}'

    def tell(request: Request) -> Behaviour:
        if request.target.startswith("/map/"):
            return answer(whole, headers=LINK_FORMAT)
        year = request.target.rpartition("/")[2]
        link = f'</web/{year}0320000000/{QUAY}>; rel="memento"; '
        return answer(link + f'datetime="Thu, 20 Mar {year} 00:00:00 GMT"', headers=LINK_FORMAT)

    server.otherwise(told(tell))
    archive = Archive(name="maps", timemap=server.url("/map/{url}"), page="x", raw="x")
    snapshots = await found(web, Archives([archive]), around="2014-03-31")
    assert snapshots[0].time[:10] == "2014-03-20"
    assert web.requested[1] == server.url("/part/2014")
    assert len(web.requested) == 3


async def test_a_timegate_leads_to_a_snapshot(server: LoopbackServer, web: CountingWeb) -> None:
    """An archive that redirects, as most Memento archives do, would be of no use."""
    memento = f"/kept/20140320000000/{QUAY}"

    def tell(request: Request) -> Behaviour:
        if request.target == f"/gate/{QUAY}" and "accept-datetime" in request.headers:
            return answer(
                status="302 Found", headers={"Location": memento, "Vary": "accept-datetime"}
            )
        if request.target == memento:
            dated = {"Memento-Datetime": "Thu, 20 Mar 2014 00:00:00 GMT"}
            return answer("<html><title>Tide</title></html>", headers=dated)
        return answer("<html><title>Not found</title></html>", status="404 Not Found")

    server.otherwise(told(tell))
    archives = Archives([archive_at(server.url("/gate"))])
    [snapshot] = await found(web, archives, around="2014-03-31")
    assert snapshot.url == server.url(memento)
    assert snapshot.original == QUAY
    asked = [request for request in server.requests if "accept-datetime" in request.headers]
    assert asked[0].headers["accept-datetime"] == "Mon, 31 Mar 2014 23:59:59 GMT"


async def test_a_timegates_links_lead_to_its_timemap(
    server: LoopbackServer, web: CountingWeb
) -> None:
    """One snapshot would be seen where the archive has several to choose from."""
    links = f'<{QUAY}>; rel="original", <{server.url("/all")}>; rel="timemap"'
    times = "".join(
        f'</k/{year}0320000000/{QUAY}>; rel="memento"; datetime="Thu, 20 Mar {year} 00:00:00 GMT",'
        for year in (2012, 2014)
    )

    def tell(request: Request) -> Behaviour:
        if request.target == "/all":
            return answer(times, headers=LINK_FORMAT)
        if request.target == f"/gate/{QUAY}":
            return answer("<html></html>", headers={"Link": links, "Vary": "accept-datetime"})
        return answer("", status="404 Not Found")

    server.otherwise(told(tell))
    archives = Archives([archive_at(server.url("/gate"))])
    snapshots = await found(web, archives, around="2014-03-31")
    assert [each.time[:4] for each in snapshots] == ["2014", "2012"]


async def test_a_server_that_is_no_archive_is_set_aside(
    server: LoopbackServer, web: CountingWeb
) -> None:
    """Each citation would cost three requests to a server that knows nothing of them."""
    archives = Archives([archive_at(server.url("/blog"))])
    for number in range(10):
        assert await found(web, archives, f"{QUAY}/{number}") == []
    assert len(web.requested) == 15
    assert "neither" in aside(archives)[next(iter(aside(archives)))]


async def test_a_page_in_place_of_an_archive_is_no_snapshot(
    server: LoopbackServer, web: CountingWeb
) -> None:
    """A site that answers everything with a page would be taken for an archive."""
    server.otherwise(answer("<html><title>Welcome</title></html>"))
    archives = Archives([archive_at(server.url("/blog"))])
    for number in range(10):
        assert await found(web, archives, f"{QUAY}/{number}") == []
    assert aside(archives) != {}


async def test_copies_that_may_be_altered_are_never_offered(
    server: LoopbackServer, web: CountingWeb
) -> None:
    """An aggregator would slip in what is not to be proposed."""
    entries = "".join(
        f'<{url}>; rel="memento"; datetime="Thu, 20 Mar 2014 00:00:00 GMT",'
        for url in (
            f"https://archive.ph/20140320000000/{QUAY}",
            f"http://a.example/20140320000000/{QUAY}",
        )
    )
    server.otherwise(answer(entries, headers=LINK_FORMAT))
    archive = Archive(name="all", timemap=server.url("/map/{url}"), page="x", raw="x")
    snapshots = await found(web, Archives([archive]))
    assert [urlsplit(each.url).hostname for each in snapshots] == ["a.example"]
    web.requested.clear()
    assert await found(web, Archives([archive]), "https://archive.today/Xy1z2") == []
    assert web.requested == []
    copy = f"https://archive.today/2014.03.20-000000/{QUAY}"
    assert [each.original for each in await found(web, Archives([archive]), copy)] == [QUAY]


async def test_addresses_that_are_none_are_not_asked_for(
    server: LoopbackServer, web: CountingWeb
) -> None:
    """A malformed citation would end the run, or be sent to every archive."""
    for url in ("mailto:a@quay.example", "http://", "quay", ""):
        assert await found(web, Archives([row(server)]), url) == []
    assert web.requested == []


async def test_a_listing_that_does_not_fit_is_asked_for_in_parts(
    server: LoopbackServer, web: CountingWeb
) -> None:
    """Of a large site only the first letters of the alphabet would be seen."""
    urls = [f"http://quay.example/{letter}" for letter in "abcdef"]

    def tell(request: Request) -> Behaviour:
        query = parse_qs(urlsplit(request.target).query)
        rows = [
            [stamp, url, "text/html", "200", url]
            for url, stamp in zip(
                urls, [f"201403{day:02}120000" for day in (1, 6, 12, 18, 24, 30)], strict=True
            )
            if query["from"][0] <= stamp <= query["to"][0]
        ]
        return answer(json.dumps([HEADER, *rows[: int(query["limit"][0])]]))

    server.behave("/first/cdx", told(tell))
    archives = Archives([row(server)])
    [listed] = [
        each async for each in archives.listings(web, "quay.example", "2014-03", "2014-03", 4)
    ]
    assert len(listed) == 4
    assert len(web.requested) > 1
    query = parse_qs(urlsplit(web.requested[0]).query)
    assert query["matchType"] == ["domain"]
    assert query["collapse"] == ["urlkey"]


async def test_a_domain_that_is_too_much_does_not_silence_an_archive(
    server: LoopbackServer, web: CountingWeb
) -> None:
    """Listings of large sites time out: no snapshot would be found any more."""

    def tell(request: Request) -> Behaviour:
        too_much = "matchType=domain" in request.target
        status = "504 Gateway Timeout" if too_much else "200 OK"
        return answer(index("20140101000000"), status=status)

    server.behave("/first/cdx", told(tell))
    archives = Archives([row(server)])
    for _ in range(3):
        assert await archives.listing(web, "quay.example", "2014", "2014", 5) is None
    assert len(web.requested) == 2
    assert set(archives._clients[0].aside) == {"domain"}
    assert web.places == {"first": False}
    assert len(await found(web, archives)) == 1


async def test_the_crawls_of_that_time_are_listed(server: LoopbackServer, web: CountingWeb) -> None:
    """Common Crawl has an index for each crawl: the wrong ones, or all, would be asked."""
    names = ["CC-MAIN-2014-10", "CC-MAIN-2014-15", "CC-MAIN-2016-07", "CC-MAIN-2008-2009"]
    crawls = [{"id": name, "cdx-api": f"https://index.example/{name}-index"} for name in names]
    server.page("/info.json", json.dumps([*crawls, "x", {"id": 3}, {"id": "CC-MAIN-2014-99"}]))
    archive = Archive(name="crawls", dialect="pywb", crawls=server.url("/info.json"))
    archives = Archives([archive])
    assert not await archives.listing(web, "quay.example", "2014-03-01", "2014-03-20", 5)
    assert [urlsplit(url).path for url in web.requested][:2] == [
        "/info.json",
        "/CC-MAIN-2014-10-index",
    ]
    assert await found(web, archives) == []  # readers cannot look into it


async def test_snapshots_that_readers_cannot_see_have_no_address(
    server: LoopbackServer, web: CountingWeb
) -> None:
    """A reader would be sent to an index."""
    line = {"timestamp": "20140301000000", "url": QUAY, "mime": "text/html", "status": "200"}
    server.page("/cdx", json.dumps(line))
    archives = Archives([Archive(name="index", dialect="pywb", cdx=server.url("/cdx"))])
    [snapshot] = await archives.listing(web, "quay.example", "2014", "2014", 5) or []
    assert (snapshot.original, snapshot.url, snapshot.raw) == (QUAY, "", "")


@pytest.mark.parametrize(("start", "end"), [("2015", "2014"), ("soon", "2014"), ("2014", "")])
async def test_a_listing_without_a_window_is_empty(
    server: LoopbackServer, web: CountingWeb, start: str, end: str
) -> None:
    """An odd date in an article would end the run."""
    assert await Archives([row(server)]).listing(web, "quay.example", start, end, 5) is None
    assert web.requested == []
