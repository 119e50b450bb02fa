"""One way from a cited address to the answer it leads to."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from linkcheck.models import Failure, Resolution
from linkcheck.web.cookies import Cookies
from linkcheck.web.exchange import kept_headers
from linkcheck.web.failures import KnownFailureError
from linkcheck.web.redirects import next_address, onward

if TYPE_CHECKING:
    from linkcheck.models import Hop
    from linkcheck.web.exchange import Answer
    from linkcheck.web.messages import Request
    from linkcheck.web.settings import FetchSettings

__all__ = ["Chain", "failed"]


_LONGEST_FRAGMENT = 1024


class Chain:
    """Where one attempt has come to.

    Args:
        url: as cited.
        address: the same in the form in which it is asked for.
        settings: see `FetchSettings`.

    Attributes:
        method: of the next request.
        via: how we came to the next address, see `Hop.via`.
        fragment: that of the last redirect that had one.
        hops: the requests sent so far.
        budget: seconds that are left.
        cookies: set on the way, or None.
        whole: read the page to its end: a fragment may point there.
        limit: bytes of it that are read, or None as for all.
    """

    def __init__(self, url: str, address: str, settings: FetchSettings) -> None:
        self.url = url
        self.address = self._first = address
        self.method: str = settings.method
        self.via = "request"
        self.fragment: str | None = None
        self.hops: list[Hop] = []
        self.budget = settings.total_timeout
        # Made with the first cookie: most chains have none.
        self.cookies: Cookies | None = None
        self.whole = "#" in url and not settings.status_only
        self.limit: int | None = None
        self._most = settings.max_redirects
        self._seen: set[tuple[str, str, str]] = set()

    def begin_again(self, method: str) -> None:
        """Start once more from the first address, with another method."""
        self.method, self.address, self.via = method, self._first, "request"
        self._seen.clear()
        self._most += len(self.hops)

    def enter(self, request: Request) -> None:
        """Take the next step, unless it closes a loop or there were too many.

        Raises:
            KnownFailureError: it does, or there were.
        """
        # The same address with other cookies is no loop: sites test for cookies that way.
        state = (self.method, self.address, request.headers.get("Cookie", ""))
        if state in self._seen:
            raise KnownFailureError(Failure.REDIRECT_LOOP)
        if len(self.hops) > self._most:
            raise KnownFailureError(Failure.TOO_MANY_REDIRECTS)
        self._seen.add(state)

    def go_on(self, answer: Answer) -> bool:
        """Move to where an answer sends us; return False where it is the last one.

        Raises:
            KnownFailureError: it sends us to something that is no address.
        """
        assert answer.response is not None  # noqa: S101 - only answers come here
        if answer.response.header("set-cookie") is not None:
            self.cookies = self.cookies if self.cookies is not None else Cookies()
            self.cookies.take(self.address, answer.response)
        if answer.hop.location is not None:
            self._step(answer.hop.location, "redirect")
            return True
        if answer.response.status != 200:
            return False
        sent = onward(
            answer.body,
            content_type=answer.response.header("content-type"),
            refresh=answer.response.header("refresh"),
        )
        if sent is None:
            return False
        try:
            target = next_address(self.address, sent.target)
        except KnownFailureError:
            return False  # the page is there, whatever its script meant
        if any(hop.url == target for hop in self.hops):
            return False  # it reloads itself
        self._step(sent.target, sent.via)
        return True

    def _step(self, target: str, via: str) -> None:
        """Go to an address; its fragment replaces the former one, if it has any.

        Raises:
            KnownFailureError: it is no address.
        """
        self.address, self.via = next_address(self.address, target), via
        _, mark, fragment = target.partition("#")
        if mark:
            self.fragment, self.whole = fragment[:_LONGEST_FRAGMENT], True

    def arrived(self, answer: Answer) -> Resolution:
        """Return the outcome of a chain that came to its end."""
        response = answer.response
        assert response is not None  # noqa: S101 - only answers come here
        return Resolution(
            url=self.url,
            final_url=self.address,
            hops=tuple(self.hops),
            status=response.status,
            headers=kept_headers(response),
            body=answer.body,
            truncated=answer.truncated,
            fetched_at=response.date or _now(),
            fragment=self.fragment,
        )

    def failed(self, error: KnownFailureError) -> Resolution:
        """Return the outcome of a chain that broke off."""
        return failed(self.url, self.address, error, tuple(self.hops))


def failed(
    url: str, address: str, error: KnownFailureError, hops: tuple[Hop, ...] = ()
) -> Resolution:
    """Return the outcome where no answer came.

    Args:
        url: as cited.
        address: where the way ended.
        error: what went wrong.
        hops: the requests sent so far.
    """
    return Resolution(
        url=url,
        final_url=address,
        hops=hops,
        failure=error.failure,
        detail=error.detail,
        fetched_at=_now(),
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
