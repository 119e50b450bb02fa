"""Any number of things, in parts of as many as there are at the moment."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterable
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Coroutine, Iterable, Sequence

__all__ = ["in_parts"]

T = TypeVar("T")

_AT_ONCE = 2000
"""So many are handed on as one part: of citations, those that share an address share a request."""


async def in_parts(
    things: Iterable[T] | AsyncIterable[T],
) -> AsyncGenerator[Sequence[T]]:
    """Yield things in parts: as many as there are at the moment, and not too many."""
    if not isinstance(things, AsyncIterable):
        several = iter(things)
        while some := list(itertools.islice(several, _AT_ONCE)):
            yield some
        return
    waiting: asyncio.Queue[T] = asyncio.Queue(_AT_ONCE)

    async def take() -> None:
        async for each in things:
            await waiting.put(each)

    taking = asyncio.create_task(take())
    try:
        while not (taking.done() and waiting.empty()):
            part: list[T] = []
            if waiting.empty():
                first: Coroutine[Any, Any, T] = waiting.get()
                getting = asyncio.ensure_future(first)
                await asyncio.wait((getting, taking), return_when=asyncio.FIRST_COMPLETED)
                if not getting.done():
                    getting.cancel()
                    continue
                part.append(getting.result())
            while len(part) < _AT_ONCE and not waiting.empty():
                part.append(waiting.get_nowait())
            yield part
        await taking  # raises what the caller's own iterator has raised
    finally:
        taking.cancel()
        await asyncio.gather(taking, return_exceptions=True)
