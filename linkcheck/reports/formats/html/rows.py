"""The table of citations: a group of rows for each article."""

from __future__ import annotations

import re
from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING

from linkcheck.models import Match, Severity
from linkcheck.reports.formats.html.charts import bar
from linkcheck.reports.formats.html.details import details
from linkcheck.reports.formats.html.facets import STATUSES, Facets
from linkcheck.reports.formats.html.markup import (
    DOT,
    SPACE,
    Html,
    address,
    element,
    foreign,
    join,
    language_name,
)
from linkcheck.reports.wording import grounds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from linkcheck.models import Citation, Finding, Verdict

__all__ = ["groups"]

_ADDRESS = re.compile(r"(?i)https?://\S+$")

_SEVERITIES = {
    Severity.ERROR: "\N{MULTIPLICATION X}",
    Severity.WARNING: "!",
    Severity.NOTE: "i",
}


def groups(judged: Iterable[tuple[Verdict, Facets]], language: str) -> Iterator[Html]:
    """Yield the rows of each article, under its title.

    Args:
        judged: verdicts and what they are chosen by, in the order of the articles.
        language: that findings speak.
    """
    number = 0
    # A file may hold several articles.
    for (path, title), members in groupby(
        judged, key=lambda pair: (pair[1].article, pair[0].article)
    ):
        counts: Counter[str] = Counter()
        rows = []
        for verdict, facets in members:
            number += 1
            counts[facets.status] += 1
            rows.append(_row(verdict, facets, number, language))
        yield element("tbody", _heading(path, title, counts), *rows, role="rowgroup")


def _heading(path: str, title: str | None, counts: Counter[str]) -> Html:
    cell = element(
        "th",
        element("span", foreign(title or path), class_="headline"),
        SPACE,
        element("span", foreign(path) if title else Html(), class_="path"),
        SPACE,
        bar(counts, counts.total()),
        role="rowheader",
        scope="rowgroup",
        colspan=5,
    )
    return element("tr", cell, class_="article", role="row")


def _row(verdict: Verdict, facets: Facets, number: int, language: str) -> Html:
    mark, word = STATUSES[verdict.status]
    place = verdict.citation.location
    name = f"c{number}"
    cells = (
        element("span", mark, class_="mark", aria_hidden="true") + SPACE + element("span", word),
        _cited(verdict.citation),
        _found(verdict, language),
        element("a", place.words, href=f"#{name}", title="line:column"),
        element(
            "details",
            element("summary", "Citation and page"),
            # Where scripts run this is only text until it is wanted; elsewhere it is shown.
            element("noscript", details(verdict)),
        ),
    )
    classes = ("status", "cited", "found", "place", "more")
    return element(
        "tr",
        *(
            element("td", Html(cell), class_=class_, role="cell")
            for class_, cell in zip(classes, cells, strict=True)
        ),
        id=name,
        class_=verdict.status.value,
        role="row",
        data_status=facets.status,
        data_rule=" ".join(facets.rule),
        data_language=facets.language,
        data_publisher=facets.publisher,
        data_host=facets.host,
        data_article=facets.article,
        data_year=facets.year,
    )


def _cited(citation: Citation) -> Html:
    about = [foreign(part) for part in (citation.publisher, citation.place, citation.date) if part]
    if citation.language:
        about.append(foreign(language_name(citation.language)))
    parts = [element("p", join(DOT, about), class_="about")] if about else []
    if citation.title:
        parts.append(element("p", foreign(citation.title, citation.title_language), class_="title"))
    if citation.url:
        parts.append(element("p", address(citation.url)))
    return Html("".join(parts))


def _found(verdict: Verdict, language: str) -> Html:
    if verdict.findings:
        return element("ul", *(_finding(finding, language) for finding in verdict.findings))
    same = [each.field.value for each in verdict.evidence if each.match is Match.MATCH]
    if not same:
        return Html()
    return element("p", f"{', '.join(same)} as cited".capitalize(), class_="muted")


def _finding(finding: Finding, language: str) -> Html:
    rule = element(
        "span",
        element("span", _SEVERITIES[finding.severity], class_="mark", aria_hidden="true"),
        SPACE,
        element("span", finding.rule.value),
        class_=f"rule {finding.severity.value}",
        title=finding.severity.value,
    )
    return element("li", rule, SPACE, message(finding, language), _proposal(finding, language))


def message(finding: Finding, language: str) -> Html:
    """Return a finding's message, what comes from outside in it kept apart."""
    facts = {
        name: address(value) if _ADDRESS.match(value) else foreign(value)
        for name, value in finding.facts.items()
    }
    return Html(
        element("span", finding.template, class_="message", lang=_other(language)).format_map(facts)
    )


def _proposal(finding: Finding, language: str) -> Html:
    """Return how to fix it, unless the message says so already."""
    proposal = finding.proposal
    if proposal is None or proposal.kind == "title":
        return Html()
    parts = []
    if proposal.replacement not in finding.facts.values():
        parts.append(address(proposal.replacement))
    if why := ", ".join(grounds(proposal)):
        parts.append(element("span", why, class_="muted", lang=_other(language)))
    if not parts:
        return Html()
    arrow = element("span", "\N{RIGHTWARDS ARROW}", aria_hidden="true")
    told = element("span", "Proposed:", class_="unseen")
    return element("p", arrow, told, element("span", *parts), class_="proposal")


def _other(language: str) -> str | None:
    """Return a language where it is not the document's own."""
    return language if language != "en" else None
