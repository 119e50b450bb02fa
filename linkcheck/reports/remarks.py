"""What a run left out, in numbers: a report that says less would pass for the whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.models import Status
from linkcheck.reports.wording import STATUS_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.models import Report
    from linkcheck.reports.i18n import Messages

__all__ = ["remarks", "size", "totals"]


def size(report: Report, told: Messages) -> str:
    """Return how many citations of how many articles were checked.

    Args:
        report: of the run.
        told: the reader's language.
    """
    citations = told.count("{count} citation", "{count} citations", report.citations)
    articles = told.count("in {count} article", "in {count} articles", report.articles)
    return f"{citations} {articles}"


def totals(report: Report, told: Messages) -> str:
    """Return the same with how many have each status, and how many inputs could not be read.

    Args:
        report: of the run.
        told: the reader's language.
    """
    counts = [
        f"{count} {told.text(STATUS_WORDS[status])}"
        for status in Status
        if (count := report.count(status))
    ]
    text = ": ".join(filter(None, (size(report, told), ", ".join(counts))))
    if unread := len(report.problems):
        text += "; " + told.count(
            "{count} input could not be read", "{count} inputs could not be read", unread
        )
    return text


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
    if report.outage is not None:
        yield count(
            "The network was not available: {count} citation not checked.",
            "The network was not available: {count} citations not checked.",
            report.unchecked,
        )
    elif report.out_of_time:
        yield count(
            "Time limit reached: {count} citation not checked.",
            "Time limit reached: {count} citations not checked.",
            report.unchecked,
        )
    elif not report.complete:
        yield told.text("The run was stopped early. These are the results so far.")
