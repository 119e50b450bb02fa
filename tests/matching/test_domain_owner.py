"""Domains that were sold, and living sources that only look like it."""

from __future__ import annotations

import msgspec
import pytest

from linkcheck.judging.judge import judge
from linkcheck.matching import compare
from linkcheck.models import (
    Citation,
    Field,
    Location,
    Page,
    Resolution,
    Rule,
    Status,
    UrlStatus,
    Verdict,
)
from linkcheck.pages import read_page

PLACE = Location(path="a.md", line=1, column=1, start=0, end=1)
URL = "https://steppe-herald.example/2014/03/talks-on-gas-end-without-a-deal"
CITATION = Citation(
    location=PLACE,
    url=URL,
    title="Talks on gas transit end without a deal",
    title_language="en",
    publisher="Steppe Herald",
)
CASINO = (
    "Play slots and live roulette with a welcome bonus of 500 euros. Our casino pays out within an "
    "hour, day and night, and every new player gets 200 free spins without any conditions at all. "
)
RUSSIAN_CASINO = (
    "Казино с быстрыми выплатами: игровые автоматы, рулетка, покер и бонус на первый депозит. "
    "Рабочее зеркало доступно круглосуточно, регистрация занимает одну минуту. "
)
INDONESIAN_CASINO = (
    "Situs judi online terpercaya dengan jackpot besar setiap hari untuk semua pemain baru yang "
    "mendaftar sekarang juga melalui bandar resmi kami di sini. "
)
SHOES = (
    "Buy online with free shipping on all orders over 50 euros. Leather shoes for men and women at "
    "best prices, in stock and ready to be sent the same day. Add to cart and order now. "
)
STORY = (
    "Negotiators from three countries left on Friday without having agreed on a price. They will "
    "meet again in April, the ministry said, and until then the old contract remains in force. "
)


def page(title: str, text: str, *, site: str = "", url: str = URL, language: str = "en") -> Page:
    """Return what is read of a page with that title and text."""
    name = f'<meta property="og:site_name" content="{site}">' if site else ""
    body = (
        f"<html lang={language}><head><title>{title}</title>{name}</head>"
        f"<body><h1>{title}</h1><p>{text * 4}</p></body></html>"
    )
    answer = Resolution(
        url=url,
        final_url=url,
        status=200,
        headers=(("content-type", "text/html; charset=utf-8"),),
        body=body.encode(),
    )
    return read_page(answer)


def verdict(found: Page, citation: Citation = CITATION) -> Verdict:
    """Judge a citation against a page."""
    resolution = Resolution(url=URL, final_url=found.url, status=200)
    return judge(
        citation,
        article=None,
        resolution=resolution,
        page=found,
        evidence=compare(citation, found),
    )


@pytest.mark.parametrize(
    ("title", "text", "site"),
    [
        ("Best online casino bonuses of the year", CASINO, "LuckyPlay"),
        ("Best online casino bonuses of the year", CASINO, ""),
        ("Leather shoes: buy online with free delivery", SHOES, "Shoe Planet"),
        # What buys a domain often bears its name.
        ("Best online casino bonuses of the year", CASINO, "steppe-herald.example"),
        (
            "Онлайн казино: слоты и фриспины для новых игроков",
            RUSSIAN_CASINO,
            "",
        ),
        (
            "Situs slot gacor dengan jackpot terbesar hari ini",
            INDONESIAN_CASINO,
            "",
        ),
    ],
)
def test_expired_domain_that_sells_other_goods(title: str, text: str, site: str) -> None:
    """An article would send its readers to whoever bought the domain, and pass as sound."""
    result = verdict(page(title, text, site=site))
    assert [found.rule for found in result.findings] == [Rule.USURPED_DOMAIN]
    assert (result.status, result.url_status) == (Status.BROKEN, UrlStatus.USURPED)
    assert title in result.findings[0].message


def test_outlet_s_domain_in_a_language_it_never_had() -> None:
    """A sold domain with stories in a stranger's language would be taken for another edition."""
    citation = msgspec.structs.replace(
        CITATION, publisher="Kyiv Post", url="https://www.kyivpost.com/article/1"
    )
    text = (
        "Belediye başkanı dün yapılan toplantıda yeni otobüs hatlarının nisan ayında açılacağını "
        "söyledi. Vatandaşlar uzun zamandır mahalleye doğrudan bir hat istiyordu, dedi yetkililer. "
    )
    found = page(
        "Belediye yeni otobüs hatlarını tanıttı", text, language="tr",
        url="https://www.kyivpost.com/article/1",
    )  # fmt: skip
    assert [each.rule for each in verdict(found, citation).findings] == [Rule.USURPED_DOMAIN]


@pytest.mark.parametrize(
    ("title", "text", "site"),
    [
        # The outlet itself, with an advertisement, or a story about the trade.
        ("Best online casino bonuses of the year", CASINO, "Steppe Herald"),
        ("Best online casino bonuses of the year | Steppe Herald", CASINO, ""),
        ("Best online casino bonuses of the year", CASINO + "Partner of the Steppe Herald. ", ""),
        # The story is there, whoever shows it, with offers all around it.
        ("Talks on gas transit end without a deal", CASINO, "LuckyPlay"),
        ("No deal at talks on gas transit", SHOES, "Shoe Planet"),
        # Another story of another paper: wrong, but no goods.
        ("Mayor opens a new bridge over the river", STORY, "Other Paper"),
        # A word of the trade is no offer.
        ("Casino burns down in the old town", STORY, "Other Paper"),
    ],
)
def test_living_source_is_not_sold(title: str, text: str, site: str) -> None:
    """A living source would be called usurped for an advertisement or a subject."""
    found = page(title, text, site=site)
    assert Field.OWNER not in {each.field for each in compare(CITATION, found)}


@pytest.mark.parametrize(
    "changes",
    [
        {"publisher": None},
        {"title": None},
        {"title": "Interview"},
        {"title": "Government licenses the first online casinos after ten years"},
    ],
)
def test_too_little_is_known_to_say_so(changes: dict[str, str | None]) -> None:
    """A citation that names no publisher, no story or the trade itself would be called usurped."""
    found = page("Best online casino bonuses of the year", CASINO)
    citation = msgspec.structs.replace(CITATION, **changes)
    assert Field.OWNER not in {each.field for each in compare(citation, found)}


def test_outlet_under_its_other_name() -> None:
    """An outlet whose page bears its name in another language would be called usurped."""
    citation = msgspec.structs.replace(CITATION, publisher="Leviy bereg")
    text = SHOES + "Лівий берег. "
    assert Field.OWNER not in {
        each.field for each in compare(citation, page("Shoes: buy online", text))
    }
