"""Tell what an answer really is: the story, or one of the things that are served in its place.

Each sign is weighed so that a story *about* error pages, domain sales or captchas stays a story:
phrases count as whole titles or headings, or in pages that have little text of their own. What a
page is cited for is not known here: `linkcheck.judging` decides what follows from a kind.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from linkcheck.models import Liveness, PageKind
from linkcheck.pages import replaced, walls
from linkcheck.pages.signs import STORY, Answer, by_words

if TYPE_CHECKING:
    from linkcheck.models import Resolution
    from linkcheck.pages.metadata import Metadata
    from linkcheck.pages.signs import Test

__all__ = ["STORY", "Judged", "judge_liveness"]

_ALWAYS: tuple[Test, ...] = (walls.outright, replaced.server_default, replaced.to_front_page)
_TESTS: tuple[Test, ...] = (
    walls.outright, replaced.frameset, walls.network_block, by_words(PageKind.GEO_BLOCK),
    walls.consent, walls.age_wall, walls.ad_wall, walls.paywall, walls.login, walls.bot_wall,
    replaced.removed_video, replaced.server_default, replaced.parked,
    by_words(PageKind.MAINTENANCE), walls.interstitial, replaced.to_front_page, replaced.stub,
    replaced.search, replaced.farewell, replaced.soft_404, replaced.home, replaced.directory,
    replaced.shell_or_empty,
)  # fmt: skip


class Judged(NamedTuple):
    """What kind of answer a page is.

    Attributes:
        liveness: see `Liveness`.
        story: see `linkcheck.models.Page.story`.
        gate: see `linkcheck.models.Page.gate`.
        headlines: see `linkcheck.models.Page.headlines`.
    """

    liveness: Liveness
    story: bool
    gate: bool
    headlines: tuple[str, ...] = ()


def judge_liveness(resolution: Resolution, meta: Metadata, source: str) -> Judged:
    """Return what kind of answer this is.

    Args:
        resolution: the result of the request.
        meta: what the document says of itself.
        source: the decoded document.
    """
    answer = Answer(resolution, meta, source)
    for test in _ALWAYS if answer.story else _TESTS:
        if (kind := test(answer)) is not None:
            return Judged(kind, answer.tells, answer.asks, answer.headlines)
    living = Liveness(kind=PageKind.LIVING)
    return Judged(living, answer.tells, answer.asks, answer.headlines)
