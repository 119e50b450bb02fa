"""What all runs of a checker share: the client, the store, recordings, the encoder."""

from __future__ import annotations

import asyncio
import functools
from contextlib import AsyncExitStack, contextmanager
from typing import TYPE_CHECKING, Self

from linkcheck import web
from linkcheck.engine.cache import Cache
from linkcheck.engine.drift import DriftCheck
from linkcheck.engine.guarded import Faults, GuardedDetector, GuardedEncoder
from linkcheck.engine.repairs import Search
from linkcheck.engine.workers import WorkerPool
from linkcheck.languages import detect
from linkcheck.languages.detectors import NoDetector, named
from linkcheck.matching.semantic import UniversalEncoder
from linkcheck.text.outlets import add_outlets
from linkcheck.text.urls import host
from linkcheck.web.credentials import Credentials

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

    from linkcheck.languages import Detect, Detector
    from linkcheck.matching.semantic import Encoder
    from linkcheck.settings.settings import Settings
    from linkcheck.web import Fetcher, Recorder
    from linkcheck.web.senders import Client, Transport

__all__ = ["Resources"]


class Resources:
    """Opens what runs need; an async context manager.

    Args:
        settings: see `Settings`.
        transport: see `linkcheck.checker.Checker`, as the others.
        client: an httpx client of the user.
        encoder: compares titles of two languages, instead of the one that the settings name.
        detector: detects languages, instead of the one that the settings name.

    Attributes:
        cache: the store in use.
        drift: the recording that pages are compared with.
        encoder: compares titles of two languages, or None.
        faults: what the user's detector and encoder have raised.
        detect: detects languages; where nothing is compared, none.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        transport: Transport | None = None,
        client: Client | None = None,
        encoder: Encoder | None = None,
        detector: Detector | None = None,
    ) -> None:
        self.settings = settings
        add_outlets(outlet.row for outlet in settings.inputs.outlets)
        self.faults = Faults()
        self.encoder = encoder
        if encoder is not None:
            self.encoder = GuardedEncoder(encoder, self.faults)
        self._transport = transport
        self._client = client
        self._detector = detector if detector is not None else named(settings.detector)
        blind = settings.fetch.status_only
        chosen: Detector | None = NoDetector() if blind else self._detector
        if chosen is not None and not type(chosen).__module__.startswith("linkcheck."):
            chosen = GuardedDetector(chosen, self.faults)
        self.detect: Detect = chosen.detect if chosen is not None else detect
        self.cache = Cache(
            None if blind else settings.store, refresh=settings.refresh, manner=self._manner
        )
        self.drift = DriftCheck(settings.drift_from)
        self._early: WorkerPool | None = None
        self._pools: set[WorkerPool] = set()
        self._recorder: Recorder | None = None
        self._fetcher: Fetcher | None = None
        self._opening = asyncio.Lock()
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        """Open the store, the recordings and what is needed at once."""
        settings = self.settings
        async with AsyncExitStack() as stack:
            stack.callback(self._close_pools)
            if settings.record is not None:
                self._recorder = stack.enter_context(web.Recorder(settings.record))
            self._stack = stack
            await stack.enter_async_context(self.cache)
            await stack.enter_async_context(self.drift)
            replays = self._transport is not None or settings.replay is not None
            if replays or settings.fetch.may_be_refused:
                await self.fetcher()  # which closes the transport at the end
            if settings.semantic and self.encoder is None:
                self.encoder = await asyncio.to_thread(UniversalEncoder)
            self._stack = stack.pop_all()
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close all that was opened."""
        self._fetcher = None
        await self._stack.aclose()

    @functools.cached_property
    def search(self) -> Search | None:
        """Where lost sources are looked for; None where no proposals are wanted.

        Raises:
            UsageError: an archive, a relocation or a finder cannot be used.
        """
        if not self.settings.repair.propose:
            return None
        return Search(self.settings, self.detect, self.cache.saved)

    @functools.cached_property
    def _credentials(self) -> Credentials:
        return Credentials(self.settings.fetch.netrc)

    def _manner(self, url: str) -> str:
        """Return what stands for how an address is requested; see `FetchSettings.manner`."""
        return self.settings.fetch.manner(host(url), self._credentials.header(url))

    async def fetcher(self) -> Fetcher:
        """Return the client, opened when it is first needed: it is slow to import."""
        async with self._opening:  # several runs may begin at once
            if self._fetcher is None:
                settings = self.settings
                if self._transport is None and settings.replay is not None:
                    self._transport = web.ReplayTransport(
                        settings.replay, pace=settings.replay_pace
                    )
                self._fetcher = await self._stack.enter_async_context(
                    web.Fetcher(
                        settings.fetch,
                        transport=self._transport,
                        client=self._client,
                        recorder=self._recorder,
                    )
                )
            return self._fetcher

    def early_workers(self) -> WorkerPool:
        """Return the pool of the first run, to be started before there is an event loop."""
        if self._early is None:
            self._early = self._make_pool()
            self._pools.add(self._early)
        return self._early

    @contextmanager
    def workers(self) -> Iterator[WorkerPool]:
        """Yield the worker processes of one run; they end with it, or with the checker."""
        pool, self._early = self._early or self._make_pool(), None
        self._pools.add(pool)
        try:
            yield pool
        finally:
            pool.close()
            self._pools.discard(pool)

    def _close_pools(self) -> None:
        for pool in self._pools:
            pool.close()
        self._pools.clear()

    def _make_pool(self) -> WorkerPool:
        """Return a pool of worker processes, an empty one where there must be none."""
        # What one process sends and records cannot be shared out.
        settings = self.settings
        own = (self._transport, self._client, self._detector, settings.replay, settings.record)
        alone = any(each is not None for each in own)
        return WorkerPool(0 if alone else settings.workers, compares=not settings.fetch.status_only)
