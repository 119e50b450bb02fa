"""What a report format is: a name, a reporter that writes it, and who reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol, TextIO

if TYPE_CHECKING:
    from linkcheck.models import Report, Verdict

__all__ = ["Format", "Reporter", "Style"]


class Style(NamedTuple):
    """How a report looks. Reports for programs show everything, whatever is chosen here.

    Attributes:
        good: show good citations too.
        verbose: show good citations and all evidence.
        quiet: show only broken citations and warnings.
        width: of a line, in cells; the terminal's own where None, unlimited where piped.
        language: of the messages, see `linkcheck.reports.i18n`.
        summary: also count findings by rule and citations by site.
        source_url: pattern of links to the articles' lines, see `linkcheck.reports.source_links`.
    """

    good: bool = False
    verbose: bool = False
    quiet: bool = False
    width: int | None = None
    language: str = "en"
    summary: bool = False
    source_url: str | None = None


class Reporter(Protocol):
    """Writes one report.

    Args:
        stream: the text stream to write to.
        style: how the report looks.

    Attributes:
        streams: True where each verdict is written as it comes, and `finish` needs only the
            report's counts and problems.
    """

    streams: bool

    def __init__(self, stream: TextIO, style: Style) -> None: ...

    def verdict(self, verdict: Verdict) -> None:
        """Take the next verdict."""

    def finish(self, report: Report) -> None:
        """Write the rest, once, at the end."""


class Format(NamedTuple):
    """A report format, as its module declares it.

    Attributes:
        name: what users write after `--format`; for our own formats, the name of the module.
        reporter: the class that writes it.
        summary: what it is, in one phrase.
        suffix: the usual suffix of its files, with the dot.
        for_people: it follows `Style`; otherwise it has everything, for programs to choose from.
    """

    name: str
    reporter: type[Reporter]
    summary: str
    suffix: str
    for_people: bool = False

    @property
    def streams(self) -> bool:
        """Its reporter writes each verdict as it comes; see `Reporter`."""
        return bool(getattr(self.reporter, "streams", False))
