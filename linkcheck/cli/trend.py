"""`linkcheck trend`: what the store's history says."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import click

import linkcheck.store
from linkcheck.cli.store import FILE, opened
from linkcheck.config.parameters import chosen_language, language_option
from linkcheck.errors import UsageError
from linkcheck.reports.i18n import messages
from linkcheck.reports.json_text import json_text
from linkcheck.reports.plain import masked
from linkcheck.reports.safe import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from linkcheck.reports.i18n import Messages
    from linkcheck.store.trend import Death, HalfLife, Trend

__all__ = ["trend"]

_MOST = 20
"""Lines of a list shown to people."""
_BAR = 30
_COLUMNS = ("living", "gone", "failing", "blocked", "died")


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
@language_option
def trend(
    path: str | None, since: Any, form: str, *, since_last: bool, lang: str | None, **options: Any
) -> None:
    """Show link rot over time, half-lives by publisher, and what died recently.

    Reads the history in the store; sends no requests.
    """
    if since and since_last:
        raise UsageError("give either --since or --since-last")
    told = messages(chosen_language(lang))
    with opened(path) as store:
        start = since.date().isoformat() if since else store.last_run() or ""
        # Later sightings were stored while the clock was wrong.
        found = linkcheck.store.trend_of(store.history(until=time.time()), since=start, **options)
    if form == "json":
        click.echo(_digest_document(found, start) if since_last else _document(found, start))
    elif since_last:
        _show_digest(found, start, told)
    else:
        _show(found, start, told)


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


def _show_digest(found: Trend, since: str, told: Messages) -> None:
    """Print what changed in the last run, each source in a line of its own."""
    text = told.text
    if not since:
        click.echo(text("No run has finished yet: run a check first."))
        return
    died = told.count("{count} source died", "{count} sources died", len(found.died))
    revived = told.count("{count} alive again", "{count} alive again", len(found.revived))
    click.echo(f"{text('Last run ({time})').format(time=_time(since))}: {died}, {revived}")
    for death in found.died:
        title = f" “{shown(death.title, 100)}”" if death.title else ""
        click.echo(f"{text('died')}: {shown(death.address)}{title} ({_before(death, told)})")
    for address in found.revived:
        click.echo(f"{text('alive again')}: {shown(address)}")


def _time(since: str) -> str:
    """Return a date as it is, or a time to the minute."""
    return f"{since[:16].replace('T', ' ')} UTC" if "T" in since else since


def _before(death: Death, told: Messages) -> str:
    if not death.alive:
        return told.text("dead at its first check")
    return told.text("last seen alive on {date}").format(date=death.alive[:10])


def _show(found: Trend, since: str, told: Messages) -> None:
    """Print what a person wants to see."""
    text = told.text
    if not found.periods:
        click.echo(text("No history yet: run a check first."))
        return
    click.echo(text("Addresses at the end of each period"))
    most = max(period.living + period.gone for period in found.periods) or 1
    heads = [text(head) for head in _COLUMNS]
    widths = [max(8, len(head)) for head in heads]
    click.echo(f"  {'':10} {_cells(heads, widths)}")
    for period in found.periods:
        dead = round(_BAR * period.gone / most)
        bar = "█" * round(_BAR * period.living / most) + "░" * (dead or bool(period.gone))
        counts = (period.living, period.gone, period.failing, period.blocked, period.died)
        click.echo(f"  {period.name:10} {_cells(map(str, counts), widths)}  {bar}")
    click.echo(f"\n{text('Half-life: time until half of the addresses are dead')}")
    ages = {one: _age(one, told) for one in (found.overall, *found.publishers)}
    width = max(12, *map(len, ages.values()))
    everything = text("all ({count})").format(count=told.number(found.overall.addresses))
    click.echo(f"  {ages[found.overall]:>{width}}  {everything}")
    for one in found.publishers[:_MOST]:
        if one.died:
            share = text("{died} of {all} died").format(died=one.died, all=one.addresses)
            click.echo(f"  {ages[one]:>{width}}  {shown(one.publisher, 60)} ({share})")
    click.echo(
        "\n" + (text("Died since {date}").format(date=_time(since)) if since else text("Died"))
    )
    for death in found.died[:_MOST]:
        click.echo(f"  {shown(death.address)}")
        title = shown(death.title, 100) if death.title else text("no title")
        click.echo(f"      {title}; {_before(death, told)}")
    if (left := len(found.died) - _MOST) > 0:
        more = told.count("and {count} more", "and {count} more", left)
        click.echo(f"  {more} ({text('{option} lists all').format(option='--format json')})")
    if not found.died:
        click.echo(f"  {text('none')}")
    if found.revived:
        click.echo(f"\n{text('Alive again')}")
        for address in found.revived[:_MOST]:
            click.echo(f"  {shown(address)}")


def _cells(texts: Iterable[str], widths: Sequence[int]) -> str:
    return " ".join(f"{text:>{width}}" for text, width in zip(texts, widths, strict=True))


def _age(one: HalfLife, told: Messages) -> str:
    if one.years is None:
        return told.text("too few")
    years = f"{one.years:.1f}"
    if told.language != "en":
        years = years.replace(".", ",")
    return told.text("{years} years").format(years=years)
