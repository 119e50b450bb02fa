"""How far pages have drifted from what a recording says they were."""

from __future__ import annotations

from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Self

import msgspec

from linkcheck import web
from linkcheck.models import PageKind
from linkcheck.pages import read_page
from linkcheck.store.fingerprint import distance, fingerprint

if TYPE_CHECKING:
    from types import TracebackType

    from linkcheck.engine.fetch_stage import Answered
    from linkcheck.models import Page
    from linkcheck.web import Fetcher

__all__ = ["DriftCheck"]


class DriftCheck:
    """A recorded web that pages are compared with; an async context manager.

    Args:
        recording: path of a WARC file, or None to compare with nothing.

    Raises:
        RecordingError: on entering, where the file cannot be read.
    """

    def __init__(self, recording: str | None) -> None:
        self._recording = recording
        self._fetcher: Fetcher | None = None
        self._resources = AsyncExitStack()

    async def __aenter__(self) -> Self:
        """Open the recording."""
        if self._recording is not None:
            recording = web.ReplayTransport(self._recording)
            fetcher = web.Fetcher(web.FetchSettings(attempts=1), transport=recording)
            self._fetcher = await self._resources.enter_async_context(fetcher)
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close the recording."""
        await self._resources.aclose()

    async def drifted(self, batch: list[Answered]) -> list[Answered]:
        """Return answers with how far each page's text is from the one recorded.

        Args:
            batch: what came of some addresses. A page that was not recorded, or of which too
                little was, is left as it is.
        """
        if self._fetcher is None:
            return batch
        return [await self._compared(answered, self._fetcher) for answered in batch]

    @staticmethod
    async def _compared(answered: Answered, recorded: Fetcher) -> Answered:
        now = _mark(answered.observation.page)
        if now is None:
            return answered
        was = await recorded.resolve(answered.resolution.url)
        if was.status != 200:
            return answered
        try:
            then = _mark(read_page(was))
        except Exception:  # an odd page of the recording tells nothing
            return answered
        if then is None:
            return answered
        drift = max(answered.history.drift or 0.0, distance(then, now))
        return msgspec.structs.replace(
            answered, history=msgspec.structs.replace(answered.history, drift=drift)
        )


def _mark(page: Page | None) -> int | None:
    living = page is not None and page.liveness.kind is PageKind.LIVING
    return fingerprint(page.text) if page is not None and living else None
