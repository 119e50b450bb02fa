"""How much of a title an address spells out."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkcheck.text.slugs import SlugIndex, slug_likeness

UKRAINIAN = "Міністри домовилися про відведення військ у Щасливцеві: що це змінює"
RUSSIAN = "Жители Щёлкова жалуются на объезд: мост закрыт с 12 июля"


@pytest.mark.parametrize(
    ("slug", "title"),
    [
        # KMU 2010, BGN/PCGN, ISO 9 without its marks, ALA-LC, and what sites make of it.
        ("ministry-domovylysia-pro-vidvedennia-viisk-u-shchaslyvtsevi-shcho-tse-zminiuie", UKRAINIAN),
        ("ministry-domovylysya-pro-vidvedennya-viysk-u-shchaslyvtsevi-shcho-tse-zminyuye", UKRAINIAN),
        ("ministri-domovilisja-pro-vidvedennja-vijsk-u-shhaslivcevi-shho-ce-zminjue", UKRAINIAN),
        ("ministri-domovilisya-pro-vidvedennya-viysk-u-schaslivtsevi-scho-tse-zminyuye", UKRAINIAN),
        ("ministry_domovylysia_pro_vidvedennia_viisk_u_shchaslyvtsevi", UKRAINIAN),
        ("ministry-domovylysia-vidvedennia-viisk-shchaslyvtsevi-zminiuie", UKRAINIAN),
        ("%D0%BC%D1%96%D0%BD%D1%96%D1%81%D1%82%D1%80%D0%B8-%D0%B4%D0%BE%D0%BC%D0%BE%D0%B2%D0%B8%D0%BB%D0%B8%D1%81%D1%8F-%D0%BF%D1%80%D0%BE-%D0%B2%D1%96%D0%B4%D0%B2%D0%B5%D0%B4%D0%B5%D0%BD%D0%BD%D1%8F-%D0%B2%D1%96%D0%B9%D1%81%D1%8C%D0%BA", UKRAINIAN),
        ("zhiteli-shchelkova-zhaluyutsya-na-obezd-most-zakryt-s-12-iyulya", RUSSIAN),
        ("zhiteli-shchyolkova-zhaluyutsya-na-obyezd-most-zakryt-s-12-iyulya", RUSSIAN),
        ("zhiteli-shhelkova-zhalujutsja-na-obezd-most-zakryt-s-12-ijulja", RUSSIAN),
        ("zhiteli-schelkova-zhaluutsia-na-ob-ezd-most-zakryt", RUSSIAN),
        ("ministers-agree-on-withdrawal", "Ministers agree on withdrawal"),
        ("ministers-agree-withdrawal-2-3", "The ministers agree on a withdrawal"),
        ("Ministers_agree_on_withdrawal_(2014)", "Ministers agree on withdrawal"),
    ],
)  # fmt: skip
def test_a_slug_of_the_title(slug: str, title: str) -> None:
    """The address of the story itself would be lost among thousands of others."""
    for url in (
        f"https://x.example/2014/07/{slug}",
        f"https://x.example/{slug}-1728394.html",
        f"https://x.example/news/{slug}/a-1728394",
    ):
        assert slug_likeness(url, title) >= 0.75


@pytest.mark.parametrize("cut", [30, 40, 50])
def test_a_slug_cut_off(cut: int) -> None:
    """Sites that cut slugs to some length would hide their stories."""
    slug = "ministry-domovylysia-pro-vidvedennia-viisk-u-shchaslyvtsevi-shcho-tse-zminiuie"[:cut]
    assert slug_likeness(f"https://x.example/{slug}", UKRAINIAN) >= 0.75


@pytest.mark.parametrize(
    ("url", "title", "most"),
    [
        ("https://x.example/news/1728394/", UKRAINIAN, 0.0),
        ("https://x.example/", UKRAINIAN, 0.0),
        ("not an address", UKRAINIAN, 0.0),
        ("https://x.example/ministry-oborony-nato-zustrilysia-v-briusseli", UKRAINIAN, 0.35),
        ("https://x.example/prezydent-pidpysav-zakon-pro-biudzhet", UKRAINIAN, 0.1),
        ("https://x.example/tag/ministry", UKRAINIAN, 0.45),
        ("https://x.example/zhiteli-moskvy-zhaluyutsya-na-shum", RUSSIAN, 0.6),
        ("https://x.example/ministers-agree-on-withdrawal", "", 0.0),
        ("https://x.example/the-and-of", "The and of", 0.0),
    ],
)
def test_another_story(url: str, title: str, most: float) -> None:
    """Stories that share a word or two with the title would be requested before the right one."""
    assert slug_likeness(url, title) <= most


def test_the_right_story_is_ranked_first() -> None:
    """Among a week's stories of an outlet the cited one would be looked for in vain."""
    words = [
        "rada",
        "zakon",
        "viisk",
        "mist",
        "uhoda",
        "sud",
        "hroshi",
        "kyiv",
        "lviv",
        "vybory",
        "sprava",
        "ministry",
        "domovylysia",
        "myr",
    ]
    listing = [
        f"https://x.example/{number}/{words[number % 14]}-{words[number % 11]}-{words[number % 5]}-{number}.html"
        for number in range(3000)
    ]
    right = (
        "https://x.example/77/ministry-domovylysia-pro-vidvedennia-viisk-u-shchaslyvtsevi-9.html"
    )
    listing.insert(1500, right)
    index = SlugIndex(listing)
    assert len(index) == 3001
    ranked = index.ranked(UKRAINIAN, limit=5)
    assert ranked[0] == (right, slug_likeness(right, UKRAINIAN))
    assert len(ranked) == 5
    assert [each for _, each in ranked] == sorted((each for _, each in ranked), reverse=True)
    assert index.ranked("Зовсім інше") == []


@pytest.mark.slow
def test_a_listing_is_ranked_in_no_time() -> None:
    """A site with a hundred thousand archived pages would hold up the run."""
    title = UKRAINIAN
    listing = [
        f"https://x.example/{n}/ministry-sud-{n % 97}-viisk-zakon-{n % 89}-domovylysia.html"
        for n in range(20_000)
    ]
    begin = time.process_time()
    for url in listing:
        slug_likeness(url, title)
    assert (time.process_time() - begin) / len(listing) < 100e-6  # 20 on an idle machine


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_text(url: str, title: str) -> None:
    """Some address in a listing would break the search, or rank above all others."""
    assert 0.0 <= slug_likeness(url, title) <= 1.0
    assert 0.0 <= slug_likeness(f"https://x.example/{url}", title) <= 1.0
