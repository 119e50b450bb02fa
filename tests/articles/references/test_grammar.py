"""Forms in which articles name their sources."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkcheck.articles.references.grammar import Claim, claim_of_item, claim_of_link
from linkcheck.articles.references.vocabulary import is_place, language_tag
from linkcheck.text.dates import iso_date

# (item, title, publisher, place, author, date, language); in items with a link, [ ] is the anchor
FORMS = [
    ("CNN: Kerry: Russia supports talks", "Kerry: Russia supports talks", "CNN", None, None, None, None),
    ("Kyiv Post, Ukraine: Russia demands autonomy", "Russia demands autonomy", "Kyiv Post", "Ukraine", None, None, None),
    ("Голос, Україна: Рада ухвалила закон", "Рада ухвалила закон", "Голос", "Україна", None, None, None),
    ("Известия, Россия: Дума приняла закон", "Дума приняла закон", "Известия", "Россия", None, None, None),
    ("US Department of State: [John Kerry, statement in Paris]", "John Kerry, statement in Paris", "US Department of State", None, None, None, None),
    ("[CNN: Talks end without a deal]", "Talks end without a deal", "CNN", None, None, None, None),
    ("[Talks end without a deal]", "Talks end without a deal", None, None, None, None, None),
    ("[Talks end] — Kyiv Post", "Talks end", "Kyiv Post", None, None, None, None),
    ("[Talks end] - Kyiv Post, Ukraine, 30 March 2014", "Talks end", "Kyiv Post", "Ukraine", None, "2014-03-30", None),
    ("[Talks end] (CNN, March 30, 2014)", "Talks end", "CNN", None, None, "2014-03-30", None),
    ("Talks end without a deal (CNN, 30 March 2014)", "Talks end without a deal", "CNN", None, None, "2014-03-30", None),
    ("Talks end without a deal (The Guardian)", "Talks end without a deal", "The Guardian", None, None, None, None),
    ("Talks end without a deal (updated)", "Talks end without a deal", None, None, None, None, None),
    ("Переговори завершено без угоди — Українська правда", "Переговори завершено без угоди", "Українська правда", None, None, None, None),
    ("Олена Петренко, «Переговори завершено», Голос, 30 березня 2014 року", "Переговори завершено", "Голос", None, "Олена Петренко", "2014-03-30", None),
    ("Иван Петров, [«Переговоры завершены»], Известия, 30 марта 2014 г.", "Переговоры завершены", "Известия", None, "Иван Петров", "2014-03-30", None),
    ('Smith, J. (2014). "Talks end in Paris". The Guardian. [https://x.org/1]', "Talks end in Paris", "The Guardian", None, "Smith, J.", "2014", None),
    ("1. BBC: [Talks end in Paris]", "Talks end in Paris", "BBC", None, None, None, None),
    ("↑ [Talks end in Paris]", "Talks end in Paris", None, None, None, None, None),
    ('John Smith, "Talks end without a deal," The Guardian, March 30, 2014', "Talks end without a deal", "The Guardian", None, "John Smith", "2014-03-30", None),
    ("Петров И. И. Переговоры завершены // Известия. — 2014", "Переговоры завершены", "Известия", None, "Петров И. И.", "2014", None),
    ("Голос: [Переговори завершено] (in Ukrainian)", "Переговори завершено", "Голос", None, None, None, "uk"),
    ("[Переговоры завершены] (рос.)", "Переговоры завершены", None, None, None, None, "ru"),
    ("[Переговори завершено] [укр.]", "Переговори завершено", None, None, None, None, "uk"),
    ("(ru) [Переговоры завершены]", "Переговоры завершены", None, None, None, None, "ru"),
    ("[Переговоры завершены (ru)]", "Переговоры завершены", None, None, None, None, "ru"),
    ("CNN: Talks end (in Russian) ([here])", "Talks end", "CNN", None, None, None, "ru"),
    ("[here]: Talks end without a deal", "Talks end without a deal", None, None, None, None, None),
    ("30.03.2014 — [Переговори завершено]", "Переговори завершено", None, None, None, "2014-03-30", None),
    ("[Сказав «так» і пішов з посади]", "Сказав «так» і пішов з посади", None, None, None, None, None),
    ("[«Динамо» виграло у «Шахтаря»]", "«Динамо» виграло у «Шахтаря»", None, None, None, None, None),
    ("«Вісті», Україна: «Закон прийнято»", "Закон прийнято", "Вісті", "Україна", None, None, None),
    ("[https://x.example/a]", None, None, None, None, None, None),
    ("[www.state.gov/x]", None, None, None, None, None, None),
]  # fmt: skip


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form[0])
def test_forms(form: tuple[str | None, ...]) -> None:
    """A form that articles use would be read as another title, publisher or date."""
    item, *expected = form
    assert item is not None
    claim, text = read(item)
    title = text[slice(*claim.title)] if claim.title else None
    assert [
        title,
        claim.publisher,
        claim.place,
        claim.author,
        claim.date,
        claim.language,
    ] == expected


def read(item: str) -> tuple[Claim, str]:
    """Return what an item claims, and its text; the first brackets that hold words are a link."""
    if "[" not in item:
        return claim_of_item(item), item
    start = item.index("[")
    end = item.index("]") - 1
    text = item[:start] + item[start + 1 : end + 1] + item[end + 2 :]
    return claim_of_link(text, start, end), text


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("in Ukrainian", "uk"), ("рос.", "ru"), ("укр.", "uk"), ("ru", "ru"), ("англійською", "en"),
        ("українською мовою", "uk"), ("на русском языке", "ru"), ("Russian", "ru"), ("uk-UA", "uk"),
        ("Ukraine", None), ("CNN", None), ("BBC", None), ("EU", None), ("UK", None), ("RU", "ru"), ("updated", None), ("video", None), ("", None),
    ],
)  # fmt: skip
def test_language_marks(text: str, tag: str | None) -> None:
    """A source declared to be in another language would be called a wrong one."""
    assert language_tag(text) == tag


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("30 March 2014", "2014-03-30"), ("March 30, 2014", "2014-03-30"), ("March 2014", "2014-03"),
        ("30 березня 2014 року", "2014-03-30"), ("30 марта 2014 г.", "2014-03-30"), ("2014", "2014"),
        ("март 2014 г.", "2014-03"), ("30.03.2014", "2014-03-30"), ("2014-03", "2014-03"),
        ("12/31/2014", "2014-12-31"), ("3/4/2014", None), ("31 February 2014", None),
        ("2014-03-30T10:00:00Z", "2014-03-30"), ("CNN", None), ("1,000 people", None),
    ],
)  # fmt: skip
def test_dates(text: str, iso: str | None) -> None:
    """A cited date would be taken for a publisher, or read as another day."""
    assert iso_date(text) == iso


def test_places_in_three_languages() -> None:
    """A country would be taken for a part of the publisher's name."""
    for name in (
        "Ukraine",
        "Україна",
        "Украина",
        "Germany",
        "Німеччина",
        "Великобритания",
        "USA",
        "США",
    ):
        assert is_place(name)
    assert not is_place("Kyiv Post")


@given(st.text(max_size=120), st.integers(0, 120), st.integers(0, 120))
def test_any_item_is_read(text: str, one: int, other: int) -> None:
    """Some odd item would end the run, or place its title outside of itself."""
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    for claim in (claim_of_item(text), claim_of_link(text, start, end)):
        if claim.title is not None:
            assert 0 <= claim.title[0] < claim.title[1] <= len(text)


def test_title_of_a_link_that_names_a_site() -> None:
    """A headline about a site would be cut off before its name, and so be another one."""
    text = "Daily: Hackers close www.bank.example for a day"
    claim = claim_of_link(text, 7, len(text))
    assert claim.title == (7, len(text))


@pytest.mark.parametrize(
    ("name", "title", "url"),
    [
        ("Taz", "Entwurf des Gesetzes: Ein bisschen Fortschritt", "https://taz.de/x/1"),
        ("LeMonde", "Guerre en Ukraine : la Russie parle de la paix", "https://www.lemonde.fr/x"),
        (
            "Metro",
            "Sweden tells homes 'how to survive winter' in a booklet",
            "https://metro.co.uk/x",
        ),
        ("BR", "ÖPNV-Streiks: Was Pendler jetzt wissen müssen", "https://www.br.de/x"),
    ],
)
def test_outlet_that_the_address_names(name: str, title: str, url: str) -> None:
    """Titles in other languages, or with colons, would be cut, and another story pass."""
    text = f"{name}: {title} {url}"
    claim = claim_of_link(text, len(text) - len(url), len(text), url)
    assert claim.title is not None
    assert (text[slice(*claim.title)], claim.publisher) == (title, name)
    assert claim.confidence["title"] >= 0.9


@pytest.mark.parametrize("mark", ["(", "[", "<", " ", "-"])
def test_marks_before_an_address_take_linear_time(mark: str) -> None:
    """A source with thousands of brackets would stop the run for minutes."""
    url = "https://taz.de/a1"
    text = f"Taz: Ein neuer Bau{mark * 20_000}. {url}"
    began = time.process_time()
    claim_of_link(text, len(text) - len(url), len(text), url)
    assert time.process_time() - began < 3
