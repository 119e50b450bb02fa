"""Rules that a run's own redirects teach: three of one host that agree say where the others are.

Sites that move redirect some of their old addresses and lose others. The addresses that are known
to have moved show how the new ones are made of the old (FABLE, IMC 2023: "Reviving Dead Links on
the Web with Fable"). A rule proposes, the page decides.
"""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from typing import NamedTuple, TypeAlias
from urllib.parse import urlsplit

from linkcheck.repair.candidates import Candidate
from linkcheck.text.urls import address_key, is_home, is_tracking, same_place

__all__ = ["Learned"]

REASONS = {"learned": "other pages of the site have moved in the same way"}
"""Why an address may be the source's."""

_ENOUGH = 3
"""Moves that teach a rule; one less may be chance."""
_MOST_MOVES = 100
"""Moves of one host that are remembered, so that a long run does not learn ever more slowly."""
_MOST_PAIRS = 24
"""Moves of one group that are looked at: more teach nothing new."""
_MOST_PARTS, _LONGEST = 16, 400
"""Parts of a path, and characters of an address, beyond which nothing is learned."""
_MOST_WAYS, _DEEPEST = 500, 4
"""Ways to make one part of an address that are looked at, and fields in it."""
_SHORTEST = 2
"""Characters of a value that is looked for in a new address; less stands in many places."""

_NUMBER = re.compile(r"\d{2,}")
_SUFFIX = re.compile(r"\.[a-z]{2,5}\Z", re.IGNORECASE)
_SLUG_AND_ID = re.compile(r"(?P<slug>.*[a-zA-Z].*?)[-_.](?P<id>[a-z]?\d{2,})\Z")
_ID_AND_SLUG = re.compile(r"(?P<id>\d{2,})[-_.](?P<slug>.*[a-zA-Z].*)\Z")

_Making: TypeAlias = tuple[tuple[str, str], ...]
"""How a part of a new address is made: ("literal", text) and ("field", name in the old one)."""


class _Address(NamedTuple):
    """An address taken apart.

    Attributes:
        host: with its port, `www.` included.
        parts: of the path; a closing slash makes an empty one.
        query: parameters in their order.
        scheme: "http" or "https".
    """

    scheme: str
    host: str
    parts: tuple[str, ...]
    query: tuple[tuple[str, str], ...]

    @property
    def rest(self) -> tuple[str, ...]:
        """The parts of the path, the last with the query."""
        query = "&".join("=".join(pair) for pair in self.query)
        return (*self.parts[:-1], self.parts[-1] + (f"?{query}" if query else ""))


class _Prefix(NamedTuple):
    """A rule: what stands before the part of an address that is kept."""

    old: tuple[str, ...]
    new: tuple[str, ...]
    origin: str


class Learned:
    """What the moves that were seen in one run teach of others.

    The same moves (up to a hundred of a host) teach the same, in whatever order they are added.
    """

    def __init__(self) -> None:
        self._moves: defaultdict[str, dict[str, tuple[_Address, _Address]]] = defaultdict(dict)
        self._torn: defaultdict[str, set[str]] = defaultdict(set)
        self._rules: dict[str, _Rules] = {}

    def add(self, old: str, new: str) -> None:
        """Take a move that was verified: the page that was cited at one address is at the other.

        Args:
            old: the cited address.
            new: where its page is now. A front page teaches nothing, nor does the same place.
        """
        one, other = _taken_apart(old), _taken_apart(new)
        if one is None or other is None or is_home(new) or is_home(old) or same_place(old, new):
            return
        host, key = one.host.removeprefix("www."), address_key(old)
        moves = self._moves[host]
        if key not in moves and len(moves) >= _MOST_MOVES:
            return
        known = moves.get(key)
        if known is not None and known[1] != other:
            self._torn[host].add(key)  # two answers to one question teach nothing
        moves[key] = (one, other)
        self._rules.pop(host, None)

    def candidates(self, url: str) -> list[Candidate]:
        """Return where the page of an address may be, by the rules that its host's moves teach.

        Args:
            url: an address that has no move of its own.
        """
        address = _taken_apart(url)
        if address is None or is_home(url):
            return []
        host = address.host.removeprefix("www.")
        if len(self._moves.get(host, ())) < _ENOUGH:
            return []
        if host not in self._rules:
            torn = self._torn[host]
            moves = self._moves[host]
            self._rules[host] = _Rules([moves[key] for key in sorted(moves) if key not in torn])
        found: dict[str, Candidate] = {}
        cited = address_key(url)
        for target in self._rules[host].made(address):
            key = address_key(target)
            if key != cited and key.startswith("http") and not is_home(target):
                reason = REASONS["learned"]
                found.setdefault(key, Candidate(url=target, kind="new-address", reason=reason))
        return list(found.values())


class _Rules:
    """The rules of one host.

    Args:
        moves: old and new addresses, in a fixed order.
    """

    def __init__(self, moves: list[tuple[_Address, _Address]]) -> None:
        self._prefixes = _prefixes(moves)
        self._groups: defaultdict[tuple[object, ...], list[tuple[_Address, _Address]]]
        self._groups = defaultdict(list)
        for move in moves:
            for group in _groups(move[0]):
                self._groups[group].append(move)
        self._templates = {
            group: _template(members)
            for group, members in self._groups.items()
            if len(members) >= _ENOUGH
        }

    def made(self, old: _Address) -> list[str]:
        """Return the new addresses that the rules make of an old one."""
        found = []
        for rule in self._prefixes:
            length = len(rule.old)
            if old.rest[:length] == rule.old and len(old.rest) > length:
                kept = "/".join((*rule.new, *old.rest[length:]))
                found.append(f"{rule.origin}/{kept}")
                break
        for group in _groups(old):
            template = self._templates.get(group)
            target = template.filled(old) if template is not None else None
            if target is not None:
                found.append(target)
                break  # a group of fewer addresses knows more of them
        return found


def _prefixes(moves: list[tuple[_Address, _Address]]) -> list[_Prefix]:
    """Return the rules by which the ends of paths are kept, the most special first.

    A rule holds if no move that it speaks of contradicts it.
    """
    kept: defaultdict[_Prefix, set[tuple[str, ...]]] = defaultdict(set)
    for old, new in moves:
        one, other = old.rest, new.rest
        count = 0
        while count < min(len(one), len(other)) and one[-1 - count] == other[-1 - count]:
            count += 1
        if count and one[-count:] != ("",):
            rule = _Prefix(one[:-count], other[:-count], f"{new.scheme}://{new.host}")
            kept[rule].add(one[-count:])
    found = []
    for rule, tails in kept.items():
        if len(tails) < _ENOUGH:
            continue
        length = len(rule.old)
        spoken_of = [
            (old, new) for old, new in moves if old.rest[:length] == rule.old and old.rest[length:]
        ]
        # An address of a part of the site that has a rule of its own is that rule's.
        special = [
            other.old for other in kept if len(other.old) > length and len(kept[other]) >= _ENOUGH
        ]
        if all(
            (new.rest == rule.new + old.rest[length:] and _origin(new) == rule.origin)
            or any(old.rest[: len(each)] == each for each in special)
            for old, new in spoken_of
        ):
            found.append(rule)
    return sorted(found, key=lambda rule: (-len(rule.old), rule))


def _origin(address: _Address) -> str:
    return f"{address.scheme}://{address.host}"


def _groups(old: _Address) -> list[tuple[object, ...]]:
    """Return the groups of like addresses that one belongs to, the one of fewest first."""
    names = tuple(name for name, _ in old.query)
    shape = (len(old.parts), names, _SUFFIX.findall(old.parts[-1]) != [])
    return [(shape, old.parts[0], len(old.parts)), (shape, "", len(old.parts))]


class _Template(NamedTuple):
    """How the new addresses of a group are made of the old ones."""

    origin: str
    parts: tuple[_Making, ...]
    query: tuple[tuple[str, _Making], ...]

    def filled(self, old: _Address) -> str | None:
        """Return the new address, or None where the old one lacks what it is made of."""
        fields = _fields(old)
        try:
            path = "/".join(_filled(making, fields) for making in self.parts)
            query = "&".join(f"{name}={_filled(making, fields)}" for name, making in self.query)
        except KeyError:
            return None
        return f"{self.origin}/{path}" + (f"?{query}" if query else "")


def _template(members: list[tuple[_Address, _Address]]) -> _Template | None:
    """Return how all members of a group are made, or None where they contradict each other."""
    first = members[0][1]
    names = [name for name, _ in first.query]
    for _, new in members:
        if _origin(new) != _origin(first) or len(new.parts) != len(first.parts):
            return None
        if [name for name, _ in new.query] != names:
            return None
    read = [(_fields(old), new) for old, new in members[:_MOST_PAIRS]]
    makings: list[_Making] = []
    for place in range(len(first.parts) + len(names)):
        ways: set[_Making] | None = None
        for fields, new in read:
            texts = (*new.parts, *(value for _, value in new.query))
            said = _ways(texts[place], fields)
            ways = said if ways is None else ways & said
        if not ways:
            return None
        makings.append(min(ways, key=_cost))
    count = len(first.parts)
    template = _Template(
        _origin(first), tuple(makings[:count]), tuple(zip(names, makings[count:], strict=True))
    )
    if not any(kind == "field" for making in makings for kind, _ in making):
        return None
    made = {template.filled(old) for old, _ in members}
    agree = all(template.filled(old) == _written(new) for old, new in members)
    return template if agree and len(made) >= _ENOUGH else None


def _ways(text: str, fields: dict[str, str], depth: int = _DEEPEST) -> set[_Making]:
    """Return the ways to make a text of the fields of an address and of literals.

    What stands before a field is a literal; what stands behind it is made in turn.
    """
    found: set[_Making] = {(("literal", text),) if text else ()}
    if not depth or not text:
        return found
    for name, value in fields.items():
        at = text.find(value) if len(value) >= _SHORTEST or value == text else -1
        if at < 0:
            continue
        before = (("literal", text[:at]),) if at else ()
        for rest in _ways(text[at + len(value) :], fields, depth - 1):
            found.add((*before, ("field", name), *rest))
        if len(found) > _MOST_WAYS:
            break
    return found


def _cost(making: _Making) -> tuple[int, int, _Making]:
    """Rank the ways to make a text: the fewest literal characters, then the fewest pieces."""
    literal = sum(len(text) for kind, text in making if kind == "literal")
    return literal, len(making), making


def _filled(making: _Making, fields: dict[str, str]) -> str:
    return "".join(fields[text] if kind == "field" else text for kind, text in making)


@functools.lru_cache(maxsize=256)
def _fields(address: _Address) -> dict[str, str]:
    """Return what can recur in a new address: parts, slugs, numbers and parameters, by name."""
    found: dict[str, str] = {}
    for number, part in enumerate(address.parts):
        stem = _SUFFIX.sub("", part)
        found[f"{number}"] = part
        found[f"{number} stem"] = stem
        match = _SLUG_AND_ID.fullmatch(stem) or _ID_AND_SLUG.fullmatch(stem)
        if match is not None:
            found[f"{number} slug"], found[f"{number} id"] = match["slug"], match["id"]
        for count, digits in enumerate(_NUMBER.findall(stem)[:3]):
            found[f"{number} number {count}"] = digits
    for name, value in address.query:
        found[f"?{name}"] = value
    return {name: value for name, value in found.items() if value}


def _written(address: _Address) -> str:
    return f"{_origin(address)}/{'/'.join(address.rest)}"


def _taken_apart(url: str) -> _Address | None:
    """Take an address apart; None where nothing can be learned of it."""
    if len(url) > _LONGEST:
        return None
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not parts.netloc or "@" in parts.netloc:
        return None
    path = tuple(parts.path.removeprefix("/").split("/"))
    query = tuple(
        (name, value)
        for name, _, value in (each.partition("=") for each in parts.query.split("&") if each)
        if not is_tracking(name)
    )
    if len(path) > _MOST_PARTS or len(query) > _MOST_PARTS:
        return None
    return _Address(parts.scheme, parts.netloc.lower(), path, query)
