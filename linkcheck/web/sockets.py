"""How many sockets may be open: systems limit that for each process, some to 256."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import NamedTuple

if sys.platform != "win32":
    import resource

__all__ = ["Room", "make_room", "room_for"]

_OTHERS = 128
"""Files and sockets besides ours: articles, the store, pipes, and those that look names up."""
_FEWEST = 16
_MOST_WAITING = 4096
_MOST_IDLE = 512
_ENOUGH = _OTHERS + 2 * (_MOST_WAITING + _MOST_IDLE)


class Room(NamedTuple):
    """How many sockets there may be of each sort.

    Attributes:
        requests: under way.
        waiting: whose request has waited long for its answer, besides.
        idle: kept for the next request to the same host.
    """

    requests: int
    waiting: int
    idle: int


def room_for(requests: int) -> Room:
    """Deal out what this process may open; more would fail, as if the hosts were away.

    Args:
        requests: how many are wanted at once.
    """
    limit = _limits()[0]
    left = max(_FEWEST, limit - _OTHERS)
    granted = min(requests, left // 2)
    rest = (left - granted) // 2
    return Room(granted, min(_MOST_WAITING, rest), min(_MOST_IDLE, rest))


def make_room() -> None:
    """Ask the system for as many as are of use; only for processes of our own."""
    soft, hard = _limits()
    if sys.platform != "win32" and soft < min(hard, _ENOUGH):
        with suppress(OSError, ValueError):  # then it stays as it is
            resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, _ENOUGH), hard))


def _limits() -> tuple[int, int]:
    """Return how many files this process may have open, and how many it may allow itself."""
    if sys.platform == "win32":
        return 1024, 1024
    endless = resource.RLIM_INFINITY
    soft, hard = (
        _ENOUGH if limit == endless else limit
        for limit in resource.getrlimit(resource.RLIMIT_NOFILE)
    )
    return soft, hard
