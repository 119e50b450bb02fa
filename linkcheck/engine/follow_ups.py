"""Second requests: what a page leaves open is asked of the web again, within a budget.

The only place that sends a request because of what another one returned. A kind of follow-up says
which address would settle its question, and what the answer means; it sends nothing itself.
(Pages are compared with a recording in `linkcheck.engine.drift`: that sends no request.)
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple, Protocol

from linkcheck.pages import read_page
from linkcheck.text.once import Once

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from linkcheck.engine.observe import Observation
    from linkcheck.languages import Detect
    from linkcheck.models import Citation, Page, Resolution
    from linkcheck.web import Fetcher

__all__ = ["FollowUp", "FollowUps", "Look"]

_BUDGET = 3
"""Second requests for one address at most, however many citations share it."""
_KEPT = 512
"""Pages that are kept; sites that are asked more often are asked again."""


class Look(NamedTuple):
    """A second request.

    Attributes:
        key: of the same key, one request is sent in a run.
        url: what to request.
        accept: the media type wanted, or None for a page.
        read: reads the answer, or None where it is a page.
        language: the BCP 47 tag of the language wanted, or None for any.
    """

    key: tuple[str, ...]
    url: str
    accept: str | None = None
    read: Callable[[Resolution], Page | None] | None = None
    language: str | None = None


class FollowUp(Protocol):
    """A kind of second request. Pure: it decides, and sends nothing."""

    def wanted(
        self, found: Resolution, observation: Observation, citations: Sequence[Citation]
    ) -> Look | None:
        """Return what to request, or None where the observation leaves nothing open."""
        ...

    def settled(
        self, observation: Observation, page: Page, citations: Sequence[Citation]
    ) -> Observation:
        """Return the observation, knowing the page that the second request led to."""
        ...


class FollowUps:
    """Sends second requests, as politely as any.

    Args:
        fetcher: sends them.
        kinds: of follow-ups, the most telling first.
        detect: detects languages.
        budget: requests for one address at most.
    """

    def __init__(
        self,
        fetcher: Fetcher,
        kinds: Sequence[FollowUp],
        detect: Detect,
        budget: int = _BUDGET,
    ) -> None:
        self._fetcher = fetcher
        self._kinds = kinds
        self._detect = detect
        self._budget = budget
        self._pages: Once[tuple[str, ...], tuple[Page | None]] = Once(_KEPT)

    async def settled(
        self, found: Resolution, observation: Observation, citations: Sequence[Citation]
    ) -> Observation:
        """Return an observation with what second requests add to it.

        Args:
            found: the answer.
            observation: of its page.
            citations: that lead there.
        """
        left = self._budget
        for kind in self._kinds:
            look = kind.wanted(found, observation, citations)
            if look is None:
                continue
            if left <= 0:
                break
            left -= 1
            page = await self._page(look)
            if page is not None:
                observation = kind.settled(observation, page, citations)
        return observation

    async def _page(self, look: Look) -> Page | None:
        """Return the page that a request leads to, or None; it is sent once for each key."""
        found = await self._pages.get(look.key, partial(self._requested, look))
        return found[0] if found is not None else None

    async def _requested(self, look: Look) -> tuple[Page | None]:
        answer = await self._fetcher.resolve(look.url, accept=look.accept, language=look.language)
        if answer.status != 200:
            return (None,)
        try:
            return (look.read(answer) if look.read else read_page(answer, self._detect),)
        except Exception:  # an odd answer tells nothing
            return (None,)
