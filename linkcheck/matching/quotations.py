"""Do the words that an article quotes stand on a page, and how do they differ from it?

Looked for exactly first, then by alignment (rapidfuzz `partial_ratio_alignment`). Ellipses divide a
quotation into pieces, each looked for by itself; what stands in brackets is the editor's.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

import msgspec
from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from linkcheck.text.titles import without_invisible
from linkcheck.text.words import content_words, fold, stem, words_of_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from linkcheck.models import Article, Quotation

__all__ = ["Passage", "difference", "quoted_words", "seek"]

# Shorter ones, in words, are names, titles, and words at a distance.
SHORTEST = 6
# Longer ones need no speaker beside them to be somebody's words.
LONG = 10
# Share of capitalised words from which English words are a title.
CAPITALS = 0.6
# Likeness from which the words stand there, slightly changed (rapidfuzz, 0 to 1).
ALIKE = 0.85
# Below this likeness they do not, if less than this share of them is on the page at all: an
# interpreter's other version of the same sentence shares more.
UNLIKE, UNFAMILIAR = 0.7, 0.6
# Words that an alignment is asked about at a time, and at least; characters of a page looked at.
_PIECE, _LEAST = 40, 3
_LONGEST_PAGE = 200_000
_MOST = 200

_ONE_LETTER = re.compile(r"\[(\w)\](?=\w)")
_GAPS = re.compile(r"\[\s*(?:\.{2,}|…)\s*\]|\(\s*(?:\.{2,}|…)\s*\)|\.{3,}|…|\[[^\]]{0,80}\]")
_SENTENCE_ENDS = re.compile(r"[.!?]\s+\S|[.!?]\Z")
_CAPITAL = re.compile(r"[A-Z]")
_LATIN_WORD = re.compile(r"[A-Za-z]{4,}")
# Laws and decisions are called by what they are about: «Про внесення змін до…».
_NAME_OF_A_LAW = re.compile(r"(?:Про|О|Об|On|Concerning)\s+(?:[а-яіїєґa-z])")
_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’‘ʼ`´′][^\W\d_]+)*")


class Passage(msgspec.Struct, frozen=True):
    """What a page has of a quotation.

    Attributes:
        score: how alike the nearest words are: 0 to 1.
        familiar: share of the quotation's words that the page has anywhere.
        found: the nearest words as the page has them, or None where nothing is near.
    """

    score: float
    familiar: float
    found: str | None = None

    @property
    def there(self) -> bool:
        """The words stand on the page, perhaps slightly changed."""
        return self.score >= ALIKE

    @property
    def missing(self) -> bool:
        """The page has no such words, nor another version of them."""
        return self.score < UNLIKE and self.familiar < UNFAMILIAR


def quoted_words(article: Article) -> list[Quotation]:
    """Return the quotations of an article that can be looked for in its sources.

    Left out are short ones, titles and names: of the sources themselves, of laws, of books.
    """
    titles = {fold(each.title) for each in article.citations if each.title}
    kept = [
        quotation
        for quotation in article.quotations
        if _is_speech(quotation) and not _among(fold(quotation.text), titles)
    ]
    return kept[:_MOST]


def _is_speech(quotation: Quotation) -> bool:
    text = quotation.text
    count = len(words_of_text(text))
    if count < SHORTEST:
        return False
    latin = _LATIN_WORD.findall(text)
    if len(latin) >= _LEAST:
        capitals = sum(_CAPITAL.match(word) is not None for word in latin)
        if capitals >= CAPITALS * len(latin):
            return False
    if quotation.speaker is not None:
        return True
    if _NAME_OF_A_LAW.match(text):
        return False
    return count >= LONG or _SENTENCE_ENDS.search(text) is not None


def _among(quoted: str, titles: Iterable[str]) -> bool:
    return any(quoted in title or (title and title in quoted) for title in titles)


def seek(quotations: Sequence[str], text: str) -> tuple[Passage, ...]:
    """Return what a page has of each quotation.

    Args:
        quotations: the words, without their marks.
        text: all that the page says.
    """
    page = _Page(text[:_LONGEST_PAGE])
    return tuple(map(page.seek, quotations))


def difference(quoted: str, found: str) -> str:
    """Return how a quotation differs from the words it was found as: “very large” → “huge”.

    Args:
        quoted: by the article.
        found: on the page.
    """
    mine, theirs = (_ONE_LETTER.sub(r"\1", each) for each in (quoted, found))
    one, other = words_of_text(_GAPS.sub(" ", mine)), words_of_text(theirs)
    changes: list[str] = []
    for same, several in itertools.groupby(
        Levenshtein.opcodes(one, other), key=lambda change: change.tag == "equal"
    ):
        if same:
            continue
        first, *rest = several
        last = rest[-1] if rest else first
        before = " ".join(one[first.src_start : last.src_end])
        after = " ".join(other[first.dest_start : last.dest_end])
        changes.append(" → ".join(f"“{part}”" if part else "nothing" for part in (before, after)))
    return "; ".join(changes)


class _Page:
    """The words of a page, to look for others in."""

    def __init__(self, text: str) -> None:
        self._plain = without_invisible(unicodedata.normalize("NFKC", text)).replace("\u0301", "")
        spans = [match.span() for match in _WORD.finditer(self._plain)]
        folded = [" ".join(words_of_text(self._plain[start:end])) for start, end in spans]
        self._spans = [span for span, word in zip(spans, folded, strict=True) if word]
        said = [word for word in folded if word]
        self._text = " ".join(said)
        self._starts = list(itertools.accumulate((len(word) + 1 for word in said), initial=0))
        self._stems = {stem(word) for word in said}

    def seek(self, quotation: str) -> Passage:
        """Return what the page has of a quotation."""
        carrying = [stem(word) for word in content_words(quotation)]
        familiar = sum(each in self._stems for each in carrying) / max(1, len(carrying))
        pieces = list(_pieces(quotation))
        if not pieces:
            return Passage(0.0, 1.0)  # nothing is left to look for, nor to miss
        exact = [self._text.find(piece) for piece in pieces]
        if all(map(self._at_words, exact, pieces)):
            ends = [at + len(piece) for at, piece in zip(exact, pieces, strict=True)]
            return Passage(1.0, 1.0, " … ".join(map(self._shown, exact, ends)))
        if familiar < UNFAMILIAR:
            return Passage(0.0, round(familiar, 3))
        found = [
            fuzz.partial_ratio_alignment(piece, self._text, score_cutoff=100 * UNLIKE)
            for piece in pieces
        ]
        length = sum(map(len, pieces))
        score = sum(
            len(piece) * each.score
            for piece, each in zip(pieces, found, strict=True)
            if each is not None
        ) / (100 * length)
        shown = (self._shown(each.dest_start, each.dest_end) for each in found if each is not None)
        return Passage(round(score, 3), round(familiar, 3), " … ".join(shown) or None)

    def _at_words(self, at: int, piece: str) -> bool:
        """Tell whether a find is one of whole words."""
        behind = at + len(piece)
        begins = at == 0 or self._text[at - 1 : at] == " "
        return at >= 0 and begins and self._text[behind : behind + 1] in {"", " "}

    def _shown(self, start: int, end: int) -> str:
        """Return a stretch of the words as the page has them, whole words only."""
        if not self._spans:
            return ""
        first = max(0, bisect_right(self._starts, start) - 1)
        last = min(len(self._spans), max(first + 1, bisect_left(self._starts, end))) - 1
        return " ".join(self._plain[self._spans[first][0] : self._spans[last][1]].split())


def _pieces(quotation: str) -> Iterable[str]:
    """Yield the parts of a quotation that must stand together, folded."""
    for part in _GAPS.split(_ONE_LETTER.sub(r"\1", quotation)):
        said = words_of_text(part)
        if len(said) >= _LEAST:
            for start in range(0, len(said), _PIECE):
                piece = said[start : start + _PIECE]
                if len(piece) >= _LEAST:
                    yield " ".join(piece)
