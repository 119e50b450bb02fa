"""Which items, notes and paragraphs are sources, and which are something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from linkcheck.articles import read_article

if TYPE_CHECKING:
    from pathlib import Path

    from linkcheck.models import Citation


def read(folder: Path, text: str, name: str = "a.md") -> list[Citation]:
    """Return the citations of an article."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return list(read_article(path).citations)


REMARKS = [
    "This list is far from complete.",
    "The treaty was ratified on 7 June 2011, and its text was changed twice.",
    "Please add only links that explain the subject.",
    "In 2011, the newspaper moved from Odesa to Kyiv.",
    "Governments",
    "According to The Guardian, the ferry was late by two hours.",
    "This article was first published in the Kyiv Post on 7 June 2011.",
    "He studied in Odesa. He works in Lviv.",
    "Ibid., p. 17.",
    "Photo: Maria Kravets",
    "Updated 7 June 2011",
    "Maria Kravets – editor of the weekly paper",
    "Main article: Ferries of the Black Sea",
    "Translated from Ukrainian by Maria Kravets for the Kyiv Post.",
    "[x] Write to the council",
    "Список ще не повний.",
    "Договір ратифікували 7 червня 2011 року, і його текст двічі змінювали.",
    "Марія Кравець — редакторка тижневика «Одеса».",
    "Як повідомляє УНІАН, пором запізнився на дві години.",
    "Читайте також: Пором запізнився на дві години",
    "думка редакції",
    "Там само, с. 17.",
    "Список пока не полон.",
    "Паром — вид транспорта",
    "По данным Интерфакса, паром опоздал на два часа.",
    "Статья впервые опубликована в газете «Коммерсантъ» 7 июня 2011 года.",
    "Фото: Мария Кравец",
    "Там же. С. 17.",
]


@pytest.mark.parametrize("remark", REMARKS)
def test_remarks_among_sources_are_no_sources(tmp_path: Path, remark: str) -> None:
    """A remark under a list of sources would be reported as a source without an address."""
    found = read(tmp_path, f"# Пором\n\n## Notes\n\n- {remark}\n- [One](https://n.example/1)\n")
    assert [citation.url for citation in found] == ["https://n.example/1"]


SOURCES = [
    "Reuters: Ferry from Odesa is late again",
    "Kravets, M. (2011). Ferries of the Black Sea. The Guardian.",
    '"Ferry from Odesa is late again", BBC News, 7 June 2011',
    "Ferry from Odesa is late again – The Guardian",
    "Кравець М. Пороми Чорного моря. Київ : Наукова думка, 2011. 240 с.",
    "Лівий берег: Пором з Одеси знову запізнився",
    "«Пором з Одеси знову запізнився», Українська правда, 7 червня 2011",
    "Кравец М. Паромы Чёрного моря // Известия. — 2011. — № 3.",
    "Коммерсантъ: Паром из Одессы снова опоздал",
    "Паром из Одессы снова опоздал (Известия, 07.06.2011)",
]


@pytest.mark.parametrize("item", SOURCES)
def test_sources_without_an_address(tmp_path: Path, item: str) -> None:
    """A source that nobody can follow would pass unseen."""
    (citation,) = read(tmp_path, f"# Пором\n\n## Джерела\n\n- {item}\n")
    assert citation.url is None
    assert citation.title is not None
    assert "".join(citation.title.split()[:1]).strip("«“") in {"Ferry", "Ferries", "Пором", "Пороми", "Паром", "Паромы"}  # fmt: skip


def test_group_labels_over_nested_lists(tmp_path: Path) -> None:
    """The name of a group of sources would be reported as a source."""
    text = (
        "# Talks\n\n## External links\n\n- Regional papers\n    - Reuters: [Ferry is late again](https://n.example/1)\n"
        "- Ministries\n    - [Timetable of all the ferries](https://n.example/2)\n"
    )
    assert [c.url for c in read(tmp_path, text)] == ["https://n.example/1", "https://n.example/2"]


def test_groups_under_a_heading_of_the_same_level(tmp_path: Path) -> None:
    """The second group of a source box would be running text."""
    text = "# A\n\n## External links\n\n## Governments\n\n- [One two three](https://n.example/1)\n"
    (citation,) = read(tmp_path, text)
    assert not citation.inline


def test_items_with_only_internal_links(tmp_path: Path) -> None:
    """Every entry of a navigation box would be a source without an address."""
    text = (
        "<article><h1>A</h1><h2>Sources</h2><ul><li><a href='https://n.example/1'>One</a></li></ul>"
        "<ul><li><a href='/wiki/B'>Reuters: Ferry is late again</a></li>"
        "<li><a href='/c'>Hidden category</a> (2)</li></ul></article>"
    )
    assert [citation.url for citation in read(tmp_path, text, "a.html")] == ["https://n.example/1"]


def test_prose_behind_a_list_ends_it(tmp_path: Path) -> None:
    """The points of what follows a list of sources would be taken for sources."""
    text = (
        "# A\n\n## Sources\n\n- [One](https://n.example/1)\n\nThe council meets again in the summer.\n\n"
        "- Buses: [all lines that run](https://n.example/2)\n- Reuters: Ferry is late again\n"
    )
    assert [(c.url, c.inline) for c in read(tmp_path, text)] == [
        ("https://n.example/1", False),
        ("https://n.example/2", True),
    ]


@pytest.mark.parametrize(
    "label", ["Читайте також:", "Related articles", "**Tags**", "### Comments"]
)
def test_links_to_other_news_end_a_list(tmp_path: Path, label: str) -> None:
    """Another story of the site would be compared with its teaser as if it were a source."""
    text = f"# A\n\n## Sources\n\n- [One](https://n.example/1)\n\n{label}\n\n- [Two three four](https://n.example/2)\n"
    assert [(c.url, c.inline) for c in read(tmp_path, text)] == [
        ("https://n.example/1", False),
        ("https://n.example/2", True),
    ]


@pytest.mark.parametrize(
    "item",
    [
        "See the [discussion of the ferry timetable](https://n.example/1) before you edit.",
        "The data are from [an earlier edition of the yearbook](https://n.example/1).",
        "Фото: [Марія Кравець для агентства](https://n.example/1)",
        "Читайте також: [Пором з Одеси знову запізнився](https://n.example/1)",
        "За даними [щорічного звіту порту](https://n.example/1), поромів стало менше.",
        "По данным [ежегодного отчёта порта](https://n.example/1), паромов стало меньше.",
    ],
)
def test_links_of_remarks_claim_no_headline(tmp_path: Path, item: str) -> None:
    """Words of a remark would be compared with the page's headline, and the page called another."""
    (citation,) = read(tmp_path, f"# A\n\n## Notes\n\n- {item}\n")
    assert citation.inline


@pytest.mark.parametrize(
    "item",
    [
        "Сайт порту: [розклад поромів на літо](https://n.example/1)",
        "Slides: [ferries of the Black Sea](https://n.example/1)",
        "[x] Готово: [лист до міської ради](https://n.example/1)",
        "Автор: [Марія Кравець](https://n.example/1)",
        "Wednesday: [ferries of the Black Sea](https://n.example/1)",
    ],
)
def test_labels_outside_of_sources_publish_nothing(tmp_path: Path, item: str) -> None:
    """A label before a link would be a publisher, and the link's words a headline."""
    (citation,) = read(tmp_path, f"# A\n\n- {item}\n")
    assert citation.inline
    assert citation.publisher is None


@pytest.mark.parametrize("number", ["[1] ", "(2) ", "3. ", "4) ", "¹ ", "[12]: "])
@pytest.mark.parametrize("suffix", [".md", ".txt", ".html"])
def test_numbered_references_in_paragraphs(tmp_path: Path, number: str, suffix: str) -> None:
    """A number would become part of the publisher, or hide that a paragraph is a source."""
    item = f"{number}Reuters: Ferry from Odesa is late again https://n.example/1"
    bodies = {
        ".md": f"# A\n\nText.\n\n## Sources\n\n{item.replace('[', chr(92) + '[')}\n",
        ".txt": f"A\n\nText.\n\nSources:\n\n{item}\n",
        ".html": f"<h1>A</h1><h2>Sources</h2><p>{item}</p>",
    }
    (citation,) = read(tmp_path, bodies[suffix], f"a{suffix}")
    assert not citation.inline
    assert citation.publisher == "Reuters"
    assert citation.title == "Ferry from Odesa is late again"


def test_paragraph_without_link_under_a_heading_of_sources(tmp_path: Path) -> None:
    """A bibliography without list marks would have no sources but those with an address."""
    text = "# A\n\n## References\n\nKravets, M. (2011). Ferries of the Black Sea. The Guardian.\n"
    (citation,) = read(tmp_path, text)
    assert citation.author == "Kravets, M."


def test_lines_below_a_bold_heading_of_one_paragraph(tmp_path: Path) -> None:
    """Sources on lines of one paragraph would be read as one source, or as running text."""
    text = (
        "# A\n\n**Sources**\n[1] Reuters: [Ferry from Odesa is late](https://n.example/1)\n"
        "[2] BBC News: [Ferry from Odesa is on time](https://n.example/2)\n"
    )
    found = read(tmp_path, text)
    assert [(c.publisher, c.title, c.inline) for c in found] == [
        ("Reuters", "Ferry from Odesa is late", False),
        ("BBC News", "Ferry from Odesa is on time", False),
    ]


@pytest.mark.parametrize(
    "words",
    ["Official website of the port of Odesa", "Full text of the treaty of 1856", "Port of Odesa",
     "Офіційний сайт порту Одеса", "Официальная страница порта Одессы в сети"],
)  # fmt: skip
def test_anchors_that_are_no_headlines(tmp_path: Path, words: str) -> None:
    """A description of a source would be compared as a headline, and the right page called wrong."""
    (citation,) = read(tmp_path, f"# A\n\n## Sources\n\n- [{words}](https://n.example/1)\n")
    assert citation.title == words
    assert not citation.title_is_sure


def test_anchor_that_is_a_headline(tmp_path: Path) -> None:
    """Another story behind a headline that stands alone would pass."""
    (citation,) = read(
        tmp_path, "# A\n\n## Sources\n\n- [Ferry from Odesa is late again](https://n.example/1)\n"
    )
    assert citation.title_is_sure


@pytest.mark.parametrize(
    "item",
    [
        "Obscure Gazette: [Who is to blame for the flood?](https://n.example/1)",
        "Obscure Gazette: [We will not do it again.](https://n.example/1)",
        "Diário da Serra: [O que é que a chuva faz?](https://n.example/1) (порт.)",
        "Степовий край: [Хто винен? Що робити далі.](https://n.example/1) (укр.)",
        "[Что это было, и как быть дальше?](https://n.example/1), Степной край",
    ],
)
def test_headlines_that_are_sentences(tmp_path: Path, item: str) -> None:
    """Another story behind a question or a quotation would pass, and its publisher be lost."""
    (citation,) = read(tmp_path, f"# A\n\nText.\n\n## Sources\n\n- {item}\n")
    assert (citation.inline, citation.publisher is None) == (False, False)


@pytest.mark.parametrize("country", ["DE", "UA", "RU", "PL", "UK"])
def test_country_behind_an_outlet_is_no_language(tmp_path: Path, country: str) -> None:
    """An English page would be reported as being in the wrong language."""
    item = (
        f"Harbour Gazette ({country}): [Ships leave the old harbour at dawn](https://n.example/1)"
    )
    (citation,) = read(tmp_path, f"# A\n\nText.\n\n## Sources\n\n- {item}\n")
    assert (citation.language, citation.publisher) == (None, "Harbour Gazette")


def test_description_beside_a_known_outlet_is_no_headline(tmp_path: Path) -> None:
    """Words that describe a page would be held against its headline: a false alarm."""
    item = "BBC News: [our long talk with both mayors of the town](https://n.example/1)"
    (citation,) = read(tmp_path, f"# A\n\nText.\n\n## Speakers\n\n- {item}\n")
    assert citation.inline


@pytest.mark.parametrize(
    "back",
    [
        "^ <a href='#r'><sup>a</sup></a> <a href='#s'><sup>b</sup></a> ",
        "↑ <a href='#r'>1</a> <a href='#s'>2</a> <a href='#t'>3</a> ",
        "^ Jump up to: <a href='#r'>a</a> <a href='#s'>b</a> ",
        "<a href='#r'>↑</a> ",
    ],
)
def test_links_back_to_several_places_are_no_words(tmp_path: Path, back: str) -> None:
    """Of a source that Wikipedia cites twice, another story would pass."""
    story = "<a href='https://n.example/1'>Ships leave the old harbour at dawn</a>"
    item = f"<li>{back}{story}. <i>BBC News</i>. 31 March 2014.</li>"
    (citation,) = read(tmp_path, f"<p>Text.</p><h2>References</h2><ol>{item}</ol>", "a.html")
    assert (citation.inline, citation.title, citation.publisher, citation.date) == (
        False, "Ships leave the old harbour at dawn", "BBC News", "2014-03-31",
    )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "[1] BBC News: Ships leave the old harbour,\n31 March 2014.\nhttps://n.example/1\n[2] CNN: Next\n",
        "1. BBC News: Ships leave the\nold harbour\nhttps://n.example/1\n2. CNN: Next\n",
        "BBC News: Ships leave the\nold harbour\nhttps://n.example/1\n\nCNN: Next\n",
    ],
)
def test_wrapped_source_with_its_address_below(tmp_path: Path, text: str) -> None:
    """A source in three lines would be reported as having no address, and its page go unchecked."""
    first, *_ = read(tmp_path, f"Review\n\nSources:\n\n{text}", "a.txt")
    assert (first.url, first.publisher, first.title) == (
        "https://n.example/1", "BBC News", "Ships leave the old harbour",
    )  # fmt: skip


@pytest.mark.parametrize(
    "item",
    [
        "BBC News: Ships leave the old harbour at dawn, https://n.example/1",
        "BBC News: https://n.example/1",
        "[BBC News, https://n.example/1]",
    ],
)
def test_reference_that_yaml_takes_apart(tmp_path: Path, item: str) -> None:
    """The sources of a front matter would be lost without a word."""
    (citation,) = read(tmp_path, f"---\ntitle: A\nsources:\n- {item}\n---\nText\n")
    assert citation.url == "https://n.example/1"
