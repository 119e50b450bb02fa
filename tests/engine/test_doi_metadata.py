"""Publications whose page shows a program nothing, and what their registry says of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import msgspec
import pytest

from linkcheck.engine.doi_metadata import DoiMetadata
from linkcheck.engine.follow_ups import FollowUps
from linkcheck.engine.observe import Observation, observe
from linkcheck.engine.plan import Plan
from linkcheck.judging.judge import judge
from linkcheck.languages import detect
from linkcheck.models import Article, Citation, Location, Match, Page, Resolution, Status, Verdict
from linkcheck.pages.csl import read_csl
from linkcheck.settings.selection import Selection
from linkcheck.web import Fetcher, FetchSettings
from tests.recorded import Answer, check, prose, rules

if TYPE_CHECKING:
    from pathlib import Path

    from tests.server import LoopbackServer

SETTINGS = FetchSettings(
    allow_networks=("127.0.0.0/8",), host_interval=0.0, backoff=0.0, browser_retry=True
)
TITLE = "Spring floods of mountain rivers and the age of their bridges"
DOI = "10.1000/rivers.182"
WALL = "<title>Just a moment...</title><h1>Checking your browser before accessing</h1>"
CSL = {
    "title": TITLE,
    "author": [{"given": "Olena", "family": "Marchenko"}],
    "container-title": "Journal of Water",
    "issued": {"date-parts": [[2014, 3]]},
}
OTHER = "Orchestra plays in the station hall for the last train to the coast"


def cited(**fields: object) -> Citation:
    """Return a citation of the paper."""
    place = Location(path="a.md", line=1, column=1, start=0, end=1)
    citation = Citation(location=place, url=f"doi:{DOI}", title=TITLE)
    return msgspec.structs.replace(citation, **fields)


def resolver(
    server: LoopbackServer, body: object, kind: str = Page.METADATA, status: str = "200 OK"
) -> str:
    """Let the server resolve the DOI to metadata, through a redirect, and return its address."""
    data = body if isinstance(body, str) else json.dumps(body)
    server.page("/works/182", data, status=status, headers={"Content-Type": kind})
    server.redirect(f"/resolver/{DOI}", "/works/182", status="303 See Other")
    return server.url("/resolver/")


async def verdict(
    server: LoopbackServer, page: str, resolver: str, citation: Citation, status: str = "200 OK"
) -> Verdict:
    """Return the verdict on a citation whose DOI leads to that page."""
    url = server.page("/landing", page, status=status)
    async with Fetcher(SETTINGS) as fetcher:
        found = await fetcher.resolve(url)
        found = msgspec.structs.replace(found, url=f"doi:{DOI}")
        follow_ups = FollowUps(fetcher, (DoiMetadata(detect, resolver),), detect)
        observation = observe(found, [citation])
        settled = await follow_ups.settled(found, observation, [citation])
    return judge(
        citation,
        article=None,
        resolution=found,
        page=settled.page,
        evidence=settled.evidence[0],
    )


@pytest.mark.parametrize("status", ["403 Forbidden", "503 Service Unavailable", "200 OK"])
async def test_blocked_page_of_a_registered_paper(server: LoopbackServer, status: str) -> None:
    """Nearly every paper would stay unverified, since its publisher lets no program in."""
    citation = cited(author="Marchenko O.", date="2014", publisher="Journal of Water")
    found = await verdict(server, WALL, resolver(server, CSL), citation, status)
    assert (found.status, rules(found)) == (Status.OK, [])
    assert [(each.field.value, each.match.value) for each in found.evidence] == [
        ("title", "match"),
        ("publisher", "match"),
        ("author", "match"),
        ("date", "match"),
    ]
    asked = [each for each in server.requests if each.target.startswith(("/resolver", "/works"))]
    assert [each.headers["accept"] for each in asked] == [Page.METADATA] * 2


async def test_doi_of_another_paper(server: LoopbackServer) -> None:
    """A mistyped DOI would pass as blocked, though its registry names another paper."""
    found = await verdict(server, WALL, resolver(server, CSL | {"title": OTHER}), cited())
    assert rules(found) == ["title-mismatch"]


async def test_other_author_of_a_blocked_paper(server: LoopbackServer) -> None:
    """A paper credited to somebody else would pass since its page is blocked."""
    found = await verdict(server, WALL, resolver(server, CSL), cited(author="Ivan Bondar"))
    assert (found.status, rules(found)) == (Status.OK, ["author-mismatch"])


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        ("<html>Sorry</html>", "text/html", "200 OK"),
        ("{", Page.METADATA, "200 OK"),
        ("[" * 50_000, Page.METADATA, "200 OK"),
        ({"title": ["x"] * 10_000}, Page.METADATA, "200 OK"),
        ({"title": {"title": TITLE}, "author": 5}, Page.METADATA, "200 OK"),
        (CSL, Page.METADATA, "404 Not Found"),
        (CSL, Page.METADATA, "406 Not Acceptable"),
    ],
)
async def test_metadata_that_settle_nothing(
    server: LoopbackServer, body: object, kind: str, status: str
) -> None:
    """An odd answer of a registry would end in a traceback, or make a living source broken."""
    found = await verdict(server, WALL, resolver(server, body, kind, status), cited())
    assert (found.status, rules(found)) == (Status.UNVERIFIED, ["blocked"])


@pytest.mark.parametrize(
    ("page", "status", "citation"),
    [
        (f"<title>{TITLE}</title><h1>{TITLE}</h1><p>{prose(600)}</p>", "200 OK", cited()),
        (f"<title>{OTHER}</title><h1>{OTHER}</h1><p>{prose(600)}</p>", "200 OK", cited()),
        ("<title>Not found</title>", "404 Not Found", cited()),
        (WALL, "403 Forbidden", cited(title=None)),
    ],
)
async def test_no_request_where_nothing_is_open(
    server: LoopbackServer, page: str, status: str, citation: Citation
) -> None:
    """The resolver would be asked about every DOI, and a page that is gone would pass as living."""
    base = resolver(server, CSL)
    await verdict(server, page, base, citation, status)
    assert server.asked(f"/resolver/{DOI}") == 0


async def test_page_without_a_word_of_the_title(server: LoopbackServer) -> None:
    """A paper whose landing page is only a logo would stay unverified."""
    found = await verdict(
        server, "<title>JoW</title><p>Volume 3</p>", resolver(server, CSL), cited()
    )
    assert (found.status, rules(found)) == (Status.OK, [])


@pytest.mark.parametrize(("body", "found"), [(prose(900), True), (WALL, False)])
def test_quotations_of_a_paper_with_a_registry(body: str, *, found: bool) -> None:
    """Words quoted from a paper would be lost, or called missing from a page nobody was shown."""
    url = f"https://doi.org/{DOI}"
    page = Resolution(url=url, final_url=url, status=200, body=f"<p>{body}".encode(),
                      headers=(("content-type", "text/html"),))  # fmt: skip
    words = prose(900)[40:110]
    observation = observe(page, [cited()], [words])
    registry = msgspec.structs.replace(page, body=json.dumps(CSL).encode(),
                                       headers=(("content-type", Page.METADATA),))  # fmt: skip
    metadata = read_csl(registry, url, detect)
    assert metadata is not None
    settled = DoiMetadata(detect).settled(observation, metadata, [cited()])
    assert settled.titles == {Match.MATCH}
    assert [passage.there for passage in settled.passages] == [True] * found
    assert settled.whole is found


def test_publisher_that_does_not_answer() -> None:
    """The resolver would be asked again where it did not answer itself, and never otherwise."""
    kind = DoiMetadata(detect)
    nothing = Observation(None, ((),))
    address = f"https://doi.org/{DOI}"
    alone = Resolution(url=address, final_url=address)
    assert kind.wanted(alone, nothing, [cited()]) is None


@pytest.mark.parametrize(
    ("doi", "addresses"), [(DOI, [f"https://doi.org/{DOI}"]), ("see below", [])]
)
def test_source_with_nothing_but_a_doi(doi: str, addresses: list[str]) -> None:
    """An entry of a bibliography that names its DOI would count as one without an address."""
    plan = Plan(Selection())
    article = Article(path="a.bib", format="text", citations=(cited(url=None, doi=doi),))
    plan.add(article)
    assert list(plan.by_address) == addresses
    assert len(plan.unlinked) == 1 - len(addresses)


def test_recorded_run(tmp_path: Path) -> None:
    """What the stages between the article and the report make of it would be untested."""
    address = f"https://doi.org/{DOI}"
    report = check(
        tmp_path,
        f"## Sources\n\n- Marchenko O. {TITLE}. Journal of Water. 2014. doi:{DOI}\n",
        Answer(address, WALL, status="403 Forbidden"),
        Answer(address, json.dumps(CSL), headers={"Content-Type": Page.METADATA}),
    )
    (found,) = report.verdicts
    assert found.citation.written == f"doi:{DOI}"
    assert (found.status, rules(found)) == (Status.OK, [])
    assert found.page is not None
    assert found.page.is_metadata
