"""What citations are filtered and counted by."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from linkcheck.languages.cldr import language_name
from linkcheck.models import Status
from linkcheck.reports.counts import site
from linkcheck.reports.formats.html.markup import LIMIT
from linkcheck.reports.safe import shown
from linkcheck.reports.wording import STATUS_WORDS, WORST_FIRST
from linkcheck.text.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from linkcheck.models import Verdict
    from linkcheck.reports.i18n import Messages
    from linkcheck.reports.places import Places

__all__ = ["AGES", "NONE", "STATUSES", "Facets", "Tallies", "all_facets", "label"]

NONE = "none"
"""The value of what has none: a citation without a finding, address, language or date."""

_MARKS = {
    Status.BROKEN: "\N{MULTIPLICATION X}",
    Status.WARNING: "!",
    Status.UNVERIFIED: "?",
    Status.OK: "\N{CHECK MARK}",
}
STATUSES = {status: (_MARKS[status], STATUS_WORDS[status]) for status in WORST_FIRST}
"""Mark and word of each status, in the order in which they need attention."""

AGES = {"1": "under 1 year", "3": "1 to 3 years", "5": "3 to 5 years", "10": "5 to 10 years",
        "old": "over 10 years"}  # fmt: skip
"""Age groups of articles, by the number of years that their articles are younger than."""

_MISSING = {
    "rule": "no finding",
    "language": "no language",
    "publisher": "no publisher",
    "host": "no site",
    "year": "undated",
    "age": "undated",
}
_YEAR = re.compile(r"\d{4}(?=-|$)")


class Facets(NamedTuple):
    """What one citation is filtered by: plain, inert text."""

    status: str
    rule: tuple[str, ...]
    language: str
    publisher: str
    host: str
    article: str
    year: str
    age: str


def all_facets(verdicts: Sequence[Verdict], places: Places) -> list[Facets]:
    """Return what each citation is filtered by.

    A publisher has one name throughout, whether or not its site answered: the name that most
    citations of the site give it, else the name on its pages, else the site's host.
    """
    hosts = [shown(site(verdict.citation.url or ""), 80) for verdict in verdicts]
    names = _names(verdicts, hosts)
    checked = [
        verdict.resolution.fetched_at[:10] for verdict in verdicts if verdict.resolution is not None
    ]
    today = _day(max(checked, default="")) or date.today()  # noqa: DTZ011 - a day is enough
    return [
        _facets(verdict, host, names, places, today)
        for verdict, host in zip(verdicts, hosts, strict=True)
    ]


def _facets(
    verdict: Verdict, host: str, names: dict[str, str], places: Places, today: date
) -> Facets:
    citation, page = verdict.citation, verdict.page
    language = citation.language or citation.title_language or (page and page.language.tag)
    year = _YEAR.match(verdict.article_published or "")
    cited = shown(citation.publisher or "", 80)
    return Facets(
        status=verdict.status.value,
        rule=tuple(dict.fromkeys(found.rule.value for found in verdict.findings)) or (NONE,),
        language=shown(language) if language and language != "und" else NONE,
        publisher=(names.get(fold(cited), cited) if cited else names.get(f"//{host}", host))
        or NONE,
        host=host or NONE,
        article=shown(places.named(citation.location.path), LIMIT),
        year=year[0] if year else NONE,
        age=_age(verdict.article_published or "", today),
    )


def _names(verdicts: Sequence[Verdict], hosts: Sequence[str]) -> dict[str, str]:
    """Return the name of each site, by its host behind `//`, and of each folded name."""
    cited: defaultdict[str, Counter[str]] = defaultdict(Counter)
    on_pages: defaultdict[str, Counter[str]] = defaultdict(Counter)
    spellings: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for verdict, host in zip(verdicts, hosts, strict=True):
        page = verdict.page
        if name := shown(verdict.citation.publisher or "", 80):
            spellings[fold(name)][name] += 1
            cited[host][name] += 1
        if page is not None and page.publishers:
            on_pages[host][shown(page.publishers[0].text, 80)] += 1
    names = {folded: _most_common(spelt) for folded, spelt in spellings.items()}
    for host in {*cited, *on_pages} - {""}:
        name = _most_common(cited.get(host) or on_pages[host])
        names[f"//{host}"] = names.get(fold(name), name) or host
    return names


def _most_common(names: Counter[str]) -> str:
    return min(names, key=lambda name: (-names[name], name))


def _age(published: str, today: date) -> str:
    day = _day(published[:10]) or _day(f"{published[:4]}-07-01")
    if day is None:
        return NONE
    years = (today - day).days / 365.25
    return next((key for key in AGES if key != "old" and years < int(key)), "old")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


class Tallies:
    """Counts of statuses by each facet's values.

    Args:
        every: of all citations.
    """

    def __init__(self, every: Iterable[Facets]) -> None:
        self._counts: dict[str, dict[str, Counter[str]]] = {name: {} for name in Facets._fields}
        for each in every:
            for name, value in each._asdict().items():
                for one in value if isinstance(value, tuple) else (value,):
                    self._counts[name].setdefault(one, Counter())[each.status] += 1

    def of(self, facet: str) -> dict[str, Counter[str]]:
        """Return the counts of each status by a facet's values."""
        return self._counts[facet]


def label(facet: str, value: str, told: Messages) -> str:
    """Return what a facet's value is called.

    Args:
        facet: its name.
        value: one of its values.
        told: the reader's language.
    """
    if value == NONE and facet in _MISSING:
        return told.text(_MISSING[facet])
    if facet == "age":
        return told.text(AGES[value])
    return language_name(value, told.language) if facet == "language" else value
