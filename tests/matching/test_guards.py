"""Titles that prove nothing: seen in the verdict of a check."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from linkcheck.models import Status
from tests.recorded import Answer, check, prose, rules

if TYPE_CHECKING:
    from pathlib import Path

HOST = "https://news.example"
RUSSIAN = (
    "Жители верхних улиц неделю носили воду ведрами, и мэр поблагодарил добровольцев за помощь. "
    "Инженеры обещали начать ремонт водопровода сразу, как только привезут новые трубы. "
) * 8


def page(title: str, text: str, language: str = "en") -> str:
    """Return a page of a news site."""
    return (
        f"<html lang={language}><head><title>{title}</title></head>"
        f"<body><article><h1>{title}</h1><p>{text}</p></article></body></html>"
    )


@pytest.mark.parametrize(
    ("cited", "found"),
    [
        ("Budget rejected", "Budget"),
        ("Budget", "Budget rejected"),
        ("Budget talks postponed", "Budget talks"),
        ("Budget talks", "Budget talks postponed"),
        ("Villages along the river learn what the gas deal means for them", "The gas deal"),
        ("The gas deal", "Villages along the river learn what the gas deal means for them"),
    ],
)
def test_page_headed_with_words_of_the_title(tmp_path: Path, cited: str, found: str) -> None:
    """A section's page would be ok only because its heading is a word or two of the title."""
    url = f"{HOST}/8812733.html"
    article = f"## Sources\n\n- Daily: [{cited}]({url})\n"
    (verdict,) = check(tmp_path, article, Answer(url, page(found, prose(2000)))).verdicts
    assert verdict.status in {Status.UNVERIFIED, Status.WARNING}


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/fire-destroys-a-furniture-factory-in-vinnytsia", False),
        ("/8812733", True),
    ],
)
def test_address_that_spells_out_the_title(tmp_path: Path, address: str, expected: bool) -> None:
    """A source whose address is the cited headline would be another story in another language."""
    url = f"{HOST}{address}"
    article = (
        "<html lang=en><h1>Fires</h1><h2>Sources</h2><ul><li>Daily: "
        f'<a href="{url}">Fire destroys a furniture factory in Vinnytsia</a></li></ul></html>'
    )
    title = "Врачи предупреждают о новой волне гриппа в школах Берлина"
    answer = Answer(url, page(title, RUSSIAN, "ru"))
    (verdict,) = check(tmp_path, article, answer, name="a.html").verdicts
    assert ("title-mismatch" in rules(verdict)) is expected
    assert (verdict.status is Status.BROKEN) is expected
