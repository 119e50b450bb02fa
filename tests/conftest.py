"""What tests of several rooms share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from linkcheck.web.schedule import SHARED
from tests.archive import PywbServer
from tests.server import LoopbackServer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from tests.archive import Record

# Tests run beside each other: how long one example takes says nothing.
settings.register_profile("linkcheck", deadline=None)
settings.load_profile("linkcheck")


@pytest.fixture
def server() -> Iterator[LoopbackServer]:
    """A web server on 127.0.0.1; allow "127.0.0.0/8" to reach it."""
    with LoopbackServer() as running:
        yield running


@pytest.fixture(scope="session")
def archive(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Callable[[Iterable[Record]], str]]:
    """Archive captures in a collection of a real pywb; return the collection's address.

    Mark tests that use it slow: the first one installs pywb.
    """
    with PywbServer(tmp_path_factory.mktemp("pywb")) as running:
        yield running.collection


@pytest.fixture(autouse=True)
def rested() -> None:
    """Forget how long hosts are to rest: all tests' servers are on one."""
    SHARED._next.clear()


@pytest.fixture(autouse=True)
def own_store(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep the tests' store, and that of commands they start, out of the user's cache folder."""
    path = tmp_path_factory.mktemp("store") / "store.sqlite3"
    monkeypatch.setenv("LINKCHECK_STORE", str(path))
    return path
