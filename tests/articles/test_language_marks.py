"""Marks that name the language of a source, and links to its other editions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from linkcheck.articles import read_article
from linkcheck.articles.references.vocabulary import language_tag

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("mark", "tag"),
    [
        ("італійською", "it"), ("польською мовою", "pl"), ("угорською", "hu"), ("татарською", "tt"),
        ("литовською", "lt"), ("гагаузькою", "gag"), ("каз.", "kk"), ("норвеж.", "no"), ("івритом", "he"),
        ("на итальянском", "it"), ("на польском языке", "pl"), ("по-русски", "ru"), ("по-немецки", "de"),
        ("исп.", "es"), ("азербайдж.", "az"), ("на татарском", "tt"), ("русская версия", "ru"),
        ("in Kazakh", "kk"), ("in Crimean Tatar", "crh"), ("English version", "en"), ("in Low German", "nds"),
        ("auf Deutsch", "de"), ("en français", "fr"), ("po polsku", "pl"), ("Română", "ro"), ("Türkçe", "tr"),
        ("englisch", "en"), ("in englischer Sprache", "en"), ("en anglais", "en"), ("ukrainien", "uk"),
        ("w języku angielskim", "en"), ("po rosyjsku", "ru"), ("auf Polnisch", "pl"), ("engl.", "en"),
    ],
)  # fmt: skip
def test_names_of_languages(mark: str, tag: str) -> None:
    """A source marked with its language would be expected in another one."""
    assert language_tag(mark) == tag


@pytest.mark.parametrize(
    "text",
    ["Reuters", "Deutsche Welle", "Polish Press Agency", "Українська правда", "Русская служба",
     "Latin America", "Польща", "no. 4", "ch. 3", "ca. 1990", "стор.", "прим.", "EU", "UK", "PDF"],
)  # fmt: skip
def test_words_that_are_no_mark(text: str) -> None:
    """A publisher or a page number would be read as a language, and be lost."""
    assert language_tag(text) is None


@pytest.mark.parametrize("publisher", ["Le Courrier", "Neue Post", "Дзеркало міста", "El Puente"])
@pytest.mark.parametrize(("mark", "tag"), [("(французькою)", "fr"), ("(на испанском)", "es"), ("(in Welsh)", "cy")])  # fmt: skip
def test_mark_behind_a_source(tmp_path: Path, publisher: str, mark: str, tag: str) -> None:
    """The mark would be read as the publisher, or the publisher be lost beside it."""
    path = tmp_path / "a.md"
    path.write_text(f"# A\n\n## Sources\n\n- {publisher}: [Ferry from Odesa is late again](https://n.example/1) {mark}\n", encoding="utf-8")  # fmt: skip
    (citation,) = read_article(path).citations
    assert (citation.publisher, citation.language) == (publisher, tag)
    assert citation.title == "Ferry from Odesa is late again"


@pytest.mark.parametrize(
    ("words", "tag"),
    [("FR", "fr"), ("IT", "it"), ("(UA)", "uk"), ("українською", "uk"), ("русский", "ru"),
     ("English version", "en"), ("Deutsch", "de"), ("польська версія", "pl")],
)  # fmt: skip
def test_links_to_other_editions(tmp_path: Path, words: str, tag: str) -> None:
    """The name of a language would be a headline, and in a language that the edition is not in."""
    path = tmp_path / "a.md"
    path.write_text(f"# A\n\n## Sources\n\n- Reuters: [Ferry from Odesa is late again](https://n.example/1) \\[[{words}](https://n.example/2)\\]\n", encoding="utf-8")  # fmt: skip
    first, other = read_article(path).citations
    assert (first.title, first.publisher) == ("Ferry from Odesa is late again", "Reuters")
    assert (other.title, other.language, other.title_language) == (None, tag, None)
