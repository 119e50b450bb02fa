"""Sources cited twice in one list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import linkcheck
from linkcheck.articles.duplicates import repeated
from linkcheck.models import Article, Rule, UrlStatus

if TYPE_CHECKING:
    from pathlib import Path

    from tests.server import LoopbackServer

URL = "https://news.example/2014/talks"
HEAD = f"# Talks\n\nAs [the paper wrote]({URL}), talks ended.\n\n## Sources\n\n"


def read(path: Path, *items: str) -> Article:
    """Return an article with these sources below a link to the first of them."""
    (path / "a.md").write_text(HEAD + "\n".join(f"- {item}" for item in items) + "\n")
    return linkcheck.read_article(path / "a.md")


def lines(article: Article) -> list[int | None]:
    """Return for each listed source the line of the one it repeats."""
    found = repeated(article.citations)
    return [
        earlier.location.line if earlier is not None else None
        for citation, earlier in zip(article.citations, found, strict=True)
        if not citation.inline
    ]


@pytest.mark.parametrize(
    "again",
    [
        URL,
        "http://www.news.example/2014/talks/",
        f"{URL}?utm_source=letter",
        f"https://web.archive.org/web/20140401120000/{URL}",
        f"https://web.archive.org/web/20140401id_/{URL}",
        f"https://archive.ph/20140401/{URL}",
    ],
)
def test_same_source_twice(tmp_path: Path, again: str) -> None:
    """A list that names a source twice would look longer than it is."""
    first, second = f"[Talks end without a deal]({URL})", f"[Talks end without a deal]({again})"
    assert lines(read(tmp_path, first, "[Other](https://b.example/x)", second)) == [None, None, 7]


@pytest.mark.parametrize(
    "items",
    [
        (f"[Talks end without a deal]({URL}#part-1)", f"[What was agreed]({URL}#part-2)"),
        (f"[Talks end]({URL}?id=1)", f"[Talks go on]({URL}?id=2)"),
        (f"[Talks end]({URL}) ([archived](https://web.archive.org/web/20140401120000/{URL}))",),
        ("[One](htp:/broken)", "[Two](htp:/broken)"),
        ("CNN: Talks end without a deal", "CNN: Talks end without a deal"),
    ],
)
def test_other_sources(tmp_path: Path, items: tuple[str, ...]) -> None:
    """Two places on one page, a copy beside its original, or items without address would be doubles."""
    assert set(lines(read(tmp_path, *items))) == {None}


@pytest.mark.parametrize(
    ("status", "rules", "url_status"),
    [
        ("200 OK", ["duplicate-citation"], UrlStatus.LIVE),
        ("404 Not Found", ["dead-link", "duplicate-citation"], UrlStatus.DEAD),
        ("403 Forbidden", ["duplicate-citation", "blocked"], None),
    ],
)
def test_double_is_a_note_that_names_the_first(
    server: LoopbackServer, tmp_path: Path, status: str, rules: list[str], url_status: UrlStatus
) -> None:
    """The editor would have to look for the other one, or its source be judged by it."""
    html = "<html><title>Talks end without a deal</title><p>Talks have ended in Paris today.</p>"
    url = server.page("/talks", html, status=status)
    read(tmp_path, f"[Talks end without a deal]({url})", f"[Talks end without a deal]({url}/)")
    settings = linkcheck.Settings(
        fetch=linkcheck.FetchSettings(allow_networks=("127.0.0.0/8",), host_interval=0.0)
    )
    server.page("/talks/", html, status=status)
    report = linkcheck.check([tmp_path / "a.md"], settings)
    first, second = (v for v in report.verdicts if not v.citation.inline)
    assert Rule.DUPLICATE_CITATION not in {found.rule for found in first.findings}
    assert [found.rule for found in second.findings] == rules
    (found,) = (found for found in second.findings if found.rule is Rule.DUPLICATE_CITATION)
    assert found.message == "the same source is already cited on line 7"
    assert second.url_status is url_status
