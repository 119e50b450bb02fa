"""Articles that mean harm, or are damaged: they end no run and take no time."""

from __future__ import annotations

import json
import time
from html import escape
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkcheck.articles import read_article, read_articles
from linkcheck.articles.formats.registry import formats
from linkcheck.articles.source import decode_source
from linkcheck.errors import ArticleError
from tests.articles.formats.test_formats import check_places, write

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


SPACE = "\xa0"

MARKUP = st.lists(
    st.one_of(
        st.text(max_size=12),
        st.sampled_from(
            ["<a href=", '"https://x.example/a"', ">", "</a>", "<p>", "<li>", "\n", "- ", "## Sources\n",
             "[t](https://x.example/b)", "[t][r]", "\n[r]: https://x.example/c\n", "<https://x.example/d>",
             "`", "*", "![i](https://x.example/e)", "&amp;", "\\", "```\n", "> ", "= T\n", "footnote:[", "link:", "{a}", "\n:a: https://x.example/g\n", "|===\n", "@misc{a,", "url={", "}", "\n\n", "_ ", ".. _a: ", ".. |b| replace:: ", "|b|", ":r:`", "`_", "\t", "\r\n", "---\n",
             "https://x.example/(f)", ": ", "«", "»", "<!--", "-->", "<ul>", "</ul>", "|", "(", ")", "]"]
        ),
    ),
    max_size=25,
).map("".join)  # fmt: skip


@pytest.mark.parametrize(
    "form", sorted(name for name, form in formats().items() if not form.decode)
)
@given(text=MARKUP)
def test_whatever_goes_in_every_address_stands_at_its_place(form: str, text: str) -> None:
    """Some odd text would crash the reader, or an address be rewritten in the wrong place."""
    try:
        source = decode_source(text.encode("utf-8", "ignore"), "a")
    except ArticleError:
        return
    try:
        articles = list(formats()[form].articles(source))
    except ArticleError as error:
        assert form in {"csl-json", "ipynb"}, error  # nearly no text is JSON
        return
    for article in articles:
        check_places(article, source.text)


@given(data=st.binary(max_size=300))
def test_whatever_bytes_a_file_holds(data: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A damaged file would end the run of a whole archive."""
    path = tmp_path_factory.mktemp("bytes") / "a.html"
    path.write_bytes(data)
    try:
        list(read_articles(path))
    except ArticleError as error:
        assert str(path) in str(error)


@pytest.mark.parametrize(
    "unit",
    ["<a ", "<!--", "<a href=", "<a href='", "<p", "</a", "<![CDATA[", "<![if ", "&", "<div>"],
)
def test_tags_that_never_close_take_no_time(unit: str) -> None:
    """A damaged or hostile page of some hundred kilobytes would take hours."""
    text = unit * (400_000 // len(unit))
    (article,) = formats()["html"].articles(decode_source(text.encode(), "a.html"))
    assert len(article.citations) <= 400_000 // len(unit)


@pytest.mark.parametrize(
    "section",
    [
        "<![foo[x]]>",
        "<![ ",
        "<![",
        "<![CDATA [",
        "<![CDATA[",
        "<![ignore[",
        "<![endif]-->",
        "<![if]",
    ],
)
@pytest.mark.parametrize("name", ["a.html", "a.jsonl", "a.md", "a.wxr"])
def test_section_that_html_does_not_have(tmp_path: Path, section: str, name: str) -> None:
    """One slip in the markup would hide the whole article, and all that come after it."""
    link = "<p><a href='https://x.example/{}'>Talks end in Paris</a></p>"
    html = f"{link.format(1)}{section} {link.format(2)}"
    text = {
        "a.jsonl": "".join(json.dumps({"html": each}) + "\n" for each in (html, link.format(3))),
        "a.wxr": "<rss><channel>"
        + "".join(
            f"<item><content:encoded>{escape(each)}</content:encoded></item>"
            for each in (html, link.format(3))
        )
        + "</channel></rss>",
    }.get(name, f"{html}\n\n{link.format(3)}\n")
    articles = list(read_articles(write(tmp_path, name, text)))
    found = [one.url or "" for article in articles for one in article.citations]
    assert [url[-1] for url in found] == ["1", "2", "3"]
    assert not any(article.problems for article in articles)


def test_sections_of_word_are_not_shown(tmp_path: Path) -> None:
    """A page saved by Word would have "<![endif]" in the titles of its sources."""
    text = '<p><a href="https://x.example/1"><![if !vml]>Talks end<![endif]></a></p>'
    (citation,) = read_article(write(tmp_path, "a.html", text)).citations
    assert citation.title == "Talks end"


def test_text_behind_a_broken_tag_is_read(tmp_path: Path) -> None:
    """One slip in the markup would hide all sources after it."""
    text = 'a < b <a href="https://x.example/1">One</a> <b <a href="https://x.example/2">Two</a> <'
    article = read_article(write(tmp_path, "a.html", text))
    assert [citation.url for citation in article.citations] == [
        "https://x.example/1",
        "https://x.example/2",
    ]
    check_places(article, text)


@pytest.mark.parametrize(
    "key",
    [".".join("a" * 200_000), "[" + ".".join("a" * 200_000) + "]\nb", "a = {" + "a." * 40 + "a"],
)
def test_deep_keys_in_front_matter_take_no_time(tmp_path: Path, key: str) -> None:
    """A front matter of a few kilobytes would keep a build busy for minutes."""
    path = write(
        tmp_path, "a.md", f"+++\ntitle = 'x'\n{key} = 1\n+++\n\n[A story](https://x.example/a)\n"
    )
    started = time.process_time()
    article = read_article(path)
    assert time.process_time() - started < 10
    assert [citation.url for citation in article.citations] == ["https://x.example/a"]
    assert article.problems[0].line == 3
    assert "nest too deep" in article.problems[0].message


LONG: dict[str, tuple[str, Callable[[int], str]]] = {
    "front matter not closed": ("markdown", lambda n: "---\n" + "title: some words\n" * n),
    "paragraph": ("markdown", lambda n: "Some words of a text.\n" * n),
    "paragraph of links": ("markdown", lambda n: "[words](https://x.example/) and\n" * n),
    "import not closed": ("markdown", lambda n: "import {\n" + "  a,\n" * n),
    "space in an anchor": ("markdown", lambda n: f"## Sources\n\n- [a{SPACE * n}b](https://x.example/)\n"),
    "space in an item": ("markdown", lambda n: f"## Sources\n\n- CNN: a{SPACE * n}b (c) d\n"),
    "space of two kinds": ("markdown", lambda n: f"## Sources\n\n- CNN a{(' ' + SPACE) * n}b (c) d\n"),
    "space before a dash": ("text", lambda n: f"Sources:\n\n- Talks end{' ' * n}— CNN, x — y{' ' * n}z\n"),
    "space in text": ("text", lambda n: f"Sources:\n\n- CNN a{' ' * n}b (c) d https://x.example/\n"),
    "lines": ("text", lambda n: "Some words of a long text.\n" * n),
    "lines of an item": ("text", lambda n: "T\n\n- Some words\n" + "  of a long text\n" * n),
    "space in a bibliography": ("text", lambda n: f"Sources:\n\n- A. T{' ' * n}b. {' ' * n}c // {' ' * n}d\n"),
    "space in HTML": ("html", lambda n: f"<h2>Sources</h2><ul><li><a href='https://x.example/'>a{SPACE * n}b</a> (c)"),
    "marks not closed in reStructuredText": ("rst", lambda n: "`a <" * n + "``b " * n + "**c " * n + "|d " * n),
    "space in a reference": ("rst", lambda n: f"`a{' ' * n}b`_ `a{' ' * n}<b"),
    "bullets in one line": ("rst", lambda n: "- " * n + "a"),
    "blocks in blocks": ("rst", lambda n: "".join(" " * min(i, 200) + "a\n\n" for i in range(n))),
    "borders of tables": ("rst", lambda n: "== ==\n" * n),
    "targets one behind the other": ("rst", lambda n: "".join(f".. _a{i}: a{i + 1}_\n" for i in range(n)) + "a0_ " * n),
    "footnotes not closed": ("asciidoc", lambda n: "footnote:[" * n + "https://x.example/[a" * n),
    "labels not closed": ("asciidoc", lambda n: "link:a[b " * n + "`+c " * n + "+++d " * n),
    "blocks not closed": ("asciidoc", lambda n: "|===\n" * n + "////\n" * n + "----\n"),
    "attributes of attributes": ("asciidoc", lambda n: "".join(f":a{i}: {{a{i + 1}}} {{a{i + 1}}}\n" for i in range(n)) + "\n{a0} " * n),
    "space in a section": ("asciidoc", lambda n: f"== a{' ' * n}b{' ' * n}== c\n"),
    "entries not closed": ("bibtex", lambda n: "@misc{a, title={" * n),
    "braces in a field": ("bibtex", lambda n: "@misc{a, url={https://x.example/}, title={" + "{" * n + "}" * n + "\\}}"),
    "entries": ("bibtex", lambda n: "".join(f"@misc{{a{i}, title={{T}}, url={{https://x.example/}}}}\n" for i in range(n))),
    "items": ("csl-json", lambda n: "[" + ",".join('{"id": 1, "URL": "https://x.example/", "title": "T"}' for _ in range(n)) + "]"),
    "cells": ("ipynb", lambda n: '{"cells": [' + ",".join('{"cell_type": "markdown", "source": ["a\\n", "```"]}' for _ in range(n)) + "]}"),
    "lists not closed": ("html", lambda n: "<ul><li><b>" * n),
}  # fmt: skip


@pytest.mark.parametrize("kind", LONG)
def test_time_grows_with_the_length(kind: str) -> None:
    """An article of a hundred kilobytes would take minutes, or as long as its author wants."""
    form, make = LONG[kind]
    reader = formats()[form]

    def cost(size: int) -> float:
        text = decode_source(make(size).encode(), "a")
        start = time.process_time()
        list(reader.articles(text))
        return time.process_time() - start

    cost(10)  # loads what is needed
    size, once = 500, 0.0
    while (once := cost(size)) < 0.02 and size < 300_000:
        size *= 2
    # Four times as much takes sixteen times as long where time grows with the square.
    assert min(cost(4 * size) for _ in range(3)) < 9 * max(once, 0.02)


def test_substitutions_that_grow_without_end(tmp_path: Path) -> None:
    """A file of a kilobyte would fill the memory of a build."""
    rows = (f".. |a{i}| replace:: |a{i + 1}| |a{i + 1}|\n" for i in range(40))
    text = "See |a0| and `T <https://x.example/a>`_.\n\n" + "".join(rows) + ".. |a40| replace:: x\n"
    started = time.process_time()
    article = read_article(write(tmp_path, "a.rst", text))
    assert time.process_time() - started < 5
    assert [citation.url for citation in article.citations] == ["https://x.example/a"]
    assert "substitutions" in article.problems[0].message


def test_substitutions_in_a_circle(tmp_path: Path) -> None:
    """One slip in a definition would hide all sources of the article."""
    text = (
        "Title\n=====\n\nSources\n-------\n\n- CNN: `Talks end <https://x.example/a>`_\n\n|a| |a|\n\n"
        ".. |a| replace:: |b| |b|\n.. |b| replace:: |a| |a|\n"
    )
    article = read_article(write(tmp_path, "a.rst", text))
    assert [citation.url for citation in article.citations] == ["https://x.example/a"]
    check_places(article, text)
    (problem,) = article.problems
    assert problem.line == 11
    assert "substitutions" in problem.message


def test_attributes_of_attributes_stay_small(tmp_path: Path) -> None:
    """A few lines of nested attributes would fill the memory."""
    nested = ":a: " + "x" * 1900 + "\n:b: " + "{a}" * 600 + "\n:c: " + "{b}" * 600 + "\n\n"
    began = time.process_time()
    found = read_article(
        write(tmp_path, "a.adoc", nested + "See https://lake.example/{c}{b}[x].\n" * 50)
    )
    assert time.process_time() - began < 5
    assert all(len(one.url or "") < 10_000 for one in found.citations)


@pytest.mark.parametrize("macro", ["link:", "image:", "xref:", "mailto:"])
def test_macros_without_brackets_take_linear_time(tmp_path: Path, macro: str) -> None:
    """A line of macros that lead nowhere would stop the run for minutes."""
    began = time.process_time()
    read_article(write(tmp_path, "a.adoc", macro * 30_000 + "\n"))
    assert time.process_time() - began < 6


def test_thousands_of_faults_take_linear_time(tmp_path: Path) -> None:
    """A post with very many faulty comments to linkcheck would stop the run for minutes."""
    body = "<!-- linkcheck: nothing -->\n" * 3000
    path = write(tmp_path, "a.jsonl", json.dumps({"id": "1", "html": f"<p>x</p>{body}"}) + "\n")
    began = time.process_time()
    problems = read_article(path).problems
    assert time.process_time() - began < 2
    assert len(problems) == 3000


def test_message_on_a_line_is_for_editors(tmp_path: Path) -> None:
    """An editor would be sent to a setting of Python."""
    path = write(tmp_path, "a.jsonl", '{"id": ' + "9" * 5000 + "}\n")
    (problem,) = read_article(path).problems
    assert "a value cannot be read" in problem.message
    assert "sys." not in problem.message
