"""Traps seen on real pages, each imitated by a page of our own."""

from __future__ import annotations

import json

import pytest

from linkcheck.judging.judge import judge
from linkcheck.matching import compare
from linkcheck.matching.language import compare_language
from linkcheck.models import Citation, Location, Match, Resolution, Rule, Status, Verdict
from linkcheck.pages import read_page

PLACE = Location(path="a.md", line=1, column=1, start=0, end=1)
URL = "https://news.example/2014/03/30/8812733/"
TEXT = (
    "Negotiators from three countries left on Friday without having agreed on a price. They will "
    "meet again in April, the ministry said, and until then the old contract remains in force. "
) * 4


def verdict(title: str, html: str, *, url: str = URL, body: bytes | None = None) -> Verdict:
    """Judge a citation of that title against a page served with 200 under its address."""
    answer = Resolution(
        url=url,
        final_url=url,
        status=200,
        headers=(("content-type", "text/html; charset=utf-8"),),
        body=body if body is not None else html.encode(),
    )
    page = read_page(answer)
    citation = Citation(location=PLACE, url=url, title=title, title_language="en")
    return judge(
        citation, article=None, resolution=answer, page=page, evidence=compare(citation, page)
    )


def relation(result: Verdict) -> str | None:
    """Return how the cited title and the page's relate."""
    return result.evidence[0].relation


def article(*, h1: str = "", title: str = "", og: str = "", headline: str = "") -> str:
    """Return a page with some of the headlines that pages have."""
    data = json.dumps({"@type": "NewsArticle", "headline": headline}) if headline else "{}"
    return (
        f'<html lang=en><head><title>{title}</title><meta property="og:title" content="{og}">'
        f'<script type="application/ld+json">{data}</script></head>'
        f"<body><h1>{h1}</h1><article><p>{TEXT}</p></article></body></html>"
    )


@pytest.mark.parametrize(
    ("h1", "cited"),
    [
        ("Engadget", "Engadget lays off half of its editors after the sale"),
        ("Roma", "Roma elects a new mayor after a long campaign"),
        ("News", "News of a gas deal sends prices down across Europe"),
    ],
)
def test_generic_heading(h1: str, cited: str) -> None:
    """A page headed with one word would match every headline that has the word in it."""
    html = article(h1=h1, title="Gas talks end in stalemate", og="Gas talks end in stalemate")
    assert relation(verdict(cited, html)) not in {"same", "changed"}


OLD, NEW = (
    "Talks on gas transit end without a deal",
    "What we know about the winter's heating bills",
)


def test_data_keep_the_old_headline() -> None:
    """A headline that the newsroom changed would be another story although the data tell it."""
    result = verdict(OLD, article(h1=NEW, title=NEW, og=NEW, headline=OLD))
    assert (relation(result), result.status) == ("same", Status.OK)


def test_address_keeps_the_old_headline() -> None:
    """A headline that the newsroom changed would be another story although the address tells it."""
    url = "https://news.example/2014/03/talks-on-gas-transit-end-without-a-deal-8812733"
    html = article(h1=NEW, title=NEW, og=NEW, headline=NEW)
    told = html.replace("<p>", "<p>The talks on the transit of gas had no result. ")
    result = verdict(OLD, told, url=url)
    assert [found.rule for found in result.findings] == [Rule.TITLE_CHANGED]
    # Of the address alone nothing follows: it stays when the story goes.
    result = verdict(OLD, html, url=url)
    assert [found.rule for found in result.findings] == [Rule.TITLE_UNVERIFIED]


@pytest.mark.parametrize("cited", ["Talks on gas end", "Gas: no deal by Friday, say three states"])
def test_three_headlines_of_one_story(cited: str) -> None:
    """A source cited by one of its page's three headlines would be said to have another one."""
    html = article(
        og="Talks on gas end",
        h1="Gas: no deal by Friday, say three states",
        title="Cold winter ahead",
    )
    result = verdict(cited, html)
    assert (relation(result), result.findings) == ("same", ())


@pytest.mark.parametrize(
    ("cited", "shown"),
    [
        # Read in a wrong encoding, so that nothing but digits and marks is left of both.
        ("� 2014 ��� 11 ��", "� 2014 ���� 11 ������"),
        ("�� 30 ������ 2014", "30 2014"),
        ("?????? ? ????? 30 ????? 2014", "??? ?? ?????? 30 ?? 2014"),
    ],
)
def test_damaged_title(cited: str, shown: str) -> None:
    """Two damaged titles would match on the digits that are all that is left of them."""
    result = verdict(cited, article(h1=shown, title=shown))
    assert relation(result) not in {"same", "changed", "translated"}
    assert Rule.TITLE_MISMATCH not in {found.rule for found in result.findings}


FRONT = (
    '<html lang=en><head><title>The Daily Example</title><link rel=canonical href="{root}">'
    "</head><body><h1>The Daily Example</h1><ul>"
    + "".join(f"<li><a href=/{number}>Story number {number}</a></li>" for number in range(40))
    + "</ul></body></html>"
)
LOGIN = (
    "<html lang=en><head><title>Sign in</title></head><body><h1>Sign in</h1><form>"
    '<input name=user><input type="password" name=word><button>Sign in</button></form>'
    "</body></html>"
)


def test_front_page_under_a_deep_address() -> None:
    """A front page served with 200 in place of the story would pass."""
    result = verdict(OLD, FRONT.format(root="https://news.example/"))
    assert [found.rule for found in result.findings] == [Rule.REDIRECTED_TO_HOME]


def test_sign_in_under_a_deep_address() -> None:
    """A page that asks to sign in would be called another story, which nobody could see."""
    result = verdict(OLD, LOGIN)
    assert [found.rule for found in result.findings] == [Rule.BLOCKED]
    assert result.status is Status.UNVERIFIED


@pytest.mark.parametrize(
    ("cited", "language", "shown", "page_language"),
    [
        ("Statement of the ministry on the seizure of ships", "en", "Рибалки вийшли в море", "uk"),
        ("State Department background briefing on Ukraine talks", "en",
         "Лосось поднимается по реке на нерест", "ru"),
        ("Повний текст угоди про відведення озброєння", "uk", "Salmon are back in the river", "en"),
        ("Интервью главы банка об инфляции и курсе", "ru", "Вечірні потяги до моря скасовано", "uk"),
    ],
)  # fmt: skip
def test_description_over_a_page_with_a_title_alone(
    cited: str, language: str, shown: str, page_language: str
) -> None:
    """A source described in the author's own words would be broken where its page has no text."""
    html = f"<html lang={page_language}><head><title>{shown}</title></head><body></body></html>"
    citation = Citation(location=PLACE, url=URL, title=cited, title_language=language)
    answer = Resolution(
        url=URL, final_url=URL, status=200, body=html.encode(),
        headers=(("content-type", "text/html; charset=utf-8"),),
    )  # fmt: skip
    page = read_page(answer)
    result = judge(
        citation, article=None, resolution=answer, page=page, evidence=compare(citation, page)
    )
    assert Rule.TITLE_MISMATCH not in {found.rule for found in result.findings}


@pytest.mark.parametrize(("declared", "relation"), [("uk", None), ("ru", "declared otherwise")])
def test_declared_language_that_is_not_the_text_s(declared: str, relation: str | None) -> None:
    """A site that declares one language for all editions would leave no trace of that."""
    text = "Міністри зустрілися у вівторок і домовилися про нові переговори щодо кордону. " * 8
    url = "https://news.example/a"
    body = f"<html lang={declared}><title>Міністри зустрілися</title><p>{text}"
    page = read_page(Resolution(url=url, final_url=url, status=200, body=body.encode()))
    found = compare_language(Citation(location=PLACE, url=url, language="uk"), page)
    assert found is not None
    assert (found.match, found.relation) == (Match.MATCH, relation)
