"""How sound the sources are, drawn as bars, with the same numbers as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from linkcheck.reports.formats.html.facets import NONE, STATUSES
from linkcheck.reports.formats.html.markup import SPACE, Html, element

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Mapping

__all__ = ["bar", "chart"]

DRAWN = 10
"""How many bars a chart has at most; the table beside it has all rows."""


def bar(counts: Mapping[str, int], whole: int) -> Html:
    """Return a bar with a stretch for each status, as long as its share of the whole.

    Geometry stands in SVG attributes: the page's policy allows no style attributes.
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


def chart(
    facet: str, rows: list[tuple[str, str, Counter[str]]], title: str, *, sampled: bool
) -> Html:
    """Return a chart of bars and a table of all its numbers.

    Args:
        facet: its bars are links that choose by this.
        rows: value, label and counts of each status.
        title: of the chart.
        sampled: the bars are those of the first rows only.
    """
    drawn = rows[:DRAWN] if sampled else rows
    most = max((counts.total() for _, _, counts in drawn), default=0)
    bars = [_bar_line(facet, *row, most) for row in drawn]
    left = len(rows) - len(drawn)
    more = f"All {len(rows)} as a table" if left else "The same as a table"
    return element(
        "section",
        element("h2", title, id=f"{facet}-chart"),
        element("ol", *bars, class_="bars"),
        element("details", element("summary", more), _table(rows, title)),
        class_="chart",
        aria_labelledby=f"{facet}-chart",
    )


def _bar_line(facet: str, value: str, label: str, counts: Counter[str], most: int) -> Html:
    told = ", ".join(
        f"{counts[status.value]} {word}"
        for status, (_, word) in STATUSES.items()
        if counts[status.value]
    )
    number = element("span", str(counts.total()), class_="number")
    return element(
        "li",
        element(
            "a",
            element("bdi", label, class_="name"),
            SPACE,
            bar(counts, most),
            SPACE,
            number,
            element("span", f": {told}", class_="unseen"),
            href=f"#{urlencode({facet: value})}",
            title=told,
            class_="muted" if value == NONE else None,
        ),
    )


def _table(rows: list[tuple[str, str, Counter[str]]], title: str) -> Html:
    heads = [
        element("th", element("span", mark, aria_hidden="true"), SPACE, word, scope="col")
        for mark, word in STATUSES.values()
    ]
    body = [
        element(
            "tr",
            element("th", element("bdi", label), scope="row"),
            element("td", str(counts.total())),
            *(element("td", str(counts[status.value])) for status in STATUSES),
        )
        for _, label, counts in rows
    ]
    name, _, _ = title.removeprefix("By ").partition(" ")
    return element(
        "div",
        element(
            "table",
            element("caption", f"Citations {title[0].lower()}{title[1:]}", class_="unseen"),
            element(
                "thead",
                element(
                    "tr",
                    element("th", name, scope="col"),
                    element("th", "all", scope="col"),
                    *heads,
                ),
            ),
            element("tbody", *body),
            class_="numbers",
        ),
        class_="scroll",
        tabindex=0,
        role="region",
        aria_label=f"{title}, table",
    )
