"""`linkcheck archive`: have living sources saved before they die."""

from __future__ import annotations

from typing import Any

import click

import linkcheck.cli
from linkcheck.cli.command import Command
from linkcheck.cli.inputs import articles_argument
from linkcheck.config.parameters import check_options, config_options, input_options

__all__ = ["archive"]

_PAUSE = 5.0
"""Seconds between two pages: the Internet Archive takes twelve a minute from one account."""
_HELP = """
\b
Exit codes:
  0  every source was saved, or has a snapshot that is new enough
  1  a source could not be saved, or an article could not be read
  2  wrong use, wrong settings, or no article that could be read
  3  the run could not finish, or the archive takes no more for now
"""


@click.command(cls=Command, epilog=_HELP)
@articles_argument()
@click.option(
    "--to",
    "service",
    metavar="URL",
    help="Where pages are handed in: a service that speaks Save Page Now 2; by default the "
    "Internet Archive's.",
)
@click.option(
    "--newer-than",
    type=click.FloatRange(min=0),
    default=365.0,
    show_default=True,
    metavar="DAYS",
    help="Leave out sources with a snapshot that is not older.",
)
@click.option(
    "--pause",
    type=click.FloatRange(min=0),
    default=_PAUSE,
    show_default=True,
    metavar="SECONDS",
    help="Wait so long between two pages.",
)
@click.option("--dry-run", is_flag=True, help="Only say what would be handed in.")
@config_options
@input_options
@check_options
def archive(paths: tuple[str, ...], **options: Any) -> None:
    """Have an archive save the sources of articles before they die.

    Checks the articles first. Sources that are there and are what the article cites are handed to
    the Internet Archive, which publishes them; each needs some seconds. The key of your account
    (https://archive.org/account/s3.php) is taken from LINKCHECK_ARCHIVE_KEY, as "access:secret".
    """
    linkcheck.cli.run_archive(paths, options)
