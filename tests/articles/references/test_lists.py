"""Lists of sources as people really write them: what each item claims, in words of our own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from linkcheck.articles import read_article

if TYPE_CHECKING:
    from pathlib import Path

    from linkcheck.models import Citation

FIELDS = ("title", "publisher", "author", "date")


def read(folder: Path, *items: str, heading: str = "References") -> list[Citation]:
    """Return the citations of an article with one list or paragraphs of sources."""
    path = folder / "article.md"
    text = "\n".join(items)
    path.write_text(f"# The dam\n\nIt was built twice.\n\n## {heading}\n\n{text}\n", "utf-8")
    return list(read_article(path).citations)


def fields(citation: Citation) -> tuple[str | None, ...]:
    """Return what a citation claims."""
    return tuple(getattr(citation, name) for name in FIELDS)


QUOTED = [
    # A date, an abbreviation, an outlet's name or a joint within a title ends it nowhere.
    ('- M. Orr, "Locks in use as of May 2019, by county," Canal World, 2020.',
     ("Locks in use as of May 2019, by county", "Canal World", "M. Orr", "2020")),
    (('- Orr, Maud (4 May 2019). "The dam that \'leaks\' as fast as it fills". The Herald. '
     "Retrieved 5 May 2020."),
     ("The dam that 'leaks' as fast as it fills", "The Herald", "Orr, Maud", "2019-05-04")),
    ('- The Guardian, "Great Dams: the one at Orlo (1987)", 4 May 2019 https://g.example/a/1',
     ("Great Dams: the one at Orlo (1987)", "The Guardian", None, "2019-05-04")),
    ('- "U.S. engineer with ties to Orlo dies in a flood," Orlo Herald, May 4, 2019.',
     ("U.S. engineer with ties to Orlo dies in a flood", "Orlo Herald", None, "2019-05-04")),
    ('- Orr, Maud. “Who Owns the Old Dam - The Herald.” The Herald, May 4, 2019. https://h.example/2',
     ("Who Owns the Old Dam - The Herald", "The Herald", "Orr, Maud", "2019-05-04")),
]  # fmt: skip


@pytest.mark.parametrize(("item", "wanted"), QUOTED)
def test_the_quotation_is_the_title(
    item: str, wanted: tuple[str | None, ...], tmp_path: Path
) -> None:
    """A page would be compared with half of a title, and blamed for the other half."""
    (citation,) = read(tmp_path, item)
    assert fields(citation) == wanted


SENTENCES = [
    (("Orr, M.: The dam is leaking at night, Interview durchgeführt von. 2019. "
      "https://c.example/a/1, 4.5.2020."),
     "The dam is leaking at night"),
    (("Orr, M., 2019. The dam is leaking. It may break, as the river rises. Canal World. Available "
     "at: https://c.example/a/1 [Accessed May 5, 2020]."),
     "The dam is leaking. It may break, as the river rises"),
    (("- The Herald, 2019. Floods 2018 in Orlo: How the town's people were saved. [Online]. "
     "[Accessed 5 May 2020]. Available from: https://h.example/a/2"),
     "Floods 2018 in Orlo: How the town's people were saved"),
    (("- Настройка Valve, Sluice и затворов для работы в старой системе шлюзов [Электронный "
     "ресурс]. 2019. URL: https://s.example/a/3 (дата обращения: 05.05.2020)"),
     "Настройка Valve, Sluice и затворов для работы в старой системе шлюзов"),
    (("- [CanalWatch: They came by night. Then they left without their tools (2019-05-04)]"
     "(https://canalwatch.example/a/4)"),
     "They came by night. Then they left without their tools"),
]  # fmt: skip


@pytest.mark.parametrize(("item", "title"), SENTENCES)
def test_a_title_goes_on(item: str, title: str, tmp_path: Path) -> None:
    """A part of a title would pass for the author, or for nothing at all."""
    (citation,) = read(tmp_path, item)
    assert citation.title == title
    assert citation.author in {None, "Orr, M.", "The Herald"}


LOOKED_AT = [
    (('- "Orlo Dam, Orlo Lock; Plans for 1907". The Orlo Tribune. 4 May 1989. Archived from the '
     "original on 2 May 2019. Retrieved 22 August 2019."),
     ("Orlo Dam, Orlo Lock; Plans for 1907", "The Orlo Tribune", None, "1989-05-04")),
    ("- Install a Sluice (англ.). Sluice Handbook. Дата обращения: 13 августа 2017.",
     ("Install a Sluice", "Sluice Handbook", None, None)),
    (("Orr, M. (2014). Ban the old locks? Don’t tell the keeper. [online] Canal World. Available "
     "at: https://c.example/a/5 [Accessed 21 Sep. 2024]."),
     ("Ban the old locks? Don’t tell the keeper", "Canal World", "Orr, M.", "2014")),
    ("“Sluice FAQ.” Orlo Sluices. Accessed April 14, 2025. https://orlo.example/faq/",
     ("Sluice FAQ", "Orlo Sluices", None, None)),
]  # fmt: skip


@pytest.mark.parametrize(("item", "wanted"), LOOKED_AT)
def test_a_source_that_was_looked_at(
    item: str, wanted: tuple[str | None, ...], tmp_path: Path
) -> None:
    """A source would be left out because its title reads like a remark or like a name."""
    (citation,) = read(tmp_path, item)
    assert fields(citation) == wanted


def test_titles_in_capitals_without_addresses(tmp_path: Path) -> None:
    """Reports whose titles have capitals only would be left out of a list of reports."""
    found = read(
        tmp_path,
        '- Orlo Relief Union, "Death by the Dam: Killings at Orlo, Esk" (2022)',
        '- International Union of Locks, "The Orlo Papers" (2008)',
    )
    assert [fields(one) for one in found] == [
        ("Death by the Dam: Killings at Orlo, Esk", "Orlo Relief Union", None, "2022"),
        ("The Orlo Papers", "International Union of Locks", None, "2008"),
    ]


def test_outlets_are_no_authors(tmp_path: Path) -> None:
    """An outlet would be taken for a person, though the list has nothing but outlets."""
    found = read(
        tmp_path,
        '- Reuters, "The dam at Orlo is leaking again", Feb 2026',
        '- Orlo Rights Union, "Orlo 2026: The Rights of Lock Keepers", Jan 2026',
        "- BBC News (2024): *Party loses its majority in Orlo*",
    )
    assert [(one.publisher, one.author) for one in found] == [
        ("Reuters", None), ("Orlo Rights Union", None), ("BBC News", None),
    ]  # fmt: skip


def test_bracket_behind_an_outlet(tmp_path: Path) -> None:
    """The country or the agency in brackets would be a part of the outlet's name."""
    country, agency = read(
        tmp_path,
        '- Tagblatt (Switzerland), "The dam is unfit for boats", Feb 2026',
        "- OrloNews (AFP) — «Six months of floods: 20 dead», 25.08.2026. "
        "[orlonews.example](https://www.orlonews.example/six-months)",
    )
    assert (country.publisher, country.place) == ("Tagblatt", "Switzerland")
    assert (agency.publisher, agency.title) == ("OrloNews", "Six months of floods: 20 dead")


def test_source_of_a_source(tmp_path: Path) -> None:
    """The date of what a story cites would be taken for the date of the story."""
    (citation,) = read(
        tmp_path, '- Reuters, "The dam costs twice as much" (citing Canal Review, Aug 2026)'
    )
    assert (citation.publisher, citation.date) == ("Reuters", None)


@pytest.mark.parametrize(
    "item",
    [
        '- The Herald, "Great dams: the one at Orlo", Rob Orlick, 4 Dec 2015 https://h.example/1',
        '- Herald.example, "Great dams: the one at Orlo" (Harry Orlick) https://herald.example/2',
    ],
)
def test_byline_behind_the_title(item: str, tmp_path: Path) -> None:
    """Whoever wrote a story would go unnamed because outlet and title stand first."""
    (citation,) = read(tmp_path, item)
    assert citation.title == "Great dams: the one at Orlo"
    assert citation.author is not None
    assert citation.author.endswith("Orlick")


@pytest.mark.parametrize("site", ["dams.example", "www.dams.example"])
def test_name_of_the_site_as_a_link(site: str, tmp_path: Path) -> None:
    """The link behind an item would be its outlet, though the item begins with the outlet."""
    (citation,) = read(
        tmp_path,
        f"- Dam Watch — «The whole lake is closed», 23.09.2026. [{site}](https://{site}/1)",
    )
    assert fields(citation) == ("The whole lake is closed", "Dam Watch", None, "2026-09-23")


def test_name_of_the_site_before_the_address(tmp_path: Path) -> None:
    """The site would be one more source, and the story be without its title."""
    (citation,) = read(
        tmp_path,
        '- Orr, Will. "The Age of Giant Dams Is Already Over". Canal World. Retrieved April 18, '
        "2023 – via www.canal.example. https://www.canal.example/story/giant-dams/",
    )
    assert citation.url == "https://www.canal.example/story/giant-dams/"
    assert (citation.title, citation.author) == (
        "The Age of Giant Dams Is Already Over",
        "Orr, Will",
    )


@pytest.mark.parametrize(
    ("item", "title"),
    [
        ("- Sluice Documentation. URL: https://s.example/ (дата звернення: 10.05.2026).",
         "Sluice Documentation"),
        (("- Основы шлюзования [Электронный ресурс]. – URL: https://s.example/1 (дата обращения: "
         "13.09.2026)."), "Основы шлюзования"),
    ],
)  # fmt: skip
def test_name_alone(item: str, title: str, tmp_path: Path) -> None:
    """The only name that a reference gives would be an outlet without a title."""
    (citation,) = read(tmp_path, item)
    assert fields(citation) == (title, None, None, None)


def test_outlet_and_title_in_one_link(tmp_path: Path) -> None:
    """A title that the reader is unsure of would have the name of the outlet before it."""
    (citation,) = read(
        tmp_path,
        "- [Bloomberg: Z.dam Aims to Catch Orlo, OpenDam in Building](https://www.bloomberg.com/1)",
    )
    assert citation.publisher == "Bloomberg"
    assert citation.title == "Z.dam Aims to Catch Orlo, OpenDam in Building"


def test_sentences_on_data_are_no_sources(tmp_path: Path) -> None:
    """A remark on when the data were downloaded would be reported as a source that is missing."""
    assert not read(
        tmp_path,
        "- The data were accessed on 5 May 2014 by the editor, Olena Savchuk.",
        "- All tables were downloaded on 6 May 2014, and archived on 7 May 2014.",
    )


def test_addresses_that_are_none(tmp_path: Path) -> None:
    """One malformed address would cost an article all its other sources."""
    links = "[a dam](http://[x/b), [ruins](https://n.example/a) and <http://[::1>"
    found = read(tmp_path, links, f"- {links}", f"1. Orr, M. The dam leaks. via {links}")
    assert sum(citation.url == "https://n.example/a" for citation in found) >= 2
