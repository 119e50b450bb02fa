"""Which sources show one page between them, though their sites have nothing to do with each other.

A filter, a captive portal, a hosting company or a new owner answers in place of many sites. What it
answers is not what any of them published, and tells nothing about a source.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from linkcheck.models import Evidence, Field, Match
from linkcheck.text.owners import owner_of
from linkcheck.text.sketches import keys, likeness
from linkcheck.text.urls import host_key, normalize
from linkcheck.text.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["ENOUGH", "Shown", "shared"]

ENOUGH = 3
"""So many unrelated sites, at least, share what is no site's own."""
_ALIKE = 0.7
"""Share of word pairs that copies of one page have in common; they may name what was blocked."""
_MOST_LEADERS = 50
"""Different texts that are remembered for one key: a common pair of words may be a key of many."""
_NAMED = 3
"""Sites that are named in evidence."""


class Shown(NamedTuple):
    """What the address of a source shows.

    Attributes:
        url: the address cited.
        owner: see `owner_of`; None of a shortened address, which says nothing of whose it is.
        place: the address that answered.
        title: of the page, or None.
        sketch: see `linkcheck.text.sketches.sketch`; None where it says too little.
        story: the page tells a story.
        cited: the titles that it is cited for.
    """

    url: str
    owner: str | None
    place: str
    title: str | None
    sketch: bytes | None
    story: bool
    cited: tuple[str, ...]

    @property
    def led_away(self) -> bool:
        """Whether the address leads to somebody else's."""
        return owner_of(self.place) != self.owner


def shared(every: Sequence[Shown]) -> dict[int, Evidence]:
    """Return evidence about those that show what unrelated sites share, by their index.

    The order does not matter.

    Args:
        every: of all sources whose own page this may not be.
    """
    evidence: dict[int, Evidence] = {}
    for group in _groups(every):
        # Whoever owns the place shows a page of its own there.
        owners = {
            owner_of(one.place)
            for one in (every[each] for each in group)
            if one.owner is not None and one.led_away
        }
        concerned = [each for each in group if every[each].owner not in owners - {None}]
        if not _are_unrelated([every[each] for each in concerned]):
            continue
        names = sorted({host_key(every[each].url) for each in concerned})
        sites = ", ".join([*names[:_NAMED], *("…" for _ in names[_NAMED : _NAMED + 1])])
        for each in concerned:
            one = every[each]
            evidence[each] = Evidence(
                field=Field.SHARED,
                match=Match.UNVERIFIABLE,
                relation="address" if one.led_away else "text",
                found=one.place.partition("?")[0] if one.led_away else one.title,
                source=sites,
            )
    return evidence


def _are_unrelated(group: Sequence[Shown]) -> bool:
    """Tell whether enough sites of different owners are in a group.

    Shortened addresses of one story lead to one place, too: of those that lead to a story, each
    site must be cited for another title.
    """
    claims: dict[str, set[str]] = defaultdict(set)
    for one in group:
        if one.owner is None:
            continue
        titles = [fold(title) for title in one.cited] if one.led_away and one.story else []
        claims[one.owner].update(titles or [one.url])
    taken: dict[str, str] = {}

    def gets_one(owner: str, tried: set[str]) -> bool:
        for title in claims[owner] - tried:
            tried.add(title)
            if title not in taken or gets_one(taken[title], tried):
                taken[title] = owner
                return True
        return False

    # The largest matching of owners and titles (Kuhn 1955), as far as it is of interest.
    return any(len(taken) >= ENOUGH for owner in sorted(claims) if gets_one(owner, set()))


def _groups(every: Sequence[Shown]) -> Iterator[list[int]]:
    """Yield the groups that lead to one address or show one text, with enough in them."""
    parents = list(range(len(every)))

    def top(each: int) -> int:
        while parents[each] != each:
            parents[each] = parents[parents[each]]
            each = parents[each]
        return each

    for one, other in itertools.chain(_of_one_address(every), _of_one_text(every)):
        parents[top(one)] = top(other)
    groups: dict[int, list[int]] = defaultdict(list)
    for each in range(len(every)):
        groups[top(each)].append(each)
    yield from (group for group in groups.values() if len(group) >= ENOUGH)


def _of_one_address(every: Sequence[Shown]) -> Iterator[tuple[int, int]]:
    """Yield pairs that lead to one address; what is behind its question mark may differ."""
    first: dict[tuple[str, str], int] = {}
    for number, one in enumerate(every):
        if one.led_away:
            address = normalize(one.place)
            yield number, first.setdefault((address, ""), number)
            if one.title:
                place = address.partition("?")[0], fold(one.title)
                yield number, first.setdefault(place, number)


def _of_one_text(every: Sequence[Shown]) -> Iterator[tuple[int, int]]:
    """Yield pairs that show one text.

    Each is compared with the first of those that share a key with it; in order of the addresses,
    so that all is the same whichever answers first.
    """
    leaders: dict[int, list[int]] = defaultdict(list)
    for number in sorted(range(len(every)), key=lambda number: every[number].url):
        sketched = every[number].sketch
        if sketched is None:
            continue
        near = dict.fromkeys(each for key in keys(sketched) for each in leaders[key])
        alike = [each for each in near if likeness(sketched, every[each].sketch or b"") >= _ALIKE]
        yield from ((number, each) for each in alike)
        if not alike:
            for key in keys(sketched):
                if len(leaders[key]) < _MOST_LEADERS:
                    leaders[key].append(number)
