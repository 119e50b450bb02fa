"""Pages made to break or to stall their reader, and stories that look like dead pages."""

from __future__ import annotations

import pytest

from linkcheck.models import PageKind, Resolution
from linkcheck.pages import read_page
from linkcheck.pages.depth_limit import MAX_DEPTH, cut_where_too_deep

URL = "https://news.example.org/2014/03/story"
DATED = '<meta property="article:published_time" content="2014-03-30T10:00:00Z">'


def kind(title: str, body: str, *, head: str = "", status: int = 200, final: str = URL) -> PageKind:
    """Return what a page of that title and body is taken for."""
    page = f"<html><head><title>{title}</title>{head}</head><body><h1>{title}</h1>{body}</body>"
    answer = Resolution(
        url=URL,
        final_url=final,
        status=status,
        headers=(("content-type", "text/html"),),
        body=page.encode(),
    )
    return read_page(answer).liveness.kind


@pytest.mark.parametrize(
    "label", ["idna", "punycode", "unicode_escape", "raw_unicode_escape", "utf-7", "undefined"]
)
def test_labels_that_name_no_encoding_of_the_web(label: str) -> None:
    """A page could crash its check, or smuggle in half characters, by its charset label."""
    body = f"<meta charset={label}><title>Caf\xe9 \\ud800 +2AA-</title>".encode("windows-1252")
    answer = Resolution(
        url=URL, final_url=URL, status=200, headers=(("content-type", "text/html"),), body=body
    )
    assert read_page(answer).title == "Caf\xe9 \\ud800 +2AA-"


def test_bottomless_nesting_is_cut() -> None:
    """A small page of unclosed elements would stall the whole run for minutes."""
    start = "<title>Deep</title>"
    cut = cut_where_too_deep(start + "<div>" * 100_000)
    assert cut == start + "<div>" * MAX_DEPTH


def test_closing_tags_that_close_nothing_do_not_hide_the_depth() -> None:
    """The guard against deep nesting would be fooled by end tags of elements never opened."""
    assert len(cut_where_too_deep("<div></x>" * 100_000)) <= 9 * (MAX_DEPTH + 1)


def test_long_shallow_pages_are_read_whole() -> None:
    """The end of a long list of comments would be lost to the guard against deep nesting."""
    page = "<ul>" + "<li><a href=/>One</a><br><img src=x><p>Text" * 10_000 + "</ul>"
    assert cut_where_too_deep(page) == page


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("Access denied", "<p>" + "A review of the book. " * 20),
        ("It works!", "<p>" + "The vaccine trial ended. " * 20),
        (
            "Domain sold",
            "<p>The domain name is for sale.<a href=https://sedo.com/>Sedo</a><p>Related searches",
        ),
    ],
)
def test_short_dated_stories_are_stories(title: str, body: str) -> None:
    """A short news item would be called dead because its headline sounds like an error."""
    assert kind(title, body, head=DATED) is PageKind.LIVING


def test_story_without_paragraphs_is_no_wall() -> None:
    """A story set in bare blocks would be called a bot wall because of its headline."""
    assert kind("Security check", "<div>" + "The queues at the airport. " * 80) is PageKind.LIVING


def test_refusing_status_with_a_whole_story_is_no_wall() -> None:
    """A story that a server sends under a wrong status would be called a wall for its captcha."""
    body = "<script>g-recaptcha</script>" + "<p>" + "The minister spoke at length. " * 80
    assert kind("Minister speaks", body, status=403) is PageKind.LIVING


@pytest.mark.parametrize(
    ("title", "body", "expected"),
    [
        (
            "Oops! That page can\u2019t be found.",
            "<nav>" + "<a href=/x>Section</a> " * 400 + "</nav>",
            PageKind.SOFT_404,
        ),
        (
            "It works!",
            "<p>" + "This is the default page of the server. " * 60,
            PageKind.SERVER_DEFAULT,
        ),
        (
            "example.com",
            '<script src="https://parking.bodiscdn.com/x.js"></script>Related Searches',
            PageKind.PARKED,
        ),
    ],
)
def test_undated_stand_ins_are_still_told(title: str, body: str, expected: PageKind) -> None:
    """An error, default or parking page with long menus would pass for the story."""
    assert kind(title, body) is expected


def test_linkedins_refusal_is_a_wall() -> None:
    """A LinkedIn address would be called an empty page though it only refused the program."""
    assert kind("", "<script>x</script>", status=999) is PageKind.BOT_WALL
