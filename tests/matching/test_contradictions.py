"""What speaks against a page besides its titles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from linkcheck.engine.observe import compare_all
from linkcheck.languages import detect
from linkcheck.matching.contradictions import _lacks_meaning
from linkcheck.models import Citation, Confidence, Field, Match, Status
from tests.evaluation.rows import table
from tests.evaluation.test_evaluation import DATA
from tests.matching.test_matching import PLACE, page
from tests.recorded import Answer, check

if TYPE_CHECKING:
    from pathlib import Path

    from linkcheck.models import Page

BARGES = "The council buys three barges for the lower canal, and the canal society is glad. " * 8
KELP = "Nobody farms kelp here any more, said the harbour master, who pays for the nets. " * 8


def reference(title: str, *, language: str | None = "en", **fields: object) -> Citation:
    """Return a citation whose fields were surely read from a list item."""
    sure = Confidence(title=0.99, headline=0.99, author=0.99, date=0.99)
    return Citation(
        location=PLACE,
        url="https://news.example/a/1",
        raw=f"{fields.get('author')}. {title}. {fields.get('date')}",
        title=title,
        title_language=language,
        confidence=sure,
        **fields,  # type: ignore[arg-type]  # each test names fields of Citation
    )


def story(title: str, text: str = BARGES, language: str = "en", **fields: object) -> Page:
    """Return a whole story of 2016 by one person."""
    told = {"published": "2016-05-04", "authors": ("Nils Ekström",), "lead": text[:100], **fields}
    return msgspec.structs.replace(page(title, language=language), text=text, **told)


def said_of(citation: Citation, found: Page) -> Match:
    """Return the outcome about the title."""
    (evidence,) = compare_all(found, [citation]).evidence
    return next(each.match for each in evidence if each.field is Field.TITLE)


@pytest.mark.parametrize(
    ("title", "author", "date", "text", "match"),
    [
        # Two words of everyday use prove nothing alone, but beside another author or year they do.
        ("Kelp on toast", None, None, BARGES, Match.UNVERIFIABLE),
        ("Kelp on toast", "Holloway, Anna", None, BARGES, Match.MISMATCH),
        ("Kelp on toast", None, "2009-02-11", BARGES, Match.MISMATCH),
        ("Kelp on toast", None, "2009-02-11", KELP, Match.UNVERIFIABLE),
        # One word proves nothing even so, ...
        ("Who pays?", None, None, BARGES, Match.UNVERIFIABLE),
        ("Who pays?", "Holloway, Anna", None, BARGES, Match.UNVERIFIABLE),
        ("Who pays?", None, "2009-02-11", BARGES, Match.UNVERIFIABLE),
        # ... unless somebody else wrote this page, seven years later.
        ("Who pays?", "Holloway, Anna", "2009-02-11", BARGES, Match.MISMATCH),
        ("Who pays?", "Holloway, Anna", "2009-02-11", KELP, Match.UNVERIFIABLE),
        # Where a year alone is cited, this may be a work that a later page presents.
        ("Who pays?", "Holloway, Anna", "2009", BARGES, Match.UNVERIFIABLE),
        ("Who pays?", "Holloway, Anna", "2019", BARGES, Match.MISMATCH),
        ("Kelp on toast", None, "2009", BARGES, Match.UNVERIFIABLE),
        ("Kelp on toast", None, "2019", BARGES, Match.MISMATCH),
        ("Kelp on toast", "Holloway, Anna", "2009", BARGES, Match.MISMATCH),
        # Editors and photographers are named as authors; the day tells more.
        ("Kelp on toast", "Holloway, Anna", "2016-05-03", BARGES, Match.UNVERIFIABLE),
        # The same author's page may be dated anew, however the name is spelt.
        ("Kelp on toast", "Ekström, Nils", "2009-02-11", BARGES, Match.UNVERIFIABLE),
        ("Kelp on toast", "Olaf Ekstrom", "2009-02-11", BARGES, Match.UNVERIFIABLE),
        # What is older than the web was put there by others.
        ("Kelp on toast", "Holloway, Anna", "1931-02-11", BARGES, Match.UNVERIFIABLE),
        # A new edition, a late copy and another spelling of a name are no other story.
        ("Who pays?", "Holloway, Anna", "2015-12-30", BARGES, Match.UNVERIFIABLE),
        ("Who pays?", "Ekstrom N.", "2009-02-11", BARGES, Match.UNVERIFIABLE),
        # A description of the author's own needs both, too.
        ("Interview, Malmö, May", "Holloway, Anna", None, BARGES, Match.UNVERIFIABLE),
        ("Interview, Malmö, May", "Holloway, Anna", "2009", BARGES, Match.MISMATCH),
        ("Interview, Malmö, May", "Holloway, Anna", "2009-02-11", BARGES, Match.MISMATCH),
    ],
)
def test_others_wrote_it_in_another_year(
    title: str, author: str | None, date: str | None, text: str, match: Match
) -> None:
    """Another story under a title of one or two words would never be found."""
    found = story("Council buys barges", text)
    assert said_of(reference(title, author=author, date=date), found) is match


SLUG = "https://news.example/2009/kelp-farmers-fear-warm-winter"


@pytest.mark.parametrize(
    ("author", "date", "match"),
    [
        (None, "2016-05-04", Match.UNVERIFIABLE),
        ("Holloway, Anna", "2016-05-04", Match.UNVERIFIABLE),
        ("Holloway, Anna", None, Match.MISMATCH),
        (None, "2009-02-11", Match.MISMATCH),
    ],
)
def test_address_that_still_spells_out_the_title(
    author: str | None, date: str | None, match: Match
) -> None:
    """An address that was given to another story would vouch for it for ever."""
    # A word in five may be there by chance.
    found = story(
        "Council buys barges before winter", BARGES + "It will be winter soon. ", url=SLUG
    )
    cited = reference("Kelp farmers in Malmö fear warm winter", author=author, date=date)
    assert said_of(cited, found) is match


def test_dates_that_were_not_surely_read() -> None:
    """A number that was taken for a year would make a living source another story."""
    cited = reference("Who pays?", author="Holloway, Anna", date="2009")
    unsure = msgspec.structs.replace(
        cited, confidence=Confidence(title=0.99, headline=0.99, author=0.99, date=0.6)
    )
    assert said_of(unsure, story("Council buys barges")) is Match.UNVERIFIABLE


@pytest.mark.parametrize(
    "change",
    [{"published": None}, {"story": False}, {"cut": True}, {"text": "Barges. " * 20}],
    ids=lambda change: next(iter(change)),
)
def test_pages_that_cannot_be_told_from_the_story(change: dict[str, object]) -> None:
    """What a page does not show would be taken for what is not there."""
    found = msgspec.structs.replace(story("Council buys barges"), **change)
    cited = reference("Who pays?", author="Holloway, Anna", date="2009")
    assert said_of(cited, found) is Match.UNVERIFIABLE


@pytest.mark.parametrize(
    ("title", "language", "author", "match"),
    [
        ("Суд над міністром", "uk", "Анна Голловей", Match.MISMATCH),
        ("Суд над міністром", "uk", "Нільс Екстрем", Match.UNVERIFIABLE),
        ("Яка баржа найкраща?", "uk", "Анна Голловей", Match.UNVERIFIABLE),
        # Everyday words are put in many ways, and of other languages no words are known.
        ("Хто за це заплатить?", "uk", "Анна Голловей", Match.UNVERIFIABLE),
        ("Wer bezahlt das alles?", "de", "Anna Holloway", Match.UNVERIFIABLE),
    ],
)
def test_others_wrote_it_in_another_language(
    title: str, language: str, author: str, match: Match
) -> None:
    """A free translation of a story that was dated anew would be called another one."""
    found = story("Council buys barges")
    cited = reference(title, language=language, author=author, date="2009-02-11")
    assert said_of(cited, found) is match


@pytest.mark.parametrize(
    ("headline", "text", "match"),
    [
        ("Council buys barges", BARGES, Match.MISMATCH),
        ("Council buys barges", BARGES + "Our library has books since 2009. ", Match.UNVERIFIABLE),
        ("Publications on barges", BARGES, Match.UNVERIFIABLE),
        ("Council buys barges", BARGES + "Hidden costs are high. ", Match.UNVERIFIABLE),
    ],
)
def test_pages_that_may_present_a_work(headline: str, text: str, match: Match) -> None:
    """A report's landing page, or a book's review, would be called a different story."""
    cited = reference("Hidden harm", author="Holloway, Anna", date="2009")
    assert said_of(cited, story(headline, text)) is match


@pytest.mark.parametrize(
    ("headline", "match"),
    [
        ("Publications on barges", Match.UNVERIFIABLE),
        ("Council buys barges", Match.MISMATCH),
    ],
)
def test_lists_of_works(headline: str, match: Match) -> None:
    """A list of reports that describes each in other words would be another story."""
    cited = reference("Tackling the hidden harm", author="Board", date="2009")
    assert said_of(cited, story(headline)) is match


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("Они вспоминают об аварии в Чернобыле, где героев забыли. " * 8, Match.UNVERIFIABLE),
        ("Баржи ходят по нижнему каналу, и совет купил ещё три новых. " * 8, Match.MISMATCH),
    ],
)
def test_romanized_titles(text: str, match: Match) -> None:
    """A title in Latin letters would never be found in a text in Cyrillic ones."""
    cited = reference(
        "Zabytye geroi Chernobylia", language="ru", author="Sidorov, P.", date="2006-04-26"
    )
    assert said_of(cited, story("Они шли первыми", text, "ru")) is match


@pytest.mark.parametrize(
    ("date", "match"), [("2016-05-04", Match.UNVERIFIABLE), ("2016-08-09", Match.MISMATCH)]
)
def test_title_that_a_translator_made_up(date: str, match: Match) -> None:
    """A story of the cited day would be another one for a free translation of its title."""
    cited = reference("Суд заарештував міністра оборони через хабар", language="uk", date=date)
    assert said_of(cited, story("On Mondays later", SHOPS)) is match


@pytest.mark.parametrize(
    ("item", "shown", "broken"),
    [
        ("Ekström, N. (2016, May 4). {}. The Examiner. {}", "", False),
        ("Ekström, N. (2016, May 3). {}. The Examiner. {}", "", False),
        ("Ekström, N. (2009, February 11). {}. The Examiner. {}", "", True),
        ("Ekström, N. (2009, February 11). {}. The Examiner. {}", "Printed 11.02.2009", False),
        ("Holloway, A. (2009, February 11). {}. The Examiner. {}", "", True),
        ("Holloway, A. (2009, February 11). {}. The Examiner. {}", "Words: A. Holloway", False),
    ],
)
def test_headlines_that_were_rewritten(tmp_path: Path, item: str, shown: str, broken: bool) -> None:
    """A story would be another one for its web headline, by the same author on the same day."""
    url = "https://examiner.example/a/1"
    answer = Answer(
        url,
        "<html lang=en><head><title>Council buys barges</title><meta name=author content='Nils "
        "Ekström'><meta property='article:published_time' content='2016-05-04'></head>"
        f"<body><p>{shown}</p><article><h1>Council buys barges</h1><p>{BARGES}</p></article>",
    )
    reference = item.format("Hard lessons from soft money", url)
    (found,) = check(tmp_path, f"## Sources\n\n- {reference}\n", answer).verdicts
    assert (found.status is Status.BROKEN) is broken


SHOPS = (
    "Shops on the square open later on Mondays, and the bakers sell what is left from Sunday. "
    "Customers who come early find the doors closed and read the papers on the steps. "
) * 4


@pytest.mark.parametrize(
    ("title", "text", "match"),
    [
        ("Суд заарештував міністра оборони через хабар", SHOPS, Match.MISMATCH),
        ("Суд заарештував міністра оборони через хабар", SHOPS + "The minister is to appear before a court.", Match.UNVERIFIABLE),
        ("Суд заарештував міністра оборони через хабар", SHOPS[:300], Match.UNVERIFIABLE),
        ("Повний текст вироку суду міністрові за хабар", SHOPS, Match.UNVERIFIABLE),
        ("Довга дорога додому", SHOPS, Match.UNVERIFIABLE),
    ],
)  # fmt: skip
def test_story_without_what_the_title_means(title: str, text: str, match: Match) -> None:
    """A wrong page in another language would be found only where both headlines name somebody."""
    assert said_of(reference(title, language="uk"), story("On Mondays later", text)) is match


@pytest.mark.parametrize(
    ("cited", "told"), [("en", "uk"), ("uk", "en"), ("ru", "en"), ("uk", "ru")]
)
def test_translated_titles_and_stories(cited: str, told: str) -> None:
    """A story told in other words in another language would be called another one.

    Each page is a lead of two sentences that is filled up with those of other stories.
    """
    rows = table(DATA / "triples.tsv")
    found_out = 0
    for at, row in enumerate(rows):
        others = [*rows[at + 1 :], *rows[:at]]
        rest = " ".join(other[f"lead_{told}"] for other in others[:9])
        title = reference(row[f"title_{cited}"], language=cited)
        true = story(row[f"title_{told}"], f"{row[f'lead_{told}']} {rest}", told)
        wrong = story(others[20][f"title_{told}"], rest, told)
        assert not _lacks_meaning(title, true, detect)
        found_out += _lacks_meaning(title, wrong, detect)
    assert found_out > len(rows) * 0.2
