"""Finders: where a source without an address may be."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from linkcheck.errors import UsageError
from linkcheck.models import Citation, Location, Resolution
from linkcheck.repair.finders import crossref, searxng, site_index
from linkcheck.repair.finders.base import Lost
from linkcheck.repair.finders.registry import chosen_finders, finder_names
from linkcheck.settings.repair import RepairSettings

if TYPE_CHECKING:
    from linkcheck.models import Verdict
    from linkcheck.repair.candidates import Candidate
    from linkcheck.repair.finders.base import Finder

PLACE = Location(path="a.md", line=1, column=1, start=0, end=1)
TITLE = "Ministers agree on the new harbour bridge"


class Web:
    """A web of pages by address; all others do not exist."""

    def __init__(self, pages: dict[str, str]) -> None:
        self.pages = pages
        self.asked: list[str] = []

    async def get(
        self, url: str, accept: str | None = None, *, accept_datetime: str | None = None
    ) -> Resolution:
        """Return a page."""
        del accept, accept_datetime
        self.asked.append(url)
        body = next((self.pages[each] for each in self.pages if url.startswith(each)), None)
        if body is None:
            return Resolution(url=url, final_url=url)
        return Resolution(url=url, final_url=url, status=200, body=body.encode())

    def note(self, place: str, *, answered: bool = True) -> None:
        """Note nothing."""

    async def look(self, candidate: Candidate, citation: Citation) -> Verdict:
        """Look at nothing."""
        raise NotImplementedError


def lost(**more: Any) -> Lost:
    """Return a source that is looked for."""
    citation = Citation(location=PLACE, title=TITLE, **more)
    return Lost(citation=citation, title=TITLE, domains=("courier.example",), date="2014-03-31")


async def found(finder: Finder, web: Web, source: Lost) -> list[str]:
    """Return the addresses that a finder gives."""
    return [each.url async for each in finder.find(source, web)]


async def test_sitemap_of_the_right_month() -> None:
    """A source would not be found though the site's own map lists it."""
    new = "https://courier.example/2014/03/ministers-agree-on-the-new-harbour-bridge"
    web = Web(
        {
            "https://courier.example/robots.txt": "User-agent: *\nSitemap: https://courier.example/maps.xml",
            "https://courier.example/maps.xml": "<sitemapindex>"
            "<sitemap><loc>https://courier.example/map-2013-12.xml</loc></sitemap>"
            "<sitemap><loc>https://courier.example/map-2014-03.xml</loc></sitemap></sitemapindex>",
            "https://courier.example/map-2014-03.xml": "<urlset>"
            "<url><loc>https://courier.example/2014/03/ten-ways-to-cook-a-pumpkin</loc></url>"
            f"<url><loc>{new}</loc><lastmod>2014-03-31</lastmod></url></urlset>",
        }
    )
    assert await found(site_index.FINDER.make(RepairSettings()), web, lost()) == [new]
    assert not any("2013-12" in url for url in web.asked)


async def test_feed_with_a_number_for_an_address() -> None:
    """A source whose address says nothing would not be found though the feed names its title."""
    web = Web(
        {
            "http://courier.example/robots.txt": "",
            "http://courier.example/feed/": "<rss><item><title>Something else</title>"
            "<link>http://courier.example/1</link></item><item><title><![CDATA["
            f"{TITLE}]]></title><link>http://courier.example/?p=2&amp;x=1</link></item></rss>",
        }
    )
    finder = site_index.FINDER.make(RepairSettings())
    assert await found(finder, web, lost()) == ["http://courier.example/?p=2&x=1"]
    count = len(web.asked)
    assert await found(finder, web, lost()) == ["http://courier.example/?p=2&x=1"]
    assert len(web.asked) == count  # a site's index is read once


@pytest.mark.parametrize("body", ["<url>" * 200_000, "<url><loc>" * 100_000 + "</url>" * 100_000])
async def test_hostile_maps(body: str) -> None:
    """A site could keep a processor busy with a map that never ends an entry."""
    web = Web({"https://courier.example/": body})
    assert await found(site_index.FINDER.make(RepairSettings()), web, lost()) == []


async def test_crossref_is_asked_for_scholarly_references_alone() -> None:
    """Titles of newspapers' stories would be sent to a registry of publications."""
    items = [{"DOI": "10.1000/a"}, {"DOI": 3}, {"DOI": "10.1000/b"}]
    good = json.dumps({"message": {"items": items}})
    web = Web({"https://api.crossref.org/works?": good})
    finder = crossref.FINDER.make(RepairSettings())
    assert await found(finder, web, lost()) == []
    assert await found(finder, web, lost(author="Smith, J.", publisher="CNN")) == []
    assert web.asked == []
    assert await found(finder, web, lost(author="Smith, J.")) == [
        "https://doi.org/10.1000/a",
        "https://doi.org/10.1000/b",
    ]
    assert "query.bibliographic=Ministers+agree" in web.asked[0]
    web.pages = {"https://api.crossref.org/": json.dumps({"message": {"items": 7}})}
    assert await found(finder, web, lost(author="Smith, J.")) == []


async def test_a_service_that_fails_is_left_alone() -> None:
    """Each of a thousand lost sources would wait for a service that is away."""
    web = Web({})
    finder = crossref.FINDER.make(RepairSettings())
    for _ in range(9):
        assert await found(finder, web, lost(author="Smith, J.")) == []
    assert len(web.asked) == 2


async def test_search_service(monkeypatch: pytest.MonkeyPatch) -> None:
    """A user's own search service would not be asked, or its nonsense be taken for addresses."""
    with pytest.raises(UsageError, match="LINKCHECK_SEARXNG"):
        chosen_finders(RepairSettings(finders=("searxng",)))
    monkeypatch.setenv("LINKCHECK_SEARXNG", "https://search.example/")
    *_, finder = chosen_finders(RepairSettings(finders=("searxng",)))
    results = [{"url": "https://courier.example/a"}, {"url": "javascript:x"}, {"url": None}]
    web = Web({"https://search.example/search?": json.dumps({"results": results})})
    assert await found(finder, web, lost(publisher="Courier")) == ["https://courier.example/a"]
    assert "Courier" in web.asked[0]
    assert "searxng" in finder_names()
    assert searxng.FINDER.name == "searxng"


def test_unknown_finder() -> None:
    """A slip in a finder's name would be taken for a wish to ask nobody."""
    with pytest.raises(UsageError, match="unknown finder 'gogle'; choose one of searxng"):
        chosen_finders(RepairSettings(finders=("gogle",)))
