"""A command whose help groups its options under headings.

Click's own sections are enough for that: rich-click would add 0.15 s of processor time to each
`--help`, and cloup 0.07 s, where the whole takes 0.25 s.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from linkcheck.config.headings import HEADINGS

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Command"]

_OWN = "Options"
_HEADINGS: dict[str, str] = {name: heading for heading, names in HEADINGS.items() for name in names}


class Command(click.Command):
    """A command with grouped options; those that no heading has come first."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, each group under its heading."""
        groups: dict[str, list[tuple[str, str]]] = {_OWN: [], **{name: [] for name in HEADINGS}}
        for parameter in self.get_params(ctx):
            record = parameter.get_help_record(ctx)
            # Newer releases of click have a record for arguments, too: the usage line names them.
            if record is not None and isinstance(parameter, click.Option):
                groups[_heading(parameter.opts)].append(record)
        for heading, records in groups.items():
            if records:
                with formatter.section(heading):
                    formatter.write_dl(records)


def _heading(names: Sequence[str]) -> str:
    return next((_HEADINGS[name[2:]] for name in names if name[2:] in _HEADINGS), _OWN)
