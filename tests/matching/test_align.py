"""The page's own headline, publisher, authors and date in a reference's whole text."""

from __future__ import annotations

import time

import msgspec
import pytest

from linkcheck.engine.observe import compare_all
from linkcheck.judging.judge import judge
from linkcheck.matching.align import Aligned, align
from linkcheck.matching.align_evidence import with_alignment
from linkcheck.models import (
    Candidate,
    Citation,
    Confidence,
    Evidence,
    Field,
    Liveness,
    Match,
    Page,
    PageKind,
    Resolution,
    Status,
)
from tests.matching.test_matching import PLACE, page

HEADLINE = "Ferry crews refuse the new timetable"
RAW = "Holloway, A. Ferry crews refuse the new timetable // Harbour Courier : [site]. 2016. 4 May."


def reference(raw: str, **fields: object) -> Citation:
    """Return a citation whose fields were read from a list item."""
    return Citation(location=PLACE, url="https://news.example/a/1", raw=raw, **fields)  # type: ignore[arg-type]


def named(*names: str) -> tuple[Candidate, ...]:
    """Return candidates for a publisher's name."""
    return tuple(Candidate(text=name, source="og:site_name") for name in names)


def titles(evidence: tuple[Evidence, ...]) -> list[Match]:
    """Return the outcomes about titles."""
    return [each.match for each in evidence if each.field is Field.TITLE]


@pytest.mark.parametrize(
    ("raw", "headline"),
    [
        (RAW, HEADLINE),
        (RAW, f"{HEADLINE} | Harbour Courier"),
        (RAW, f"Harbour Courier: {HEADLINE}"),
        ("«Як у Каневі рятували пором»: репортаж. Вечірній Канів, 2017", "Як у Каневі рятували пором"),
        ("Как спасали паром в Твери. Репортаж. – Волжский листок. – 2017", "Как спасали паром в Твери – Волжский листок"),
        ("HARBOUR COURIER: FERRY CREWS REFUSE THE NEW TIMETABLE, 4 MAY", HEADLINE),
    ],
)  # fmt: skip
def test_headline_is_found_however_the_reference_was_divided(raw: str, headline: str) -> None:
    """A right source would be called another story where its reference was misread."""
    cited = reference(raw, title="Репортаж", confidence=Confidence(title=0.95))
    found = page(headline, publishers=named("Harbour Courier", "Волжский листок"))
    (evidence,) = compare_all(found, [cited]).evidence
    assert titles(evidence) == [Match.MATCH]
    first = align(raw, found)["title"]
    assert raw[first.start : first.end].casefold() in headline.casefold()


@pytest.mark.parametrize(
    ("raw", "headline"),
    [
        ("Home", "Home"),
        ("Harbour Courier: Home", "Home"),
        ("Harbour Courier: The quiet valley", "Harbour Courier"),
        ("Harbour Courier: Politics: The quiet valley", "Politics"),
        ("Kyiv Post: Latest news: talks end", "Latest news"),
        ("Новости: на главную страницу", "Новости"),
        ("Ministry of Roads and Bridges of Ukraine: Statement", "Ministry of Roads and Bridges of Ukraine"),
        ("As it is now, and what it was then", "It is and it was"),
    ],
)  # fmt: skip
def test_short_and_generic_titles_prove_nothing(raw: str, headline: str) -> None:
    """A home page would vouch for every source that names the site."""
    found = page(
        headline, publishers=named("Harbour Courier", "Ministry of Roads and Bridges of Ukraine")
    )
    assert "title" not in align(raw, found)


def test_publishers_name_as_a_headline_proves_nothing() -> None:
    """A ministry's start page would vouch for each of its statements."""
    body = "Ministry of Roads and Bridges of Ukraine"
    cited = reference(f"{body}: Statement on the northern tunnel and its tolls", publisher=body)
    assert titles(with_alignment((), cited, page(body))) == []


def test_names_and_dates_are_found() -> None:
    """A publisher or date that was misread would be reported as another one."""
    found = page(
        HEADLINE,
        publishers=named("Harbour Courier"),
        authors=("Anne Holloway",),
        published="2016-05-04T10:00:00Z",
    )
    aligned = align(RAW, found)
    assert {name: RAW[one.start : one.end] for name, one in aligned.items()} == {
        "title": HEADLINE, "publisher": "Harbour Courier", "author": "Holloway, A",
        "date": "2016. 4 May",
    }  # fmt: skip
    assert aligned["author"].confidence < aligned["title"].confidence


@pytest.mark.parametrize(
    "written",
    ["4 May 2016", "May 4, 2016", "4th of May 2016", "2016-05-04", "04.05.2016", "4/5/2016", "2016 May 4",
     "4 травня 2016 року", "4 мая 2016 г.", "2016. 4 трав.", "2016. — 4 мая", "2016/05/04", "4 May, 2016"],
)  # fmt: skip
def test_day_is_found_in_any_form(written: str) -> None:
    """A misread date would be called wrong although the reference has the right one."""
    raw = f"Harbour Courier: Something else, {written} (accessed 9 June 2017)"
    found = page(HEADLINE, published="2016-05-04")
    one = align(raw, found)["date"]
    assert "2016" in raw[one.start : one.end]
    assert "date" not in align(raw, page(HEADLINE, published="2016-05-14"))


def test_misread_date_is_put_right() -> None:
    """An access date taken for the date of publication would be reported."""
    cited = reference("Harbour Courier, 4 May 2016, viewed 9 June 2018", date="2018-06-09")
    wrong = Evidence(field=Field.DATE, match=Match.MISMATCH)
    (evidence,) = with_alignment((wrong,), cited, page("Else", published="2016-05-04"))
    assert evidence.match is Match.MATCH


def test_part_of_a_cited_name_is_no_publisher() -> None:
    """Another paper would be taken for the cited one because their names share a word."""
    cited = reference("Northern Courier: The quiet valley", publisher="Northern Courier")
    wrong = Evidence(field=Field.PUBLISHER, match=Match.MISMATCH)
    assert with_alignment((wrong,), cited, page("Else", publishers=named("Courier"))) == (wrong,)


def test_first_words_of_a_headline_are_no_publisher() -> None:
    """A headline that begins like "Publisher: Title" would be said to be of another paper."""
    headline = "Left Bank: traffic will be stopped until autumn"
    cited = reference(headline, title="traffic will be stopped until autumn", publisher="Left Bank")
    wrong = tuple(
        Evidence(field=field, match=Match.MISMATCH) for field in (Field.PUBLISHER, Field.OWNER)
    )
    evidence = with_alignment(wrong, cited, page(headline, publishers=named("City Journal")))
    assert [each.match for each in evidence if each.field is Field.PUBLISHER] == [
        Match.UNVERIFIABLE
    ]
    assert not any(each.field is Field.OWNER for each in evidence)
    named_too = msgspec.structs.replace(cited, raw=f"Left Bank: {headline}")
    assert wrong[0] in with_alignment(wrong, named_too, page(headline))


def test_another_story_stays_another() -> None:
    """A wrong source would pass because its paper and its date are named in the reference."""
    found = page(
        "Council to buy three electric barges for the lower canal",
        publishers=named("Harbour Courier"),
        published="2016-05-04",
    )
    cited = reference(
        RAW,
        title=HEADLINE,
        title_language="en",
        publisher="Harbour Courier",
        confidence=Confidence(title=0.97, publisher=0.97),
    )
    (evidence,) = compare_all(found, [cited]).evidence
    assert titles(evidence) == [Match.MISMATCH]


@pytest.mark.parametrize(
    ("confidence", "match"), [(0.95, Match.MISMATCH), (0.85, Match.UNVERIFIABLE)]
)
def test_unsure_title_tells_no_language(confidence: float, match: Match) -> None:
    """A name that was taken for the title would make a page one in the wrong language."""
    cited = reference(
        "Гончар І. О. Мости Полісся // Волинські новини",
        title="Мости Полісся",
        title_language="uk",
        confidence=Confidence(title=confidence),
    )
    (evidence,) = compare_all(page("Council buys three barges"), [cited]).evidence
    assert [each.match for each in evidence if each.field is Field.LANGUAGE] == [match]


@pytest.mark.parametrize(
    ("confidence", "status"), [(0.95, Status.BROKEN), (0.85, Status.UNVERIFIED)]
)
def test_only_a_sure_title_makes_another_story(confidence: float, status: Status) -> None:
    """A reference that was misread would be reported as broken, or as ok without any proof."""
    found = page("Council to buy three electric barges for the lower canal")
    cited = reference(
        RAW, title=HEADLINE, title_language="en", confidence=Confidence(title=confidence)
    )
    (evidence,) = compare_all(found, [cited]).evidence
    answer = Resolution(url=found.url, final_url=found.url, status=200)
    verdict = judge(cited, article=None, resolution=answer, page=found, evidence=evidence)
    assert verdict.status is status


def test_the_citation_stays_as_it_was_read() -> None:
    """What the article says would be reported in the page's words."""
    cited = reference(RAW, title="site", confidence=Confidence(title=0.95))
    before = msgspec.json.encode(cited)
    with_alignment((), cited, page(HEADLINE))
    assert msgspec.json.encode(cited) == before


@pytest.mark.parametrize("fields", [{"inline": True}, {"raw": None}])
def test_running_text_is_not_searched(fields: dict[str, object]) -> None:
    """The sentence around a link would be taken for a reference."""
    cited = msgspec.structs.replace(reference(RAW), **fields)
    assert with_alignment((), cited, page(HEADLINE)) == ()


def test_page_that_is_none_is_not_compared() -> None:
    """An error page that repeats the headline would vouch for it."""
    gone = Page(
        url="https://news.example/a/1",
        liveness=Liveness(kind=PageKind.SOFT_404),
        titles=(Candidate(text=HEADLINE, source="h1"),),
    )
    assert with_alignment((), reference(RAW), gone) == ()


def test_reference_that_is_confirmed_is_not_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    """A large run would search nearly every reference once more for what it knows already."""
    evidence = (
        Evidence(field=Field.TITLE, match=Match.MATCH, cited=HEADLINE, found=HEADLINE),
        Evidence(field=Field.DATE, match=Match.MATCH, cited="2016-05-04", found="2016-05-04"),
        Evidence(field=Field.LANGUAGE, match=Match.UNVERIFIABLE),
    )
    searched: list[str] = []

    def search(raw: str, found: Page) -> dict[str, Aligned]:
        searched.append(raw)
        return align(raw, found)

    monkeypatch.setattr("linkcheck.matching.align_evidence.align", search)
    assert with_alignment(evidence, reference(RAW), page(HEADLINE)) == evidence
    assert not searched
    doubted = msgspec.structs.replace(evidence[1], match=Match.MISMATCH)
    with_alignment((evidence[0], doubted), reference(RAW), page(HEADLINE))
    assert searched == [RAW]


def test_long_references_are_searched_in_linear_time() -> None:
    """One hostile item would hold up the run."""
    found = page("a b c d e f", authors=("A B",), published="2016-05-04")
    started = time.perf_counter()
    align("a b c d e " * 50_000, found)
    assert time.perf_counter() - started < 1


def test_words_of_the_address_say_nothing_of_the_title() -> None:
    """Every page whose address spells out its headline would be the one that was cited."""
    headline = "Council buys three electric barges for the lower canal"
    found = page(headline)
    for address in ("https://", "http://www.", "www."):
        raw = f"Quiet valley votes on its last school. {address}news.example/council-buys-three-electric-barges-for-the-lower-canal"
        assert "title" not in align(raw, found)
    assert "title" in align(f"{headline}. https://news.example/a/1", found)


@pytest.mark.parametrize(
    ("headline", "sure", "status"),
    [
        ("Council to buy three electric barges for the lower canal", 0.99, Status.BROKEN),
        ("Council to buy three electric barges for the lower canal", 0.8, Status.UNVERIFIED),
        ("New timetable at the harbour: ferry crews walk out", 0.99, Status.UNVERIFIED),
    ],
)
def test_sure_headline_of_unsure_length_contradicts_a_page_without_its_words(
    headline: str, sure: float, status: Status
) -> None:
    """Another story would pass wherever a reference has a headline whose end is unclear."""
    found = page(headline)
    cited = reference(
        f"Night watch: {RAW}",
        title=f"Night watch: {HEADLINE}",
        title_language="en",
        confidence=Confidence(title=0.7, headline=sure),
    )
    (evidence,) = compare_all(found, [cited]).evidence
    answer = Resolution(url=found.url, final_url=found.url, status=200)
    verdict = judge(cited, article=None, resolution=answer, page=found, evidence=evidence)
    assert verdict.status is status


BARGES = "The council buys three barges for the lower canal, and the canal society is glad. " * 8
HARBOUR = "The harbour was quiet, and in Malmö nobody spoke of kelp. Gardens were watered. " * 8


@pytest.mark.parametrize(
    ("title", "text", "match"),
    [
        ("Kelp in Malmö harbours", BARGES, Match.MISMATCH),
        ("Kelp in Malmö harbours", HARBOUR, Match.UNVERIFIABLE),
        ("Kelp in Malmö harbours", "Barges.", Match.UNVERIFIABLE),
        ("Interview, Malmö, May", BARGES, Match.UNVERIFIABLE),
        ("Full text of the treaty", BARGES, Match.UNVERIFIABLE),
    ],
)
def test_short_title_is_contradicted_by_a_text_without_its_words(
    title: str, text: str, match: Match
) -> None:
    """Another story under a short title would never be found, or a description be held wrong."""
    found = msgspec.structs.replace(page("Council buys barges"), text=text, lead=text[:100])
    cited = reference(
        f"Harbour Courier: {title}",
        title=title,
        title_language="en",
        confidence=Confidence(title=0.99, headline=0.99),
    )
    (evidence,) = compare_all(found, [cited]).evidence
    assert titles(evidence) == [match]
