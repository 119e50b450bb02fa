"""Ask an archive to save living sources: Save Page Now 2 of the Internet Archive.

Its interface: https://docs.google.com/document/d/1Nsv52MvSjbLb2PCpHlat0gkzw0EvtSgpKHu4mk0MnrA,
read on 2026-11-30. A page is handed in with `/save/<address>`, and `/save/status/<job>` says what
became of it.
"""

from __future__ import annotations

import asyncio
import re
import time
from typing import TYPE_CHECKING, NamedTuple, Protocol
from urllib.parse import quote, urlsplit

import msgspec

from linkcheck.errors import UsageError
from linkcheck.models import Failure, PageKind, Rule, Severity
from linkcheck.repair.archives import known_archives
from linkcheck.repair.captures import Capture
from linkcheck.repair.propose import REPAIRABLE
from linkcheck.reports.safe import mask_credentials
from linkcheck.text.archives import is_archive, original_in
from linkcheck.text.urls import host, request_form
from linkcheck.web.guard import is_private_host
from linkcheck.web.request_builder import is_confidential

if TYPE_CHECKING:
    from collections.abc import Iterable

    from linkcheck.models import Resolution, Snapshot, Verdict
    from linkcheck.repair.archives import Archive

__all__ = [
    "NotSavedError", "RefusedError", "SaveService", "Saver", "service_at", "worth_saving",
]  # fmt: skip

SERVICE = "https://web.archive.org/save"
"""The Internet Archive's own."""
_OTHER_SOURCE = frozenset(REPAIRABLE) - {Rule.MOVED}
"""Rules of sources that are gone, or that are not what the article cites."""
_LONGEST_JOB = 240.0
"""Seconds in which a page is saved or not."""
_POLLS = (1.0, 2.0, 4.0, 6.0, 10.0)
"""Seconds before looking again what became of a page; then the last."""
_SHORTEST_POLL = 0.05
_TIME = re.compile(r"\d{14}", re.ASCII)
_JOB = re.compile(r"[\w-]{1,100}", re.ASCII)
_CAPTURE = re.compile(r"/web/(\d{14})(?:[a-z]{2}_)?/", re.ASCII)
_ABOUT_US = frozenset({"error:blocked-client-ip", "error:user-session-limit"})
"""What the service says where it takes nothing more from us, whatever the page."""


class NotSavedError(Exception):
    """A page was not saved; the message says why, and ends no sentence."""


class RefusedError(NotSavedError):
    """The service takes no further pages; the message says why, and ends no sentence."""


class SaveService(NamedTuple):
    """A service that saves pages.

    Attributes:
        address: where pages are handed in, without a slash at its end.
        archive: that shows what was saved, and can be asked what it has.
        is_known: it is one that linkcheck knows, whose pauses are kept.
    """

    address: str
    archive: Archive
    is_known: bool

    def of_page(self, url: str) -> str:
        """Return the address that hands in a page."""
        return self.archive.index_at(f"{self.address}/{{url}}", url)

    def of_job(self, job: str) -> str:
        """Return the address that says what became of a page."""
        return f"{self.address}/status/{quote(job, safe='')}"


class _Requests(Protocol):
    async def get(
        self, url: str, accept: str | None = None, *, accept_datetime: str | None = None
    ) -> Resolution: ...


class _Answer(msgspec.Struct):
    """What the service says, in either form."""

    job_id: str | None = None
    status: str | None = None
    status_ext: str | None = None
    message: str | None = None
    timestamp: str | None = None
    original_url: str | None = None


def service_at(url: str) -> SaveService:
    """Return the service at an address.

    Another installation than the Internet Archive's is laid out like it: it shows what it saved
    below `/web/`, and has its index at `/cdx/search/cdx`.

    Raises:
        UsageError: it cannot be used.
    """
    try:
        address = request_form(url).rstrip("/")
    except ValueError as error:
        message = f"{url}: not the address of a service that saves pages: {error}"
        raise UsageError(message) from error
    if not address.endswith("/save"):
        message = f"{url}: the address of a service that saves pages ends in /save"
        raise UsageError(message)
    if not is_confidential(address):
        message = f"{url}: the key is sent over https only"
        raise UsageError(message)
    root = address.removesuffix("/save")
    wayback = known_archives()[0]
    own = SERVICE.removesuffix("/save")
    if root == own:
        return SaveService(address, wayback, is_known=True)
    moved = {
        name: getattr(wayback, name).replace(own, root)
        for name in ("cdx", "timemap", "timegate", "page", "raw")
    }
    archive = msgspec.structs.replace(
        wayback, name=urlsplit(root).netloc, hosts=(host(root),), **moved
    )
    return SaveService(address, archive, is_known=False)


def worth_saving(verdicts: Iterable[Verdict], *, proxied: bool) -> tuple[list[str], dict[str, str]]:
    """Return the addresses of living sources that are what the article cites.

    Args:
        verdicts: of a check.
        proxied: a proxy answered, whose own address says nothing about the sources'.

    Returns:
        The addresses as they are requested, each once, in the order of the articles; and, by
        address, why others are not handed to an archive, in words that end no sentence.
    """
    wanted: dict[str, None] = {}
    refused: dict[str, str] = {}
    for verdict in verdicts:
        url, page = verdict.citation.url, verdict.page
        if url is None or page is None or page.liveness.kind is not PageKind.LIVING:
            continue
        if verdict.resolution is not None and (verdict.resolution.status or 0) >= 400:
            continue  # the site's error page
        if any(
            found.severity is Severity.ERROR or found.rule in _OTHER_SOURCE
            for found in verdict.findings
        ):
            continue
        try:
            address = request_form(url).partition("#")[0]
        except ValueError:
            continue
        if _is_archived(address):
            continue
        if mask_credentials(address) != address:
            refused[address] = "its address may contain a password or a key"
        elif is_private_host(host(address)) or (not proxied and _answered_privately(verdict)):
            refused[address] = "its host is private"
        else:
            wanted[address] = None
    return list(wanted), refused


def _is_archived(url: str) -> bool:
    return is_archive(url) or original_in(url) is not None


def _answered_privately(verdict: Verdict) -> bool:
    """Tell whether a source is at a host of a private network by its name."""
    hops = verdict.resolution.hops if verdict.resolution is not None else ()
    return any(hop.peer is not None and is_private_host(hop.peer) for hop in hops)


class Saver:
    """Hands pages to a service, one after the other.

    Args:
        service: which.
        web: sends the requests, with the key.
        pause: seconds between two pages.
    """

    def __init__(self, service: SaveService, web: _Requests, pause: float) -> None:
        self._service = service
        self._web = web
        self._pause = pause
        self._next = 0.0
        self._failures = 0

    async def save(self, url: str) -> Snapshot:
        """Have a page saved, and wait until it is.

        Raises:
            RefusedError: the service takes nothing more.
            NotSavedError: this page was not saved.
        """
        wait = self._next - time.monotonic()
        if wait > 0:
            await asyncio.sleep(wait)
        try:
            return await self._saved(url)
        finally:
            self._next = time.monotonic() + self._pause

    async def _saved(self, url: str) -> Snapshot:
        found = await self._asked(self._service.of_page(url))
        shown = _CAPTURE.search(found.final_url)
        if shown is not None:  # saved while we waited, as for those without a key
            return self._snapshot(url, shown[1], original_in(found.final_url))
        answer = _read(found)
        job = answer.job_id
        if job is None or _JOB.fullmatch(job) is None:
            raise NotSavedError(_reason(answer))
        until = time.monotonic() + _LONGEST_JOB
        count = 0
        while time.monotonic() < until:
            wait = _POLLS[min(count, len(_POLLS) - 1)]
            await asyncio.sleep(max(_SHORTEST_POLL, min(wait, self._pause)))
            count += 1
            answer = _read(await self._asked(self._service.of_job(job)))
            if answer.status == "success":
                return self._snapshot(url, answer.timestamp or "", answer.original_url)
            if answer.status != "pending":
                raise NotSavedError(_reason(answer))
        message = f"the archive was not done after {_LONGEST_JOB:.0f} seconds (job {job})"
        raise NotSavedError(message)

    async def _asked(self, address: str) -> Resolution:
        """Return an answer that can be read.

        Raises:
            RefusedError: the service takes nothing more.
            NotSavedError: there is none.
        """
        found = await self._web.get(address, "application/json")
        if found.failure is not None:
            self._failures += 1
            reason = f"the archive could not be reached: {found.detail or found.failure}"
            passing = found.failure not in {Failure.NO_SUCH_HOST, Failure.PRIVATE_ADDRESS}
            raise (NotSavedError if passing and self._failures < 2 else RefusedError)(reason)
        status = found.status or 0
        if status in {401, 403}:
            message = f"the archive refuses the key (HTTP status {status})"
            raise RefusedError(message)
        if status == 429:
            after = found.header("retry-after")
            when = f"; it asks to wait {after[:40]}" if after else ""
            message = f"the archive is not accepting more pages for now (HTTP status 429){when}"
            raise RefusedError(message)
        if status >= 500:
            self._failures += 1
            reason = f"the archive returned HTTP status {status}"
            raise (NotSavedError if self._failures < 3 else RefusedError)(reason)
        self._failures = 0
        return found

    def _snapshot(self, url: str, time_: str, original: str | None) -> Snapshot:
        if _TIME.fullmatch(time_) is None:
            raise NotSavedError("the archive does not say when it saved it")
        same = original is not None and host(original) == host(url)
        capture = Capture(time=time_, original=original if same and original else url)
        return self._service.archive.snapshot(capture)


def _read(found: Resolution) -> _Answer:
    try:
        return msgspec.json.decode(found.body, type=_Answer)
    except msgspec.MsgspecError as error:
        status = f" (HTTP status {found.status})" if found.status != 200 else ""
        message = f"the archive's response is not the expected JSON{status}"
        raise NotSavedError(message) from error


def _reason(answer: _Answer) -> str:
    """Return what the service says went wrong.

    Raises:
        RefusedError: it is about us, not about the page.
    """
    reason = answer.message or answer.status_ext or "the archive does not say why"
    if answer.status_ext in _ABOUT_US:
        raise RefusedError(reason)
    return reason
