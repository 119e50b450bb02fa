"""Answers that are not quite HTTP, and bodies that are not quite what they say, on real sockets."""

from __future__ import annotations

import gzip
import random
import zlib
from typing import TYPE_CHECKING

import brotli
import pytest

from linkcheck.models import Failure
from linkcheck.web.failures import KnownFailureError
from linkcheck.web.lenient import read_head
from tests.server import LoopbackServer, answer, send

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager

    from linkcheck.web import Fetcher

    Fetchers = Callable[..., AbstractAsyncContextManager[Fetcher]]

STORY = "<html><title>Ferry opens again</title><p>The ferry to the island runs from May.</p></html>"
PAGE = STORY.encode()
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
LENGTH = b"Content-Length: %d\r\n\r\n" % len(PAGE)
SIZE = b"%x\r\n" % len(PAGE)


@pytest.mark.parametrize(
    "data",
    [
        OK + b"Server nginx\r\n" + LENGTH + PAGE,
        OK + b"X-Frame-Options=DENY;\r\n" + LENGTH + PAGE,
        OK + b": nothing\r\n" + LENGTH + PAGE,
        OK + b"Cache-Control: no-cache\r\r\n" + LENGTH + PAGE,
        OK + b"Content-Length: 7\r\nTransfer-Encoding: chunked\r\n\r\n" + SIZE + PAGE + b"\r\n0\r\n\r\n",
        OK + b"Content-Length: %d\r\n" % len(PAGE) + LENGTH + PAGE,
        OK + b"Content-Length: %d, %d\r\n\r\n" % (len(PAGE), len(PAGE)) + PAGE,
        OK + b"Transfer-Encoding: identity\r\n" + LENGTH + PAGE,
        OK + b"Transfer-Encoding: chunked\r\n\r\n" + SIZE + PAGE + b"\r\n??\r\n",
        OK + LENGTH + PAGE + b"\r\n<!-- made in 0.1 s -->\r\n",
        b"\r\n" + OK + LENGTH + PAGE,
        OK + b"X-Long: one\r\n\ttwo\r\n" + LENGTH + PAGE,
        b"HTTP/1.1 103 Early Hints\r\nLink </a.css>\r\n\r\n" + OK + LENGTH + PAGE,
    ],
    ids=[
        "no colon", "equals for a colon", "no name", "two carriage returns", "length and chunks",
        "length twice", "length doubled", "identity", "rubbish for a chunk", "bytes behind the body",
        "empty line before", "folded", "broken hints before",
    ],
)  # fmt: skip
@pytest.mark.parametrize("times", [1, 3])
async def test_browsers_show_it(
    server: LoopbackServer, fetcher: Fetchers, data: bytes, times: int
) -> None:
    """A living site with one odd line would fail at every run, and be a dead link at the third."""
    url = server.behave("/x", send(data, close=True))
    async with fetcher() as web:
        for _ in range(times):
            found = await web.resolve(url)
            assert (found.failure, found.status, found.body) == (None, 200, PAGE)
            assert found.header("content-type") == "text/html"


def wrong_sum() -> bytes:
    """Return gzip whose checksum is another's."""
    whole = gzip.compress(PAGE)
    return whole[:-8] + b"\0\1\2\3" + whole[-4:]


def noise(size: int) -> str:
    """Return text that hardly shrinks."""
    chance = random.Random(1)
    return "".join(chance.choice("abcdefghijklmnop ") for _ in range(size))


def damaged(shrink: Callable[[bytes], bytes]) -> bytes:
    """Return a long page whose second half is damaged."""
    body = bytearray(shrink(PAGE + f"<!-- {noise(60_000)} -->".encode()))
    half = len(body) // 2
    body[half : half + 60] = b"\xff" * 60
    return bytes(body)


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", wrong_sum()),
        ("gzip", gzip.compress(PAGE)[:-8]),
        ("gzip", damaged(gzip.compress)),
        ("deflate", damaged(zlib.compress)),
        ("br", damaged(brotli.compress)),
        ("windows-1251", PAGE),
        ("text/html", PAGE),
        ("gzip, gzip", gzip.compress(gzip.compress(PAGE))),
        ("gzip, gzip", gzip.compress(PAGE)),
        ("UTF-8, br", brotli.compress(PAGE)),
        ("deflate, gzip", gzip.compress(zlib.compress(PAGE))),
    ],
    ids=[
        "wrong checksum", "no checksum", "damaged gzip", "damaged deflate", "damaged br", "no coding",
        "a media type", "twice", "twice said", "one that is none", "two",
    ],
)  # fmt: skip
async def test_bodies_that_browsers_show(
    server: LoopbackServer, fetcher: Fetchers, coding: str, body: bytes
) -> None:
    """A page would count as unreadable though its beginning, or all of it, can be read."""
    url = server.behave("/x", answer(body, headers={"Content-Encoding": coding}))
    async with fetcher() as web:
        found = await web.resolve(url)
    assert (found.failure, found.status) == (None, 200)
    assert found.body.startswith(PAGE)


def test_a_bomb_in_two_layers(server: LoopbackServer) -> None:
    """Codings on top of each other would fill the memory."""
    from linkcheck.web.body import BodyError, BodyReader

    bomb = gzip.compress(gzip.compress(b"\0" * 200_000_000))
    reader = BodyReader("gzip, gzip", limit=1_000_000)
    with pytest.raises(BodyError) as caught:
        reader.feed(bomb)
    assert caught.value.bomb


@pytest.mark.parametrize("lines", [[], [b"SSH-2.0-x"], [b"HTTP/1.1"], [b"HTTP/1.1 20"]])
def test_no_answer_at_all(lines: list[bytes]) -> None:
    """Whatever speaks on a port would count as a page."""
    with pytest.raises(KnownFailureError) as caught:
        read_head(lines)
    assert caught.value.failure is Failure.MALFORMED_ANSWER


async def test_the_guard_holds_for_the_second_request(
    server: LoopbackServer, fetcher: Fetchers
) -> None:
    """An odd header would open the way into a private network."""
    url = server.behave("/x", send(OK + b"odd\r\n" + LENGTH + PAGE, close=True))
    async with fetcher(allow_networks=()) as web:
        found = await web.resolve(url)
    assert found.failure is Failure.PRIVATE_ADDRESS
    assert server.requests == []


async def test_endless_heads_and_bodies_are_cut(server: LoopbackServer, fetcher: Fetchers) -> None:
    """A hostile server would hold the reader, or its memory, by an answer that has no end."""
    endless = OK + b"odd\r\n" + b"X-A: " + b"a" * 400_000
    url = server.behave("/head", send(endless, close=True))
    long = OK + b"odd\r\n\r\n" + b"<html>" + b"b" * 3_000_000
    body = server.behave("/body", send(long, close=True))
    async with fetcher(max_body=100_000) as web:
        assert (await web.resolve(url)).failure is Failure.MALFORMED_ANSWER
        found = await web.resolve(body)
    assert (found.status, len(found.body), found.truncated) == (200, 100_000, True)
