"""Wikitext of English, Ukrainian and Russian Wikipedia."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from linkcheck.articles import read_article
from tests.articles.test_formats import check_places, write

if TYPE_CHECKING:
    from pathlib import Path

    from linkcheck.models import Citation

PAGE = """'''Talks''' were held in [[Paris]]<ref>{{Cite news |last=Smith |first=Ann |title=Talks end {{!}} no ''deal''
|url = https://cnn.com/k?a=1 |newspaper=CNN |date=March 30, 2014 |access-date=1 May 2014
|archive-url=https://web.archive.org/web/2014/https://cnn.com/k |archive-date=2014-04-01 |url-status=dead}}</ref>
and later.<ref name="b">Kyiv Post: [https://kyivpost.com/a Russia demands autonomy], 31 March 2014</ref><ref name="b"/>
<!-- [https://comment.example/ x] --><nowiki>https://nowiki.example/</nowiki>

== Примітки ==
{{reflist}}
== External links ==
* [http://www.state.gov/r/1.htm John Kerry, statement in Paris] (US Department of State)
* {{публикация|автор=Иванов И.|заглавие=США отказались|ссылка=https://lb.ua/1|издание=Левый берег|год=2014|язык=ru}}
* {{cite web|script-title=uk:Переговори завершено|trans-title=Talks are over|url=//x.example/2|lang=Ukrainian}}
* {{Cite web|title=Без адреси|website=Вісник|дата=30 березня 2014}}
* {{Книга|назва=Паперова книга|рік=2001}}
* https://bare.example/x.
"""


def citations(tmp_path: Path, text: str) -> dict[str | None, Citation]:
    """Return the citations of a page by their addresses."""
    article = read_article(write(tmp_path, "a.wiki", text))
    check_places(article, text)
    return {citation.url: citation for citation in article.citations}


def test_sources_of_a_page(tmp_path: Path) -> None:
    """The sources of an encyclopaedia would not be checked."""
    found = citations(tmp_path, PAGE)
    assert list(found) == [
        "https://cnn.com/k?a=1",
        "https://kyivpost.com/a",
        "http://www.state.gov/r/1.htm",
        "https://lb.ua/1",
        "https://x.example/2",
        None,
        "https://bare.example/x",
    ]
    cnn = found["https://cnn.com/k?a=1"]
    assert (cnn.title, cnn.publisher, cnn.author, cnn.date) == (
        "Talks end | no deal",
        "CNN",
        "Smith, Ann",
        "2014-03-30",
    )
    assert (cnn.archive_url, cnn.archive_date, cnn.access_date, cnn.url_status) == (
        "https://web.archive.org/web/2014/https://cnn.com/k",
        "2014-04-01",
        "2014-05-01",
        "dead",
    )
    post = found["https://kyivpost.com/a"]
    assert (post.title, post.publisher, post.date) == (
        "Russia demands autonomy",
        "Kyiv Post",
        "2014-03-31",
    )
    state = found["http://www.state.gov/r/1.htm"]
    assert (state.title, state.publisher, state.section) == (
        "John Kerry, statement in Paris",
        "US Department of State",
        "External links",
    )
    lb = found["https://lb.ua/1"]
    assert (lb.title, lb.publisher, lb.author, lb.date, lb.language, lb.section) == (
        "США отказались",
        "Левый берег",
        "Иванов И.",
        "2014",
        "ru",
        "External links",
    )
    script = found["https://x.example/2"]
    assert (script.title, script.trans_title, script.language) == (
        "Переговори завершено",
        "Talks are over",
        "uk",
    )
    unlinked = found[None]
    assert (unlinked.title, unlinked.publisher, unlinked.date) == (
        "Без адреси",
        "Вісник",
        "2014-03-30",
    )


@pytest.mark.parametrize("title", ["Plain words", "Назва із пробілами", "ru:Название"])
def test_title_stands_where_the_citation_says(tmp_path: Path, title: str) -> None:
    """A mended title would be written over other words."""
    field = "script-title" if ":" in title else "title"
    text = f"{{{{cite web | url=https://a.example/ | {field} =  {title}  }}}}"
    (citation,) = citations(tmp_path, text).values()
    place = citation.title_location
    assert place is not None
    assert text[place.start : place.end] == citation.title == title.rpartition(":")[2]


def test_long_pages_are_read_in_time(tmp_path: Path) -> None:
    """A long list of sources would take minutes."""
    item = "* Вісник: [https://x.example/{0} Назва {0}] {{{{cite web|url=https://y.example/{0}|title=T {0}}}}}\n"
    text = "== Джерела ==\n" + "".join(map(item.format, range(1500)))
    assert len(citations(tmp_path, text)) == 3000
