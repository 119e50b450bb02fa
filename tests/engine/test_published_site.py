"""A published site as input: its sitemap or feed, on a real server."""

from __future__ import annotations

import asyncio
import gzip
from typing import TYPE_CHECKING

import pytest

import linkcheck.engine.live
from linkcheck import FetchSettings, Report, Settings, check
from linkcheck.pages import site_index
from linkcheck.pages.site_index import read_site_index
from tests.server import answer

if TYPE_CHECKING:
    from tests.server import LoopbackServer

NS = "http://www.sitemaps.org/schemas/sitemap/0.9"


def checked(url: str, **fetch: tuple[str, ...]) -> Report:
    """Check what is at an address."""
    settings = FetchSettings(allow_networks=("loopback",), host_interval=0.0, **fetch)  # type: ignore[arg-type]
    return check(url, Settings(fetch=settings))


def site(server: LoopbackServer, count: int) -> list[str]:
    """Publish some articles, each with one source; return their addresses."""
    source = server.page("/source", "<title>A source</title>")
    text = f"<html lang=en><h1>T</h1><p>It was <a href='{source}'>reported</a> there.</p></html>"
    return [server.page(f"/a/{number}", text) for number in range(count)]


def sitemap(urls: list[str], kind: str = "urlset", entry: str = "url") -> str:
    """Return a sitemap."""
    listed = "".join(
        f"<{entry}><loc> {url}\n</loc><lastmod>2026-01-01</lastmod></{entry}>" for url in urls
    )
    return f'<?xml version="1.0"?><{kind} xmlns="{NS}">{listed}</{kind}>'


def xml(server: LoopbackServer, path: str, text: str | bytes) -> str:
    """Publish a list."""
    body = text.encode() if isinstance(text, str) else text
    return server.behave(path, answer(body, headers={"Content-Type": "application/xml"}))


def places(report: Report) -> list[str]:
    """Return the articles that citations were found in."""
    return [verdict.citation.location.path for verdict in report]


def test_all_pages_of_a_sitemap_are_articles(server: LoopbackServer) -> None:
    """A newsroom whose articles are in no repository could not check them."""
    pages = site(server, 3)
    report = checked(xml(server, "/sitemap.xml", sitemap(pages)))
    assert (report.ok, report.articles, places(report)) == (True, 3, pages)
    assert server.asked("/source") == 1


def test_articles_have_a_body_whatever_sources_are_asked_with(server: LoopbackServer) -> None:
    """With --method HEAD no article of a site would be found, and its sitemap be no article."""
    page = site(server, 1)[0]
    settings = FetchSettings(allow_networks=("loopback",), host_interval=0.0, method="HEAD")
    for url in (xml(server, "/sitemap.xml", sitemap([page])), page):
        report = check(url, Settings(fetch=settings))
        assert (report.problems, places(report)) == ((), [page])
    assert {each.method for each in server.requests if each.target == "/source"} == {"HEAD"}


def test_an_index_leads_to_compressed_sitemaps(server: LoopbackServer) -> None:
    """Sites of more than fifty thousand pages have an index, and compress their maps."""
    pages = site(server, 4)
    one = xml(server, "/one.xml.gz", gzip.compress(sitemap(pages[:2]).encode()))
    two = xml(server, "/two.xml", sitemap([*pages[2:], pages[0]]))
    lost = server.behave("/lost.xml", answer(status="404 Not Found"))
    index = sitemap([one, lost, two, server.url("/map.xml")], "sitemapindex", "sitemap")
    report = checked(xml(server, "/map.xml", index))
    assert places(report) == pages
    assert [problem.path for problem in report.problems] == [lost]


RSS = """<rss version="2.0"><channel><title>News</title><link>{home}</link>
<item><title>One &amp; only</title><link>{0}</link><guid isPermaLink="false">17</guid></item>
<item><title>Two</title><guid>{1}</guid></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><link rel="self" href="{home}"/>
<entry><link rel="replies" href="{home}"/><link href="/a/0"/></entry>
<entry><link rel="alternate" href="{1}"/></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<channel rdf:about="{home}"><link>{home}</link></channel>
<item rdf:about="{0}"><link>{0}</link></item><item rdf:about="{1}"><link>{1}</link></item></rdf:RDF>"""


def test_requests_go_on_while_a_list_is_read(
    server: LoopbackServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sitemap of 50 MB would hold up all requests, and their time limits would pass."""
    loops: list[bool] = []

    def read(body: bytes, url: str, media_type: str | None) -> site_index.SiteIndex | None:
        try:
            asyncio.get_running_loop()
            loops.append(True)
        except RuntimeError:
            loops.append(False)
        return read_site_index(body, url, media_type)

    monkeypatch.setattr(linkcheck.engine.live, "read_site_index", read)
    pages = site(server, 1)
    inner = xml(server, "/one.xml", sitemap(pages))
    report = checked(xml(server, "/map.xml", sitemap([inner], "sitemapindex", "sitemap")))
    assert places(report) == pages
    assert loops == [False, False]


@pytest.mark.parametrize("feed", [RSS, ATOM, RDF], ids=["rss", "atom", "rdf"])
def test_feeds_are_read(server: LoopbackServer, feed: str) -> None:
    """The latest articles of a site could not be checked."""
    pages = site(server, 2)
    home = server.page("/", "<h1>Home</h1>")
    report = checked(xml(server, "/feed", feed.format(*pages, home=home)))
    assert places(report) == pages
    assert not report.problems


def test_a_page_that_is_gone_stops_no_other(server: LoopbackServer) -> None:
    """One deleted article would hide the faults of all others."""
    pages = site(server, 2)
    lost = server.behave("/a/lost", answer(status="410 Gone"))
    report = checked(xml(server, "/sitemap.xml", sitemap([pages[0], lost, pages[1]])))
    assert places(report) == pages
    assert [(each.path, "410" in each.message) for each in report.problems] == [(lost, True)]


def test_private_and_excluded_pages_are_not_requested(server: LoopbackServer) -> None:
    """A stranger's sitemap could have a build server look into its own network."""
    (page,) = site(server, 1)
    drafts = server.page("/drafts/x", "<h1>D</h1>")
    listed = [page, "http://10.0.0.1/x", "file:///etc/passwd", "ftp://a.example/x", drafts]
    url = xml(server, "/sitemap.xml", sitemap(listed))
    report = checked(url, exclude_url=("/drafts/", "sitemap"))
    assert places(report) == [page]
    assert [problem.path for problem in report.problems] == ["http://10.0.0.1/x"]
    assert server.asked("/drafts/x") == 0


def test_lists_have_limits(server: LoopbackServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A site could keep a run busy for days."""
    pages = site(server, 5)
    monkeypatch.setattr(site_index, "MOST_PAGES", 3)
    monkeypatch.setattr(linkcheck.engine.live, "MOST_PAGES", 3)
    monkeypatch.setattr(linkcheck.engine.live, "_MOST_MAPS", 3)
    report = checked(xml(server, "/sitemap.xml", sitemap(pages)))
    assert places(report) == pages[:3]
    assert "more than 3 pages" in report.problems[0].message
    more = [xml(server, f"/{number}.xml", sitemap([])) for number in range(5)]
    report = checked(xml(server, "/map.xml", sitemap(more, "sitemapindex", "sitemap")))
    assert "more than 3 sitemaps" in report.problems[0].message
    assert [server.asked(f"/{number}.xml") for number in range(5)] == [1, 1, 0, 0, 0]


def test_a_text_sitemap_has_the_same_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """A text of a million addresses, or of one endless address, could keep a run busy for days."""
    monkeypatch.setattr(site_index, "MOST_PAGES", 3)
    urls = [f"https://a.example/{number}" for number in (1, 1, 2, 3)]
    body = "\n".join(["https://a.example/" + "x" * 3000, *urls]).encode()
    for text, problem in (
        (body, None),
        (body + b"\r\nhttps://a.example/4\nno address", "more than 3"),
    ):
        found = read_site_index(text, "https://a.example/sitemap.txt", "text/plain")
        assert found is not None
        assert found.pages == tuple(urls[1:])
        assert found.problem is None if problem is None else problem in (found.problem or "")


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b'<!DOCTYPE urlset [<!ENTITY a "x">]><urlset><url><loc>&a;</loc></url></urlset>', "entities"),
        (b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss>&x;</rss>', "entities"),
        (b"<urlset>" + b"<x>" * 100, "nested"),
        (b"<urlset><url><loc>https://a.example/1</loc></url><url>", "not XML"),
        (gzip.compress(b"<urlset>", mtime=0)[:12], "cut off"),
        (b"\x1f\x8bno gzip", "decompressed"),
    ],
)  # fmt: skip
def test_hostile_lists_are_refused(body: bytes, words: str) -> None:
    """A sitemap could read files, fill the memory or end the run."""
    found = read_site_index(body, "https://a.example/sitemap.xml", "application/xml")
    assert found is not None
    assert words in (found.problem or "")
    assert len(found.pages) <= 1


def test_a_bomb_is_inflated_only_as_far_as_a_sitemap_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten kilobytes could fill the memory."""
    monkeypatch.setattr(site_index, "_LONGEST", 100_000)
    body = gzip.compress(b"<urlset>" + b" " * 50_000_000)
    found = read_site_index(body, "https://a.example/s.xml.gz", None)
    assert found is not None
    assert "too long" in (found.problem or "")


@pytest.mark.parametrize(
    ("body", "media_type", "pages"),
    [
        (b"<!doctype html><html><body>an <rss> tag</body></html>", "text/html", None),
        (b'<?xml version="1.0"?><html xmlns="x"><svg/></html>', "application/xhtml+xml", None),
        (b"https://a.example/1\r\nhttps://a.example/2\n", "text/plain", 2),
        (b"See https://a.example/1\n", "text/plain", None),
        (b"", None, None),
    ],
)
def test_only_lists_are_taken_for_lists(body: bytes, media_type: str, pages: int | None) -> None:
    """An article about feeds would be taken for one."""
    found = read_site_index(body, "https://a.example/sitemap.txt", media_type)
    assert (None if found is None else len(found.pages)) == pages
