"""The language of a cited title."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from linkcheck.languages import detect
from linkcheck.languages.titles import title_language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from linkcheck.models import LanguageGuess


@pytest.mark.parametrize(
    ("title", "tag"),
    [
        ("Ferry from Odesa is late again", "en"),
        ("Пором з Одеси знову запізнився", "uk"),
        ("Паром из Одессы снова опоздал", "ru"),
        ("Die Fähre verkehrt im Sommer wieder täglich", "de"),
        ("Фериботът от Варна отново закъсня с два часа", "bg"),
        ("Prom z Gdańska znowu się spóźnił o dwie godziny", "pl"),
        ("Паром спазніўся, і людзі чакалі ў порце дзве гадзіны", "be"),
        ("Le ferry est encore en retard de deux heures", "fr"),
        ("Feribot iki saat geç kaldı, yolcular limanda bekledi", "tr"),
        ("A komp ismét két órát késett a kikötőben", "hu"),
        ("Lautta myöhästyi taas kaksi tuntia satamassa", "fi"),
    ],
)
def test_titles(title: str, tag: str) -> None:
    """A title would be taken for one in English or Russian, and its page for the wrong one."""
    assert title_language(title) == tag


@pytest.mark.parametrize(
    "title",
    ["Паром екі сағатқа кешікті, жолаушылар күтті", "Паром ике сәгатькә соңга калды",
     "Gəmi iki saat gecikdi, sərnişinlər gözlədi", "Ferjan var tveimur tímum of sein, það er þó í lagi",
     "პარომი ორი საათით დააგვიანა", "Reuters", "2014", "", "???"],
)  # fmt: skip
def test_titles_that_claim_no_language(title: str) -> None:
    """A Kazakh headline would be called Belarusian, and its page one in another language."""
    assert title_language(title) is None


def test_detector_of_ones_own() -> None:
    """The detector that was chosen would not be asked about titles."""
    asked: list[str] = []

    def own(text: str, candidates: Sequence[str] | None = None) -> LanguageGuess:
        assert candidates is None or candidates
        asked.append(text)
        return detect(text, ("pl",))

    assert title_language("Ferry from Odesa is late again", own) == "pl"
    assert asked == ["Ferry from Odesa is late again"]
