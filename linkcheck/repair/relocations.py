"""Where a cited page is since its site moved, by rules that people have written down.

A rule proposes, the page decides: several rules may hold for one address, and each address that
they give is judged like any other.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from linkcheck.data import load_toml
from linkcheck.repair.candidates import Candidate
from linkcheck.settings.relocations import KEPT, Relocation
from linkcheck.text.rewriting import Pattern, Template, host_named, parts_of
from linkcheck.text.urls import address_key, is_home

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Relocations", "known_relocations", "relocated"]

REASONS = {"relocation": "the site has moved there"}
"""Why an address may be the source's."""

_MOST = 8
"""Candidates for one address."""


class _Rule(NamedTuple):
    """A relocation, ready for use."""

    row: Relocation
    label: str | None
    pattern: Pattern | None
    template: Template


class Relocations:
    """Rules by the host that they speak of.

    Args:
        rows: those that come first are tried first.

    Raises:
        ValueError: a row cannot be used; the message says which and why.
    """

    def __init__(self, rows: Iterable[Relocation]) -> None:
        self._by_host: defaultdict[str, list[_Rule]] = defaultdict(list)
        self._below: defaultdict[str, list[_Rule]] = defaultdict(list)
        for row in rows:
            for problem in row.problems():
                message = f"the relocation of {row.host}: {problem}"
                raise ValueError(message)
            label, name = host_named(row.host)
            pattern = Pattern(row.path) if row.path != KEPT else None
            rule = _Rule(row, label, pattern, Template(row.to))
            (self._below if label else self._by_host)[name].append(rule)

    def candidates(self, url: str, date: str | None = None) -> list[Candidate]:
        """Return the addresses that a cited one may have become, the likeliest first.

        Args:
            url: the cited address.
            date: when the source was published, ISO 8601, reduced precision allowed; without one,
                rules of every time hold.
        """
        try:
            name, path, query = parts_of(url)
        except ValueError:
            return []
        label, _, below = name.partition(".")
        found: dict[str, Candidate] = {}
        cited = address_key(url)
        for rule in (*self._by_host.get(name, ()), *self._below.get(below, ())):
            if not _holds(rule.row, date):
                continue
            names = {"host": name} | ({rule.label: label} if rule.label else {})
            if rule.pattern is not None:
                said = rule.pattern.match(path, query)
                if said is None:
                    continue
                names |= said
            target = rule.template.filled(names)
            if rule.pattern is None:
                target = target.rstrip("/") + path + (f"?{query}" if query else "")
            key = address_key(target)
            if key == cited or not key.startswith("http") or (is_home(target) and not is_home(url)):
                continue
            fragment = url.partition("#")[2]
            if fragment and "#" not in target:
                target += f"#{fragment}"
            reason = REASONS["relocation"]
            found.setdefault(key, Candidate(url=target, kind="new-address", reason=reason))
        return list(found.values())[:_MOST]


def _holds(row: Relocation, date: str | None) -> bool:
    """Tell whether a rule holds for a day, a month or a year, as far as that is known."""
    day = (date or "")[:10]
    if not day:
        return True
    if row.since is not None and day < row.since[: len(day)]:
        return False
    return row.until is None or day[: len(row.until)] <= row.until[: len(day)]


def relocated(url: str, date: str | None = None, own: Sequence[Relocation] = ()) -> list[Candidate]:
    """Return the addresses that a cited one may have become, by the rules that linkcheck knows.

    Args:
        url: the cited address.
        date: when the source was published, ISO 8601, reduced precision allowed.
        own: rules of the user, which come first.
    """
    return _with_known(tuple(own)).candidates(url, date)


@functools.lru_cache(maxsize=4)
def _with_known(own: tuple[Relocation, ...]) -> Relocations:
    return Relocations((*own, *known_relocations()))


@functools.cache
def known_relocations() -> tuple[Relocation, ...]:
    """Return the rules of `linkcheck/data/relocations.toml`, in both directions if they say so."""
    rows: list[Relocation] = []
    for entry in load_toml("relocations")["relocation"]:
        facts = {key: value for key, value in entry.items() if key not in {"from", "both"}}
        for day in ("since", "until", "read"):
            if day in facts:
                facts[day] = str(facts[day])
        rows += [Relocation(host=name, **facts) for name in _several(entry["from"])]
        if entry.get("both"):
            back = _several(entry["from"])[0]
            rows.append(Relocation(**facts | {"host": entry["to"], "to": back}))
    return tuple(rows)


def _several(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value
