"""Does the page tell the story that the cited title names?

Four relations: the `same` headline, one that was `changed` since, one `translated`, or `another`
story. The last needs positive evidence; where nothing speaks clearly, nothing is concluded.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import msgspec

from linkcheck.languages import detect
from linkcheck.languages.mojibake import repaired
from linkcheck.matching.cross_language import relate
from linkcheck.matching.headline_names import LEAST_TEXT
from linkcheck.matching.likeness import SHORT, Likeness, nearest
from linkcheck.matching.site_names import own_title
from linkcheck.models import Candidate, Evidence, Field, LanguageGuess, Match, PageKind
from linkcheck.text.transliterate import to_latin
from linkcheck.text.words import (
    content_stems,
    content_words,
    fold,
    is_legible,
    names_kind_of_text,
    reads_like_headline,
    same_script,
    stem,
)

if TYPE_CHECKING:
    from linkcheck.languages import Detect
    from linkcheck.models import Citation, Page

__all__ = ["ENOUGH", "TRANSLATED_UNLIKE", "compare_title", "text_supports"]

# Share of the story's words in common from which a headline counts as changed since.
CHANGED = 0.4
# Below this share, and with nothing else in support, it is another story.
ANOTHER = 0.2
# Share of a cited title's words that the page's text has, from which the page supports it.
SUPPORTED = 0.5
# Of the words of another story's headline a page may have this share by chance.
BY_CHANCE = 0.2
# A title of so many words that carry a story is none of a site's names.
STORY_WORDS = 3
# Across languages (`linkcheck.matching.cross_language`), measured on professionally translated
# headlines (`python -m tests.evaluation`): from this score on, two headlines tell one story, from
# the second on if each has a name that the other lacks,
TRANSLATED, TRANSLATED_UNLIKE = 0.36, 0.42
# if they share so much weight, a name and a topic or so.
ENOUGH = 1.3
# Below this score they tell two, if they share less than a name, and so much of both could have
# been found again: names and numbers, or several words whose meaning is known. Sentences of
# everyday words are put so differently in two languages that nothing follows from them.
APART, TOLD, NAMED, MUCH = 0.1, 0.9, 0.7, 2.5
# Titles of a page that are looked at across languages.
_TITLES = 4
# Less text than this besides its title, in characters, and a page cannot speak for a description.
BARE = 100
# A page that says less than this besides that it is gone says nothing else, in characters.
_LITTLE = 40
# Menus and feet of short pages have about so many characters.
_MENUS = 300
# So much of a page's text may speak for a title, in characters.
_TEXT = 2000
# Longest cited title that is compared, in characters.
_LONGEST = 1000

# These have no page of their own whose title could be meant.
_TELL_NOTHING = frozenset(
    {
        PageKind.MAINTENANCE, PageKind.SERVER_DEFAULT, PageKind.DIRECTORY_LISTING, PageKind.EMPTY,
        PageKind.OTHER_MEDIA, PageKind.SCRIPT_SHELL,
    }
)  # fmt: skip
_SLUG_NOISE = re.compile(r"(?:\.[a-z]{2,5})?$|[0-9a-f]{12,}", re.IGNORECASE)


def compare_title(citation: Citation, page: Page, detect: Detect = detect) -> Evidence | None:
    """Return what the page's titles say for or against the cited one.

    Args:
        citation: with a title, or nothing can be said (None is returned).
        page: any page; one that is not living gives no verdict on its title.
        detect: detects the language of a title.
    """
    if citation.title is None:
        return None
    if len(citation.title) > _LONGEST:
        citation = msgspec.structs.replace(
            citation,
            title=citation.title[:_LONGEST],
            title_repaired=citation.title_repaired and citation.title_repaired[:_LONGEST],
        )
    cited = citation.sound_title or ""
    legible = any(is_legible(title.text) for title in page.titles) and is_legible(cited)
    if not legible:
        return Evidence(field=Field.TITLE, match=Match.UNVERIFIABLE, cited=cited)
    if page.liveness.kind is not PageKind.LIVING:
        return _beside_a_sign(cited, page)
    best = nearest(cited, page)
    if not best.same and (sound := _repaired(page)) is not page:
        page, best = sound, nearest(cited, sound)
    if best.same:
        return _evidence(Match.MATCH, "same", best.score, cited, best.candidate)
    for title in filter(None, (citation.trans_title, _with_publisher(citation))):
        translated = nearest(title, page)
        if translated.same:
            return _evidence(Match.MATCH, "same", translated.score, title, translated.candidate)
    title = page.titles[0].text
    if not same_script(cited, title):
        return _across_languages(citation, page, detect)
    tag = _cited_guess(citation, page, detect).tag
    if _other_language(tag, title, page, detect):
        return _across_languages(citation, page, detect)
    found = _in_one_language(citation, page, best)
    if found.relation != "another":
        return found
    if "und" in {tag, page.language.tag}:
        # They may be in one language or in two: both comparisons have to say so.
        agrees = _across_languages(citation, page, detect).relation == "another"
    else:
        # A title in another language than the text is the site's, and tells no story.
        agrees = tag == page.language.tag
    if not agrees:
        return msgspec.structs.replace(found, match=Match.UNVERIFIABLE, relation=None)
    return found


def _repaired(page: Page) -> Page:
    """Return a page with its titles as they were before an encoding damaged them."""
    if all(title.text.isascii() for title in page.titles):
        return page
    titles = tuple(
        msgspec.structs.replace(title, text=repaired(title.text) or title.text)
        for title in page.titles
    )
    return page if titles == page.titles else msgspec.structs.replace(page, titles=titles)


def _beside_a_sign(cited: str, page: Page) -> Evidence:
    """Return whether a page that has signs of being none still shows the cited title as its own.

    A title that is itself such a sign ("Page not found") does not count, nor does one that is too
    short to be told from the site's name.
    """
    unread = Evidence(field=Field.TITLE, match=Match.UNVERIFIABLE, cited=cited)
    if page.liveness.kind in _TELL_NOTHING or len(content_words(cited)) < STORY_WORDS:
        return unread
    best = nearest(cited, page)
    signs = fold(" ".join(page.liveness.reasons))
    if not best.same or fold(best.candidate.text)[:80] in signs:
        return unread
    match = Match.UNVERIFIABLE if _only_says_that_it_is_gone(page, signs) else Match.MATCH
    return _evidence(match, "same", best.score, cited, best.candidate)


def _only_says_that_it_is_gone(page: Page, signs: str) -> bool:
    """Tell whether a page keeps a headline, but for its text only says that this is not there."""
    if page.liveness.kind is not PageKind.SOFT_404 or page.liveness.probed or page.published:
        return False
    lines = page.text.splitlines()
    rest = [line for line in lines if (said := fold(line)) and said not in signs]
    # Some stories are in no paragraphs: they are in what is seen, among menus.
    told = sum(map(len, rest)) >= _LITTLE or (
        len(rest) == len(lines) and len(page.visible) > _MENUS
    )
    return not told


def _with_publisher(citation: Citation) -> str | None:
    """Return publisher and title as one, where the source reads so: a headline may have a colon."""
    if citation.publisher is None or citation.title is None or citation.raw is None:
        return None
    whole = f"{citation.publisher}: {citation.title}"
    return whole if fold(whole) in fold(citation.raw) else None


def _cited_guess(citation: Citation, page: Page, detect: Detect) -> LanguageGuess:
    """Return the language of the cited title.

    The candidates, where it is unknown, are the page's language and those that articles are most
    often written in.
    """
    if citation.title_language:
        return LanguageGuess(tag=citation.title_language, confidence=1.0)
    cited = citation.sound_title or ""
    return detect(cited, sorted({page.language.tag, "en", "ru", "uk"} - {"und"}))


def _other_language(tag: str, title: str, page: Page, detect: Detect) -> bool:
    """Tell whether a title cited in the language `tag` and the page's are in two languages."""
    found = page.language.tag
    if "und" in {found, tag} or tag == found:
        return False
    # Two languages of one alphabet: believe it only if the page's title agrees with its text.
    return detect(title, (tag, found)).tag in {found, "und"}


def _in_one_language(citation: Citation, page: Page, best: Likeness) -> Evidence:
    cited = citation.sound_title or ""
    language = page.language.tag
    nearest = best.candidate.text
    wanted = content_stems(own_title(cited, page, nearest), language)
    found = content_stems(own_title(nearest, page, cited), language)
    shared = len(wanted & found) / max(1, min(len(wanted), len(found)))
    everywhere = {
        each
        for candidate in page.titles
        for each in content_stems(own_title(candidate.text, page, cited), language)
    }
    in_titles = len(wanted & everywhere) / max(1, len(wanted))
    spelt_out = _slug_stems(page)
    slug = _slug_share(cited, spelt_out)
    score = round(max(best.score if shared >= CHANGED else shared, shared, slug), 3)
    enough = len(wanted) >= 3 and len(wanted & (everywhere | spelt_out)) >= 2
    spelt = slug >= 0.6 and _backs(wanted, everywhere, page)
    if enough and (shared >= CHANGED or spelt or in_titles >= CHANGED):
        return _evidence(Match.MISMATCH, "changed", score, cited, best.candidate)
    unlike = shared < ANOTHER and in_titles < SUPPORTED
    telling = len(wanted) >= SHORT and len(found) >= 3
    if (
        unlike
        and telling
        and _claims_a_headline(cited, page)
        and _support(wanted, page) < SUPPORTED  # last, since it takes the page's text apart
        and (slug < ANOTHER or _is_elsewhere(wanted, everywhere, page))
    ):
        return _evidence(Match.MISMATCH, "another", score, cited, best.candidate)
    return _evidence(Match.UNVERIFIABLE, None, score, cited, best.candidate)


def _across_languages(citation: Citation, page: Page, detect: Detect) -> Evidence:
    """Compare the cited title with the page's, which is in another language.

    The same story is told by what both headlines share; another one only where both say much that
    could be found again, and nothing is.
    """
    cited = citation.sound_title or ""
    language = _cited_language(citation, page, detect)
    lead = " ".join(filter(None, (page.description, page.lead)))
    titles = page.titles[:_TITLES]
    told_by = [own_title(title.text, page, cited) for title in titles]
    relations = [
        relate(
            own_title(cited, page, title.text),
            language,
            own,
            lead,
            _title_language(title.text, page, detect),
        )
        for title, own in zip(titles, told_by, strict=True)
    ]
    best = max(range(len(titles)), key=lambda index: relations[index].score)
    relation = relations[best]
    score, shared = round(relation.score, 3), relation.shared
    least = TRANSLATED if relation.unlike < NAMED else TRANSLATED_UNLIKE
    if score >= least and shared >= ENOUGH:
        return _evidence(Match.MATCH, "translated", score, cited, titles[best])
    if (
        score < APART
        and any(
            relation.told >= TOLD and (relation.named >= NAMED or relation.told >= MUCH)
            for relation in relations
        )
        and shared < 1
        and len(content_words(cited)) >= SHORT
        and _claims_a_headline(cited, page)
        and _slug_share(cited, _slug_stems(page)) < ANOTHER
        and relate(cited, language, page.text[:_TEXT], "", page.language.tag).shared < ENOUGH + 1
    ):
        return _evidence(Match.MISMATCH, "another", score, cited, titles[best])
    return _evidence(Match.UNVERIFIABLE, None, score, cited, titles[best])


def _claims_a_headline(cited: str, page: Page) -> bool:
    """Tell whether a cited title can be contradicted by the page's.

    An author's own description cannot; and where the page has no text that could speak for one,
    every title that may be a description is taken for one.
    """
    if not reads_like_headline(cited):
        return False
    text = sum(map(len, filter(None, (page.description, page.lead, page.text))))
    return text >= BARE or not names_kind_of_text(cited)


def _cited_language(citation: Citation, page: Page, detect: Detect) -> str:
    guess = _cited_guess(citation, page, detect)
    return guess.tag if guess.tag != "und" or not guess.alternatives else guess.alternatives[0][0]


def _title_language(title: str, page: Page, detect: Detect) -> str:
    """Return the language of a page's title: the text's, or where they differ its own."""
    found = page.language.tag
    if found == "und":
        return detect(title, ("en", "ru", "uk")).tag
    own = detect(title, sorted({found, "en", "ru", "uk"})).tag
    return found if own == "und" else own


def _support(wanted: frozenset[str], page: Page) -> float:
    """Return which share of the cited words the page's own text has."""
    text = " ".join(filter(None, (page.description, page.lead, page.text[:_TEXT])))
    return _share_in(wanted, text)


def text_supports(wanted: frozenset[str], text: str) -> bool:
    """Tell whether a page's text has so many of the cited words that it may be the story.

    Args:
        wanted: their stems.
        text: the beginning of it counts.
    """
    return _share_in(wanted, text[:_TEXT]) >= SUPPORTED


def _share_in(wanted: frozenset[str], text: str) -> float:
    return len(wanted.intersection(map(stem, content_words(text)))) / max(1, len(wanted))


def _backs(wanted: frozenset[str], everywhere: set[str], page: Page) -> bool:
    """Tell whether the page itself has something of the story that its address spells out.

    Addresses stay when pages go: whatever is there now would be the story.
    """
    if not page.story:
        return False
    # One word may be of the site's name; a text on anything has some words of any headline.
    support = _support(wanted, page)
    named = len(wanted & everywhere)
    return named >= 2 or support >= SUPPORTED or (named == 1 and support >= CHANGED)


def _is_elsewhere(wanted: frozenset[str], everywhere: set[str], page: Page) -> bool:
    """Tell whether a page is surely not the story that its address spells out.

    It is a dated story of some length, can be read whole, and has hardly a word of the other.
    """
    if not page.story or page.published is None or not page.is_whole:
        return False
    if len(page.text) < LEAST_TEXT or not wanted.isdisjoint(everywhere):
        return False
    said = content_stems(" ".join(filter(None, (page.description, page.text, page.names))))
    return len(wanted & said) <= len(wanted) * BY_CHANCE


def _slug_share(cited: str, spelt_out: set[str]) -> float:
    """Return which share of the cited words the address that answered spells out."""
    latin = {stem(to_latin(word)) for word in content_words(cited)}
    return len(latin & spelt_out) / max(1, len(latin))


def _slug_stems(page: Page) -> set[str]:
    """Return the stems of the words that the address that answered spells out."""
    path = unquote(urlsplit(page.url).path)
    return {
        stem(to_latin(word)) for word in content_words(_SLUG_NOISE.sub("", path).replace("_", " "))
    }


def _evidence(
    match: Match, relation: str | None, score: float, cited: str, candidate: Candidate
) -> Evidence:
    return Evidence(
        field=Field.TITLE,
        match=match,
        relation=relation,
        score=score,
        cited=cited,
        found=candidate.text,
        source=candidate.source,
    )
