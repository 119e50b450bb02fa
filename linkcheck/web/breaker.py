"""A fuse for hosts that do not answer: asked twice, and then left alone.

Until a host has answered once, only two requests to it are under way; when they find nobody, the
rest of its links share that outcome instead of each waiting out its own time limit.
"""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from linkcheck.models import Failure
from linkcheck.web.failures import DETAILS, KnownFailureError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

__all__ = ["Breakers"]

# No connection was made: what holds for one address of a host holds for all.
_NO_CONNECTION = frozenset(
    {
        Failure.NO_SUCH_HOST, Failure.DNS_TEMPORARY, Failure.REFUSED, Failure.CONNECT_TIMEOUT,
        Failure.TLS_EXPIRED, Failure.TLS_WRONG_NAME, Failure.TLS_SELF_SIGNED,
        Failure.TLS_INCOMPLETE_CHAIN, Failure.TLS_UNTRUSTED, Failure.TLS_OTHER,
    }
)  # fmt: skip
# A connection was made and nothing came over it: one address may be slow where others are not.
_NO_ANSWER = frozenset({Failure.READ_TIMEOUT, Failure.RESET})

_TRIALS = 2
_SILENCES = 4


class _Host:
    """What is known of one host."""

    __slots__ = ("answered", "failed", "silent", "trials", "verdict")

    def __init__(self) -> None:
        self.answered = False
        self.failed = 0
        self.silent = 0
        self.trials = asyncio.Semaphore(_TRIALS)
        self.verdict: Failure | None = None

    @property
    def unknown(self) -> bool:
        """Whether neither an answer nor enough failures have told what is there."""
        return not self.answered and self.verdict is None


class Breakers:
    """One fuse for each host and port."""

    def __init__(self) -> None:
        self._hosts: dict[str, _Host] = {}
        self._answered = _Host()
        self._answered.answered = True

    @asynccontextmanager
    async def trial(self, origin: str) -> AsyncIterator[None]:
        """Wait until a host may be asked.

        Args:
            origin: scheme, host and port.

        Raises:
            KnownFailureError: nobody is there: it has been tried often enough.
        """
        host = self._hosts.setdefault(origin, _Host())
        held = False
        if not host.answered:
            await host.trials.acquire()
            held = host.unknown
            if not held:  # what we waited for has been told meanwhile
                host.trials.release()
        if host.verdict is not None:
            detail = f"{DETAILS[host.verdict]} (as for other addresses of this host)"
            raise KnownFailureError(host.verdict, detail)
        try:
            yield
        finally:
            if held:
                host.trials.release()

    def note(self, origin: str, failure: Failure | None) -> None:
        """Learn from a request.

        Args:
            origin: whom it went to.
            failure: why no answer came, or None where one did.
        """
        host = self._hosts.setdefault(origin, _Host())
        if host.answered:
            return
        if failure in _NO_CONNECTION:
            host.failed += 1
        elif failure in _NO_ANSWER:
            host.silent += 1
        else:
            # Those who wait at this host's own gate still need it; all others share one.
            host.answered, host.verdict = True, None
            self._hosts[origin] = self._answered
        if not host.answered and (host.failed >= _TRIALS or host.silent >= _SILENCES):
            host.verdict = failure
