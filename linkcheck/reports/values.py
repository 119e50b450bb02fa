"""What reports and verdicts can do by themselves: become plain data, files, a notebook's output.

`linkcheck.models` imports this late, since the nouns know nothing of how they are shown.
"""

from __future__ import annotations

import html
import os
from pathlib import Path
from typing import TYPE_CHECKING

from linkcheck.errors import UsageError
from linkcheck.models import Status
from linkcheck.reports.format import Style
from linkcheck.reports.json_text import json_text
from linkcheck.reports.outputs import Output, Outputs
from linkcheck.reports.plain import report_data, verdict_data
from linkcheck.reports.registry import format_of_suffix
from linkcheck.reports.safe import shown
from linkcheck.reports.wording import rank

if TYPE_CHECKING:
    from os import PathLike

    from linkcheck.models import Report, Verdict

__all__ = ["as_json", "report_data", "report_html", "verdict_data", "write_report"]

_MOST_ROWS = 200
"""Maximum number of rows in a notebook, which saves them in its file."""
_COLOURS = {
    Status.BROKEN: "#b3261e",
    Status.WARNING: "#8a5a00",
    Status.UNVERIFIED: "#5f6368",
    Status.OK: "#1b6e3c",
}


def as_json(data: object, indent: int | None) -> str:
    """Return plain data as JSON.

    Args:
        data: what it is.
        indent: spaces for each level, or None for one line.
    """
    return json_text(data, None, indent=indent)


def write_report(
    report: Report,
    path: str | PathLike[str],
    *,
    form: str | None,
    language: str,
    verbose: bool,
) -> None:
    """Write a report to a file; see `linkcheck.models.Report.write`.

    Raises:
        UsageError: there is no such format, or the file cannot be written.
    """
    name = os.fspath(path)
    form = form if form is not None else format_of_suffix(Path(name).suffix)
    faults: list[str] = []
    style = Style(good=verbose, verbose=verbose, language=language)
    with Outputs([Output(form, name)], style, faults.append) as outputs:
        try:
            for verdict in report.verdicts:
                outputs.verdict(verdict)
        except OSError as error:
            message = f"{name}: cannot be written: {error.strerror or error}"
            raise UsageError(message) from error
        outputs.finish(report)
    if faults:
        raise UsageError(*faults)


def report_html(report: Report) -> str:
    """Return a short table for a notebook: counts, then citations, those that need work first."""
    counts = ", ".join(
        f"{report.count(status)} {status.value}" for status in Status if report.count(status)
    )
    verdicts = sorted(report.verdicts, key=lambda verdict: rank(verdict.status))
    rows = "".join(map(_row, verdicts[:_MOST_ROWS]))
    more = len(verdicts) - _MOST_ROWS
    rest = f"<p>… and {more} more: use report.write('report.html')</p>" if more > 0 else ""
    return f"<p><b>linkcheck</b>: {counts or 'no citations'}</p><table>{rows}</table>{rest}"


def _row(verdict: Verdict) -> str:
    citation, status = verdict.citation, verdict.status
    what = ": ".join(filter(None, (citation.publisher, citation.title))) or citation.url or ""
    where = citation.location.words
    told = "<br>".join(_text(finding.message) for finding in verdict.findings)
    style = f"color:{_COLOURS[status]};text-align:left"
    cells = (_text(where), _text(what), _text(citation.url or ""), told)
    rest = "".join(f'<td style="text-align:left">{cell}</td>' for cell in cells)
    return f'<tr><td style="{style}">{status.value}</td>{rest}</tr>'


def _text(text: str) -> str:
    return html.escape(shown(text, 300))
