"""Have living sources saved: what `linkcheck archive` does."""

from __future__ import annotations

import os
import time
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import click
import msgspec

import linkcheck.config
import linkcheck.engine
import linkcheck.store
from linkcheck.cli.checked import check_quietly
from linkcheck.cli.echo import EXIT_FINDINGS, EXIT_UNFINISHED, counted, warn
from linkcheck.engine.lending import LentWeb
from linkcheck.errors import UsageError
from linkcheck.languages import detect
from linkcheck.repair.saving import (
    SERVICE,
    NotSavedError,
    RefusedError,
    Saver,
    SaveService,
    service_at,
    worth_saving,
)
from linkcheck.repair.snapshots import Archives
from linkcheck.reports.safe import shown
from linkcheck.text.urls import host, normalize
from linkcheck.web import Fetcher
from linkcheck.web.settings import HostSettings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from linkcheck.settings.settings import Settings
    from linkcheck.store import Store
    from linkcheck.web.settings import FetchSettings

__all__ = ["run_archive"]

_KEY = "LINKCHECK_ARCHIVE_KEY"
_LONGEST_PAUSE = 120.0
"""The longest Retry-After that is waited for."""


def run_archive(paths: tuple[str, ...], options: dict[str, Any]) -> None:
    """Check articles, and have the sources saved that are living and what the article cites.

    Args:
        paths: of the articles.
        options: of the command, by their names in Python.
    """
    service = service_at(options["service"] or SERVICE)
    key = None if options["dry_run"] else _key()
    settings = linkcheck.config.chosen_settings(options)
    if settings.fetch.status_only:
        raise UsageError("pages must be read before they are saved: drop --status-only")
    if settings.replay is not None and not options["dry_run"]:
        raise UsageError(
            "a recording does not show the current page: drop --replay, or add --dry-run"
        )
    began = time.monotonic()
    report = check_quietly(paths, settings)
    if not report.complete and not report.out_of_time:
        warn("stopped before anything was submitted")
        raise SystemExit(EXIT_UNFINISHED)
    wanted, refused = worth_saving(report.verdicts, proxied=settings.fetch.proxy_from_env)
    for url, reason in refused.items():
        warn(f"{shown(url)}: not submitted: {reason}")
    count = counted(len(wanted), "source")
    if options["dry_run"]:
        for url in wanted:
            click.echo(shown(url))
        warn(f"{count} would be submitted to {shown(service.address)}")
        return
    warn(f"submitting {count} to {shown(service.address)}, which publishes what it saves")
    run = _Run(settings, service, key, options["newer_than"], options["pause"])
    if settings.max_time is not None:
        run.deadline = began + settings.max_time
    try:
        with linkcheck.engine.Stop() as stop:
            stop.run(run.save(wanted))
    except KeyboardInterrupt:
        warn("stopped; what was saved until then is kept")
        run.is_over = False
    warn(f"{run.saved} saved, {run.had} had a snapshot, {run.failed} could not be saved")
    if not run.is_over or not report.complete:
        raise SystemExit(EXIT_UNFINISHED)
    if run.failed or report.problems:
        raise SystemExit(EXIT_FINDINGS)


def _key() -> str:
    key = os.environ.get(_KEY, "").strip()
    access, mark, secret = key.partition(":")
    if not (access and mark and secret and key.isascii() and key.isprintable()):
        what = "is not of the form access:secret" if key else "is not set"
        message = (
            f"{_KEY} {what}: the archive needs the key of your account, as access:secret "
            "(https://archive.org/account/s3.php); --dry-run does not need it"
        )
        raise UsageError(message)
    return key


class _Run:
    """Has sources saved, and counts what became of them.

    Attributes:
        saved: how many were saved.
        had: how many have a snapshot that is new enough.
        failed: how many could not be saved.
        is_over: all were handed in.
        deadline: time of the monotonic clock after which nothing is handed in, or None.
    """

    def __init__(
        self,
        settings: Settings,
        service: SaveService,
        key: str | None,
        newer_than: float,
        pause: float,
    ) -> None:
        self._settings = settings
        self._service = service
        self._key = key
        self._pause = pause
        since = datetime.now(UTC) - timedelta(days=min(newer_than, 36_500))
        self._since = since.strftime("%Y-%m-%dT%H:%M:%SZ")
        self.saved = self.had = self.failed = 0
        self.is_over = False
        self.deadline: float | None = None

    async def save(self, urls: Sequence[str]) -> None:
        """Have pages saved, one after the other."""
        chosen = self._settings.store
        store = linkcheck.store.Store(chosen) if chosen is not None else nullcontext()
        fetch = self._settings.fetch
        # The key is for what hands in pages alone, wherever the archive shows some.
        async with Fetcher(_polite(fetch)) as reading, Fetcher(self._with_key(fetch)) as writing:
            index = Archives([self._service.archive], paced=self._service.is_known)
            saver = Saver(self._service, LentWeb(writing, detect), self._pause)
            web = LentWeb(reading, detect)
            with store as kept:
                for url in urls:
                    if self.deadline is not None and time.monotonic() > self.deadline:
                        warn("time limit reached; run the command again for the rest")
                        return
                    if not await self._one(url, kept, index, web, saver):
                        return
        self.is_over = True

    async def _one(
        self, url: str, store: Store | None, index: Archives, web: LentWeb, saver: Saver
    ) -> bool:
        """Have one page saved; tell whether to go on."""
        if (there := await self._snapshot_of(url, store, index, web)) is not None:
            self.had += 1
            click.echo(f"{shown(url)} → {shown(there)} (has a snapshot)")
            return True
        try:
            snapshot = await saver.save(url)
        except RefusedError as error:
            self.failed += 1
            warn(f"{shown(url)}: not saved: {error}")
            warn("stopping here; run the command again later for the rest")
            return False
        except NotSavedError as error:
            self.failed += 1
            warn(f"{shown(url)}: not saved: {error}")
            return True
        if store is not None:
            store.add_snapshot(normalize(url), snapshot)
        self.saved += 1
        click.echo(f"{shown(url)} → {shown(snapshot.url)} (saved)")
        return True

    async def _snapshot_of(
        self, url: str, store: Store | None, index: Archives, web: LentWeb
    ) -> str | None:
        """Return where an archived copy is that is new enough, or None."""
        if store is not None:
            for saved in reversed(store.snapshots(normalize(url))):
                if saved.time >= self._since:
                    return saved.url
        now = datetime.now(UTC).isoformat(timespec="seconds")
        async for snapshot in index.snapshots(web, url, now):  # the newest comes first
            return snapshot.url if snapshot.time >= self._since else None
        return None

    def _with_key(self, fetch: FetchSettings) -> FetchSettings:
        name = host(self._service.address)
        own = fetch.hosts.get(name, HostSettings())
        headers = {**own.headers, "Authorization": f"LOW {self._key}"}
        hosts = {**fetch.hosts, name: msgspec.structs.replace(own, headers=headers)}
        return msgspec.structs.replace(_polite(fetch), hosts=hosts)


def _polite(fetch: FetchSettings) -> FetchSettings:
    """Return settings for requests to an archive, which says itself when to come back."""
    return msgspec.structs.replace(
        fetch, method="GET", status_only=False, robots=False, browser_retry=False,
        max_retry_after=_LONGEST_PAUSE, attempts=max(2, fetch.attempts),
    )  # fmt: skip
