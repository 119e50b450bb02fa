"""Check articles for a command that has other things to show than a report."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from linkcheck.checker import Checker
from linkcheck.cli.echo import EXIT_USAGE, complain, warn, warn_of_outage
from linkcheck.cli.inputs import keep_apart
from linkcheck.engine.stopping import Stop

if TYPE_CHECKING:
    from collections.abc import Sequence

    from linkcheck.models import Report
    from linkcheck.settings.settings import Settings

__all__ = ["check_quietly"]


def check_quietly(
    paths: Sequence[str], settings: Settings, written: Sequence[str | None] = ()
) -> Report:
    """Check articles, and say what could not be read.

    Ctrl-C ends the check; the report then has what was found until then, and is not complete.

    Args:
        paths: of the articles.
        settings: of the check.
        written: files that the command writes; None for an option that is not given.

    Raises:
        UsageError: a file that is written is also read.
        SystemExit: there is no article.
    """
    keep_apart(paths, settings, written)

    async def run() -> Report:
        async with Checker(settings) as checker:
            try:
                async for _ in checker.check(paths):
                    pass
            except asyncio.CancelledError:
                return checker.report(complete=False)
            return checker.report()

    with Stop() as stop:
        report = stop.run(run())
    for problem in report.problems:
        complain(problem)
    warn_of_outage(report)
    if not report.articles:
        warn("no readable article in the given paths: check them")
        raise SystemExit(EXIT_USAGE)
    return report
