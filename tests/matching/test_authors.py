"""Authors as references and bylines name them."""

from __future__ import annotations

import msgspec
import pytest

from linkcheck.matching.authors import compare_author
from linkcheck.models import (
    Candidate,
    Citation,
    Confidence,
    Evidence,
    Liveness,
    Location,
    Match,
    Page,
    PageKind,
)

SAME = [
    ("Olena Marchenko", "Olena Marchenko"),
    ("Marchenko, Olena", "Olena Marchenko"),
    ("Marchenko O.", "Olena Marchenko"),
    ("O. Marchenko", "Olena Marchenko"),
    ("Marchenko, O. V.", "Olena Viktorivna Marchenko"),
    ("Марченко О. В.", "Олена Марченко"),
    ("Марченко Олена Вікторівна", "Олена Марченко"),
    ("О.В. Марченко", "Марченко Олена"),
    ("Олена Марченко", "Olena Marchenko"),
    ("Елена Марченко", "Olena Marchenko"),
    ("Марченко Е.", "Olena Marchenko"),
    ("Микола Гриценко", "Mykola Hrytsenko"),
    ("Николай Гриценко", "Mykola Hrytsenko"),
    ("Юрій Щербак", "Yuriy Shcherbak"),
    ("Джон Гріффітс", "John Griffiths"),
    ("Griffiths JK", "John K. Griffiths"),
    ("Griffiths JK, Bell RT", "Ruth Bell"),
    ("Griffiths, J., & Bell, R.", "Ruth T. Bell"),
    ("Griffiths, John, and Ruth Bell", "Ruth Bell"),
    ("Griffiths, John, Ruth Bell", "Ruth Bell"),
    ("John Griffiths; Ruth Bell", "Ruth Bell, Ann Dale"),
    ("Марченко О., Бондар І. та ін.", "Іван Бондар"),
    ("Marchenko O. et al.", "Olena Marchenko"),
    ("Dr. Olena Marchenko", "By Olena Marchenko"),
    ("Marchenko", "Olena Marchenko"),
    ("Anna-Maria O'Neill", "Anna Maria O’Neill"),
    ("Jean-Pierre Dumas", "J.-P. Dumas"),
    ("van der Berg, Pieter", "Pieter van der Berg"),
    ("Marchenko Olena", "OLENA MARCHENKO"),
    ("Reuters", "Reuters"),
    ("Укрінформ", "Укринформ"),
    ("Olena Marchenko", "Olena Marchenko | River Gazette"),
    ("Olena Marchenko", "Olena Marchenko, political editor"),
    ("Сергій Жук", "Сергей Жук"),
    ("Чарльз Клауд", "Charles Cloud"),
    ("Olena Marchenko", "Olena Martschenko"),
]
OTHERS = [
    ("Olena Marchenko", "Ivan Bondar"),
    ("Marchenko O.", "Ivan Bondar"),
    ("Марченко О. В.", "Іван Бондар"),
    ("Марченко Олена", "Ivan Bondar"),
    ("Ruth Bell", "Иван Бондарь"),
    ("Marchenko, O., & Bell, R.", "Ivan Bondar"),
    ("Olena Marchenko", "Ivan Bondar, Pavlo Sydor"),
    ("Griffiths, John", "By Ruth Bell and Ann Dale"),
    ("Griffiths JK, Bell RT", "Pieter van der Berg"),
    ("Леся Українка", "Ivan Bondar"),
]
UNKNOWN = [
    ("Reuters", "Ivan Bondar"),
    ("Olena Marchenko", "Reuters"),
    ("Olena Marchenko", "Редакція"),
    ("Редакція", "Ivan Bondar"),
    ("Olena Marchenko", "News desk"),
    ("Olena Marchenko", "admin"),
    ("Olena Marchenko", "Super User"),
    ("Olena Marchenko", "Associated Press"),
    ("Olena Marchenko", "River Gazette"),
    ("Olena Marchenko", "Прес-служба міської ради"),
    ("Olena Marchenko", "Ivan Bondar, Reuters"),
    ("Olena Marchenko", "Atlantic Council"),
    ("Ministry of Culture", "Ivan Bondar"),
    ("Olena Marchenko et al.", "Ivan Bondar"),
    ("Марченко О. та ін.", "Іван Бондар"),
    ("Olena Marchenko", "Iryna Marchenko"),
    ("Olena Marchenko", "Olena Bondar"),
    ("О. Марченко", "І. Марченко"),
    ("Marchenko", "Bondar"),
    ("Olena Marchenko", "kyivgirl77"),
    ("Olena Marchenko", "https://social.example/bondar"),
    ("Olena Marchenko", "ivan@bondar.example"),
    ("Джеффрі Сакс", "Jeffrey Sachs"),
    ("Olena Marchenko", "王小明"),
]


def evidence(cited: str, *named: str, page: Page | None = None, **fields: object) -> Evidence:
    """Return how a cited author and a page's authors relate."""
    place = Location(path="a.md", line=1, column=1, start=0, end=1)
    citation = Citation(location=place, url="https://n.example/a", author=cited)
    page = page or Page(
        url="https://n.example/a",
        liveness=Liveness(kind=PageKind.LIVING),
        titles=(Candidate(text="Old bridge closed", source="h1"),),
        text="The bridge is closed until the autumn, the council said.",
        publishers=(Candidate(text="River Gazette", source="og:site_name"),),
        authors=named,
    )
    found = compare_author(msgspec.structs.replace(citation, **fields), page)
    assert found is not None
    return found


@pytest.mark.parametrize(("cited", "named"), SAME)
def test_one_person_in_other_words(cited: str, named: str) -> None:
    """A reference in a published style would be said to name another author than its page."""
    # Beside a job or a site's name, nothing but the shared name counts.
    assert evidence(cited, named).match is Match.MATCH


@pytest.mark.parametrize(("cited", "named"), OTHERS)
def test_other_people(cited: str, named: str) -> None:
    """Words credited to the wrong person would pass."""
    assert evidence(cited, named).match is Match.MISMATCH
    assert evidence(named, cited).match is Match.MISMATCH


@pytest.mark.parametrize(("cited", "named"), UNKNOWN)
def test_what_is_not_clear(cited: str, named: str) -> None:
    """A note would say that agencies, desks, accounts or relatives are other people."""
    assert evidence(cited, named).match is Match.UNVERIFIABLE


def test_one_author_in_common() -> None:
    """A page signed by two of three authors would be called another's."""
    found = evidence("Bell, R., Dale, A. and Griffiths, J.", "Pavlo Sydor", "Ann Dale")
    assert (found.match, found.cited) == (Match.MATCH, "Bell, R., Dale, A. and Griffiths, J.")
    assert found.found == "Pavlo Sydor, Ann Dale"


def test_page_without_an_author() -> None:
    """A page that names nobody would be called another's."""
    assert evidence("Olena Marchenko").match is Match.ABSENT


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("Interview by Olena Marchenko. The bridge is closed.", "Olena Marchenko"),
        ("Розмовляла Олена Марченко.", "Olena Marchenko"),
        ("Читайте колонку Олени Марченко про мости.", "Марченко О."),
    ],
)
def test_author_whom_the_page_names_in_its_text(text: str, cited: str) -> None:
    """A column would be called another's since its data name who put it online."""
    page = Page(
        url="https://n.example/a",
        liveness=Liveness(kind=PageKind.LIVING),
        text=text,
        authors=("Ivan Bondar",),
    )
    assert evidence(cited, page=page).match is Match.UNVERIFIABLE


def test_author_whom_the_reference_names_elsewhere() -> None:
    """A reference to a chapter would be held against the author of the book, whom it names too."""
    raw = "Marchenko O. Old bridges. In: Bondar, Ivan (ed.). Rivers. 2014."
    assert evidence("Marchenko O.", "Ivan Bondar", raw=raw).match is Match.UNVERIFIABLE


@pytest.mark.parametrize(("sure", "match"), [(0.95, Match.MISMATCH), (0.7, Match.UNVERIFIABLE)])
def test_author_read_without_certainty(sure: float, match: Match) -> None:
    """A note would rest on a name that was read wrongly from the reference."""
    found = evidence("Olena Marchenko", "Ivan Bondar", confidence=Confidence(author=sure))
    assert found.match is match


def test_page_behind_a_wall() -> None:
    """The author of a sign-in page would be held against the reference."""
    page = Page(
        url="https://n.example/a",
        liveness=Liveness(kind=PageKind.LOGIN_WALL),
        authors=("Ivan Bondar",),
    )
    assert evidence("Olena Marchenko", page=page).match is Match.UNVERIFIABLE


def test_very_many_authors() -> None:
    """A page or a reference with thousands of names would stop the run."""
    many = "; ".join(f"Bondar{'abcdefghij'[place % 10] * 5}, I." for place in range(5000))
    assert evidence(many, *[f"Marchenko {place}" for place in range(500)]).cited is not None
