"""What every command says on standard error, and its exit codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from linkcheck.reports.safe import shown
from linkcheck.reports.wording import trouble

if TYPE_CHECKING:
    from linkcheck.models import Problem

__all__ = ["EXIT_FINDINGS", "EXIT_OK", "EXIT_UNFINISHED", "EXIT_USAGE", "complain", "warn"]

EXIT_OK, EXIT_FINDINGS, EXIT_USAGE, EXIT_UNFINISHED = 0, 1, 2, 3


def warn(message: str) -> None:
    """Say something that does not end the command."""
    click.echo(f"linkcheck: {shown(message, 1000)}", err=True)


def complain(problem: Problem) -> None:
    """Say what is wrong with an article."""
    click.echo(f"linkcheck: {trouble(problem)}", err=True)
