"""Cookies that sites set on the way from a cited address to its page."""

from __future__ import annotations

import warnings
from email.message import Message
from http.cookiejar import CookieJar
from typing import TYPE_CHECKING, Any, cast
from urllib.request import Request

if TYPE_CHECKING:
    from http.client import HTTPResponse

    from linkcheck.web.messages import Response

__all__ = ["Cookies"]


# RFC 6265 6.1: what clients should support at least, and browsers drop what is longer. The jar
# takes more than linear time for a hostile cookie.
_LONGEST = 4096
_MOST = 50


class Cookies:
    """The cookies of one chain, sent to whom they belong (RFC 6265)."""

    def __init__(self) -> None:
        self._jar = CookieJar()

    def take(self, url: str, response: Response) -> None:
        """Keep the cookies that an answer sets.

        Args:
            url: the address that answered.
            response: its answer.
        """
        if len(self._jar) >= _MOST:
            return
        answer = cast("HTTPResponse", _Answer(response))  # of which only info() is asked for
        with warnings.catch_warnings():
            # The jar drops what overflows its numbers, and shows a traceback for it.
            warnings.simplefilter("ignore")
            self._jar.extract_cookies(answer, Request(url))  # noqa: S310 - nothing is opened

    def header(self, url: str) -> str | None:
        """Return the Cookie header for an address, or None."""
        request: Any = Request(url)  # noqa: S310 - nothing is opened
        self._jar.add_cookie_header(request)
        sent: str | None = request.get_header("Cookie")
        return sent


class _Answer:
    """An answer with the one method that a `CookieJar` documents as needed: `info`."""

    def __init__(self, response: Response) -> None:
        self._headers = Message()
        cookies = [value for name, value in response.headers if name == "set-cookie"]
        for value in [value for value in cookies if len(value) <= _LONGEST][:_MOST]:
            self._headers["Set-Cookie"] = value

    def info(self) -> Message:
        return self._headers
