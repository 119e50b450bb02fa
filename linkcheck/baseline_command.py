"""`linkcheck baseline`: record the findings that there are, so that only new ones count."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from linkcheck.errors import UsageError
from linkcheck.options import check_options, chosen_settings, config_options, input_options

if TYPE_CHECKING:
    from linkcheck.models import Report

__all__ = ["baseline"]

_FILE = "linkcheck-baseline.json"


@click.command()
@click.argument("paths", nargs=-1, required=True, is_eager=True, metavar="PATH...")
@click.option("--shrink", is_flag=True,
              help="Only take out what was mended since; add nothing.")  # fmt: skip
@config_options
@input_options
@check_options
def baseline(paths: tuple[str, ...], shrink: bool, **options: Any) -> None:
    """Record today's findings, so that a later check tells only of new ones.

    Writes them to the file that --baseline names (linkcheck-baseline.json by default). Put it
    under version control, and give it to linkcheck check --baseline.
    """
    from linkcheck.baseline import Baseline  # noqa: PLC0415 - --help must be quick

    file = options.pop("baseline") or _FILE
    known = Baseline.read(file) if shrink else Baseline(file)
    settings = chosen_settings({**options, "baseline": None})
    if not settings.selection.everything:
        raise UsageError("a baseline is of all findings: leave out --since, --stale and --sample")
    report = _checked(paths, settings, known)
    if not report.complete:
        raise UsageError("not everything was checked in time, so the baseline is left as it was")
    articles = {verdict.citation.location.path for verdict in report.verdicts}
    new = known.shrunk(articles) if shrink else known.renewed()
    new.write()
    click.echo(f"{file}: {len(new)} findings in {report.articles} articles")


def _checked(paths: tuple[str, ...], settings: Any, known: Any) -> Report:
    """Check, and show the findings to the baseline."""
    import linkcheck  # noqa: PLC0415 - --help must be quick

    report = linkcheck.check(paths, settings)
    for verdict in report.verdicts:
        known.applied(verdict)
    return report
