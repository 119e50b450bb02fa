"""The report as Markdown, for issues, comments, wikis and the summary of a build.

Text from articles and pages can do nothing in it: it cannot link, embed, mention or refer, on
GitHub and GitLab either; addresses are shown as code.

It fits into an issue or a comment: what is broken comes in first where not everything does.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from linkcheck.models import Status
from linkcheck.reports.counts import by_host, by_rule
from linkcheck.reports.format import Format
from linkcheck.reports.i18n import messages
from linkcheck.reports.remarks import remarks, totals
from linkcheck.reports.safe import shown
from linkcheck.reports.whole import WholeReporter
from linkcheck.reports.wording import STATUS_WORDS, grounds, rank

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from linkcheck.models import Location, Report, Verdict
    from linkcheck.reports.format import Style
    from linkcheck.reports.i18n import Messages
    from linkcheck.reports.places import Places

__all__ = ["FORMAT", "LONGEST", "MarkdownReporter", "code", "inert", "lines"]

LONGEST = 65_000
"""Characters of a report. GitHub takes 65,536 in an issue or a comment; recipes add a few."""

_LISTED = 10
"""How many rules and hosts the summary names."""

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


class _Line(NamedTuple):
    """A line of a section, and how important it is (0 the most)."""

    rank: int
    text: str


class _Section(NamedTuple):
    """A heading, with what comes between it and its lines."""

    head: tuple[str, ...]
    lines: tuple[_Line, ...]


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


def lines(
    report: Report,
    style: Style,
    places: Places,
    longest: int = LONGEST,
    size_of: Callable[[str], int] = len,
) -> Iterator[str]:
    """Yield the report's lines: counts, then a table for each article.

    Args:
        report: any report.
        style: how much is shown, and in which language.
        places: how paths are named.
        longest: how long it may be; what is left out is counted.
        size_of: returns the length of a line; by default in characters.
    """
    told = messages(style.language)
    head = [f"## {told.text('Citations')}", "", totals(report, told, _MARKS)]
    for remark in remarks(report, told):
        head += ["", f"**{remark}**"]
    head += _counts(report, told)
    yield from head
    sections = [section for section in _sections(report, style, places, told) if section.lines]
    # A line break each; and what says how much was left out.
    room = longest - sum(size_of(line) + 1 for line in head) - 300
    chosen, left_out = _chosen(sections, room, size_of)
    for section in chosen:
        yield from section.head
        for line in section.lines:
            yield line.text
    if left_out:
        yield ""
        yield told.count(
            "{count} more row does not fit in here. The html, json and csv reports have it.",
            "{count} more rows do not fit in here. The html, json and csv reports have them.",
            left_out,
        )


def _sections(report: Report, style: Style, places: Places, told: Messages) -> Iterator[_Section]:
    good = style.good or style.verbose
    for path, verdicts in groupby(report.verdicts, lambda each: each.citation.location.path):
        rows = tuple(
            _Line(rank(verdict.status), row)
            for verdict in verdicts
            if good or verdict.findings or verdict.status is not Status.OK
            for row in _rows(verdict, told)
        )
        title = f"### {code(places.named(path))}"
        heads = (told.text("line"), told.text("source"), told.text("finding"))
        table = (f"| | {' | '.join(heads)} |", "|---|---|---|---|")
        yield _Section(("", title, "", *table), rows)
    unread = tuple(
        _Line(
            0,
            f"- {code(places.named(problem.path))}"
            f"{_line(problem.line, told)}: "
            f"{inert(problem.message)}",
        )
        for problem in report.problems
    )
    yield _Section(("", f"### {told.text('Could not be read')}", ""), unread)
    hidden = tuple(
        _Line(
            1,
            f"- {code(places.named(verdict.citation.location.path))}, "
            f"{_where(verdict.citation.location)}: **{finding.rule.value}**"
            f"{f' {code(verdict.citation.url)}' if verdict.citation.url else ''}",
        )
        for verdict in report.verdicts
        for finding in verdict.hidden
    )
    yield _Section(("", f"### {told.text('Hidden by comments in the articles')}", ""), hidden)


def _line(number: int | None, told: Messages) -> str:
    return "" if number is None else f", {told.text('line {line}').format(line=number)}"


def _chosen(
    sections: list[_Section], room: int, size_of: Callable[[str], int]
) -> tuple[list[_Section], int]:
    """Return what fits, the most important lines first, and how many lines do not."""
    order = sorted(
        (line.rank, number, place)
        for number, section in enumerate(sections)
        for place, line in enumerate(section.lines)
    )
    kept: dict[int, set[int]] = {}
    for taken, (_, number, place) in enumerate(order):
        section = sections[number]
        need = size_of(section.lines[place].text) + 1
        if number not in kept:
            need += sum(size_of(line) + 1 for line in section.head)
        room -= need
        if room < 0:
            left_out = len(order) - taken
            break
        kept.setdefault(number, set()).add(place)
    else:
        return sections, 0
    chosen = [
        _Section(section.head, tuple(section.lines[place] for place in sorted(kept[number])))
        for number, section in enumerate(sections)
        if number in kept
    ]
    return chosen, left_out


def _counts(report: Report, told: Messages) -> Iterator[str]:
    """Yield how many findings each rule has, and how many citations of each site are not ok."""
    rules, hosts = by_rule(report.verdicts), by_host(report.verdicts)
    for title, named in (told.text("By rule"), rules), (told.text("By host"), hosts):
        if not named:
            continue
        listed = ", ".join(f"{code(name, 100)} {count}" for name, count in named[:_LISTED])
        if len(named) > _LISTED:
            listed += f", … (+{len(named) - _LISTED})"
        yield ""
        yield f"{title}: {listed}"


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
