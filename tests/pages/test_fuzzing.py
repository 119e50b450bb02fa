"""Pages that are cut, spliced, damaged or endless are read, in time and memory that are bounded."""

from __future__ import annotations

import time
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkcheck.models import Page, Resolution
from linkcheck.pages import read_page
from tests.pages.catalogue import entries

BODIES = [entry.answer.body for entry in entries("errors", "walls", "parking", "living")]
URL = "https://news.example.org/2014/03/story-about-talks.html"


def read(body: bytes, media_type: str = "text/html") -> Page:
    """Return what is read from a body."""
    return read_page(
        Resolution(
            url=URL, final_url=URL, status=200, headers=(("content-type", media_type),), body=body
        )
    )


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """Make a page out of parts of two, with strange bytes between."""
    one, two = draw(st.sampled_from(BODIES)), draw(st.sampled_from(BODIES))
    cut = draw(st.integers(0, len(one)))
    start = draw(st.integers(0, len(two)))
    between = draw(st.binary(max_size=12)) * draw(st.integers(0, 40))
    return one[:cut] + between + two[start:]


@given(mutated(), st.sampled_from(["text/html", "", "text/xml", "application/pdf", "image/png"]))
@settings(max_examples=300, deadline=None)
def test_mutated_pages_are_read(body: bytes, media_type: str) -> None:
    """A damaged page would be a fault of linkcheck in the report instead of a verdict."""
    page = read(body, media_type)
    assert page.url == URL
    assert 0 <= page.liveness.confidence <= 1
    assert all(title.text.strip() for title in page.titles)


ENDLESS = {
    "words of error pages": b"the page you are looking for ",
    "openings of error pages": b"sorry, oops! 404 error ",
    "Russian words of error pages": "запрошенная страница на сайте больше ".encode(),
    "headings": b"<h1>the requested page</h1>",
    "lines": b"<div>not found. sorry. gone</div>",
    "links": b"<a href=/x>domain is for sale</a>",
    "domains": b"domain domain name a.b-c.d ",
    "open elements": b"<div><p>",
    "attributes": b"<p a=b ",
    "quotation marks": b"<meta content='",
    "comments": b"<!-- <! --",
    "entities": b"&amp;&#x41;",
    "spaces": b" \t\n" * 20,
    "metas": b"<meta property=og:title content=t><meta name=date content=2014-03-30>",
    "dates": b"<time datetime=2014-03-30T99>12 of May</time>",
    "data": b'<script type="application/ld+json">{"@type":"Article","headline":"x",</script>',
    "commas and dots": b", . ; : ",
    "one word": b"a",
}


@pytest.mark.parametrize("name", ENDLESS)
def test_time_grows_with_the_page_and_no_faster(name: str) -> None:
    """A page made for it would stall the run: four times the page took sixteen times as long."""
    start = b"<html><title>Page</title><body>"

    def seconds(size: int) -> float:
        body = start + ENDLESS[name] * (size // len(ENDLESS[name]))
        best = 1e9
        for _ in range(2):
            began = time.process_time()
            read(body)
            best = min(best, time.process_time() - began)
        return best

    short = seconds(200_000)
    assert seconds(800_000) < 9 * short + 0.1
    assert short < 2


@pytest.mark.parametrize("name", ENDLESS)
def test_memory_is_bounded(name: str) -> None:
    """A page of the greatest size would keep many times its size while it is judged."""
    body = ENDLESS[name] * (1_000_000 // len(ENDLESS[name]))
    tracemalloc.start()
    try:
        page = read(body)
        kept, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 60 * len(body)
    assert kept < 2 * len(body)
    assert len(page.text) < 10_000
    assert sum(len(title.text) for title in page.titles) < 20_000


@pytest.mark.parametrize("depth", [400, 900, 5000])
@pytest.mark.parametrize("field", ["author", "publisher", "headline", "hasPart", "@type"])
def test_bottomless_fields_of_data_do_no_harm(field: str, depth: int) -> None:
    """A small page of nested brackets would end the reading of a page."""
    nested = "[" * depth + '"x"' + "]" * depth
    script = f'{{"@type":"Article","headline":"Talks end","{field}":{nested}}}'
    page = read(f'<title>t</title><script type="application/ld+json">{script}</script>'.encode())
    assert page.titles


def test_what_documents_are() -> None:
    """A report would not say why a source could not be read: it is a film, or a spreadsheet."""
    assert read(b"x", "image/png").liveness.reasons == ("an image (image/png)",)
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    assert read(b"PK", word).liveness.reasons == (f"an office document ({word})",)
    zipped = b"PK\x03\x04" + b"\0" * 26 + b"[Content_Types].xml"
    binary = "application/octet-stream"
    assert read(zipped, binary).liveness.reasons == (f"an office document ({binary})",)
    assert read(b"\0\0\0\x18ftypmp42", binary).liveness.reasons == (f"a film ({binary})",)
    assert read(b"\0\1\2", binary).liveness.reasons == (binary,)


@pytest.mark.parametrize(
    ("data", "free"),
    [
        ('"isAccessibleForFree":false', False),
        ('"isAccessibleForFree":"False"', False),
        ('"isAccessibleForFree":"http://schema.org/True"', True),
        ('"hasPart":{"@type":"WebPageElement","isAccessibleForFree":"False"}', False),
        ('"hasPart":[{"cssSelector":".x"},{"isAccessibleForFree":false}]', False),
        ('"hasPart":["x",3]', None),
    ],
)
def test_marks_of_a_paywall(data: str, free: bool | None) -> None:
    """A story behind a paywall would pass for one that anybody can read."""
    script = f'{{"@type":"NewsArticle","headline":"Talks end",{data}}}'
    page = read(f'<title>t</title><script type="application/ld+json">{script}</script>'.encode())
    assert page.accessible_for_free is free


def _attributes(count: int, form: str = "a{}") -> str:
    return " ".join(form.format(number) for number in range(count))


@pytest.mark.parametrize(
    "tag",
    [
        f"<div {_attributes(90_000)}>",
        "<div " + _attributes(60_000, 'a{}=">"') + ">",
        "<div " + _attributes(60_000, "a{0}='>' b{0}") + ">",
        f"<div {_attributes(90_000).replace(' ', '/')}",
        f"</div {_attributes(90_000)}>",
        f"<script {_attributes(90_000)}>",
        f"<p {_attributes(499)}>" * 300,
        f"<p {_attributes(11_000)}>",
        "<a " * 300_000,
        "<a x='" * 70_000 + '<a x="' * 70_000,
    ],
    ids=[
        "names", "values", "quotes", "slashes", "end tag", "script", "just few enough",
        "a short page", "tags in tags", "open quotes",
    ],
)  # fmt: skip
def test_tag_of_many_attributes(tag: str) -> None:
    """One page of 800 kB would hold up the run for ten seconds and more."""
    began = time.process_time()
    page = read(f"<html><title>Talks end</title><body><p>Text.</p>{tag}".encode())
    assert time.process_time() - began < 1.5
    assert page.titles[0].text == "Talks end"


@pytest.mark.parametrize(
    "between",
    [
        f"<script>if (a<b {_attributes(900)}) c();</script>",
        f"<STYLE>a<b {_attributes(900)}</STYLE >",
        f"<!-- <b {_attributes(900)} -->",
        f"a < b {_attributes(900)}",
        f"<div data-x='<b {_attributes(900)}'></div>",
        f"<div {_attributes(480)}></div>",
    ],
    ids=["script", "style", "comment", "text", "value", "many but not too many"],
)
def test_what_only_looks_like_many_attributes(between: str) -> None:
    """A living page with a long script would be cut, and its title be missed."""
    page = read(
        f"<html><body>{between}{'<p>Text.</p>' * 6_000}<h1>Talks end</h1><p>The end.".encode()
    )
    assert "Talks end" in [title.text for title in page.titles]
