"""How like a cited headline and a page's headlines are, in one language."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz import fuzz

from linkcheck.matching.site_names import variants
from linkcheck.text.words import content_words, fold, with_scales

if TYPE_CHECKING:
    from linkcheck.models import Candidate, Page

__all__ = ["SAME", "SHORT", "Likeness", "nearest"]

# Likeness from which two headlines are one, editors' small changes included (rapidfuzz, 0 to 1).
SAME = 0.9
# Headlines shorter than this, in words that carry a story, prove nothing by differing.
SHORT = 4
# Likeness of two words (rapidfuzz, 0 to 100) from which one is the other inflected or misspelt.
SLIP = 70


class Likeness(NamedTuple):
    """How a candidate relates to the cited title."""

    score: float
    same: bool
    candidate: Candidate


def nearest(cited: str, page: Page) -> Likeness:
    """Return how the nearest of the page's titles relates to the cited one."""
    found = []
    for candidate in page.titles:
        found.append(_likeness(cited, candidate, page))
        if found[-1].score == 1.0:
            break  # none is nearer
    return max(found, key=_rank)


def _rank(likeness: Likeness) -> tuple[bool, float]:
    return likeness.same, likeness.score


def _likeness(cited: str, candidate: Candidate, page: Page) -> Likeness:
    wanted = fold(cited)
    best = 0.0
    for variant in variants(candidate.text, page):
        found = fold(variant)
        if not wanted or not found:
            continue
        if wanted == found:
            return Likeness(1.0, same=True, candidate=candidate)
        if _contains(found, wanted) or _contains(wanted, found):
            best = max(best, 0.95)
            continue
        likeness = max(fuzz.ratio(wanted, found), fuzz.token_sort_ratio(wanted, found)) / 100
        if likeness >= SAME and not (_numbers_agree(wanted, found) and _words_agree(wanted, found)):
            likeness = SAME - 0.01  # "11 killed" and "23 killed" are two stories
        best = max(best, likeness)
    return Likeness(best, same=best >= SAME, candidate=candidate)


def _contains(longer: str, shorter: str) -> bool:
    """Tell whether a headline is the other one cut short or with a subtitle.

    A single word ("Roma") stands in many headlines; four words in a row, or most of the longer
    one, do not.
    """
    count = shorter.count(" ") + 1
    if count < SHORT and count * 2 < longer.count(" ") + 1:
        return False
    if count < 3 and shorter != longer:
        return False
    return f" {shorter} " in f" {longer} "


def _numbers_agree(one: str, other: str) -> bool:
    return _numbers(one) == _numbers(other)


def _words_agree(one: str, other: str) -> bool:
    """Tell whether no word that carries the story is exchanged for another: Lviv for Kyiv.

    Words left out on one side, other endings and slips of the pen are no exchange.
    """
    mine, theirs = set(content_words(one)), set(content_words(other))
    only_mine, only_theirs = mine - theirs, theirs - mine
    if not only_mine or not only_theirs:
        return True
    fewer, more = sorted((only_mine, only_theirs), key=len)
    return all(
        any(fuzz.ratio(word, each) >= SLIP for each in more)
        for word in fewer
        if not word[0].isdigit()
    )


def _numbers(text: str) -> frozenset[str]:
    return frozenset(word for word in with_scales(text.split()) if word[0].isdigit())
