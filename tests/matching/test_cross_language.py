"""Headlines in two languages: the same story, another one, or nothing to be said."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys

import pytest

from linkcheck.languages import lexicon
from linkcheck.languages.endings import stem
from linkcheck.languages.lexicon import concepts, named
from linkcheck.matching.cross_language import relate
from linkcheck.matching.titles import compare_title
from linkcheck.models import (
    Candidate,
    Citation,
    LanguageGuess,
    Liveness,
    Location,
    Match,
    Page,
    PageKind,
)

STORIES = [
    {
        "en": "Parliament of Ukraine votes for a law on bank deposits",
        "uk": "Верховна Рада України ухвалила закон про банківські вклади",
        "ru": "Парламент Украины принял закон о банковских вкладах",
    },
    {
        "en": "Three people killed in a bus accident near Poznan",
        "uk": "Троє людей загинули в аварії автобуса біля Познані",
        "ru": "Три человека погибли в аварии автобуса под Познанью",
    },
    {
        "en": "Doctors warn of a new wave of influenza in Berlin schools",
        "uk": "Лікарі попереджають про нову хвилю грипу в школах Берліна",
        "ru": "Врачи предупреждают о новой волне гриппа в школах Берлина",
    },
    {
        "en": "Fire destroys a furniture factory in Vinnytsia",
        "uk": "Пожежа знищила меблеву фабрику у Вінниці",
        "ru": "Пожар уничтожил мебельную фабрику в Виннице",
    },
    {
        "en": "Central bank raises interest rate to 12 percent",
        "uk": "Центральний банк підвищив відсоткову ставку до 12 відсотків",
        "ru": "Центральный банк повысил процентную ставку до 12 процентов",
    },
    {
        "en": "Football team from Lviv wins the cup after extra time",
        "uk": "Футбольна команда зі Львова виграла кубок у додатковий час",
        "ru": "Футбольная команда из Львова выиграла кубок в дополнительное время",
    },
]
PAIRS = list(itertools.permutations(("en", "uk", "ru"), 2))


def judged(cited: str, cited_language: str, title: str, language: str) -> Match:
    """Compare a cited title with that of a page."""
    place = Location(path="a.md", line=1, column=1, start=0, end=1)
    citation = Citation(
        location=place, url="https://a.example/1", title=cited, title_language=cited_language
    )
    page = Page(
        url="https://a.example/1",
        liveness=Liveness(kind=PageKind.LIVING),
        titles=(Candidate(text=title, source="h1"),),
        language=LanguageGuess(tag=language, confidence=1.0),
    )
    found = compare_title(citation, page)
    assert found is not None
    return found.match


@pytest.mark.parametrize(("mine", "theirs"), PAIRS)
def test_same_story(mine: str, theirs: str) -> None:
    """A translated source would be called another story, or never be told to be the same."""
    results = [judged(story[mine], mine, story[theirs], theirs) for story in STORIES]
    assert Match.MISMATCH not in results
    assert results.count(Match.MATCH) >= len(STORIES) - 1


@pytest.mark.parametrize(("mine", "theirs"), PAIRS)
def test_other_story(mine: str, theirs: str) -> None:
    """A link that now leads to another story would look good."""
    results = [
        judged(one[mine], mine, other[theirs], theirs)
        for one, other in itertools.permutations(STORIES, 2)
    ]
    assert Match.MATCH not in results
    assert results.count(Match.MISMATCH) >= 0.7 * len(results)


def test_description_in_another_language_is_no_other_story() -> None:
    """A source described in the author's own words would be called broken."""
    title = "Замечания госсекретаря для прессы по итогам переговоров"
    assert judged("Interview, Vienna, 30 March", "en", title, "ru") is Match.UNVERIFIABLE


def test_two_numbers_are_two_stories() -> None:
    """Two stories about one thing with other numbers would score like one."""
    same = relate("Earthquake kills 23 people", "en", "Землетрясение: 23 погибших", "", "ru")
    other = relate("Earthquake kills 23 people", "en", "Землетрясение: 11 погибших", "", "ru")
    assert same.score > other.score


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("uk", ("вибори", "виборів", "виборами", "виборах")),
        ("ru", ("министр", "министра", "министром", "министры", "министров")),
        ("ru", ("военный", "военного", "военные", "военных")),
        ("en", ("election", "elections")),
    ],
)
def test_forms_of_a_word_share_a_stem(language: str, forms: tuple[str, ...]) -> None:
    """A word of a headline would not be found in the lexicon for its ending."""
    assert len({stem(form, language) for form in forms}) == 1


def test_lexicon_is_large_and_whole() -> None:
    """A damaged line of the lexicon would silently take its words away."""
    numbers = {
        language: {concept.number for found in concepts(language).values() for concept in found}
        for language in ("en", "uk", "ru")
    }
    assert numbers["en"] == numbers["uk"] == numbers["ru"]
    assert len(numbers["en"]) >= 1900


@pytest.mark.parametrize(
    ("word", "language", "same"),
    [
        ("кримський", "uk", "крим"),
        ("криму", "uk", "крим"),
        ("венского", "ru", "вена"),
        ("індійська", "uk", "індія"),
        ("оон", "ru", "оон"),
    ],
)
def test_forms_of_a_place(word: str, language: str, same: str) -> None:
    """A place would not be found again for its ending."""
    assert named(word, language)
    assert named(word, language) == named(same, language)


@pytest.mark.parametrize(
    ("word", "language"),
    [
        ("кримінальний", "uk"), ("відносини", "uk"), ("фінанси", "uk"), ("натовп", "uk"),
        ("кубок", "uk"), ("середній", "uk"), ("прагнути", "uk"), ("квіти", "uk"),
        ("индивидуальный", "ru"), ("возможно", "ru"), ("средства", "ru"), ("кубок", "ru"),
        ("осложнить", "ru"), ("майор", "ru"), ("город", "ru"), ("Kyiv", "pl"),
    ],
)  # fmt: skip
def test_words_that_begin_like_a_place(word: str, language: str) -> None:
    """Two stories would share a country since one has a crime in it and the other the Crimea."""
    assert not named(word, language)


@pytest.mark.parametrize("name", ["lexicon", "lexicon-names"])
def test_words_of_the_lexicon_are_parted_by_a_comma_and_a_space(name: str) -> None:
    """A word with a blank or a comma in it would never be met in a headline."""
    lines = lexicon._lines(name)
    assert {len(cells) for _, cells in lines} == {len(lexicon.LANGUAGES)}
    words = [word for _, cells in lines for cell in cells for word in cell]
    assert not [word for word in words if not word or word != word.strip() or "," in word]


def test_the_same_titles_compare_the_same_in_every_process() -> None:
    """A verdict would change from one run to the next, with nothing else changed."""
    code = (
        "from linkcheck.matching.cross_language import relate;"
        "print(relate('Christine leaves office', 'en', 'Кристиансен уходит', '', 'ru'))"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in "012345"
    }
    assert len(found) == 1


@pytest.mark.parametrize("apostrophe", "'’ʼ")
def test_places_with_an_apostrophe(apostrophe: str) -> None:
    """Sloviansk would be no place, and other stories about it could not be told from this one."""
    title = f"Бої біля Слов{apostrophe}янська та Куп{apostrophe}янська тривають"
    found = relate("Fighting near Sloviansk and Kupiansk goes on", "en", title, "", "uk")
    assert (found.score > 0.5, found.named > 2) == (True, True)  # two places, found again


def test_everyday_first_words_are_no_countries() -> None:
    """Small firms would be of Mali, and a day of Togo: other stories for want of these names."""
    small = relate(
        "Малі підприємства закриваються", "uk", "Little firms shut their doors", "", "en"
    )
    mali = relate("Малі закриває кордони", "uk", "Mali shuts its borders", "", "en")
    assert small.named == 0 < mali.shared
