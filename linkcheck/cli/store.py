"""`linkcheck store`: show, export or prune what earlier runs stored."""

from __future__ import annotations

import json
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

import linkcheck.store
from linkcheck.config.parameters import configured
from linkcheck.errors import UsageError
from linkcheck.reports.safe import inert_json, mask_credentials, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.store import Store

__all__ = ["FILE", "opened", "store"]

_DAYS = 730.0
_PATIENCE = 1.0
"""Seconds to wait for a run that writes: no signal is heard meanwhile, and runs write quickly."""

FILE = click.option(
    "--store",
    "path",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="The store file; by default the one in the user's cache folder.",
)
"""The option that names the store."""


@click.group()
def store() -> None:
    """Show, export or prune the results of previous runs."""


@store.command()
@FILE
def path(path: str | None) -> None:
    """Print the path of the store."""
    click.echo(str(_path(path)))


@store.command()
@FILE
def stats(path: str | None) -> None:
    """Print how many results and observations are stored."""
    with opened(path) as found:
        for name, count in found.stats().items():
            click.echo(f"{name:10} {count}")


@store.command()
@FILE
@click.option("--days", type=click.FloatRange(min=0), default=_DAYS, show_default=True,
              help="Delete results older than this many days.")  # fmt: skip
def prune(path: str | None, days: float) -> None:
    """Delete old results."""
    with opened(path) as found:
        dropped = found.prune(days)
    click.echo(f"{dropped} sightings deleted")


@store.command()
@FILE
def export(path: str | None) -> None:
    """Print the history of all addresses, oldest first, one JSON object per line."""
    with opened(path) as found:
        for sighting in found.history():
            line = {
                name: mask_credentials(value) if isinstance(value, str) else value
                for name, value in sighting._asdict().items()
            }
            if line["fingerprint"] is not None:
                line["fingerprint"] = f"{line['fingerprint']:016x}"
            click.echo(inert_json(json.dumps(line, ensure_ascii=True)))


@store.command()
@FILE
def snapshots(path: str | None) -> None:
    """Print the sources that `linkcheck archive` saved and their archived copies, oldest first."""
    with opened(path) as found:
        for saved in found.snapshots():
            click.echo(f"{shown(saved.address)} → {shown(saved.url)}")


@contextmanager
def opened(path: str | None) -> Iterator[Store]:
    """Open the store that an option names.

    Raises:
        UsageError: there is none.
    """
    place = _path(path)
    if not place.is_file():
        message = f"{place}: no store yet; a check creates one"
        raise UsageError(message)
    with linkcheck.store.Store(
        linkcheck.StoreSettings(path=str(place)), patience=_PATIENCE
    ) as found:
        yield found


def _path(path: str | None) -> Path:
    path = path or configured("store")
    return Path(path) if path is not None else linkcheck.store.default_path()
