"""Requests to one web archive: no faster than it wants, and none once it has failed."""

from __future__ import annotations

import asyncio
import re
import time
from collections import Counter
from contextlib import nullcontext
from email.utils import format_datetime
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

from linkcheck.models import Failure

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from linkcheck.models import Resolution
    from linkcheck.repair.archives import Archive
    from linkcheck.repair.candidates import Web
    from linkcheck.repair.captures import Capture

__all__ = ["ArchiveClient", "ArchiveFailedError", "Protocol", "UnknownProtocolError"]

Protocol: TypeAlias = Literal["cdx", "timemap", "timegate"]
Question: TypeAlias = Literal["page", "domain"]
QUESTIONS: tuple[Question, ...] = get_args(Question)

_TRIES = 2
"""Failures in a row after which an archive is set aside."""
_UNDECIDED = 5
"""Addresses after which an archive is set aside that has answered in no protocol."""

# Asking again in the same run would give the same.
_FOR_GOOD = frozenset(
    {
        Failure.NO_SUCH_HOST, Failure.PRIVATE_ADDRESS, Failure.ROBOTS,
        Failure.UNSUPPORTED_SCHEME, Failure.MALFORMED_URL,
    }
)  # fmt: skip
# What the Wayback Machine says of sites that it does not show, with status 403.
_EXCLUDED = re.compile(rb"blocked site|accesscontrol|blocked by robots", re.IGNORECASE)


class ArchiveFailedError(Exception):
    """An archive gave no answer that can be read; the message says why, and ends no sentence.

    Attributes:
        for_good: asking again would be of no use.
        answered: there is a server, which may know another protocol.
        recorded: False where a recording has no such request, which says nothing of others.
    """

    def __init__(
        self,
        reason: str,
        *,
        for_good: bool = False,
        answered: bool = False,
        recorded: bool = True,
    ) -> None:
        super().__init__(reason)
        self.for_good = for_good
        self.answered = answered
        self.recorded = recorded


class UnknownProtocolError(Exception):
    """An archive that a user named has no such page, or knows none of the protocols."""


class ArchiveClient:
    """Asks one archive, and keeps what a run learns of it.

    Args:
        archive: which.
        paced: keep the pauses between requests that it asks for.

    Attributes:
        aside: why it is not asked any more, in words that end no sentence, by what about.
        protocol: the one that it has answered in, once that is known.
        crawls: the indexes of an archive that has one for each crawl, once they are known.
    """

    def __init__(self, archive: Archive, *, paced: bool = True) -> None:
        self.archive = archive
        self.dialect = archive.dialect
        self.aside: dict[Question, str] = {}
        self.protocol: Protocol | None = None
        self.crawls: list[tuple[datetime, str]] | None = None
        self._answered = False
        self._failures: Counter[Question] = Counter()
        self._undecided = 0
        self._first = asyncio.Lock()
        limit = archive.at_once
        self._slots = asyncio.Semaphore(limit) if limit else nullcontext()
        self._interval = archive.interval if paced else 0.0
        self._next = 0.0

    async def asked(
        self, question: Question, ask: Callable[[], Awaitable[list[Capture]]]
    ) -> list[Capture] | None:
        """Return what the archive says; None where it fails or was set aside.

        Until it has answered once, one question at a time is put to it: an archive that is down
        costs the time limits of two requests, not of all.

        Args:
            question: what about. A whole domain may be too much for an archive that knows pages.
            ask: puts the question to it.
        """
        if not self._answered:
            async with self._first:
                if not self._answered:  # it may have meanwhile
                    return await self._noted(question, ask)
        async with self._slots:
            return await self._noted(question, ask)

    async def _noted(
        self, question: Question, ask: Callable[[], Awaitable[list[Capture]]]
    ) -> list[Capture] | None:
        if question in self.aside:
            return None
        try:
            found = await ask()
        except ArchiveFailedError as error:
            self._failures[question] += error.recorded
            if error.for_good:
                self._set_aside(str(error))
            elif self._failures[question] >= _TRIES:
                self.aside.setdefault(question, str(error))
            return None
        except UnknownProtocolError:
            self._undecided += 1
            if self._undecided >= _UNDECIDED:
                self._set_aside("it supports neither CDX nor Memento requests")
            return []
        self._answered = True
        self._failures[question] = 0
        return found

    def _set_aside(self, reason: str) -> None:
        for question in QUESTIONS:
            self.aside.setdefault(question, reason)

    async def get(
        self, web: Web, url: str, accept: str | None = None, at: datetime | None = None
    ) -> Resolution:
        """Request one of the archive's addresses, when it is time.

        Args:
            web: sends the request.
            url: the address.
            accept: the media type wanted, or None for any.
            at: the moment that a TimeGate is to show, or None.

        Raises:
            ArchiveFailedError: there is no answer to read.
        """
        now = time.monotonic()
        wait, self._next = self._next - now, max(self._next, now) + self._interval
        if wait > 0:
            await asyncio.sleep(wait)
        return await self._sent(web, url, accept, at)

    async def _sent(
        self, web: Web, url: str, accept: str | None, at: datetime | None
    ) -> Resolution:
        if at is None:
            found = await web.get(url, accept)
        else:
            found = await web.get(url, accept, accept_datetime=format_datetime(at, usegmt=True))
        if found.failure is not None:
            reason = found.detail or str(found.failure)
            raise ArchiveFailedError(
                reason,
                for_good=found.failure in _FOR_GOOD,
                recorded=found.failure is not Failure.NOT_RECORDED,
            )
        status = found.status or 0
        excluded = status == 403 and _EXCLUDED.search(found.body) is not None
        if status >= 500 or (status in {401, 403, 407, 429} and not excluded):
            # It still refuses after the pause that it asked for, or asks for a longer one.
            alone = status in {429, 503} and found.header("retry-after") is not None
            reason = f"it returned HTTP status {status}"
            raise ArchiveFailedError(reason, for_good=alone, answered=not alone)
        return found
