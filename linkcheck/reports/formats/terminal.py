"""The report that a person reads in a terminal, or in the log of a build."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, TextIO

from rich.console import Console
from rich.text import Text

from linkcheck.models import Severity, Status
from linkcheck.reports.evidence import evidence_lines
from linkcheck.reports.format import Format
from linkcheck.reports.i18n import messages
from linkcheck.reports.remarks import remarks
from linkcheck.reports.safe import shown
from linkcheck.reports.whole import WholeReporter
from linkcheck.reports.wording import cited_as, grounds, status_count

if TYPE_CHECKING:
    from linkcheck.models import Finding, Report, Verdict
    from linkcheck.reports.format import Style

__all__ = ["FORMAT", "TerminalReporter"]

_MARKS = {
    Status.OK: ("✓", "+", "green"),
    Status.WARNING: ("!", "!", "yellow"),
    Status.BROKEN: ("✗", "x", "red"),
    Status.UNVERIFIED: ("?", "?", "cyan"),
}
_SEVERITIES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}


class TerminalReporter(WholeReporter):
    """Writes a block for each article and a closing line.

    Args:
        stream: where to; colours only on a terminal, and never with NO_COLOR.
        style: how much is shown, and how wide.
    """

    def __init__(self, stream: TextIO, style: Style) -> None:
        super().__init__(stream, style)
        self._good = style.good or style.verbose
        self._verbose = style.verbose
        self._quiet = style.quiet
        self._messages = messages(style.language)
        # A log has no width, and folded lines cannot be searched.
        piped = style.width is None and not stream.isatty()
        self._console = Console(
            file=stream,
            highlight=False,
            markup=False,
            emoji=False,
            width=10_000 if piped else style.width,
        )

    def finish(self, report: Report) -> None:
        """Write the report."""
        article: str | None = None
        for verdict in report.verdicts:
            if not (verdict.findings or verdict.status is not Status.OK or self._good):
                continue
            if verdict.citation.location.path != article:
                article = verdict.citation.location.path
                self._heading(article, verdict.article)
            self._verdict(verdict)
        for problem in report.problems:
            place = problem.path if problem.line is None else f"{problem.path}:{problem.line}"
            line = Text("\n")
            line.append(shown(place), style="bold")
            line.append(": ")
            line.append(shown(problem.message), style="red")
            self._print(line)
        if not self._quiet:
            self._summary(report)

    def _heading(self, path: str, title: str | None) -> None:
        line = Text("\n")
        line.append(shown(_short(path)), style="bold underline")
        if title:
            line.append(f"  {shown(title, 100)}", style="dim")
        self._print(line)

    def _verdict(self, verdict: Verdict) -> None:
        citation = verdict.citation
        mark, simple, colour = _MARKS[verdict.status]
        line = Text("  ")
        line.append(mark if self._unicode else simple, style=colour)
        line.append(f" {shown(citation.location.words)}", style="dim")
        named = cited_as(citation)
        line.append(f" {named or shown(citation.url or '', 160)}")
        self._print(line)
        if citation.url and named and (verdict.findings or self._verbose):
            self._print(Text(f"      {shown(citation.url)}", style="dim"))
        for finding in verdict.findings:
            self._finding(finding)
        if self._verbose:
            for line_of_evidence in evidence_lines(verdict, self._messages):
                self._print(Text(f"      {line_of_evidence}", style="dim"))

    def _finding(self, finding: Finding) -> None:
        line = Text("      ")
        line.append(f"{finding.rule.value}", style=_SEVERITIES[finding.severity])
        line.append(f": {shown(finding.message)}")
        self._print(line)
        if finding.proposal is not None and finding.proposal.kind != "title":
            arrow = "→" if self._unicode else "->"
            replacement = shown(finding.proposal.replacement)
            why = ", ".join(map(shown, grounds(finding.proposal)))
            reason = f" ({why})" if why else ""
            self._print(Text(f"        {arrow} {replacement}{reason}", style="green"))

    def _summary(self, report: Report) -> None:
        count = self._messages.count
        counts = ", ".join(
            status_count(status, number, self._messages)
            for status in Status
            if (number := report.count(status))
        )
        citations = count("{count} citation", "{count} citations", report.citations)
        articles = count("in {count} article", "in {count} articles", report.articles)
        line = Text(f"\n{citations} {articles}")
        if counts:
            line.append(f": {counts}", style="bold")
        if unread := len(report.problems):
            told = count(
                "{count} input could not be read", "{count} inputs could not be read", unread
            )
            line.append(f"; {told}", style="red")
        line.append(f" ({report.elapsed:.1f} s)", style="dim")
        for told in remarks(report, self._messages):
            line.append(f"\n{told}")
        self._print(line)

    def _print(self, text: Text) -> None:
        """Print a line; what does not fit goes on below, under the same indent."""
        if not self._unicode:
            text.plain = text.plain.encode(self._encoding, "backslashreplace").decode(
                self._encoding
            )
        start = text.plain.lstrip("\n")
        indent = len(start) - len(start.lstrip(" "))
        if text.plain.startswith("\n"):
            self._console.print()
        text = text[len(text.plain) - len(start) + indent :]
        for line in text.wrap(self._console, max(20, self._console.width - indent)):
            line.rstrip()
            self._console.print(Text(" " * indent) + line, soft_wrap=True)


FORMAT = Format(
    "terminal",
    TerminalReporter,
    "text for terminals and logs",
    suffix=".txt",
    for_people=True,
)


def _short(path: str) -> str:
    """Return a path as seen from here, where that is shorter."""
    try:
        return min(path, os.path.relpath(path), key=len)
    except ValueError:  # on another drive, or standard input
        return path
