"""Wait until something is so, rather than for a time that a loaded machine may exceed."""

from __future__ import annotations

import asyncio
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["until", "until_still", "wait_until", "wait_until_idle"]

_PATIENCE = 60.0
_CALM = 5
"""Looks, one after the other, at which an idle process has done nothing."""


def wait_until(condition: Callable[[], object]) -> None:
    """Wait until something is so, for a minute at most."""
    deadline = time.monotonic() + _PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "this never came"
        time.sleep(0.02)


async def until(condition: Callable[[], object]) -> None:
    """Wait until something is so, for a minute at most, while other tasks run."""
    deadline = time.monotonic() + _PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "this never came"
        await asyncio.sleep(0.005)


async def until_still(count: Callable[[], int]) -> int:
    """Wait until a count does not change any more, and return it."""
    before = -1
    while before != (now := count()):
        before = now
        await asyncio.sleep(0.2)
    return now


def wait_until_idle(process: int) -> None:
    """Wait until a process has done all that it can do, and waits for something."""
    if sys.platform != "linux":
        time.sleep(1)
        return
    calm = 0
    before: list[tuple[str, str, str]] = []

    def is_idle() -> bool:
        nonlocal calm, before
        now = _threads(process)
        is_waiting = now == before and all(state == "S" for state, *_ in now)
        calm, before = (calm + 1 if is_waiting else 0), now
        return calm >= _CALM

    wait_until(is_idle)


def _threads(process: int) -> list[tuple[str, str, str]]:
    """Return the state of each thread of a process and the time it has computed."""
    found = []
    for path in sorted(Path(f"/proc/{process}/task").glob("*/stat")):
        try:
            fields = path.read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:  # it has ended
            continue
        found.append((fields[0], fields[11], fields[12]))
    return found
