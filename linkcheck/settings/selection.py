"""Which citations are checked, where not all of them are.

Pure: changes, history and the day are passed in.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from linkcheck.text.validated import NotNegative, Validated

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["Selection", "drawn", "stale"]


class Selection(Validated, frozen=True, kw_only=True):
    """Which citations are checked; by default all.

    Attributes:
        since: a git revision: only citations on lines changed since its merge base with HEAD.
        whole_files: with `since`, all citations of files that were changed.
        stale_days: only addresses that the store has not seen checked for this many days.
        sample: at most this many addresses, spread over the sites, different ones every day.
    """

    since: str | None = None
    whole_files: bool = False
    stale_days: NotNegative[float] | None = None
    sample: NotNegative[int] | None = None

    @property
    def everything(self) -> bool:
        """Whether all citations are checked."""
        return self.since is None and self.stale_days is None and self.sample is None


def stale(addresses: Iterable[str], seen: Mapping[str, float], before: float) -> list[str]:
    """Return the addresses that were last looked at before a time, or never.

    Args:
        addresses: in any order, which is kept.
        seen: when each was last looked at, in seconds since 1970.
        before: the same.
    """
    return [address for address in addresses if seen.get(address, 0.0) < before]


def drawn(sites: Mapping[str, Sequence[str]], count: int, seed: str) -> set[str]:
    """Return at most `count` addresses, spread over sites: one of each before a second of any.

    Args:
        sites: addresses by site.
        count: how many.
        seed: with the same seed, the same addresses are drawn.
    """

    def rank(text: str) -> bytes:
        return hashlib.sha256(f"{seed} {text}".encode("utf-8", "replace")).digest()

    queues = [sorted(sites[site], key=rank) for site in sorted(sites, key=rank)]
    found: list[str] = []
    turn = 0
    while len(found) < count and (queues := [queue for queue in queues if len(queue) > turn]):
        found += [queue[turn] for queue in queues]
        turn += 1
    return set(found[:count])
