"""What speaks against a page besides its titles: its text, and who wrote it when.

Titles that differ prove little where they are short, where the page's has been rewritten, or where
they are in two languages. A text that has nothing of what the title is about, or that others wrote
in another year, proves more. Only a title whose headline was surely read can be contradicted.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import msgspec

from linkcheck.languages import detect
from linkcheck.matching.align import LEAST_TELLING, shows_date
from linkcheck.matching.authors import is_alike
from linkcheck.matching.cross_language import relate
from linkcheck.matching.headline_names import lacks_names
from linkcheck.matching.titles import BY_CHANCE, SUPPORTED
from linkcheck.models import Field, Match
from linkcheck.models.cited import SURE
from linkcheck.text.transliterate import to_latin
from linkcheck.text.words import (
    content_stems,
    content_words,
    names_kind_of_text,
    names_kind_of_work,
    reads_like_headline,
    same_script,
    stem,
    words_of_text,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from linkcheck.languages import Detect
    from linkcheck.models import Citation, Evidence, Page

__all__ = ["with_contradictions"]

# A page's text speaks against a title only if there is so much of it, and so much is looked at.
LEAST_TEXT, TEXT = 400, 6000
_WITHOUT_SPACES = frozenset({"zh", "ja", "ko", "th", "lo", "km", "my"})
"""Languages that are not written in words that could be looked for."""
# Across languages: how many characters of a text are searched, since a story says early what it is
# about, and how much known meaning a title must have (see `relate`) for its absence to prove
# anything.
BEGINNING, KNOWN = 1400, 2.5
# What `relate` gives a word that tells something; so many are needed where only the author or only
# the year differs.
ONE_WORD, SEVERAL = 1.0, 2
# Years by which dates differ where neither a new edition nor a late copy explains it.
YEARS = 1
# What was published before this year was not first published on the web.
WEB = "1995"
YEAR = re.compile(r"\d{4}")
# Letters that differ between romanizations; letters of a word that inflection leaves alone.
_ROMANIZED = (("kh", "h"), ("g", "h"), ("w", "v"), ("j", "i"), ("y", "i"), ("ii", "i"))
_BEGINNING = 4
# Words of so few letters are in many addresses.
_SHORT = 3


def with_contradictions(
    evidence: tuple[Evidence, ...], citation: Citation, page: Page, detect: Detect = detect
) -> tuple[Evidence, ...]:
    """Return evidence in which a title that nothing on the page speaks for is another story's.

    Args:
        evidence: what comparing field by field found.
        citation: with a headline that was surely read.
        page: a living page.
        detect: detects the language of a title.
    """
    title = next((each for each in evidence if each.field is Field.TITLE), None)
    if title is None or title.match is not Match.UNVERIFIABLE or title.found is None:
        return evidence
    matched = {each.field for each in evidence if each.match is Match.MATCH}
    told = (
        _lacks_name(citation, page, detect)
        or (Field.AUTHOR not in matched and _lacks_words(citation, page))
        or (
            not any(map(_speaks_for, evidence))
            and (
                _lacks_meaning(citation, page, detect)
                or _is_by_others(evidence, citation, page, detect)
            )
        )
    )
    if not told:
        return evidence
    another = msgspec.structs.replace(title, match=Match.MISMATCH, relation="another")
    return tuple(another if each is title else each for each in evidence)


def _may_be_described(cited: str) -> bool:
    """Tell whether a title may be the author's own words for a source."""
    return not reads_like_headline(cited) or names_kind_of_text(cited)


def _is_claimed(citation: Citation, page: Page) -> bool:
    """Tell whether a title was surely read, is a headline, and is not in the page's address."""
    cited = citation.sound_title or ""
    return (
        citation.title_is_sure
        and not _may_be_described(cited)
        and not _is_in_address(content_words(cited), page)
    )


def _language(citation: Citation, detect: Detect) -> str:
    return citation.title_language or detect(citation.sound_title or "").tag


def _lacks_words(citation: Citation, page: Page) -> bool:
    """Tell whether a text in the title's language has hardly a word of a short title."""
    cited = citation.sound_title or ""
    if (
        page.language.tag in {"und", *_WITHOUT_SPACES}
        or citation.title_language != page.language.tag
        or len(page.text) < LEAST_TEXT
        or _may_be_described(cited)
        or _may_present(citation.date, page)
        or _is_in_address(content_stems(cited), page)
    ):
        return False
    wanted = content_stems(cited)
    return len(wanted) >= LEAST_TELLING and _share(wanted, page) <= BY_CHANCE


def _lacks_name(citation: Citation, page: Page, detect: Detect) -> bool:
    """Tell whether a page has none of the names in a title."""
    cited = citation.sound_title or ""
    return _is_claimed(citation, page) and lacks_names(cited, _language(citation, detect), page)


def _lacks_meaning(citation: Citation, page: Page, detect: Detect) -> bool:
    """Tell whether a story in another language has nothing that a title's words mean."""
    cited = citation.sound_title or ""
    if not _is_dated_story(page) or not _is_claimed(citation, page):
        return False
    language = _language(citation, detect)
    if "und" in {language, page.language.tag} or language == page.language.tag:
        return False
    return _means_nothing_there(cited, language, page, least=KNOWN)


def _is_by_others(
    evidence: tuple[Evidence, ...], citation: Citation, page: Page, detect: Detect
) -> bool:
    """Tell whether somebody else wrote a story, in another year, with little of the title in it.

    One of both is enough where the text has next to nothing of a title of several words.
    """
    cited = citation.sound_title or ""
    others = {each.field for each in evidence if _is_other(each, citation)}
    if (
        not others
        or not citation.title_is_sure
        or not _is_dated_story(page)
        or (citation.date is not None and _may_be_about_it(cited, citation.date, others, page))
    ):
        return False
    both = len(others) > 1
    if not both and (_may_be_described(cited) or is_alike(citation.author or "", page.authors)):
        return False
    language = _language(citation, detect)
    if language != page.language.tag and not _means_nothing_there(
        cited, language, page, least=SEVERAL * ONE_WORD
    ):
        return False
    wanted = content_stems(cited)
    share = _share(wanted, page)
    if both:
        return bool(wanted) and share < SUPPORTED
    return len(wanted) >= SEVERAL and share <= BY_CHANCE


def _is_other(each: Evidence, citation: Citation) -> bool:
    """Tell whether evidence says that somebody else wrote a page, or in another year."""
    if each.match is not Match.MISMATCH:
        return False
    if each.field is Field.DATE:
        sure = citation.confidence is None or (citation.confidence.date or 0.0) >= SURE
        return sure and _is_of_another_year(each)
    return each.field is Field.AUTHOR


def _speaks_for(each: Evidence) -> bool:
    """Tell whether evidence says that the author wrote a page, or that it is of the cited time.

    Metadata name photographers and editors as authors, and headlines are rewritten.
    """
    if each.field is Field.DATE:
        return each.match in {Match.MATCH, Match.UNVERIFIABLE}
    return each.field is Field.AUTHOR and each.match is Match.MATCH


def _may_be_about_it(cited: str, date: str, others: set[Field], page: Page) -> bool:
    """Tell whether a page by others of another year may be a copy of what is cited, or about it.

    What is older than the web has been put there by others since. Where only a year is cited, as
    for books, films and reports, a later page may present the work, or is brought up to date every
    year.
    """
    if date < WEB or shows_date(date[:4], (page.text, page.names, page.description or "")):
        return True
    if not YEAR.fullmatch(date) or (page.published or "") < date:
        return False  # a page cannot present what came after it
    wanted = content_stems(cited)
    return (
        len(wanted) < SEVERAL
        or _share(wanted, page) > BY_CHANCE
        or Field.AUTHOR not in others
        or _may_present(date, page)
    )


def _may_present(date: str | None, page: Page) -> bool:
    """Tell whether a page, by its titles, presents works like one of which a year is cited."""
    return (
        date is not None
        and YEAR.fullmatch(date) is not None
        and (page.published or date) >= date
        and any(names_kind_of_work(title.text) for title in page.titles)
    )


def _is_dated_story(page: Page) -> bool:
    """Tell whether a page is one story with a date, and can be read whole."""
    return (
        page.story
        and page.published is not None
        and page.is_whole
        and len(page.text) >= LEAST_TEXT
        and page.language.tag not in _WITHOUT_SPACES
    )


def _is_of_another_year(each: Evidence) -> bool:
    """Tell whether two dates differ by more than a new edition or another calendar explains."""
    cited, found = (each.cited or "")[:4], (each.found or "")[:4]
    return cited.isdigit() and found.isdigit() and abs(int(cited) - int(found)) > YEARS


def _share(wanted: frozenset[str], page: Page) -> float:
    """Return which share of a title's words a page has, in its titles and its text.

    A title may be in other letters than the text: romanized.
    """
    titles = (title.text for title in page.titles)
    parts = filter(None, (*titles, page.description, page.lead, page.text[:TEXT], page.names))
    text = " . ".join(parts)
    found = wanted & _stems(text)
    if not same_script(" ".join(wanted), page.text[:TEXT]):
        found |= {word for word in wanted if _beginning(word) in _beginnings(text)}
    return len(found) / max(1, len(wanted))


# Many citations may be of one page.
@functools.lru_cache(16)
def _stems(text: str) -> frozenset[str]:
    return frozenset(map(stem, words_of_text(text)))


@functools.lru_cache(16)
def _beginnings(text: str) -> frozenset[str]:
    return frozenset(map(_beginning, words_of_text(text)))


def _beginning(word: str) -> str:
    """Return the first letters of a word, the same in every romanization."""
    latin = to_latin(word)
    for spelling, letter in _ROMANIZED:
        latin = latin.replace(spelling, letter)
    return latin[:_BEGINNING]


def _means_nothing_there(cited: str, language: str, page: Page, *, least: float) -> bool:
    """Tell whether a text in another language has nothing of what a title's words mean.

    Args:
        cited: the title.
        language: its language.
        page: a page with a text.
        least: weight of the words that could have been found there, from which this tells anything.
    """
    text = " ".join((*(title.text for title in page.titles), page.text[:BEGINNING]))
    relation = relate(cited, language, text, "", page.language.tag)
    return relation.told >= least and relation.shared < ONE_WORD


def _is_in_address(said: Iterable[str], page: Page) -> bool:
    """Tell whether the address that answered has one of these words."""
    slug = to_latin(unquote(urlsplit(page.url).path)).casefold()
    return any(len(word) > _SHORT and to_latin(word) in slug for word in said)
