"""Spellings of one name meet under a key, whichever alphabet and language they are from."""

from __future__ import annotations

from itertools import combinations

import pytest

from linkcheck.languages.sounds import is_short, sound_keys
from tests.languages.test_names import rows


def meet(one: str, other: str) -> bool:
    """Tell whether two spellings have a key in common."""
    return not sound_keys(one).isdisjoint(sound_keys(other))


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ("jill", "джилл"), ("juncker", "юнкера"), ("juan", "хуаном"), ("wilson", "уїлсон"),
        ("wagner", "вагнера"), ("hughes", "хьюз"), ("wright", "райт"), ("page", "пейдж"),
        ("cook", "куком"), ("lee", "лі"), ("wu", "ву"), ("xu", "сюй"), ("xi", "сі"), ("kohl", "коль"),
        ("nunez", "нуньєс"), ("schmidt", "шмідт"), ("steinmeier", "штайнмаєра"), ("cameron", "кемерон"),
        ("škoda", "шкода"), ("vučić", "вучича"), ("qatar", "катар"), ("michelle", "мішель"),
        ("yang", "ян"), ("bach", "баха"), ("reese", "різ"), ("newton", "ньютона"),
    ],
)  # fmt: skip
def test_one_name(latin: str, cyrillic: str) -> None:
    """A story would be reported as another one since its names are spelt as they are spoken."""
    assert meet(latin, cyrillic)


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ("kerry", "гаррі"),
        ("bush", "беш"),
        ("lee", "лоу"),
        ("wu", "ві"),
        ("duda", "діду"),
        ("kim", "ком"),
    ],
)
def test_short_names_keep_their_vowels(latin: str, cyrillic: str) -> None:
    """Two stories would share a name wherever two short words have the same consonants."""
    assert not meet(latin, cyrillic)
    assert all(map(is_short, sound_keys(latin)))


def test_most_spellings_of_known_names_meet() -> None:
    """Names of the region would be lost between systems of transliteration."""
    pairs = [
        (one.casefold(), other.casefold())
        for group in rows("names.txt")
        for one, other in combinations(dict.fromkeys(group), 2)
        if (one[0] < "\u0370") != (other[0] < "\u0370") and " " not in one + other
    ]
    missed = [pair for pair in pairs if not meet(*pair)]
    assert len(pairs) > 300
    assert len(missed) <= 0.05 * len(pairs), missed


def test_long_and_odd_words_have_few_keys() -> None:
    """A page with a headline of odd letters would hold up the run."""
    assert len(sound_keys("chjgxq" * 40)) <= 16 * 16
    assert sound_keys("12") == sound_keys("") == frozenset()
