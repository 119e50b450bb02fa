"""A store that was written to while the clock was wrong."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

import linkcheck
from linkcheck.cli.main import cli
from linkcheck.models import Failure, Outcome, Resolution
from linkcheck.store import Kept, Store, StoreSettings
from linkcheck.store.trend import trend_of
from tests.server import LoopbackServer, reset
from tests.store.test_store import PAGE, article, settings, statuses

if TYPE_CHECKING:
    from pathlib import Path

YEARS = 64 * 366 * 86_400.0
DAY = 86_400.0
ADDRESS = "https://a.example/"


def shift(store: Path, seconds: float) -> None:
    """Move everything in a store by some seconds, as if the clock had been wrong by that much."""
    with closing(sqlite3.connect(store)) as database, database:
        database.execute("UPDATE answer SET at = at + ?, expires = expires + ?", (seconds, seconds))
        database.execute("UPDATE sighting SET at = at + ?", (seconds,))
        database.execute(
            "UPDATE run SET started = started + ?, finished = finished + ?", (seconds, seconds)
        )


def failed(outcome: Outcome = Outcome.FAILED) -> Kept:
    """Return a failed answer."""
    found = Resolution(url=ADDRESS, final_url=ADDRESS, failure=Failure.REFUSED)
    return Kept(ADDRESS, outcome, found, None)


@pytest.mark.parametrize("kind", ["living", "blocked", "gone", "failed"])
async def test_answers_from_the_future_are_not_reused(
    server: LoopbackServer, tmp_path: Path, kind: str
) -> None:
    """A clock that was once in 2090 would stop an address from being fetched until 2090."""
    store = tmp_path / "s.db"
    url = server.page("/a", PAGE)
    if kind == "failed":
        url = server.behave("/a", reset)
    elif kind != "living":
        url = server.page("/a", "", status="404 No" if kind == "gone" else "403 No")
    path = article(tmp_path, url)
    await statuses(path, settings(store))
    shift(store, YEARS)
    asked = server.asked("/a")
    server.page("/a", PAGE)
    assert await statuses(path, settings(store)) == ["ok"]
    assert server.asked("/a") == asked + 1
    # The answer is current again, so the next run reuses it.
    assert await statuses(path, settings(store)) == ["ok"]
    assert server.asked("/a") == asked + 1


async def test_strikes_from_the_future_do_not_stop_counting(
    server: LoopbackServer, tmp_path: Path
) -> None:
    """A dead source would stay "unverified" until 2090, and the next failures never count."""
    store = tmp_path / "s.db"
    path = article(tmp_path, server.behave("/a", reset))
    await statuses(path, settings(store))
    shift(store, YEARS)
    last: list[str] = []
    for _ in range(3):
        last = await statuses(path, settings(store))
        with closing(sqlite3.connect(store)) as database, database:
            database.execute(
                "UPDATE sighting SET at = at - ? WHERE at < ?", (3.1 * DAY, time.time() + DAY)
            )
    assert last == ["broken dead-link"]
    report = await linkcheck.check_async([path], settings(store))
    (verdict,) = report.verdicts
    assert (verdict.history.failures, verdict.history.failing_since) != (0, None)
    assert str(verdict.history.failing_since) < "2090"


def test_an_answer_from_the_future_still_ends_earlier_failures(tmp_path: Path) -> None:
    """A source that answered while the clock was wrong would keep its old strikes."""
    with Store(StoreSettings(path=str(tmp_path / "s.db"), spacing_days=0.0)) as store:
        store.keep([failed()])
        store.keep([failed(Outcome.LIVING)])
        shift_last = "UPDATE sighting SET at = at + ? WHERE outcome = 'living'"
        with closing(sqlite3.connect(tmp_path / "s.db")) as database, database:
            database.execute(shift_last, (YEARS,))
        assert store.keep([failed()])[ADDRESS].failures == 1


def test_failed_answers_are_never_fresh(tmp_path: Path) -> None:
    """A failure would be reported again without a request."""
    with Store(StoreSettings(path=str(tmp_path / "s.db"))) as store:
        run = store.begin("one")
        store.keep([failed()], run)
        with closing(sqlite3.connect(tmp_path / "s.db")) as database, database:
            database.execute("UPDATE answer SET expires = expires + ?", (YEARS,))
        assert not store.known([ADDRESS], run)[ADDRESS].fresh
        assert store.stats()["fresh"] == 0


def test_statistics_and_history_ignore_the_future(tmp_path: Path) -> None:
    """`store stats` would count frozen answers as fresh, and `trend` would draw a chart to 2090."""
    path = tmp_path / "s.db"
    with Store(StoreSettings(path=str(path))) as store:
        run = store.begin("one")
        store.keep([failed(Outcome.LIVING)], run)
        store.end(run)
    shift(path, YEARS)
    with Store(StoreSettings(path=str(path))) as store:
        assert store.stats()["fresh"] == 0
        assert store.last_seen([ADDRESS]) == {}
        assert store.last_run() is None
        assert trend_of(store.history(until=time.time())).periods == ()
        assert store.prune(days=365) == 1
        assert store.stats()["addresses"] == 0


def test_dates_beyond_the_calendar_are_shown(tmp_path: Path) -> None:
    """`linkcheck store history` would end in a traceback after the clock was far off."""
    path = tmp_path / "s.db"
    with Store(StoreSettings(path=str(path))) as store:
        store.keep([failed()])
    shift(path, 1e12)
    with Store(StoreSettings(path=str(path))) as store:
        (seen,) = store.history()
    assert seen.at.startswith("9999")
    shown = CliRunner().invoke(cli, ["trend", "--store", str(path)])
    assert (shown.exit_code, "No history yet" in shown.output) == (0, True)
