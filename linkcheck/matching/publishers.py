"""Is the page published by whom the article names?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from linkcheck.models import Candidate, Evidence, Field, Match
from linkcheck.text.outlets import (
    is_agency,
    outlet_key,
    outlet_languages,
    outlet_named,
    outlet_names,
    outlets_at,
)
from linkcheck.text.titles import parts_of_title
from linkcheck.text.transliterate import name_key
from linkcheck.text.urls import host_key
from linkcheck.text.words import fold, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.models import Citation, Page

__all__ = [
    "compare_publisher",
    "known_as",
    "likeness",
    "named_on",
    "published_at",
    "was_at",
]

SAME = 0.9


def compare_publisher(citation: Citation, page: Page) -> Evidence | None:
    """Return what the page says for or against the cited publisher.

    An unknown outlet is compared by its name alone, and a difference is no proof: papers sign
    with their company's name, their domain or nothing. Only where both the cited outlet and the
    page's host are known, and are two, is it a mismatch; and not where the one cited is a news
    agency, whose reports stand in other papers.
    """
    cited = citation.publisher
    if cited is None:
        return None
    outlet = outlet_named(cited)
    owners = outlets_at(page.url)
    if outlet is not None and outlet in owners:
        return _evidence(Match.MATCH, 1.0, cited, host_key(page.url), "register")
    best, score = _nearest(cited, page)
    if best is not None and score >= SAME:
        return _evidence(Match.MATCH, score, cited, best.text, best.source)
    by_host = _like_host(cited, page.url)
    if by_host >= SAME:
        return _evidence(Match.MATCH, by_host, cited, host_key(page.url), "host")
    found = best.text if best is not None else host_key(page.url)
    source = best.source if best is not None else "host"
    if outlet is not None and owners and not is_agency(outlet) and not _is_in_title(citation, page):
        return _evidence(Match.MISMATCH, score, cited, found, source)
    return _evidence(Match.UNVERIFIABLE, score, cited, found, source)


def _is_in_title(citation: Citation, page: Page) -> bool:
    """Tell whether the page's own headline begins with the words taken for a publisher.

    Many outlets are called by ordinary words: "The Day", "Facts", "Left Bank".
    """
    whole = fold(f"{citation.publisher} {citation.title or ''}")
    return any(f" {fold(title.text)} ".startswith(f" {whole} ") for title in page.titles)


def _nearest(cited: str, page: Page) -> tuple[Candidate | None, float]:
    """Return the name on the page that is most like the cited one, if any, and how alike it is."""
    best, score = None, 0.0
    for candidate in _offered(page):
        found = likeness(cited, candidate.text)
        if best is None or found > score:
            best, score = candidate, found
        if score == 1.0:
            break  # none is more alike
    return best, score


def known_as(cited: str) -> frozenset[str]:
    """Return the names by which a cited publisher is known, its own included."""
    outlet = outlet_named(cited)
    if outlet is None:
        return frozenset({cited})
    return frozenset({cited, *outlet_names(outlet)})


def named_on(page: Page) -> list[str]:
    """Return the names of publishers that a page bears, in its data and around its titles."""
    return [candidate.text for candidate in _offered(page)]


def published_at(url: str) -> str:
    """Return the name that an address alone stands for: "kyivpost com"."""
    return fold(host_key(url))


def was_at(cited: str, url: str) -> frozenset[str]:
    """Return the languages of a known outlet that publishes, or published, at an address's host.

    Empty where the outlet is not known, or not to have been there.
    """
    outlet = outlet_named(cited)
    if outlet is None or outlet not in outlets_at(url):
        return frozenset()
    return frozenset(outlet_languages(outlet))


def likeness(cited: str, name: str) -> float:
    """Return how alike two names of publishers are: 0 to 1.

    Args:
        cited: by the article.
        name: on the page.
    """
    one, other = fold(cited), fold(name)
    if not one or not other:
        return 0.0
    if outlet_key(cited) == outlet_key(name):
        return 1.0
    outlet = outlet_named(cited)
    if outlet is not None and outlet == outlet_named(name):
        return 1.0
    keys, others = list(map(name_key, words(cited))), list(map(name_key, words(name)))
    # Two consonants are no name: CNN and ТСН share a key, as AP and УП do.
    if keys and sorted(keys) == sorted(others) and max(map(len, keys)) >= 3:
        return 0.95
    if _initials(other) == one.replace(" ", "") or _initials(one) == other.replace(" ", ""):
        return 0.92
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) >= 5 and f" {shorter} " in f" {longer} ":
        return 0.92
    return fuzz.ratio(one, other) / 100


def _initials(name: str) -> str:
    parts = name.split()
    return "".join(part[0] for part in parts) if len(parts) >= 3 else ""


def _like_host(cited: str, url: str) -> float:
    """Compare a name with the words of a host: "Kyiv Post" and kyivpost.com."""
    label = host_key(url).partition(".")[0]
    joined = "".join(words(cited))
    if not label or len(joined) < 3:
        return 0.0
    without = joined.removeprefix("the")
    if (
        label in {joined, without, "".join(words(host_key(url)))}
        or host_key(url) == cited.casefold()
    ):
        return 0.95
    if joined.replace(".", "") == host_key(url).replace(".", ""):
        return 0.95
    return 0.92 if len(joined) >= 5 and name_key(joined) == name_key(label) else 0.0


def _offered(page: Page) -> Iterator[Candidate]:
    """Yield what may be the publisher's name: what the page calls it, and what its titles end in.

    Sites put their name at either end of a title.
    """
    yield from page.publishers
    for title in page.titles:
        parts = parts_of_title(title.text)
        for part in (parts[-1], parts[0]) if len(parts) > 1 else ():
            if 0 < len(words(part)) <= 5:
                yield Candidate(text=part, source="title")


def _evidence(match: Match, score: float, cited: str, found: str, source: str) -> Evidence:
    return Evidence(
        field=Field.PUBLISHER,
        match=match,
        score=round(score, 3),
        cited=cited,
        found=found,
        source=source,
    )
