"""Earlier answers and their history in one SQLite file.

`answer` holds the last outcome of each address, to be used again while it is fresh; `sighting`
holds one line for each time it was asked, so that failures can be counted days apart and drift
be told; `run` knows which runs did not come to their end; `snapshot` holds where archives show
what they were asked to save. The file is in WAL mode: several
processes may use it at once, and what was committed survives a kill.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from linkcheck.models import History, Outcome
from linkcheck.store.file import StoreFile
from linkcheck.store.fingerprint import distance
from linkcheck.store.records import (
    Kept,
    Known,
    Saved,
    Sighting,
    StoreSettings,
    iso,
    line,
    packed,
    unpacked,
)

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence

    from linkcheck.models import Snapshot

__all__ = ["Store"]

_DAY = 86_400.0
_NEVER_REUSED = frozenset({Outcome.FAILED.value, Outcome.UNTOLD.value})
_RESUMABLE = 1 * _DAY
"""How long after its start an interrupted run is taken up again."""


class Store(StoreFile):
    """Earlier answers; use it as a context manager, from one thread at a time.

    Args:
        settings: see `StoreSettings`.
        patience: seconds to wait for another process that writes. No signal is heard meanwhile.

    Raises:
        StoreError: on entering or later, where the file cannot be used.
    """

    def __init__(self, settings: StoreSettings, *, patience: float = 30.0) -> None:
        super().__init__(Path(settings.path), patience)
        self.settings = settings
        self._chance = random.Random(settings.seed)  # noqa: S311 - jitter is no secret

    def begin(self, key: str) -> int:
        """Begin a run, or take up the one of the same key that was killed or stopped.

        Returns:
            The run's number; several may be under way at once.

        Args:
            key: says what is checked and how; of the same key, the same answers are wanted.
        """
        now = time.time()
        with self._transaction() as database:
            last = database.execute(
                "SELECT id, pid FROM run WHERE key = ? AND finished IS NULL"
                " AND started > ? AND started <= ? ORDER BY id DESC LIMIT 1",
                (key, now - _RESUMABLE, now),
            ).fetchone()
            if last is not None and not _is_running(last[1]):
                run = int(last[0])
                database.execute("UPDATE run SET pid = ? WHERE id = ?", (os.getpid(), run))
                return run
            began = database.execute(
                "INSERT INTO run (key, pid, started) VALUES (?, ?, ?)", (key, os.getpid(), now)
            )
            return began.lastrowid or 0

    def end(self, run: int) -> None:
        """End a run: its failures are not used again."""
        with self._transaction() as database:
            database.execute("UPDATE run SET finished = ? WHERE id = ?", (time.time(), run))

    def known(self, addresses: Sequence[str], run: int | None = None) -> dict[str, Known]:
        """Return the former answers of some addresses, those there are.

        Args:
            addresses: in normal form.
            run: whose own answers are fresh however old.
        """
        now = time.time()
        found: dict[str, Known] = {}
        with self._errors():
            rows = self._open.execute(
                "SELECT address, at, expires, outcome, run, resolution, page, manner FROM answer"
                " WHERE address IN (SELECT value FROM json_each(?))",
                (json.dumps(addresses),),
            )
            for address, at, expires, outcome, its_run, resolution, page, manner in rows:
                current = expires > now or (run is not None and its_run == run)
                # An answer dated in the future was stored while the clock was wrong.
                fresh = current and at <= now and outcome not in _NEVER_REUSED
                known = unpacked(resolution, page, fresh=fresh, manner=manner)
                if known is not None:
                    found[address] = known
        return found

    def keep(self, answers: Iterable[Kept], run: int | None = None) -> dict[str, History]:
        """Keep answers, all of them or none.

        Args:
            answers: of one run.
            run: its number, see `begin`.

        Returns:
            What history says of them, by address: of failed ones how many
            failures in a row that makes, counted days apart, and since when; of living ones how
            far the text has drifted since it was last seen.
        """
        now = time.time()
        told: dict[str, History] = {}
        with self._transaction() as database:
            for answer in answers:
                database.execute(
                    "INSERT OR REPLACE INTO answer VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    (
                        answer.address,
                        now,
                        self._expiry(answer.outcome, now),
                        answer.outcome.value,
                        run,
                        packed(answer.resolution),
                        packed(answer.page) if answer.page is not None else None,
                        answer.manner,
                    ),
                )
                row = line(answer, now)
                database.execute(
                    "INSERT INTO sighting (address, at, outcome, status, failure, final, title,"
                    " publisher, language, fingerprint) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    row,
                )
                if answer.outcome is Outcome.FAILED:
                    count, since = self._failures(database, answer.address, now)
                    told[answer.address] = History(failures=count, failing_since=since)
                elif (drift := self._drift(database, answer, row[-1])) is not None:
                    told[answer.address] = History(drift=drift)
        return told

    def doubt(self, addresses: Sequence[str]) -> None:
        """Do not use the last answers of some addresses again, nor compare later pages with them.

        Args:
            addresses: in normal form.
        """
        untold = Outcome.UNTOLD.value
        with self._transaction() as database:
            for address in addresses:
                database.execute(
                    "UPDATE answer SET outcome = ?, expires = 0 WHERE address = ?",
                    (untold, address),
                )
                database.execute(
                    "UPDATE sighting SET outcome = ?, fingerprint = NULL WHERE id ="
                    " (SELECT max(id) FROM sighting WHERE address = ?)",
                    (untold, address),
                )

    def history(
        self, address: str | None = None, *, until: float | None = None
    ) -> Iterator[Sighting]:
        """Yield the sightings of one address, or of all, the oldest first.

        Args:
            address: in normal form, or None for all.
            until: leave out later sightings; in seconds since 1970.
        """
        with self._errors():
            rows = self._open.execute(
                "SELECT address, at, outcome, status, failure, final, title, publisher, language,"
                " fingerprint FROM sighting WHERE (:address IS NULL OR address = :address)"
                " AND (:until IS NULL OR at <= :until) ORDER BY at, id",
                {"address": address, "until": until},
            )
            for row in rows:
                seen = msgspec.convert((row[0], iso(row[1]), *row[2:]), Sighting)
                # SQLite's integers are signed.
                mark = seen.fingerprint % (1 << 64) if seen.fingerprint is not None else None
                yield seen._replace(fingerprint=mark)

    def last_seen(self, addresses: Sequence[str]) -> dict[str, float]:
        """Return when some addresses were last looked at, in seconds since 1970.

        Dates in the future are left out: the clock was wrong.
        """
        with self._errors():
            return dict(
                self._open.execute(
                    "SELECT address, at FROM answer WHERE at <= ? AND address IN"
                    " (SELECT value FROM json_each(?))",
                    (time.time(), json.dumps(addresses)),
                ).fetchall()
            )

    def dead(self, addresses: Sequence[str], days: float = 0.0) -> dict[str, tuple[Known, History]]:
        """Return those of some addresses that led to no page when they were last checked.

        Answers dated in the future are left out: the clock was wrong. An answer is fresh while a
        living one would be.

        Args:
            addresses: in normal form.
            days: answers of the last so many days are fresh in any case.
        """
        now = time.time()
        since = now - max(days, self.settings.living_days) * _DAY
        found: dict[str, tuple[Known, History]] = {}
        with self._errors():
            rows = self._open.execute(
                "SELECT address, at, outcome, resolution, page, manner FROM answer"
                " WHERE at <= ? AND outcome IN ('gone', 'failed')"
                " AND address IN (SELECT value FROM json_each(?))",
                (now, json.dumps(addresses)),
            ).fetchall()
            for address, at, outcome, resolution, page, manner in rows:
                known = unpacked(resolution, page, fresh=at > since, manner=manner)
                if known is None:
                    continue
                history = History(cached=True)
                if outcome == Outcome.FAILED.value:
                    count, first = self._failures(self._open, address, now)
                    history = History(cached=True, failures=count, failing_since=first)
                found[address] = (known, history)
        return found

    def living(self, addresses: Sequence[str]) -> list[str]:
        """Return those of some addresses that led to a page when they were last looked at."""
        with self._errors():
            rows = self._open.execute(
                "SELECT address FROM answer WHERE outcome = 'living' AND address IN"
                " (SELECT value FROM json_each(?))",
                (json.dumps(addresses),),
            )
            return [address for (address,) in rows]

    def add_snapshot(self, address: str, snapshot: Snapshot) -> None:
        """Keep where an archive shows what it was asked to save.

        Args:
            address: of the source, in normal form.
            snapshot: the archived copy.
        """
        with self._transaction() as database:
            database.execute(
                "INSERT OR REPLACE INTO snapshot (address, time, archive, url) VALUES (?, ?, ?, ?)",
                (address, snapshot.time, snapshot.archive, snapshot.url),
            )

    def snapshots(self, address: str | None = None) -> list[Saved]:
        """Return what archives were asked to save, the oldest first.

        Args:
            address: in normal form, or None for all.
        """
        with self._errors():
            rows = self._open.execute(
                "SELECT address, time, archive, url FROM snapshot"
                " WHERE (:address IS NULL OR address = :address) ORDER BY time, address",
                {"address": address},
            ).fetchall()
            return [msgspec.convert(row, Saved) for row in rows]

    def last_run(self) -> str | None:
        """Return when the last finished run began, as an ISO 8601 date-time, or None."""
        with self._errors():
            row = self._open.execute(
                "SELECT started FROM run WHERE finished IS NOT NULL AND started <= ?"
                " ORDER BY id DESC LIMIT 1",
                (time.time(),),
            ).fetchone()
        return iso(row[0]) if row is not None else None

    def stats(self) -> dict[str, int]:
        """Return counts of what is stored, and of addresses by outcome."""
        now = time.time()
        with self._errors():
            database = self._open
            counts = {
                "addresses": _count(database, "SELECT count(*) FROM answer"),
                "fresh": _count(
                    database,
                    "SELECT count(*) FROM answer WHERE expires > ? AND at <= ?"
                    " AND outcome NOT IN ('failed', 'untold')",
                    now,
                    now,
                ),
                "sightings": _count(database, "SELECT count(*) FROM sighting"),
                "snapshots": _count(database, "SELECT count(*) FROM snapshot"),
            }
            rows = database.execute("SELECT outcome, count(*) FROM answer GROUP BY 1 ORDER BY 1")
            return counts | dict(rows.fetchall())

    def prune(self, days: float) -> int:
        """Forget what is older than that many days; return how many sightings were dropped.

        The last sighting of an address stays while its answer does. What is dated more than a day
        in the future was stored while the clock was wrong, and is forgotten too.
        """
        now = time.time()
        kept = (now - days * _DAY, now + _DAY)
        with self._transaction() as database:
            database.execute("DELETE FROM answer WHERE at NOT BETWEEN ? AND ?", kept)
            dropped = database.execute(
                "DELETE FROM sighting WHERE at NOT BETWEEN ? AND ?", kept
            ).rowcount
            database.execute("DELETE FROM run WHERE started NOT BETWEEN ? AND ?", kept)
        with self._errors():
            self._open.execute("VACUUM")
        return dropped

    def _expiry(self, outcome: Outcome, now: float) -> float:
        days = {
            Outcome.LIVING: self.settings.living_days,
            Outcome.BLOCKED: self.settings.blocked_days,
        }.get(outcome, 0.0)
        # Not all of an archive should fall due on the same day.
        return now + days * _DAY * self._chance.uniform(0.9, 1.1)

    def _drift(self, database: sqlite3.Connection, answer: Kept, mark: int | None) -> float | None:
        """Return how far a living page's text is from what it was before."""
        if answer.outcome is not Outcome.LIVING or mark is None:
            return None
        before = database.execute(
            "SELECT fingerprint FROM sighting WHERE address = ? AND outcome = ? AND fingerprint"
            " IS NOT NULL ORDER BY id DESC LIMIT 1 OFFSET 1",
            (answer.address, Outcome.LIVING.value),
        ).fetchone()
        if before is None:
            return None
        return distance(before[0] % (1 << 64), mark % (1 << 64))

    def _failures(self, database: sqlite3.Connection, address: str, now: float) -> tuple[int, str]:
        """Count the failures up to now, days apart, since an address last answered.

        A failure dated in the future does not count, since nobody knows when it was; an answer
        dated in the future still ends the failures before it.
        """
        rows = database.execute(
            "SELECT at, outcome FROM sighting WHERE address = ? ORDER BY id", (address,)
        ).fetchall()
        counted: list[float] = []
        for at, outcome in rows:
            if outcome == Outcome.UNTOLD.value:
                continue
            if outcome != Outcome.FAILED.value:
                counted.clear()
            elif at <= now and (
                not counted or at - counted[-1] >= self.settings.spacing_days * _DAY
            ):
                counted.append(at)
        return len(counted), iso(counted[0] if counted else now)


def _count(database: sqlite3.Connection, statement: str, *values: float) -> int:
    return int(database.execute(statement, values).fetchone()[0])


def _is_running(pid: int) -> bool:
    if pid == os.getpid():
        return False  # an earlier run of this very process, or of one whose number we got
    if sys.platform == "win32":
        return False  # os.kill would send Ctrl-C there: the run counts as interrupted
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
