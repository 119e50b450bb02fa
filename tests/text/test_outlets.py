"""The register of known outlets."""

from __future__ import annotations

import pytest

from linkcheck.text.outlets import outlet_languages, outlet_named, outlet_names


@pytest.mark.parametrize(
    ("spelt", "name"),
    [
        ("Livyj Bereh", "Лівий берег"), ("Levyj Bereg", "Левый берег"),
        ("Ukrajinska Pravda", "Українська правда"), ("Ukrainskaia pravda", "Украинская правда"),
        ("Dzerkalo Tyzhnja", "Дзеркало тижня"), ("Rossijskaja Gazeta", "Российская газета"),
        ("Komsomolskaja pravda", "Комсомольская правда"), ("Nezavisimaja Gazeta", "Независимая газета"),
    ],
)  # fmt: skip
def test_outlets_in_other_letters(spelt: str, name: str) -> None:
    """A paper spelt in another way than the register would be no known one, at whatever address."""
    assert outlet_named(name) is not None
    assert outlet_named(spelt) == outlet_named(name)


@pytest.mark.parametrize(
    "name", ["Pravda of the Day", "Berg", "Bereg", "A B", "", "Levy Berger Institute"]
)
def test_names_that_only_sound_alike(name: str) -> None:
    """A small paper would be taken for a large one, and its page for somebody else's."""
    assert outlet_named(name) is None


def test_the_register_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A batch of links would take seconds more: its 100 KB would be parsed for each of them."""
    number = outlet_named("Українська правда")
    assert number is not None
    monkeypatch.setattr("tomllib.load", None)
    assert "Українська правда" in outlet_names(number)
    assert "uk" in outlet_languages(number)
