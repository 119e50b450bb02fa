"""Languages of headlines and texts."""

from __future__ import annotations

import pytest

from linkcheck.languages import detect, same_language
from linkcheck.text.transliterate import name_key, to_latin

NEWS = ("en", "uk", "ru")
TEXTS = {
    "en": "The ministers agreed to meet again next week, although no date has been set for it.",
    "uk": "Міністри домовилися зустрітися знову наступного тижня, хоча дати ще не призначили.",
    "ru": "Министры договорились встретиться снова на следующей неделе, хотя даты ещё нет.",
    "de": "Die Minister wollen sich in der nächsten Woche wieder treffen, ein Datum gibt es nicht.",
    "fr": "Les ministres se retrouveront la semaine prochaine, même si aucune date n'est fixée.",
    "pl": "Ministrowie spotkają się ponownie w przyszłym tygodniu, choć daty jeszcze nie ma.",
    "bg": "Министрите се договориха да се срещнат отново следващата седмица, но няма дата.",
    "be": "Міністры дамовіліся сустрэцца зноў на наступным тыдні, хаця даты яшчэ няма ў іх.",
    "sr": "Министри су се договорили да се поново састану следеће недеље, ђаци ће доћи.",
    "el": "Οι υπουργοί συμφώνησαν να συναντηθούν ξανά την επόμενη εβδομάδα στο Παρίσι.",
}


@pytest.mark.parametrize("tag", TEXTS)
def test_language_of_a_sentence(tag: str) -> None:
    """A page would be said to be in another language than it is."""
    assert detect(TEXTS[tag]).tag == tag


@pytest.mark.parametrize("tag", NEWS)
def test_language_of_capitals(tag: str) -> None:
    """Headlines in capitals would be taken for another language."""
    assert detect(TEXTS[tag].upper(), NEWS).tag == tag


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("США отказались требовать федерализации", "ru"),
        ("США відмовилися вимагати федералізації", "uk"),
        ("Компания Apple купила стартап Deep Mind Labs", "ru"),
        ("Уряд п'ятої скликання", "uk"),
        ("Уряд п’ятої скликання", "uk"),
    ],
)
def test_language_of_a_headline(text: str, tag: str) -> None:
    """A Ukrainian headline would be taken for a Russian one, or for English by its brand names."""
    assert detect(text, NEWS).tag == tag


@pytest.mark.parametrize("text", ["", "2014", "— 30.03.2014 —", "!!!", "\x00"])
def test_text_without_words_is_undetermined(text: str) -> None:
    """A number would be given a language, and a citation a finding for it."""
    assert detect(text).tag == "und"


def test_candidates_alone_are_chosen_from() -> None:
    """An editor's list of languages would be passed over."""
    assert detect(TEXTS["de"], ("fr", "pl")).tag in {"fr", "pl", "und"}
    assert detect(TEXTS["uk"], ("en", "fr")).tag == "und"


def test_same_text_has_the_same_answer() -> None:
    """Two runs over one archive would differ by chance."""
    assert len({detect(TEXTS["bg"]) for _ in range(5)}) == 1


@pytest.mark.parametrize(
    "names",
    [
        ("Kyiv", "Kiev", "Київ", "Киев"),
        ("Zelensky", "Zelenskyy", "Зеленський", "Зеленский"),
        ("Lavrov", "Лавров"),
        ("bereg", "Bereh", "берег", "Берег"),
        ("Leviy", "Liviy", "Левый", "Лівий"),
        ("Kharkiv", "Харків"),
    ],
)
def test_spellings_of_a_name_share_a_key(names: tuple[str, ...]) -> None:
    """One name in two alphabets would be taken for two."""
    assert len({name_key(name) for name in names}) == 1


def test_different_names_have_different_keys() -> None:
    """Every name would match every other."""
    assert len({name_key(name) for name in ("Kerry", "Lavrov", "Obama", "Putin", "Hagel")}) == 5


def test_latin_form() -> None:
    """Addresses that spell a headline in Latin letters would not be recognised."""
    assert to_latin("Щедра Українська Є") == "shchedra ukrainska ie"
    assert to_latin("Café") == "cafe"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("uk", "uk-UA", True),
        ("ua", "uk", True),
        ("ru_RU", "ru", True),
        ("uk", "ru", False),
        ("??", "??", False),
    ],
)
def test_tags_of_one_language(one: str, other: str, same: bool) -> None:
    """A page that writes its tag another way would be said to be in another language."""
    assert same_language(one, other) is same
