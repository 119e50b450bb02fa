"""Sources without an address: found by the form that a list repeats, and not in ordinary lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from linkcheck.articles import read_article

if TYPE_CHECKING:
    from pathlib import Path

    from linkcheck.models import Citation


def read(folder: Path, heading: str, items: list[str]) -> list[Citation]:
    """Return the citations of an article with one list."""
    path = folder / "article.md"
    lines = "\n".join(f"- {item}" for item in items)
    path.write_text(f"# The bridge\n\nIt was built twice.\n\n## {heading}\n\n{lines}\n", "utf-8")
    return list(read_article(path).citations)


FORMS = [
    ("Sources", "Marsh Gazette", "Storm tears down the old pier", [
        "{n}: {t}", "{n}: {t}, 9 March 2012", "{n} (9 March 2012): {t}", "{n}, 9 March 2012: {t}",
        "9 March 2012, {n}: {t}", "2012-03-09 – {n}: {t}", "{t}, {n}, 9 March 2012",
        "{t} ({n}, 9 March 2012)", "{t} – {n}", "“{t}”, {n}, 9 March 2012", "{n} | {t} | 9 March 2012",
        "{n}: “{t}”",
    ]),
    ("Джерела", "Вісник Посулля", "У Лубнах відкрили нову пристань", [
        "{n}: {t}", "{n}: {t}, 9 березня 2012", "{n} (09.03.2012): {t}", "{n}, 9 березня 2012 року: {t}",
        "9 березня 2012, {n}: {t}", "«{t}», {n}, 9 березня 2012", "{t} ({n}, 09.03.2012)", "{n} – {t}",
    ]),
    ("Источники", "Заволжский курьер", "Рыбаки просят вернуть старый причал", [
        "{n}: {t}", "{n}: {t}, 9 марта 2012", "{n} (09.03.2012): {t}", "{n}, 9 марта 2012 года: {t}",
        "9 марта 2012, {n}: {t}", "«{t}», {n}, 9 марта 2012", "{t} ({n}, 09.03.2012)", "{n} – {t}",
    ]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("heading", "name", "title", "form"),
    [(heading, name, title, form) for heading, name, title, forms in FORMS for form in forms],
)
def test_newspapers_that_no_register_names(
    tmp_path: Path, heading: str, name: str, title: str, form: str
) -> None:
    """A source of a local paper would be left out of the report, and never found again."""
    (citation,) = read(tmp_path, heading, [form.format(n=name, t=title)])
    assert (citation.title, citation.publisher) == (title, name)
    assert citation.date == ("2012-03-09" if "2012" in form else None)
    assert citation.confidence is not None
    assert min(citation.confidence.title or 0, citation.confidence.publisher or 0) >= 0.5


def test_names_without_a_word_of_newspapers(tmp_path: Path) -> None:
    """A list that repeats one form would be read only where its outlets sound like newspapers."""
    items = [
        "Лиман, 4 травня 2015: У громаді обрали нового старосту",
        "Берегиня, 6 травня 2015: Школярі посадили сад біля дороги",
        "Наш край, 7 травня 2015: Музей показав речі першого вчителя",
    ]
    assert [c.publisher for c in read(tmp_path, "Джерела", items)] == ["Лиман", "Берегиня", "Наш край"]  # fmt: skip


def test_form_of_linked_items(tmp_path: Path) -> None:
    """The only source of a list that has lost its link would be the one that is not read."""
    items = [
        "Reuters: [Storm tears down the old pier](https://n.example/1)",
        "Marsh Gazette: [Council votes for a new pier](https://n.example/2)",
        "Linden Valley: Children plant trees beside the road",
    ]
    assert [c.publisher for c in read(tmp_path, "Sources", items)] == ["Reuters", "Marsh Gazette", "Linden Valley"]  # fmt: skip


REPORTS = [
    "Marsh Gazette: Storm tears down the old pier, 9 March 2012",
    "The Linden Herald: Council votes for a new pier, 11 March 2012",
    "Harbour Lights: Divers find the bell of the old church, 12 March 2012",
]


def test_reports_under_any_heading(tmp_path: Path) -> None:
    """Sources under a heading of the author's own would be taken for an ordinary list."""
    found = read(tmp_path, "What the papers wrote", REPORTS)
    assert [c.date for c in found] == ["2012-03-09", "2012-03-11", "2012-03-12"]


@pytest.mark.parametrize("count", [101, 102, 103, 203])
def test_the_last_reports_of_a_long_list(tmp_path: Path, count: int) -> None:
    """The last sources of a long list would be left out, as too few to show what it is."""
    items = [REPORTS[number % 3].replace(",", f" {number},") for number in range(count)]
    assert len(read(tmp_path, "What the papers wrote", items)) == count


ORDINARY = {
    "definitions": ["Ingredients: Flour, two eggs and a little milk", "Time: About forty minutes in the oven", "Tools: A bowl and a wooden spoon"],
    "releases": ["Version 2.1: Adds the reader of lists, 4 May 2015", "Version 2.2: Fixes the reader of dates, 5 May 2015", "Version 2.3: Reads titles in capitals, 6 May 2015"],
    "events": ["Lisbon: Conference on old bridges, 4 May 2015", "Rotterdam: Workshop on new ferries, 5 May 2015", "Odesa: Summer school of divers, 6 May 2015"],
    "people": ["Ann Marsh – editor of the weekly magazine", "Petro Lys – reporter of the evening news", "Ida Holm – host of a radio show"],
    "media": ["Газета: Виходить раз на тиждень у Лубнах", "Радіо: Працює щодня з шостої ранку", "Журнал: Коштує сто гривень на місяць"],
    "hours": ["Monday, 4 May 2015: The office opens at nine", "Tuesday, 5 May 2015: The office stays closed", "Post office: The post is brought before noon"],
    "news": ["4 мая 2015: Вышла новая версия программы", "5 мая 2015: Исправлены ошибки в чтении дат", "6 мая 2015: Добавлен отчёт в новом формате"],
}  # fmt: skip


@pytest.mark.parametrize("kind", ORDINARY)
def test_ordinary_lists(tmp_path: Path, kind: str) -> None:
    """A recipe would be reported for sources without an address."""
    assert read(tmp_path, "Details", ORDINARY[kind]) == []


REMARKS = {
    "terms": ["Spelling: We keep the spelling of each source", "Dates: All days are given as in the papers", "Money: Sums were converted at the rate of that day"],
    "credits": ["Interviews: Ann Marsh and Petro Lys", "Data: State Statistics Service of Ukraine", "Maps: The surveyors of the county"],
    "settings": ["Timeout: Seconds that a request may take", "Retries: Number of times that a request is repeated", "Headers: Names and values that are sent"],
    "code": ["`Marsh Post`: Prints the text of a page", "`Linden Post`: Prints the title of a page", "`Harbour Post`: Prints the links of a page"],
}  # fmt: skip


@pytest.mark.parametrize("kind", REMARKS)
def test_remarks_under_a_heading_of_sources(tmp_path: Path, kind: str) -> None:
    """The notes beneath an article would be reported as sources without an address."""
    assert read(tmp_path, "References", REMARKS[kind]) == []


def test_paragraphs_under_a_heading_of_sources(tmp_path: Path) -> None:
    """The same sources, pasted without bullets, would be lost."""
    path = tmp_path / "article.txt"
    path.write_text("The bridge\n\nSources:\n\n" + "\n\n".join(REPORTS) + "\n", encoding="utf-8")
    assert len(read_article(path).citations) == 3
