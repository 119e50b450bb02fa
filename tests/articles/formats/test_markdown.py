"""Markdown and MDX as people and converters write it: no address is lost or cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from linkcheck.articles import read_article
from tests.articles.formats.test_formats import check_places, write

if TYPE_CHECKING:
    from pathlib import Path

    from linkcheck.models import Article


def read(folder: Path, text: str, name: str = "a.md") -> Article:
    """Read a Markdown article; every address must be where its citation says."""
    article = read_article(write(folder, name, text))
    check_places(article, text)
    return article


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("It cost 5\\* a day: https://x.example/a there.", "https://x.example/a"),
        ("AT&amp;T said &mdash; https://x.example/a &nbsp;so.", "https://x.example/a"),
        ("1\\. See https://x.example/a\\_b\\_c now", "https://x.example/a_b_c"),
        ("See https://x.example/?a=1&amp;b=2 now", "https://x.example/?a=1&b=2"),
        ("See https://x.example/A_-_B_-_C.jpg now", "https://x.example/A_-_B_-_C.jpg"),
        ("See https://x.example/a*b*c now", "https://x.example/a*b*c"),
        ("See *https://x.example/a*, now", "https://x.example/a"),
        ("See **the https://x.example/a_b page** now", "https://x.example/a_b"),
        ("See www.x.example/a\\_b, now", "http://www.x.example/a_b"),
        ("見 https://x.example/a。然後", "https://x.example/a"),
        ("See [url=https://x.example/a]the report[/url] now", "https://x.example/a"),
        ("See [url]https://x.example/a[/url] now", "https://x.example/a"),
        (
            'See <a href="https://x.example/?a&sect=1"><img src="y"></a>',
            "https://x.example/?a&sect=1",
        ),
        ("See [![](y.png)](https://x.example/a) now", "https://x.example/a"),
        ("See [](https://x.example/a) now", "https://x.example/a"),
        ('He said <q cite="https://x.example/a">yes</q>.', "https://x.example/a"),
        ('> <aside><a href="https://x.example/a">t</a></aside>', "https://x.example/a"),
    ],
)
def test_every_address_is_found_whole(tmp_path: Path, text: str, url: str) -> None:
    """A link would be lost, or another address be requested and called dead."""
    assert [citation.url for citation in read(tmp_path, f"{text}\n").citations] == [url]


@pytest.mark.parametrize(
    "text", ["`see https://x.example/a`", "me@www.x.example", "x.www.y", "www.com"]
)
def test_what_is_no_address(tmp_path: Path, text: str) -> None:
    """Code and mail addresses would be checked as sources."""
    assert read(tmp_path, f"So {text} is.\n").citations == ()


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_inline_footnotes(tmp_path: Path, newline: str) -> None:
    """Sources in notes that stand in the text would not be checked."""
    text = (
        "# T\n\n> They met^[The Herald: [Old bridge closed for repairs until autumn]"
        "(https://x.example/a).]\n> and^[See https://x.example/b_c.] left.[^1]\n\n"
        "[^1]: Post: [Ministers meet in spring](https://x.example/d)\n"
    ).replace("\n", newline)
    article = read(tmp_path, text)
    assert [citation.url for citation in article.citations] == [
        "https://x.example/a",
        "https://x.example/b_c",
        "https://x.example/d",
    ]
    assert article.citations[0].title == "Old bridge closed for repairs until autumn"
    assert not any(citation.inline for citation in article.citations)


def test_a_footnote_above_other_text(tmp_path: Path) -> None:
    """A fix would overwrite the end of the paragraph below the footnote."""
    text = (
        "# T\n\nThey met.[^1]\n\n[^1]: See https://x.example/a\n\nThe talks went on for days.\n\n"
        "| a | b |\n|---|---|\n| https://x.example/b | https://x.example/b |\n"
    )
    by_address = {each.url: each for each in read(tmp_path, text).citations}
    place = by_address["https://x.example/a"].location
    assert text[place.start : place.end] == "https://x.example/a"


def test_paragraphs_of_a_list_item(tmp_path: Path) -> None:
    """A source would be reported as one without an address where its address is set apart."""
    text = (
        "## Sources\n\n1. Herald: Old bridge closed for repairs until autumn\n\n"
        "   https://x.example/a\n\n2. Post: Ministers meet in spring\n\n"
        "   Read on 3 May 2014: <https://x.example/b>\n"
    )
    found = read(tmp_path, text).citations
    assert [(citation.title, citation.url) for citation in found] == [
        ("Old bridge closed for repairs until autumn", "https://x.example/a"),
        ("Ministers meet in spring", "https://x.example/b"),
    ]


def test_components_of_mdx(tmp_path: Path) -> None:
    """The links of a documentation site in MDX would not be checked, or its comments would."""
    text = (
        'import { Card } from "x"\n\n<Card title="A" href="https://x.example/a">Words</Card>\n\n'
        '<Group cols={2}>\n\n    <Card\n      href={"https://x.example/b"}\n    />\n\n</Group>\n\n'
        "{/* [no](https://x.example/no) */}\n\nText <Link to='https://x.example/c'>words</Link>.\n\n"
        "    [Indented](https://x.example/d) text\n"
    )
    found = [citation.url for citation in read(tmp_path, text, "a.mdx").citations]
    assert found == [f"https://x.example/{name}" for name in "abcd"]


@pytest.mark.parametrize("name", ["Reuters", "Газета «День»"])
def test_source_and_its_address_are_one(tmp_path: Path, name: str) -> None:
    """Each article of an archive would have a source without an address."""
    text = f'---\ntitle: T\nsource: "{name}"\nsource_url: "https://x.example/a"\n---\n\nText.\n'
    for front in (text, text.replace("source_url", "url")):
        article = read(tmp_path, front)
        (citation,) = article.citations
        assert (citation.url, citation.publisher, citation.title) == (
            "https://x.example/a",
            name,
            None,
        )
        assert article.url is None


def test_source_without_an_address_is_a_publisher(tmp_path: Path) -> None:
    """The name of a news agency would be looked for as a title."""
    text = "---\nsource: Reuters\nurl: /news/1/\n---\n\nText.\n"
    article = read(tmp_path, text)
    (citation,) = article.citations
    assert (citation.url, citation.publisher, citation.title) == (None, "Reuters", None)
    assert article.url == "/news/1/"


CSL = """---
title: A
references:
- id: a
  type: article-newspaper
  title: Old bridge closed for repairs
  container-title: The Herald
  publisher: Herald Media Ltd
  author:
  - family: Bondar
    given: Olena
  - literal: City Council
  issued: {date-parts: [[2014, 3, 9]]}
  accessed: {year: 2015, month: 1}
  URL: https://x.example/a
- id: b
  title: "Caf\\u00e9 talks"
  URL: "https://x.example/caf\\u00e9"
- id: c
  title: A paper
  DOI: 10.1000/182
---

Text [@a].
"""


def test_references_of_citation_managers(tmp_path: Path) -> None:
    """References that pandoc reads would not be checked."""
    first, second, third = read(tmp_path, CSL).citations
    assert (first.url, first.title, first.publisher) == (
        "https://x.example/a",
        "Old bridge closed for repairs",
        "The Herald",
    )
    assert (first.author, first.date, first.access_date) == (
        "Olena Bondar, City Council",
        "2014-03-09",
        "2015-01",
    )
    assert (second.url, second.written) == ("https://x.example/café", None)
    assert (third.url, third.doi, third.written) == (
        "https://doi.org/10.1000/182",
        "10.1000/182",
        "10.1000/182",
    )


def test_front_matter_in_json(tmp_path: Path) -> None:
    """The sources and the date of articles made with Hugo would not be read."""
    text = '{\n  "title": "Bridge",\n  "date": "2014-03-31",\n  "sources": ["https://x.example/a"]\n}\n\nText.\n'
    article = read(tmp_path, text)
    (citation,) = article.citations
    assert (citation.url, citation.inline) == ("https://x.example/a", False)
    assert (article.title, article.published) == ("Bridge", "2014-03-31")
    broken = read(tmp_path, text.replace('"],', '"],,').replace('31",', '31",,'))
    assert broken.problems[0].line == 3
    assert read(tmp_path, '{"a": 1} is an object, see https://x.example/b\n').problems == ()


@pytest.mark.parametrize(
    ("item", "fields"),
    [
        (
            "The Herald: Old bridge closed for repairs until autumn https://x.example/a",
            ("https://x.example/a", "The Herald", "Old bridge closed for repairs until autumn"),
        ),
        ("A plain name of a source", (None, None, "A plain name of a source")),
    ],
)
def test_references_as_text_in_front_matter(
    tmp_path: Path, item: str, fields: tuple[str | None, ...]
) -> None:
    """An address inside a line of front matter would be taken for a title."""
    (citation,) = read(tmp_path, f'---\nsources:\n- "{item}"\n---\n\nText.\n').citations
    assert (citation.url, citation.publisher, citation.title) == fields


@pytest.mark.parametrize(
    "title",
    [
        "https://x.example/a", "www.x.example/2014/a", "x.example/2014/03/a", "Archived copy",
        "Archived copy at the Wayback Machine", "Архівована копія", "Архивированная копия",
        "Без назви", "«Без названия»", "Untitled", "No title", "(opens in a new window)",
    ],
)  # fmt: skip
@pytest.mark.parametrize("form", ["front", "jsonl", "wiki"])
def test_what_claims_no_title(tmp_path: Path, title: str, form: str) -> None:
    """A right source would be reported as another story, or as one in another language."""
    pytest.importorskip("mwparserfromhell")
    texts = {
        "front": f'---\nsources:\n- url: https://x.example/a\n  title: "{title}"\n---\n\nText.\n',
        "jsonl": f'{{"citations": [{{"url": "https://x.example/a", "title": "{title}"}}]}}\n',
        "wiki": f"<ref>{{{{cite web|url=https://x.example/a|title={title}}}}}</ref>\n",
    }
    name = {"front": "a.md", "jsonl": "a.jsonl", "wiki": "a.wiki"}[form]
    (citation,) = read(tmp_path, texts[form], name).citations
    assert (citation.url, citation.title, citation.title_location) == (
        "https://x.example/a",
        None,
        None,
    )


@pytest.mark.parametrize(
    "title", ["Booking.com", "AC/DC", "Unknown pleasures", "A new window on Kyiv"]
)
def test_what_does_claim_a_title(tmp_path: Path, title: str) -> None:
    """The title of a source would not be compared with its page."""
    text = f'---\nsources:\n- url: https://x.example/a\n  title: "{title}"\n---\n\nText.\n'
    assert [citation.title for citation in read(tmp_path, text).citations] == [title]


@pytest.mark.parametrize("levels", [10, 25])
def test_links_in_deep_lists(tmp_path: Path, levels: int) -> None:
    """Links of a deep outline would be lost without a word."""
    outline = "".join(f"{'  ' * level}- level {level}\n" for level in range(levels))
    article = read(tmp_path, f"{outline}{'  ' * levels}- [Story](https://n.example/1)\n")
    assert [citation.url for citation in article.citations] == ["https://n.example/1"]
