"""Pages that are by other people than the author cited."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from linkcheck.models import Field, Match, Status
from tests.recorded import Answer, check, prose, rules

if TYPE_CHECKING:
    from pathlib import Path

TITLE = "Talks on gas transit end without a deal"
URL = "https://news.example/talks"


def page(*authors: str, title: str = TITLE) -> str:
    """Return a story with authors in its data."""
    names = ", ".join(f'{{"@type": "Person", "name": "{name}"}}' for name in authors)
    return (
        f"<html lang='en'><title>{title}</title><script type='application/ld+json'>"
        f'{{"@type": "NewsArticle", "headline": "{title}", "author": [{names}]}}</script>'
        f"<article><h1>{title}</h1><p>{prose(600)}</p></article></html>"
    )


def article(author: str) -> str:
    """Return an article whose front matter names a source."""
    return (
        f"---\nsources:\n  - url: {URL}\n    title: {TITLE}\n    author: {author}\n---\n\nText.\n"
    )


@pytest.mark.parametrize(
    ("cited", "named", "expected", "match"),
    [
        ("Olena Marchenko", ["Ivan Bondar"], ["author-mismatch"], Match.MISMATCH),
        ("Марченко О.", ["Olena Marchenko", "Ivan Bondar"], [], Match.MATCH),
        ("Olena Marchenko", ["Reuters"], [], Match.UNVERIFIABLE),
        ("Olena Marchenko", [], [], Match.ABSENT),
    ],
)
def test_author_mismatch(
    tmp_path: Path, cited: str, named: list[str], expected: list[str], match: Match
) -> None:
    """An editor would not learn that words are credited to somebody who did not write them."""
    (verdict,) = check(tmp_path, article(cited), Answer(URL, page(*named))).verdicts
    assert rules(verdict) == expected
    assert verdict.status is Status.OK
    assert [each.match for each in verdict.evidence if each.field is Field.AUTHOR] == [match]


def test_other_story_is_reported_once(tmp_path: Path) -> None:
    """A page that tells another story would be reported for its author, too."""
    other = page("Ivan Bondar", title="Museum of ferries opens its second hall to visitors")
    (verdict,) = check(tmp_path, article("Olena Marchenko"), Answer(URL, other)).verdicts
    assert rules(verdict) == ["title-mismatch"]


def test_authors_of_a_scholarly_page(tmp_path: Path) -> None:
    """A paper whose page names its authors in meta elements would be compared with nobody."""
    head = "".join(
        f'<meta name="citation_author" content="{name}">' for name in ("Sydor, P.", "Bell, R. T.")
    )
    body = f"<title>{TITLE}</title>{head}<h1>{TITLE}</h1><p>{prose(600)}</p>"
    (verdict,) = check(tmp_path, article("Ruth Bell"), Answer(URL, body)).verdicts
    assert rules(verdict) == []
    assert [each.match for each in verdict.evidence if each.field is Field.AUTHOR] == [Match.MATCH]
