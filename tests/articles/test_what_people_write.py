"""Sources as people write them: over several lines, with copies, numbers and languages beside."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from linkcheck.articles import read_article
from linkcheck.articles.references import date_of_copy, read_reference
from linkcheck.text.archives import is_archive, original_of
from linkcheck.text.identifiers import doi_in, identifier_in
from tests.articles.formats.test_formats import write

if TYPE_CHECKING:
    from pathlib import Path

    from linkcheck.models import Citation

TITLE, OUTLET = "Night ferry returns to the upper lake", "Lake Herald"


def citations(folder: Path, name: str, text: str) -> list[Citation]:
    """Return the citations of a file."""
    return list(read_article(write(folder, name, text)).citations)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.md", f"## Sources\n\n- {TITLE}.<br>{OUTLET}, 4 May 2016.<br>https://lake.example/1\n"),
        ("a.md", f"## Sources\n\n- {TITLE}  \n  {OUTLET}, 4 May 2016  \n  https://lake.example/1\n"),
        ("a.md", f"## Sources\n\n- {TITLE}\\\n  {OUTLET}, 4 May 2016\\\n  <https://lake.example/1>\n"),
        ("a.md", f"## Sources\n\n- {TITLE}\n  {OUTLET}, 4 May 2016\n  https://lake.example/1\n"),
        ("a.html", f"<h2>Sources</h2><ul><li>{TITLE}<br>{OUTLET}, 4 May 2016<br/><a href='https://lake.example/1'>https://lake.example/1</a></li></ul>"),
        ("a.txt", f"Lakes\n\nSources\n\n{TITLE}\n{OUTLET}, 4 May 2016\nhttps://lake.example/1\n"),
        ("a.txt", f"Lakes\r\n\r\nSources\r\n\r\n{TITLE}\r\n{OUTLET}, 4 May 2016\r\nhttps://lake.example/1\r\n"),
    ],
)  # fmt: skip
def test_lines_of_a_source_are_its_fields(tmp_path: Path, name: str, text: str) -> None:
    """A title and the outlet in the line below it would be read as one title."""
    (only,) = citations(tmp_path, name, text)
    assert (only.title, only.publisher, only.date) == (TITLE, OUTLET, "2016-05-04")


def test_wrapped_title_goes_on(tmp_path: Path) -> None:
    """A title that an editor program wrapped would be cut at the end of its line."""
    text = (
        "## Sources\n\n- Lake Herald: Night ferry returns to the upper lake after forty years of\n"
        "  waiting and two court cases https://lake.example/1\n"
    )
    (only,) = citations(tmp_path, "a.md", text)
    assert only.title is not None
    assert only.title.endswith("after forty years of waiting and two court cases")


def test_title_above_its_address_is_a_source(tmp_path: Path) -> None:
    """In plain text a list of titles, each above its address, would claim no titles."""
    text = f"Lakes\n\nSources\n\n{TITLE}\nhttps://lake.example/1\n\nMap of the piers\nhttps://lake.example/2\n"
    found = citations(tmp_path, "a.txt", text)
    assert [one.title for one in found] == [TITLE, "Map of the piers"]
    assert not any(one.inline for one in found)


COPY = "https://web.archive.org/web/20160506000000/https://lake.example/1"


def test_copy_in_a_paragraph_of_its_own_is_no_second_source(tmp_path: Path) -> None:
    """An archived copy below its source would be checked, and counted, as another source."""
    text = f"Lakes\n\nSources\n\n{OUTLET}: {TITLE}\nhttps://lake.example/1\n\n{COPY}\n\nhttps://lake.example/2\n"
    first, second = citations(tmp_path, "a.txt", text)
    assert (first.url, first.archive_url) == ("https://lake.example/1", COPY)
    assert second.url == "https://lake.example/2"


def test_copy_of_another_source_stays_one(tmp_path: Path) -> None:
    """The only address of a source, a copy, would be lost to the source above it."""
    text = f"Lakes\n\nSources\n\n{OUTLET}: {TITLE}\nhttps://lake.example/3\n\n{COPY}\n"
    assert [one.url for one in citations(tmp_path, "a.txt", text)] == [
        "https://lake.example/3",
        COPY,
    ]


@pytest.mark.parametrize(
    "url",
    ["https://archive.md/Ab1", "http://archive.vn/x", "https://www.webcitation.org/6x", "//archive.li/z",
     "https://wayback.archive-it.org/99/20160101/https://a.example/"],
)  # fmt: skip
def test_archives_are_told_by_their_host(url: str) -> None:
    """A copy in one of the lesser-known archives would be another source."""
    assert is_archive(url)


@pytest.mark.parametrize(
    "url", ["https://thearchive.is/a", "https://a.example/?u=https://web.archive.org/web/2016/x"]
)
def test_only_the_host_makes_an_archive(url: str) -> None:
    """A source on a host with a similar name would be taken for a copy, and not be checked."""
    assert not is_archive(url)
    assert original_of(url) is None


@pytest.mark.parametrize(
    "copy", ["https://perma.cc/AB12-CD34", "https://archive.ph/AbCd1", "https://archive.ph/AbCd2/"]
)
def test_copy_that_hides_its_original_is_a_source(tmp_path: Path, copy: str) -> None:
    """A source known by a short address of an archive would be lost to the one above it."""
    path = tmp_path / "a.md"
    path.write_text(f"# T\n\n## Sources\n\nSee [the notes](//a.example/notes).\n\n<{copy}>\n")
    assert [each.url for each in read_article(path).citations][-1] == copy


def test_front_page_beside_a_copy_is_not_its_original(tmp_path: Path) -> None:
    """The copy of a story would prove an outlet's front page, which is no source of it."""
    copy = "https://web.archive.org/web/20140331080000/https://wire.example/story"
    path = tmp_path / "a.md"
    for url, copied in (("https://wire.example/", None), ("https://wire.example/story", copy)):
        path.write_text(f"# T\n\n## Sources\n\n- [Talks end]({copy}) ([Wire]({url}))\n")
        last = read_article(path).citations[-1]
        assert (last.url, last.archive_url) == (url, copied)


def test_copy_says_what_it_is_of() -> None:
    """A source and its copy would be two sources, the copy without a date."""
    assert original_of(COPY) == "https://lake.example/1"
    assert date_of_copy(COPY) == "2016-05-06"


SICI = "10.1002/(SICI)1520-6300(2000)12:1<1::AID-AJHB1>3.0.CO;2-Z"


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        (f"Ng R. Tides. J Lakes 2000. doi:{SICI}.", SICI),
        ("Ng R. Tides. J Lakes 2000. DOI 10.5555/abc.7", "10.5555/abc.7"),
        ("Ng R. Tides (doi: 10.5555/a(b)c).", "10.5555/a(b)c"),
    ],
)
def test_dois_are_read_whole(text: str, doi: str) -> None:
    """Half of a DOI would be asked for, or none at all."""
    found = identifier_in(text)
    assert found is not None
    assert found.url == f"doi:{doi}"
    assert doi_in(text) == doi
    read = read_reference(text)
    assert read.doi is not None
    assert read.doi.text == doi


@pytest.mark.parametrize(
    ("text", "publisher", "language", "date"),
    [
        (f"{OUTLET}, Germany, English: {TITLE}", OUTLET, "en", None),
        (f"{OUTLET} (Austria, German): {TITLE}", OUTLET, "de", None),
        (f"{TITLE}, published by {OUTLET} on 4 May 2016", OUTLET, None, "2016-05-04"),
        (f"{OUTLET} No. 34: {TITLE}", OUTLET, None, None),
    ],
)
def test_what_stands_beside_an_outlet_is_no_part_of_it(
    text: str, publisher: str, language: str | None, date: str | None
) -> None:
    """Languages, issue numbers and small words would be compared as parts of outlets' names."""
    read = read_reference(text)
    fields = (read.title, read.publisher, read.language, read.date)
    assert [field and field.text for field in fields] == [TITLE, publisher, language, date]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.html", "<article><h2>Sources</h2><ul><li><noscript><a href='https://lake.example/1'>{0}</a></noscript></li></ul></article>"),
        ("a.mdx", "## Sources\n\n- <Card href={{`https://lake.example/1`}}>{0}</Card>\n"),
        ("a.rst", "Sources\n=======\n\n.. raw:: html\n\n   <ul><li><a href=\"https://lake.example/1\">{0}</a></li></ul>\n"),
        ("a.wiki", "== Sources ==\n* {{{{cite web |url={{{{URL|https://lake.example/1}}}} |title={0}}}}}\n"),
    ],
)  # fmt: skip
def test_links_in_unusual_places_are_found(tmp_path: Path, name: str, text: str) -> None:
    """Sources in these places would be lost without a word."""
    if name.endswith(".wiki"):
        pytest.importorskip("mwparserfromhell")
    source = text.format(TITLE)
    (only,) = citations(tmp_path, name, source)
    assert (only.url, only.title) == ("https://lake.example/1", TITLE)
    assert source[only.location.start : only.location.end].startswith("https://lake.example/1")


def test_notice_for_readers_without_scripts_is_no_source(tmp_path: Path) -> None:
    """The notice that a comment service puts below articles would be checked as their source."""
    notice = "<noscript>Enable scripts to view the <a href='https://talk.example/?ref'>talk</a>.</noscript>"
    source = f"<p>It <a href='https://lake.example/1'>returned</a>.</p>{notice}<p>The end"
    found = citations(tmp_path, "a.html", f"<article><h1>T</h1>{source}</article>")
    assert [each.url for each in found] == ["https://lake.example/1"]


def test_template_literal_with_an_expression_is_no_address(tmp_path: Path) -> None:
    """An address that only the running page can tell would be requested as it is written."""
    assert citations(tmp_path, "a.mdx", "See <Link href={`https://lake.example/${id}`}>it</Link>.\n") == []  # fmt: skip


def test_attribute_of_asciidoc_counts_from_its_definition(tmp_path: Path) -> None:
    """Where an attribute is defined again, all links would lead to the first address."""
    text = (
        ":url: https://lake.example/1\n\n{url}[One]\n\n:url: https://lake.example/2\n\n{url}[Two]\n"
    )
    assert [one.url for one in citations(tmp_path, "a.adoc", text)] == [
        "https://lake.example/1",
        "https://lake.example/2",
    ]


def test_damaged_title_gives_no_other_field(tmp_path: Path) -> None:
    """Letters put in place of damaged ones would be shown as the publisher: "oooo"."""
    damaged = "Нічний пором повернувся: хроніка озера".encode().decode("cp1252", "replace")
    text = f"## Sources\n\n- [{damaged}](https://lake.example/1), {OUTLET}\n"
    (only,) = citations(tmp_path, "a.md", text)
    for value in (only.publisher, only.author, only.place):
        assert "ooo" not in (value or "")


@pytest.mark.parametrize(
    ("written", "date"),
    [("2014", "2014"), ("30 March 2014", "2014-03-30"), ("30 березня 2014", "2014-03-30"),
     ("2014/03/30", "2014-03-30"), ("30.03.2014", "2014-03-30"), ("2014-03", "2014-03"),
     ("2014-3-30", "2014-03-30"), ("2014-03-30 10:00", "2014-03-30"), ("2014 30 March", None)],
)  # fmt: skip
def test_dates_of_front_matter_in_usual_forms(
    tmp_path: Path, written: str, date: str | None
) -> None:
    """An article dated in words would have no date, and its sources could not be newer than it."""
    text = f"---\ntitle: Lakes\ndate: {written}\n---\n\nText.\n"
    assert read_article(write(tmp_path, "a.md", text)).published == date


def test_reference_in_front_matter_keeps_what_is_read(tmp_path: Path) -> None:
    """Author and date of a source that front matter gives as text would be lost."""
    text = (
        f"---\nsources:\n  - 'Ng, Rita. “{TITLE}.” {OUTLET}, 4 May 2016, https://lake.example/1.'\n"
        "---\n\nText.\n"
    )
    (only,) = citations(tmp_path, "a.md", text)
    assert (only.author, only.date) == ("Ng, Rita", "2016-05-04")
    assert only.raw is not None
    assert TITLE in only.raw


def test_escaped_addresses_of_json_front_matter_are_placed(tmp_path: Path) -> None:
    """A finding about a source in JSON would stand at the first line of the file."""
    text = '{\n  "title": "Lakes",\n  "sources": [\n    "https:\\/\\/lake.example\\/1"\n  ]\n}\n\nText.\n'
    (only,) = citations(tmp_path, "a.md", text)
    assert (only.url, only.location.line) == ("https://lake.example/1", 4)


def test_each_cell_of_a_row_is_found_in_its_own_place(tmp_path: Path) -> None:
    """A finding, and a fix, would go to the first of two cells that cite alike."""
    link = f"[{TITLE}](https://lake.example/1)"
    text = f"| a | b | c |\n|---|---|---|\n| {link} | x \\| y {link} | {link} |\n"
    starts = [one.location.start for one in citations(tmp_path, "a.md", text)]
    assert starts == [
        at for at in range(len(text)) if text.startswith("https://lake.example/1", at)
    ]


def test_text_behind_a_json_object_is_reported(tmp_path: Path) -> None:
    """The second article of a line would vanish without a word."""
    line = '{"text": "Lakes. See https://lake.example/1"}'
    article = read_article(write(tmp_path, "a.jsonl", f"{line} {line}\n"))
    assert "text after the object" in article.problems[0].message
    article = read_article(write(tmp_path, "b.jsonl", f"{line},\n"))
    assert (article.problems, len(article.citations)) == ((), 1)


@pytest.mark.parametrize(
    "text",
    [
        "Marchenko, O; Bilyk, I. 2016. Night ferry returns to the upper lake (en línea). https://lake.example/1",
        "Marchenko: O. Marchenko, Night ferry returns to the upper lake, https://lake.example/1",
        "Marchenko O. Night ferry returns to the upper lake. https://lake.example/1",
    ],
)  # fmt: skip
def test_family_name_is_no_outlet(text: str) -> None:
    """A page would be reported as published by somebody else than its author."""
    read = read_reference(text)
    assert read.publisher is None or "Marchenko" not in read.publisher.text


@pytest.mark.parametrize(
    "text", ["Daily report, 17 February 2015 – How safe are our piers", "Щоденний звіт, 17 лютого 2015 року : курс на озеро. Новий репортер."]
)  # fmt: skip
def test_date_that_names_a_document_is_none_of_publication(text: str) -> None:
    """A page would be reported as of another date, which is the title's."""
    assert read_reference(text).date is None


@pytest.mark.parametrize("text", ["(accessed May15 2023)", "Accessed: May15 2023."])
def test_access_date_with_day_and_month_glued(text: str) -> None:
    """An access date would be read as an outlet's name and a date of publication."""
    read = read_reference(f"Ng R. {TITLE}. https://lake.example/1 {text}")
    assert (read.publisher, read.date) == (None, None)
    assert read.access_date is not None
    assert read.access_date.text == "2023-05-15"


def test_words_in_quotation_marks_do_not_end_a_title() -> None:
    """A headline that hedges words of it would be cut behind them, and its rest be an author."""
    read = read_reference(
        "Lake Herald: Council tells 400 households ‘how to live with floods’ in new pamphlet"
    )
    assert read.title is not None
    assert read.title.text.endswith("in new pamphlet")


def test_introduced_source_is_one(tmp_path: Path) -> None:
    """Behind "See:" a listed source would be a link of running text, which nothing contradicts."""
    text = f"## Sources\n\n- Див.: [{TITLE}](https://lake.example/1) — {OUTLET}, 4 травня 2016\n"
    (only,) = citations(tmp_path, "a.md", text)
    assert (only.title, only.publisher, only.inline) == (TITLE, OUTLET, False)


@pytest.mark.parametrize(
    "field", ["isbn: 978-3-16-148410-0", "ref: lake-herald-2016", "note: mine"]
)
def test_field_of_a_writers_own_is_no_source(tmp_path: Path, field: str) -> None:
    """A label in the front matter would be reported as a source without an address."""
    text = f"---\ntitle: T\nsources:\n  - {field}\n  - {OUTLET}: {TITLE}, https://lake.example/1\n---\n"
    assert [each.url for each in citations(tmp_path, "a.md", text)] == ["https://lake.example/1"]


@pytest.mark.parametrize("mark", [" — ", " – ", " // ", ": "])
def test_source_without_an_address_ends_at_the_next(tmp_path: Path, mark: str) -> None:
    """Two sources would be one, with the headline of the first at the address of the second."""
    lines = [
        f"{OUTLET}{mark}{TITLE}",
        f"Harbour News{mark}Talks end again",
        "https://harbour.example/2",
    ]
    found = citations(tmp_path, "a.txt", "T\n\nSources:\n\n" + "\n".join(lines) + "\n")
    assert all(TITLE not in (each.raw or "") for each in found if each.url)
