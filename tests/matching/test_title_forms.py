"""Titles that are one story's although they share few letters, or share only their site's name."""

from __future__ import annotations

import msgspec
import pytest

from linkcheck.matching.cross_language import relate
from linkcheck.matching.titles import compare_title
from linkcheck.models import (
    Candidate,
    Citation,
    Evidence,
    LanguageGuess,
    Liveness,
    Location,
    Match,
    Page,
    PageKind,
)
from linkcheck.text.words import content_words, fold, with_scales, words

PLACE = Location(path="a.md", line=1, column=1, start=0, end=1)
TEXT = "Der Ausschuss tagte lange und vertagte die Frage auf die kommende Woche. " * 4


def page(title: str, language: str, url: str = "https://a.example/1", **more: object) -> Page:
    """Return a living page with one title."""
    plain = Page(
        url=url,
        liveness=Liveness(kind=PageKind.LIVING),
        titles=(Candidate(text=title, source="title"),),
        language=LanguageGuess(tag=language, confidence=1.0),
    )
    return msgspec.structs.replace(plain, **more)


def compared(cited: str, found: Page, language: str | None = None) -> Evidence:
    """Return what is said of a title cited for a page."""
    citation = Citation(location=PLACE, url=found.url, title=cited, title_language=language)
    evidence = compare_title(citation, found)
    assert evidence is not None
    return evidence


@pytest.mark.parametrize(
    ("cited", "title", "language"),
    [
        ("Blair and Cook land in Doha", "Блер і Кук прибули до Дохи", "uk"),
        ("Xi and Kim meet in Hanoi", "Си и Ким встретились в Ханое", "ru"),
        ("Rice, Gates and Powell criticize Scotland", "Райс, Гейтс і Павелл критикують Шотландію", "uk"),
        ("Jill Page wins race in Texas", "Джилл Пейдж выиграла гонку в Техасе", "ru"),
        ("Strike shuts port of Marseille", "Забастовка закрыла порт в Марселе", "ru"),
    ],
)  # fmt: skip
def test_short_names_and_places_count(cited: str, title: str, language: str) -> None:
    """A translated headline of short names would be another story, and its link broken."""
    evidence = compared(cited, page(title, language), "en")
    assert (evidence.match, evidence.relation) == (Match.MATCH, "translated")


def test_everyday_words_are_no_short_names() -> None:
    """Two stories would share a name since "base" sounds like Буш without its vowels."""
    assert not relate("A new base for buses", "en", "Буш і Бейс", "", "uk").score


def test_everyday_sentences_prove_nothing_across_languages() -> None:
    """A description in the author's words would be another story since each is put in its way."""
    cited = "Please open the window before you leave the room"
    evidence = compared(cited, page("Перш ніж піти, впустіть свіже повітря", "uk"), "en")
    assert evidence.match is Match.UNVERIFIABLE


def test_each_with_a_name_of_its_own_needs_more_in_common() -> None:
    """Stories of one day and topic about two people would pass for one."""
    one = relate("Minister Palmer visits a school", "en", "Министр Орлова посетила школу", "", "ru")
    same = relate(
        "Minister Orlova visits a school", "en", "Министр Орлова посетила школу", "", "ru"
    )
    assert one.unlike > 0
    assert same.unlike == 0
    assert same.score > one.score


@pytest.mark.parametrize(
    ("cited", "found"),
    [
        ("Ann Lee - Wikipedia", page("Rust - Wikipedia", "en", "https://en.wikipedia.org/wiki/R")),
        (
            "River Daily | Council of the town closes three old bridges",
            page("River Daily | Museum opens", "en", "https://riverdaily.example/9"),
        ),
        (
            "Council of the town closes bridges | The Evening Herald",
            page("Museum of glass opens doors | The Evening Herald", "en"),
        ),
    ],
)
def test_the_name_of_the_site_is_no_shared_name(cited: str, found: Page) -> None:
    """Every page of an encyclopedia would vouch for every other one."""
    evidence = compared(cited, found)
    assert evidence.match is not Match.MATCH
    assert evidence.relation != "changed"


@pytest.mark.parametrize("title", ["Anna Lee Ivanova", "NATO 2030", "Tesla Cybertruck"])
def test_an_undetermined_language_is_no_other_language(title: str) -> None:
    """A page would be reported as a translation since the cited words are names."""
    assert compared(title, page(f"{title} Motors report", "en")).relation != "translated"


@pytest.mark.parametrize(
    ("cited", "title", "language"),
    [
        ("Es gibt nicht mehr viel Zeit für die Rettung der Werft", "Warum nicht mehr viel über das Wetter gesprochen wird", "de"),
        ("Ce que l'on n'a pas encore dit sur la grève", "Ce que l'on n'a pas bu du vin d'hier", "fr"),
        ("Lo que se sabe hasta ahora sobre el puente", "Lo que ya no se dice sobre las abejas", "es"),
    ],
)  # fmt: skip
def test_function_words_of_the_page_make_no_story(cited: str, title: str, language: str) -> None:
    """Two German stories would be one whose headline was changed since both say "nicht mehr viel"."""
    assert compared(cited, page(title, language, text=TEXT), language).relation != "changed"


def test_function_words_count_in_their_own_language_only() -> None:
    """An English headline would lose its war, since "war" is a verb in German."""
    assert content_words("war ends", "en") == content_words("war ends") == ["war", "ends"]
    assert content_words("Das war der Anfang", "de") == ["anfang"]


@pytest.mark.parametrize(
    "spelt", ["26 750", "26\u00a0750", "26\u202f750", "26,750", "26.750", "26'750"]
)
def test_a_number_is_one_however_its_thousands_are_parted(spelt: str) -> None:
    """A headline would be of another story since its page has a space in a number."""
    assert words(f"{spelt} homes") == ("26750", "homes")
    assert (
        compared(f"{spelt} homes lose power", page("26750 homes lose power", "en")).match
        is Match.MATCH
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1.5 million", "1,5 млн"), ("2 billion", "2 мільярди"), ("40 тысяч", "40 000"),
        ("0.5 million", "500,000"), ("3 Mio", "3 млн"), ("12 trillion", "12 трлн"),
    ],
)  # fmt: skip
def test_a_number_is_one_with_its_scale_in_words(one: str, other: str) -> None:
    """1.5 million and 1,5 млн would be two numbers, and their stories two."""
    assert with_scales(words(one)) == with_scales(words(other))


def test_years_and_single_numbers_stay_apart() -> None:
    """A year and the number behind it would be read as one large number."""
    assert fold("in 2014 500 men") == "in 2014 500 men"
    assert with_scales(words("3 millionaires")) == ["3", "millionaires"]


@pytest.mark.parametrize(
    ("text", "language"),
    [("Рада відклала рішення про новий міст", "uk"), ("Рецензия на спектакль «Чайка»", "ru")],
)
def test_a_damaged_title_of_the_page_is_read_repaired(text: str, language: str) -> None:
    """A living page would be another story since its template has the wrong encoding."""
    damaged = text.encode("cp1251", "replace").decode("latin-1")
    evidence = compared(text, page(damaged, language))
    assert (evidence.match, evidence.found) == (Match.MATCH, text)
