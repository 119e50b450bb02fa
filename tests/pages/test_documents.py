"""PDF documents, and dates that only readers see."""

from __future__ import annotations

import io

import pypdf
import pytest
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from linkcheck.engine.observe import observe
from linkcheck.models import Citation, Field, Location, PageKind, Resolution
from linkcheck.pages import read_page
from linkcheck.text.dates import shown_dates


def document(*lines: str, title: str | None = None) -> bytes:
    """Make a PDF of one page with these lines."""
    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(width=400, height=600)
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
    )
    shown = " ".join(f"({line}) Tj 0 -20 Td" for line in lines)
    stream = DecodedStreamObject()
    stream.set_data(f"BT /F1 12 Tf 20 500 Td {shown} ET".encode("latin-1"))
    page[NameObject("/Contents")] = writer._add_object(stream)
    if title is not None:
        writer.add_metadata({"/Title": title, "/CreationDate": "D:20140330120000Z"})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def answer(body: bytes) -> Resolution:
    """Return an answer with that document."""
    return Resolution(
        url="https://a.example/r.pdf",
        final_url="https://a.example/r.pdf",
        status=200,
        headers=(("content-type", "application/pdf"),),
        body=body,
    )


def test_pdf() -> None:
    """A report cited as a source could not be held against its title and date."""
    text = "The ministers of both countries met in Geneva on Sunday and agreed to go on talking."
    page = read_page(answer(document("Remarks at a press availability", text, title="Remarks")))
    assert page.liveness.kind is PageKind.LIVING
    titles = [candidate.text for candidate in page.titles]
    assert titles[0] == "Remarks"
    assert "Remarks at a press availability" in titles
    assert (page.published or "").startswith("2014-03-30")
    assert page.language.tag == "en"


@pytest.mark.parametrize("title", ["Microsoft Word - report3.doc", "untitled", "x.pdf"])
def test_title_that_is_none(title: str) -> None:
    """The name of somebody's file would be taken for the document's title."""
    page = read_page(answer(document("The real title of it", title=title)))
    assert page.title == "The real title of it"


@pytest.mark.parametrize("body", [b"%PDF-1.7 damaged", b"", document("Cut off")[:300]])
def test_pdf_that_cannot_be_read(body: bytes) -> None:
    """A document longer than what is read of it would end the run, or be called dead."""
    assert read_page(answer(body)).liveness.kind is PageKind.OTHER_MEDIA


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("12 травня 2014, 10:30", "2014-05-12"),
        ("Опубликовано: 3 марта 2014 г.", "2014-03-03"),
        ("Sunday, March 30th, 2014", "2014-03-30"),
        ("30 March 2014", "2014-03-30"),
        ("30.03.2014 18:05", "2014-03-30"),
        ("1 вересня 2021 року", "2021-09-01"),
        ("32 May 2014", None),
        ("12 apples 2014", None),
        ("", None),
    ],
)
def test_dates_for_readers(line: str, expected: str | None) -> None:
    """A page that shows its date to readers only would have none."""
    assert next((found.iso for found in shown_dates(line)), None) == expected


def test_shown_date_of_a_page() -> None:
    """The same, in a page."""
    html = (
        "<title>T</title><article><h1>T</h1><div class='post-date'>12 травня 2014</div>"
        f"<p>{'Текст новини про все на світі. ' * 30}</p></article>"
    )
    found = Resolution(
        url="https://a.example/n/1", final_url="https://a.example/n/1", status=200,
        headers=(("content-type", "text/html; charset=utf-8"),), body=html.encode(),
    )  # fmt: skip
    assert read_page(found).published == "2014-05-12"


COVER = "Bulletin of the Society for the History of River Transport"
CONTENTS = ("Volume 12", "Kyiv 2016", "Editors and readers of the bulletin thank all libraries.")


def issue(*pages: tuple[str, ...]) -> bytes:
    """Make a PDF of several pages."""
    writer = pypdf.PdfWriter()
    for lines in pages:
        writer.append(io.BytesIO(document(*lines)))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        (
            [("Ice breakers on small", "lakes before the great war", "They were few.")],
            "unverifiable",
        ),
        ([("Beavers and what they build", "They were few.")], "mismatch"),
        ([("Page without a word of it",)] * 80, "unverifiable"),
    ],
)
def test_article_in_an_issue(pages: list[tuple[str, ...]], expected: str) -> None:
    """An article in an issue, or a chapter of a report, would be called a different story."""
    title = "Ice breakers on small lakes before the great war"
    citation = Citation(
        location=Location(path="a.md", line=1, column=1, start=0, end=1),
        url="https://a.example/r.pdf",
        title=title,
        raw=f"Lee, A. {title}. https://a.example/r.pdf",
    )
    body = issue((COVER, *CONTENTS), *pages)
    (evidence,) = observe(answer(body), [citation]).evidence
    (said,) = (each.match.value for each in evidence if each.field is Field.TITLE)
    assert said == expected
