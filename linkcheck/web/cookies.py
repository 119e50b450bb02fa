"""Cookies that sites set on the way from a cited address to its page."""

from __future__ import annotations

from email.message import Message
from http.cookiejar import CookieJar
from typing import TYPE_CHECKING, Any, cast
from urllib.request import Request

if TYPE_CHECKING:
    from http.client import HTTPResponse

    from linkcheck.web.wire import Response

__all__ = ["Cookies"]


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
        answer = cast("HTTPResponse", _Answer(response))  # of which only info() is asked for
        self._jar.extract_cookies(answer, Request(url))  # noqa: S310 - nothing is opened

    def header(self, url: str) -> str | None:
        """Return the Cookie header for an address, or None."""
        request: Any = Request(url)  # noqa: S310 - nothing is opened
        self._jar.add_cookie_header(request)
        sent: str | None = request.get_header("Cookie")
        return sent


class _Answer:
    """An answer as the jar wants to see it."""

    def __init__(self, response: Response) -> None:
        self._headers = Message()
        for name, value in response.headers:
            self._headers[name] = value

    def info(self) -> Message:
        return self._headers
