"""A fuse for hosts that do not answer: asked twice, and then left alone.

Until a host has answered once, only two requests to it are under way, or four once it has taken
a connection; when they find nobody, the rest of its links share that outcome instead of each
waiting out its own time limit.
"""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from linkcheck.models import Failure
from linkcheck.web.failures import DETAILS, KnownFailureError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

__all__ = ["Breakers", "Trial"]

# No connection was made: what holds for one address of a host holds for all.
_NO_CONNECTION = frozenset(
    {
        Failure.NO_SUCH_HOST, Failure.DNS_TEMPORARY, Failure.REFUSED, Failure.CONNECT_TIMEOUT,
        Failure.TLS_EXPIRED, Failure.TLS_WRONG_NAME, Failure.TLS_SELF_SIGNED,
        Failure.TLS_INCOMPLETE_CHAIN, Failure.TLS_UNTRUSTED, Failure.TLS_OTHER, Failure.NETWORK,
    }
)  # fmt: skip
# A connection was made and nothing came over it: one address may be slow where others are not.
_NO_ANSWER = frozenset({Failure.READ_TIMEOUT, Failure.RESET})

_TRIALS = 2
_SILENCES = 4


class _Host:
    """What is known of one host."""

    __slots__ = ("answered", "failed", "reached", "silent", "trials", "verdict")

    def __init__(self) -> None:
        self.answered = False
        self.failed = 0
        self.reached = False
        self.silent = 0
        self.trials = asyncio.Semaphore(_TRIALS)
        self.verdict: Failure | None = None

    @property
    def unknown(self) -> bool:
        """Whether neither an answer nor enough failures have told what is there."""
        return not self.answered and self.verdict is None


class Trial:
    """A request that may go out, and what is to be learnt from it.

    Args:
        host: whom it goes to.
        held: it is one of those few that find out whether anybody is there.
    """

    __slots__ = ("_held", "_host")

    def __init__(self, host: _Host, *, held: bool) -> None:
        self._host = host
        self._held = held

    def reached(self) -> None:
        """Learn that the host takes connections: an answer that is slow may come yet."""
        host = self._host
        if not host.answered and not host.reached:
            host.reached = True
            for _ in range(_SILENCES - _TRIALS):
                host.trials.release()

    def note(self, failure: Failure | None) -> None:
        """Learn how it ended.

        Args:
            failure: why no answer came, or None where one did.
        """
        host = self._host
        if host.answered:
            return
        if failure in _NO_CONNECTION:
            host.failed += 1
        elif failure in _NO_ANSWER:
            host.silent += 1
            # Nobody is sent after it: silence is found out by so many, not by so many in a row.
            self._held = self._held and not host.reached
        else:
            host.answered, host.verdict = True, None
        if not host.answered and (host.failed >= _TRIALS or host.silent >= _SILENCES):
            host.verdict = failure
        if not host.unknown:
            self._held = True

    def end(self) -> None:
        """Let the next one go out."""
        if self._held:
            self._host.trials.release()


class Breakers:
    """One fuse for each host and port."""

    def __init__(self) -> None:
        self._hosts: dict[str, _Host] = {}
        self._answered = _Host()
        self._answered.answered = True

    @asynccontextmanager
    async def trial(self, origin: str) -> AsyncIterator[Trial]:
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
        trial = Trial(host, held=held)
        try:
            yield trial
        finally:
            trial.end()
            if host.answered:
                # Those who wait at this host's own gate still need it; all others share one.
                self._hosts[origin] = self._answered
