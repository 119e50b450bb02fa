"""Where a source is that its own site has moved, told without a request."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkcheck.models import (
    Citation,
    Evidence,
    Failure,
    Field,
    Hop,
    Liveness,
    Location,
    Match,
    Page,
    PageKind,
    Resolution,
    Status,
    Verdict,
)
from linkcheck.repair.moves import moved
from linkcheck.repair.spellings import MOST
from linkcheck.text.urls import address_key

HERE = Location(path="a.md", line=1, column=1, start=0, end=1)


def verdict(
    url: str,
    *hops: tuple[str, int],
    page: Page | None = None,
    failure: Failure | None = None,
    evidence: tuple[Evidence, ...] = (),
) -> Verdict:
    """Return what was found at an address, by the requests that were made."""
    resolution = None
    if hops or failure:
        final = hops[-1][0] if hops else url
        resolution = Resolution(
            url=url,
            final_url=final,
            hops=tuple(Hop(url=each, status=status) for each, status in hops),
            status=hops[-1][1] if hops else None,
            failure=failure,
        )
    citation = Citation(location=HERE, url=url)
    return Verdict(
        citation=citation, status=Status.BROKEN, resolution=resolution, page=page, evidence=evidence
    )


def page(url: str, kind: PageKind = PageKind.LIVING, canonical: str | None = None) -> Page:
    """Return a page."""
    return Page(url=url, liveness=Liveness(kind=kind), canonical=canonical)


def urls(found: Verdict) -> list[str]:
    """Return the candidates' addresses."""
    return [candidate.url for candidate in moved(found)]


def test_a_permanent_chain_comes_first() -> None:
    """The address that the site itself names for good would be tried after guesses, or never."""
    new = "https://paper.example/2014/talks"
    found = verdict(
        "http://paper.example/talks#end",
        ("http://paper.example/talks", 301),
        ("https://paper.example/talks", 308),
        (new, 200),
        page=page(new),
    )
    first = next(moved(found))
    assert (first.url, first.kind) == (f"{new}#end", "new-address")
    assert first.reason == "the site redirects there permanently"


def test_only_the_permanent_part_of_a_chain_counts() -> None:
    """A passing redirect, to a login or a campaign, would be proposed as the new address."""
    chain = (
        ("https://paper.example/talks", 301),
        ("https://paper.example/story/talks", 302),
        ("https://paper.example/story/talks?campaign=5", 200),
    )
    found = verdict("https://paper.example/talks", *chain, page=page(chain[-1][0]))
    assert next(moved(found)).url == "https://paper.example/story/talks"
    found = verdict("https://paper.example/talks", (chain[0][0], 302), *chain[1:])
    assert "https://paper.example/story/talks" not in urls(found)


@pytest.mark.parametrize("kind", [PageKind.SOFT_404, PageKind.HOME_PAGE, PageKind.PARKED])
def test_what_was_found_bad_is_not_tried_again(kind: PageKind) -> None:
    """A dead end that a redirect leads to would be requested again, or even proposed."""
    new = "https://paper.example/oops"
    found = verdict(
        "http://paper.example/talks",
        ("http://paper.example/talks", 301),
        ("https://paper.example/talks", 301),
        (new, 200),
        page=page(new, kind, canonical="https://paper.example/all"),
    )
    assert not {new, "https://paper.example/talks", "https://paper.example/all"} & set(urls(found))


def test_another_story_is_not_proposed() -> None:
    """The page that was judged to be another story would be proposed for being redirected to."""
    new = "https://paper.example/2014/other"
    other = Evidence(field=Field.TITLE, match=Match.MISMATCH, relation="another")
    found = verdict(
        "https://paper.example/talks",
        ("https://paper.example/talks", 301),
        (new, 200),
        page=page(new, canonical="https://paper.example/2014/other-canonical"),
        evidence=(other,),
    )
    assert not any("other" in url for url in urls(found))


def test_canonical_address() -> None:
    """The page's own name for itself would be missed, or proposed where only tracking differs."""
    at = "https://paper.example/index.php?id=7"
    canonical = "https://paper.example/2014/03/talks"
    assert urls(verdict(at, (at, 200), page=page(at, canonical=canonical)))[0] == canonical
    tracked = "https://paper.example/talks?utm_source=letter"
    found = verdict(tracked, (tracked, 200), page=page(tracked, canonical=tracked[:27]))
    assert all(each.reason != "the page names it as its own address" for each in moved(found))
    home = verdict(at, (at, 200), page=page(at, canonical="https://paper.example/"))
    assert "https://paper.example/" not in urls(home)


@pytest.mark.parametrize(
    ("cited", "expected"),
    [
        ("http://paper.example/talks", "https://paper.example/talks"),
        ("https://paper.example/talks", "http://paper.example/talks"),
        ("https://paper.example/talks", "https://www.paper.example/talks"),
        ("https://www.paper.example/talks", "https://paper.example/talks"),
        ("http://paper.example/talks", "https://www.paper.example/talks"),
        # AMP
        ("https://paper.example/talks/amp", "https://paper.example/talks"),
        ("https://paper.example/talks/amp/", "https://paper.example/talks/"),
        ("https://paper.example/amp/talks", "https://paper.example/talks"),
        ("https://amp.paper.example/talks", "https://www.paper.example/talks"),
        ("https://paper.example/talks-amp.html", "https://paper.example/talks.html"),
        ("https://paper.example/talks?outputType=amp", "https://paper.example/talks"),
        ("https://paper.example/talks?amp=1", "https://paper.example/talks"),
        ("https://paper.example/talks?id=3&amp", "https://paper.example/talks?id=3"),
        ("https://paper.example/talks.amp.html", "https://paper.example/talks.html"),
        ("https://paper.example/talks.amp", "https://paper.example/talks"),
        ("https://www.google.com/amp/s/paper.example/talks", "https://paper.example/talks"),
        ("https://www.google.co.uk/amp/paper.example/talks/amp/", "http://paper.example/talks/"),
        ("https://paper-example.cdn.ampproject.org/c/s/paper.example/talks", "https://paper.example/talks"),
        ("https://cdn.ampproject.org/v/s/paper.example/talks?amp_js_v=0.1", "https://paper.example/talks"),
        ("https://www.bing.com/amp/s/paper.example/talks", "https://paper.example/talks"),
        # mobile
        ("https://m.paper.example/talks", "https://www.paper.example/talks"),
        ("https://m.paper.example/talks", "https://paper.example/talks"),
        ("http://mobile.paper.co.uk/talks", "http://www.paper.co.uk/talks"),
        ("https://en.m.wiki.example/wiki/Kyiv", "https://en.wiki.example/wiki/Kyiv"),
        ("https://paper.example/mobile/talks", "https://paper.example/talks"),
        ("https://paper.example/m/talks", "https://paper.example/talks"),
        ("http://pda.paper.example/talks", "http://paper.example/talks"),
        # print
        ("https://paper.example/print/talks", "https://paper.example/talks"),
        ("https://paper.example/talks/print", "https://paper.example/talks"),
        ("https://paper.example/talks/print.html", "https://paper.example/talks/"),
        ("https://paper.example/talks/12/print/", "https://paper.example/talks/12/"),
        ("https://paper.example/talks-print.html", "https://paper.example/talks.html"),
        ("https://paper.example/printable/talks", "https://paper.example/talks"),
        ("https://paper.example/talks?print=1", "https://paper.example/talks"),
        ("https://paper.example/talks?id=4&view=print", "https://paper.example/talks?id=4"),
        # tracking and sessions
        ("https://paper.example/talks?utm_source=a&id=4", "https://paper.example/talks?id=4"),
        ("https://paper.example/talks?PHPSESSID=1f3a&id=4", "https://paper.example/talks?id=4"),
        ("https://paper.example/talks;jsessionid=AB12.node1?id=4", "https://paper.example/talks?id=4"),
        ("https://paper.example/talks?sid=0a1b2c3d4e5f6a7b8c9d", "https://paper.example/talks"),
        ("https://paper.example/(S(abcdefgh12345678))/talks", "https://paper.example/talks"),
        # slips
        ("https://paper.example//talks///1", "https://paper.example/talks/1"),
        ("https://paper.example/talks.", "https://paper.example/talks"),
        ("https://paper.example/talks),", "https://paper.example/talks"),
        ("https://paper.example/talks”", "https://paper.example/talks"),
        ("https://paper.example/talks%22", "https://paper.example/talks"),
        ("https://paper.example/talks&quot;", "https://paper.example/talks"),
        ("https://paper.example/talks%E2%80%9D", "https://paper.example/talks"),
        ("https://paper.example/talks%29.", "https://paper.example/talks"),
        ("https://paper.example/talks&#39;", "https://paper.example/talks"),
        ("https://paper.example/talks%3C/a%3E", "https://paper.example/talks"),
        ("https://paper.example/talks</em>, which", "https://paper.example/talks"),
        ("https://paper.example/%25D0%25BC", "https://paper.example/%D0%BC"),
        ("https://paper.example/%252525D0", "https://paper.example/%D0"),
        ("https://paper.example/talks?a=1&amp;b=2", "https://paper.example/talks?a=1&b=2"),
        ("http:/paper.example/talks", "http://paper.example/talks"),
        # several at once
        ("http://m.paper.example//talks/amp?utm_medium=x.", "https://www.paper.example/talks"),
    ],
)  # fmt: skip
def test_written_otherwise(cited: str, expected: str) -> None:
    """A page that stands at the same address written in another way would not be found."""
    assert expected in urls(verdict(cited))


@pytest.mark.parametrize(
    ("cited", "kept"),
    [
        ("https://paper.example/wiki/Kyiv_(city)", "https://paper.example/wiki/Kyiv_(city"),
        ("https://paper.example/article.php?sid=12", "https://paper.example/article.php"),
        ("https://paper.example/2014/amp/3/talks/x", None),
        ("https://paper.example/print", "https://paper.example/"),
        ("https://paper.example/amp", "https://paper.example/"),
        ("https://m.example/talks", "https://example/talks"),
        ("https://paper.example/talks?m=15", "https://paper.example/talks"),
        ("https://paper.example/blueprint/talks", "https://paper.example/blue/talks"),
        ("https://paper.example/x%28y%29", "https://paper.example/x%28y"),
        ("https://paper.example/a?x=%3C5", "https://paper.example/a?x="),
    ],
)
def test_what_belongs_to_an_address_stays(cited: str, kept: str | None) -> None:
    """An address would lose what names its page, and lead elsewhere."""
    assert kept not in urls(verdict(cited))


def test_a_host_that_is_gone_is_not_asked_again() -> None:
    """Each spelling of an address at a host that does not exist would cost a request."""
    found = verdict("http://paper.example/talks.", failure=Failure.NO_SUCH_HOST)
    assert urls(found)
    assert all("//www.paper.example/" in url for url in urls(found))


def test_nothing_to_try() -> None:
    """An identifier that is made to last, or something that is no address, would be rewritten."""
    for cited in ("https://doi.org/10.1000/182", "http://[::1/x", "ftp://paper.example/x", "talks"):
        assert urls(verdict(cited)) == []
    assert urls(Verdict(citation=Citation(location=HERE), status=Status.UNVERIFIED)) == []


@given(
    st.text(max_size=60)
    | st.from_regex(
        r"https?://(m\.|amp\.|www\.)?a\.example(/[\w%.;&=?()-]{0,12}){0,4}", fullmatch=True
    )
)
def test_any_address(cited: str) -> None:
    """Some address would break the run, be proposed to replace itself, or cost many requests."""
    found = list(moved(verdict(cited)))
    assert len(found) <= MOST
    keys = [address_key(each.url) for each in found]
    assert len({address_key(cited), *keys}) == len(keys) + 1
    assert all(each.kind == "new-address" and each.reason for each in found)
