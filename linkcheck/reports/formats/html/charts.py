"""How sound the sources are, drawn as bars, with the same numbers as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

from linkcheck.models import Status
from linkcheck.reports.formats.html.facets import AGES, NONE, STATUSES, label
from linkcheck.reports.formats.html.markup import SPACE, Html, element
from linkcheck.reports.wording import status_count, status_plural

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Mapping

    from linkcheck.reports.formats.html.facets import Tallies
    from linkcheck.reports.i18n import Messages

__all__ = ["bar", "charts"]

DRAWN = 6
"""How many bars a chart has at most; the table beside it has all rows."""
LISTED = 1000
"""How many rows a chart's table has at most."""

TITLES = {
    "rule": "By finding",
    "age": "By age of the article",
    "publisher": "By publisher",
    "year": "By year of the article",
}


class _Row(NamedTuple):
    """A bar of a chart: what it filters by, its name, and counts of each status."""

    value: str
    label: str
    counts: Counter[str]


def bar(counts: Mapping[str, int], whole: int) -> Html:
    """Return a bar with a stretch for each status, as long as its share of the whole.

    Geometry is in SVG attributes: the page's policy allows no style attributes.
    """
    stretches, start = [], 0.0
    for status in STATUSES:
        width = 100 * counts.get(status.value, 0) / (whole or 1)
        if width:
            stretches.append(
                element(
                    "rect", class_=status.value, x=round(start, 3), width=round(width, 3), height=8
                )
            )
            start += width
    return element(
        "svg",
        *stretches,
        class_="bar",
        viewBox="0 0 100 8",
        preserveAspectRatio="none",
        aria_hidden="true",
    )


def charts(tallies: Tallies, told: Messages) -> list[Html]:
    """Return the charts that say something: those with bars of different length.

    Args:
        tallies: counts of all citations.
        told: the reader's language.
    """
    drawn: dict[str, list[_Row]] = {}
    for facet in TITLES:
        rows = _rows(facet, tallies, told)
        known = [row for row in rows if row.value != NONE]
        if len(known) > 1 and any(row.counts.total() > 1 for row in known):
            drawn[facet] = rows
    if len(drawn.get("age", ())) == len(drawn.get("year", ())):  # each age is of one year
        drawn.pop("year", None)
    return [_chart(facet, rows, told) for facet, rows in drawn.items()]


def _rows(facet: str, tallies: Tallies, told: Messages) -> list[_Row]:
    rows = [
        _Row(value, label(facet, value, told), counts)
        for value, counts in tallies.of(facet).items()
        if facet != "rule" or value != NONE  # what is sound would dwarf the findings
    ]
    if facet == "year":
        rows.sort(key=lambda row: (row.value == NONE, row.value))
    elif facet == "age":
        order = [*AGES, NONE]
        rows.sort(key=lambda row: order.index(row.value))
    elif facet == "rule":
        rows.sort(key=lambda row: (-row.counts.total(), row.label))
    else:
        rows.sort(key=_worst_first)
    return rows


def _worst_first(row: _Row) -> tuple[int, int, int, str]:
    counts = row.counts
    return (
        -counts[Status.BROKEN.value],
        -counts[Status.WARNING.value],
        -counts.total(),
        row.label,
    )


def _chart(facet: str, rows: list[_Row], told: Messages) -> Html:
    """Return a chart of bars and a table of all its numbers."""
    drawn = rows if facet == "age" else rows[-DRAWN:] if facet == "year" else rows[:DRAWN]
    most = max((row.counts.total() for row in drawn), default=0)
    bars = [_bar_line(facet, row, most, told) for row in drawn]
    left = len(rows) > len(drawn)
    more = (
        told.text("All {count} as a table").format(count=told.number(len(rows)))
        if left
        else told.text("The same as a table")
    )
    title = told.text(TITLES[facet])
    return element(
        "section",
        element("h2", title, id=f"{facet}-chart"),
        element("ol", *bars, class_="bars"),
        element("details", element("summary", more), _table(rows[:LISTED], title, told)),
        class_=f"chart of-{facet}",
        aria_labelledby=f"{facet}-chart",
    )


def _bar_line(facet: str, row: _Row, most: int, told: Messages) -> Html:
    parts = ", ".join(
        status_count(status, row.counts[status.value], told)
        for status in STATUSES
        if row.counts[status.value]
    )
    return element(
        "li",
        element(
            "a",
            element("bdi", row.label, class_="name"),
            SPACE,
            bar(row.counts, most),
            SPACE,
            element("span", told.number(row.counts.total()), class_="number"),
            element("span", f": {parts}", class_="unseen"),
            href=f"#{urlencode({'status': 'all', facet: row.value})}",
            title=f"{row.label}: {parts}",
            class_="muted" if row.value == NONE else None,
        ),
    )


def _table(rows: list[_Row], title: str, told: Messages) -> Html:
    heads = [
        element(
            "th",
            element("span", mark, aria_hidden="true"),
            SPACE,
            status_plural(status, told),
            scope="col",
        )
        for status, (mark, _) in STATUSES.items()
    ]
    body = [
        element(
            "tr",
            element("th", element("bdi", row.label), scope="row"),
            element("td", told.number(row.counts.total())),
            *(element("td", told.number(row.counts[status.value])) for status in STATUSES),
        )
        for row in rows
    ]
    head = element(
        "tr",
        element("td", Html()),
        element("th", told.text("all"), scope="col"),
        *heads,
    )
    return element(
        "div",
        element(
            "table",
            element("caption", title, class_="unseen"),
            element("thead", head),
            element("tbody", *body),
            class_="numbers",
        ),
        class_="scroll",
        tabindex=0,
        role="region",
        aria_label=told.text("{title}, as a table").replace("{title}", title),
    )
