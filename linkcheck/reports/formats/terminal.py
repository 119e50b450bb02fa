"""The report that a person reads in a terminal, or in the log of a build.

Each finding is one line, "path:line:column: rule message", as compilers and linters write it:
terminals and editors make a link of it. What is broken comes first.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, TextIO
from urllib.parse import quote

from rich.cells import cell_len
from rich.console import Console
from rich.style import Style as RichStyle
from rich.text import Text

from linkcheck.models import GIVEN, Severity, Status
from linkcheck.reports.counts import by_host, by_rule
from linkcheck.reports.evidence import evidence_lines
from linkcheck.reports.format import Format
from linkcheck.reports.i18n import messages
from linkcheck.reports.remarks import by_status, not_finished, remarks, size, unread
from linkcheck.reports.safe import mask_credentials, shown
from linkcheck.reports.whole import WholeReporter
from linkcheck.reports.wording import WORST_FIRST, cited_as, grounds, rank, status_count
from linkcheck.text.urls import is_address

if TYPE_CHECKING:
    from collections.abc import Sequence

    from linkcheck.models import Finding, Location, Report, Verdict
    from linkcheck.reports.format import Style

__all__ = ["FORMAT", "TerminalReporter"]

_MARKS = {
    Status.BROKEN: ("✗", "x", "red"),
    Status.WARNING: ("!", "!", "yellow"),
    Status.UNVERIFIED: ("?", "?", "cyan"),
    Status.OK: ("✓", "+", "green"),
}
_SEVERITIES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}
_PROBLEMS = frozenset({Status.BROKEN, Status.WARNING})
_HANGING = 6
"""Spaces before what does not fit into a line."""
_WORD = re.compile(r"(\S+)\s*|\s+")
_MOST = 20
"""Rows of a table of counts."""
_LONGEST_LINK = 2000
"""Characters of an address that terminals still take for a link."""


class TerminalReporter(WholeReporter):
    """Writes a block for each status, the worst first, and closing lines.

    Args:
        stream: where to; colours and links only on a terminal, and never with NO_COLOR.
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
        self._has_links = (
            stream.isatty()
            and self._console.color_system is not None
            and not (self._console.no_color or self._console.is_dumb_terminal)
        )

    def finish(self, report: Report) -> None:
        """Write the report."""
        for status in WORST_FIRST:
            verdicts = [each for each in report.verdicts if each.status is status]
            listed = list(filter(self._is_shown, verdicts))
            if listed and not self._quiet:
                self._heading(status, len(listed), of=len(verdicts))
            for verdict in listed:
                self._verdict(verdict)
        for problem in report.problems:
            place = problem.path if problem.line is None else f"{problem.path}:{problem.line}"
            line = Text("\n")
            line.append(shown(place), style="bold")
            line.append(": ")
            line.append(shown(problem.message), style="red")
            self._print(line)
        if self._style.summary:
            text = self._messages.text
            self._counts(text("Findings by rule"), by_rule(report.verdicts))
            self._counts(text("Citations that are not ok, by site"), by_host(report.verdicts))
        if not self._quiet:
            self._summary(report)
        elif (unfinished := not_finished(report, self._messages)) is not None:
            self._print(Text(unfinished))

    def _is_shown(self, verdict: Verdict) -> bool:
        """Tell whether a verdict is listed; what the baseline hides leaves one without findings."""
        if self._quiet:
            return verdict.status in _PROBLEMS and bool(verdict.findings)
        return bool(verdict.findings) or self._good

    def _heading(self, status: Status, count: int, *, of: int) -> None:
        mark, simple, colour = _MARKS[status]
        said = status_count(status, count, self._messages)
        if status is Status.OK and count < of:
            told = self._messages
            said = told.text("{count} ok, with notes").format(count=told.number(count))
        line = Text("\n")
        line.append(f"{mark if self._unicode else simple} {said}", style=f"bold {colour}")
        self._print(line)

    def _verdict(self, verdict: Verdict) -> None:
        citation = verdict.citation
        named = cited_as(citation)
        if not verdict.findings:
            line = self._place(citation.location)
            line.append(f" {named or shown(citation.url or '', 160)}")
            self._print(line)
        for finding in verdict.findings:
            line = self._place(citation.location)
            line.append(f" {finding.rule.value}", style=_SEVERITIES[finding.severity])
            line.append(f" {shown(finding.message)}")
            self._print(line)
        if verdict.findings and named:
            place = citation.location.place
            where = (
                f" ({shown(place)})" if place is not None and citation.location.has_lines else ""
            )
            self._print(Text(f"    {named}{where}"))
        if citation.url and (verdict.findings or (named and self._verbose)):
            line = Text("    ")
            line.append_text(self._address(citation.url, "dim"))
            self._print(line)
        for finding in verdict.findings:
            self._proposal(finding)
        if self._verbose:
            for line_of_evidence in evidence_lines(verdict, self._messages):
                self._print(Text(f"    {line_of_evidence}", style="dim"))

    def _place(self, location: Location) -> Text:
        """Return where a citation is, "path:line:column:", as a link to it."""
        path = shown(_short(location.path))
        where = f"{location.line}:{location.column}" if location.has_lines else location.words
        gap = "" if location.has_lines else " "
        line = location.line if location.has_lines else None
        return Text.assemble(
            (f"{path}:{gap}{shown(where)}", self._linked("bold", _file_link(location.path, line))),
            ":",
        )

    def _address(self, url: str, style: str) -> Text:
        return Text(shown(url), style=self._linked(style, _web_link(url)))

    def _linked(self, style: str, link: str | None) -> RichStyle:
        plain = RichStyle.parse(style)
        return plain + RichStyle(link=link) if link is not None and self._has_links else plain

    def _proposal(self, finding: Finding) -> None:
        if finding.proposal is None or finding.proposal.kind == "title":
            return
        line = Text(f"    {'→' if self._unicode else '->'} ", style="green")
        line.append_text(self._address(finding.proposal.replacement, "green"))
        why = ", ".join(map(shown, grounds(finding.proposal)))
        line.append(f" ({why})" if why else "")
        self._print(line)

    def _counts(self, title: str, counts: Sequence[tuple[str, int]]) -> None:
        if not counts:
            return
        self._print(Text(f"\n{title}", style="bold"))
        width = len(str(counts[0][1]))
        for name, count in counts[:_MOST]:
            self._print(Text(f"  {count:{width}}  {shown(name, 100)}"))
        if (left := len(counts) - _MOST) and left > 0:
            more = self._messages.count("and {count} more", "and {count} more", left)
            self._print(Text(f"  {more}", style="dim"))

    def _summary(self, report: Report) -> None:
        told = self._messages
        line = Text(f"\n{size(report, told)}")
        if counts := by_status(report, told):
            line.append(f": {counts}", style="bold")
        if missing := unread(report, told):
            line.append(f"; {missing}", style="red")
        line.append(f" ({report.elapsed:.1f} s)", style="dim")
        for remark in remarks(report, told):
            line.append(f"\n{remark}")
        self._print(line)
        if hint := self._hint(report):
            self._print(Text(hint, style="dim"))

    def _hint(self, report: Report) -> str:
        """Return how to learn more, with the first rule that is shown as the example."""
        faults = [each for each in report.verdicts if each.findings]
        if not faults:
            return ""
        first = min(faults, key=lambda each: rank(each.status)).findings[0].rule.value
        command, text = f"linkcheck explain {first}", self._messages.text
        if self._verbose:
            return text("“{command}” explains a finding.").format(command=command)
        hint = text("“{command}” explains a finding; {option} shows what each verdict is based on.")
        return hint.format(command=command, option="-v")

    def _print(self, text: Text) -> None:
        """Print a line; what does not fit goes on below, further in than what follows."""
        if not self._unicode:
            text.plain = text.plain.encode(self._encoding, "backslashreplace").decode(
                self._encoding
            )
        for line in text.split("\n"):
            start = line.plain
            indent = len(start) - len(start.lstrip(" "))
            width = max(20, self._console.width - _HANGING)
            for number, part in enumerate(_folded(line[indent:], width)):
                part.rstrip()
                self._console.print(
                    Text(" " * (_HANGING if number else indent)) + part, soft_wrap=True
                )


FORMAT = Format(
    "terminal",
    TerminalReporter,
    "text for terminals and logs",
    suffix=".txt",
    for_people=True,
)


def _folded(line: Text, width: int) -> Sequence[Text]:
    """Return a line in parts; a long path or address stays whole, to be clicked and copied.

    Args:
        line: without its indent.
        width: cells of a part.
    """
    breaks, column = [], 0
    for word in _WORD.finditer(line.plain):
        if column and column + cell_len(word[1] or "") > width:
            breaks.append(word.start())
            column = 0
        column += cell_len(word[0])
    return list(line.divide(breaks))


def _short(path: str) -> str:
    """Return a path as seen from here, where that is shorter; an address as it is."""
    if is_address(path):
        return path
    try:
        return min(path, os.path.relpath(path), key=len)
    except ValueError:  # on another drive, or standard input
        return path


def _file_link(path: str, line: int | None) -> str | None:
    """Return the address of an article's line, or of an article that is on the web."""
    if is_address(path):
        return _web_link(path)
    if path in {"-", GIVEN}:
        return None
    try:
        address = Path(path).absolute().as_uri()
    except ValueError:
        return None
    return address if line is None else f"{address}#{line}"


def _web_link(url: str) -> str | None:
    """Return an address as it can be a link, or None where it must not be one."""
    if not is_address(url) or mask_credentials(url) != url:
        return None
    try:
        # What a terminal takes for the end of the link, or for a command, is escaped.
        link = quote(url, safe="/:?#[]@!$&'()*+,;=%~")
    except UnicodeEncodeError:
        return None
    return link if len(link) <= _LONGEST_LINK else None
