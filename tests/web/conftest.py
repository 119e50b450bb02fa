"""What the tests of this room share."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest

from linkcheck.web import Fetcher, FetchSettings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from contextlib import AbstractAsyncContextManager

QUICK: dict[str, Any] = {
    "allow_networks": ("127.0.0.0/8",),
    "connect_timeout": 5.0,
    "read_timeout": 5.0,
    "total_timeout": 10.0,
    "backoff": 0.0,
    "host_interval": 0.0,
}


@pytest.fixture
def fetcher() -> Callable[..., AbstractAsyncContextManager[Fetcher]]:
    """Make fetchers that may reach the loopback interface and do not wait between requests."""

    @asynccontextmanager
    async def make(**changes: Any) -> AsyncIterator[Fetcher]:
        passed = {name: changes.pop(name) for name in ("transport", "recorder") if name in changes}
        async with Fetcher(FetchSettings(**(QUICK | changes)), **passed) as made:
            yield made

    return make
