"""By what the citations of a report can be chosen and counted."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from linkcheck.models import Status
from linkcheck.reports.formats.html.markup import LIMIT, language_name
from linkcheck.reports.safe import shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from linkcheck.models import Verdict
    from linkcheck.reports.places import Places

__all__ = ["NONE", "STATUSES", "Facets", "Tallies", "facets"]

NONE = "none"
"""The value of what has none: a citation without finding, address, language or year."""

STATUSES = {
    Status.BROKEN: ("\N{MULTIPLICATION X}", "broken"),
    Status.WARNING: ("!", "to review"),
    Status.UNVERIFIED: ("?", "unverified"),
    Status.OK: ("\N{CHECK MARK}", "ok"),
}
"""Mark and word of each status, the gravest first."""

_YEAR = re.compile(r"\d{4}(?=-|$)")


class Facets(NamedTuple):
    """What one citation is chosen by: plain, inert text."""

    status: str
    rule: tuple[str, ...]
    language: str
    publisher: str
    host: str
    article: str
    year: str


def facets(verdict: Verdict, places: Places) -> Facets:
    """Return what a citation is chosen by."""
    citation, page = verdict.citation, verdict.page
    language = citation.language or citation.title_language or (page and page.language.tag)
    host = _host(citation.url or "")
    named = page.publishers[0].text if page and page.publishers else None
    year = _YEAR.match(verdict.article_published or "")
    return Facets(
        status=verdict.status.value,
        rule=tuple(dict.fromkeys(found.rule.value for found in verdict.findings)) or (NONE,),
        language=shown(language) if language and language != "und" else NONE,
        publisher=shown(citation.publisher or named or host or "", 80) or NONE,
        host=host or NONE,
        article=shown(places.named(citation.location.path), LIMIT),
        year=year[0] if year else NONE,
    )


def _host(url: str) -> str:
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return shown(host.removeprefix("www."), 80)


class Tallies:
    """Counts of statuses by publisher and year, and which values the filters offer.

    Attributes:
        publishers: counts of each status by publisher.
        years: the same by year of the article.
        values: of each facet, how often each value occurs.
    """

    def __init__(self, every: Iterable[Facets]) -> None:
        self.publishers: dict[str, Counter[str]] = {}
        self.years: dict[str, Counter[str]] = {}
        self.values: dict[str, Counter[str]] = {name: Counter() for name in Facets._fields}
        for each in every:
            self.publishers.setdefault(each.publisher, Counter())[each.status] += 1
            self.years.setdefault(each.year, Counter())[each.status] += 1
            for name, value in each._asdict().items():
                self.values[name].update(value if isinstance(value, tuple) else (value,))

    def options(self, name: str) -> list[tuple[str, str]]:
        """Return a facet's values with their labels, in the order of a menu."""
        labels = {value: self._label(name, value) for value in self.values[name]}
        if name == "article":  # in the report's own order
            return list(labels.items())
        backwards = name == "year"
        named = [item for item in labels.items() if item[0] != NONE]
        named.sort(key=lambda item: item[1].casefold(), reverse=backwards)
        return named + [item for item in labels.items() if item[0] == NONE]

    def _label(self, name: str, value: str) -> str:
        if value == NONE:
            return "undated" if name == "year" else f"no {'finding' if name == 'rule' else name}"
        return language_name(value) if name == "language" else value
