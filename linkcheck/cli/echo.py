"""What every command says on standard error, and its exit codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from linkcheck.reports.safe import shown
from linkcheck.reports.wording import trouble

if TYPE_CHECKING:
    from linkcheck.models import Problem, Report

__all__ = ["EXIT_FINDINGS", "EXIT_OK", "EXIT_UNFINISHED", "EXIT_USAGE", "complain",
           "counted", "warn", "warn_of_outage"]  # fmt: skip

EXIT_OK, EXIT_FINDINGS, EXIT_USAGE, EXIT_UNFINISHED = 0, 1, 2, 3


def warn(message: str) -> None:
    """Say something that does not end the command."""
    click.echo(f"linkcheck: {shown(message, 1000)}", err=True)


def complain(problem: Problem) -> None:
    """Say what is wrong with an article."""
    click.echo(f"linkcheck: {trouble(problem)}", err=True)


def warn_of_outage(report: Report) -> None:
    """Say that the network failed and how much was not checked, if that ended the run."""
    if report.outage is not None:
        count = counted(report.unchecked, "citation")
        warn(f"the network is not available: {report.outage}; {count} not checked")


def counted(number: int, noun: str) -> str:
    """Return a number of things, such as "1 source" or "0 sources"."""
    return f"{number} {noun}{'s' * (number != 1)}"
