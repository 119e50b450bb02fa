"""Titles that were read in the wrong encoding."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkcheck.languages.mojibake import repaired

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
