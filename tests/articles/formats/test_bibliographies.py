"""CSL-JSON and BibTeX: every field as the bibliography states it."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import pytest

from linkcheck.articles import read_article
from linkcheck.articles.formats.registry import sniffed
from linkcheck.errors import ArticleError
from tests.articles.formats.test_formats import check_places, write

if TYPE_CHECKING:
    from pathlib import Path

    from linkcheck.models import Article, Citation

CSL = {
    "id": "ray2019", "type": "article-newspaper", "title": "Ships leave the <i>old</i> harbour",
    "container-title": "The Herald", "publisher": "Herald Media", "publisher-place": "Odesa",
    "author": [{"family": "Ray", "given": "Nina"}, {"literal": "Port Authority"}],
    "issued": {"date-parts": [[2019, 5]]}, "accessed": {"date-parts": [["2020", "1", "2"]]},
    "language": "uk-UA", "URL": "https://x.example/r?a=1&b=2", "DOI": "10.1234/ships.5",
}  # fmt: skip
BIB = """\
@string{herald = {The Herald}}
@comment{https://no.example}
@article{ray2019,
  title     = {Ships leave the {\\em old} harbour \\& sail {\\"u}ber},
  author    = {Ray, Nina and {Port Authority} and Ivan Franko and others},
  journal   = herald # " Weekly",
  publisher = {Herald Media},
  address   = {Odesa},
  year = 2019, month = may,
  urldate   = {2020-01-02},
  langid    = {ukrainian},
  doi       = {https://doi.org/10.1234/ships.5},
  url       = {https://x.example/r\\_s?a=1\\&b=2\\%20},
}
"""


def read(folder: Path, name: str, text: str) -> Article:
    """Read a bibliography, and check that every place in it is right."""
    article = read_article(write(folder, name, text))
    check_places(article, text)
    return article


def only(article: Article) -> Citation:
    """Return the one citation of an article."""
    (citation,) = article.citations
    return citation


def csl(folder: Path, **fields: Any) -> Citation | None:
    """Return the citation of an item, if it is one."""
    text = json.dumps([{"id": "a", "type": "webpage", **fields}])
    return next(iter(read(folder, "a.csljson", text).citations), None)


def bib(folder: Path, fields: str, kind: str = "misc") -> Citation | None:
    """Return the citation of an entry, if it is one."""
    return next(iter(read(folder, "a.bib", f"@{kind}{{a, {fields}}}").citations), None)


def test_every_field_of_an_item(tmp_path: Path) -> None:
    """What a reference manager knows exactly would be compared with nothing."""
    one = only(read(tmp_path, "a.csljson", json.dumps([CSL], indent=1)))
    assert (one.url, one.title) == ("https://x.example/r?a=1&b=2", "Ships leave the old harbour")
    assert (one.publisher, one.place) == ("The Herald", "Odesa")
    assert one.author == "Nina Ray, Port Authority"
    assert (one.date, one.access_date) == ("2019-05", "2020-01-02")
    assert (one.language, one.doi) == ("uk", "10.1234/ships.5")
    assert one.location.place == "entry ray2019"
    assert (one.inline, one.confidence) == (False, None)


def test_every_field_of_an_entry(tmp_path: Path) -> None:
    """What a bibliography says exactly would be compared with nothing, or with LaTeX."""
    one = only(read(tmp_path, "a.bib", BIB))
    assert one.url == "https://x.example/r_s?a=1&b=2%20"
    assert one.title == "Ships leave the old harbour & sail über"
    assert (one.publisher, one.place) == ("The Herald Weekly", "Odesa")
    assert one.author == "Nina Ray, Port Authority, Ivan Franko"
    assert (one.date, one.access_date) == ("2019-05", "2020-01-02")
    assert (one.language, one.doi) == ("uk", "10.1234/ships.5")
    assert (one.location.place, one.location.line) == ("entry ray2019", 13)


@pytest.mark.parametrize(
    ("issued", "date"),
    [
        ({"date-parts": [[2014]]}, "2014"), ({"date-parts": [["2014", 3]]}, "2014-03"),
        ({"date-parts": [[2014, 3, 30], [2014, 4, 1]]}, "2014-03-30"), ({"raw": "2014-03-30"}, "2014-03-30"),
        ({"literal": "30 March 2014"}, "2014-03-30"), ("2014-03", "2014-03"), (2014, "2014"),
        ({"date-parts": [[2014, 13, 45]]}, None), ({"date-parts": [[]]}, None), ({}, None), ([1], None),
    ],
    ids=str,
)  # fmt: skip
def test_dates_of_items(tmp_path: Path, issued: Any, date: str | None) -> None:
    """A date would be lost, or be one that nobody wrote."""
    one = csl(tmp_path, URL="https://x.example/", issued=issued)
    assert one is not None
    assert one.date == date


@pytest.mark.parametrize(
    ("fields", "date"),
    [
        ("year={2014}", "2014"), ("year=2014, month=mar", "2014-03"), ("year=2014, month={March}", "2014-03"),
        ("year=2014, month=3, day=30", "2014-03-30"), ("date={2014-03-30}", "2014-03-30"),
        ("date={2014-03/2014-05}", "2014-03"), ("date={2014}, year=1999", "2014"), ("year={in press}", None),
    ],
)  # fmt: skip
def test_dates_of_entries(tmp_path: Path, fields: str, date: str | None) -> None:
    """A date would be lost, or be one that nobody wrote."""
    one = bib(tmp_path, f"url={{https://x.example/}}, {fields}")
    assert one is not None
    assert one.date == date


@pytest.mark.parametrize(
    ("fields", "url"),
    [
        ('url="https://x.example/a"', "https://x.example/a"),
        ("howpublished={\\url{https://x.example/a}}", "https://x.example/a"),
        ("note={Online: https://x.example/a_b, seen}", "https://x.example/a_b"),
        ("doi={10.1/x}, title={T}", None),
        ("eprint={2101.00001}, archivePrefix={arXiv}", "https://arxiv.org/abs/2101.00001"),
        ("url={https://x.example/$\\sim$nina/a\\#b}", "https://x.example/~nina/a#b"),
        ("title={Only in print}", None),
    ],
)
def test_where_an_entry_leads(tmp_path: Path, fields: str, url: str | None) -> None:
    """A source would not be checked, or be requested at an address that is none."""
    one = bib(tmp_path, fields)
    assert (one.url if one is not None else None) == url


def test_a_doi_is_enough(tmp_path: Path) -> None:
    """A paper that has only its DOI would not be checked, or be reported as without an address."""
    for one in (
        bib(tmp_path, "doi={10.1234/a_b}, title={A paper}", "article"),
        csl(tmp_path, type="article-journal", DOI="https://doi.org/10.1234/a_b", title="A paper"),
    ):
        assert one is not None
        assert (one.url, one.doi, one.location.place) == (None, "10.1234/a_b", "entry a")


def test_sources_in_print_need_no_address(tmp_path: Path) -> None:
    """Every book of a bibliography would be reported, and a page without an address not."""
    assert bib(tmp_path, "title={A book}", "book") is None
    assert csl(tmp_path, type="book", title="A book") is None
    for one in (bib(tmp_path, "title={A page}", "online"), csl(tmp_path, title="A page")):
        assert one is not None
        assert (one.url, one.title) == (None, "A page")


def test_faults_of_one_entry(tmp_path: Path) -> None:
    """One slip would hide the whole bibliography, or be hidden itself."""
    text = (
        "@misc{a, title={One}, url={https://x.example/1}}\n@misc{b, title={open\n"
        "@misc{c, title={Two}, title={Again}, url={https://x.example/2}}\n"
        "@misc{a, title={Three}, url={https://x.example/3}}\n"
    )
    article = read(tmp_path, "a.bib", text)
    assert [c.url for c in article.citations] == [f"https://x.example/{n}" for n in (1, 2, 3)]
    assert [problem.line for problem in article.problems] == [2]


@pytest.mark.parametrize("text", ['[{"id": 1,', "[1, 2", '[{}] "a"', "[" * 100_000, '{"items": ['])
def test_what_is_no_csl_json(tmp_path: Path, text: str) -> None:
    """A damaged bibliography would end the run in a traceback."""
    with pytest.raises(ArticleError, match="not a CSL-JSON bibliography"):
        read_article(write(tmp_path, "a.csljson", text))


@pytest.mark.parametrize(
    ("name", "text", "line", "reason"),
    [
        ("a.csljson", '[\n{"id": 1}\n] junk', 3, "there is more text after it"),
        ("a.csljson", '[{"id": 1},\n', 2, "it is not complete"),
        ("a.csljson", '{"id" 1}', 1, "a colon is missing"),
        ("a.ipynb", '{\n"cells" []}', 2, "a colon is missing"),
        ("a.ipynb", "{}", 1, "it has no cells"),
        ("a.ipynb", '{"cells": ' + "[" * 100_000, 1, "it nests too deep"),
    ],
)
def test_damaged_json_says_what_is_wrong(
    tmp_path: Path, name: str, text: str, line: int, reason: str
) -> None:
    """An editor would look for a cut-off file when one character is wrong."""
    with pytest.raises(ArticleError, match=reason) as caught:
        read_article(write(tmp_path, name, text))
    assert caught.value.line == line


@pytest.mark.parametrize("shape", [[CSL], {"items": [CSL]}, CSL], ids=["list", "items", "one"])
def test_shapes_of_csl_json(tmp_path: Path, shape: Any) -> None:
    """The export of another program would have no citations."""
    text = json.dumps(shape)
    assert len(read(tmp_path, "a.csljson", text).citations) == 1


def test_items_speak_to_linkcheck(tmp_path: Path) -> None:
    """A dead link that is kept on purpose would fail every build."""
    items = [CSL, {**CSL, "id": "b", "linkcheck": "ignore[dead-link]"}]
    article = read(tmp_path, "a.csljson", json.dumps(items))
    (directive,) = article.directives
    first, second = article.citations
    assert first.location.start < directive.first < second.location.start < (directive.last or 0)


def test_seen_from_the_beginning() -> None:
    """A bibliography named `refs.json` or from a pipe would be read as another format."""
    assert sniffed(json.dumps([CSL]))[0].name == "csl-json"
    assert sniffed(BIB)[0].name == "bibtex"
    assert sniffed('[{"type": "person"}]')[0].name != "csl-json"


def test_without_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The reader would not know what to install."""
    monkeypatch.setitem(sys.modules, "bibtexparser", None)
    with pytest.raises(ArticleError, match=r"linkcheck-bilingual\[bib\]"):
        read_article(write(tmp_path, "a.bib", BIB))
