"""The report as one HTML file that needs nothing else: to search, filter, sort, print and share.

The file has the citations as data, and a script that makes rows of those that are looked at: text
from outside is only ever set as text. Where no scripts run, the first citations are there as a
table. A Content-Security-Policy allows that script, the style and nothing else.
"""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING

from linkcheck._version import __version__
from linkcheck.models import Status
from linkcheck.reports.format import Format
from linkcheck.reports.formats.html.charts import bar, charts
from linkcheck.reports.formats.html.corrected import CorrectedLines
from linkcheck.reports.formats.html.data import report_data
from linkcheck.reports.formats.html.facets import STATUSES, Tallies, all_facets
from linkcheck.reports.formats.html.markup import SPACE, Html, element, foreign
from linkcheck.reports.formats.html.rows import STATIC, static_rows
from linkcheck.reports.i18n import messages
from linkcheck.reports.json_text import json_text
from linkcheck.reports.remarks import remarks, size, unread
from linkcheck.reports.source_links import SourceLinks
from linkcheck.reports.whole import WholeReporter
from linkcheck.reports.wording import status_plural

if TYPE_CHECKING:
    from linkcheck.models import Report
    from linkcheck.reports.i18n import Messages
    from linkcheck.reports.places import Places

__all__ = ["FORMAT", "HtmlReporter"]

_MENUS = {
    "rule": "Finding",
    "publisher": "Publisher",
    "host": "Site",
    "article": "Article",
    "year": "Year",
    "age": "Age of the article",
    "language": "Language",
}
_COLUMNS = {
    "status": "Status",
    "source": "The article cites",
    "finding": "What was found",
    "article": "Where",
}


class HtmlReporter(WholeReporter):
    """Writes one HTML document at the end.

    Args:
        stream: where to; what its encoding lacks is written as character references.
        style: the language of the report, and where the articles are; the reader chooses the rest.
    """

    def finish(self, report: Report) -> None:
        """Write the document."""
        told = messages(self._style.language)
        links = SourceLinks(self._style.source_url, self._places)
        every = all_facets(report.verdicts, self._places)
        rows = static_rows(report.verdicts, every, links, told)
        parts = _parts(report, Tallies(every), self._places, told)
        page = Template(_asset("report.html")).substitute(parts, rows="\n".join(rows))
        before, _, after = page.partition("<!-- the data -->")
        data = report_data(report, every, links, CorrectedLines(report.digests), told)
        self._write(before)
        # Nothing in it can end the element, or begin a comment in it.
        self._stream.write(json_text(data, self._encoding).replace("<", "\\u003c"))
        self._write(after)

    def _write(self, text: str) -> None:
        if not self._unicode:
            text = text.encode("ascii", "xmlcharrefreplace").decode("ascii")
        self._stream.write(text)


FORMAT = Format(
    "html", HtmlReporter, "one HTML file to search, filter, print and share", suffix=".html"
)


def _parts(report: Report, tallies: Tallies, places: Places, told: Messages) -> dict[str, str]:
    """Return what is in the document besides the citations, by its place in the template."""
    style, script = _asset("report.css"), _asset("report.js")
    policy = (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    text = told.text
    return {
        "language": told.language,
        "policy": policy,
        "style": style,
        "script": script,
        "heading": _text(size(report, told)),
        "run": _run(report, told),
        "notices": _notices(report, places, told),
        "summary": _summary(report, told),
        "charts": _charts(tallies, told),
        "menus": Html("\n").join(
            element("label", element("span", text(name)), element("select", name=facet))
            for facet, name in _MENUS.items()
        ),
        "columns": Html().join(_column(name, text(head)) for name, head in _COLUMNS.items()),
        "static": _left_out(report, told),
        "skip": _text(text("To the citations")),
        "citations": _text(text("Citations")),
        "search": _text(text("Search")),
        "placeholder": _text(text("title, publisher, address, message")),
        "status": _text(text("Status")),
        "clear": _text(text("Show all")),
        "theme": _text(text("Theme")),
        "nothing": _text(text("No citations match.")),
        "more": _text(text("Show more")),
        "filters": _text(text("More filters")),
        "footer": _text(
            text("Written by linkcheck {version}. Addresses open in a new tab.").format(
                version=__version__
            )
        ),
    }


def _asset(name: str) -> str:
    return files(__name__).joinpath(name).read_text(encoding="utf-8")


def _text(text: str) -> Html:
    """Return our own text as markup."""
    return Html(element("b", text)[3:-4])


def _digest(text: str) -> str:
    """Return what a policy calls a script or style by (CSP Level 3, section 2.3.1)."""
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _run(report: Report, told: Messages) -> Html:
    days = sorted(
        {
            verdict.resolution.fetched_at[:10]
            for verdict in report.verdicts
            if verdict.resolution is not None and verdict.resolution.fetched_at
        }
    )
    if not days:
        return Html()
    when = days[0] if days[0] == days[-1] else f"{days[0]} \N{EN DASH} {days[-1]}"
    return element("p", told.text("Checked on {date}").format(date=when), class_="muted")


def _notices(report: Report, places: Places, told: Messages) -> Html:
    parts = [element("p", text) for text in remarks(report, told)]
    if report.outage is not None:
        reason = told.text(report.outage)
        parts.append(element("p", told.text("Reason: {reason}.").format(reason=reason)))
    if report.problems:
        lines = []
        for problem in report.problems:
            line = "" if problem.line is None else f":{problem.line}"
            where = element("b", foreign(places.named(problem.path)), line)
            lines.append(element("li", where, SPACE, foreign(problem.message)))
        parts += [element("h2", unread(report, told)), element("ul", *lines)]
    if not parts:
        return Html()
    return element("section", *parts, class_="notice", aria_label=told.text("Notices"))


def _summary(report: Report, told: Messages) -> Html:
    counts = {status.value: report.count(status) for status in Status}
    numbers = [
        element(
            "li",
            element("span", mark, class_="mark", aria_hidden="true"),
            element("b", told.number(report.count(status))),
            SPACE,
            element("span", status_plural(status, told)),
            class_=status.value,
        )
        for status, (mark, _) in STATUSES.items()
    ]
    return Html(bar(counts, report.citations) + element("ul", *numbers, class_="totals"))


def _column(name: str, head: str) -> Html:
    return element("th", head, role="columnheader", scope="col", class_=f"head-{name}")


def _charts(tallies: Tallies, told: Messages) -> Html:
    drawn = charts(tallies, told)
    if not drawn:
        return Html()
    return element(
        "details",
        element("summary", told.text("Charts")),
        element("div", *drawn, class_="charts"),
        class_="overview",
        open=Html(),
    )


def _left_out(report: Report, told: Messages) -> Html:
    if len(report.verdicts) <= STATIC:
        return Html()
    text = told.text(
        "Without scripts, only the {count} citations that need attention most are shown."
    )
    return element("noscript", element("p", text.format(count=STATIC), class_="notice"))
