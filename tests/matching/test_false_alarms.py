"""Traps where a living source was blamed, or one that nobody compared was vouched for."""

from __future__ import annotations

import msgspec
import pytest

from linkcheck.judging.judge import judge
from linkcheck.matching import compare
from linkcheck.models import (
    Candidate,
    Citation,
    Field,
    LanguageGuess,
    Liveness,
    Location,
    Match,
    Page,
    PageKind,
    Resolution,
    Rule,
    Status,
    UrlStatus,
    Verdict,
)
from linkcheck.text.words import fold

URL = "https://example.org/news/1"


def cite(title: str, *, repaired: str | None = None, publisher: str | None = None) -> Citation:
    """Return a citation of `URL` whose title's language the article's reader could not tell."""
    place = Location(path="article.md", line=1, column=1, start=0, end=1)
    return Citation(
        location=place, url=URL, title=title, title_repaired=repaired, publisher=publisher
    )


def page(title: str, language: str, **more: object) -> Page:
    """Return a living page with one title."""
    plain = Page(
        url=URL,
        liveness=Liveness(kind=PageKind.LIVING),
        titles=(Candidate(text=title, source="og:title"),),
        language=LanguageGuess(tag=language, confidence=0.99 if language != "und" else 0.0),
    )
    return msgspec.structs.replace(plain, **more)


def verdict(citation: Citation, found: Page | None, status: int = 200) -> Verdict:
    """Judge a citation against what an address answered."""
    resolution = Resolution(url=URL, final_url=URL, status=status)
    evidence = compare(citation, found) if found is not None else ()
    return judge(citation, article=None, resolution=resolution, page=found, evidence=evidence)


@pytest.mark.parametrize(
    ("title", "language"),
    [
        ("鉱山労働者が政府と賃金で合意", "und"),
        ("عمال المناجم يتوصلون إلى اتفاق مع الحكومة", "und"),
        ("Bergleute einigen sich mit Regierung auf höhere Löhne", "de"),
        ("Górnicy porozumieli się z rządem w sprawie płac", "pl"),
    ],
)
def test_page_in_another_language_is_not_another_story(title: str, language: str) -> None:
    """A source in a language that the title is not in would be called broken for its words."""
    result = verdict(cite("Miners reach wage agreement with the government"), page(title, language))
    assert result.status is Status.UNVERIFIED
    assert [each.rule for each in result.findings] == [Rule.TITLE_UNVERIFIED]


def test_related_alphabets_are_told_apart() -> None:
    """A Ukrainian title over the Russian edition would be called another story."""
    found = page("Горняки достигли соглашения с кабинетом министров", "ru")
    result = verdict(cite("Шахтарі домовилися з урядом про зарплату"), found)
    assert [each.rule for each in result.findings] == [Rule.TITLE_UNVERIFIED]


@pytest.mark.parametrize(
    ("cited", "found"),
    [
        ("Minister meets striking miners in Lviv", "Minister meets striking miners in Kyiv"),
        ("Weather forecast for Monday", "Weather forecast for Sunday"),
    ],
)
def test_exchanged_word_is_seen(cited: str, found: str) -> None:
    """Two headlines that differ in the word that matters would pass for one."""
    assert compare(cite(cited), page(found, "en"))[0].relation != "same"


@pytest.mark.parametrize(
    ("cited", "found"),
    [
        ("Miners' strike enters its third week", "Miners strike enters third week"),
        ("Parliament adopts the pensoin reform bill", "Parliament adopts the pension reform bill"),
        ("Парламент прийняв закони про пенсії", "Парламент прийняв закон про пенсії"),
    ],
)
def test_slips_and_endings_are_no_other_words(cited: str, found: str) -> None:
    """A slip of the pen or an ending would be reported as a changed headline."""
    assert compare(cite(cited), page(found, "und"))[0].relation == "same"


@pytest.mark.parametrize(("cited", "name"), [("CNN", "ТСН"), ("AP", "УП")])
def test_short_names_of_two_outlets(cited: str, name: str) -> None:
    """One broadcaster would be taken for another whose initials sound alike."""
    found = page("Miners strike", "en", publishers=(Candidate(text=name, source="og:site_name"),))
    evidence = compare(cite("Miners strike", publisher=cited), found)
    assert next(e for e in evidence if e.field is Field.PUBLISHER).match is not Match.MATCH


@pytest.mark.parametrize("status", [403, 503])
def test_damaged_title_says_nothing_of_the_address(status: int) -> None:
    """An address that could not be read would be called live because the title is damaged."""
    damaged = cite("ÐÑÐ´Ð¶ÐµÑ", repaired="Бюджет")
    assert verdict(damaged, None, status).url_status is not UrlStatus.LIVE


def test_edition_is_another_address() -> None:
    """The page itself would be proposed as its own other edition."""
    found = page("Шахтеры договорились с правительством", "ru", alternates=(("uk", URL),))
    citation = msgspec.structs.replace(cite("Шахтарі домовилися з урядом"), language="uk")
    (finding,) = verdict(citation, found).findings
    assert finding.proposal is None


def test_invisible_characters() -> None:
    """A title copied with invisible characters would differ from the page's."""
    assert fold("fed\u200beration agre\ufeffed") == "federation agreed"


@pytest.mark.parametrize(
    "cited",
    [
        "Prom osiadł na mieliźnie w porcie [Пором сів на мілину в порту]",
        "Пором сів на мілину в порту (Prom osiadł na mieliźnie w porcie)",
        "Prom osiadł na mieliźnie w porcie = Пором сів на мілину в порту",
    ],
)
def test_title_beside_its_translation(cited: str) -> None:
    """A source cited in its own language would be in the wrong one, for the translation beside."""
    found = page("Prom osiadł na mieliźnie w porcie koło Dolnego Brodu", "pl")
    said = verdict(msgspec.structs.replace(cite(cited), title_language="uk"), found)
    assert Rule.LANGUAGE_MISMATCH not in {each.rule for each in said.findings}
    alone = msgspec.structs.replace(
        cite("Пором сів на мілину [у старому порту]"), title_language="uk"
    )
    rules = {each.rule for each in verdict(alone, found).findings}
    assert Rule.LANGUAGE_MISMATCH in rules


def test_language_of_two_words_against_the_one_declared() -> None:
    """A post of a few words would be in the wrong language, where two languages have the words."""
    declared = (Candidate(text="ru", source="html"),)
    found = page("Публикация снята с сайта", "bg", declared_languages=declared)
    cited = msgspec.structs.replace(cite("Паром будет ходить летом"), title_language="ru")
    rules = {each.rule for each in verdict(cited, found).findings}
    assert Rule.LANGUAGE_MISMATCH not in rules
    long = msgspec.structs.replace(found, text="Публикацията беше свалена от сайта вчера. " * 3)
    rules = {each.rule for each in verdict(cited, long).findings}
    assert Rule.LANGUAGE_MISMATCH in rules
