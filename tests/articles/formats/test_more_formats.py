"""Formats of archives: reStructuredText, JSON lines, WordPress exports, front matter, footnotes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from linkcheck.articles import read_article, read_articles
from linkcheck.articles.formats.registry import Format, format_named, formats, sniffed
from linkcheck.errors import UsageError
from tests.articles.formats.test_formats import check_places, write

if TYPE_CHECKING:
    from pathlib import Path

    from linkcheck.models import Article

RST = """Ministers meet in Paris
=======================

:date: 2014-03-31
:language: en

They met `for four hours <https://wire.example/a?x=1&y=2>`_. See ``https://code.example/``.

.. code-block:: text

   https://code.example/b

.. https://comment.example/

External links
--------------

Press articles:

* Kyiv Post, Ukraine: `Russia demands broad autonomy`_
* CNN: `Kerry: Russia supports
  talks <https://cnn.com/k>`__
* Leviy bereg, Ukraine: США отказались требовать федерализации (in Russian) https://lb.ua/1.
* `Anonymous one`__

.. _Russia demands broad autonomy: https://kyivpost.com/a-1

__ https://anonymous.example/1
"""


def found(article: Article) -> list[tuple[str | None, str | None, str | None]]:
    """Return publisher, title and address of the citations that are not inline."""
    return [(c.publisher, c.title, c.url) for c in article.citations if not c.inline]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_restructuredtext(tmp_path: Path, newline: str) -> None:
    """Sources of articles in Sphinx and Pelican would not be checked."""
    text = RST.replace("\n", newline)
    article = read_article(write(tmp_path, "a.rst", text))
    assert (article.title, article.language, article.published) == (
        "Ministers meet in Paris",
        "en",
        "2014-03-31",
    )
    assert found(article) == [
        ("Kyiv Post", "Russia demands broad autonomy", "https://kyivpost.com/a-1"),
        ("CNN", "Kerry: Russia supports talks", "https://cnn.com/k"),
        ("Leviy bereg", "США отказались требовать федерализации", "https://lb.ua/1"),
        (None, "Anonymous one", "https://anonymous.example/1"),
    ]
    inline = [citation.url for citation in article.citations if citation.inline]
    assert inline == ["https://wire.example/a?x=1&y=2"]
    check_places(article, text)


def test_restructuredtext_includes_nothing(tmp_path: Path) -> None:
    """An article could make a build server show its own files."""
    (tmp_path / "secret.txt").write_text("https://secret.example/")
    text = f"T\n=\n\n.. include:: {tmp_path}/secret.txt\n\n.. raw:: html\n   :file: {tmp_path}/secret.txt\n"
    assert read_article(write(tmp_path, "a.rst", text)).citations == ()


def test_json_lines(tmp_path: Path) -> None:
    """Exports of content systems would not be checked, or fixed at the wrong place."""
    records = [
        {
            "id": 17,
            "url": "https://daily.example/17",
            "title": "Talks end",
            "language": "en",
            "published": "2014-03-31",
            "html": '<h2>Sources</h2>\n<ul><li>"CNN": <a href="https://cnn.com/é">Kerry: “talks”</a>',
        },
        {
            "id": "18",
            "markdown": "## Джерела\n\n- Голос: [Назва\tстатті](https://holos.example/1)\n",
        },
        {
            "title": "Ready",
            "citations": [
                {
                    "url": "https://x.example/a",
                    "title": "A title",
                    "publisher": "X",
                    "date": "2014",
                },
                7,
                {"title": "No address"},
            ],
        },
    ]
    lines = [
        json.dumps(records[0]),
        json.dumps(records[1], ensure_ascii=False),
        json.dumps(records[2]),
    ]
    text = (
        "\n".join([lines[0].replace("/", "\\/"), "", lines[1], "{broken", "[1]", lines[2]]) + "\n"
    )
    articles = list(read_articles(write(tmp_path, "a.jsonl", text)))
    first, second, broken, odd, third = articles
    assert (first.id, first.title, first.language, first.published) == (
        "17",
        "Talks end",
        "en",
        "2014-03-31",
    )
    (citation,) = first.citations
    assert citation.url == "https://cnn.com/é"
    assert citation.written == "https:\\/\\/cnn.com\\/\\u00e9"
    assert (citation.publisher, citation.title) == ("CNN", "Kerry: “talks”")
    assert found(second) == [("Голос", "Назва статті", "https://holos.example/1")]
    assert second.citations[0].location.line == 3
    assert [broken.problems[0].line, odd.problems[0].line] == [4, 5]
    assert found(third) == [("X", "A title", "https://x.example/a"), (None, "No address", None)]
    for article in articles:
        check_places(article, text)


WXR = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Щоденник</title><language>uk</language>
<item><title>Переговори &amp; угода</title><link>https://daily.example/1</link>
<pubDate>Mon, 31 Mar 2014 08:00:00 +0000</pubDate><wp:post_id>5</wp:post_id><wp:post_type>post</wp:post_type>
<content:encoded><![CDATA[Вони зустрілися <a href="https://wire.example/a?x=1&amp;y=2">у неділю</a>.

<h2>Джерела</h2>
<ul><li>Голос: <a href="https://holos.example/1">Назва статті</a></li></ul>]]></content:encoded></item>
<item><title>Picture</title><wp:post_type>attachment</wp:post_type><content:encoded>https://picture.example/</content:encoded></item>
<item><title>Second</title><wp:post_type>page</wp:post_type>
<content:encoded>&lt;p&gt;&lt;a href="https://second.example/"&gt;Title words&lt;/a&gt;&lt;/p&gt;</content:encoded></item>
</channel></rss>
"""


def test_wordpress_export(tmp_path: Path) -> None:
    """The archive of a WordPress site would not be checked."""
    articles = list(read_articles(write(tmp_path, "a.xml", WXR)))
    first, second = articles
    assert (first.id, first.title, first.url, first.language) == (
        "5",
        "Переговори & угода",
        "https://daily.example/1",
        "uk",
    )
    assert first.published == "2014-03-31T08:00:00+00:00"
    assert found(first) == [("Голос", "Назва статті", "https://holos.example/1")]
    assert first.citations[0].written == "https://wire.example/a?x=1&amp;y=2"
    assert [citation.url for citation in second.citations] == ["https://second.example/"]
    for article in articles:
        check_places(article, WXR)


@pytest.mark.parametrize(
    "text",
    [
        WXR.replace("</item>\n<item><title>Picture", "<item><title>Picture"),
        '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "b">]><rss>&a;</rss>',
    ],
)
def test_faulty_export_is_a_problem(tmp_path: Path, text: str) -> None:
    """A damaged or hostile export would end the run, or grow without end."""
    articles = list(read_articles(write(tmp_path, "a.wxr", text)))
    assert any(
        "well-formed" in problem.message for article in articles for problem in article.problems
    )


@pytest.mark.parametrize(
    ("front", "ends"),
    [
        (
            (
                '---\ntitle: "Talks"\nlang: uk\ndate: 2014-03-31\nsources:\n  - https://a.example/1\n'
                "  - title: Назва статті\n    publisher: Голос\n    url: https://b.example/2\n---\n"
            ),
            "yaml",
        ),
        (
            (
                '+++\ntitle = "Talks"\nlang = "uk"\ndate = 2014-03-31\nsources = ["https://a.example/1", '
                '{title = "Назва статті", publisher = "Голос", url = "https://b.example/2"}]\n+++\n'
            ),
            "toml",
        ),
    ],
)
def test_front_matter_names_sources(tmp_path: Path, front: str, ends: str) -> None:
    """Sources that stand in the front matter would not be checked."""
    text = front + "\nText of the article.\n"
    article = read_article(write(tmp_path, "a.md", text))
    assert (article.title, article.language, article.published) == ("Talks", "uk", "2014-03-31")
    assert found(article) == [
        (None, None, "https://a.example/1"),
        ("Голос", "Назва статті", "https://b.example/2"),
    ]
    check_places(article, text)
    place = article.citations[1].title_location
    assert place is not None
    assert text[place.start : place.end] == "Назва статті"


def test_markdown_footnotes_tables_and_code(tmp_path: Path) -> None:
    """Sources in footnotes would be missed, or links in code be checked."""
    text = (
        "# T\n\nThey met.[^1] And ![picture](https://img.example/p.png) so on.\n\n"
        "    https://code.example/indented\n\n```\n[a](https://code.example/)\n```\n\n"
        "| a | b |\n|---|---|\n| [Cell title](https://cell.example/) | <b>x</b> |\n\n"
        "<!-- [c](https://comment.example/) -->\n\n"
        "1. one\n   - [Nested](https://nested.example/(x))\n\n"
        '> [Quoted](https://quoted.example/ "t")\n\n'
        "[^1]: CNN: [Talks end](https://cnn.com/1), 30 March 2014.\n"
    )
    article = read_article(write(tmp_path, "a.md", text))
    assert {citation.url for citation in article.citations} == {
        "https://cell.example/",
        "https://nested.example/(x)",
        "https://quoted.example/",
        "https://cnn.com/1",
    }
    footnote = next(c for c in article.citations if c.url == "https://cnn.com/1")
    assert (footnote.publisher, footnote.title, footnote.date) == ("CNN", "Talks end", "2014-03-30")
    check_places(article, text)


@pytest.mark.parametrize("name", ["a.md", "a.txt", "a.jsonl", "a.html"])
def test_very_long_files_come_in_parts(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file of a million links would take all memory, or be reported at the wrong places."""
    long = 200_000  # what counts as long, so that the test is not
    for module in ("linkcheck.articles.read", "linkcheck.articles.formats.html"):
        monkeypatch.setattr(f"{module}.LARGE", long)
    monkeypatch.setattr("linkcheck.articles.source.PART", long // 4)
    monkeypatch.setattr("linkcheck.articles.formats.html_reader._SLICE", long // 4)
    monkeypatch.setattr("linkcheck.articles.formats.html._BLOCKS_IN_PART", 500)
    item = {
        "a.md": "- Голос: [Назва {0}](https://x.example/{0})\n\n",
        "a.txt": "- Голос: Назва {0} https://x.example/{0}\n",
        "a.jsonl": '{{"id": "{0}", "text": "Sources:\\n- Голос: Назва {0} https://x.example/{0}"}}\n',
        "a.html": "<li>Голос: <a href='https://x.example/{0}'>Назва {0}</a></li>\n",
    }[name]
    start = {
        "a.md": "# T\n\n## Джерела\n\n",
        "a.txt": "T\n\nSources:\n",
        "a.html": "<h1>T</h1><ul>",
    }.get(name, "")
    path = tmp_path / name
    count = 0
    with path.open("w", encoding="utf-8", newline="") as stream:
        size = stream.write(start)
        while size < long * 1.2:
            size += stream.write(item.format(count)) + 10
            count += 1
    total = parts = 0
    last = None
    for article in read_articles(path):
        parts += 1
        total += len(article.citations)
        last = article if article.citations else last
    assert total == count
    assert parts > 1
    assert last is not None
    assert name == "a.jsonl" or last.title == "T"
    place = last.citations[-1].location
    text = path.read_text(encoding="utf-8")
    assert (
        text[place.start : place.end]
        == last.citations[-1].written
        == f"https://x.example/{count - 1}"
    )
    assert place.line == text.count("\n", 0, place.start) + 1


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("<!DOCTYPE html><p>x", "html"), ('<?xml version="1.0"?><rss>', "wxr"), ('{"id": 1}', "jsonl"),
        ("# T\n\ntext", "markdown"), ("see [a](https://b.example)", "markdown"), ("plain words", "text"),
        ("{{Cite web|url=x}}", "wikitext"),
    ],
)  # fmt: skip
def test_format_of_a_nameless_text(text: str, name: str) -> None:
    """What comes through a pipe would be read as another format."""
    form, wrong = sniffed(text)
    assert (form.name, wrong) == (name, ())


def test_unknown_format_is_named() -> None:
    """A misspelt format would end in a traceback."""
    with pytest.raises(UsageError, match="markdown"):
        format_named("markdwon")
    assert all(isinstance(form, Format) for form in formats().values())


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_plain_text_with_addresses_below_their_sources(tmp_path: Path, newline: str) -> None:
    """Each source would be reported twice: without an address, and without a title."""
    text = (
        "Talks\n\nThey met.\n\nSources:\n\n1. Herald: Old bridge closed\n   for repairs\n"
        "   https://x.example/a\n2. Post: Ministers meet in spring https://x.example/b\n"
        "3. Вісник: Закон про архіви прийнято\nURL: https://x.example/c\n"
    ).replace("\n", newline)
    article = read_article(write(tmp_path, "a.txt", text))
    assert found(article)[:2] == [
        ("Herald", "Old bridge closed for repairs", "https://x.example/a"),
        ("Post", "Ministers meet in spring", "https://x.example/b"),
    ]
    assert [citation.url for citation in article.citations] == [
        f"https://x.example/{name}" for name in "abc"
    ]
    check_places(article, text)


def test_footnotes_of_wordpress(tmp_path: Path) -> None:
    """The sources of posts written since WordPress 6.3 would not be checked."""
    notes = json.dumps(
        [
            {
                "content": 'Голос: <a href="https://holos.example/?a=1&amp;b=2">Закон прийнято</a>',
                "id": "1",
            },
            {"content": "See https://x.example/note", "id": "2"},
        ]
    )
    meta = (
        f"<wp:postmeta><wp:meta_key>footnotes</wp:meta_key><wp:meta_value><![CDATA[{notes}]]>"
        "</wp:meta_value></wp:postmeta><wp:postmeta><wp:meta_key>other</wp:meta_key>"
        "<wp:meta_value>[1</wp:meta_value></wp:postmeta>"
    )
    text = WXR.replace("</content:encoded></item>", f"</content:encoded>{meta}</item>", 1)
    article = next(iter(read_articles(write(tmp_path, "a.xml", text))))
    assert found(article)[1:] == [
        ("Голос", "Закон прийнято", "https://holos.example/?a=1&b=2"),
        (None, None, "https://x.example/note"),
    ]
    check_places(article, text)
    odd = WXR.replace("<wp:post_id>", meta.replace(notes, '{"content": 1}') + "<wp:post_id>", 1)
    assert len(next(iter(read_articles(write(tmp_path, "b.xml", odd)))).citations) == 2


def test_addresses_of_embeds_in_wordpress(tmp_path: Path) -> None:
    """Another video than the one that is embedded would be looked at."""
    embed = "]]></content:encoded>"
    text = WXR.replace(embed, f"\n\nhttps://video.example/?v=a&t=10&amp;x=1\n\nmore{embed}", 1)
    article = next(iter(read_articles(write(tmp_path, "a.xml", text))))
    assert article.citations[-1].url == "https://video.example/?v=a&t=10&x=1"
