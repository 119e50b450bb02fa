"""Snapshots out of a real web archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from linkcheck.repair.archives import archive_at
from linkcheck.repair.snapshots import Archives
from tests.archive import Capture
from tests.repair.conftest import aside

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from linkcheck.repair.candidates import Snapshot
    from tests.archive import Record
    from tests.repair.conftest import CountingWeb

pytestmark = pytest.mark.slow

MARKET = "http://courier.example/economy/2015/market-reopens"


def page(words: str) -> str:
    """Return a page that differs from others."""
    return f"<html><head><title>{words}</title></head><body><p>{words}.</p></body></html>"


def capture(time: str, words: str | None = None, url: str = MARKET) -> Capture:
    """Return a living capture, by default unlike any other."""
    return Capture(url, time, body=page(words or time))


async def found(
    web: CountingWeb, archives: Archives, url: str = MARKET, around: str | None = None
) -> list[Snapshot]:
    """Return all snapshots in their order."""
    return [snapshot async for snapshot in archives.snapshots(web, url, around)]


async def test_the_snapshot_nearest_before_the_date_comes_first(
    archive: Callable[[Iterable[Record]], str], web: CountingWeb
) -> None:
    """An article's reader would be shown a page that its author has not seen."""
    root = archive(
        [
            capture("2013-06-01T10:00:00Z"),
            capture("2015-03-08T10:00:00Z"),
            capture("2015-03-20T10:00:00Z"),
            capture("2015-03-21T06:00:00Z"),
            capture("2015-03-22T10:00:00Z"),
            capture("2019-01-01T10:00:00Z"),
        ]
    )
    snapshots = await found(web, Archives([archive_at(root)]), around="2015-03-21")
    assert [snapshot.time[:10] for snapshot in snapshots] == [
        "2015-03-21",
        "2015-03-20",
        "2015-03-08",
        "2015-03-22",
        "2019-01-01",
        "2013-06-01",
    ]


async def test_without_a_date_the_oldest_comes_first(
    archive: Callable[[Iterable[Record]], str], web: CountingWeb
) -> None:
    """What a site shows today would be proposed for an article of years ago."""
    root = archive([capture("2019-01-01T10:00:00Z"), capture("2013-06-01T10:00:00Z")])
    snapshots = await found(web, Archives([archive_at(root)]))
    assert [snapshot.time[:4] for snapshot in snapshots] == ["2013", "2019"]


async def test_redirects_errors_and_pictures_are_no_snapshots(
    archive: Callable[[Iterable[Record]], str], web: CountingWeb
) -> None:
    """Requests would be spent on captures that cannot be the source."""
    root = archive(
        [
            Capture(MARKET, "2015-01-01T10:00:00Z", status=301, body="http://courier.example/"),
            Capture(MARKET, "2015-01-02T10:00:00Z", status=404, body=page("Not found")),
            Capture(MARKET, "2015-01-03T10:00:00Z", status=503, body=page("Try again")),
            Capture(MARKET, "2015-01-04T10:00:00Z", content_type="image/png", body=b"\x89PNG"),
            Capture(MARKET, "2015-01-05T10:00:00Z", content_type="application/pdf", body=b"%PDF"),
        ]
    )
    snapshots = await found(web, Archives([archive_at(root)]))
    assert [snapshot.time[:10] for snapshot in snapshots] == ["2015-01-05"]


async def test_a_content_is_offered_once_revisits_included(
    archive: Callable[[Iterable[Record]], str], web: CountingWeb
) -> None:
    """A refused page would be requested and refused again for each time it was captured."""
    root = archive(
        [
            capture("2015-01-01T10:00:00Z", "The market reopens"),
            Capture(MARKET, "2015-02-01T10:00:00Z", body=page("The market reopens"), revisit=True),
            capture("2015-03-01T10:00:00Z", "The market closes"),
        ]
    )
    snapshots = await found(web, Archives([archive_at(root)]), around="2015-02-03")
    assert [snapshot.time[:10] for snapshot in snapshots] == ["2015-02-01", "2015-03-01"]
    answer = await web.get(snapshots[0].raw)
    assert answer.body == page("The market reopens").encode()


async def test_revisits_of_an_error_are_errors(
    archive: Callable[[Iterable[Record]], str], web: CountingWeb
) -> None:
    """An archived "not found" would be looked at, since its revisits have no status."""
    gone = page("Not found")
    root = archive(
        [
            Capture(MARKET, "2015-01-01T10:00:00Z", status=404, body=gone),
            Capture(MARKET, "2015-02-01T10:00:00Z", status=404, body=gone, revisit=True),
        ]
    )
    assert await found(web, Archives([archive_at(root)])) == []


@pytest.mark.parametrize(
    "cited",
    [
        "https://courier.example/economy/2015/market-reopens",
        "http://www.courier.example/economy/2015/market-reopens/",
        "http://courier.example/economy/2015/market-reopens#comments",
        "http://courier.example/economy/2015/market-reopens?utm_source=feed",
    ],
)
async def test_other_spellings_of_an_address_are_found(
    archive: Callable[[Iterable[Record]], str], web: CountingWeb, cited: str
) -> None:
    """A source archived under http would be lost to an article that cites https."""
    root = archive([capture("2015-01-01T10:00:00Z")])
    assert [each.original for each in await found(web, Archives([archive_at(root)]), cited)] == [
        MARKET
    ]


async def test_readers_get_the_plain_form_and_judges_the_raw_one(
    archive: Callable[[Iterable[Record]], str], web: CountingWeb
) -> None:
    """The archive's own frame would be judged in place of the page."""
    root = archive([capture("2015-01-01T10:00:00Z", "The market reopens")])
    [snapshot] = await found(web, Archives([archive_at(root)]))
    assert snapshot.url == f"{root}/20150101100000/{MARKET}"
    raw, plain = await web.get(snapshot.raw), await web.get(snapshot.url)
    assert (raw.status, raw.body) == (200, page("The market reopens").encode())
    assert (plain.status, plain.body == raw.body) == (200, False)


async def test_addresses_with_queries_and_other_letters_are_found(
    archive: Callable[[Iterable[Record]], str], web: CountingWeb
) -> None:
    """A query would be taken for the archive's own, and letters beyond ASCII for others."""
    urls = [
        "http://courier.example/read.php?id=7&page=2",
        "http://courier.example/%D1%80%D0%B8%D0%BD%D0%BE%D0%BA",
        "http://courier.example/a+b(c),d;e",
    ]
    archives = Archives(
        [archive_at(archive([capture("2015-01-01T10:00:00Z", url=url) for url in urls]))]
    )
    for url in urls:
        [snapshot] = await found(web, archives, url)
        assert (await web.get(snapshot.raw)).body == page("2015-01-01T10:00:00Z").encode()
    assert await found(web, archives, "http://courier.example/ринок") != []


async def test_a_star_stands_for_itself(
    archive: Callable[[Iterable[Record]], str], web: CountingWeb
) -> None:
    """All pages of a site would be offered for one address that ends with a star."""
    archives = Archives([archive_at(archive([capture("2015-01-01T10:00:00Z")]))])
    assert await found(web, archives, "http://courier.example/*") == []


async def test_other_queries_are_other_pages(
    archive: Callable[[Iterable[Record]], str], web: CountingWeb
) -> None:
    """By itself pywb gives what differs in parameters that it thinks do not matter."""
    archived = capture("2015-01-01T10:00:00Z", url="http://courier.example/list?_=1411000000001")
    archives = Archives([archive_at(archive([archived]))])
    assert await found(web, archives, "http://courier.example/list?_=1499999999999") == []
    assert len(await found(web, archives, archived.url)) == 1


@pytest.mark.parametrize("kept", ["cdx", "timemap", "timegate"])
async def test_every_protocol_finds_the_same_capture(
    archive: Callable[[Iterable[Record]], str], web: CountingWeb, kept: str
) -> None:
    """An archive that speaks only one of the protocols would be of no use."""
    root = archive([capture("2013-01-01T10:00:00Z"), capture("2015-03-20T10:00:00Z")])
    row = archive_at(root)
    others = dict.fromkeys({"cdx", "timemap", "timegate"} - {kept}, "")
    only = msgspec.structs.replace(row, **others)
    snapshots = await found(web, Archives([only]), around="2015-03-21")
    assert [snapshot.url for snapshot in snapshots] == [
        f"{root}/20150320100000/{MARKET}",
        f"{root}/20130101100000/{MARKET}",
    ]
    assert snapshots[0].raw == f"{root}/20150320100000id_/{MARKET}"
    assert snapshots[0].original == MARKET


@pytest.mark.parametrize("end", ["", "/", "/cdx", "/timemap/link", "/timemap/link/", "/timemap"])
async def test_an_archive_is_known_by_any_of_its_addresses(
    archive: Callable[[Iterable[Record]], str], web: CountingWeb, end: str
) -> None:
    """Users would have to know which of an archive's addresses is its root."""
    root = archive([capture("2013-01-01T10:00:00Z")])
    archives = Archives([archive_at(root + end)])
    assert [each.url for each in await found(web, archives)] == [f"{root}/20130101100000/{MARKET}"]
    assert aside(archives) == {}


async def test_each_citation_costs_one_request(
    archive: Callable[[Iterable[Record]], str], web: CountingWeb
) -> None:
    """An article of many dead links would load the archive more than it has to."""
    archives = Archives([archive_at(archive([capture("2013-01-01T10:00:00Z")]))])
    await found(web, archives)
    await found(web, archives, around="2014-01-01")
    await found(web, archives, "http://courier.example/never-archived")
    assert len(web.requested) == 2


async def test_an_archived_copy_stands_for_what_it_is_a_copy_of(
    archive: Callable[[Iterable[Record]], str], web: CountingWeb
) -> None:
    """A dead link to one archive's copy would not be found in another archive."""
    root = archive([capture("2013-01-01T10:00:00Z")])
    copy = f"https://lost-archive.example/web/20130101090000/{MARKET}"
    assert [each.original for each in await found(web, Archives([archive_at(root)]), copy)] == [
        MARKET
    ]


async def test_a_domain_is_listed_by_its_pages_of_that_time(
    archive: Callable[[Iterable[Record]], str], web: CountingWeb
) -> None:
    """A source without an address would be looked for among pictures, errors and other years."""
    first, second = "http://courier.example/a", "https://blogs.courier.example/b"
    root = archive(
        [
            capture("2015-03-02T10:00:00Z", url=first),
            capture("2015-03-09T10:00:00Z", url=first),
            capture("2015-03-10T10:00:00Z", url=second),
            capture("2015-03-31T23:00:00Z", url="http://courier.example/last-day"),
            capture("2015-04-01T10:00:00Z", url="http://courier.example/next-month"),
            capture("2014-03-10T10:00:00Z", url="http://courier.example/last-year"),
            Capture("http://courier.example/gone", "2015-03-05T10:00:00Z", status=404),
            Capture("http://courier.example/p.png", "2015-03-05T10:00:00Z", 200, "image/png", "x"),
            capture("2015-03-05T10:00:00Z", url="http://other.example/c"),
        ]
    )
    archives = Archives([archive_at(root)])
    listed = await archives.listing(web, "courier.example", "2015-03", "2015-03", 100) or []
    assert [(each.original, each.time[:10]) for each in listed] == [
        (first, "2015-03-02"),
        (second, "2015-03-10"),
        ("http://courier.example/last-day", "2015-03-31"),
    ]
    few = await archives.listing(web, "courier.example", "2015-03-01", "2015-03-31", 2) or []
    assert len(few) == 2


async def test_pages_captured_again_and_again_leave_room_for_others(
    archive: Callable[[Iterable[Record]], str], web: CountingWeb
) -> None:
    """The captures of a front page would fill the listing, and the story would not be in it."""
    front = [
        capture(f"2015-03-{day:02}T{hour:02}:00:00Z", url="http://courier.example/")
        for day in range(1, 29)
        for hour in range(0, 24, 4)
    ]
    story = capture("2015-03-20T10:00:00Z", url="http://courier.example/z/story")
    archives = Archives([archive_at(archive([*front, story]))])
    listed = await archives.listing(web, "courier.example", "2015-03-01", "2015-03-28", 10) or []
    assert "http://courier.example/z/story" in [each.original for each in listed]
