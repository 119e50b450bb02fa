"""Other language editions of a page."""

from __future__ import annotations

import pytest

from linkcheck.models import (
    Citation,
    LanguageGuess,
    Liveness,
    Location,
    Page,
    PageKind,
    Status,
    Verdict,
)
from linkcheck.repair.editions import other_editions

AT = "https://paper.example/rus/2014/talks"
UK = "https://paper.example/2014/talks"


def found(
    cited: str | None,
    *alternates: tuple[str, str],
    text: str = "ru",
    kind: PageKind = PageKind.LIVING,
) -> list[str]:
    """Return the editions that are proposed where a source is cited in one language."""
    page = Page(
        url=AT,
        liveness=Liveness(kind=kind),
        alternates=alternates,
        language=LanguageGuess(tag=text, confidence=0.99),
    )
    here = Location(path="a.md", line=1, column=1, start=0, end=1)
    citation = Citation(location=here, url=AT, language=cited)
    verdict = Verdict(citation=citation, status=Status.WARNING, page=page)
    return [candidate.url for candidate in other_editions(verdict)]


def test_the_cited_edition() -> None:
    """A citation of the Ukrainian edition that leads to the Russian one would stay as it is."""
    assert found("uk", ("ru", AT), ("uk", UK), ("en", "https://paper.example/eng/2014/talks")) == [
        UK
    ]


@pytest.mark.parametrize(
    ("cited", "tag"),
    [("uk-UA", "uk"), ("uk", "uk-UA"), ("en", "en-GB"), ("pt-BR", "pt"), ("sr", "sr-Latn")],
)
def test_tags_match_as_bcp_47_says(cited: str, tag: str) -> None:
    """An edition would be missed for a region or a script in its tag."""
    assert found(cited, ("ru", AT), (tag, UK)) == [UK]


def test_the_nearest_comes_first() -> None:
    """A Brazilian reader would be led to the edition for Portugal where there is a nearer one."""
    pt, br = "https://paper.example/pt/talks", "https://paper.example/br/talks"
    assert found("pt-BR", ("pt-PT", pt), ("pt-BR", br)) == [br, pt]


def test_no_edition_to_propose() -> None:
    """A page in another language, a front page, or the page itself would be proposed."""
    assert found("uk", ("ru", AT), ("en", "https://paper.example/eng/2014/talks")) == []
    assert found("uk", ("uk", AT)) == []
    assert found("uk", ("uk", "https://paper.example/uk/")) == []
    assert found("uk", ("uk", "javascript:void(0)"), ("x default", UK), ("", UK)) == []
    assert found("ru", ("ru", AT), ("uk", UK)) == []
    assert found(None, ("uk", UK)) == []
    assert found("uk", ("uk", UK), kind=PageKind.SOFT_404) == []
