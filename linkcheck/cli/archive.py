"""`linkcheck archive`: save sources in a web archive before they disappear."""

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
  2  usage error, invalid settings, or no readable article
  3  the run could not finish, or the archive is not accepting more pages for now
"""


@click.command(cls=Command, epilog=_HELP)
@articles_argument()
@click.option(
    "--to",
    "service",
    metavar="URL",
    help="Where to submit pages: a service that supports Save Page Now 2; by default the "
    "Internet Archive.",
)
@click.option(
    "--newer-than",
    type=click.FloatRange(min=0),
    default=365.0,
    show_default=True,
    metavar="DAYS",
    help="Skip sources with a snapshot newer than this many days.",
)
@click.option(
    "--pause",
    type=click.FloatRange(min=0),
    default=_PAUSE,
    show_default=True,
    metavar="SECONDS",
    help="Wait this many seconds between pages.",
)
@click.option("--dry-run", is_flag=True, help="Only show what would be submitted.")
@config_options
@input_options
@check_options
def archive(paths: tuple[str, ...], **options: Any) -> None:
    """Save the sources of articles in a web archive before they disappear.

    Checks the articles first. Sources that are ok are submitted to the
    Internet Archive, which publishes them; each takes a few seconds. The key of your account
    (https://archive.org/account/s3.php) is read from LINKCHECK_ARCHIVE_KEY, as "access:secret".
    """
    linkcheck.cli.run_archive(paths, options)
