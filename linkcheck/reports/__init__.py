"""Show a report: one module for each format, each a `Reporter`, all named in `FORMATS`."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, Protocol, TextIO

from linkcheck.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from linkcheck.models import Report, Verdict

__all__ = ["FORMATS", "Format", "Reporter", "Style", "make_reporter"]


class Style(NamedTuple):
    """How a report is to look. Reports for machines show everything, whatever is chosen here.

    Attributes:
        good: show good citations too.
        verbose: show good citations and all evidence.
        quiet: show only what is wrong.
        width: of a line, in cells; the terminal's own where None, without end where piped.
    """

    good: bool = False
    verbose: bool = False
    quiet: bool = False
    width: int | None = None


class Reporter(Protocol):
    """What every report does. Its class is called with a stream and a `Style`.

    Attributes:
        streams: it needs each verdict only once, and the report's counts at the end.
    """

    streams: bool

    def verdict(self, verdict: Verdict) -> None:
        """Take a verdict as it comes."""

    def finish(self, report: Report) -> None:
        """Write what is left to write, once, at the end."""


class Format(NamedTuple):
    """One way to write a report.

    Attributes:
        name: what users call it.
        place: module and class of its reporter, imported only when it is wanted.
        summary: what it is, in one phrase for people.
        for_people: it is read by people and heeds `Style`; otherwise by programs.
    """

    name: str
    place: str
    summary: str
    for_people: bool = False

    def load(self) -> Callable[[TextIO, Style], Reporter]:
        """Import its reporter class and return it."""
        module, _, name = self.place.partition(":")
        reporter: Callable[[TextIO, Style], Reporter] = getattr(
            import_module(f"{__name__}.{module}"), name
        )
        return reporter


_ALL = (
    Format("terminal", "terminal:TerminalReporter", "what a person reads, in a terminal or a log", for_people=True),
    Format("json", "json:JsonReporter", "one document with everything"),
    Format("jsonl", "json:JsonLinesReporter", "JSON lines: one for each verdict, as it comes"),
    Format("html", "html:HtmlReporter", "one file to search, filter, print and share", for_people=True),
)  # fmt: skip
FORMATS: Mapping[str, Format] = {form.name: form for form in _ALL}
"""All formats by name. To add one: a module with a `Reporter`, and a row here."""


def make_reporter(name: str, stream: TextIO, style: Style = Style()) -> Reporter:  # noqa: B008 - immutable
    """Return a reporter that writes to a stream.

    Args:
        name: one of `FORMATS`.
        stream: where to.
        style: how it is to look.

    Raises:
        UsageError: there is no such format.
    """
    if name not in FORMATS:
        message = f"there is no report format {name!r}; choose one of {', '.join(FORMATS)}"
        raise UsageError(message)
    return FORMATS[name].load()(stream, style)
