"""What goes into the store and comes out of it."""

from __future__ import annotations

import os
import zlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from platformdirs import user_cache_path

from linkcheck.models import Outcome, Page, Resolution
from linkcheck.store.fingerprint import fingerprint
from linkcheck.text.validated import NotNegative, Validated

__all__ = [
    "Kept",
    "Known",
    "Saved",
    "Sighting",
    "StoreSettings",
    "cache_path",
    "default_path",
    "iso",
    "line",
    "packed",
    "unpacked",
]


_LAST = datetime(9999, 12, 31, tzinfo=UTC).timestamp()


class StoreSettings(Validated, frozen=True, kw_only=True):
    """What is kept, and for how long.

    Attributes:
        path: the file.
        living_days: how long a living answer is used again, in days, a tenth more or less.
        blocked_days: the same for answers that showed us no page.
        spacing_days: failures nearer to each other than this count once.
        seed: of the little chance there is in lifetimes.
    """

    path: str
    living_days: NotNegative[float] = 7.0
    blocked_days: NotNegative[float] = 1.0
    spacing_days: NotNegative[float] = 3.0
    seed: int = 0


class Known(NamedTuple):
    """A former answer.

    Attributes:
        resolution: what came of asking then, without the body.
        page: what was read, or None.
        fresh: it may be used as it is.
        manner: see `Kept`.
    """

    resolution: Resolution
    page: Page | None
    fresh: bool
    manner: str = ""


class Kept(NamedTuple):
    """An answer to keep; the resolution without its body.

    `manner` stands for how a request was made that led to no page (user agent, headers,
    credentials): the answer says nothing about a request made in another way. It is "" for a page.
    """

    address: str
    outcome: Outcome
    resolution: Resolution
    page: Page | None
    manner: str = ""


class Sighting(NamedTuple):
    """One line of an address's history; `fingerprint` as `linkcheck.store.fingerprint` makes it."""

    address: str
    at: str
    outcome: str
    status: int | None
    failure: str | None
    final: str | None
    title: str | None
    publisher: str | None
    language: str | None
    fingerprint: int | None


class Saved(NamedTuple):
    """A page that an archive was asked to save.

    Attributes:
        address: of the source, in normal form.
        time: when it was archived, ISO 8601 in UTC.
        archive: name of the archive.
        url: where it shows the copy.
    """

    address: str
    time: str
    archive: str
    url: str


def default_path() -> Path:
    """Return where the command keeps its store: `LINKCHECK_STORE`, or the user's cache folder."""
    named = os.environ.get("LINKCHECK_STORE")
    return Path(named) if named else cache_path()


def cache_path() -> Path:
    """Return the store in the user's cache folder."""
    return user_cache_path("linkcheck") / "store.sqlite3"


def line(answer: Kept, now: float) -> tuple[Any, ...]:
    """Return the history's line for an answer."""
    page, resolution = answer.page, answer.resolution
    mark = fingerprint(page.text) if page is not None else None
    return (
        answer.address,
        now,
        answer.outcome.value,
        resolution.status,
        resolution.failure.value if resolution.failure is not None else None,
        resolution.final_url,
        page.title if page is not None else None,
        page.publishers[0].text if page is not None and page.publishers else None,
        page.language.tag if page is not None else None,
        mark - (1 << 64) if mark is not None and mark >> 63 else mark,
    )


def packed(value: object) -> bytes:
    """Return a value as it is stored."""
    return zlib.compress(msgspec.msgpack.encode(value), 1)


def unpacked(
    resolution: bytes, page: bytes | None, *, fresh: bool, manner: str = ""
) -> Known | None:
    """Return an earlier answer, or None where another version of linkcheck wrote it."""
    try:
        return Known(
            msgspec.msgpack.decode(zlib.decompress(resolution), type=Resolution),
            msgspec.msgpack.decode(zlib.decompress(page), type=Page) if page is not None else None,
            fresh,
            manner,
        )
    except (msgspec.MsgspecError, zlib.error):
        return None


def iso(at: float) -> str:
    """Return seconds since 1970 as an ISO 8601 date-time in UTC, of the years 1970 to 9999."""
    at = min(max(at, 0.0), _LAST)
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds")
