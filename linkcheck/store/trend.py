"""What history says: how links rot over time, how soon by publisher, and what died of late.

An address counts as dead from the first time it was seen gone (or failing for the third time, days
apart: see `Store`), until it is seen alive again. The half-life is that of a constant rate of
death, the maximum-likelihood estimate for lifetimes of which most are not over yet: deaths divided
by the time all addresses were seen alive (Cox and Oakes, Analysis of Survival Data, section 3.3).
An address that was dead when it was first looked at says nothing of that time, and is left out.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Literal, NamedTuple
from urllib.parse import urlsplit

from linkcheck.models import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable

    from linkcheck.store.records import Sighting

__all__ = ["Death", "HalfLife", "Period", "Trend", "trend_of"]

_YEAR = 365.25
_FEWEST = 3
"""Deaths from which a half-life is given: of fewer it could be anything."""

_LENGTH = {"day": 10, "month": 7, "year": 4}
"""Characters of an ISO 8601 date that name a period."""


class Period(NamedTuple):
    """How all addresses known stood at a period's end.

    Attributes:
        name: as in ISO 8601: "2027-01".
        living: addresses that led to a page.
        gone: dead addresses.
        failing: addresses without an answer that are not yet called dead.
        blocked: addresses that show us nothing, or of which nothing can be told.
        died: addresses that died within the period.
    """

    name: str
    living: int
    gone: int
    failing: int
    blocked: int
    died: int


class HalfLife(NamedTuple):
    """How soon a publisher's addresses die.

    Attributes:
        publisher: as its pages name it, else the host.
        addresses: seen alive at least once.
        died: of these.
        years: after which half of them would be dead, or None where too few died to tell.
    """

    publisher: str
    addresses: int
    died: int
    years: float | None


class Death(NamedTuple):
    """An address that died.

    Attributes:
        address: which.
        title: its last title, or None.
        alive: when it was last seen alive, or "" if it was dead at its first check.
        dead: when it was first seen dead.
    """

    address: str
    title: str | None
    alive: str
    dead: str


class Trend(NamedTuple):
    """What history says, see the module.

    Attributes:
        periods: the oldest first.
        publishers: those with most deaths first.
        overall: of all addresses together.
        died: since the time asked for, the latest first.
        revived: addresses that were dead and are alive again since then.
    """

    periods: tuple[Period, ...]
    publishers: tuple[HalfLife, ...]
    overall: HalfLife
    died: tuple[Death, ...]
    revived: tuple[str, ...]


@dataclass(slots=True)
class _Life:
    """What is known of one address so far."""

    state: Outcome
    since: str
    publisher: str
    title: str | None = None
    alive_from: float | None = None
    alive_until: str = ""
    exposure: float = 0.0
    deaths: int = 0
    failures: list[float] = field(default_factory=list)
    revived: str = ""


def trend_of(
    sightings: Iterable[Sighting],
    *,
    since: str = "",
    by: Literal["publisher", "host"] = "publisher",
    period: Literal["day", "month", "year"] = "month",
    confirmations: int = 3,
    spacing_days: float = 3.0,
) -> Trend:
    """Return what a store's history says.

    Args:
        sightings: the oldest first, as `Store.history` yields them.
        since: an ISO 8601 date-time; deaths from then on are listed.
        by: what half-lives are grouped by.
        period: length of the periods.
        confirmations: failures in a row that make a death.
        spacing_days: how far apart they must be, in days.
    """
    lives: dict[str, _Life] = {}
    periods: list[Period] = []
    name, died = "", 0
    for seen in sightings:
        current = seen.at[: _LENGTH[period]]
        if current != name:
            if name:
                periods.append(_standing(name, lives.values(), died))
            name, died = current, 0
        died += _see(lives, seen, by, confirmations, spacing_days)
    if name:
        periods.append(_standing(name, lives.values(), died))
    return Trend(
        periods=tuple(periods),
        publishers=_half_lives(lives.values()),
        overall=_half_life("", [life for life in lives.values() if life.alive_until]),
        died=tuple(sorted(_deaths(lives, since), key=lambda death: death.dead, reverse=True)),
        revived=tuple(
            address for address, life in lives.items() if life.revived and life.revived >= since
        ),
    )


def _see(
    lives: dict[str, _Life], seen: Sighting, by: str, confirmations: int, spacing: float
) -> bool:
    """Take in one sighting; tell whether the address died of it."""
    at = _days(seen.at)
    life = lives.get(seen.address)
    if life is None:
        host = urlsplit(seen.final or seen.address).hostname or seen.address
        life = lives[seen.address] = _Life(Outcome.UNTOLD, seen.at, host)
    state = Outcome(seen.outcome)
    if state is Outcome.UNTOLD:
        return False
    if state is Outcome.FAILED:
        if not life.failures or at - life.failures[-1] >= spacing:
            life.failures.append(at)
        if len(life.failures) >= confirmations or life.state is Outcome.GONE:
            state = Outcome.GONE
    else:
        life.failures.clear()
    died = state is Outcome.GONE and life.state is not Outcome.GONE
    if state is Outcome.LIVING:
        _live(life, seen, at, by)
    elif died and life.alive_from is not None:
        # It died somewhere between the last good sighting and this one: half-way, for all we know.
        last = _days(life.alive_until)
        life.exposure += last - life.alive_from + (at - last) / 2
        life.alive_from = None
        life.deaths += 1
    if state is not life.state:
        life.state, life.since = state, seen.at
    return died


def _live(life: _Life, seen: Sighting, at: float, by: str) -> None:
    """Note that an address was seen alive."""
    if life.alive_from is None:
        if life.deaths:
            life.revived = seen.at
        life.alive_from = at
    life.alive_until = seen.at
    life.title = seen.title or life.title
    if by == "publisher" and seen.publisher:
        life.publisher = seen.publisher


def _standing(name: str, lives: Iterable[_Life], died: int) -> Period:
    states = Counter(life.state for life in lives)
    return Period(
        name,
        living=states[Outcome.LIVING],
        gone=states[Outcome.GONE],
        failing=states[Outcome.FAILED],
        blocked=states[Outcome.BLOCKED] + states[Outcome.UNTOLD],
        died=died,
    )


def _half_lives(lives: Iterable[_Life]) -> tuple[HalfLife, ...]:
    groups: dict[str, list[_Life]] = {}
    for life in lives:
        if life.alive_until:
            groups.setdefault(life.publisher, []).append(life)
    found = [_half_life(publisher, group) for publisher, group in groups.items()]
    return tuple(sorted(found, key=lambda one: (-one.died, -one.addresses, one.publisher)))


def _half_life(publisher: str, lives: list[_Life]) -> HalfLife:
    days, died = 0.0, 0
    for life in lives:
        days += life.exposure
        if life.alive_from is not None:
            days += _days(life.alive_until) - life.alive_from
        died += life.deaths
    years = math.log(2) * days / died / _YEAR if died >= _FEWEST and days > 0 else None
    return HalfLife(publisher, len(lives), died, years)


def _deaths(lives: dict[str, _Life], since: str) -> Iterable[Death]:
    for address, life in lives.items():
        if life.state is Outcome.GONE and life.since >= since:
            yield Death(address, life.title, life.alive_until, life.since)


def _days(at: str) -> float:
    return datetime.fromisoformat(at).timestamp() / 86_400
