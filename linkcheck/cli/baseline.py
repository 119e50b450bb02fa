"""`linkcheck baseline`: record the findings that there are, so that only new ones count."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import linkcheck.config
import linkcheck.engine
import linkcheck.suppression
from linkcheck.cli.command import Command
from linkcheck.cli.echo import EXIT_FINDINGS, EXIT_UNFINISHED, complain, warn, warn_of_outage
from linkcheck.cli.inputs import articles_argument, keep_apart
from linkcheck.config.parameters import check_options, config_options, input_options
from linkcheck.errors import UsageError
from linkcheck.reports.safe import shown

if TYPE_CHECKING:
    from linkcheck.models import Report
    from linkcheck.settings.settings import Settings
    from linkcheck.suppression.baseline import Baseline

__all__ = ["baseline"]

_FILE = "linkcheck-baseline.json"


@click.command(cls=Command)
@articles_argument()
@click.option("--shrink", is_flag=True,
              help="Only remove fixed findings; do not add new ones.")  # fmt: skip
@config_options
@input_options
@check_options
def baseline(paths: tuple[str, ...], shrink: bool, **options: Any) -> None:
    """Record today's findings, so that a later check reports only new ones.

    Writes them to the file given with --baseline (linkcheck-baseline.json by default).
    Commit it, and pass it to `linkcheck check --baseline`. Known findings in articles that
    are not checked now are kept.
    """
    file = options.pop("baseline") or _FILE
    kind = linkcheck.suppression.Baseline
    known = kind.read(file) if shrink or Path(file).exists() else kind(file)
    settings = linkcheck.config.chosen_settings({**options, "baseline": None})
    if not settings.selection.everything:
        raise UsageError("a baseline needs all findings: do not use --since, --stale or --sample")
    keep_apart(paths, settings, [file])
    with linkcheck.engine.Stop() as stop:
        report, articles = stop.run(_checked(paths, settings, known))
    for problem in report.problems:
        complain(problem)
    if not report.articles:
        raise UsageError("no article in the given paths could be read: check the paths")
    if not report.complete:
        warn_of_outage(report)
        warn("not everything was checked, so the baseline is unchanged")
        raise SystemExit(EXIT_UNFINISHED)
    if shrink:
        fixed = known.fixed(articles, settings.not_looked_for)
        for key, count in sorted(fixed.items()):
            what = f"{key.article}: {key.rule}: {key.address or key.title}"
            click.echo(f"fixed: {shown(what)}" + (f" ({count} times)" if count > 1 else ""))
        new = known.shrunk(fixed)
    else:
        new = known.renewed(articles)
    new.write()
    click.echo(f"{shown(file)}: {len(new)} findings known, {report.articles} articles checked")
    if report.problems:
        raise SystemExit(EXIT_FINDINGS)


async def _checked(
    paths: tuple[str, ...], settings: Settings, known: Baseline
) -> tuple[Report, set[str]]:
    """Check, and show the findings to the baseline; return the paths of the articles too."""
    async with linkcheck.Checker(settings, keep=False) as checker:
        async for verdict in checker.check(paths):
            known.applied(verdict)
        return checker.report(), checker.paths
