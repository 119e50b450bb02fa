"""AsciiDoc: every link is found at its place, and what is only shown is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from linkcheck.articles.formats.registry import formats, sniffed
from linkcheck.articles.source import decode_source
from tests.articles.formats.test_formats import check_places

if TYPE_CHECKING:
    from linkcheck.models import Article

DOCUMENT = """\
// a comment https://no.example/comment
= A week at the harbour
Nina Ray <nina@x.example>
v1.2, 2019-05-04: second edition
:site: https://web.example
:empty:
:herald: https://web.example/herald[The Herald on ships]
:long: https://web.example/ \\
  folded

Crews https://web.example/left[left *early*^]. Bare https://web.example/bare?a=1&amp;section=2, and
{site}/attribute[an attribute]. {herald} says.footnote:[Post: https://web.example/note[A note\\], cut].]
link:https://web.example/macro[window=_blank] link:++https://web.example/a__b++[odd] xref:b.adoc[B]

Not one: \\https://no.example/escaped `+https://no.example/mono+` +https://no.example/plus+.

----
https://no.example/listing[never]
----

[source,python]
https://no.example/source

 https://no.example/literal

////
https://no.example/block
////

image::a.png[A ship, 300, link="https://web.example/image"]

NOTE: See https://web.example/admonition[it].

====
https://web.example/example
====

|===
|A |B
|x |https://web.example/cell[in a
cell]
2+|https://web.example/wide
|===

Old style
---------

Term:: https://web.example/description
https://web.example/term[Term with a link]::
  What it means.

.Sources
* [[id]] Herald: https://web.example/source[Ships leave the old harbour early]
* [x] https://web.example/done
+
Attached, https://web.example/attached
. <https://web.example/angle>
* xref:other.adoc[Another page of this site]
"""


def read(text: str) -> Article:
    """Read a text, and check that every place in it is right."""
    (article,) = formats()["asciidoc"].articles(decode_source(text.encode(), "a.adoc"))
    check_places(article, text)
    return article


def test_every_kind_of_link() -> None:
    """A link that readers see would not be checked, or one be checked that nobody sees."""
    article = read(DOCUMENT)
    paths = [c.url.removeprefix("https://web.example/") for c in article.citations if c.url]
    assert paths == [
        "left", "bare?a=1&section=2", "attribute", "herald", "macro", "a__b", "note", "image",
        "admonition", "example", "cell", "wide", "description", "term", "source", "done",
        "attached", "angle",
    ]  # fmt: skip
    assert article.title == "A week at the harbour"
    assert article.published == "2019-05-04"
    assert len(paths) == len(article.citations)  # no other page of the site is a source


def test_what_a_source_says() -> None:
    """The page would be compared with nothing, or with markup."""
    found = {c.url: c for c in read(DOCUMENT).citations}
    source = found["https://web.example/source"]
    assert (source.publisher, source.title, source.section) == (
        "Herald", "Ships leave the old harbour early", "Sources",
    )  # fmt: skip
    assert found["https://web.example/left"].title == "left early"
    assert found["https://web.example/note"].inline is False
    assert found["https://web.example/herald"].title == "The Herald on ships"


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ('https://x.example/a["A title, with commas",role=external]', "https://x.example/a"),
        ("See (https://x.example/wiki/A_(b)).", "https://x.example/wiki/A_(b)"),
        ("link:{missing}/a[b] https://x.example/c", "https://x.example/c"),
        (":a: https://x.example\n:b: {a}/deep\n\nlink:{b}/c[d]", "https://x.example/deep/c"),
        ("image:a.png[link=https://x.example/i]", "https://x.example/i"),
        ("A.footnote:f[https://x.example/n] B.footnote:f[]", "https://x.example/n"),
        ("*https://x.example/bold[Bold]*", "https://x.example/bold"),
    ],
)
def test_ways_to_write_a_link(text: str, url: str) -> None:
    """One way to write a link would lose it, or cut its address."""
    assert [c.url for c in read(text).citations] == [url]


def test_windows_line_ends() -> None:
    """Every place in a file from another system would be wrong."""
    text = "= Т\r\n\r\nОдин https://x.example/a[два\r\nслова].\r\n\r\n----\r\nhttps://no.example\r\n----\r\n"
    (citation,) = read(text).citations
    assert (citation.url, citation.title) == ("https://x.example/a", "два слова")


def test_seen_from_its_beginning() -> None:
    """An article from a pipe would be read as another format."""
    assert sniffed("= A title\n\nText")[0].name == "asciidoc"
