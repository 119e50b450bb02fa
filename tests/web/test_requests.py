"""What is asked, how, and how often: hops that pages make, fuses, credentials, robots."""

from __future__ import annotations

import errno
import gzip
import random
import time
from typing import TYPE_CHECKING, Any

import brotli
import httpx
import pytest
from warcio.archiveiterator import ArchiveIterator

from linkcheck.errors import UsageError
from linkcheck.models import Failure, Validators
from linkcheck.web import Fetcher, FetchSettings, Recorder, ReplayTransport
from linkcheck.web.body import BodyError, BodyReader, zstd
from linkcheck.web.breaker import Breakers
from linkcheck.web.credentials import Credentials
from linkcheck.web.failures import KnownFailureError, translate
from linkcheck.web.redirects import onward
from linkcheck.web.robots import Robots
from linkcheck.web.settings import HostSettings
from tests.server import Behaviour, LoopbackServer, answer, reset, send_then_hang

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    Make = Callable[..., AbstractAsyncContextManager[Fetcher]]

PAGE = "<html><title>Заголовок</title><p>Текст</p></html>"
STORY = "<p>" + "A story that goes on and on. " * 60 + "</p>"


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ('<meta http-equiv="refresh" content="0;url=/b">', ("/b", "meta-refresh")),
        ("<META content='0; URL=/b' HTTP-EQUIV='Refresh'>", ("/b", "meta-refresh")),
        ('<meta http-equiv=refresh content="5;url=/b">', ("/b", "meta-refresh")),
        (f'<meta http-equiv=refresh content="5;url=/b">{STORY}', None),
        (f'<meta http-equiv=refresh content="300">{STORY}', None),
        ('<noscript><meta http-equiv="refresh" content="0;url=/b"></noscript>', None),
        ('<!-- <meta http-equiv="refresh" content="0;url=/b"> -->', None),
        ('<script>window.location.href = "/b";</script>', ("/b", "script")),
        ("<script>location.replace('/b')</script>", ("/b", "script")),
        (f'<script>window.location = "/b"</script>{STORY}', None),
        ('<script>if (x) location="/b"; else location="/c"</script>', None),
        ("<p>text</p>", None),
        # No head of its own; of a long page only the head is looked at.
        (
            f'<header></header><meta http-equiv="refresh" content="0;url=/b">{STORY * 30}',
            ("/b", "meta-refresh"),
        ),
        (f'<head></head><meta http-equiv="refresh" content="0;url=/b">{STORY * 30}', None),
        # References end with a semicolon before a letter, and scripts have none.
        (
            '<meta http-equiv="refresh" content="0;url=/b?a=1&section=2&amp;region=3">',
            ("/b?a=1&section=2&region=3", "meta-refresh"),
        ),
        (
            '<script>location.href = "/b?a=1&copy=2&amp;c=3"</script>',
            ("/b?a=1&copy=2&amp;c=3", "script"),
        ),
    ],
)
def test_pages_that_send_on(page: str, expected: tuple[str, str] | None) -> None:
    """A page that only moves its reader on would be taken for the story; a story for a hop."""
    assert onward(page.encode(), content_type="text/html") == expected


async def test_refresh_is_followed_as_a_hop(server: LoopbackServer, fetcher: Make) -> None:
    """The page behind a meta refresh would not be read, and a page that reloads be a loop."""
    server.page("/a", '<meta http-equiv="refresh" content="0;url=/b">')
    server.page("/b", '<meta http-equiv="refresh" content="0;url=/b"><title>B</title>')
    async with fetcher() as web:
        found = await web.resolve(server.url("/a"))
    assert (found.status, found.final_url) == (200, server.url("/b"))
    assert [hop.via for hop in found.hops] == ["request", "meta-refresh"]


async def test_dead_host_is_asked_twice(fetcher: Make, unused_tcp_port: int) -> None:
    """Two hundred links to one dead host would each wait out their own time limit."""
    async with fetcher(attempts=1) as web:
        outcomes = [await web.resolve(f"http://127.0.0.1:{unused_tcp_port}/{n}") for n in range(6)]
    assert {found.failure for found in outcomes} == {Failure.REFUSED}
    assert [len(found.hops) for found in outcomes] == [1, 1, 0, 0, 0, 0]
    assert "other addresses" in (outcomes[-1].detail or "")


async def test_host_that_no_way_leads_to_is_asked_twice() -> None:
    """A router says so after seconds, and would be waited for with every link."""
    fuses = Breakers()
    for _ in range(2):
        async with fuses.trial("https://news.example") as trial:
            trial.note(translate(OSError(errno.EHOSTUNREACH, "No route to host"))[0])
    with pytest.raises(KnownFailureError) as caught:
        async with fuses.trial("https://news.example"):
            pytest.fail("it is asked again")
    assert caught.value.failure is Failure.NETWORK


@pytest.fixture
def unused_tcp_port() -> int:
    """A port that nobody listens on."""
    with LoopbackServer() as server:
        return server.port


async def test_host_that_never_answers(server: LoopbackServer, fetcher: Make) -> None:
    """A host that accepts and stays silent would cost a time-out a link."""
    import asyncio

    urls = [server.behave(f"/{n}", send_then_hang()) for n in range(12)]
    started = time.monotonic()
    async with fetcher(read_timeout=0.4) as web:
        outcomes = await asyncio.gather(*map(web.resolve, urls))
    assert {found.failure for found in outcomes} == {Failure.READ_TIMEOUT}
    assert len(server.requests) == 4
    assert sum(bool(found.hops) for found in outcomes) == 4
    assert time.monotonic() - started < 3


async def test_slow_answers_hold_up_nobody(server: LoopbackServer, fetcher: Make) -> None:
    """A page would wait for two slow ones of its host, although the host is plainly there."""
    import asyncio

    slow = [server.behave(f"/slow{n}", send_then_hang()) for n in range(2)]
    good = server.page("/good", PAGE)
    async with fetcher() as web:
        asked = [asyncio.create_task(web.resolve(url)) for url in (*slow, good)]
        found = await asked[-1]
        assert found.status == 200
        assert not any(task.done() for task in asked[:-1])
        for task in asked:
            task.cancel()


async def test_one_slow_address_does_not_condemn_its_host(
    server: LoopbackServer, fetcher: Make
) -> None:
    """Living pages would be called unreachable since others of their host hang."""
    import asyncio

    slow = [server.behave(f"/slow{n}", send_then_hang()) for n in range(3)]
    good = [server.page(f"/good{n}", PAGE) for n in range(3)]
    async with fetcher(read_timeout=0.4) as web:
        outcomes = await asyncio.gather(*map(web.resolve, [*slow, *good]))
    assert [found.status for found in outcomes] == [None] * 3 + [200] * 3


@pytest.mark.parametrize(("coding", "compress"), [("br", brotli.compress), ("zstd", zstd.compress)])
async def test_modern_codings(
    server: LoopbackServer, fetcher: Make, coding: str, compress: Callable[[bytes], bytes]
) -> None:
    """Pages of servers that compress well would be unreadable."""
    whole = (PAGE * 500).encode()
    url = server.page("/a", compress(whole), headers={"Content-Encoding": coding})
    async with fetcher() as web:
        found = await web.resolve(url)
    assert found.body == whole


@pytest.mark.parametrize(("coding", "compress"), [("br", brotli.compress), ("zstd", zstd.compress)])
def test_bombs_of_modern_codings(coding: str, compress: Callable[[bytes], bytes]) -> None:
    """A few bytes would become gigabytes in memory."""
    reader = BodyReader(coding, limit=1 << 20)
    with pytest.raises(BodyError) as caught:
        reader.feed(compress(b"\0" * 50_000_000))
    assert caught.value.bomb
    assert len(reader.data) <= 1 << 20
    with pytest.raises(BodyError):
        BodyReader(coding, limit=100).feed(b"nothing of the kind, and long enough to tell")


async def test_whole_body_in_one_piece(fetcher: Make) -> None:
    """A long page from an application that is tested in-process would be called malformed."""
    page = f"<title>Talks end</title>{PAGE * 500}"
    transport = httpx.MockTransport(lambda _: httpx.Response(200, html=page))
    async with fetcher(transport=transport, max_body=len(page) // 3) as web:
        found = await web.resolve("http://news.example/a")
    assert (found.status, found.truncated) == (200, True)
    assert len(found.body) == len(page) // 3


def test_many_short_members_take_linear_time() -> None:
    """A body of tiny gzip files one after the other would keep a processor busy for minutes."""
    member = gzip.compress(b"a")
    reader = BodyReader("gzip", limit=1 << 22)
    before = time.process_time()
    reader.feed(member * 100_000)
    assert reader.data == b"a" * 100_000
    assert time.process_time() - before < 3.0


@pytest.mark.parametrize("size", [1, 4095, 4096, 1 << 20])
@pytest.mark.parametrize("padding", [b"", b"\0" * 20_000, b"\x1f", b"\x1f\0"])
def test_members_wherever_they_are_cut(size: int, padding: bytes) -> None:
    """A page that a server compresses in parts would lose what follows an unlucky cut."""
    parts = [bytes(range(97, 122)) * (index * 7 % 90) for index in range(150)]
    body = b"".join(gzip.compress(part, index % 10) for index, part in enumerate(parts)) + padding
    reader = BodyReader("gzip", limit=1 << 22)
    for start in range(0, len(body), size):
        reader.feed(body[start : start + size])
    assert reader.data == b"".join(parts)


def test_what_comes_before_the_damage_is_kept() -> None:
    """A long page with a damaged end would be read as if nothing of it had come."""
    page = "".join(random.Random(0).choices("abcdefghijkl mnop", k=50_000)).encode()
    body = gzip.compress(page)
    reader = BodyReader("gzip", limit=1 << 20)
    with pytest.raises(BodyError):
        reader.feed(body[: len(body) // 2] + random.Random(1).randbytes(4_000))
    assert reader.data.startswith(page[:24_000])


async def test_reading_stops_when_enough_is_in(server: LoopbackServer, fetcher: Make) -> None:
    """A page of a hundred thousand comments would be read to its end; a late title not at all."""
    filler = "<p>comment</p>" * 40_000
    early = server.page("/early", f"<html><head><title>T</title></head><body>{filler}")
    late = server.page("/late", f"<html><head></head><body>{filler}<h1>T</h1></body>")
    async with fetcher(enough_body=100_000) as web:
        one, other = await web.resolve(early), await web.resolve(late)
        whole = await web.resolve(early + "#end")
    assert one.truncated
    assert 100_000 <= len(one.body) < 200_000
    assert b"<h1>T</h1>" in other.body
    assert not whole.truncated


async def test_head_where_asked_for(server: LoopbackServer, fetcher: Make) -> None:
    """A server that does not know HEAD would make its pages look dead."""
    url = server.behave("/a", answer(status="405 Method Not Allowed"), answer(PAGE))
    async with fetcher(method="HEAD") as web:
        found = await web.resolve(url)
    assert [request.method for request in server.requests] == ["HEAD", "GET"]
    assert found.status == 200


async def test_once_more_as_a_browser(server: LoopbackServer, fetcher: Make) -> None:
    """A site that refuses programs could not be looked at although its editor wants it."""
    url = server.behave("/a", answer(status="403 Forbidden"), answer(PAGE))
    async with fetcher(browser_retry=True) as web:
        found = await web.resolve(url)
    assert found.status == 200
    assert "linkcheck" in server.requests[0].headers["user-agent"]
    assert "Firefox" in server.requests[1].headers["user-agent"]


async def test_headers_of_one_host(server: LoopbackServer, fetcher: Make) -> None:
    """A site that wants a header of its own could not be checked."""
    own = {"127.0.0.1": HostSettings(user_agent="Mine/1", headers={"X-Own": "yes"})}
    url = server.page("/a")
    async with fetcher(hosts=own) as web:
        await web.resolve(url)
    headers = server.requests[0].headers
    assert (headers["user-agent"], headers["x-own"]) == ("Mine/1", "yes")
    assert FetchSettings(hosts={"a.example": HostSettings()}).for_host("x.a.example") is not None
    assert FetchSettings(hosts={"a.example": HostSettings()}).for_host("b.example") is None


async def test_credentials_stay_with_their_host(
    server: LoopbackServer, fetcher: Make, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A redirect would carry a password to another host, or a recording hand it on."""
    origin = server.url("")
    monkeypatch.setenv("LINKCHECK_CREDENTIALS", f"{origin}=me:secret  other.example=token")
    with LoopbackServer(host="127.0.0.2") as elsewhere:
        elsewhere.page("/b", PAGE)
        server.redirect("/a", elsewhere.url("/b"))
        file = tmp_path / "web.warc"
        with Recorder(file) as recorder:
            async with fetcher(recorder=recorder) as web:
                assert (await web.resolve(server.url("/a"))).status == 200
        assert server.requests[0].headers["authorization"].startswith("Basic ")
        assert "authorization" not in elsewhere.requests[0].headers
    with file.open("rb") as stream:
        for record in ArchiveIterator(stream):
            if record.rec_type == "request":
                assert record.http_headers.get_header("Authorization") is None


def test_where_credentials_come_from(tmp_path: Path) -> None:
    """A password would go out in the clear, or an unreadable entry be shown in a log."""
    file = tmp_path / "netrc"
    file.write_text("machine a.example login me password secret\ndefault login x password y\n")
    file.chmod(0o600)
    found = Credentials(str(file), {"LINKCHECK_CREDENTIALS": "b.example=token"})
    assert (found.header("https://a.example/x") or "").startswith("Basic ")
    assert found.header("https://b.example/x") == "Bearer token"
    assert found.header("http://b.example/x") is None
    assert found.header("https://c.example/x") is None
    with pytest.raises(UsageError) as caught:
        Credentials(None, {"LINKCHECK_CREDENTIALS": "secret-without-host"})
    assert "secret-without-host" not in str(caught.value)
    file.write_text("machine a.example login me pass secret-word\n")
    with pytest.raises(UsageError) as caught:
        Credentials(str(file), {})
    assert "secret-word" not in str(caught.value)


async def test_robots_are_kept_to_where_asked(server: LoopbackServer, fetcher: Make) -> None:
    """A site that asks programs to stay out could not be respected."""
    server.page("/robots.txt", "User-agent: *\nDisallow: /private\nCrawl-delay: 0.3\n")
    secret, public = server.page("/private/a", PAGE), server.page("/b", PAGE)
    async with fetcher(robots=True) as web:
        started = time.monotonic()
        refused, first, second = [await web.resolve(url) for url in (secret, public, public)]
    assert (refused.failure, server.asked("/private/a")) == (Failure.ROBOTS, 0)
    assert (first.status, second.status) == (200, 200)
    assert time.monotonic() - started >= 0.3
    assert server.asked("/robots.txt") == 1


async def test_crawl_delay_counts_where_a_host_has_many_links(
    server: LoopbackServer, fetcher: Make
) -> None:
    """A site with many links would be asked faster than it says it can bear."""
    server.page("/robots.txt", "User-agent: *\nDisallow: /\nCrawl-delay: 0.2\n")
    url = server.page("/b", PAGE)
    async with fetcher() as web:
        web.expect([url] * 11)
        started = time.monotonic()
        assert [(await web.resolve(url)).status for _ in range(3)] == [200, 200, 200]
    assert time.monotonic() - started >= 0.4


@pytest.mark.parametrize("body", [b"", b"\xff\xfe\x00", b"Crawl-delay: x", b"User-agent: *\n" * 9])
async def test_odd_robots(body: bytes) -> None:
    """A robots.txt that is none would end the run."""

    async def fetch(_: str) -> tuple[int | None, bytes]:
        return 200, body

    rules = await Robots(fetch, "linkcheck").rules("https://a.example")
    assert rules.allows("https://a.example/x")
    assert rules.delay is None


async def test_client_of_ones_own(server: LoopbackServer) -> None:
    """A program's own client, with its headers, could not be used, or would be closed."""
    url = server.page("/a", PAGE)
    async with httpx.AsyncClient(headers={"X-Program": "mine"}) as client:
        async with Fetcher(FetchSettings(host_interval=0), client=client) as web:
            found = await web.resolve(url)
        assert not client.is_closed
    assert (found.status, found.body.decode()) == (200, PAGE)
    headers = server.requests[0].headers
    assert headers["x-program"] == "mine"
    assert headers["user-agent"].startswith("python-httpx")


async def test_asking_whether_it_changed(server: LoopbackServer, fetcher: Make) -> None:
    """Every second run would fetch all pages again."""
    url = server.page("/a", b"", status="304 Not Modified")
    async with fetcher() as web:
        found = await web.resolve(url, Validators(url, etag='"x"', last_modified="yesterday"))
        await web.resolve(url + "b", Validators(url, etag='"x"'))
    assert found.status == 304
    assert server.requests[0].headers["if-none-match"] == '"x"'
    assert server.requests[0].headers["if-modified-since"] == "yesterday"
    assert "if-none-match" not in server.requests[1].headers


async def test_replay_at_the_pace_of_then(
    server: LoopbackServer, fetcher: Make, tmp_path: Path
) -> None:
    """A recording could not show how a run behaves with slow sources."""

    async def slow(*parts: Any) -> None:
        import asyncio

        await asyncio.sleep(0.3)
        await answer(PAGE)(*parts)

    url = server.behave("/a", slow)
    file = tmp_path / "web.warc.gz"
    with Recorder(file) as recorder:
        async with fetcher(recorder=recorder) as web:
            was = await web.resolve(url)
    took = []
    for pace in (0.0, 1.0):
        started = time.monotonic()
        async with fetcher(transport=ReplayTransport(file, pace=pace)) as web:
            found = await web.resolve(url)
        took.append(time.monotonic() - started)
        assert found.hops[0].elapsed == pytest.approx(was.hops[0].elapsed, abs=0.001)
    assert took[0] < 0.25
    assert took[1] >= 0.28


async def test_http2_transport(server: LoopbackServer, fetcher: Make) -> None:
    """With HTTP/2 asked for, older servers would not be read, or the guard be left out."""
    url = server.page("/a", PAGE)
    async with fetcher(http2=True) as web:
        found = await web.resolve(url)
        assert (found.status, found.hops[0].peer) == (200, "127.0.0.1")
    async with fetcher(http2=True, allow_networks=()) as web:
        assert (await web.resolve(url)).failure is Failure.PRIVATE_ADDRESS


@pytest.mark.parametrize("changes", [{"status_only": True}, {"method": "HEAD"}])
async def test_robots_are_read_whatever_is_looked_at(
    server: LoopbackServer, fetcher: Make, changes: dict[str, Any]
) -> None:
    """A run that reads no page would not read robots.txt either, and think all is allowed."""
    server.page("/robots.txt", "User-agent: *\nDisallow: /private\n")
    secret = server.page("/private/a", PAGE)
    async with fetcher(robots=True, **changes) as web:
        assert (await web.resolve(secret)).failure is Failure.ROBOTS


@pytest.mark.parametrize(
    ("headers", "page"),
    [
        ({"refresh": "1" * 60_000}, b"<p>"),
        ({"refresh": " " * 60_000}, b"<p>"),
        ({}, b"refresh" + b"<" * 32_000),
        ({}, b"<script" * 4_000 + b"location"),
        ({}, b"<script>" + b"location " * 3_000),
        ({}, b"<script>location" + b" " * 30_000),
        ({}, b"<meta http-equiv=refresh " * 1_300),
    ],
)
def test_pages_that_are_made_to_take_time(headers: dict[str, str], page: bytes) -> None:
    """One page of a stranger's making would hold up the whole run."""
    started = time.process_time()
    assert onward(page, content_type="text/html", refresh=headers.get("refresh")) is None
    assert time.process_time() - started < 1


@pytest.mark.parametrize("behaviour", ["loops", "is dropped", "hangs"])
async def test_head_that_a_server_does_not_like(
    server: LoopbackServer, fetcher: Make, behaviour: str
) -> None:
    """A site that treats HEAD as an attack would look unreachable."""
    url = server.url("/a")
    first = {
        "loops": answer(status="302 Found", headers={"Location": "/a"}),
        "is dropped": reset,
        "hangs": send_then_hang(),
    }[behaviour]
    server.behave("/a", first, answer(PAGE))
    async with fetcher(method="HEAD", attempts=1, total_timeout=4.0) as web:
        found = await web.resolve(url)
    assert [request.method for request in server.requests][:1] == ["HEAD"]
    assert (found.status, found.failure) == (200, None)


@pytest.mark.parametrize("first", [answer(status="404 Not Found"), reset])
async def test_browser_retry_where_programs_are_lied_to(
    server: LoopbackServer, fetcher: Make, first: Behaviour
) -> None:
    """A site that tells programs that nothing is there could not be checked at its editor's wish."""
    url = server.behave("/a", first, answer(PAGE))
    async with fetcher(browser_retry=True, attempts=1) as web:
        assert (await web.resolve(url)).status == 200


@pytest.mark.parametrize(
    ("location", "fragment"), [("/b", None), ("/b#votes", "votes"), ("/b#/story/5", "/story/5")]
)
async def test_fragments_travel_along_redirects(
    server: LoopbackServer, fetcher: Make, location: str, fragment: str | None
) -> None:
    """The place that a redirect names would be lost, and the cited one be reported as missing."""
    server.page("/b", PAGE)
    url = server.redirect("/a", location)
    async with fetcher() as web:
        found = await web.resolve(f"{url}#results")
    assert (found.final_url, found.fragment) == (server.url("/b"), fragment)


@pytest.mark.parametrize(
    "page",
    [
        "<meta http-equiv=refresh content=0;url=/b>",
        r'<script>location.replace("\/b")</script>',
        r'<script>window.location.href = "\/b?x=1";</script>',
    ],
)
async def test_stubs_that_send_readers_on(server: LoopbackServer, fetcher: Make, page: str) -> None:
    """The story behind a stub would never be read."""
    server.page("/b", PAGE)
    server.page("/b?x=1", PAGE)
    url = server.page("/a", f"<html><title>Moved</title>{page}</html>")
    async with fetcher() as web:
        found = await web.resolve(url)
    assert found.final_url.startswith(server.url("/b"))


async def test_a_web_archive_is_asked_for_a_moment(server: LoopbackServer, fetcher: Make) -> None:
    """A TimeGate would show the latest capture, and its links, longer than others, be cut."""
    links = (
        f'<http://a.example/{"x" * 3000}>; rel="memento"; datetime="Thu, 20 Mar 2014 00:00:00 GMT"'
    )
    dated = {"Memento-Datetime": "Thu, 20 Mar 2014 00:00:00 GMT", "Link": links}
    url = server.page("/gate", PAGE, headers=dated)
    when = "Mon, 31 Mar 2014 23:59:59 GMT"
    async with fetcher() as sending:
        found = await sending.resolve(server.redirect("/start", "/gate"), accept_datetime=when)
    assert found.final_url == url
    assert [each.headers.get("accept-datetime") for each in server.requests] == [when, when]
    assert found.header("memento-datetime") == dated["Memento-Datetime"]
    assert found.header("link") == links


async def test_links_of_other_sites_are_not_kept(server: LoopbackServer, fetcher: Make) -> None:
    """Thousands of answers that wait to be read would take far more memory."""
    url = server.page("/", PAGE, headers={"Link": '</style.css>; rel="preload"; as="style"'})
    async with fetcher() as sending:
        found = await sending.resolve(url)
    assert found.header("link") is None
    assert "accept-datetime" not in server.requests[0].headers
