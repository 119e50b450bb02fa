"""The SQLite file of a store: opened, brought up to date, and its faults in plain words."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Self

import msgspec

from linkcheck.errors import StoreError
from linkcheck.store.records import cache_path
from linkcheck.text.destinations import destination

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import TracebackType

__all__ = ["StoreFile"]

_VERSION = 3
_SCHEMA = """
CREATE TABLE answer (
    address TEXT PRIMARY KEY,
    at REAL NOT NULL,
    expires REAL NOT NULL,
    outcome TEXT NOT NULL,
    run INTEGER,
    resolution BLOB NOT NULL,
    page BLOB,
    manner TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID;
CREATE TABLE sighting (
    id INTEGER PRIMARY KEY,
    address TEXT NOT NULL,
    at REAL NOT NULL,
    outcome TEXT NOT NULL,
    status INTEGER,
    failure TEXT,
    final TEXT,
    title TEXT,
    publisher TEXT,
    language TEXT,
    fingerprint INTEGER
);
CREATE INDEX sighting_of ON sighting (address, at);
CREATE TABLE run (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL,
    pid INTEGER NOT NULL,
    started REAL NOT NULL,
    finished REAL
);
"""
_SNAPSHOTS = """
CREATE TABLE IF NOT EXISTS snapshot (
    address TEXT NOT NULL,
    time TEXT NOT NULL,
    archive TEXT NOT NULL,
    url TEXT NOT NULL,
    PRIMARY KEY (address, archive, time)
) WITHOUT ROWID
"""


class StoreFile:
    """An SQLite file in use; a context manager.

    Args:
        path: of the file; it need not exist.
        patience: seconds to wait for another process that writes.

    Raises:
        StoreError: on entering or later, where the file cannot be used.
    """

    def __init__(self, path: Path, patience: float) -> None:
        self._path = path
        self._patience = patience
        self._database: sqlite3.Connection | None = None

    def __enter__(self) -> Self:
        """Open the file, made anew where there is none."""
        path = self._path
        with self._errors():
            if path != cache_path():  # the user's cache folder may well be a link
                destination(path)
            path.parent.mkdir(parents=True, exist_ok=True)
            database = sqlite3.connect(
                path, timeout=self._patience, isolation_level=None, check_same_thread=False
            )
            self._database = database
            try:
                database.execute("PRAGMA journal_mode = WAL")
                database.execute("PRAGMA synchronous = NORMAL")
                self._set_up()
            except BaseException:
                database.close()
                raise
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close the file."""
        if self._database is not None:
            self._database.close()
            self._database = None

    @property
    def _open(self) -> sqlite3.Connection:
        if self._database is None:
            raise RuntimeError("use Store as a context manager: with Store(...) as store")
        return self._database

    def _set_up(self) -> None:
        with self._transaction() as database:
            (version,) = database.execute("PRAGMA user_version").fetchone()
            if version == 0:
                for statement in _SCHEMA.split(";"):
                    database.execute(statement)
            if version == 1:
                database.execute("ALTER TABLE answer ADD COLUMN manner TEXT NOT NULL DEFAULT ''")
            if version < 3:
                database.execute(_SNAPSHOTS)
            if version < _VERSION:
                database.execute(f"PRAGMA user_version = {_VERSION}")
        if version > _VERSION:
            message = (
                f"{self._path}: this store was made by a newer linkcheck; "
                "update linkcheck, or name another store"
            )
            raise StoreError(message)

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._errors():
            self._open.execute("BEGIN IMMEDIATE")
            try:
                yield self._open
            except BaseException:
                self._open.execute("ROLLBACK")
                raise
            self._open.execute("COMMIT")

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            why = error.strerror if isinstance(error, OSError) else None
            message = (
                f"{self._path}: the store cannot be used: {why or error}; "
                "name another one, or use --no-store"
            )
            raise StoreError(message) from error
        except (TypeError, ValueError, OverflowError, msgspec.ValidationError) as error:
            # SQLite stores values of any type in any column.
            message = (
                f"{self._path}: the store is damaged, or made by another "
                f"program ({error}); delete it, name another one, or use --no-store"
            )
            raise StoreError(message) from error
