"""The first citations as a table of markup, for readers whose browser runs no scripts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from linkcheck.languages.cldr import language_name
from linkcheck.models import Severity
from linkcheck.reports.formats.html.facets import STATUSES
from linkcheck.reports.formats.html.markup import (
    DOT,
    SPACE,
    Html,
    address,
    can_be_followed,
    element,
    foreign,
    join,
)
from linkcheck.reports.formats.html.wordings import SCRIPT, facts_and_template, place
from linkcheck.reports.wording import grounds, rank

if TYPE_CHECKING:
    from collections.abc import Sequence

    from linkcheck.models import Citation, Finding, Proposal, Verdict
    from linkcheck.reports.formats.html.facets import Facets
    from linkcheck.reports.i18n import Messages
    from linkcheck.reports.source_links import SourceLinks

__all__ = ["MARKS", "STATIC", "static_rows"]

STATIC = 300
"""How many citations are in the file as markup too."""

MARKS = {
    Severity.ERROR: "\N{MULTIPLICATION X}",
    Severity.WARNING: "!",
    Severity.NOTE: "i",
}
"""Signs of the severities, which the script shows too."""
_ADDRESS = re.compile(r"(?i)https?://\S+$")


def static_rows(
    verdicts: Sequence[Verdict], every: Sequence[Facets], links: SourceLinks, told: Messages
) -> list[Html]:
    """Return rows of the citations that need attention most.

    Args:
        verdicts: of the run.
        every: what each is filtered by.
        links: to the articles' lines.
        told: the reader's language.
    """
    first = sorted(range(len(verdicts)), key=lambda index: rank(verdicts[index].status))
    return [_row(index + 1, verdicts[index], every[index], links, told) for index in first[:STATIC]]


def _row(number: int, verdict: Verdict, facets: Facets, links: SourceLinks, told: Messages) -> Html:
    mark, word = STATUSES[verdict.status]
    status = (
        element("span", mark, class_="mark", aria_hidden="true"),
        SPACE,
        element("span", told.text(word)),
    )
    cells = {
        "status": Html("".join(status)),
        "cited": _cited(verdict.citation, told),
        "found": element("ul", *(_finding(found, verdict, told) for found in verdict.findings))
        if verdict.findings
        else Html(),
        "place": _place(verdict, facets, links, told),
    }
    return element(
        "tr",
        *(element("td", cell, class_=name, role="cell") for name, cell in cells.items()),
        id=f"c{number}",
        class_=verdict.status.value,
        role="row",
    )


def _cited(citation: Citation, told: Messages) -> Html:
    about = [foreign(part) for part in (citation.publisher, citation.place, citation.date) if part]
    if citation.language:
        about.append(foreign(language_name(citation.language, told.language)))
    parts = [element("p", join(DOT, about), class_="about")] if about else []
    if citation.title:
        parts.append(element("p", foreign(citation.title, citation.title_language), class_="title"))
    if citation.url:
        parts.append(element("p", address(citation.url)))
    return Html("".join(parts))


def _finding(finding: Finding, verdict: Verdict, told: Messages) -> Html:
    rule = element(
        "span",
        element("span", MARKS[finding.severity], class_="mark", aria_hidden="true"),
        SPACE,
        element("span", finding.rule.value),
        class_=f"rule {finding.severity.value}",
    )
    facts, template = facts_and_template(finding, verdict, told)
    shown = {
        name: address(value) if _ADDRESS.match(value) else foreign(value)
        for name, value in facts.items()
    }
    message = Html(element("span", template, class_="message").format_map(shown))
    return element("li", rule, SPACE, message, _proposal(finding.proposal, told))


def _proposal(proposal: Proposal | None, told: Messages) -> Html:
    if proposal is None or proposal.kind == "title":
        return Html()
    why = ", ".join(grounds(proposal))
    return element(
        "p",
        element("span", told.text(SCRIPT["proposed"]), class_="label"),
        SPACE,
        address(proposal.replacement),
        SPACE,
        element("span", why, class_="muted") if why else Html(),
        class_="proposal",
    )


def _place(verdict: Verdict, facets: Facets, links: SourceLinks, told: Messages) -> Html:
    location = verdict.citation.location
    where = element("span", place(location, told))
    url = (links.of(location.path) or "").replace("{line}", str(location.line))
    if can_be_followed(url):
        where = element("a", where, href=url, rel="noopener noreferrer nofollow", target="_blank")
    article = foreign(verdict.article or facets.article)
    return Html(element("span", article, class_="path", title=facets.article) + SPACE + where)
