"""What a run left out, so that a partial report is not mistaken for a complete one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.models import Status
from linkcheck.reports.wording import status_count

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from linkcheck.models import Report
    from linkcheck.reports.i18n import Messages

__all__ = ["by_status", "not_finished", "remarks", "size", "totals", "unread"]


def size(report: Report, told: Messages) -> str:
    """Return how many citations of how many articles were checked.

    Args:
        report: of the run.
        told: the reader's language.
    """
    citations = told.count("{count} citation", "{count} citations", report.citations)
    articles = told.count("in {count} article", "in {count} articles", report.articles)
    return f"{citations} {articles}"


def by_status(report: Report, told: Messages, marks: Mapping[Status, str] | None = None) -> str:
    """Return how many citations have each status: "1 ok, 4 broken"; "" where there are none.

    Args:
        report: of the run.
        told: the reader's language.
        marks: a sign that comes before each count, or None.
    """
    return ", ".join(
        f"{marks[status]} {words}" if marks is not None else words
        for status in Status
        if (count := report.count(status))
        for words in [status_count(status, count, told)]
    )


def unread(report: Report, told: Messages) -> str:
    """Return how many inputs could not be read; "" where all could.

    Args:
        report: of the run.
        told: the reader's language.
    """
    if not report.problems:
        return ""
    return told.count(
        "{count} input could not be read", "{count} inputs could not be read", len(report.problems)
    )


def totals(report: Report, told: Messages, marks: Mapping[Status, str] | None = None) -> str:
    """Return all of these in one line.

    Args:
        report: of the run.
        told: the reader's language.
        marks: see `by_status`.
    """
    text = ": ".join(filter(None, (size(report, told), by_status(report, told, marks))))
    return "; ".join(filter(None, (text, unread(report, told))))


def remarks(report: Report, told: Messages) -> Iterator[str]:
    """Yield what is to be said of a run besides what it found.

    Args:
        report: of the run.
        told: the reader's language.
    """
    count = told.count
    if report.excluded:
        yield count(
            "{count} citation excluded by its address.",
            "{count} citations excluded by their addresses.",
            report.excluded,
        )
    if report.known:
        yield count(
            "{count} more finding is hidden by the baseline.",
            "{count} more findings are hidden by the baseline.",
            report.known,
        )
    if report.fixed:
        yield count(
            "{count} finding in the baseline has been fixed and can be removed.",
            "{count} findings in the baseline have been fixed and can be removed.",
            report.fixed,
        )
    if (unfinished := not_finished(report, told)) is not None:
        yield unfinished


def not_finished(report: Report, told: Messages) -> str | None:
    """Return why not everything was checked, if so.

    Args:
        report: of the run.
        told: the reader's language.
    """
    count = told.count
    if report.outage is not None:
        return count(
            "The network was not available: {count} citation not checked.",
            "The network was not available: {count} citations not checked.",
            report.unchecked,
        )
    if report.out_of_time:
        return count(
            "Time limit reached: {count} citation not checked.",
            "Time limit reached: {count} citations not checked.",
            report.unchecked,
        )
    if not report.complete:
        return told.text("The run was stopped early. These are the results so far.")
    return None
