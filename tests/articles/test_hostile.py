"""Articles that mean harm, or are damaged: they end no run and take no time."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkcheck.articles import read_article, read_articles
from linkcheck.articles.registry import formats
from linkcheck.articles.source import decode_source
from linkcheck.errors import ArticleError
from tests.articles.test_formats import check_places, write

if TYPE_CHECKING:
    from pathlib import Path


MARKUP = st.lists(
    st.one_of(
        st.text(max_size=12),
        st.sampled_from(
            ["<a href=", '"https://x.example/a"', ">", "</a>", "<p>", "<li>", "\n", "- ", "## Sources\n",
             "[t](https://x.example/b)", "[t][r]", "\n[r]: https://x.example/c\n", "<https://x.example/d>",
             "`", "*", "![i](https://x.example/e)", "&amp;", "\\", "```\n", "> ", "\t", "\r\n", "---\n",
             "https://x.example/(f)", ": ", "«", "»", "<!--", "-->", "<ul>", "</ul>", "|", "(", ")", "]"]
        ),
    ),
    max_size=25,
).map("".join)  # fmt: skip


@pytest.mark.parametrize("form", sorted(formats()))
@given(text=MARKUP)
def test_whatever_goes_in_every_address_stands_at_its_place(form: str, text: str) -> None:
    """Some odd text would crash the reader, or an address be rewritten in the wrong place."""
    try:
        source = decode_source(text.encode("utf-8", "ignore"), "a")
    except ArticleError:
        return
    for article in formats()[form].articles(source):
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
    "unit", ["<a ", "<!--", "<a href=", "<a href='", "<p", "</a", "<![CDATA[", "&", "<div>"]
)
def test_tags_that_never_close_take_no_time(unit: str) -> None:
    """A damaged or hostile page of some hundred kilobytes would take hours."""
    text = unit * (400_000 // len(unit))
    (article,) = formats()["html"].articles(decode_source(text.encode(), "a.html"))
    assert len(article.citations) <= 400_000 // len(unit)


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
