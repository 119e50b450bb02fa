"""Word and OpenDocument files: text, notes and comments, and files that mean harm."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import time
import zipfile
from typing import TYPE_CHECKING, Any

import docx
import odfdo
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from linkcheck.articles import read_article
from linkcheck.errors import ArticleError
from tests.articles.formats.test_formats import write
from tests.recorded import Answer, record

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from linkcheck.models import Article

W = nsdecls("w", "r")
TEXT_A = '<text:a xlink:href="{}">{}</text:a>'


def link(paragraph: Any, text: str, url: str) -> None:
    """Add a link to a paragraph of Word."""
    key = paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    words = "".join(f"<w:r><w:t>{each}</w:t></w:r>" for each in text.split("|"))
    paragraph._p.append(parse_xml(f'<w:hyperlink {W} r:id="{key}">{words}</w:hyperlink>'))


def field(paragraph: Any, text: str, url: str) -> None:
    """Add a link as older versions of Word write it."""
    for inner in (
        '<w:fldChar w:fldCharType="begin"/>', f'<w:instrText> HYPERLINK "{url}" </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>', f"<w:t>{text}</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
    ):  # fmt: skip
        paragraph._p.append(parse_xml(f"<w:r {W}>{inner}</w:r>"))


def word(folder: Path) -> Path:
    """Write a Word document with everything that it can have."""
    document = docx.Document()
    document.add_heading("A week at the harbour", 0)
    document.add_paragraph("")
    paragraph = document.add_paragraph("Crews ")
    link(paragraph, "left| early", "https://x.example/left?a=1&b=2")
    paragraph.add_run(". See https://x.exa")
    commented = paragraph.add_run("mple/bare")
    commented.italic = True
    paragraph.add_run(".")
    paragraph._p.append(
        parse_xml(f"<w:del {W}><w:r><w:delText>https://no.example</w:delText></w:r></w:del>")
    )
    paragraph._p.append(parse_xml(f'<w:r {W}><w:footnoteReference w:id="7"/></w:r>'))
    document.add_comment(commented, "linkcheck: ignore[dead-link]", author="E")
    document.add_comment(commented, "Better: https://x.example/comment", author="E")
    link(document.add_table(1, 1).cell(0, 0).paragraphs[0], "In a table", "https://x.example/cell")
    document.add_heading("Sources", 1)
    paragraph = document.add_paragraph("The Herald: ", style="List Bullet")
    link(paragraph, "Ships leave the old harbour early", "https://x.example/source")
    field(document.add_paragraph(style="List Number"), "Older link", "https://x.example/field")
    notes = (
        f'<w:footnotes {W}><w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
        '<w:footnote w:id="7"><w:p><w:r><w:t>Post: </w:t></w:r><w:hyperlink r:id="rId1">'
        "<w:r><w:t>A note on ships and sails</w:t></w:r></w:hyperlink></w:p></w:footnote></w:footnotes>"
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    part = Part(PackURI("/word/footnotes.xml"), kind, notes.encode(), document.part.package)
    part.relate_to("https://x.example/note", RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    path = folder / "a.docx"
    document.save(str(path))
    return path


def open_document(folder: Path) -> Path:
    """Write the same as an OpenDocument text."""
    document = odfdo.Document("text")
    body = document.body
    body.clear()
    body.append(odfdo.Header(1, "A week at the harbour"))
    paragraph = odfdo.Paragraph("Crews ")
    anchor = "left <text:span>early</text:span>"
    paragraph.append(
        odfdo.Element.from_tag(TEXT_A.format("https://x.example/left?a=1&amp;b=2", anchor))
    )
    paragraph.append(
        odfdo.Paragraph("").from_tag("<text:span>. See https://x.example/bare.</text:span>")
    )
    body.append(paragraph)
    paragraph.insert_note(
        after="Crews", note_id="n", citation="1", body="Post, https://x.example/note"
    )
    paragraph.insert_annotation(
        after="Crews", body="Better: https://x.example/comment", creator="E"
    )
    paragraph.insert_annotation(after="Crews", body="linkcheck: ignore[dead-link]", creator="E")
    table = odfdo.Table("t", width=1, height=1)
    body.append(table)
    cell = odfdo.Element.from_tag(
        f"<text:p>{TEXT_A.format('https://x.example/cell', 'In a table')}</text:p>"
    )
    (place,) = table.get_elements("descendant::table:table-cell")
    place.append(cell)
    body.append(odfdo.Header(1, "Sources"))
    rows = odfdo.List()
    for text in (
        f"The Herald: {TEXT_A.format('https://x.example/source', 'Ships leave the old harbour early')}",
        TEXT_A.format("https://x.example/field", "Older link"),
    ):
        item = odfdo.ListItem("")
        item.append(odfdo.Element.from_tag(f"<text:p>{text}</text:p>"))
        rows.append(item)
    body.append(rows)
    path = folder / "a.odt"
    document.save(str(path))
    return path


MAKERS = [word, open_document]


def places(article: Article) -> dict[str, str | None]:
    """Return where each address is."""
    assert all(c.location.has_lines is False for c in article.citations)
    return {
        (c.url or "").removeprefix("https://x.example/"): c.location.place
        for c in article.citations
    }


@pytest.mark.parametrize("make", MAKERS)
def test_everything_in_a_document(tmp_path: Path, make: Callable[[Path], Path]) -> None:
    """A source in a note, a comment, a table or a field would not be checked."""
    article = read_article(make(tmp_path))
    assert places(article) == {
        "left?a=1&b=2": "paragraph 2", "bare": "paragraph 2", "cell": "paragraph 3",
        "source": "paragraph 5", "field": "paragraph 6", "note": "footnote 1",
        "comment": "comment 2",
    }  # fmt: skip
    assert article.title == "A week at the harbour"
    found = {c.url: c for c in article.citations}
    source = found["https://x.example/source"]
    assert (source.publisher, source.title, source.section) == (
        "The Herald", "Ships leave the old harbour early", "Sources",
    )  # fmt: skip
    assert found["https://x.example/left?a=1&b=2"].title == "left early"
    assert found["https://x.example/note"].section is None


@pytest.mark.parametrize("make", MAKERS)
def test_comments_speak_to_linkcheck(tmp_path: Path, make: Callable[[Path], Path]) -> None:
    """A link that is kept on purpose could only be ignored in a configuration file."""
    article = read_article(make(tmp_path))
    (directive,) = article.directives
    assert directive.location.place == "comment 1"
    for citation in article.citations:
        inside = directive.first <= citation.location.start < (directive.last or 0)
        assert inside == (citation.location.place == "paragraph 2")
    assert article.problems == ()


@pytest.mark.slow
@pytest.mark.parametrize("make", MAKERS)
def test_reports_name_the_paragraph(tmp_path: Path, make: Callable[[Path], Path]) -> None:
    """An editor would look for line 5 of a file that has no lines."""
    path = make(tmp_path)
    web = record(tmp_path / "web.warc", Answer("https://x.example/source", status="404 Not Found"))
    forms = ("terminal", "markdown", "html", "csv", "junit", "github", "gitlab", "sarif")
    command = [
        sys.executable, "-m", "linkcheck", "check", str(path), "--no-config", "--no-store",
        "--workers", "0", "--replay", web,
    ]  # fmt: skip
    for form in forms:
        command += ["--output", f"{form}={tmp_path / form}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    for form in forms:
        text = (tmp_path / form).read_text(encoding="utf-8")
        assert "paragraph 5" in text, f"{form}: {done.stderr}"


@pytest.mark.parametrize("make", MAKERS)
def test_address_in_a_reason_is_no_source(tmp_path: Path, make: Callable[[Path], Path]) -> None:
    """The reason why a source is not checked would be checked as one."""
    path = make(tmp_path)
    name = "word/comments.xml" if make is word else "content.xml"
    said = "linkcheck: ignore[dead-link]"
    with zipfile.ZipFile(path) as old:
        text = old.read(name).decode()
    assert said in text
    longer = text.replace(said, f'{said} reason="https://x.example/why"')
    path.write_bytes(package({name: longer.encode()}, path.read_bytes()))
    article = read_article(path)
    assert article.directives[0].reason == "https://x.example/why"
    assert "why" not in places(article)


def test_field_in_a_comment(tmp_path: Path) -> None:
    """A source that an editor adds in a comment of an older Word would not be checked."""
    document = docx.Document()
    run = document.add_paragraph("Crews left.").runs[0]
    comment = document.add_comment(run, "", author="E")
    field(comment.paragraphs[0], "the Herald", "https://x.example/field")
    path = tmp_path / "a.docx"
    document.save(str(path))
    assert places(read_article(path)) == {"field": "comment 1"}


def test_title_that_the_library_makes_up(tmp_path: Path) -> None:
    """Every document without properties, as Google Docs exports it, would be "Word Document"."""
    document = docx.Document()
    document.core_properties.title = "Ships leave"
    link(document.add_paragraph(), "left", "https://x.example/left")
    path = tmp_path / "a.docx"
    document.save(str(path))
    assert read_article(path).title == "Ships leave"
    with zipfile.ZipFile(path) as old:
        relations = old.read("_rels/.rels")
    kept = re.sub(rb"<Relationship [^>]*core-properties[^>]*>", b"", relations)
    assert kept != relations
    path.write_bytes(package({"_rels/.rels": kept}, path.read_bytes()))
    assert read_article(path).title is None


def test_many_notes_of_every_type(tmp_path: Path) -> None:
    """A footnote of the type "normal" would be lost, and a book with many take minutes."""
    path = word(tmp_path)
    count = 20_000
    notes = "".join(
        f'<w:footnote w:type="normal" w:id="{n}"><w:p><w:r><w:t>https://x.example/{n}</w:t></w:r>'
        "</w:p></w:footnote>"
        for n in range(count)
    )
    with zipfile.ZipFile(path) as old:
        text = old.read("word/document.xml").decode()
    one = '<w:footnoteReference w:id="7"/>'
    assert one in text
    marks = "".join(f'<w:footnoteReference w:id="{n}"/>' for n in range(count))
    entries = {
        "word/footnotes.xml": f"<w:footnotes {W}>{notes}</w:footnotes>".encode(),
        "word/document.xml": text.replace(one, marks).encode(),
    }
    path.write_bytes(package(entries, path.read_bytes()))
    started = time.process_time()
    found = places(read_article(path))
    assert time.process_time() - started < 10
    assert found[str(count - 1)] == f"footnote {count}"


def test_fields_that_are_not_closed(tmp_path: Path) -> None:
    """A document of some kilobytes would take minutes."""
    document = docx.Document()
    begin = '<w:r><w:fldChar w:fldCharType="begin"/><w:fldChar w:fldCharType="separate"/></w:r>'
    text = "<w:r><w:t>a </w:t></w:r>"
    document.element.body.insert(0, parse_xml(f"<w:p {W}>{begin * 30_000}{text * 30_000}</w:p>"))
    field(document.add_paragraph(), "Older link", "https://x.example/field")
    path = tmp_path / "a.docx"
    document.save(str(path))
    started = time.process_time()
    found = places(read_article(path))
    assert time.process_time() - started < 10
    assert found == {"field": "paragraph 2"}


def package(entries: dict[str, bytes], base: bytes) -> bytes:
    """Return a package in which some entries are others."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(base)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in entries:
                new.writestr(name, old.read(name))
        for name, data in entries.items():
            new.writestr(name, data)
    return out.getvalue()


LAUGHS = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "%s">%s]>' % (
    b"ha" * 50,
    b"".join(b'<!ENTITY %c "%s">' % (c, b"&%c;" % (c - 1) * 50) for c in b"bcdefgh"),
)
BOMBS: dict[str, Callable[[str], bytes]] = {
    "entities": lambda root: LAUGHS + f"<{root}>&h;</{root}>".encode(),
    "long": lambda root: f"<{root}>".encode() + b" " * (40 << 20),
    "tags": lambda root: f"<{root}>".encode() + b"<a/>" * 2_500_000,
    "deep": lambda root: b"<a>" * 500_000,
    "another encoding": lambda root: f"<{root}>&h;</{root}>".encode("utf-16"),
    "cut": lambda root: f"<{root}><w:p>".encode(),
    "another root": lambda root: b"<html/>",
    "nothing": lambda root: b"",
}
READ = """
import re, resource, sys, time
resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
from linkcheck.articles import read_article
from linkcheck.errors import ArticleError
before = time.process_time()
try:
    print(len(read_article(sys.argv[1]).citations))
except ArticleError as error:
    print(error)
assert time.process_time() - before < 20
"""


@pytest.mark.slow
@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize("kind", BOMBS)
def test_bombs(tmp_path: Path, make: Callable[[Path], Path], kind: str) -> None:
    """A file of some kilobytes would take all memory of a build, or end it in a traceback."""
    path = make(tmp_path)
    name, root = (
        ("word/document.xml", "w:document") if make is word else ("content.xml", "office:x")
    )
    path.write_bytes(package({name: BOMBS[kind](root)}, path.read_bytes()))
    assert path.stat().st_size < 1 << 20
    done = subprocess.run(
        [sys.executable, "-c", READ, path], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"{path}: ")
    assert done.stdout.count("\n") == 1


@pytest.mark.parametrize("suffix", [".docx", ".odt"])
@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"plain text", "damaged"),
        (b"PK\x03\x04cut", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "password"),
    ],
)
def test_what_is_no_document(tmp_path: Path, suffix: str, data: bytes, message: str) -> None:
    """A file of another kind would end the run in a traceback."""
    path = tmp_path / f"a{suffix}"
    path.write_bytes(data)
    with pytest.raises(ArticleError, match=message):
        read_article(path)


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_damaged_package(tmp_path: Path, make: Callable[[Path], Path], method: int) -> None:
    """One file that was cut or altered on its way would end the run with a traceback."""
    path = make(tmp_path)
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(path.read_bytes())) as old,
        zipfile.ZipFile(out, "w", method) as new,
    ):
        for name in old.namelist():
            new.writestr(name, old.read(name))
    data = bytearray(out.getvalue())
    with zipfile.ZipFile(out) as package_:
        for entry in package_.infolist():
            begin = entry.header_offset + 30 + len(entry.filename)
            data[begin + 9 : begin + 40] = b"\xff" * 31
    path.write_bytes(data)
    with pytest.raises(ArticleError, match="damaged"):
        read_article(path)


@pytest.mark.parametrize("make", MAKERS)
def test_fault_of_the_reader(
    tmp_path: Path, make: Callable[[Path], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A writer would be told to repair a file that is in order, and the bug never be reported."""
    path = make(tmp_path)

    def fail(*_: Any) -> None:
        raise KeyError("a bug")

    monkeypatch.setattr("linkcheck.articles.formats.office.Paper.source", fail)
    with pytest.raises(ArticleError, match="authors of linkcheck"):
        read_article(path)


def test_text_boxes_in_text_boxes(tmp_path: Path) -> None:
    """A document of a page would take a minute, or list the same source many times."""
    path = open_document(tmp_path)
    boxes = (
        "<draw:frame><draw:text-box><text:p>" * 60
        + "https://x.example/box"
        + "</text:p></draw:text-box></draw:frame>" * 60
    )
    with zipfile.ZipFile(path) as old:
        content = old.read("content.xml").decode()
    content = content.replace("</office:text>", f"<text:p>{boxes}</text:p></office:text>")
    path.write_bytes(package({"content.xml": content.encode()}, path.read_bytes()))
    urls = [c.url for c in read_article(path).citations]
    assert urls.count("https://x.example/box") == 1


@pytest.mark.parametrize(
    ("module", "suffix", "name"), [("docx", ".docx", "docx"), ("odfdo", ".odt", "odt")]
)
def test_without_the_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str, suffix: str, name: str
) -> None:
    """The reader would not know what to install."""
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(ArticleError, match=rf"linkcheck-bilingual\[{name}\]"):
        read_article(write(tmp_path, f"a{suffix}", "x"))
