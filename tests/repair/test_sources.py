"""Where proposals come from: what a run learns before it looks for a source."""

from __future__ import annotations

from linkcheck.models import GIVEN, Citation, Liveness, Location, Page, PageKind, Status, Verdict
from linkcheck.repair.lost import Dates


def verdict(path: str, published: str | None = None, identity: str | None = None) -> Verdict:
    """Return the verdict on a living source that was published on a day."""
    place = Location(path=path, line=1, column=1, start=0, end=1)
    living = Liveness(kind=PageKind.LIVING)
    page = Page(url="https://a.example/", liveness=living, published=published)
    citation = Citation(location=place, url="https://a.example/", title="Talks end")
    return Verdict(citation=citation, status=Status.OK, page=page, article_id=identity)


def test_each_article_has_a_day_of_its_own() -> None:
    """Sources of an old post would be looked for in the week of the newest post of the file."""
    dates = Dates()
    dates.learn(verdict("posts.jsonl", "2014-03-30", identity="1"))
    dates.learn(verdict("posts.jsonl", "2023-05-01", identity="2"))
    assert dates.of_article(verdict("posts.jsonl", identity="1")) == "2014-03-30"
    assert dates.of_article(verdict("posts.jsonl", identity="2")) == "2023-05-01"


def test_given_citations_are_of_no_article() -> None:
    """One citation of a list would date all others, which have nothing to do with it."""
    dates = Dates()
    dates.learn(verdict(GIVEN, "2023-05-01"))
    assert dates.of_article(verdict(GIVEN)) is None
