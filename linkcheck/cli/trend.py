"""`linkcheck trend`: what the store's history says."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import click

import linkcheck.store
from linkcheck.cli.echo import counted
from linkcheck.cli.store import FILE, opened
from linkcheck.errors import UsageError
from linkcheck.reports.json_text import json_text
from linkcheck.reports.plain import masked
from linkcheck.reports.safe import shown

if TYPE_CHECKING:
    from linkcheck.store.trend import Death, HalfLife, Trend

__all__ = ["trend"]

_MOST = 20
"""Lines of a list shown to people."""
_BAR = 30


@click.command()
@FILE
@click.option(
    "--format",
    "-f",
    "form",
    type=click.Choice(["terminal", "json"]),
    default="terminal",
    show_default=True,
    help="Output format.",
)
@click.option(
    "--by",
    type=click.Choice(["publisher", "host"]),
    default="publisher",
    show_default=True,
    help="Group half-lives by publisher or host.",
)
@click.option(
    "--period",
    type=click.Choice(["day", "month", "year"]),
    default="month",
    show_default=True,
    help="Length of the periods.",
)
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="List sources that died since this date; by default in the last run.",
)
@click.option(
    "--since-last",
    is_flag=True,
    help="Show only sources that the last run found dead or alive again, as a digest.",
)
def trend(path: str | None, since: Any, form: str, *, since_last: bool, **options: Any) -> None:
    """Show link rot over time, half-lives by publisher, and what died recently.

    Reads the history in the store; sends no requests.
    """
    if since and since_last:
        raise UsageError("give either --since or --since-last")
    with opened(path) as store:
        start = since.date().isoformat() if since else store.last_run() or ""
        # Later sightings were stored while the clock was wrong.
        found = linkcheck.store.trend_of(store.history(until=time.time()), since=start, **options)
    if form == "json":
        click.echo(_digest_document(found, start) if since_last else _document(found, start))
    elif since_last:
        _show_digest(found, start)
    else:
        _show(found, start)


def _document(found: Trend, since: str) -> str:
    data = {
        "since": since or None,
        "periods": [period._asdict() for period in found.periods],
        "overall": {**found.overall._asdict(), "publisher": None},
        "publishers": [one._asdict() for one in found.publishers],
        "died": [death._asdict() for death in found.died],
        "revived": list(found.revived),
    }
    return json_text(masked(data), None, indent=2)


def _digest_document(found: Trend, since: str) -> str:
    data = {
        "since": since or None,
        "died": [death._asdict() for death in found.died],
        "revived": list(found.revived),
    }
    return json_text(masked(data), None, indent=2)


def _show_digest(found: Trend, since: str) -> None:
    """Print what changed in the last run, each source in a line of its own."""
    if not since:
        click.echo("No finished run yet: run a check first.")
        return
    count = f"{counted(len(found.died), 'source')} died, {len(found.revived)} alive again"
    click.echo(f"Last run ({since[:16].replace('T', ' ')} UTC): {count}")
    for death in found.died:
        title = f" “{shown(death.title, 100)}”" if death.title else ""
        click.echo(f"died: {shown(death.address)}{title} ({_before(death)})")
    for address in found.revived:
        click.echo(f"alive again: {shown(address)}")


def _before(death: Death) -> str:
    return f"last seen alive {death.alive[:10]}" if death.alive else "dead at its first check"


def _show(found: Trend, since: str) -> None:
    """Print what a person wants to see."""
    if not found.periods:
        click.echo("No history yet: run a check first.")
        return
    click.echo("Addresses at the end of each period")
    most = max(period.living + period.gone for period in found.periods) or 1
    click.echo(f"  {'':10} {'living':>8} {'gone':>8} {'failing':>8} {'blocked':>8} {'died':>6}")
    for period in found.periods:
        dead = round(_BAR * period.gone / most)
        bar = "█" * round(_BAR * period.living / most) + "░" * (dead or bool(period.gone))
        click.echo(
            f"  {period.name:10} {period.living:8} {period.gone:8} {period.failing:8}"
            f" {period.blocked:8} {period.died:6}  {bar}"
        )
    click.echo("\nHalf-life: when half of the addresses would be dead")
    click.echo(f"  {_age(found.overall):>12}  all {found.overall.addresses}")
    for one in found.publishers[:_MOST]:
        if one.died:
            click.echo(
                f"  {_age(one):>12}  {shown(one.publisher, 60)}"
                f" ({one.died} of {one.addresses} died)"
            )
    click.echo(f"\nDied since {since}" if since else "\nDied")
    for death in found.died[:_MOST]:
        click.echo(f"  {shown(death.address)}")
        title = shown(death.title, 100) if death.title else "no title"
        click.echo(f"      {title}; {_before(death)}")
    if len(found.died) > _MOST:
        click.echo(f"  and {len(found.died) - _MOST} more: --format json lists all")
    if not found.died:
        click.echo("  nothing")
    if found.revived:
        click.echo("\nAlive again")
        for address in found.revived[:_MOST]:
            click.echo(f"  {shown(address)}")


def _age(one: HalfLife) -> str:
    return f"{one.years:.1f} years" if one.years is not None else "too few"
