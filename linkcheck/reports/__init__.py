"""Show a report: one module for each format, each a `Reporter`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TextIO

from linkcheck.errors import UsageError

if TYPE_CHECKING:
    from linkcheck.models import Report, Verdict

__all__ = ["FORMATS", "Reporter", "make_reporter"]

FORMATS = ("terminal", "json", "jsonl")
"""Names of the formats."""


class Reporter(Protocol):
    """What every report does.

    Attributes:
        streams: it needs each verdict only once, and the report's counts at the end.
    """

    streams: bool

    def verdict(self, verdict: Verdict) -> None:
        """Take a verdict as it comes."""

    def finish(self, report: Report) -> None:
        """Write what is left to write, once, at the end."""


def make_reporter(
    name: str,
    stream: TextIO,
    *,
    good: bool = False,
    verbose: bool = False,
    quiet: bool = False,
) -> Reporter:
    """Return a reporter that writes to a stream.

    Args:
        name: one of `FORMATS`.
        stream: where to.
        good: for people: show good citations too.
        verbose: for people: show good citations and all evidence.
        quiet: for people: show only what is wrong.

    Raises:
        UsageError: there is no such format.
    """
    if name == "terminal":
        from linkcheck.reports.terminal import TerminalReporter  # noqa: PLC0415 - rich is slow to import

        return TerminalReporter(stream, good=good, verbose=verbose, quiet=quiet)
    from linkcheck.reports.json import JsonLinesReporter, JsonReporter  # noqa: PLC0415 - with the others

    if name == "json":
        return JsonReporter(stream)
    if name == "jsonl":
        return JsonLinesReporter(stream)
    message = f"there is no report format {name!r}; choose one of {', '.join(FORMATS)}"
    raise UsageError(message)
