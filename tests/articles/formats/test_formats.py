"""The same sources are found in every format, each at its exact place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from linkcheck.articles import find_files, read_article
from linkcheck.errors import ArticleError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from linkcheck.models import Article

HTML = """<!DOCTYPE html>
<html lang="en-GB"><head><title>Ministers meet | Daily</title>
<meta property="article:published_time" content="2014-03-31T08:00:00Z"></head><body>
<nav><a href="https://daily.example/menu">Menu</a></nav>
<h1>Ministers meet in Paris</h1>
<p>They met <a href="https://wire.example/a?x=1&amp;y=2">for four hours</a> on Sunday.
<pre><a href="https://code.example/">code</a></pre>
<h2>External links</h2>
<p><b>Governments:</b></p>
<ul><li>US Department of State: <a href='http://www.state.gov/r/1.htm'>John Kerry, statement in Paris</a>
</ul>
<p>Press articles:</p>
<ul>
<li>Kyiv Post, Ukraine: <a href=https://kyivpost.com/a-1>Russia demands broad autonomy for Ukrainian regions</a>
<li>CNN: <a href="https://cnn.com/k"><i>Kerry:</i> Russia supports finding a diplomatic solution to crisis in Ukraine</a></li>
<li>Leviy bereg, Ukraine: <a hreflang="ru" href="https://lb.ua/1">США отказались требовать от Украины федерализации</a></li>
</ul><!-- <a href="https://hidden.example/">no</a> --></body></html>
"""
MARKDOWN = """---
title: Ministers meet in Paris
lang: en
date: 2014-03-31
---

They met [for four hours](https://wire.example/a?x=1&y=2) on Sunday. `[code](https://code.example/)`

## External links

Governments:

- US Department of State: [John Kerry, statement in Paris](<http://www.state.gov/r/1.htm> "at state.gov")

Press articles:

* Kyiv Post, Ukraine: [Russia demands broad autonomy for Ukrainian regions][kp]
* CNN: [*Kerry:* Russia supports finding a diplomatic solution to crisis in Ukraine](https://cnn.com/k)
* Leviy bereg, Ukraine: <a hreflang="ru" href="https://lb.ua/1">США отказались требовать от Украины федерализации</a>

[kp]: https://kyivpost.com/a-1
"""
TEXT = """Ministers meet in Paris

They met for four hours on Sunday (https://wire.example/a?x=1&y=2).

External links:

Governments:

  • US Department of State: John Kerry, statement in Paris http://www.state.gov/r/1.htm

Press articles:

  • Kyiv Post, Ukraine: Russia demands broad autonomy for Ukrainian regions https://kyivpost.com/a-1
  • CNN: Kerry: Russia supports finding a diplomatic solution to crisis in Ukraine https://cnn.com/k
  • Leviy bereg, Ukraine: США отказались требовать от Украины федерализации https://lb.ua/1
"""
SOURCES = [
    (
        "Governments",
        "US Department of State",
        None,
        "John Kerry, statement in Paris",
        "http://www.state.gov/r/1.htm",
    ),
    (
        "Press articles",
        "Kyiv Post",
        "Ukraine",
        "Russia demands broad autonomy for Ukrainian regions",
        "https://kyivpost.com/a-1",
    ),
    (
        "Press articles",
        "CNN",
        None,
        "Kerry: Russia supports finding a diplomatic solution to crisis in Ukraine",
        "https://cnn.com/k",
    ),
    (
        "Press articles",
        "Leviy bereg",
        "Ukraine",
        "США отказались требовать от Украины федерализации",
        "https://lb.ua/1",
    ),
]
FILES = {"a.html": HTML, "a.md": MARKDOWN, "a.txt": TEXT}


def write(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    """Write an article file exactly as given."""
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def check_places(article: Article, text: str) -> None:
    """Assert that every address stands where its citation says."""
    for citation in article.citations:
        place = citation.location
        if citation.written is not None:
            assert text[place.start : place.end] == citation.written
        before = text[: place.start]
        assert place.line == before.count("\n") + 1
        assert place.column == len(before) - (before.rfind("\n") + 1) + 1


@pytest.mark.parametrize("name", FILES)
def test_the_four_sources_are_found_in_every_format(tmp_path: Path, name: str) -> None:
    """An archive in one format would be checked and the same archive in another would not."""
    article = read_article(write(tmp_path, name, FILES[name]))
    listed = [citation for citation in article.citations if not citation.inline]
    found = [(c.section, c.publisher, c.place, c.title, c.url) for c in listed]
    assert found == SOURCES
    assert [citation.title_language for citation in listed] == ["en", "en", "en", "ru"]
    check_places(article, FILES[name])


@pytest.mark.parametrize("name", FILES)
def test_links_of_running_text_are_inline_with_their_sentence(tmp_path: Path, name: str) -> None:
    """A sentence's words would be held against the headline they link to."""
    article = read_article(write(tmp_path, name, FILES[name]))
    inline = [citation for citation in article.citations if citation.inline]
    assert [citation.url for citation in inline] == ["https://wire.example/a?x=1&y=2"]
    assert (inline[0].context or "").startswith("They met")


@pytest.mark.parametrize("name", FILES)
def test_titles_stand_where_the_citation_says(tmp_path: Path, name: str) -> None:
    """A fixed title would be written over other words."""
    text = FILES[name]
    for citation in read_article(write(tmp_path, name, text)).citations:
        place = citation.title_location
        if place is not None and "*" not in text[place.start : place.end]:
            shown = text[place.start : place.end].replace("</i>", "").replace("<i>", "")
            assert shown == citation.title


@pytest.mark.parametrize("name", FILES)
def test_article_says_its_title_and_language(tmp_path: Path, name: str) -> None:
    """Findings would not be told apart by article, nor translations recognised."""
    article = read_article(write(tmp_path, name, FILES[name]))
    assert article.title == "Ministers meet in Paris"
    assert article.language == "en"
    assert name.endswith("txt") or article.published == "2014-03-31"


@pytest.mark.parametrize("name", FILES)
def test_carriage_returns_do_not_move_places(tmp_path: Path, name: str) -> None:
    """Files written on Windows would be reported, and fixed, at the wrong places."""
    text = FILES[name].replace("\n", "\r\n")
    article = read_article(write(tmp_path, name, text))
    listed = [citation for citation in article.citations if not citation.inline]
    assert [citation.url for citation in listed] == [source[4] for source in SOURCES]
    check_places(article, text)


@pytest.mark.parametrize("encoding", ["windows-1251", "koi8-u", "utf-8-sig", "utf-16"])
def test_article_files_of_other_encodings(tmp_path: Path, encoding: str) -> None:
    """Old articles in Ukrainian would be read as noise."""
    text = (
        "Рада прийняла закон про архіви\n\nДепутати підтримали закон після довгої суперечки, "
        "повідомляє видання.\n\nДжерела:\n\n- Вісник, Україна: Закон про архіви прийнято "
        "https://visnyk.example/1\n"
    )
    article = read_article(write(tmp_path, "a.txt", text, encoding))
    (citation,) = article.citations
    assert (citation.publisher, citation.place) == ("Вісник", "Україна")
    assert citation.title == "Закон про архіви прийнято"
    check_places(article, text)


def test_source_without_address_is_kept_only_in_lists_of_sources(tmp_path: Path) -> None:
    """Every bullet point of a text would become an unlinked citation."""
    text = (
        "# Plan\n\nWe need:\n\n- bread: white\n- milk\n\n## Джерела\n\n- Голос: Назва статті\n"
        "\n## Далі\n\n- ще: один пункт\n"
    )
    article = read_article(write(tmp_path, "a.md", text))
    (citation,) = article.citations
    assert (citation.url, citation.publisher, citation.title) == (None, "Голос", "Назва статті")
    assert citation.location.line == 10


def test_list_of_sources_without_list_markup(tmp_path: Path) -> None:
    """Sources on lines of their own would pass as running text, whose titles prove nothing."""
    text = (
        "<p>They met <a href='https://x.example/0'>in Paris</a>.</p><p><b>Джерела:</b><br>"
        "1. <a href='https://x.example/1'>Назва першої статті</a> (Голос, 5 травня 2014)<br/>"
        "2. Вісник: <a href='https://x.example/2'>Назва другої</a></p>"
    )
    found = read_article(write(tmp_path, "a.html", text)).citations
    assert [(c.publisher, c.title, c.inline) for c in found] == [
        (None, "in Paris", True),
        ("Голос", "Назва першої статті", False),
        ("Вісник", "Назва другої", False),
    ]


def test_running_text_ends_a_list_of_plain_text(tmp_path: Path) -> None:
    """Every bullet point after the sources would be an unlinked citation."""
    text = (
        "Title\n\nSources:\n\n- CNN: Talks end\n\nThe talks went on after that.\n\n- stray point\n"
    )
    found = read_article(write(tmp_path, "a.txt", text)).citations
    assert [citation.title for citation in found] == ["Talks end"]


@pytest.mark.parametrize(
    ("item", "publisher", "title"),
    [
        ("[CNN](https://x.example/1): Talks end", "CNN", "Talks end"),
        (
            "[Talks end in Paris](https://x.example/1) — Kyiv Post",
            "Kyiv Post",
            "Talks end in Paris",
        ),
        ("[Talks end in Paris](https://x.example/1) (CNN)", "CNN", "Talks end in Paris"),
        ("[Talks end in Paris](https://x.example/1)", None, "Talks end in Paris"),
        ("<https://x.example/1>", None, None),
        ("https://x.example/1", None, None),
        ("CNN: Talks end in Paris ([here](https://x.example/1))", "CNN", "Talks end in Paris"),
        ("«Голос»: [«Переговори завершено»](https://x.example/1)", "Голос", "Переговори завершено"),
    ],
)
def test_forms_of_an_item(tmp_path: Path, item: str, publisher: str | None, title: str) -> None:
    """A form that articles use would be read as another title or publisher."""
    article = read_article(write(tmp_path, "a.md", f"## Sources\n\n- {item}\n"))
    (citation,) = article.citations
    assert (citation.publisher, citation.title) == (publisher, title)
    assert citation.url == "https://x.example/1"


def test_addresses_that_lead_nowhere_on_the_web_are_no_citations(tmp_path: Path) -> None:
    """Mail addresses and places on the same page would be reported as broken."""
    text = (
        '<p><a href="mailto:a@b.example">m</a> <a href="#top">t</a> <a href="">e</a> <a>n</a>'
        '<a href="javascript:void(0)">j</a> <a href="/own/page">own</a>'
        '<a href="//cdn.example/x">scheme of the page</a></p>'
    )
    article = read_article(write(tmp_path, "a.html", text))
    assert [citation.url for citation in article.citations] == ["https://cdn.example/x"]


def test_address_that_is_none_stays_to_be_reported(tmp_path: Path) -> None:
    """A mistyped address would pass as no link at all."""
    article = read_article(write(tmp_path, "a.md", "See [it](htp:/broken) there.\n"))
    assert [citation.url for citation in article.citations] == ["htp:/broken"]


def test_quotations_with_their_speakers(tmp_path: Path) -> None:
    """Words could not be looked for in the source they are taken from."""
    text = (
        "Talks\n\n“We have agreed to meet again next week in Geneva,” Kerry said on Sunday.\n\n"
        "«Ми домовилися зустрітися знову за тиждень», заявив Андрій Дещиця.\n\n"
        'The "big" deal and “a short one” are no quotations.\n'
    )
    found = read_article(write(tmp_path, "a.txt", text)).quotations
    assert [(quotation.speaker, quotation.text[:14]) for quotation in found] == [
        ("Kerry", "We have agreed"),
        ("Андрій Дещиця", "Ми домовилися "),
    ]
    for quotation in found:
        assert text[quotation.location.start :].startswith(quotation.text)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\x00\x01\x02PK", "binary"),
        (bytes(range(1, 9)), "binary"),
    ],
)
def test_files_that_are_no_articles(tmp_path: Path, data: bytes, words: str) -> None:
    """A binary file would end in a traceback, or pass as an article without sources."""
    path = tmp_path / "a.md"
    path.write_bytes(data)
    with pytest.raises(ArticleError, match=words) as caught:
        read_article(path)
    assert str(path) in str(caught.value)


def test_broken_front_matter_is_a_problem_with_its_line(tmp_path: Path) -> None:
    """A slip in the front matter would hide the whole article, or be passed over."""
    text = "---\ntitle: ok\nlang: [en\n---\n\n[a](https://x.example/)\n"
    article = read_article(write(tmp_path, "a.md", text))
    assert [citation.url for citation in article.citations] == ["https://x.example/"]
    (problem,) = article.problems
    assert problem.line is not None
    assert 2 <= problem.line <= 4


def test_folders_are_walked_in_order(tmp_path: Path) -> None:
    """Reports would change their order from run to run, or hidden folders be checked."""
    for name in ("b.md", "a.txt", "c/d.html", "c/x.png", ".git/e.md", "node_modules/f.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("text")
    found = [path.relative_to(tmp_path).as_posix() for path in find_files([tmp_path])]
    assert found == ["a.txt", "b.md", "c/d.html"]


def test_missing_path_is_named(tmp_path: Path) -> None:
    """A misspelt path would pass as a folder without findings."""
    with pytest.raises(UsageError, match=r"nowhere\.md"):
        list(find_files([tmp_path / "nowhere.md"]))


def test_title_of_a_page_without_heading(tmp_path: Path) -> None:
    """An article would be named with the name of its site."""
    text = '<title>Talks end | Daily</title><meta property="og:title" content="Talks end"><p>x'
    assert read_article(write(tmp_path, "a.html", text)).title == "Talks end"


def test_quotations_with_mixed_or_missing_marks(tmp_path: Path) -> None:
    """Words could not be looked for in their source for want of a mark."""
    text = (
        'T\n\n“Mixed marks are used in this sentence here," Petrenko said.\n\n'
        '"The other way round is found as well,” she said.\n\n'
        "“This one goes on in the paragraph that follows it.\n"
    )
    found = read_article(write(tmp_path, "a.txt", text)).quotations
    assert [quotation.text[:10] for quotation in found] == [
        "Mixed mark",
        "The other ",
        "This one g",
    ]
    assert found[0].speaker == "Petrenko"


def test_address_with_a_space_is_one_address(tmp_path: Path) -> None:
    """Another host than the one cited would be asked for."""
    article = read_article(write(tmp_path, "a.md", "[t](https://exa mple.org/x) and on\n"))
    assert [citation.url for citation in article.citations] == ["https://exa mple.org/x"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.md", "---\ndate: 2014-03-31\nlastmod: 2024-05-01\n---\nText.\n"),
        (
            "a.html",
            '<meta property="article:modified_time" content="2024-05-01T08:00:00Z"><p>Text.',
        ),
        ("a.jsonl", '{"markdown": "Text.", "published": "2014-03-31", "modified": "2024-05-01"}\n'),
        ("a.rst", "Title\n=====\n\n:date: 2014-03-31\n:updated: 2024-05-01\n\nText.\n"),
    ],
)
def test_when_an_article_was_revised(name: str, text: str, tmp_path: Path) -> None:
    """What it cites since would be held to be newer than itself."""
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    assert read_article(path).modified == "2024-05-01"
