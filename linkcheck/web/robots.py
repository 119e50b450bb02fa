"""What sites ask of programs: robots.txt (RFC 9309), read once a host."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, NamedTuple

from protego import Protego

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

__all__ = ["Robots", "Rules"]

LONGEST = 512 * 1024
"""RFC 9309 2.5: at least 500 KiB must be read."""

LONGEST_DELAY = 60.0
"""A crawl delay beyond this, in seconds, is for crawlers of whole sites."""


class Rules(NamedTuple):
    """What one host asks for.

    Attributes:
        allows: tells whether an address may be read.
        delay: seconds between two requests, or None.
    """

    allows: Callable[[str], bool]
    delay: float | None = None


class Robots:
    """Reads and keeps the rules of each host.

    Args:
        fetch: asks for the address of a robots.txt; returns status (None where there was no
            answer) and body.
        agent: our User-Agent.
    """

    def __init__(
        self, fetch: Callable[[str], Awaitable[tuple[int | None, bytes]]], agent: str
    ) -> None:
        self._fetch = fetch
        self._agent = agent
        self._rules: dict[str, asyncio.Task[Rules]] = {}

    async def rules(self, origin: str) -> Rules:
        """Return what a host asks for; its robots.txt is read at most once.

        Args:
            origin: scheme, host and port.
        """
        task = self._rules.get(origin)
        if task is None:
            task = self._rules[origin] = asyncio.create_task(self._read(f"{origin}/robots.txt"))
        return task.result() if task.done() else await asyncio.shield(task)

    async def aclose(self) -> None:
        """Stop what is still being read."""
        for task in self._rules.values():
            task.cancel()
        await asyncio.gather(*self._rules.values(), return_exceptions=True)

    async def _read(self, address: str) -> Rules:
        status, body = await self._fetch(address)
        # RFC 9309 2.3.1: without a file everything is allowed. Where the server itself is in
        # trouble it asks to be left alone; we ask anyway, since the answer tells more than we do.
        if status is None or not 200 <= status < 300:
            return Rules(lambda _: True)
        return _parsed(body[:LONGEST], self._agent)


def _parsed(body: bytes, agent: str) -> Rules:
    parser = Protego.parse(body.decode("utf-8", "replace"))
    delay = parser.crawl_delay(agent)
    return Rules(
        lambda url: bool(parser.can_fetch(url, agent)),
        min(float(delay), LONGEST_DELAY) if delay and delay > 0 else None,
    )
