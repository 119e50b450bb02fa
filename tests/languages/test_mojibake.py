"""Titles that were read in the wrong encoding."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkcheck.languages.mojibake import repaired, repaired_page

TITLES = [
    "Президент підписав закон про державний бюджет",
    "Суд отложил заседание по делу бывшего министра",
    "У Києві відкрили виставку давніх карт",
    "ПАРЛАМЕНТ ПІДТРИМАВ НОВИЙ УРЯД КРАЇНИ",
]
MISREADINGS = [
    ("utf-8", "cp1251"), ("utf-8", "cp1252"), ("utf-8", "latin-1"), ("cp1251", "koi8-r"),
    ("cp1251", "latin-1"), ("koi8-u", "cp1251"),
]  # fmt: skip
SOUND = [
    *TITLES,
    "Talks end without a deal",
    "Übersetzung für München — Änderung der Straße",
    "L’été dernier à Genève",
    "Łódź i Kraków: żółte tramwaje",
    "iPhone і MacBook подорожчали",
    "Ђорђе Ћирић у Београду",
    "НАТО и ЕС: новые санкции",
    "今日のニュース",
    "№ 5 — «Динамо»",
    "",
]


def misread(text: str, right: str, wrong: str) -> str:
    """Return what a lenient reader makes of a text: unknown bytes stay as control characters."""
    data = text.encode(right, "replace")
    return "".join(bytes([byte]).decode(wrong, "ignore") or chr(byte) for byte in data)


@pytest.mark.parametrize(("right", "wrong"), MISREADINGS)
@pytest.mark.parametrize("title", TITLES[:3])
def test_damaged_titles_are_repaired(title: str, right: str, wrong: str) -> None:
    """A title damaged long ago would be called another story."""
    assert repaired(misread(title, right, wrong)) == title


def test_utf8_read_as_windows_1251_in_capitals() -> None:
    """Headlines in capitals would stay damaged."""
    assert repaired(misread(TITLES[3], "utf-8", "cp1251")) == TITLES[3]


def test_title_damaged_twice() -> None:
    """A title that went through two wrong conversions would stay damaged."""
    twice = misread(misread(TITLES[0], "utf-8", "cp1251"), "utf-8", "cp1251")
    assert repaired(twice) == TITLES[0]


@pytest.mark.parametrize("title", SOUND)
def test_sound_titles_are_left_alone(title: str) -> None:
    """A good title would be changed into noise."""
    assert repaired(title) is None


@given(st.text(max_size=100))
def test_any_title_has_an_answer(title: str) -> None:
    """Some odd title would end the run."""
    assert repaired(title) is None or repaired(title) != title


@pytest.mark.parametrize(("right", "wrong"), MISREADINGS[:3])
@pytest.mark.parametrize(
    "title", [*TITLES[:3], "Рада Європи: Росія має заплатити; хто це зробить?"]
)
def test_damaged_page_is_repaired(title: str, right: str, wrong: str) -> None:
    """A site that encoded its texts twice would be reported as showing other stories."""
    html = "<title>{0}</title>\n<p class='a'>«{0}»\xa0— Ukraine&nbsp;24, {0}</p>"
    assert repaired_page(html.format(misread(title, right, wrong))) == html.format(title)


def test_damaged_page_with_sound_parts() -> None:
    """A page whose frame is sound would lose its menu to the repair of its story."""
    html = "<nav>Новини Спорт Культура — été</nav><h1>{0}</h1><p>{0}</p>"
    assert repaired_page(html.format(misread(TITLES[0], "utf-8", "cp1252"))) == html.format(
        TITLES[0]
    )


def test_page_that_lost_bytes_has_marks_for_them() -> None:
    """A damaged page would pass as another story for a few characters that are lost."""
    damaged = misread(TITLES[1], "utf-8", "cp1252").replace("\x81", "")
    words = repaired_page(f"<h1>{damaged}</h1>")
    assert words == "<h1>Суд отложил за\ufffdедание по делу бывшего мини\ufffdтра</h1>"


@pytest.mark.parametrize("title", [*SOUND, "Температура повітря: Р° та інші знаки", "Ð° og íî"])
def test_sound_page_is_left_alone(title: str) -> None:
    """A good page would be changed into noise."""
    html = f"<html><title>{title}</title><p>{title} — {' '.join(SOUND)}</p></html>"
    assert repaired_page(html) == html
