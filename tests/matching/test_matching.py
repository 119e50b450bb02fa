"""Does the page say what the citation says?"""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkcheck.matching import compare
from linkcheck.models import (
    Candidate,
    Citation,
    Evidence,
    Field,
    LanguageGuess,
    Liveness,
    Location,
    Match,
    Page,
    PageKind,
)

PLACE = Location(path="a.md", line=1, column=1, start=0, end=1)
TEXT = (
    "The foreign ministers of both countries left Geneva on Sunday without a deal on the border. "
    "They said that the talks would go on next month, once the observers have reported."
)


def page(
    *titles: str, language: str = "en", url: str = "https://news.example/a/1", **fields: object
) -> Page:
    """Return a living page with these titles."""
    return Page(
        url=url,
        liveness=Liveness(kind=PageKind.LIVING),
        titles=tuple(Candidate(text=title, source="og:title") for title in titles),
        language=LanguageGuess(tag=language, confidence=1.0),
        text=TEXT,
        lead=TEXT,
        **fields,  # type: ignore[arg-type]  # each test names fields of Page
    )


def title(cited: str, found: Page, language: str | None = "en") -> Evidence:
    """Return what is said of a cited title."""
    citation = Citation(location=PLACE, title=cited, title_language=language)
    return next(each for each in compare(citation, found) if each.field is Field.TITLE)


@pytest.mark.parametrize(
    ("cited", "found"),
    [
        ("Talks end without a deal", "Talks end without a deal"),
        ("TALKS END WITHOUT A DEAL", "Talks end without a deal"),
        ("Talks end without a “deal”", 'Talks end without a "deal"'),
        ("Talks end - without a deal", "Talks end — without a deal | Daily News"),
        ("Talks end without a deal", "Daily News: Talks end without a deal"),
        (
            "Talks end without a deal on the border",
            "Talks end without a deal on the border, ministers say",
        ),
        ("Міністри роз’їхалися без угоди", "Міністри роз'їхалися без угоди — Новини"),
        ("Ещё один раунд переговоров", "Еще один раунд переговоров"),
        ("11,000 people left the city", "11.000 people left the city"),
        ("Talks&nbsp;end without a deal&hellip;", "Talks end without a deal..."),
    ],
)
def test_same_headline(cited: str, found: str) -> None:
    """Typography and the site's name would raise a false alarm."""
    evidence = title(cited, page(found))
    assert (evidence.match, evidence.relation) == (Match.MATCH, "same")


@pytest.mark.parametrize(
    ("cited", "found"),
    [
        (
            "Talks in Geneva end without a deal on border",
            "Geneva border talks collapse, no deal reached",
        ),
        (
            "President signs budget law after long debate",
            "President signs the budget law, opposition protests",
        ),
    ],
)
def test_changed_headline(cited: str, found: str) -> None:
    """A headline that the newsroom changed would be called another story."""
    evidence = title(cited, page(found))
    assert evidence.relation == "changed"


@pytest.mark.parametrize(
    ("cited", "found"),
    [
        (
            "Ten ways to cook a pumpkin this autumn",
            "Football club sells its best striker for a record sum",
        ),
        (
            "Суд залишив під вартою колишнього мера столиці",
            "Синоптики обіцяють дощі та мокрий сніг на вихідних",
        ),
    ],
)
def test_another_story(cited: str, found: str) -> None:
    """A link to another story would pass."""
    evidence = title(cited, page(found))
    assert (evidence.match, evidence.relation) == (Match.MISMATCH, "another")


def test_description_is_no_headline() -> None:
    """An author's own description of a source would be called another story."""
    evidence = title("John Kerry, statement in Paris", page("Remarks at a press availability"))
    assert evidence.match is Match.UNVERIFIABLE


def test_generic_heading_does_not_match_every_headline() -> None:
    """A page headed with one word would match every headline with that word in it."""
    evidence = title("Roma elects a new mayor after a long campaign", page("Roma"))
    assert evidence.match is not Match.MATCH


def test_numbers_tell_two_stories_apart() -> None:
    """Two reports of one kind would be taken for one."""
    evidence = title(
        "Flood kills 11 people in the valley", page("Flood kills 23 people in the valley")
    )
    assert evidence.relation != "same"


def test_address_keeps_the_old_headline() -> None:
    """A rewritten headline would be called another story although the address still tells it."""
    found = page(
        "What we know so far", url="https://news.example/2014/talks-geneva-end-without-deal-border"
    )
    evidence = title("Talks in Geneva end without deal on border", found)
    assert evidence.relation == "changed"


def test_text_of_the_page_supports_the_citation() -> None:
    """A page that tells the cited story under another headline would be called another story."""
    evidence = title(
        "Ministers left Geneva without border deal", page("Sunday briefing for busy readers")
    )
    assert evidence.match is Match.UNVERIFIABLE


@pytest.mark.parametrize(
    ("cited", "cited_language", "found", "language"),
    [
        (
            "Городской архив открыл метрические книги",
            "ru",
            "Міський архів відкрив метричні книги",
            "uk",
        ),
        (
            "Kerry and Lavrov meet in Paris over Crimea",
            "en",
            "Керри и Лавров встретились в Париже по Крыму",
            "ru",
        ),
    ],
)
def test_translated_headline(cited: str, cited_language: str, found: str, language: str) -> None:
    """The same story in another language would be called another one."""
    evidence = title(cited, page(found, language=language), cited_language)
    assert (evidence.match, evidence.relation) == (Match.MATCH, "translated")


def test_headline_in_a_language_without_lexicon_proves_nothing() -> None:
    """Every source in a language that we know little of would be called another story."""
    found = page("Meteorolodzy zapowiadają deszcz na weekend", language="pl")
    assert (
        title("Court keeps former mayor in custody for months", found).match is Match.UNVERIFIABLE
    )


def test_declared_translation_is_compared_too() -> None:
    """A citation with its own translation would be checked by half."""
    citation = Citation(
        location=PLACE, title="Переговори завершено", trans_title="Talks end in Geneva today"
    )
    (evidence, *_) = compare(citation, page("Talks end in Geneva today"))
    assert evidence.relation == "same"


def test_page_that_is_not_the_story_says_nothing_of_its_title() -> None:
    """A bot check would be compared with the cited headline."""
    wall = Page(
        url="https://news.example/",
        liveness=Liveness(kind=PageKind.BOT_WALL),
        titles=(Candidate(text="Just a moment while we check", source="title"),),
    )
    assert title("Court keeps former mayor in custody", wall).match is Match.UNVERIFIABLE


def publisher(cited: str, url: str, *names: str) -> Match:
    """Return what is said of a cited publisher."""
    found = page(
        "Talks end | Wire",
        url=url,
        publishers=tuple(Candidate(text=n, source="json-ld") for n in names),
    )
    citation = Citation(location=PLACE, publisher=cited)
    return next(each.match for each in compare(citation, found) if each.field is Field.PUBLISHER)


@pytest.mark.parametrize(
    ("cited", "url", "name"),
    [
        ("CNN", "https://edition.cnn.com/x", "Cable News Network"),
        ("US Department of State", "https://2009-2017.state.gov/x", "x"),
        ("Госдепартамент США", "https://www.state.gov/x", "x"),
        ("Leviy bereg", "https://lb.ua/news/1", "LB.ua"),
        ("Leviy Bereg", "https://other.example/1", "Лівий берег"),
        ("Kyiv Post", "https://www.kyivpost.com/1", "Businessgroup LLC"),
        ("The Parish Record", "https://theparishrecord.example/1", "x"),
        ("Daily News", "https://x.example/", "Daily News Online"),
        ("Wire", "https://x.example/", "Some Company"),
    ],
)
def test_publisher_is_recognised(cited: str, url: str, name: str) -> None:
    """An outlet under its other name would be called another one."""
    assert publisher(cited, url, name) is Match.MATCH


def test_unknown_outlet_is_no_mismatch() -> None:
    """Every local paper would be reported for being unknown."""
    assert (
        publisher("Village Voice of Somewhere", "https://x.example/1", "Holding LLC")
        is Match.UNVERIFIABLE
    )


def test_known_outlet_at_another_known_outlet() -> None:
    """A source that leads to another paper would pass."""
    assert publisher("CNN", "https://www.kyivpost.com/1", "Kyiv Post") is Match.MISMATCH


def test_language_of_the_page_is_its_text_s() -> None:
    """A site that declares one language for all editions would raise false alarms."""
    found = page(
        "Переговори завершено без угоди",
        language="uk",
        declared_languages=(Candidate(text="ru", source="html"),),
    )
    citation = Citation(location=PLACE, title="Переговори завершено без угоди", title_language="uk")
    (evidence,) = [each for each in compare(citation, found) if each.field is Field.LANGUAGE]
    assert evidence.match is Match.MATCH


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_two_titles_compare(cited: str, found: str) -> None:
    """Some odd title would end the run."""
    evidence = title(cited, page(found), None)
    assert evidence.score is None or 0 <= evidence.score <= 1


def test_title_in_a_language_that_is_not_told_apart() -> None:
    """A German source in an English list would be said to be in another language than cited."""
    found = page("Verhandlungen enden ohne Einigung", language="de")
    citation = Citation(
        location=PLACE, title="Gespräche ohne Ergebnis beendet", title_language="en"
    )
    (evidence,) = [each for each in compare(citation, found) if each.field is Field.LANGUAGE]
    assert evidence.match is Match.UNVERIFIABLE


def test_name_of_the_site_is_no_title() -> None:
    """A citation of a paper's front page would match every story in the paper."""
    found = page("Talks end without a deal | Kyiv Post", url="https://www.kyivpost.com/a/1")
    assert title("Kyiv Post", found).match is not Match.MATCH


def test_agency_report_in_another_paper() -> None:
    """A report that a paper took from an agency would be said to have another publisher."""
    assert publisher("AFP", "https://www.theguardian.com/1", "The Guardian") is Match.UNVERIFIABLE


@pytest.mark.parametrize(
    ("cited", "published", "match"),
    [
        ("2014-03-30", "2014-03-30T21:00:00+02:00", Match.MATCH),
        ("2014-03", "2014-03-30", Match.MATCH),
        ("2014-03-29", "2014-03-30", Match.UNVERIFIABLE),
        ("2014-03-30", None, Match.ABSENT),
    ],
)
def test_cited_date(cited: str, published: str | None, match: Match) -> None:
    """A date given to the month would be held against the day."""
    citation = Citation(location=PLACE, date=cited)
    (evidence,) = compare(citation, page("Talks end", published=published))
    assert (evidence.field, evidence.match) == (Field.DATE, match)


def test_title_in_a_language_besides_the_first_three() -> None:
    """A German source whose address shows an English page would pass as the one cited."""
    citation = Citation(
        location=PLACE,
        title="Die Fähre verkehrt im Sommer wieder täglich",
        title_language="de",
    )
    found = page("Timetable of all the ferries in the Black Sea", language="en")
    (evidence,) = [each for each in compare(citation, found) if each.field is Field.LANGUAGE]
    assert evidence.match is Match.MISMATCH


@pytest.mark.parametrize(
    ("cited", "detected"), [("kk", "be"), ("az", "tr"), ("gl", "pt"), ("crh", "ru")]
)
@pytest.mark.parametrize("declares", [True, False])
def test_languages_that_cannot_be_detected(cited: str, detected: str, declares: bool) -> None:
    """A source in Kazakh would be said to be in Belarusian, because nothing nearer is known."""
    found = page(
        "Some title",
        language=detected,
        declared_languages=(Candidate(text=cited, source="html"),) if declares else (),
    )
    citation = Citation(location=PLACE, language=cited)
    (evidence,) = [each for each in compare(citation, found) if each.field is Field.LANGUAGE]
    assert evidence.match is (Match.MATCH if declares else Match.UNVERIFIABLE)


def test_page_that_declares_a_language_that_cannot_be_detected() -> None:
    """A Galician page would be called Portuguese, and its Spanish citation wrong."""
    found = page(
        "Some title", language="pt", declared_languages=(Candidate(text="gl", source="html"),)
    )
    citation = Citation(location=PLACE, language="es")
    (evidence,) = [each for each in compare(citation, found) if each.field is Field.LANGUAGE]
    assert evidence.match is Match.UNVERIFIABLE


@pytest.mark.parametrize(
    ("cited", "found"), [("no", "da"), ("cs", "sk"), ("es", "pt"), ("mk", "bg")]
)
def test_titles_in_languages_near_each_other(cited: str, found: str) -> None:
    """A short Danish headline would be taken for Norwegian, and the page for the wrong one."""
    citation = Citation(location=PLACE, title="Klima", title_language=cited)
    (evidence,) = [
        each
        for each in compare(citation, page("Klima", language=found))
        if each.field is Field.LANGUAGE
    ]
    assert evidence.match is Match.UNVERIFIABLE


def test_headline_that_begins_with_a_word_that_is_an_outlet() -> None:
    """A headline about a river bank would be said to be by the paper of that name."""
    words = "Лівий берег: пором знову ходить щодня"
    citation = Citation(
        location=PLACE, title="пором знову ходить щодня", publisher="Лівий берег", raw=words
    )
    found = page(f"{words} | Українська правда", url="https://www.pravda.com.ua/1", language="uk")
    by_field = {each.field: each for each in compare(citation, found)}
    assert by_field[Field.TITLE].match is Match.MATCH
    assert by_field[Field.PUBLISHER].match is not Match.MISMATCH


def test_short_rest_of_a_headline_with_a_colon() -> None:
    """The right page would be unverified, since what is behind the colon is too short."""
    citation = Citation(location=PLACE, title="Одеса", publisher="Наживо", raw="Наживо: Одеса")
    evidence = [e for e in compare(citation, page("Наживо: Одеса")) if e.field is Field.TITLE]
    assert [each.match for each in evidence] == [Match.MATCH]


OTHER = (
    "Pupils in the north of the country learn to swim in rivers again, says a teacher there. " * 12
)


@pytest.mark.parametrize(
    ("changes", "another"),
    [
        ({}, True),
        ({"published": None}, False),
        ({"story": False}, False),
        ({"cut": True}, False),
        ({"accessible_for_free": False}, False),
        ({"text": OTHER[:400]}, False),
        ({"names": "Harbour Tribunal . Ferry"}, False),
        ({"text": f"{OTHER} The ferry workers of the harbour reject it."}, False),
    ],
)
def test_an_address_does_not_vouch_for_another_story(
    changes: dict[str, object], another: bool
) -> None:
    """A story that took the address of the one that was cited would pass for it."""
    fields = {"published": "2016-05-04", "text": OTHER, "lead": OTHER[:90], **changes}
    url = "https://news.example/2014/ferry-workers-of-the-harbour-reject-the-plan"
    found = msgspec.structs.replace(page("Pupils swim in rivers again", url=url), **fields)
    told = title("Ferry workers of the harbour reject the plan", found)
    assert (told.relation == "another") is another
