"""Show a report: one module for each format, each a `Reporter`, all named in `FORMATS`."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, Protocol, TextIO

from linkcheck.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from linkcheck.models import Report, Verdict

__all__ = ["FORMATS", "Format", "Reporter", "Style", "make_reporter"]


class Style(NamedTuple):
    """How a report is to look. Reports for machines show everything, whatever is chosen here.

    Attributes:
        good: show good citations too.
        verbose: show good citations and all evidence.
        quiet: show only what is wrong.
        width: of a line, in cells; the terminal's own where None, without end where piped.
        language: of the messages, see `linkcheck.reports.i18n`.
    """

    good: bool = False
    verbose: bool = False
    quiet: bool = False
    width: int | None = None
    language: str = "en"


class Reporter(Protocol):
    """What every report does.

    Args:
        stream: where to.
        style: how it is to look.

    Attributes:
        streams: it needs each verdict only once, and the report's counts at the end.
    """

    streams: bool

    def __init__(self, stream: TextIO, style: Style) -> None: ...

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

    def load(self) -> type[Reporter]:
        """Import its reporter class and return it."""
        module, _, name = self.place.partition(":")
        reporter: type[Reporter] = getattr(import_module(f"{__name__}.{module}"), name)
        return reporter


_ALL = (
    Format("terminal", "terminal:TerminalReporter", "what a person reads, in a terminal or a log", for_people=True),
    Format("json", "json:JsonReporter", "one document with everything"),
    Format("jsonl", "json:JsonLinesReporter", "JSON lines: one for each verdict, as it comes"),
    Format("csv", "csv:CsvReporter", "a table for spreadsheets: a row for each finding, as it comes"),
    Format("markdown", "markdown:MarkdownReporter", "for issues, comments and wikis", for_people=True),
    Format("sarif", "sarif:SarifReporter", "SARIF 2.1.0, for code scanning and editors"),
    Format("junit", "junit:JunitReporter", "JUnit XML: a suite for each article, a test for each citation"),
    Format("github", "github:GithubReporter", "annotations and the step's summary in GitHub Actions", for_people=True),
    Format("gitlab", "gitlab:GitlabReporter", "a code quality report for GitLab's merge requests"),
    Format("html", "html:HtmlReporter", "one file to search, filter, print and share"),
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
