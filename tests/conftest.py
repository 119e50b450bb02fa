"""What tests of several rooms share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.server import LoopbackServer

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def server() -> Iterator[LoopbackServer]:
    """A web server on 127.0.0.1; allow "127.0.0.0/8" to reach it."""
    with LoopbackServer() as running:
        yield running
