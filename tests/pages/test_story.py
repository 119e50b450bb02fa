"""Reading only the part of a long page that its story is in."""

from __future__ import annotations

import json

import pytest

from linkcheck.models import Page, PageKind, Resolution
from linkcheck.pages import read_page
from linkcheck.pages.story import up_to_its_end, with_data_behind

HEAD = "<title>Ferries return to the delta | Harbour Post</title>"
STORY = "".join(
    f"<p>On day {number} the ferry crossed the delta with grain, mail and eleven passengers.</p>"
    for number in range(60)
)
STATE = f"<script>state = [{'7,' * 6000}0]</script><footer><p>All rights reserved.</p></footer>"
DATA = (
    '<script type="application/ld&#43;json">{"@type": "NewsArticle", "headline": "Ferries are back",'
    ' "datePublished": "2021-04-03"}</script>'
)


def page(body: str, url: str = "https://post.example/2021/ferries-return") -> Page:
    """Return what is read of a document with this body."""
    head = (("content-type", "text/html; charset=utf-8"),)
    document = f"<html><head>{HEAD}</head><body>{body}</body></html>".encode()
    return read_page(Resolution(url=url, final_url=url, status=200, headers=head, body=document))


def test_what_follows_the_story_is_not_read_but_for_its_data() -> None:
    """Scripts and the foot of the page go, JSON-LD stays."""
    whole = f"<article><h1>Ferries return</h1>{STORY}</article>{STATE}{DATA}<p>Never read</p>"
    story = up_to_its_end(whole.encode())
    assert story is not None
    short = with_data_behind(whole.encode(), len(story))
    assert short is not None
    assert len(short) < len(whole) - 10_000
    assert b"state =" not in short
    assert b"Never read" not in short
    found = page(whole)
    assert {title.text for title in found.titles} >= {"Ferries return", "Ferries are back"}
    assert found.published == "2021-04-03"


def test_the_same_is_read_as_of_a_page_that_ends_there() -> None:
    """What is left out changes nothing."""
    story = f"<article><h1>Ferries return</h1>{STORY}</article>"
    assert page(story + STATE) == page(story)


@pytest.mark.parametrize(
    "body",
    [
        # Cards of other stories, and the story itself in no article element.
        f"<article><p>Card of another story</p></article><h1>Ferries return</h1>{STORY}{STATE}",
        # Little in the article, all else behind it.
        f"<article><h1>Ferries return</h1></article><div>{STORY}</div>{STATE}",
    ],
)
def test_a_story_outside_the_article_is_read(body: str) -> None:
    """Where the article element holds little, the page is read whole."""
    found = page(body)
    assert "day 59" in found.text or found.text.count("ferry") > 50
    assert any(title.text == "Ferries return" for title in found.titles)


@pytest.mark.parametrize(
    "template", ["<script>card = '<article></article>';</script>", "<!-- <article></article> -->"]
)
def test_an_end_in_a_script_or_comment_is_none(template: str) -> None:
    """Cut off in the middle of one, the page's data would be lost in it."""
    body = f"<article><h1>Ferries return</h1>{STORY}</article>{template}{STATE}{DATA}"
    story = up_to_its_end(body.encode())
    assert story is not None
    assert with_data_behind(body.encode(), len(story)) is None
    assert page(body).published == "2021-04-03"


def test_a_publisher_behind_the_story_is_found() -> None:
    """Data of the story alone would leave it without its publisher."""
    told = {"@type": "NewsArticle", "headline": "Ferries are back", "datePublished": "2021-04-03"}
    front = f'<script type="application/ld+json">{json.dumps(told)}</script>'
    owner = (
        '<script type="application/ld+json">{"@type": "Organization", "name": "The Post"}</script>'
    )
    found = page(f"{front}<article><h1>Ferries return</h1>{STORY}</article>{STATE}{owner}")
    assert [name.text for name in found.publishers] == ["The Post"]


def test_an_error_page_is_read_to_its_end() -> None:
    """What is headed as an error behind the cards of other stories is still told."""
    cards = "<article><p>Another story altogether</p></article>"
    said = "<h2>Page not found</h2><p>Sorry, the page you are looking for was not found.</p>"
    assert up_to_its_end((cards + said + STATE).encode()) is not None
    assert page(cards + said + STATE).liveness.kind is PageKind.SOFT_404


def test_fragments_are_looked_for_behind_the_story_too() -> None:
    """With a fragment in the address the page is read to its end."""
    body = f"<article>{STORY}</article>{STATE}<p id='notes'>Notes</p>"
    found = page(body, "https://post.example/2021/ferries-return#notes")
    assert found.anchors is not None
    assert "notes" in found.anchors


def test_data_that_never_end_are_passed_over() -> None:
    """Each is looked at once; a search to the end for each would take minutes."""
    story = b"<article>x</article>"
    hostile = story + b'<script type="application/ld+json">' * 30_000
    assert with_data_behind(hostile, len(story)) == story
    assert with_data_behind(story + b"<script " * 120_000, len(story)) == story
