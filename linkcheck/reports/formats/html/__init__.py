"""The report as one HTML file that needs nothing else: to search, filter, print and share.

All text stands in the file as HTML, so that it can be read without scripts too; the script only
chooses what is shown. A Content-Security-Policy allows that script, the style and nothing else.
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
from linkcheck.reports.formats.html.charts import bar, chart
from linkcheck.reports.formats.html.facets import NONE, STATUSES, Tallies, facets
from linkcheck.reports.formats.html.markup import SPACE, Html, element, foreign
from linkcheck.reports.formats.html.rows import groups
from linkcheck.reports.i18n import messages
from linkcheck.reports.remarks import remarks
from linkcheck.reports.whole import WholeReporter

if TYPE_CHECKING:
    from linkcheck.models import Report
    from linkcheck.reports.places import Places

__all__ = ["FORMAT", "HtmlReporter"]

_ROWS = "<!-- the rows -->"
# From how many citations on a browser should lay out only those that are looked at.
_LONG = 300
_CHOICES = ("rule", "language", "publisher", "host", "article", "year")


class HtmlReporter(WholeReporter):
    """Writes one HTML document at the end.

    Args:
        stream: where to; what its encoding lacks is written as character references.
        style: only tells the language of the findings: the reader chooses what is shown.
    """

    def finish(self, report: Report) -> None:
        """Write the document."""
        places = self._places
        every = [facets(verdict, places) for verdict in report.verdicts]
        before, _, after = _asset("report.html").partition(_ROWS)
        self._write(Template(before).substitute(_above(report, Tallies(every), places)))
        for group in groups(zip(report.verdicts, every, strict=True), self._style.language):
            self._write(group + "\n")
        self._write(Template(after).substitute(version=__version__))

    def _write(self, text: str) -> None:
        if not self._unicode:
            text = text.encode("ascii", "xmlcharrefreplace").decode("ascii")
        self._stream.write(text)


FORMAT = Format(
    "html", HtmlReporter, "one HTML file to search, filter, print and share", suffix=".html"
)


def _above(report: Report, tallies: Tallies, places: Places) -> dict[str, str]:
    """Return what stands above the table of citations, by its place in the template."""
    style, script = _asset("report.css"), _asset("report.js")
    policy = (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    return {
        "policy": policy,
        "style": style,
        "script": script,
        "heading": f"{_many(report.citations, 'citation')} in {_many(report.articles, 'article')}",
        "run": _run(report),
        "length": "long" if report.citations > _LONG else "short",
        "notices": _notices(report, places),
        "summary": _summary(report),
        "charts": _charts(tallies),
        "statuses": Html(SPACE).join(
            _chip(status, report.count(status)) for status in STATUSES
        ),
        "choices": Html("\n").join(_choice(name, tallies) for name in _CHOICES),
    }  # fmt: skip


def _asset(name: str) -> str:
    return files(__name__).joinpath(name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    """Return what a policy calls a script or style by (CSP Level 3, section 2.3.1)."""
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _run(report: Report) -> Html:
    days = sorted(
        {
            verdict.resolution.fetched_at[:10]
            for verdict in report.verdicts
            if verdict.resolution is not None and verdict.resolution.fetched_at
        }
    )
    if not days:
        return Html()
    when = days[0] if days[0] == days[-1] else f"{days[0]} to {days[-1]}"
    return element("p", f"Sources asked {when}", class_="muted")


def _notices(report: Report, places: Places) -> Html:
    parts = [element("p", text) for text in remarks(report, messages())]
    if report.outage is not None:
        parts.append(element("p", f"Reason: {report.outage}."))
    if report.problems:
        lines = []
        for problem in report.problems:
            line = "" if problem.line is None else f":{problem.line}"
            where = element("b", foreign(places.named(problem.path)), line)
            lines.append(element("li", where, SPACE, foreign(problem.message)))
        told = f"{_many(len(report.problems), 'input')} could not be read"
        parts += [element("h2", told), element("ul", *lines)]
    return element("section", *parts, class_="notice", aria_label="Notices") if parts else Html()


def _summary(report: Report) -> Html:
    counts = {status.value: report.count(status) for status in Status}
    numbers = [
        element(
            "li",
            element("span", mark, class_="mark", aria_hidden="true"),
            element("b", str(report.count(status))),
            SPACE,
            element("span", word),
            class_=status.value,
        )
        for status, (mark, word) in STATUSES.items()
    ]
    return Html(bar(counts, report.citations) + element("ul", *numbers, class_="totals"))


def _charts(tallies: Tallies) -> Html:
    publishers = sorted(
        tallies.publishers.items(),
        key=lambda item: (
            -item[1][Status.BROKEN.value],
            -item[1][Status.WARNING.value],
            -item[1].total(),
            item[0],
        ),
    )
    labels = dict(tallies.options("publisher"))
    by_publisher = [(value, labels[value], counts) for value, counts in publishers]
    labels = dict(tallies.options("year"))
    by_year = [(value, labels[value], tallies.years[value]) for value in sorted(tallies.years)]
    charts = []
    if publishers:
        charts.append(chart("publisher", by_publisher, "By publisher", sampled=True))
    if set(tallies.years) - {NONE}:
        charts.append(chart("year", by_year, "By year of the article", sampled=False))
    return Html("\n".join(charts))


def _chip(status: Status, count: int) -> Html:
    mark, word = STATUSES[status]
    box = Html(f'<input type="checkbox" name="status" value="{status.value}">')
    return element(
        "label",
        box,
        element("span", mark, class_="mark", aria_hidden="true"),
        SPACE,
        word,
        SPACE,
        element("span", str(count), class_="count"),
        class_=f"chip {status.value}",
    )


def _choice(name: str, tallies: Tallies) -> Html:
    options = [element("option", "any", value="")]
    options += [element("option", label, value=value) for value, label in tallies.options(name)]
    return element(
        "label", element("span", name.capitalize()), element("select", *options, name=name)
    )


def _many(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
