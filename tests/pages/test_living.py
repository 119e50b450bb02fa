"""Living sources that have one sign of a page that is not: seen in the verdict of a check."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from linkcheck.models import PageKind, Resolution, Rule, Status
from linkcheck.pages import read_page
from tests.recorded import Answer, check, prose, rules

if TYPE_CHECKING:
    from pathlib import Path

    from linkcheck.models import Verdict

HOST = "https://news.example"
URL = f"{HOST}/2014/03/30/talks-8812733.html"
TITLE = "Talks on gas transit end without a deal"


def verdict(folder: Path, *answers: Answer, title: str = TITLE) -> Verdict:
    """Return the verdict on an article's only source, which the first answer is of."""
    text = f"## Sources\n\n- Daily: [{title}]({answers[0].url})\n"
    (found,) = check(folder, text, *answers).verdicts
    return found


def page(body: str, *, head: str = "", title: str = TITLE) -> str:
    """Return an undated page with a heading."""
    return (
        f"<html lang=en><head><title>{title} | Daily</title>{head}</head>"
        f"<body><h1>{title}</h1>{body}</body></html>"
    )


@pytest.mark.parametrize("server", ["ddos-guard", "qrator", "variti", "sucuri/cloudproxy"])
def test_short_story_behind_a_protected_server(tmp_path: Path, server: str) -> None:
    """A short news item would be a bot check, only because its site is protected from attacks."""
    answer = Answer(URL, page(f"<p>{prose(300)}</p>"), headers={"Server": server})
    found = verdict(tmp_path, answer)
    assert (rules(found), found.status) == ([], Status.OK)


@pytest.mark.parametrize(
    "sentence",
    [
        "Registrars sold the address within an hour to a shop that hopes to buy this domain name.",
        "Whoever opens the party's site now reads that its domain has expired.",
    ],
)
def test_story_with_one_sign_of_a_parked_domain(tmp_path: Path, sentence: str) -> None:
    """A short news item would be called a parked domain for one phrase in it."""
    found = verdict(tmp_path, Answer(URL, page(f"<p>{prose(400)} {sentence}</p>")))
    assert (rules(found), found.status) == ([], Status.OK)


def test_story_whose_canonical_address_is_the_front_page(tmp_path: Path) -> None:
    """A story of a site that sets every canonical address wrongly would lead to its front page."""
    body = f"<time datetime=2014-03-30>30 March</time><p>{prose(600)}</p>"
    head = f'<link rel=canonical href="{HOST}/">'
    found = verdict(tmp_path, Answer(URL, page(body, head=head)))
    assert (rules(found), found.status) == ([], Status.OK)


@pytest.mark.parametrize("story", ["8812733", "a8812733", "talks-end"])
def test_story_at_the_first_part_of_its_address(tmp_path: Path, story: str) -> None:
    """A story that a site shows under its number alone would be the front page of a section."""
    long = Answer(
        f"{HOST}/{story}/talks-on-gas-transit-end",
        status="302 Found",
        headers={"Location": f"/{story}"},
    )
    found = verdict(tmp_path, long, Answer(f"{HOST}/{story}", page(f"<p>{prose(600)}</p>")))
    assert (rules(found), found.status) == ([], Status.OK)


LISTED = "".join(
    f"<li><a href=/n/{number}>Council of district {number} votes on roads and schools</a></li>"
    for number in range(12)
)


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (f"<ul>{LISTED}</ul>", [Rule.REDIRECTED_TO_HOME]),
        (f"<article><p>{prose(700)}</p></article><ul>{LISTED}</ul>", []),
    ],
)
def test_story_that_leads_to_a_section(tmp_path: Path, body: str, found: list[Rule]) -> None:
    """Readers sent from a story to a list of headlines would be said to have found it perhaps."""
    long = Answer(
        f"{HOST}/2014/03/talks-on-gas-transit-end",
        status="302 Found",
        headers={"Location": "/politics/"},
    )
    section = Answer(f"{HOST}/politics/", page(body, title="Politics" if found else TITLE))
    assert rules(verdict(tmp_path, long, section)) == found


def test_story_without_paragraphs_beside_a_captcha(tmp_path: Path) -> None:
    """A story set in `<div>` would be a bot check for the captcha of its comment form."""
    body = f"<div>{prose(1100)}</div><form><div class='g-recaptcha'></div></form>"
    found = verdict(tmp_path, Answer(URL, page(body)))
    assert (rules(found), found.status) == ([], Status.OK)


def test_story_above_an_empty_search(tmp_path: Path) -> None:
    """A story of three sentences would be an error page for what its search box says."""
    body = f"<p>{prose(700)}</p><div>Nothing found</div>"
    found = verdict(tmp_path, Answer(URL, page(body)))
    assert (rules(found), found.status) == ([], Status.OK)


def test_story_that_quotes_an_error_page(tmp_path: Path) -> None:
    """A story of ten sentences would be an error page for the words that it quotes from one."""
    quoted = "Readers who followed the link saw only that “the page you requested” was not there."
    found = verdict(tmp_path, Answer(URL, page(f"<p>{quoted} {prose(1000)}</p>")))
    assert (rules(found), found.status) == ([], Status.OK)


def test_script_that_writes_of_frames() -> None:
    """A living story would be called a frameset for a word in a script."""
    page = (
        "<html lang=en><title>Talks end at noon</title><h1>Talks end at noon</h1>"
        f"<div>{'They talked for long. ' * 60}</div>"
        "<script>document.write('<frameset><frame src=/x></frameset>')</script>"
    )
    answer = Resolution(
        url="https://news.example/a",
        final_url="https://news.example/a",
        status=200,
        headers=(("content-type", "text/html"),),
        body=page.encode(),
    )
    assert read_page(answer).liveness.kind is PageKind.LIVING


@pytest.mark.parametrize(
    "notice",
    [
        "This article is no longer available.",
        "This article has been removed.",
        "Матеріал видалено.",
        "Публикация удалена по требованию властей.",
        "Dieser Artikel ist nicht mehr verfügbar.",
    ],
)
def test_headline_that_is_kept_over_a_notice(tmp_path: Path, notice: str) -> None:
    """A story that was taken down would be ok, because its headline still stands there."""
    found = verdict(tmp_path, Answer(URL, page(f"<p>{notice}</p>")))
    assert (rules(found), found.status) == (["title-unverified"], Status.UNVERIFIED)
    assert "gone" in found.findings[0].message
    gone = verdict(tmp_path, Answer(URL, page(f"<p>{notice}</p>"), status="410 Gone"))
    assert (rules(gone), gone.status) == (["dead-link"], Status.BROKEN)


@pytest.mark.parametrize(
    "body",
    [
        f"<p>{prose(200)}</p><p>This video is no longer available.</p>",
        f"<div>{prose(400)}</div><div>This video is no longer available.</div>",
        "<time datetime=2014-03-30>30 March</time><p>This video is no longer available.</p>",
    ],
)
def test_brief_story_with_a_notice_on_something_in_it(tmp_path: Path, body: str) -> None:
    """A brief story would be doubted, because a film in it was taken down."""
    found = verdict(tmp_path, Answer(URL, page(body)))
    assert (rules(found), found.status) == ([], Status.OK)
