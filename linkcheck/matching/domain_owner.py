"""Is the domain still the cited publisher's, or was it sold to others since?

A domain that nobody renewed is bought for its good name, often with the old addresses kept, and
sells goods. It answers, and is not parked. No sign alone proves that: a story may be about casinos,
a paper may carry advertisements, a page may be in a new language. So all must come together.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from linkcheck.data import load_toml
from linkcheck.languages import same_language
from linkcheck.languages.names import primary_tag
from linkcheck.matching.cross_language import relate
from linkcheck.matching.language import page_language
from linkcheck.matching.publishers import known_as, likeness, named_on, published_at, was_at
from linkcheck.matching.titles import ANOTHER
from linkcheck.models import Evidence, Field, Match, PageKind
from linkcheck.text.urls import host
from linkcheck.text.words import content_stems, fold, words_of_text

if TYPE_CHECKING:
    from linkcheck.models import Citation, Page

__all__ = ["compare_owner"]

# Different phrases of a trade that a page must have, one of them in its title.
PHRASES = 3
# The same where nobody is cited whose name could be missed there.
OFFERS = 5
# Likeness of a name on the page to the cited publisher from which it may be the same.
PERHAPS_SAME = 0.7
# Score of two headlines that words which sound alike make by chance
# (`linkcheck.matching.cross_language`).
BY_CHANCE = 0.15
# A page with less text, in characters, may just not name its publisher.
ENOUGH_TEXT = 500
# The address of a story has its day, a number, or a headline's words.
_STORYS_ADDRESS = re.compile(r"/(?:19|20)\d\d\b|\d{4}|\w-\w+-\w+-\w")
# Words that carry the cited story, at least; with fewer nothing can be missed on the page.
WORDS = 3


def compare_owner(citation: Citation, page: Page) -> Evidence | None:
    """Return evidence that the domain is another's now; None where there is not enough for that.

    In a list, together there must be: a publisher cited whose name the page bears nowhere; a title
    of which the page's titles have next to nothing; and either the goods of a trade that the cited
    title does not speak of, or a language that a known outlet never published in.

    Args:
        citation: what the article says.
        page: what the address leads to.
    """
    if citation.inline:
        return _sold(citation, page)
    publisher, title = citation.publisher, citation.sound_title
    if publisher is None or title is None or page.liveness.kind is not PageKind.LIVING:
        return None
    if not page.titles or not _unrelated(title, citation, page):
        return None
    signs = [sign for sign in (_goods(title, page), _foreign(publisher, page)) if sign]
    if not signs or _bears_name(publisher, page):
        return None
    return Evidence(
        field=Field.OWNER,
        match=Match.MISMATCH,
        cited=publisher,
        found=page.titles[0].text,
        source="; ".join(signs),
    )


def _sold(citation: Citation, page: Page) -> Evidence | None:
    """Return evidence that a link in running text, which names nobody, leads to a trade's goods.

    The address must be a story's and the page none; neither the sentence around the link nor the
    address may mention the trade, since articles about casinos link to them.
    """
    if page.liveness.kind is not PageKind.LIVING or page.published is not None or not page.titles:
        return None
    url = citation.url or ""
    if _STORYS_ADDRESS.search(urlsplit(url).path) is None:
        return None
    around = " ".join(filter(None, (citation.title, citation.context, url)))
    goods = _goods(re.sub(r"[\W_]+", " ", around), page, OFFERS)
    if goods is None:
        return None
    return Evidence(
        field=Field.OWNER,
        match=Match.MISMATCH,
        cited=host(url),
        found=page.titles[0].text,
        source=goods,
    )


def _bears_name(publisher: str, page: Page) -> bool:
    """Tell whether the page names the cited publisher, as nearly every page of an outlet does.

    The domain's own name proves nothing: whoever buys it has it.
    """
    bought = {fold(host(page.url)).removeprefix("www "), published_at(page.url)}
    offered = [name for name in named_on(page) if fold(name) not in bought]
    if any(likeness(publisher, name) >= PERHAPS_SAME for name in offered):
        return True
    texts = [*(title.text for title in page.titles), page.description or "", page.text, *offered]
    seen = f" {' '.join(words_of_text(chr(10).join(texts)))} "
    names = {fold(name) for name in known_as(publisher)} - bought
    return any(f" {name} " in seen for name in names if name)


def _unrelated(title: str, citation: Citation, page: Page) -> bool:
    """Tell whether the page's titles have next to nothing of the cited one.

    The address is not asked: it is the one cited, whoever answers there now.
    """
    cited = content_stems(title)
    if len(cited) < WORDS:
        return False
    found: set[str] = set()
    for each in page.titles:
        found |= cited & content_stems(each.text)
        if len(found) >= ANOTHER * len(cited):
            return False
    language = citation.title_language
    if language is None or language == page.language.tag:
        return True
    lead = " ".join(filter(None, (page.description, page.lead)))
    return all(
        relate(title, language, each.text, lead, page.language.tag).score < BY_CHANCE
        for each in page.titles
    )


def _goods(title: str, page: Page, enough: int = PHRASES) -> str | None:
    """Return the trade whose goods the page offers, with the words it was told by."""
    headed = f" {fold(' '.join(each.text for each in page.titles))} "
    cited = f" {fold(title)} "
    likely = {
        trade: phrases
        for trade, phrases in _trades().items()
        if any(phrase in headed for phrase in phrases)
        and not any(phrase in cited for phrase in phrases)
    }
    if not likely:
        return None
    below = "\n".join([page.description or "", page.lead or "", page.text])
    whole = f"{headed}{' '.join(words_of_text(below))} "
    for trade, phrases in likely.items():
        told = [phrase.strip() for phrase in phrases if phrase in whole]
        if len(told) >= enough:
            return f"{trade}: {', '.join(told[:PHRASES])}"
    return None


def _foreign(publisher: str, page: Page) -> str | None:
    """Return the language that the outlet whose domain this was never published in."""
    languages = was_at(publisher, page.url)
    found = page_language(page)
    if not languages or found is None or len(page.text) < ENOUGH_TEXT:
        return None
    if found in {"en", "uk", "ru"} or any(same_language(found, each) for each in languages):
        return None
    return f"in {primary_tag(found)}"


@functools.cache
def _trades() -> dict[str, tuple[str, ...]]:
    """Return the phrases of each trade, folded, with a space at either end."""
    facts = load_toml("matching-goods")
    return {
        trade: tuple(f" {fold(phrase)} " for phrase in phrases) for trade, phrases in facts.items()
    }
