"""Kinds of references, in words of our own: each with the fields that it claims."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from linkcheck.articles import read_article

KINDS = tomllib.loads((Path(__file__).parent / "kinds.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(row, id=f"{kind}-{at}")
        for kind, rows in KINDS.items()
        for at, row in enumerate(rows, 1)
    ],
)
def test_kind(row: dict[str, str], tmp_path: Path) -> None:
    """A reference of this kind would be read as something that it does not say."""
    article = tmp_path / "article.md"
    article.write_text(f"# A\n\n## References\n\n- {row['item']}\n", encoding="utf-8")
    (citation,) = read_article(article).citations
    wanted = {name: value for name, value in row.items() if name != "item"}
    assert {name: getattr(citation, name) or "" for name in wanted} == wanted


def test_every_kind_has_variants() -> None:
    """One example would be fitted, and the next of its kind be read wrongly."""
    assert all(len(rows) >= 10 for rows in KINDS.values())


COPY = "https://web.archive.org/web/20140102030405/https://n.example/1"
REVERSED = [
    (
        f'["Lighthouse keeper retires"]({COPY}). *Coastal Gazette*. 7 May 2012. Archived from '
        "[the original](https://n.example/1) on 2 January 2014. Retrieved 3 March 2013."
    ),
    (
        f"[Доглядач маяка пішов на спочинок]({COPY}). Вечірній Канів. 7 травня 2012. Архів "
        "[оригіналу](https://n.example/1) за 2 січня 2014. Процитовано 3 березня 2013."
    ),
    (
        f"[Смотритель маяка ушёл на покой]({COPY}). Волжский листок (7 мая 2012). Архивировано из "
        "[оригинала](https://n.example/1) 2 января 2014 года."
    ),
]


@pytest.mark.parametrize("item", REVERSED)
def test_original_behind_its_copy(item: str, tmp_path: Path) -> None:
    """The day on which a copy was made would be taken for the day of publication."""
    article = tmp_path / "article.md"
    article.write_text(f"# A\n\n## References\n\n- {item}\n", encoding="utf-8")
    copy, original = read_article(article).citations
    assert (copy.url, copy.date, copy.archive_date) == (COPY, "2012-05-07", "2014-01-02")
    assert (original.url, original.archive_url) == ("https://n.example/1", COPY)
    assert (original.title, original.date) == (None, None)


def test_language_of_another_edition_is_not_the_sources(tmp_path: Path) -> None:
    """An English page would be said to be in the wrong language."""
    article = tmp_path / "article.md"
    item = (
        "Coastal Gazette: [Lighthouse keeper retires](https://n.example/1) "
        "[[RU]](https://n.example/ru/1) [[UA]](https://n.example/ua/1)"
    )
    article.write_text(f"# A\n\n## References\n\n- {item}\n", encoding="utf-8")
    found = read_article(article).citations
    assert [each.language for each in found] == [None, "ru", "uk"]
    assert found[0].title == "Lighthouse keeper retires"
