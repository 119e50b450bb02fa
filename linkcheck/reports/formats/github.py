"""The report as GitHub Actions shows it: annotations beside the lines, and a summary of the step.

Sources: GitHub's documentation, "Workflow commands for GitHub Actions"; how commands are escaped
as in GitHub's own toolkit (`packages/core/src/command.ts`).
"""

from __future__ import annotations

import os
from collections import Counter
from typing import TYPE_CHECKING

from linkcheck.models import Severity
from linkcheck.reports.format import Format
from linkcheck.reports.formats.markdown import lines
from linkcheck.reports.i18n import messages
from linkcheck.reports.remarks import remarks, totals
from linkcheck.reports.safe import shown
from linkcheck.reports.whole import WholeReporter
from linkcheck.reports.wording import with_proposal
from linkcheck.text.destinations import destination

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from linkcheck.models import Finding, Problem, Report, Verdict
    from linkcheck.reports.i18n import Messages

__all__ = ["FORMAT", "GithubReporter"]

SHOWN = 10
"""How many annotations of each level GitHub shows of one step; it drops what comes after."""

SUMMARY_BYTES = 1024 * 1024
"""How long a step's summary may be; GitHub drops longer ones whole."""

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
_CUT = "The rest does not fit in a job summary. The html, json and csv reports have everything."


class GithubReporter(WholeReporter):
    """Writes workflow commands, and appends the step's summary where GITHUB_STEP_SUMMARY says.

    Args:
        stream: where commands go: the step's standard output, to be obeyed.
        style: how much the summary shows.
    """

    def finish(self, report: Report) -> None:
        """Write annotations and summary."""
        told = self._told
        counts: Counter[str] = Counter()
        commands: dict[str, list[str]] = {name: [] for name in _COMMANDS.values()}
        for verdict in report.verdicts:
            for finding in verdict.findings:
                name = _COMMANDS[finding.severity]
                counts[name] += 1
                if counts[name] <= SHOWN:
                    commands[name].append(self._annotation(name, verdict, finding))
        for problem in report.problems:
            counts["error"] += 1
            if counts["error"] <= SHOWN:
                commands["error"].append(self._problem(problem))
        for name, known in commands.items():
            if counts[name] > SHOWN:
                rest = counts[name] - SHOWN + 1
                more = told.text(
                    "and {count} more at this level; GitHub shows at most {most} for each step"
                ).format(count=told.number(rest), most=SHOWN)
                known[-1] = _command(name, more, title="linkcheck")
            self._stream.writelines(f"{line}\n" for line in known)
        line = " ".join([f"linkcheck: {totals(report, told)}", *remarks(report, told)])
        self._stream.write(f"{shown(line, 1000)}\n")
        summary = os.environ.get("GITHUB_STEP_SUMMARY")
        if not summary:
            return
        # What goes wrong with the summary must not cost the annotations.
        self._stream.flush()
        try:
            text = lines(report, self._style, self._places, SUMMARY_BYTES, _bytes_of)
            _append(destination(summary), text, f"\n{told.text(_CUT)}\n".encode())
        except OSError as error:
            name = f"{summary} (GITHUB_STEP_SUMMARY)"
            raise OSError(error.errno, error.strerror or str(error), name) from error

    @property
    def _told(self) -> Messages:
        return messages(self._style.language)

    def _annotation(self, name: str, verdict: Verdict, finding: Finding) -> str:
        citation = verdict.citation
        return _command(
            name,
            with_proposal(finding, citation, self._told, gap="\n"),
            file=shown(self._places.named(citation.location.path), 1000),
            line=citation.location.line,
            col=citation.location.column,
            title=finding.rule.value,
        )

    def _problem(self, problem: Problem) -> str:
        return _command(
            "error",
            shown(problem.message, 1000),
            file=shown(self._places.named(problem.path), 1000),
            line=problem.line,
            title="unreadable",
        )


FORMAT = Format(
    "github",
    GithubReporter,
    "annotations and a job summary in GitHub Actions",
    suffix=".txt",
    for_people=True,
)


def _command(name: str, message: str, **properties: str | int | None) -> str:
    given = ",".join(
        f"{key}={_escape(str(value)).replace(':', '%3A').replace(',', '%2C')}"
        for key, value in properties.items()
        if value is not None
    )
    return f"::{name} {given}::{_escape(message)}"


def _escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _append(path: Path, summary: Iterable[str], cut: bytes) -> None:
    """Append lines to what the step has said so far, as many as may stand there."""
    with path.open("ab") as file:
        room = SUMMARY_BYTES - file.tell() - len(cut)
        for line in summary:
            data = _encoded(f"{line}\n")
            if len(data) > room:
                if room >= 0:
                    file.write(cut)
                return
            file.write(data)
            room -= len(data)


def _bytes_of(line: str) -> int:
    return len(_encoded(line))


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "backslashreplace")
