"""Sources that are one part of a page: seen in the verdict of a check."""

from __future__ import annotations

import itertools
import time
from typing import TYPE_CHECKING

import pytest

from linkcheck.engine.observe import observe
from linkcheck.models import Citation, Location, Resolution, Status
from tests.recorded import Answer, check, prose, rules

if TYPE_CHECKING:
    from pathlib import Path

    from linkcheck.models import Verdict

HOST = "https://weekly.example"
CITED = "Ferry operator loses its licence after safety audit"
OTHERS = "".join(
    f"<h3>{title}</h3><p>{prose(700)}</p>"
    for title in (
        "Wheat harvest begins early",
        "College elects new rector",
        "Two museums merge",
        "Snow closes the mountain pass",
        "New bell for the chapel",
        "Orchards in bloom",
    )
)
STATIC = "<title>Все события района: новости, объявления, справочник</title>"
TOLD = (
    "Комиссия нашла на пароме восемнадцать нарушений, и оператор лишился лицензии. "
    "Проверка безопасности продолжалась две недели, рассказали в управлении перевозок. "
) * 6


def verdict(folder: Path, page: str, title: str = CITED) -> Verdict:
    """Return the verdict on an article's only source."""
    text = f"## Sources\n\n- Valley Weekly: [{title}]({HOST}/45), 2016\n"
    (found,) = check(folder, text, Answer(f"{HOST}/45", page)).verdicts
    return found


def relations(page: str, titles: list[str], authors: list[str] | None = None) -> list[str | None]:
    """Return how a page compares with each of some titles, perhaps by these authors."""
    answer = Resolution(
        url=f"{HOST}/45",
        final_url=f"{HOST}/45",
        status=200,
        headers=(("content-type", "text/html"),),
        body=page.encode(),
    )
    place = Location(path="a.md", line=1, column=1, start=0, end=0)
    cited = [
        Citation(location=place, url=answer.url, title=title, author=author)
        for title, author in itertools.zip_longest(titles, authors or [])
    ]
    return [one[0].relation for one in observe(answer, cited).evidence]


def digest(part: str, *, lang: str = "en") -> str:
    """Return a page of many stories, with one more at its end."""
    title = "Newsletter No. 45: everything you missed this week"
    body = f"<h1>{title}</h1>{OTHERS}{part}"
    return f"<html lang={lang}><head><title>{title}</title></head><body>{body}</body></html>"


@pytest.mark.parametrize(
    "part",
    [
        f"<h3>{CITED}</h3><p>{prose(300)}</p>",
        f"<p><b>{CITED}.</b> {prose(300)}</p>",
        "<dl><dt>14</dt><dd>Ferry operator loses\n  its <em>licence</em> after safety audit</dd></dl>",
        f'<h3><a href="#top" id=ferry>{CITED}</a></h3>',
        f"<h3><a href=/45#c14>{CITED}</a></h3><p>{prose(300)}</p>",
        f'<img src=a.gif alt="{CITED}"><p>{prose(300)}</p>',
        f"<h3>Safety audit costs ferry operator its licence</h3><p>{prose(300)}</p>",
    ],
)
def test_story_far_down_in_a_digest(tmp_path: Path, part: str) -> None:
    """An item of a newsletter would be called a different story, after the newsletter's title."""
    found = verdict(tmp_path, digest(part))
    assert (rules(found), found.status) == (["title-unverified"], Status.UNVERIFIED)


def test_translated_item_far_down_in_a_digest(tmp_path: Path) -> None:
    """An item cited in the article's language would be called a different story."""
    page = digest("<h3>Ferry company loses its licence</h3>")
    found = verdict(tmp_path, page, "Поромна компанія втратила ліцензію")
    assert "title-mismatch" not in rules(found)


@pytest.mark.parametrize(
    "part",
    [
        "",
        f"<h3>More news</h3><ul><li><a href=/44>{CITED}</a></li></ul>",
        f"<aside><h3>{CITED}</h3></aside>",
        "<h3>Ferry operator opens a new quay</h3>",
    ],
)
def test_page_that_only_links_to_the_story(tmp_path: Path, part: str) -> None:
    """A different story at the address would pass, since its menu names the one cited."""
    found = verdict(tmp_path, digest(part))
    assert (rules(found), found.status) == (["title-mismatch"], Status.BROKEN)


def many_lines(count: int) -> str:
    """Return a page of other stories than the cited one, with so many lines."""
    return digest("".join(f"<div>Harvest of village {n}</div>" for n in range(count)))


@pytest.mark.parametrize(("count", "told"), [(1000, "another"), (2500, None)])
def test_a_page_too_long_to_search_proves_nothing(count: int, told: str | None) -> None:
    """An item behind what was looked through would be called a different story."""
    assert relations(many_lines(count), [CITED]) == [told]


@pytest.mark.parametrize(
    "by", [None, [f"Anna Holloway{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(400)]]
)
def test_many_titles_for_one_page_take_little_time(by: list[str] | None) -> None:
    """A pull request could keep a build busy for hours with one long page."""
    titles = [CITED if by else f"{CITED} number {n}" for n in range(400)]
    page = many_lines(1900).replace("<head>", "<head><meta name=author content='Nils Ekström'>")
    began = time.process_time()
    told = relations(page, titles, by)
    assert (told[0], told[-1]) == ("another", None)
    assert time.process_time() - began < 30


@pytest.mark.parametrize("language", ["uk", "de"])
def test_title_of_the_site_in_another_language_than_its_text(tmp_path: Path, language: str) -> None:
    """Offices that title all pages in English would have different stories on all of them."""
    text = {
        "uk": "Аграрії вийшли на акцію через нові правила, які запровадила служба на кордоні. ",
        "de": "Landwirte zogen am Montag vor das Amt, weil neue Vorschriften in Kraft treten. ",
    }[language]
    site = "Official website of the regional state administration"
    page = f"<html lang={language}><title>{site}</title><body><p>{text * 12}</p></body></html>"
    cited = "Farmers protest against new customs rules at border crossing"
    found = verdict(tmp_path, page, cited)
    assert "title-mismatch" not in rules(found)


def test_judgment_known_by_its_number(tmp_path: Path) -> None:
    """A judgment would be called a different story, since registers title all their pages alike."""
    title = "Решение по делу № А40-12345/2018 о взыскании долга за ремонт моста"
    register = "Электронное правосудие: карточка судебного документа"
    text = f"<h1>{register}</h1><p>{TOLD}</p><p>Дело № А40–12345/2018</p>"
    found = verdict(tmp_path, f"<html lang=ru><title>{register}</title><body>{text}", title)
    assert (rules(found), found.status) == (["title-unverified"], Status.UNVERIFIED)
    other = text.replace("12345", "54321")
    found = verdict(tmp_path, f"<html lang=ru><title>{register}</title><body>{other}", title)
    assert found.status is Status.BROKEN


def test_site_with_one_title_and_no_paragraphs(tmp_path: Path) -> None:
    """Old sites, with one title for all pages and text in tables, would show different stories."""
    table = "<table><tr><td>Меню</td><td>{}</td></tr></table>"
    title = "Оператор парома лишился лицензии после проверки безопасности"
    page = f"<html lang=ru><head>{STATIC}</head><body>{table.format(TOLD)}</body></html>"
    found = verdict(tmp_path, page, title)
    assert (rules(found), found.status) == (["title-unverified"], Status.UNVERIFIED)
    other = "Учёные описали шестнадцать новых видов жуков из горных лесов Суматры"
    assert verdict(tmp_path, page, other).status is Status.BROKEN
