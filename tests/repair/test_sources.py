"""Where proposals come from: what a run learns before it looks for a source."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from linkcheck.models import (
    GIVEN,
    Citation,
    Finding,
    Liveness,
    Location,
    Page,
    PageKind,
    Rule,
    Severity,
    Status,
    Verdict,
)
from linkcheck.repair.archived_sites import ArchivedSites
from linkcheck.repair.archives import Archive
from linkcheck.repair.lost import Dates
from linkcheck.repair.outlets import Outlets
from linkcheck.repair.snapshots import Archives

if TYPE_CHECKING:
    from linkcheck.repair.candidates import Candidate
    from tests.repair.conftest import CountingWeb
    from tests.server import LoopbackServer


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


async def test_an_index_without_copies_names_addresses(
    server: LoopbackServer, web: CountingWeb
) -> None:
    """Common Crawl's listings would lead nowhere: all its pages would be the address ""."""
    slugs = ["old-bridge-over-the-tysa-reopens", "old-bridge-over-tysa-reopens-again", "weather"]
    rows = [
        {"timestamp": "20140301000000", "url": f"http://quay.example/{slug}", "mime": "text/html"}
        for slug in slugs
    ]
    server.page("/cdx", "\n".join(json.dumps({**row, "status": "200"}) for row in rows))
    archives = Archives([Archive(name="index", dialect="pywb", cdx=server.url("/cdx"))])
    sites = ArchivedSites(archives, Outlets(()), Dates())
    place = Location(path="a.md", line=1, column=1, start=0, end=1)
    cited = Citation(
        location=place, url="http://quay.example/7", title="Old bridge over the Tysa reopens"
    )
    finding = Finding(rule=Rule.DEAD_LINK, severity=Severity.ERROR, template="gone")
    lost = Verdict(citation=cited, status=Status.BROKEN, findings=(finding,))
    found: list[Candidate] = [each async for each in sites.candidates(lost, web)]
    assert sorted(each.url for each in found) == sorted(row["url"] for row in rows[:2])
    assert all(each.snapshot is None for each in found)
