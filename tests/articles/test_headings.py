"""Which headings announce a list of sources."""

from __future__ import annotations

import pytest

from linkcheck.articles.headings import ends_sources, is_group_heading, is_source_heading


@pytest.mark.parametrize(
    "heading",
    ["External links", "Sources:", "References", "Further reading", "Notes", "Works consulted",
     "Endnotes", "Sources and further reading", "Additional resources", "List of references",
     "Посилання", "Примітки", "Див. також", "Джерело", "Література та джерела",
     "Список використаної літератури", "Корисні посилання", "Кінцеві виноски", "Перелік посилань",
     "Ссылки", "Источники", "Литература", "Список источников и литературы", "Сноски",
     "Полезные ссылки", "Дополнительная литература", "Ссылки по теме", "Источник",
     "Quellen und Literatur", "Notes et références", "Fuentes", "Bibliografia", "Źródła",
     "Крыніцы", "Използвана литература", "Kaynakça"],
)  # fmt: skip
def test_headings_of_lists_of_sources(heading: str) -> None:
    """The sources below a usual heading would not be compared with their pages."""
    assert is_source_heading(heading)


@pytest.mark.parametrize(
    "heading",
    ["4. Джерела", "ПРИМЕЧАНИЯ", "5 References", "3.2. Sources", "VI. Bibliography", "IV Notes",
     "Розділ 7. Джерела", "Appendix B: Sources", "§ 2. Литература", "Приложение А. Источники",
     "— Джерела —", "*** Sources ***", "📚 Sources", "References [edit | edit source]",
     "Примітки [ред. | ред. код]", "Sources (6)", "Sources ¶", "[Sources]", "S O U R C E S",
     "Sources / Джерела", "Sources & links"],
)  # fmt: skip
def test_numbered_and_decorated_headings(heading: str) -> None:
    """A number or an ornament would hide the list of sources of a whole article."""
    assert is_source_heading(heading)


@pytest.mark.parametrize(
    "heading",
    ["Think tanks", "Sources of income", "Power sources", "Source code", "Release notes",
     "Broken links", "Links between the two cities", "Natural resources", "Reference architecture",
     "Джерела енергії", "Джерела права", "Література рідного краю", "Примітивізм", "Посилання на царя",
     "Источники загрязнения", "Источники дохода", "Водные ресурсы", "Ссыльные", "Материалы дела",
     "Energiequellen", "Sources d'énergie", "Źródła energii", "Read also", "Читайте також",
     "Media", "European Union", "1.", "", "…", "Reading", "Information", "x" * 500],
)  # fmt: skip
def test_topics_announce_no_sources(heading: str) -> None:
    """The points of an ordinary chapter would be called sources without an address."""
    assert not is_source_heading(heading)


def test_groups_and_other_lists() -> None:
    """A source box would end at its first group, or go on through the links to other news."""
    assert is_group_heading("Governments:")
    assert is_group_heading("Think tanks")
    assert not is_group_heading("Background of the talks")
    assert ends_sources("Читайте також:")
    assert ends_sources("Related posts")
    assert not ends_sources("Sources")
