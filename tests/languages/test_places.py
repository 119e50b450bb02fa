"""Places of the world by their names in two alphabets."""

from __future__ import annotations

import subprocess
import sys
from importlib.resources import files

import pytest

from linkcheck.languages.places import places_among
from linkcheck.text.words import words
from tests.write_places import rows


def named(text: str) -> frozenset[int]:
    """Return all places that a text names."""
    capitals = {folded for word in text.split() if word[0].isupper() for folded in words(word)}
    return frozenset().union(*places_among(words(text), capitals).values())


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ("Marseille", "у Марселі"),
        ("Bordeaux", "в Бордо"),
        ("Sevilla", "Севилье"),
        ("Cologne", "Кёльна"),
        ("Zürich", "цюрихский"),
        ("Rio de Janeiro", "в Рио-де-Жанейро"),
        ("Cape Town", "у Кейптауні"),
        ("Luxembourg", "Люксембургу"),
        ("New Orleans", "Новый Орлеан"),
        ("Ouagadougou", "Уагадугу"),
        ("Vaduz", "Вадуца"),
        ("Sri Lanka", "Шри-Ланку"),
    ],
)
def test_one_place(latin: str, cyrillic: str) -> None:
    """A translated headline would be another story since it spells its town by ear."""
    assert named(f"Strike in {latin} ends") & named(f"Страйк {cyrillic} завершено")


@pytest.mark.parametrize(
    "text",
    [
        "They say that reading is nice for most people",
        "Яка сума газу та мир у світі",
        "Люди хотят мира и суда",
    ],
)
def test_everyday_words_are_no_places(text: str) -> None:
    """Two stories would share a town since a word of one is spelt like it."""
    assert not named(text)


def test_the_script_keeps_what_can_be_looked_up() -> None:
    """The next table would have villages, names in other alphabets, or words for names."""
    plain = {"countrycode": "XX", "population": 400_000, "geonameid": 1}
    cities = [
        {**plain, "name": "Нет", "alternatenames": ["Grad", "Градище"], "population": 5000},
        {
            **plain,
            "name": "Ørsund City",
            "alternatenames": ["ORS", "Orsundia", "Эрсунд", "Ерсунд", "Өрсунд"],
        },
        {**plain, "name": "Radony", "alternatenames": ["Рада", "Радон"], "population": 120_000},
        {**plain, "name": "Smalltown", "alternatenames": ["Смолтаун"], "population": 900},
    ]
    found = rows(cities, frozenset({("XX", "Smalltown")}))
    assert found == [
        "orsund, orsund city, orsundia\tэрсунд, ерсунд",
        "radony\tрадон",
        "smalltown\tсмолтаун",
    ]


def test_the_table_is_small_says_where_it_is_from_and_waits() -> None:
    """The package would swell, break the licence of its data, or start slowly."""
    data = files("linkcheck.data")
    assert len(data.joinpath("places.tsv").read_bytes()) < 1_500_000
    notice = data.joinpath("NOTICE").read_text(encoding="utf-8")
    assert "geonames.org" in notice
    assert "creativecommons.org/licenses/by/4.0" in notice
    code = "import linkcheck, sys; print('linkcheck.languages.places' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
