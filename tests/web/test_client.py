"""What a fetcher asks for, follows, tries again and keeps."""

from __future__ import annotations

import asyncio
import gzip
import logging
import socket
import zlib
from email.utils import formatdate
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from linkcheck.models import Failure
from linkcheck.web import Fetcher, FetchSettings
from tests.server import LoopbackServer, answer, compressed, reset, send, send_then_hang

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager

    Make = Callable[..., AbstractAsyncContextManager[Fetcher]]

PAGE = "<html><title>Заголовок</title></html>"


async def test_page(server: LoopbackServer, fetcher: Make) -> None:
    """The simplest case: what a page answered would not reach the stage that reads it."""
    url = server.page("/новини/стаття", PAGE, headers={"X-Twice": "a", "ETag": "b"})
    server.behave("/%D0%BD%D0%BE%D0%B2%D0%B8%D0%BD%D0%B8", answer(PAGE))
    async with fetcher() as web:
        found = await web.resolve(server.url("/новини#розділ"))
    assert url
    assert (found.status, found.failure, found.body.decode()) == (200, None, PAGE)
    assert found.url.endswith("#розділ")
    assert found.final_url.endswith("/%D0%BD%D0%BE%D0%B2%D0%B8%D0%BD%D0%B8")
    assert found.header("Content-Type") == "text/html; charset=utf-8"
    (hop,) = found.hops
    assert (hop.status, hop.peer, hop.protocol, hop.via) == (
        200, "127.0.0.1", "HTTP/1.1", "request",
    )  # fmt: skip


async def test_request_says_who_asks(server: LoopbackServer, fetcher: Make) -> None:
    """Those who run a site could not tell who asks nor whom to write to."""
    url = server.page("/")
    async with fetcher(contact="https://news.example/bot") as web:
        await web.resolve(url)
    (request,) = server.requests
    assert request.method == "GET"
    assert "linkcheck/" in request.headers["user-agent"]
    assert "+https://news.example/bot" in request.headers["user-agent"]
    assert set(request.headers["accept-encoding"].split(", ")) == {"gzip", "deflate", "br", "zstd"}


async def test_escapes_are_sent_as_they_are(server: LoopbackServer, fetcher: Make) -> None:
    """A site that tells %2F from / would answer 404 to an address that lives."""
    target = "/a%2Fb%3B/%CF%F0?u=http%3A%2F%2Fx%2F&v=a+b%2Bc|[1]"
    async with fetcher() as web:
        await web.resolve(server.url(target))
    assert server.requests[0].target == target


async def test_redirects_are_recorded(server: LoopbackServer, fetcher: Make) -> None:
    """An editor could not be told where a link leads now, nor by which way."""
    server.redirect("/one", "two?x=1", status="301 Moved Permanently")
    server.redirect("/two", server.url("/three"), status="308 Permanent Redirect")
    last = server.page("/three", PAGE)
    async with fetcher() as web:
        found = await web.resolve(server.url("/one"))
    assert (found.status, found.final_url) == (200, last)
    assert [(hop.status, hop.via, hop.location) for hop in found.hops] == [
        (301, "request", "two?x=1"),
        (308, "redirect", last),
        (200, "redirect", None),
    ]


@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("/шлях".encode(), "/%D1%88%D0%BB%D1%8F%D1%85"),
        ("/путь".encode("cp1251"), "/%EF%F3%F2%FC"),
    ],
)
async def test_redirect_to_bare_cyrillic(
    server: LoopbackServer, fetcher: Make, location: bytes, target: str
) -> None:
    """Old sites redirect with unescaped letters, and would all look dead."""
    server.behave(
        "/a",
        send(b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + location + b"\r\n\r\n"),
    )
    server.page(target, PAGE)
    async with fetcher() as web:
        found = await web.resolve(server.url("/a"))
    assert (found.status, found.final_url) == (200, server.url(target))


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        ("/a", Failure.REDIRECT_LOOP),
        ("javascript:alert(1)", Failure.UNSUPPORTED_SCHEME),
        ("file:///etc/passwd", Failure.UNSUPPORTED_SCHEME),
        ("http://[::1", Failure.MALFORMED_ANSWER),
        ("http://10.0.0.1/admin", Failure.PRIVATE_ADDRESS),
    ],
)
async def test_redirects_that_lead_nowhere(
    server: LoopbackServer, fetcher: Make, location: str, expected: Failure
) -> None:
    """A redirect could lead in circles, into our own network or to a local file."""
    url = server.redirect("/a", location)
    async with fetcher() as web:
        found = await web.resolve(url)
    assert (found.failure, found.status) == (expected, None)
    assert found.hops[0].location == location


async def test_redirects_without_end(server: LoopbackServer, fetcher: Make) -> None:
    """A trap for robots would keep the run busy for ever."""
    for number in range(9):
        server.redirect(f"/{number}", f"/{number + 1}")
    async with fetcher(max_redirects=5) as web:
        found = await web.resolve(server.url("/0"))
    assert (found.failure, len(found.hops)) == (Failure.TOO_MANY_REDIRECTS, 6)


async def test_redirect_with_an_endless_body(server: LoopbackServer, fetcher: Make) -> None:
    """A redirect that never finishes its body would be taken for a site that hangs."""
    server.behave("/a", send_then_hang(b"HTTP/1.1 302 Found\r\nLocation: /b\r\n\r\nmoved"))
    server.page("/b", PAGE)
    async with fetcher() as web:
        assert (await web.resolve(server.url("/a"))).status == 200


async def test_cookies_live_in_one_chain(server: LoopbackServer, fetcher: Make) -> None:
    """A site that tests for cookies looks like a loop; cookies kept longer would track us."""
    wall = {"Location": "/a", "Set-Cookie": "seen=1; Path=/"}
    server.behave("/a", answer(status="302 Found", headers=wall), answer(PAGE))
    async with fetcher() as web:
        assert (await web.resolve(server.url("/a"))).status == 200
        assert (await web.resolve(server.url("/a"))).status == 200
    assert [request.headers.get("cookie") for request in server.requests] == [None, "seen=1", None]


async def test_credentials_in_an_address_are_not_sent(
    server: LoopbackServer, fetcher: Make
) -> None:
    """A password that somebody left in an article would be used and stored by us."""
    url = server.page("/").replace("http://", "http://user:secret@")
    async with fetcher() as web:
        found = await web.resolve(url)
    assert "authorization" not in server.requests[0].headers
    assert "secret" not in found.final_url + found.hops[0].url


@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable"])
async def test_busy_site_is_asked_again(server: LoopbackServer, fetcher: Make, status: str) -> None:
    """A site that was busy for a moment would be reported as unreachable."""
    busy = answer(status=status, headers={"Retry-After": "0"})
    url = server.behave("/a", busy, answer(PAGE))
    async with fetcher() as web:
        found = await web.resolve(url)
    assert (found.status, found.attempts, server.asked("/a")) == (200, 2, 2)


@pytest.mark.parametrize("value", ["3600", formatdate(2_000_000_000 * 2, usegmt=True)])
async def test_site_that_asks_for_a_long_pause_is_left_alone(
    server: LoopbackServer, fetcher: Make, value: str
) -> None:
    """Asking again before the time that a site named gets us blocked; waiting takes hours."""
    url = server.page("/a", "", status="429 Slow Down", headers={"Retry-After": value})
    async with fetcher(attempts=3) as web:
        found = await web.resolve(url)
    assert (found.status, found.attempts, server.asked("/a")) == (429, 1, 1)


async def test_reset_connection_is_tried_again(server: LoopbackServer, fetcher: Make) -> None:
    """One lost connection would make a living source look unreachable."""
    url = server.behave("/a", reset, reset, answer(PAGE))
    async with fetcher(attempts=3) as web:
        found = await web.resolve(url)
    assert (found.status, found.failure) == (200, None)


async def test_plain_404_is_not_tried_again(server: LoopbackServer, fetcher: Make) -> None:
    """Dead links would cost twice the requests."""
    async with fetcher() as web:
        found = await web.resolve(server.url("/gone"))
    assert (found.status, found.attempts, server.asked("/gone")) == (404, 1, 1)


async def test_long_body_is_cut(server: LoopbackServer, fetcher: Make) -> None:
    """A link to a film would be read to its end."""
    url = server.page("/a", b"x" * 300_000)
    async with fetcher(max_body=100_000) as web:
        found = await web.resolve(url)
    assert (found.status, len(found.body), found.truncated) == (200, 100_000, True)


async def test_body_of_exactly_the_cap_is_whole(server: LoopbackServer, fetcher: Make) -> None:
    """A page would be called cut off although all of it was read."""
    url = server.page("/a", b"x" * 1000)
    async with fetcher(max_body=1000) as web:
        found = await web.resolve(url)
    assert (len(found.body), found.truncated) == (1000, False)


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", gzip.compress(PAGE.encode())),
        ("x-gzip", gzip.compress(PAGE[:9].encode()) + gzip.compress(PAGE[9:].encode())),
        ("deflate", zlib.compress(PAGE.encode())),
        ("deflate", zlib.compress(PAGE.encode(), wbits=-15)),
        ("gzip", PAGE.encode()),
        ("identity", PAGE.encode()),
    ],
    ids=["gzip", "two members", "zlib", "raw deflate", "named gzip yet plain", "identity"],
)
async def test_compressed_bodies(
    server: LoopbackServer, fetcher: Make, coding: str, body: bytes
) -> None:
    """Living pages would be unreadable."""
    url = server.page("/a", body, headers={"Content-Encoding": coding})
    async with fetcher() as web:
        found = await web.resolve(url)
    assert (found.status, found.body.decode()) == (200, PAGE)


async def test_long_compressed_page_is_no_bomb(server: LoopbackServer, fetcher: Make) -> None:
    """A long table compresses well, and would be refused as an attack."""
    rows = b"".join(b"<tr><td>row %d</td><td>%d</td></tr>" % (n, n * n) for n in range(20_000))
    url = server.behave("/a", compressed(rows))
    async with fetcher(max_body=100_000) as web:
        found = await web.resolve(url)
    assert (found.status, found.body, found.truncated) == (200, rows[:100_000], True)


async def test_page_that_breaks_off_late_is_kept(server: LoopbackServer, fetcher: Make) -> None:
    """A page with a wrong Content-Length shows well in a browser and would be called broken."""
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n"
    url = server.behave("/a", send(head + PAGE.encode(), close=True))
    async with fetcher() as web:
        found = await web.resolve(url)
    assert (found.status, found.body.decode(), found.truncated) == (200, PAGE, True)


async def test_status_counts_although_the_body_breaks_off(
    server: LoopbackServer, fetcher: Make
) -> None:
    """A clear 404 would be reported as a site that cannot be reached."""
    url = server.behave(
        "/a", send(b"HTTP/1.1 404 Not Found\r\nContent-Length: 99\r\n\r\nno", close=True)
    )
    async with fetcher() as web:
        found = await web.resolve(url)
    assert (found.status, found.failure) == (404, None)


async def test_long_headers(server: LoopbackServer, fetcher: Make) -> None:
    """News sites send policies of more than 8 KiB, and would look broken."""
    url = server.page("/a", PAGE, headers={"Content-Security-Policy": "x" * 30_000})
    async with fetcher() as web:
        assert (await web.resolve(url)).status == 200


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("javascript:alert(1)", Failure.UNSUPPORTED_SCHEME),
        ("data:text/html,x", Failure.UNSUPPORTED_SCHEME),
        ("mailto:a@b.example", Failure.UNSUPPORTED_SCHEME),
        ("file:///etc/passwd", Failure.UNSUPPORTED_SCHEME),
        ("ftp://host.example/x", Failure.UNSUPPORTED_SCHEME),
        ("www.example.org/x", Failure.MALFORMED_URL),
        ("http://", Failure.MALFORMED_URL),
        ("http://[::1", Failure.MALFORMED_URL),
        ("http://host.example:99999/", Failure.MALFORMED_URL),
        ("http://a b/", Failure.MALFORMED_URL),
        ("", Failure.MALFORMED_URL),
        ("http://1.2.3.4.5/", Failure.MALFORMED_URL),
        ("http://\ud800/", Failure.MALFORMED_URL),
        ("https://" + "x" * 9000, Failure.MALFORMED_URL),
    ],
)
async def test_addresses_that_are_never_asked(fetcher: Make, url: str, expected: Failure) -> None:
    """A slip in an article would end the run, or open a local file."""
    async with fetcher() as web:
        found = await web.resolve(url)
    assert (found.failure, found.hops) == (expected, ())
    assert found.detail


async def test_addresses_are_not_logged(
    server: LoopbackServer, fetcher: Make, caplog: pytest.LogCaptureFixture
) -> None:
    """Addresses with secrets in them would stand in the logs of whoever uses the library."""
    caplog.set_level(logging.INFO)
    url = server.page("/a") + "?token=abc"
    async with fetcher() as web:
        await web.resolve(url)
    assert "abc" not in caplog.text
    async with httpx.AsyncClient() as theirs:
        await theirs.get(url)
    assert "abc" in caplog.text


async def test_transport_of_ones_own() -> None:
    """A user's transport would be ignored, or its odd exceptions end the run."""

    def handle(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/odd":
            raise ZeroDivisionError
        return httpx.Response(200, text=PAGE)

    settings = FetchSettings(backoff=0.0, host_interval=0.0)
    async with Fetcher(settings, transport=httpx.MockTransport(handle)) as web:
        good = await web.resolve("http://source.example/")
        bad = await web.resolve("http://source.example/odd")
    assert (good.status, good.body.decode()) == (200, PAGE)
    assert bad.failure is Failure.NETWORK


async def test_proxies_of_the_environment_are_not_used(
    server: LoopbackServer, fetcher: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A proxy left in the environment would see every source, and lead around the guard."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    async with fetcher() as web:
        assert (await web.resolve(server.page("/a"))).status == 200


class _Faulty(httpx.AsyncBaseTransport):
    """A transport with a bug."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        raise KeyError("routes")


@pytest.mark.parametrize(
    ("transport", "said"),
    [
        (_Faulty(), "KeyError: 'routes'"),
        (httpx.HTTPTransport(), "AttributeError: 'HTTPTransport' object has no attribute"),
    ],
    ids=["a bug", "not asynchronous"],
)
async def test_fault_of_own_transport_is_named(transport: Any, said: str, fetcher: Make) -> None:
    """A bug in the user's own transport would be reported as trouble with the network."""
    async with fetcher(transport=transport, attempts=1) as web:
        found = await web.resolve("https://a.example/")
    assert found.failure is Failure.NETWORK
    assert f"your httpx transport raised {said}" in str(found.detail)


async def test_own_failure_is_told_where_a_host_is_given_up(fetcher: Make) -> None:
    """Both addresses of a dead host would refer to "other addresses", and none say what it did."""
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    async with fetcher() as web:
        found = await asyncio.gather(*(web.resolve(f"http://127.0.0.1:{port}/{n}") for n in "abc"))
    told = [each.detail for each in found]
    assert told == [
        "the host refused the connection",
        "the host refused the connection",
        "the host refused the connection (as for other addresses of this host)",
    ]
