"""What the engine lends to repair: requests as polite as any, and pages judged as any."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from linkcheck.engine.follow_ups import FollowUps
from linkcheck.engine.observe import compare_all, observe
from linkcheck.engine.soft404_probe import SoftNotFoundProbe
from linkcheck.judging.judge import judge
from linkcheck.judging.policy import Policy
from linkcheck.models import Failure
from linkcheck.text.once import Once

if TYPE_CHECKING:
    from linkcheck.engine.observe import Observation
    from linkcheck.languages import Detect
    from linkcheck.models import Citation, Page, Resolution, Verdict
    from linkcheck.repair.candidates import Candidate
    from linkcheck.web import Fetcher

__all__ = ["LentWeb"]

_EVERY_RULE = Policy(confirmations=1)
"""A proposal is judged by all rules, whichever the user wants to hear of."""
_KEPT = 2048
"""Pages that are remembered; citations of one site often share candidates."""


class LentWeb:
    """Requests what repair asks for; see `linkcheck.repair.candidates.Web`.

    Args:
        fetcher: sends the requests.
        detect: detects languages.
    """

    def __init__(self, fetcher: Fetcher, detect: Detect) -> None:
        self._fetcher = fetcher
        self._detect = detect
        self._follow_ups = FollowUps(fetcher, [SoftNotFoundProbe(detect)], detect)
        self._seen: Once[str, tuple[Resolution, Page | None]] = Once(_KEPT)

    async def get(
        self, url: str, accept: str | None = None, *, accept_datetime: str | None = None
    ) -> Resolution:
        """Request something that is no source: an archive's index, a sitemap, metadata."""
        return await self._fetcher.resolve(url, accept=accept, accept_datetime=accept_datetime)

    def note(self, place: str, *, answered: bool = True) -> None:
        """Do nothing: each search keeps its own list of the places it tried."""

    def has_seen(self, candidate: Candidate) -> bool:
        """Tell whether looking at a candidate costs no further request."""
        return candidate.request in self._seen

    async def look(self, candidate: Candidate, citation: Citation) -> Verdict:
        """Request a candidate and judge it like the source of that citation."""
        stands_for = candidate.url if candidate.snapshot is None else candidate.snapshot.original
        cited = msgspec.structs.replace(
            citation, url=stands_for, archive_url=None, archive_date=None, url_status=None
        )
        found, observation = await self._observed(candidate, cited)
        if candidate.snapshot is None:
            observation = await self._follow_ups.settled(found, observation, [cited])
        return judge(
            cited,
            article=None,
            resolution=found,
            page=observation.page,
            evidence=observation.evidence[0],
            policy=_EVERY_RULE,
        )

    async def _observed(
        self, candidate: Candidate, cited: Citation
    ) -> tuple[Resolution, Observation]:
        """Return what is at a candidate's address; it is requested once."""
        made: Observation | None = None

        async def request() -> tuple[Resolution, Page | None]:
            nonlocal made
            found = _as_source(await self._fetcher.resolve(candidate.request), candidate)
            made = observe(found, [cited], detect=self._detect)
            return msgspec.structs.replace(found, body=b""), made.page

        seen = await self._seen.get(candidate.request, request)
        assert seen is not None  # noqa: S101 - a request has an outcome, whichever
        found, page = seen
        return found, made if made is not None else compare_all(page, [cited], self._detect)


def _as_source(found: Resolution, candidate: Candidate) -> Resolution:
    """Return an archive's answer as if the source itself had given it."""
    if candidate.snapshot is None:
        return found
    original = candidate.of_source(found.final_url)
    if original is None:
        return msgspec.structs.replace(
            found,
            status=None,
            failure=Failure.NETWORK,
            body=b"",
            detail="the archive led elsewhere",
        )
    return msgspec.structs.replace(
        found, url=candidate.snapshot.original, final_url=original, hops=()
    )
