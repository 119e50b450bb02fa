"""A page that has none of the names of a headline tells another story, in whatever language."""

from __future__ import annotations

from importlib.resources import files

import msgspec
import pytest

from linkcheck.matching.headline_names import lacks_names
from linkcheck.models import LanguageGuess, Page, Resolution
from linkcheck.pages import read_page
from tests.matching.test_matching import page
from tests.write_country_names import lines

RECIPE = (
    "Für den Teig brauchen Sie Mehl, Butter und etwas Salz. Kneten Sie alles mit kaltem Wasser, und "
    "lassen Sie den Teig eine Stunde ruhen. Danach wird er dünn ausgerollt und auf das Blech gelegt. "
) * 6


def german(text: str = RECIPE, title: str = "Der beste Kuchen für kalte Tage") -> Page:
    """Return a page of a German site."""
    return msgspec.structs.replace(
        page(title),
        url="https://kueche.example.de/1",
        text=text,
        lead=text[:100],
        language=LanguageGuess(tag="de", confidence=1.0),
    )


@pytest.mark.parametrize(
    ("cited", "language"),
    [
        ("The minister praises Martin Holloway before the vote of 1250 members", "en"),
        ("Fishermen from Brazil sue the port of Rotterdam over dead zones", "en"),
        ("El puerto de Valparaíso reclama a Noruega por los buques hundidos", "es"),
        ("La Norvège et le Brésil signent un accord sur la pêche", "fr"),
    ],
)
def test_names_that_a_page_has_not(cited: str, language: str) -> None:
    """A cake where a source was would only be called a page in another language."""
    assert lacks_names(cited, language, german())


@pytest.mark.parametrize(
    ("cited", "language", "told"),
    [
        ("The minister praises Martin Holloway before the vote of 1250 members", "en", "Am Montag lobte der Minister den Vorsitzenden Holloway."),
        ("Fishermen from Brazil sue the port of Rotterdam over dead zones", "en", "Fischer aus Brasilien verklagen den Hafen."),
        ("Fishermen from Brazil sue the port of Rotterdam over dead zones", "en", "Die Klage richtet sich gegen Rotterdams Hafen."),
        ("El puerto de Valparaíso reclama a Noruega por los buques hundidos", "es", "Es geht um Schiffe aus Norwegen."),
        ("La Norvège et le Brésil signent un accord sur la pêche", "fr", "Das Abkommen mit Norwegen gilt zehn Jahre."),
        ("Volodymyr Zelensky thanks the crews of the Harbour Star", "en", "Selenskyj dankte den Besatzungen."),
    ],
)  # fmt: skip
def test_one_name_is_enough(cited: str, language: str, told: str) -> None:
    """A source whose headline somebody has translated would be called another story."""
    assert not lacks_names(cited, language, german(RECIPE + told))


@pytest.mark.parametrize(
    ("cited", "language"),
    [
        ("Forest fires in Germany: what we know about the villages", "en"),
        ("Strikes in Germany are a problem for all who go to work", "en"),
        ("Why people who live alone eat too late", "en"),
        ("Neue Regel bestraft Verein und Trainer für den Fehler", "de"),
        ("Prime Minister says the White House will decide on it", "en"),
        ("Ten Ways To Bake A Cake For Cold Days", "en"),
        ("See what happens when everybody bakes", "en"),
        ("Рибалки з Бразилії судяться з портом Роттердама", "uk"),
    ],
)
def test_titles_without_names_that_prove_anything(cited: str, language: str) -> None:
    """Words that a translation changes, and a page's own country, would prove another story."""
    assert not lacks_names(cited, language, german())


def test_too_little_text_proves_nothing() -> None:
    """A teaser before a paywall would be called another story."""
    cited = "Fishermen from Brazil sue the port of Rotterdam over dead zones"
    assert not lacks_names(cited, "en", german(RECIPE[:300]))


def answer(*paragraphs: str, data: str = "{}") -> Resolution:
    """Return what a German site answers."""
    text = "".join(f"<p>{part}</p>" for part in paragraphs)
    script = f'<script type="application/ld+json">{data}</script>'
    body = f"<html lang=de><title>Der beste Kuchen</title>{script}<article>{text}</article>"
    return Resolution(
        url="https://kueche.example.de/1",
        final_url="https://kueche.example.de/1",
        status=200,
        headers=(("content-type", "text/html"),),
        body=body.encode(),
    )


FISHERMEN = "Fishermen from Brazil sue the port of Rotterdam over dead zones"


@pytest.mark.parametrize("end", ["", "Die Klage richtet sich gegen den Hafen von Rotterdam."])
@pytest.mark.parametrize("parts", [6, 30])
def test_names_may_be_far_down(parts: int, end: str) -> None:
    """A long translated story that names its people late would be called another story."""
    page = read_page(answer(*[RECIPE[: len(RECIPE) // 6]] * parts, end))
    assert (len(page.text) == 4000, page.cut) == (parts == 30, False)
    assert lacks_names(FISHERMEN, "en", page) is not bool(end)


def test_names_may_be_where_nobody_read() -> None:
    """A page of which only a part was read would be called another story."""
    part = RECIPE[: len(RECIPE) // 6]
    whole = answer(*[part] * 30)
    assert lacks_names(FISHERMEN, "en", read_page(whole))
    for other in (
        msgspec.structs.replace(whole, truncated=True),
        answer(*[part] * 300),
        answer(*[part] * 30, data='{"@type": "LiveBlogPosting", "headline": "Heute"}'),
        answer(*[part] * 30, data='{"@type": "Article", "isAccessibleForFree": false}'),
    ):
        assert not lacks_names(FISHERMEN, "en", read_page(other))


def test_the_file_says_what_cldr_says() -> None:
    """A country that was renamed would be missing from every translation."""
    text = files("linkcheck.data").joinpath("country-names.tsv").read_text(encoding="utf-8")
    ours, theirs = (
        {line.partition("\t")[0]: line for line in every if not line.startswith("#")}
        for every in (text.splitlines(), lines())
    )
    assert ours.keys() == theirs.keys(), "run python -m tests.write_country_names"
    # A new CLDR changes some spellings, and must not break the build of whoever installs it.
    other = [code for code, line in ours.items() if line != theirs[code]]
    assert len(other) < 0.05 * len(ours), f"run python -m tests.write_country_names: {other}"
