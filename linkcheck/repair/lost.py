"""What a lost source is: its title, its outlet's domains, and when it was published."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from linkcheck.models import GIVEN, Rule
from linkcheck.repair.finders.base import Lost
from linkcheck.text.urls import host_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from linkcheck.models import Citation, Verdict
    from linkcheck.repair.candidates import Candidate
    from linkcheck.repair.outlets import Outlets

__all__ = ["Dates", "day_of", "is_elsewhere", "lives", "lost_source"]

_Article: TypeAlias = "tuple[str, str | None, str | None]"


class Dates:
    """When articles that do not say so were written: soon after their newest source."""

    def __init__(self) -> None:
        self._newest: dict[_Article, str] = {}

    def learn(self, verdict: Verdict) -> None:
        """Record when a living source was published."""
        article, page = _article(verdict), verdict.page
        if article is not None and page is not None and lives(verdict):
            day = day_of(page.published)
            if day is not None:
                self._newest[article] = max(self._newest.get(article, ""), day.isoformat())

    def of_article(self, verdict: Verdict) -> str | None:
        """Return the day of an article, or one near it; None where nothing tells it."""
        article = _article(verdict)
        newest = self._newest.get(article) if article is not None else None
        return verdict.article_published or newest


def _article(verdict: Verdict) -> _Article | None:
    """Return what identifies the article of a citation; None where it is in none."""
    path = verdict.citation.location.path
    return None if path == GIVEN else (path, verdict.article_id, verdict.article)


def lives(verdict: Verdict) -> bool:
    """Tell whether the source is there, so that no copy of it is needed."""
    rules = {found.rule for found in verdict.findings}
    return not rules - {Rule.LANGUAGE_MISMATCH, Rule.MOVED}


def lost_source(verdict: Verdict, outlets: Outlets, dates: Dates) -> Lost | None:
    """Return what is looked for, or None where there is no title to know it by."""
    citation = verdict.citation
    title = citation.sound_title
    if not title or citation.inline or lives(verdict):
        return None
    own = citation.date if citation.date and len(citation.date) >= len("2014-03") else None
    return Lost(
        citation=citation,
        title=title,
        domains=tuple(_domains(citation, outlets)),
        date=own or dates.of_article(verdict) or citation.access_date,
        is_exact=own is not None,
    )


def _domains(citation: Citation, outlets: Outlets) -> Iterable[str]:
    known = outlets.domains(citation.publisher) if citation.publisher else ()
    own = host_key(citation.url) if citation.url is not None else None
    return dict.fromkeys([*([str(own)] if own else []), *known])


def is_elsewhere(candidate: Candidate, lost: Lost) -> bool:
    """Tell whether a domain is neither the cited one nor known to be the outlet's."""
    snapshot = candidate.snapshot
    own = {host_key(f"http://{domain}/") for domain in lost.domains}
    return host_key(candidate.url if snapshot is None else snapshot.original) not in own


def day_of(text: str | None) -> date | None:
    """Return the day that an ISO 8601 date or time begins with; None if there is none."""
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None
