"""The report as Markdown, for issues, comments, wikis and the summary of a build.

Text from articles and pages can do nothing in it: it cannot link, embed, mention or refer, on
GitHub and GitLab either; addresses are shown as code.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from linkcheck.models import Status
from linkcheck.reports.format import Format
from linkcheck.reports.i18n import messages
from linkcheck.reports.remarks import remarks
from linkcheck.reports.safe import plain_text, shown
from linkcheck.reports.whole import WholeReporter
from linkcheck.reports.wording import STATUS_WORDS, grounds, status_count

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from linkcheck.models import Location, Report, Verdict
    from linkcheck.reports.format import Style
    from linkcheck.reports.i18n import Messages
    from linkcheck.reports.places import Places

__all__ = ["FORMAT", "MarkdownReporter", "code", "inert", "lines"]

_MARKS = {
    Status.OK: "✅",
    Status.WARNING: "⚠️",
    Status.BROKEN: "❌",
    Status.UNVERIFIED: "❔",
}
# CommonMark 0.31, section 2.4: any ASCII punctuation may be escaped. These mean something inside
# a line, the braces to site generators (Liquid, MDX).
_PUNCTUATION = re.compile(r"[\\`*_{}\[\]<>|~&^!$]")
# What GitHub and GitLab make of plain words, escaped or not: @people, #1, !1, ~label, %milestone,
# GH-1, :emoji:, addresses and mail. A space without width keeps the two halves apart.
_REFERENCE = re.compile(r"(?i)[@#!~%$&^](?=\\?\w)|(?<=gh)-(?=\d)|:(?=[a-z0-9_+-]+:|//)|www(?=\.)")
# What site generators (Liquid) read even in code.
_TEMPLATE = re.compile(r"\{(?=[{%])")
_APART = "\u200b"


class MarkdownReporter(WholeReporter):
    """Writes a table for each article at the end.

    Args:
        stream: where to.
        style: how much is shown.
    """

    def finish(self, report: Report) -> None:
        """Write the report."""
        for line in lines(report, self._style, self._places):
            self._stream.write(line + "\n")


FORMAT = Format(
    "markdown",
    MarkdownReporter,
    "Markdown for issues, comments and wikis",
    suffix=".md",
    for_people=True,
)


def lines(report: Report, style: Style, places: Places) -> Iterator[str]:
    """Yield the report's lines: what came of it, then a table for each article.

    Args:
        report: any report.
        style: how much is shown, and in which language.
        places: how paths are named.
    """
    good = style.good or style.verbose
    told = messages(style.language)
    yield f"## {told.text('Citations')}"
    yield ""
    yield _summary(report, told)
    for remark in remarks(report, told):
        yield ""
        yield f"**{remark}**"
    for path, verdicts in groupby(report.verdicts, lambda each: each.citation.location.path):
        rows = [
            row
            for verdict in verdicts
            if good or verdict.findings or verdict.status is not Status.OK
            for row in _rows(verdict, told)
        ]
        if rows:
            yield ""
            yield f"### {code(places.named(path))}"
            yield ""
            heads = (told.text("line"), told.text("source"), told.text("finding"))
            yield f"| | {' | '.join(heads)} |"
            yield "|---|---|---|---|"
            yield from rows
    if report.problems:
        yield ""
        yield f"### {told.text('Could not be read')}"
        yield ""
        for problem in report.problems:
            line = ""
            if problem.line is not None:
                line = f", {told.text('line {line}').format(line=problem.line)}"
            yield f"- {code(places.named(problem.path))}{line}: {inert(problem.message)}"


def inert(text: str, limit: int = 300) -> str:
    """Return text as Markdown that shows it and does nothing, in a table too."""
    text = _TEMPLATE.sub(f"{{{_APART}", shown(text, limit))
    text = _PUNCTUATION.sub(r"\\\g<0>", text)
    return _REFERENCE.sub(lambda found: found[0] + _APART, text)


def code(text: str, limit: int = 300) -> str:
    """Return text as a code span, in which nothing is read as Markdown, for a table too."""
    text = _TEMPLATE.sub(f"{{{_APART}", shown(text, limit).replace("|", "\\|"))
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    ticks = "`" * (longest + 1)
    pad = " " if longest or not text else ""
    return f"{ticks}{pad}{text}{pad}{ticks}"


def _where(location: Location) -> str:
    """Return the line, and the part of the file where people look for that."""
    line = [str(location.line)] if location.has_lines else []
    return ", ".join((*line, inert(location.place))) if location.place else line[0]


def _rows(verdict: Verdict, told: Messages) -> Iterable[str]:
    citation = verdict.citation
    named = ": ".join(filter(None, (citation.publisher, citation.title)))
    cells = [inert(named, 160)] if named else []
    if citation.url:
        cells.append(code(citation.url))
    start = f"| {_MARKS[verdict.status]} | {_where(citation.location)} | {'<br>'.join(cells)} | "
    if not verdict.findings:
        yield f"{start}{told.text(STATUS_WORDS[verdict.status])} |"
    for finding in verdict.findings:
        text = f"**{finding.rule.value}**: {inert(finding.message)}"
        if finding.proposal is not None:
            proposal = finding.proposal
            shape = inert if proposal.kind == "title" else code
            text += f"<br>→ {shape(proposal.replacement)}"
            if why := ", ".join(grounds(proposal)):
                text += f" ({inert(why)})"
        yield f"{start}{text} |"


def _summary(report: Report, told: Messages) -> str:
    counts = [
        f"{_MARKS[status]} {status_count(status, count, told)}"
        for status in Status
        if (count := report.count(status))
    ]
    citations = told.count("{count} citation", "{count} citations", report.citations)
    articles = told.count("in {count} article", "in {count} articles", report.articles)
    return ": ".join(filter(None, (plain_text(f"{citations} {articles}"), ", ".join(counts))))
