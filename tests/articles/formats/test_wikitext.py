"""Wikitext of English, Ukrainian and Russian Wikipedia."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import mwparserfromhell
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkcheck.articles import read_article
from linkcheck.articles.formats.wikitext import articles
from linkcheck.articles.source import Source
from linkcheck.errors import ArticleError
from tests.articles.formats.test_formats import check_places, write

if TYPE_CHECKING:
    from pathlib import Path

    from linkcheck.models import Article, Citation

# What wikitext is made of, closed and unclosed, in any order.
MARKUP = [
    "{{", "}}", "{{{", "}}}", "[[", "]]", "[http://a.example/b", "]", "|", "=", "\n", "\r\n", "\n* ",
    "\n== x ==", "\n{|", "\n|-", "\n|}", "<ref>", "</ref>", "<ref name=a/>", "<div ", "<br>", "<li>",
    ">", "<", "''", "'''", "<!--", "-->", "<nowiki>", "</nowiki>", "https://x.example/z", "&amp;",
    "{{cite web|", "|url=https://q.example/s", "|title=T ", "|script-title=ru:", "{{DISPLAYTITLE:",
    "|chapter-url=//c.example/d", "[[File:a|", "{{!}}", " ", "a", "й", "\0",
]  # fmt: skip

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
    """A fixed title would be written over other words."""
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


def read(text: str) -> Article:
    """Return the article of a page, its places checked against the text."""
    (article,) = articles(Source(text, "a.wiki"))
    for citation in article.citations:
        place = citation.location
        if citation.written is not None:
            assert text[place.start : place.end] == citation.written
    return article


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(MARKUP) | st.text(max_size=3), max_size=30).map("".join))
def test_any_markup_is_read_and_located(text: str) -> None:
    """A page with broken markup would end the run, or have the wrong words rewritten."""
    read(text)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("A{{efn|See [https://a.example/1 One] and {{cite web|url=https://a.example/2}}}}", 2),
        ("{{reflist|refs=<ref name=x>{{cite web|url=https://a.example/1|title=T}}</ref>}}", 1),
        ("{{Infobox|website=[https://a.example/1 Site]|source=https://a.example/2}}", 2),
        ("[[File:x.jpg|thumb|By [https://a.example/1 B]<ref>https://a.example/2</ref>]]", 2),
        ("<gallery>\nFile:a.jpg|b <ref>[https://a.example/1 C]</ref>\n</gallery>", 1),
        ("{|\n! H\n|-\n| [https://a.example/1 A]\n| {{cite web|url=https://a.example/2}}\n|}", 2),
        ("{{official website|https://a.example/1}} {{URL|https://a.example/2|Name}}", 2),
        (
            "<ref>{{cite web|url=https://a.example/1|title=T}} never closed [https://a.example/2 x",
            2,
        ),
        ("{{never closed|<div class=[https://a.example/1 A]\0 https://a.example/2", 2),
        ("''https://a.example/1'' '''[https://a.example/2 A]'''", 2),
        ("== A [https://a.example/1 B] ==", 1),
        ("<code>https://a.example/</code><!-- [https://a.example/ A] --><pre>//a.example</pre>", 0),
        ("<nowiki>{{cite web|url=https://a.example/|title=T}}</nowiki>", 0),
        ("{{cite web|url={{made up|https://a.example/}}|title=T}}", 0),
    ],
)
def test_links_are_found_wherever_they_stand(text: str, count: int) -> None:
    """Sources inside other templates, pictures and tables would never be checked."""
    found = [citation.url for citation in read(text).citations]
    assert found == [f"https://a.example/{number}" for number in range(1, count + 1)]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("https://a.example/?a=1{{!}}b{{=}}2", "https://a.example/?a=1|b=2"),
        ("https://a.example/?a=1&amp;b=2", "https://a.example/?a=1&b=2"),
        ("//a.example/", "https://a.example/"),
        ("www.a.example/x", "www.a.example/x"),
    ],
)
def test_address_as_meant(written: str, meant: str) -> None:
    """Another address than the article's would be asked for."""
    text = f"{{{{cite web|url=<!-- live --> {written} <!-- since 2014 -->|title=<!-- a -->T}}}}"
    (citation,) = read(text).citations
    place = citation.title_location
    assert (citation.url, citation.written, citation.title) == (meant, written, "T")
    assert place is not None
    assert text[place.start : place.end] == "T"


@pytest.mark.parametrize(
    ("arguments", "field", "value"),
    [
        ("назва=Т|веб-сайт=Вісник|дата-доступу=1 травня 2014", "access_date", "2014-05-01"),
        ("назва=Т|url-архіву=https://b.example/|дата-архіву=2014-05", "archive_date", "2014-05"),
        ("title=T|archiveurl=//b.example/c", "archive_url", "https://b.example/c"),
        ("title=T|deadlink=yes", "url_status", "dead"),
        ("title=T|dead-url=no", "url_status", "live"),
        ("title=T|url-status=usurped", "url_status", "usurped"),
        ("agency=Reuters|work=Вісник|title=T", "publisher", "Вісник"),
        ("title=T {{lang|ru|''Слово''}}{{nbsp}}[[a|b]]", "title", "T Слово b"),
        ("title=Об''єднані'' l''''amour'''", "title", "Обєднані l'amour"),
        ("title=Old|title=New", "title", "New"),
        ("title=T|мовою=російською", "language", "ru"),
    ],
)
def test_fields_of_a_template(arguments: str, field: str, value: str) -> None:
    """What a template says of its source would be lost, or another of its words taken for it."""
    (citation,) = read(f"{{{{Cite web|url=https://a.example/|{arguments}}}}}").citations
    assert getattr(citation, field) == value


def test_edition_of_a_book_is_no_publisher() -> None:
    """Every linked book would be reported as published by its "2nd edition"."""
    text = (
        "{{публикация|книга|заглавие=Т|ссылка=https://a.example/|издание=2-е изд.|издательство=И}}"
    )
    assert [citation.publisher for citation in read(text).citations] == ["И"]


def test_chapter_and_book_are_two_sources() -> None:
    """The title of the book would be looked for on the page of its chapter."""
    text = "{{cite book|title=B|url=https://a.example/b|chapter=C|chapter-url=https://a.example/c}}"
    found = {citation.url: citation.title for citation in read(text).citations}
    assert found == {"https://a.example/b": "B", "https://a.example/c": "C"}


@pytest.mark.parametrize("mark", ["{{ref-uk}}", "{{uk icon}}", "{{in lang|uk}}"])
def test_language_mark_behind_a_source(mark: str) -> None:
    """A source marked as Ukrainian would be said to be in an unexpected language."""
    text = f"== Джерела ==\n* Вісник: [https://a.example/ Назва] {mark}\n"
    assert [citation.language for citation in read(text).citations] == ["uk"]


def test_displayed_title_is_the_title() -> None:
    """Reports would name the article by its file alone."""
    assert read("{{DISPLAYTITLE:''Talks'' in Paris}}\nText.").title == "Talks in Paris"


@pytest.mark.parametrize(
    "unit",
    [
        "{{a|",
        "{{{a|",
        "[[a|",
        "<ref name=",
        "<ref>",
        "<div>",
        "\n{|\n|",
        "<!--",
        "''}}{{a|",
        "{{a|\n== x}}",
    ],
)
def test_markup_that_is_never_closed_is_kept_from_the_parser(
    unit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hostile page of some kilobytes would be parsed for minutes."""
    seen: list[str] = []
    parse = mwparserfromhell.parse

    def noting(text: str) -> object:
        seen.append(text)
        return parse(text)

    monkeypatch.setattr(mwparserfromhell, "parse", noting)
    read(unit * 500)
    # An opening is left only where it is closed: the parser starts again at every other.
    text = seen[0]
    assert text.count("{{") <= text.count("}}")
    assert not any(mark in text for mark in ("[[", "<", "{|", "{{{", "''", "\n=="))


def test_page_that_the_parser_cannot_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of the parser would end the run, and the page's sources go unchecked."""

    def parse(_text: str) -> None:
        raise ValueError

    monkeypatch.setattr(mwparserfromhell, "parse", parse)
    found = [citation.url for citation in read("A https://a.example/1 b").citations]
    assert found == ["https://a.example/1"]


def test_parser_that_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The user would see a traceback and not what to install."""
    monkeypatch.setitem(sys.modules, "mwparserfromhell", None)
    with pytest.raises(ArticleError, match=r"linkcheck-bilingual\[wiki\]"):
        read("A")


@pytest.mark.parametrize(
    "text",
    ["[{} A story]", "{}", "{{{{cite web|url={}|title=A story}}}}", "<ref>{} A story</ref>"],
)
@pytest.mark.parametrize("name", ["section", "region", "copy", "para", "notify", "times", "lt"])
def test_ampersands_before_names(tmp_path: Path, text: str, name: str) -> None:
    """A living page would be called dead, since a parameter's name became another character."""
    url = f"https://x.example/r?id=5&{name}=news"
    assert list(citations(tmp_path, text.format(url))) == [url]
    escaped = url.replace("&", "&amp;")
    assert list(citations(tmp_path, text.format(escaped))) == [url]


@pytest.mark.parametrize("mark", ["{{dead link|date=May 2015}}", "{{cbignore}}{{dead link}}"])
@pytest.mark.parametrize(
    "text", ["* {}{}", "<ref>{}{}</ref>", "* Herald: [{}{} A story]", "See {}{}."]
)
def test_remarks_glued_to_an_address(tmp_path: Path, text: str, mark: str) -> None:
    """The remark would be taken for a title, and a living page for another story."""
    url = "https://x.example/r?id=7"
    found = citations(tmp_path, "== External links ==\n" + text.format(url, mark))
    assert list(found) == [url]
    assert found[url].title in {None, "A story"}


@pytest.mark.parametrize("name", ["{{PAGENAME}}", "{{urlencode:a b}}", "{{x}}/b"])
def test_addresses_that_templates_make_up(tmp_path: Path, name: str) -> None:
    """An address that only the wiki knows would be requested without its end, and called dead."""
    assert [
        url for url in citations(tmp_path, f"[https://x.example/a/{name} A story]") if url
    ] == []


@pytest.mark.parametrize(
    "remark",
    ["— a remark of the editors", "С. 12–15.", "(subscription needed)", ". Retrieved in May"],
)
def test_remarks_behind_a_template(tmp_path: Path, remark: str) -> None:
    """A remark would be reported as a source without an address."""
    text = f"== External links ==\n* {{{{cite web|url=https://x.example/a|title=A story}}}} {remark}\n* Herald: A title\n"
    assert [c.title for c in citations(tmp_path, text).values()] == ["A story", "A title"]


@pytest.mark.parametrize("mark", ["{{ref-uk}}", "{{uk icon}}", "{{in lang|uk}}", ". {{ref-uk}}"])
@pytest.mark.parametrize("around", ["* {}", "<ref>{}</ref>"])
def test_language_marks_behind_a_template(tmp_path: Path, around: str, mark: str) -> None:
    """A page in another language than the article says would not be noticed."""
    text = around.format(f"{{{{cite web|url=https://x.example/a|title=A story}}}} {mark}")
    assert citations(tmp_path, text)["https://x.example/a"].language == "uk"


def test_archived_copies_behind_a_source(tmp_path: Path) -> None:
    """The copy would count as a second source, and could be called a duplicate."""
    copy = "https://web.archive.org/web/2016/https://x.example/a"
    text = (
        "A.<ref>{{cite web|url=https://x.example/a|title=A story}} "
        f"{{{{webarchive|url={copy}|date=1 June 2016}}}}</ref> B.<ref>https://y.example/b "
        f"{{{{Wayback|url={copy}}}}}</ref>"
    )
    first, second = citations(tmp_path, text).values()
    assert (first.archive_url, first.archive_date) == (copy, "2016-06-01")
    assert (second.url, second.archive_url) == ("https://y.example/b", copy)
