"""Values that are made once, however many wait for them at the same time."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Generic, TypeVar
from weakref import WeakValueDictionary

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Hashable

__all__ = ["Once"]

K = TypeVar("K", bound="Hashable")
V = TypeVar("V")


class Once(Generic[K, V]):
    """Makes a value for each key once, and keeps a number of them.

    Args:
        most: values that are kept; the oldest go first.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: dict[K, V] = {}
        # A lock lives as long as somebody waits for it.
        self._locks: WeakValueDictionary[K, asyncio.Lock] = WeakValueDictionary()

    def __contains__(self, key: K) -> bool:
        return key in self._kept

    async def get(self, key: K, make: Callable[[], Awaitable[V | None]]) -> V | None:
        """Return the value of a key.

        Args:
            key: what the value is of.
            make: makes it; None, or an exception, is not kept, so that the next caller tries again.
        """
        lock = self._locks.setdefault(key, asyncio.Lock())
        async with lock:
            if key in self._kept:
                return self._kept[key]
            made = await make()
            if made is not None:
                while len(self._kept) >= self._most:
                    del self._kept[next(iter(self._kept))]
                self._kept[key] = made
            return made
