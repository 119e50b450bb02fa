"""The date on which a page was published, wherever and however the page gives it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest
from htmldate import find_date

from linkcheck.models import Page, PageKind, Resolution
from linkcheck.pages import read_page
from tests.recorded import Answer, check, prose, rules

if TYPE_CHECKING:
    from pathlib import Path


class Dated(NamedTuple):
    """A page.

    Attributes:
        html: of its head and body.
        published: the day it was published, or None where it does not say.
        modified: the day it was changed, where it says so and that matters here.
    """

    html: str
    published: str | None
    modified: str | None = None


def story(*, head: str = "", before: str = "", after: str = "") -> str:
    """Return a story with something in its head, below its heading, or at its end."""
    text = f"<p>{prose(400)}</p><p>{prose(300)}</p>"
    title = "Ferry line gets two new boats"
    return (
        f"<!doctype html><html lang='en'><head><title>{title}</title>{head}</head><body>"
        f"<article><h1>{title}</h1>{before}{text}{after}</article></body></html>"
    )


def meta(name: str, content: str) -> str:
    """Return a meta element."""
    return f'<meta property="{name}" content="{content}">'


def linked(fields: str) -> str:
    """Return JSON-LD of a news article."""
    return (
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Ferry line gets'
        f' two new boats", {fields}}}</script>'
    )


PAGES = {
    "related": Dated(story(after='<div class="related"><time datetime="2026-01-01">now</time></div>'), None),
    "recommended": Dated(story(after='<section class="recommended"><time datetime="2026-01-01"></time></section>'), None),
    "sidebar": Dated(story(after='<aside class="sidebar"><span class="date">1 January 2026</span></aside>'), None),
    "an event": Dated(story(before='<p>On <time datetime="1998-05-05">5 May 1998</time> the ferry sank in the bay near the old town.</p>'), None),
    "iso": Dated(story(head=meta("article:published_time", "2016-09-14T08:00:00+03:00")), "2016-09-14"),
    "words in a meta element": Dated(story(head=meta("article:published_time", "September 14, 2016")), "2016-09-14"),
    "ukrainian words in a meta element": Dated(story(head=meta("article:published_time", "14 вересня 2016")), "2016-09-14"),
    "russian words in a meta element": Dated(story(head=meta("article:published_time", "14 сентября 2016 г., 08:00")), "2016-09-14"),
    "seconds in JSON-LD": Dated(story(head=linked('"datePublished": 1473840000')), "2016-09-14"),
    "milliseconds in JSON-LD": Dated(story(head=linked('"datePublished": 1473840000000')), "2016-09-14"),
    "seconds in a text in JSON-LD": Dated(story(head=linked('"datePublished": "1473840000"')), "2016-09-14"),
    "null date in JSON-LD, real one shown": Dated(
        story(head=linked('"datePublished": "0001-01-01T00:00:00Z"'), before='<time datetime="2016-09-14">14 September 2016</time>'), "2016-09-14"
    ),
    "null date in seconds": Dated(story(head=linked('"datePublished": 0')), None),
    "hugo": Dated(story(head=meta("article:published_time", "0001-01-01T00:00:00+00:00")), None),
    "unix epoch": Dated(story(head=meta("article:published_time", "1970-01-01T03:00:00+03:00")), None),
    "unix epoch in the west": Dated(story(head=meta("article:published_time", "1969-12-31T19:00:00-05:00")), None),
    "for ever": Dated(story(head=meta("article:published_time", "9999-12-31T23:59:59")), None),
    "spreadsheet": Dated(story(head=meta("article:published_time", "1900-01-01")), None),
    "null date shown": Dated(story(before='<span class="date">January 1, 1970</span>'), None),
    "changed only": Dated(story(before='<time itemprop="dateModified" datetime="2019-02-03">3 February 2019</time>'), None, "2019-02-03"),
    "changed first": Dated(
        story(before='<time class="updated" datetime="2019-02-03">3 Feb 2019</time><time class="entry-date" datetime="2016-09-14">14 Sep 2016</time>'), "2016-09-14", "2019-02-03"
    ),
    "wordpress, never changed": Dated(story(before='<time class="entry-date published updated" datetime="2016-09-14">14.09.2016</time>'), "2016-09-14"),
    "label in the line": Dated(story(before='<p class="date">Last updated: 3 February 2019. First published: 14 September 2016</p>'), "2016-09-14", "2019-02-03"),
    "labels in russian": Dated(story(before='<div class="date">Обновлено 3 февраля 2019, опубликовано 14 сентября 2016</div>'), "2016-09-14", "2019-02-03"),
    "labels in ukrainian": Dated(story(before='<div class="date">14 вересня 2016 (оновлено: 3 лютого 2019)</div>'), "2016-09-14", "2019-02-03"),
    "label before the element": Dated(
        story(before='<p>Updated: <time datetime="2019-02-03">3 Feb</time></p><p>Posted: <time datetime="2016-09-14">14 Sep</time></p>'), "2016-09-14", "2019-02-03"
    ),
    "label in an element before": Dated(
        story(before='<dl><dt>Оновлено</dt><dd><time datetime="2019-02-03">03.02.19</time></dd><dt>Додано</dt><dd><time datetime="2016-09-14">14.09.16</time></dd></dl>'),
        "2016-09-14", "2019-02-03",
    ),
    "changed only, in words": Dated(story(before='<div class="date">Updated 3 February 2019</div>'), None, "2019-02-03"),
    "comment": Dated(
        story(after='<div class="comment-list"><div class="comment"><time datetime="2019-02-03">3 Feb 2019</time> Nice boats!</div></div>'), None
    ),
    "comments open": Dated(story(before='<div class="comments-open"><time datetime="2016-09-14">14 Sep</time></div>'), "2016-09-14"),
    "comment before the date": Dated(
        story(before='<a class="comments-link"><time datetime="2019-02-03">last comment</time></a><time datetime="2016-09-14">14 Sep 2016</time>'), "2016-09-14"
    ),
    "drupal, day above twelve": Dated(story(before='<span class="submitted">Submitted by editor on Wed, 09/14/2016 - 17:57</span>'), "2016-09-14"),
    "drupal, weekday decides": Dated(story(before='<span class="submitted">Mon, 09/05/2016 - 17:57</span>'), "2016-09-05"),
    "drupal, weekday decides for the day first": Dated(story(before='<span class="submitted">Пн, 05/09/2016 - 17:57</span>'), "2016-09-05"),
    "drupal, english, either way": Dated(story(before='<span class="submitted">Tue, 07/11/2023 - 17:57</span>'), "2023-07-11"),
    "drupal, ukrainian, either way": Dated(story(before='<span class="submitted">Вт, 07/11/2023 - 17:57</span>'), "2023-11-07"),
    "drupal in a meta element": Dated(story(head=meta("dcterms.date", "Wed, 09/14/2016 - 17:57")), "2016-09-14"),
    "drupal, RDFa": Dated(story(before='<span property="dc:date dc:created" content="2016-09-14T17:57:00+03:00">last autumn</span>'), "2016-09-14"),
    "slashes that can be read both ways": Dated(story(before='<span class="date">05/09/2016</span>'), None),
    "words": Dated(story(before='<span class="date">14 вересня 2016 року, 10:30</span>'), "2016-09-14"),
    "german words": Dated(story(before='<span class="date">14. März 2016</span>'), "2016-03-14"),
    "spanish words": Dated(story(before='<span class="date">14 de septiembre de 2016</span>'), "2016-09-14"),
    "polish words": Dated(story(before='<span class="date">14 września 2016</span>'), "2016-09-14"),
    "hCard": Dated(story(after='<a href="/boats"><abbr class="published" title="2016-09-14T05:11:00-05:00">5:11</abbr></a>'), "2016-09-14"),
    "marked, in words only": Dated(story(before='<div itemprop="datePublished">14.09.2016 11:43</div>'), "2016-09-14"),
    "a line without a name": Dated(story(before="<div><span>By A. Smith</span> <span>14 September 2016</span></div>"), "2016-09-14"),
    "label at the end": Dated(story(after="<p>Veröffentlicht am 14.09.2016</p>"), "2016-09-14"),
    "label in a line of its own": Dated(story(after="<dl><dt>Datum</dt><dd>14.09.2016</dd></dl>"), "2016-09-14"),
    "label of another date at the end": Dated(story(after="<p>Zuletzt aktualisiert am 14.09.2016</p>"), None, "2016-09-14"),
    "opens the story": Dated(story(before="<p>(14.09.2016) The line along the coast gets boats, the council of the town said after a long meeting, and they will sail in May.</p>"), "2016-09-14"),
    "day of an event in a sentence": Dated(story(before="<p>The old boat sank on 5 May 1998 near the pier.</p>"), None),
    "a period": Dated(story(after="<p>Some text about 14 May 2016 and the weather, which was fine for most of the days in spring and for all who came.</p>"), None),
    "a season and nothing else": Dated(story(before="<small>Season: 1 May 2015 - 30 September 2015</small>"), None),
    "an event of several days": Dated(story(before='<p class="info">3 May 2016 to 5 May 2016, town hall</p>'), None),
    "no date": Dated(story(), None),
    "two digits of the year": Dated(story(before='<span class="date">14.09.16, 10:30</span>'), "2016-09-14"),
    "two digits in a line without a name": Dated(story(before="<div><span>By A. Smith</span> <span>14.09.16</span></div>"), "2016-09-14"),
    "a version is no date": Dated(story(before='<div class="info">Map of the line 10.12.14.2</div><div class="info">Build 9.10.11-3</div>'), None),
    "begins its paragraph": Dated(story(before=f'<p><span class="date">14.09.2016</span> Press release of the harbour, number 12: {prose(120)}</p>'), "2016-09-14"),
    "later in its paragraph": Dated(story(before='<p>The boat was in the yard from May to <span class="date">14.09.2016</span> and then sailed.</p>'), None),
    "what is shown contradicts the attribute": Dated(story(before='<time datetime="2019-02-03T10:00:00Z">Published on 14 September 2016</time>'), "2016-09-14"),
    "spanish name of the element": Dated(story(after='<div class="fecha-nota"><span>14 de septiembre de 2016</span></div>'), "2016-09-14"),
    "written on, in german": Dated(story(after="<div>Dieser Beitrag wurde am 14. September 2016 von A. Muster geschrieben</div>"), "2016-09-14"),
    "many dates before the story": Dated(
        "".join(f'<div class="latest"><time datetime="2020-01-{day:02}">now</time></div>' for day in range(1, 13))
        + story(before='<time itemprop="datePublished" datetime="2016-09-14">14 September</time>'), "2016-09-14"
    ),
    "a period in small print": Dated(story(before='<small>Season: 1 May 2015 - 30 September 2015</small><time datetime="2016-09-14">14 September</time>'), "2016-09-14"),
}  # fmt: skip


def read(html: str) -> Page:
    """Return the page."""
    url = "https://ferry.example/boats"
    return read_page(
        Resolution(
            url=url,
            final_url=url,
            status=200,
            headers=(("content-type", "text/html; charset=utf-8"),),
            body=html.encode(),
        )
    )


@pytest.mark.parametrize("name", PAGES)
def test_date_of_publication(name: str) -> None:
    """A story would be reported as of another date, or a wrong date would stay unseen."""
    page, dated = read(PAGES[name].html), PAGES[name]
    assert (page.published and page.published[:10]) == dated.published
    if dated.modified is not None:
        assert (page.modified or "")[:10] == dated.modified


@pytest.mark.parametrize(
    ("given", "path", "expected"),
    [
        ("2016-09-15T03:10:00Z", "/2016/09/14/boats", "2016-09-14"),
        ("2016-09-13T22:10:00+00:00", "/news/2016/9/14/boats", "2016-09-14"),
        ("2016-09-14T22:10:00+00:00", "/2016/09/14/boats", "2016-09-14T22:10:00+00:00"),
        ("2016-09-15T03:10:00+03:00", "/2016/09/14/boats", "2016-09-15T03:10:00+03:00"),
        ("2016-09-20T03:10:00+00:00", "/2016/09/14/boats", "2016-09-20T03:10:00+00:00"),
        ("2016-09-15T03:10:00+00:00", "/2016/99/99/boats", "2016-09-15T03:10:00+00:00"),
    ],
)
def test_the_day_of_the_site_where_times_are_in_utc(given: str, path: str, expected: str) -> None:
    """A story of Tuesday evening would be of Wednesday, since it was night in Greenwich."""
    url = f"https://ferry.example{path}"
    body = story(head=meta("article:published_time", given)).encode()
    headers = (("content-type", "text/html; charset=utf-8"),)
    page = read_page(Resolution(url=url, final_url=url, status=200, headers=headers, body=body))
    assert page.published == expected


def test_no_worse_than_htmldate() -> None:
    """Dates would be found on fewer pages than a library made for nothing else finds."""
    ours = theirs = 0
    for dated in PAGES.values():
        found = read(dated.html).published
        ours += (found and found[:10]) == dated.published
        theirs += find_date(dated.html, original_date=True) == dated.published
    assert 10 < theirs <= ours == len(PAGES)


def test_null_date_vouches_for_no_page(tmp_path: Path) -> None:
    """An error page would pass as a living source since its template has a null date."""
    url = "https://ferry.example/boats"
    for null in ("0001-01-01T00:00:00Z", "1970-01-01T00:00:00+00:00", "9999-12-31"):
        body = (
            f"<html><head><title>Page not found</title>{meta('article:published_time', null)}"
            "</head><body><h1>Page not found</h1><p>It was deleted or moved.</p></body></html>"
        )
        (verdict,) = check(tmp_path, f"See [this]({url}).\n", Answer(url, body)).verdicts
        assert rules(verdict) == ["soft-404"]
        assert verdict.page is not None
        assert verdict.page.liveness.kind is PageKind.SOFT_404


@pytest.mark.parametrize("null", ["0001-01-01", "1970-01-01", "9999-12-31"])
def test_null_date_in_the_article_contradicts_nothing(tmp_path: Path, null: str) -> None:
    """An article whose generator wrote a null date would get a note at every source it has."""
    url = "https://ferry.example/boats"
    article = (
        f"---\ntitle: A\ndate: {null}\nsources:\n  - url: {url}\n"
        f"    title: Ferry line gets two new boats\n    date: {null}\n---\n\nText.\n"
    )
    page = story(head=meta("article:published_time", "2016-09-14"))
    (verdict,) = check(tmp_path, article, Answer(url, page)).verdicts
    assert rules(verdict) == []


def test_date_of_another_story_on_a_line_of_its_own() -> None:
    """A page's side column would date it, where a line break stands before the day."""
    aside = "<ul class=sidebar><li>Published\n 5 March 2014</ul>"
    page = f"<h1>Talks end</h1><p>{'They talked for long. ' * 40}</p>{aside}"
    assert read(page).published is None
