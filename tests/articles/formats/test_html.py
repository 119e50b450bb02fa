"""HTML as people and programs write it: nothing of an article is lost, nothing is cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from linkcheck.articles import read_article
from tests.articles.formats.test_formats import check_places, write

if TYPE_CHECKING:
    from pathlib import Path

    from linkcheck.models import Article


def read(folder: Path, text: str) -> Article:
    """Read an HTML article; every address must be where its citation says."""
    article = read_article(write(folder, "a.html", text))
    check_places(article, text)
    return article


def urls(folder: Path, text: str) -> list[str | None]:
    """Return the addresses that an HTML article cites, in order."""
    return [citation.url for citation in read(folder, text).citations]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("https://x.example/?a=1&copy=2&para=3", "https://x.example/?a=1&copy=2&para=3"),
        ("https://x.example/?a=1&amp;copy=2&#38;c=3", "https://x.example/?a=1&copy=2&c=3"),
        ("https://x.example/?a=1&times", "https://x.example/?a=1×"),
        ("https://x.example/?a&noti=1&not;", "https://x.example/?a&noti=1¬"),
    ],
)
def test_character_references_in_attributes(tmp_path: Path, written: str, meant: str) -> None:
    """Another address than the one a browser opens would be requested, and called dead."""
    assert urls(tmp_path, f'<p>See <a href="{written}">it</a>.') == [meant]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("https://x.example/?a=1&amp;b=2", "https://x.example/?a=1&b=2"),
        ("https://x.example/?a=1&order=2&deg=3", "https://x.example/?a=1&order=2&deg=3"),
        ("https://x.example/a&nbsp;—", "https://x.example/a"),
        ("«https://x.example/a&raquo;", "https://x.example/a"),
        ("www.x.example/a.", "http://www.x.example/a"),
    ],
)
def test_addresses_in_text(tmp_path: Path, written: str, meant: str) -> None:
    """An address in running text would be cut at its first parameter."""
    assert urls(tmp_path, f"<p>Read {written} today.</p>") == [meant]


@pytest.mark.parametrize(
    "text",
    [
        '<html><head><title>T</title><body><p><a href="{}">a</a></p>',
        '<html><head><meta charset=utf-8><title>T</title><p><a href="{}">a</a></p>',
        '<html><head><title>T</title>Words <a href="{}">a</a>',
        '<p>He ran <code>make and left.</p><p><a href="{}">a</a></p>',
        '<p>He ran <kbd>make <a href="{}">a</a></p>',
        '<ul><li>Press <button>here<li><a href="{}">a</a></ul>',
        '<div><object data="x">text</div><p><a href="{}">a</a></p>',
        '<table><tr><td><samp>x<td><a href="{}">a</a></table>',
        '<body><aside><p>Aside<p><a href="{}">a</a></body>',
        '<div><nav><ul><li>Menu</ul></div><p><a href="{}">a</a></p>',
        '<pre>code<p><a href="{}">a</a></p>',
    ],
)
def test_elements_that_are_not_closed(tmp_path: Path, text: str) -> None:
    """One missing end tag would hide all sources behind it."""
    assert urls(tmp_path, text.format("https://x.example/a")) == ["https://x.example/a"]


@pytest.mark.parametrize(
    "text",
    [
        "<nav>{}</nav>", "<header>{}</header><p>x", "<footer>{}</footer>", "<aside>{}</aside>",
        "<pre>{}</pre>", "<p>x <code>{}</code></p>", "<p>x <button>{}</button></p>",
        "<template><div>{}</div></template>",
        "<article><nav>{}</nav><p>Text.</p></article>",
    ],
)  # fmt: skip
def test_parts_that_are_not_of_the_article(tmp_path: Path, text: str) -> None:
    """Menus and code would be checked as sources."""
    assert urls(tmp_path, text.format('<a href="https://x.example/a">a</a>')) == []


@pytest.mark.parametrize(
    "text",
    [
        "<blockquote><p>Words.</p><footer>— <cite>{}</cite></footer></blockquote>",
        "<article><p>Words.</p><footer><h2>Sources</h2><ul><li>{}</ul></footer></article>",
        "<article><header><h1>T</h1><p>{}</p></header><p>Words.</p></article>",
        "<article><p>Words.</p><aside><p>{}</p></aside></article>",
        "<main><p>Words.</p><footer>{}</footer></main>",
        '<p>Words.</p><footer role="doc-endnotes"><ol><li>{}</ol></footer>',
        '<p>Words.</p><aside class="page footnotes"><ol><li id="fn1">{}</ol></aside>',
    ],
)
def test_headers_footers_and_asides_of_the_article(tmp_path: Path, text: str) -> None:
    """Who is quoted, and the sources below an article, would not be checked."""
    link = '<a href="https://x.example/a">A title</a>'
    assert urls(tmp_path, text.format(link)) == ["https://x.example/a"]


TEASER = (
    '<article><h3>Read also</h3><p>A teaser <a href="https://x.example/t">of it</a>.</p></article>'
)


def test_a_teaser_does_not_hide_the_article(tmp_path: Path) -> None:
    """All sources of a page would be lost where something else is marked as an article."""
    own = '<h1>Talks</h1><p>They <a href="https://x.example/1">met</a>.</p><p>Then they went home.</p>'
    assert urls(tmp_path, own + TEASER) == ["https://x.example/1", "https://x.example/t"]


def test_what_is_beside_the_article_is_left_out(tmp_path: Path) -> None:
    """Menus, adverts and boxes around an article would be checked as its sources."""
    prose = "The ministers agreed that talks would go on next month in Geneva. " * 4
    text = (
        f'<div><a href="https://x.example/menu">Menu</a></div><h1>T</h1><article><p>{prose}'
        '<a href="https://x.example/1">Report</a></p></article>'
        '<div>Our <a href="https://x.example/ad">partner</a></div>'
    )
    assert urls(tmp_path, text) == ["https://x.example/1"]


@pytest.mark.parametrize(
    "anchor",
    [
        '<a href="{}"><img src="x.png" alt="Front page"></a>',
        '<a href="{}"><img src="x.png"></a>',
        '<a href="{}"></a>',
        '<a href="{}"> <svg><path/></svg> </a>',
        '<map><area href="{}" alt="x"></map>',
        '<a href="{}"><div><img src="x.png"></div></a>',
        '<q cite="{}">Yes</q>',
        '<blockquote cite="{}"><p>We shall be there in spring.</p></blockquote>',
        '<Card title="x" href="{}" />',
    ],
)
def test_links_without_words(tmp_path: Path, anchor: str) -> None:
    """The source of a picture or quotation would not be checked, or be given a false title."""
    article = read(tmp_path, "<p>Text " + anchor.format("https://x.example/a") + "</p>")
    assert [(one.url, one.title) for one in article.citations] == [("https://x.example/a", None)]


def test_code_in_an_anchor_is_part_of_its_title(tmp_path: Path) -> None:
    """A link whose words are code would be lost, or lose its words."""
    text = '<p>See <a href="https://x.example/a">How <code>fetch()</code> works in <b>2014</b></a>.'
    (citation,) = read(tmp_path, text).citations
    assert (citation.title, citation.context) == (
        "How fetch() works in 2014",
        "See How fetch() works in 2014.",
    )


def test_a_link_around_blocks_is_one_source(tmp_path: Path) -> None:
    """A card on a page would count as several sources."""
    text = (
        '<a href="https://x.example/a"><div><img src=x></div><h3>Talks end</h3><p>Lead.</p></a><p>x'
    )
    (citation,) = read(tmp_path, text).citations
    assert citation.title == "Talks end"


def test_a_link_that_is_not_closed_ends_with_its_paragraph(tmp_path: Path) -> None:
    """The rest of an article would be the title of one source."""
    text = '<div><p><a href="https://x.example/a">Talks end</p></div><p>More text.</p>'
    (citation,) = read(tmp_path, text).citations
    assert citation.title == "Talks end"


@pytest.mark.parametrize("href", ["about.html", "/news/1", "../b"])
def test_a_base_makes_no_sources_of_internal_links(tmp_path: Path, href: str) -> None:
    """Every menu entry of a saved page would be checked as a source."""
    text = f'<head><base href="https://site.example/"></head><p><a href="{href}">us</a></p>'
    assert urls(tmp_path, text) == []


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        ('<base href="http://old.example/2009/">', "http://paper.example/a"),
        ('<base target="_blank"><base href="HTTPS://old.example/">', "https://paper.example/a"),
        ('<base href="/2009/">', "https://paper.example/a"),
        ("", "https://paper.example/a"),
    ],
)
def test_an_address_without_a_scheme_has_that_of_the_base(
    tmp_path: Path, base: str, expected: str
) -> None:
    """A site that has no encryption would be reported as one that cannot be reached."""
    text = f'<head>{base}</head><p><a href="//paper.example/a">Talks</a></p>'
    assert urls(tmp_path, text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "<ul><li><p>Herald: {}</p><p>https://x.example/a</p></li></ul>",
        "<ol><li>Herald: {}<br>https://x.example/a</ol>",
        "<ul><li><p>Herald: {}</p><p>Read on 3 May 2014: https://x.example/a</p></li></ul>",
    ],
)
def test_the_address_is_below_its_source(tmp_path: Path, text: str) -> None:
    """A source would be reported as one without an address, and another as one without a title."""
    title = "Old bridge closed for repairs until autumn"
    article = read(tmp_path, "<h2>Sources</h2>" + text.format(title))
    (citation,) = article.citations
    assert (citation.url, citation.title) == ("https://x.example/a", title)


@pytest.mark.parametrize(
    "notice",
    [
        "(opens in a new window)", "(Link opens in new tab)", "<span>, opens in a new tab</span>",
        "(відкривається в новому вікні)", "(откроется в новой вкладке)", "(öffnet in neuem Fenster)",
        "<i>(external link)</i>",
    ],
)  # fmt: skip
def test_words_for_screen_readers(tmp_path: Path, notice: str) -> None:
    """A right title would be reported as changed on every site that is accessible."""
    item = f'<li>Herald: <a href="https://x.example/a">Old bridge closed {notice}</a></li>'
    (citation,) = read(tmp_path, f"<h2>Sources</h2><ul>{item}</ul>").citations
    assert (citation.publisher, citation.title) == ("Herald", "Old bridge closed")
    place = citation.title_location
    assert place is not None
    assert item[place.start - item_start() : place.end - item_start()] == "Old bridge closed"


def item_start() -> int:
    """Return where the item of the test above begins."""
    return len("<h2>Sources</h2><ul>")


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("<p>A <a href='https://x.example/a'>Title one<br>of two lines</a></p>", ["Title one of two lines"]),
        ("<p>Use <code>x</code> as <a href='https://x.example/a'>Talks end</a></p>", ["Talks end"]),
    ],
)  # fmt: skip
def test_one_anchor_is_one_title(tmp_path: Path, text: str, titles: list[str]) -> None:
    """A title would be cut in two by a line break."""
    assert [citation.title for citation in read(tmp_path, text).citations] == titles


@pytest.mark.parametrize(
    "link",
    [
        "<a href=https://n.example/a?id=5&lang=uk>S</a>",
        "<a href=https://n.example/a?id=5&lang=uk class=x>S</a>",
        "<a class=x href=https://n.example/a?id=5&lang=uk>S</a>",
    ],
)
def test_unquoted_attributes_are_whole(tmp_path: Path, link: str) -> None:
    """Pages that were minified would have other addresses requested, and be dead."""
    assert urls(tmp_path, f"<p>See {link}.</p>") == ["https://n.example/a?id=5&lang=uk"]
