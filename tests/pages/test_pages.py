"""What a page says of itself, and what kind of answer it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkcheck.models import Page, PageKind, Resolution
from linkcheck.pages import read_page
from linkcheck.text.dates import machine_date

STORY = " ".join(
    f"<p>Paragraph {number} of a long story about the talks in Geneva, with what each of the "
    "ministers said before and after them, and what is expected of the next round.</p>"
    for number in range(14)
)
URL = "https://news.example/2014/03/story-1.html"


def page(
    body: str, *, url: str = URL, final: str | None = None, status: int = 200, **headers: str
) -> Page:
    """Return the page read from a body."""
    named = {
        "content-type": "text/html; charset=utf-8",
        **{k.replace("_", "-"): v for k, v in headers.items()},
    }
    return read_page(
        Resolution(
            url=url,
            final_url=final or url,
            status=status,
            headers=tuple(named.items()),
            body=body.encode(),
        )
    )


def kind(body: str, **options: object) -> PageKind:
    """Return the kind of the page read from a body."""
    return page(body, **options).liveness.kind  # type: ignore[arg-type]  # passed on as given


def test_metadata_of_a_news_page() -> None:
    """Title, publisher, date or language would be missing from every comparison."""
    found = page(
        """<html lang="en-GB"><head><title>Talks end | Daily &amp; Co</title>
        <meta property="og:title" content="Talks end: what now?">
        <meta property="og:site_name" content="Daily &amp;amp; Co">
        <link rel="canonical" href="/2014/03/story-1.html">
        <link rel="alternate" hreflang="uk-UA" href="/uk/story-1.html">
        <script type="application/ld+json">{"@graph":[{"@type":"WebSite","name":"x"},
        {"@type":["NewsArticle"],"headline":"Talks end without a deal",
        "datePublished":"2014-03-30T21:00:00+02:00","dateModified":"2014-03-31",
        "author":[{"name":"A. Writer"}],"publisher":{"name":"Daily Company"},"inLanguage":"en"}]}
        </script></head><body><article><h1>Talks <em>end</em> quietly</h1>"""
        + STORY
    )
    titles = {candidate.source: candidate.text for candidate in found.titles}
    assert titles["json-ld"] == "Talks end without a deal"
    assert titles["og:title"] == "Talks end: what now?"
    assert titles["h1"] == "Talks end quietly"
    assert titles["title"] == "Talks end | Daily & Co"
    assert [candidate.text for candidate in found.publishers][:2] == ["Daily Company", "Daily & Co"]
    assert found.published == "2014-03-30T21:00:00+02:00"
    assert found.modified == "2014-03-31"
    assert found.authors == ("A. Writer",)
    assert found.alternates == (("uk", "https://news.example/uk/story-1.html"),)
    assert found.canonical == URL
    assert {candidate.text for candidate in found.declared_languages} == {"en"}
    assert found.language.tag == "en"
    assert found.liveness.kind is PageKind.LIVING
    assert (found.lead or "").startswith("Paragraph 0")


@pytest.mark.parametrize(
    "script",
    [
        '[{"@type":"Article","headline":"The headline"}]',
        '{"@type":"NewsArticle","headline":"The headline","x":"line\nbreak"}',
        '{"@type":"NewsArticle","headline":"The headline",}',
        '{"@type":"WebPage","mainEntity":{"@type":"Article","headline":"The headline"}}',
        '<!-- {"@type":"Report","headline":"The headline"} -->',
    ],
)
def test_headline_in_odd_json_ld(script: str) -> None:
    """The best title would be lost for a comma too many."""
    found = page(f'<script type="application/ld+json">{script}</script><title>x</title>')
    assert found.titles[0].text == "The headline"


def test_deep_json_ld_does_no_harm() -> None:
    """A hostile page would end the run by nesting."""
    script = '{"@graph":' * 5000 + "1" + "}" * 5000
    assert (
        page(f'<script type="application/ld+json">{script}</script><title>t</title>').title == "t"
    )


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2014-03-30", "2014-03-30"),
        ("2014-03-30T21:00:00Z", "2014-03-30T21:00:00+00:00"),
        ("2014-03-30 21:00 of sorts", "2014-03-30"),
        ("Sun, 30 Mar 2014 21:00:00 GMT", "2014-03-30T21:00:00+00:00"),
        ("1396213200", "2014-03-30T21:00:00+00:00"),
        ("20140330", "2014-03-30"),
        ("2014/3/30", "2014-03-30"),
        ("30.03.2014", "2014-03-30"),
        ("2014-13-77", None),
        ("soon", None),
        ("", None),
        (None, None),
    ],
)
def test_dates(text: str | None, iso: str | None) -> None:
    """Dates that sites write in their own way would be missing or wrong."""
    assert machine_date(text) == iso


DEAD = {
    "en": "<title>Page not found | Daily</title><p>Sorry.</p>",
    "uk": "<title>Щоденник</title><h1>Сторінку не знайдено</h1>",
    "ru": "<title>Ошибка 404 — Дневник</title><p>Вернуться на главную</p>",
    "pl": "<h1>Strona nie istnieje</h1>",
    "de": "<title>Seite nicht gefunden - Zeitung</title>",
    "fr": "<title>Page introuvable</title>",
    "short": "<title>Daily</title><p>The page you are looking for has been moved or deleted.</p>",
}


@pytest.mark.parametrize("name", DEAD)
def test_error_pages_served_as_good_ones(name: str) -> None:
    """A dead source would pass as a living one."""
    assert kind(DEAD[name]) is PageKind.SOFT_404


STORIES = {
    "about 404": "<title>Page not found: how newspapers lose their archives | Daily</title>"
    + STORY,
    "404 as name": "<title>404</title><h1>404</h1>" + STORY,
    "about parking": "<title>Why this domain is for sale</title><p>Buy this domain, said sedo.com</p>"
    + STORY,
    "about captchas": "<title>Are you a robot? The trouble with captchas</title>" + STORY,
    "vendor script": "<title>Talks end</title><script src='/cdn-cgi/challenge-platform/x.js'></script>"
    + STORY,
    "breaking": "<title>Talks end</title><meta property='article:published_time' "
    "content='2014-03-30'><p>The ministers have left Geneva. More follows.</p>",
    "login form": "<title>Talks end</title><form><input type='password'></form>" + STORY,
}


@pytest.mark.parametrize("name", STORIES)
def test_stories_stay_stories(name: str) -> None:
    """A living source would be called dead for what it writes about."""
    assert kind(STORIES[name]) is PageKind.LIVING


def test_walls() -> None:
    """A bot check would be taken for another story."""
    assert (
        kind("<title>Just a moment...</title>", status=403, cf_mitigated="challenge")
        is PageKind.BOT_WALL
    )
    assert kind("<title>Just a moment...</title><p>Checking</p>") is PageKind.BOT_WALL
    incapsula = "<iframe src='/_Incapsula_Resource?x=1'></iframe>"
    assert kind(incapsula) is PageKind.BOT_WALL
    assert kind("<title>x</title>", final="https://consent.yahoo.com/v2/x") is PageKind.CONSENT_WALL
    login = "<title>Sign in</title><input type='password'>"
    assert kind(login, final="https://news.example/login") is PageKind.LOGIN_WALL


def test_parked_domain_needs_two_signs() -> None:
    """A registrar's badge would make a living page a parked one; a seller's page would pass."""
    seller = "<title>old-news.example</title><p>This domain may be for sale by its owner!</p>"
    assert kind(seller + "<a href='https://sedo.com/search'>Sedo</a>") is PageKind.PARKED
    assert (
        kind("<title>Talks</title><p>Hosted by</p><a href='https://sedo.com/'>x</a>")
        is PageKind.LIVING
    )


def test_front_page_in_place_of_a_story() -> None:
    """A removed story would pass since its site still answers."""
    front = "<title>Daily</title><p>All the news of the day in one place for you.</p>"
    assert kind(front, final="https://news.example/") is PageKind.HOME_PAGE
    assert kind(front, final="https://news.example/uk/") is PageKind.HOME_PAGE
    assert kind(front, url="https://news.example/") is PageKind.LIVING


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<title>Technical Difficulties</title><p>Try later.</p>", PageKind.MAINTENANCE),
        ("<title>Welcome to nginx!</title>", PageKind.SERVER_DEFAULT),
        ("<title>Index of /docs</title><a href='../'>../</a>", PageKind.DIRECTORY_LISTING),
        (
            "<html><head><script src=app.js></script></head><body><div id=app></div></body>",
            PageKind.SCRIPT_SHELL,
        ),
        ("", PageKind.EMPTY),
    ],
)
def test_other_answers(body: str, expected: PageKind) -> None:
    """What is no page would be compared with a story's title."""
    assert kind(body) is expected


def test_documents_that_are_not_html() -> None:
    """A PDF's bytes would be read as a page with a title of noise."""
    found = page("%PDF-1.7 <title>x</title>", content_type="application/pdf")
    assert (found.liveness.kind, found.titles) == (PageKind.OTHER_MEDIA, ())


PARTS = st.sampled_from(
    ["<title>", "</title>", "<h1>", "<p>", "<meta property='og:title' content='", "'>", "<script type='application/ld+json'>",
     '{"@type":"Article","headline":', "</script>", "<html lang='", "404", "\x00", "&#x0;", "<link rel=canonical href='//[x'>",
     "<svg>", "<template>", "не знайдено", "<!--", "<time datetime='"]
)  # fmt: skip


@given(st.lists(st.one_of(PARTS, st.text(max_size=8)), max_size=30).map("".join))
def test_any_page_is_read(body: str) -> None:
    """A hostile page would end the run."""
    assert page(body.encode("utf-8", "ignore").decode()).url == URL


@pytest.mark.parametrize(
    ("said", "free"), [("false", False), ('"False"', False), ("true", True), ("null", None)]
)
def test_what_a_page_says_of_its_use(said: str, free: bool | None) -> None:
    """A paywall, an AMP edition, or a wish not to be archived would go unnoticed."""
    found = page(
        "<head><title>Talks go on</title><link rel=amphtml href='/amp/talks'>"
        "<meta name=robots content='index, NOARCHIVE'><script type='application/ld+json'>"
        f'{{"@type": "NewsArticle", "headline": "Talks go on", "isAccessibleForFree": {said}}}'
        "</script></head><p>The ministers agreed on further talks.</p>"
    )
    assert found.accessible_for_free is free
    assert found.amp is not None
    assert found.amp.endswith("/amp/talks")
    assert found.noarchive


def test_spaces_of_a_headline_are_those_that_a_reader_sees() -> None:
    """A French headline would be shown in the report otherwise than its page shows it."""
    found = page(
        "<h1>Europe : <em>les ventes</em>, <a>en hausse</a> ?</h1>"
        '<meta property="og:title" content="Qui a dit\u00a0: « non » ?">'
    )
    shown, named = (title.text for title in found.titles if title.source in {"h1", "og:title"})
    assert {shown, named} == {"Europe : les ventes, en hausse?", "Qui a dit : « non » ?"}


@pytest.mark.parametrize("href", ["../en/1", "//news.example/en/1", "https://news.example/en/1"])
def test_addresses_in_a_page_are_made_absolute(href: str) -> None:
    """The address that a page gives for itself could not be asked for."""
    found = page(f'<link rel="canonical" href=" {href} "><link rel="alternate"><h1>A</h1>')
    assert found.canonical is not None
    assert found.canonical.endswith("news.example/2014/en/1" if ".." in href else "example/en/1")
